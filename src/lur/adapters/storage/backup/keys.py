"""The keys in a backup, sealed with a passphrase: who finds the disk has ciphers and nothing to open them.

The passphrase is stretched by argon2id (128 MiB, three rounds), and the keys are sealed by AES-256-GCM
together with the digest of ``backup.json``: who does not know it can neither read the keys nor pass off
another backup as this one.
"""

from __future__ import annotations

import hashlib
import os

import msgspec
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lur.adapters.storage.backup.manifest import refuse_outside
from lur.adapters.storage.backup.refusal import BackupRefused

MAGIC = b"LURKEYS1"
SALT_BYTES, NONCE_BYTES = 16, 12
MEMORY_KIB, ROUNDS, LANES = 131_072, 3, 2
SHORTEST_PASSPHRASE = 12


def seal_keys(keys: dict[str, bytes], passphrase: str, bound_to: bytes) -> bytes:
    """The key files by name, for who knows the passphrase. Raises ``BackupRefused`` (passphrase_short)."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        what = f"the passphrase has fewer than {SHORTEST_PASSPHRASE} characters"
        raise BackupRefused("passphrase_short", what, "Take a few words that nobody would guess together.")
    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
    sealed = _cipher(passphrase, salt).encrypt(nonce, msgspec.msgpack.encode(keys), MAGIC + bound_to)
    return MAGIC + salt + nonce + sealed


def open_keys(content: bytes, passphrase: str, bound_to: bytes) -> dict[str, bytes]:
    """The key files by name. Raises ``BackupRefused`` (wrong_passphrase, backup_damaged)."""
    salt = content[len(MAGIC) : len(MAGIC) + SALT_BYTES]
    nonce = content[len(MAGIC) + SALT_BYTES :][:NONCE_BYTES]
    sealed = content[len(MAGIC) + SALT_BYTES + NONCE_BYTES :]
    try:
        if not content.startswith(MAGIC) or len(nonce) < NONCE_BYTES:
            raise InvalidTag
        opened = _cipher(passphrase, salt).decrypt(nonce, sealed, MAGIC + bound_to)
    except InvalidTag as error:
        do = "Check the passphrase. If it is right, the keys or the list of files were changed."
        raise BackupRefused("wrong_passphrase", "the keys do not open with it", do) from error
    keys = msgspec.msgpack.decode(opened, type=dict[str, bytes])
    for name in keys:
        refuse_outside(name)
    return keys


def refuse_downgrade(keys: str, passphrase: str | None) -> None:
    """Who has a passphrase made a sealed backup: one with open keys is another. Raises ``BackupRefused``."""
    if keys == "plain" and passphrase is not None:
        do = "If it was made without one, leave the passphrase out. Otherwise do not use it."
        raise BackupRefused("backup_not_sealed", "the keys of this backup are not sealed", do)


def origin_of(master_key: bytes) -> str:
    """By which backups of the same Lur are known; says nothing of the key."""
    return hashlib.sha256(b"lur backup origin" + master_key).hexdigest()[:32]


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    key = hash_secret_raw(passphrase.encode(), salt, ROUNDS, MEMORY_KIB, LANES, 32, Type.ID)
    return AESGCM(key)
