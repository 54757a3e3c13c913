"""The customer's own word of how it went, and what they wrote to it."""
