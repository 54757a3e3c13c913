"""Pages for customers, without signing in: their place, the code that leads to it, being called back, help.

Nobody is known here: what somebody may see is what the secret in the address opens, and no cookie is looked
at. The pages are HTML made here, work without a script, and come alive with a small one.
"""

PREFIXES = ("/p/", "/place", "/callback", "/help")
"""Addresses whose pages know nobody."""
