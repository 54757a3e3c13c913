"""How a company looks to its customers and at the door: its logo and its colour."""
