"""Calling customers back: which numbers may be called, which hours can be chosen, and who is to be called.

A number is looked at twice, when the callback is asked for and when it is dialled, since the rule may have
changed between. One customer has one open callback for a matter: who asks again finds the first.
"""
