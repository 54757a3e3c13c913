"""Signing on elsewhere: the company's own provider says who somebody is, by OpenID Connect, and its groups
say what they are here.

The provider is believed about who it is, never about more than a person in the company set up: which group is
which role, and whether an account that was here before may be taken over by its e-mail address.
"""
