"""Agents' desks on the live socket: who they are, whether they answer, and their phone's signalling."""
