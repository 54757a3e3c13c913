"""How a command fails: a stable code, what happened, and what to do, on one line each."""

from __future__ import annotations

REFUSED = 1
UNREACHABLE = 3


class Failure(Exception):
    """Ends the command with ``exit_code`` after printing what happened and what to do about it."""

    def __init__(self, code: str, what: str, do: str = "", exit_code: int = REFUSED) -> None:
        super().__init__(f"{code}: {what}" + (f"\n     {do}" if do else ""))
        self.code = code
        self.exit_code = exit_code
