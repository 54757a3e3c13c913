"""Pictures from strangers: known by their first bytes, never by their names, and sealed one by one.

file   4 bytes "LURA", version 1, then 12 bytes nonce, then AES-256-GCM of the picture; the media type is
       authenticated with it.
"""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lur.features.statements.model import PictureType

MAGIC = b"LURA\x01"
NONCE_BYTES = 12


class DamagedPicture(Exception):
    """The file is no picture of ours, was changed, or the key is not its key."""


def type_of(picture: bytes) -> PictureType | None:
    """What the picture is by its first bytes; None for everything that is not shown."""
    if picture.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if picture.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if picture[:4] == b"RIFF" and picture[8:12] == b"WEBP":
        return "image/webp"
    return None


def seal(path: Path, picture: bytes, media_type: str) -> bytes:
    """Write the picture sealed, whole and on disk; the key that opens it. Raises OSError."""
    key = AESGCM.generate_key(bit_length=256)
    nonce = os.urandom(NONCE_BYTES)
    sealed = MAGIC + nonce + AESGCM(key).encrypt(nonce, picture, media_type.encode())
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    return key


def unseal(path: Path, key: bytes, media_type: str) -> bytes:
    """The picture. Raises ``DamagedPicture``, OSError."""
    sealed = path.read_bytes()
    begins = len(MAGIC) + NONCE_BYTES
    if sealed[: len(MAGIC)] != MAGIC:
        raise DamagedPicture("not a picture of ours")
    try:
        return AESGCM(key).decrypt(sealed[len(MAGIC) : begins], sealed[begins:], media_type.encode())
    except InvalidTag as error:
        raise DamagedPicture("does not verify") from error
