"""Entry flows that are kept: each saved only when it traps nobody, with the versions before it."""
