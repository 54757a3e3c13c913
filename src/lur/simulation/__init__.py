"""Drives the real core in virtual time: tests, demo figures, planning. It holds no rules of its own."""
