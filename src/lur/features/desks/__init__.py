"""What is kept of agents' desks: which of them are phones, and the checks before the shift."""
