"""The audit trail: who changed what is set up, when, from where and why; before and after.

Rows are in the database. What a row is about a person (an agent's name, somebody's number) lies in the vault
and is erased when the person is; that somebody changed it then stays known.
"""
