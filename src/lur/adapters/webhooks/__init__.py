"""Asks other people's servers by HTTP, and nobody behind our own walls."""
