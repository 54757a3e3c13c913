"""Answers to common questions: what people who wait, or look for help, can read at once."""
