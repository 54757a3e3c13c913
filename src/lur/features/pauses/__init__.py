"""What pauses are called in the company's languages; how long they last is the core's."""
