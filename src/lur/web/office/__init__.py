"""The office document: all that a company sets up, as one value that can be read, compared and carried out.

What is exported, imported, shown as history and undone is always this one document, so nothing that is set
up can be in one of them and missing in another.
"""
