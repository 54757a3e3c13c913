"""One error for all that cannot be understood, which says what the peer should hear about it."""

from __future__ import annotations


class Malformed(ValueError):
    """Input that breaks the grammar or a limit. `status` is the answer it earns, if any."""

    def __init__(self, code: str, status: int = 400) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
