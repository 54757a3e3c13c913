"""Who may use Lur: accounts with a role, their passwords and sessions, and tokens for programs.

A server that is reached by staff on the phone all day must not be guessed open, and a stolen database must
not sign anybody in: passwords are argon2id, sessions and tokens are kept as hashes, wrong guesses wait longer
and longer.
"""
