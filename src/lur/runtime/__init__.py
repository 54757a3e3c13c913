"""The shell around the core, one writer: mailbox, decide, journal, apply, publish, effects."""
