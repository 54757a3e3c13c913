"""The company's calendar: holidays, eves and own days, and which queues follow it.

The core knows only dates with other hours (``SpecialDay``). What a midsummer eve is, and whether the company
works on it, is settled here, once a day and at each change, for the next 400 days.
"""
