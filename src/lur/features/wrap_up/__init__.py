"""What is written about a contact: its note, how it ended (dispositions), and what is still to be done.

Texts are about somebody, so they lie in the vault under their contact and are gone when it is erased. The
words to choose from are the company's own and lie in a table.
"""
