"""Numbers that must not be called: somebody has said no, and no callback, transfer or call may forget it.

A number is personal, so the list lies in the vault; who is on it is known in memory, since it is asked before
each dialling.
"""
