"""Webhooks: what happens to contacts is told to other systems, signed, for days, in order for each contact.

Nobody's name, number or words go out: a message carries ids, and who may know more asks the API for it.
"""
