"""Messages that are texted to customers: written down first, sent in the background, tried again with
patience. What is said lies in the vault with the contact; the table knows only that there is something to
send.
"""
