"""Drives the real core in virtual time: tests, demo figures, what-if planning. It holds no rules of its own."""
