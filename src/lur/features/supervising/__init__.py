"""What those who lead do from the wallboard, with who and why, and messages to the staff."""
