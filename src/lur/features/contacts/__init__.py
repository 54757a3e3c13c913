"""The story of each contact, live or ended: a projection of the journal that can be thrown away and rebuilt.

The journal is one long row of events; a page that shows one contact, a list of today's, and the day's
measures after a restart need it by contact and by time. Who the caller was comes from the vault when it is
asked for.
"""
