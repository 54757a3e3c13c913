"""A customer's own view of their place: who may look at it, how it has moved, and the receipt afterwards.

A link is a secret that only its holder knows (its digest alone is kept); the code is a short number for the
ear, which lives as long as the contact and opens the same page.
"""
