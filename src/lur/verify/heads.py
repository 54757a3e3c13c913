"""Signed heads: what Lur said, now and then, that the journal's last row was. A cut tail cannot unsay it.

A heads file is text. Its first line is ``lur-heads 1 KEY`` with the Ed25519 public key (RFC 8032) in hex;
each further line is ``SEQ AT HASH SIGNATURE``: a row's number, when it was signed (ms since 1970, UTC), the
row's hash, and the signature, in hex, of the line's first three words as they stand there. Whoever can write
the file could also sign anew with another key; so keep a copy of the key, or of the file, somewhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .findings import Finding, Unusable

TITLE = "lur-heads 1"


@dataclass(frozen=True)
class Head:
    """One signed line."""

    seq: int
    at: int
    hash: str


def read_heads(path: Path, key: str = "") -> list[Head]:
    """The heads of a file, each with a right signature; ``key`` (hex) is the one that must have signed.

    Raises ``Unusable``, naming the line.
    """
    lines = _lines(path)
    title = lines[0].rsplit(" ", 1)
    if len(title) != 2 or title[0] != TITLE:
        raise Unusable(f"{path} is no file of signed heads")
    if key and key.lower() != title[1]:
        raise Unusable(f"{path} was signed with another key than the one given")
    return list(_signed(path, title[1], lines[1:]))


def _lines(path: Path) -> list[str]:
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Unusable(f"{path} cannot be read: {error}") from error
    if not lines:
        raise Unusable(f"{path} is empty")
    return lines


def _signed(path: Path, key: str, lines: list[str]) -> Iterator[Head]:
    for number, line in enumerate(lines, start=2):
        words = line.split(" ")
        try:
            public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
            public.verify(bytes.fromhex(words[3]), " ".join(words[:3]).encode())
            yield Head(int(words[0]), int(words[1]), words[2])
        except (ValueError, IndexError, InvalidSignature) as error:
            raise Unusable(f"{path}, line {number}: the signature is not right") from error


class Heads:
    """Compares the heads with the rows as they go by, and at the end with how far the journal goes."""

    def __init__(self, heads: list[Head]) -> None:
        self._wanted = {head.seq: head for head in heads}
        self.held = 0

    def follow(self, seq: int, row_hash: str) -> list[Finding]:
        """A row went by."""
        head = self._wanted.pop(seq, None)
        if head is None:
            return []
        if head.hash != row_hash:
            return [
                Finding("head_wrong", seq, "is not the row that was signed; all up to it may be another's")
            ]
        self.held += 1
        return []

    def at_end(self, last: int) -> list[Finding]:
        """The journal ends here; what was signed beyond was cut off."""
        if not self._wanted:
            return []
        furthest = max(self._wanted)
        return [Finding("cut", last + 1, f"missing; row {furthest} had been written and signed")]
