"""The stranger's check of a journal: was it changed, and was anybody overtaken?

Nothing here knows the rest of Lur. The rows are read from the file with the standard library, the chain is
hashed anew, and what is fair is worked out from the events' own fields by a plain table; so a fault in Lur's
ranking cannot hide itself here. Copy this folder to another machine with Python 3.11 and run
``python -m verify JOURNAL``; only signed heads need the package cryptography besides.
"""
