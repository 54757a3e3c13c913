"""The people who phone and write: names, numbers, addresses, and which contacts were theirs.

An agent should see who calls before answering, find anybody by typing anything, and never lose what was known
when two records turn out to be one person. What is personal lies in the vault, each customer under a key of
their own; the tables hold ids and times alone.
"""
