"""Lur, a customer-service centre: one fair queue for phone, chat, mail and social contacts."""

__version__ = "0.1.0"
