"""Whom to turn to: who is good at what, who may decide what and how much, and numbers outside the house.

An agent with a customer on the line must find, by one line of typing, somebody who can help, and not bother
the highest chief when the nearest colleague may decide.
"""
