"""Where things are kept: the journal in memory, SQLite or PostgreSQL, and the vault for what is personal."""
