"""Playing back what was said, for those who may, and keeping account of who listened.

A recording lies on disk sealed with a key of its own; the key lies in the vault with the contact, so
erasing the contact makes the sound unreadable. Each time somebody listens is written down before the first
sound is given.
"""
