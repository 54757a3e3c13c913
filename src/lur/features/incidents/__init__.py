"""Something is down and many ask about it: one message for all of them, and one answer when it is solved.

A chart over arrivals proposes it, a person decides. Words and who did what when lie in the database, since
nothing in them is about a customer; the journal knows ids alone.
"""
