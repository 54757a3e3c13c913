"""The `.lurrec` file: a call on two channels, sealed as it comes, readable after any crash.

    header   28 bytes: magic "LURREC", version 1, law (8 = A-law, 0 = u-law), channels 2, one zero byte,
             uint16 zero, uint64 start (milliseconds since 1970, UTC), uint64 random salt; big-endian.
    chunk    uint32 length of what follows, then AES-256-GCM of stereo-interleaved G.711 bytes (left =
    customer,
             right = agent); nonce = four zero bytes and the chunk's number from 0 as uint64; the header is
             authenticated with each chunk.

A chunk holds 800 ms or less (the first and the last are shorter) and is written 150 ms after its end, so
that a kill costs less than the last second, and late packets still find their place. A torn last chunk is
left out by the reader; any other damage is an error. The key is used for one file only, so that a counter
is a safe nonce.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lur.adapters.voice.media.protocol import Law
from lur.wire.rtp import g711
from lur.wire.rtp.wav import pcm16_header

MAGIC = b"LURREC"
VERSION = 1
CHANNELS = 2
KEY_BYTES = 32
TAG_BYTES = 16
RATE_HZ = 8000
HEADER = struct.Struct("!6sBBBxHQQ")
LENGTH = struct.Struct("!I")
_NONCE = struct.Struct("!IQ")
_LAW_CODES = {Law.ALAW: g711.ALAW_PAYLOAD, Law.ULAW: g711.ULAW_PAYLOAD}
_LAWS = {code: law for law, code in _LAW_CODES.items()}
_WAV_READ_CHUNKS = 10


class DamagedRecording(Exception):
    """The file is no recording, was changed, or the key is not its key."""


class RecordingFacts(msgspec.Struct, frozen=True):
    """What is known of a recording without its key (but for `sample_count`, per channel, taken from the
    lengths).
    """

    law: Law
    start_ms: int
    sample_count: int

    @property
    def duration_ms(self) -> int:
        """How long it is."""
        return self.sample_count * 1000 // RATE_HZ


class Sealer:
    """Makes the bytes of one recording file."""

    def __init__(self, law: Law, start_ms: int, key: bytes, salt: int) -> None:
        self.header = HEADER.pack(MAGIC, VERSION, _LAW_CODES[law], CHANNELS, 0, start_ms, salt)
        self._cipher = AESGCM(key)
        self._count = 0

    def seal(self, stereo: bytes) -> bytes:
        """The next chunk, with its length before it."""
        nonce = _NONCE.pack(0, self._count)
        self._count += 1
        sealed = self._cipher.encrypt(nonce, stereo, self.header)
        return LENGTH.pack(len(sealed)) + sealed


def recording_facts(path: Path) -> RecordingFacts:
    """Law, start and length; reads only the lengths of the chunks. Raises `DamagedRecording`, OSError."""
    with path.open("rb") as file:
        law, start_ms, _ = _read_header(file.read(HEADER.size))
        size = path.stat().st_size
        at, stereo_bytes = HEADER.size, 0
        while at + LENGTH.size <= size:
            file.seek(at)
            (length,) = LENGTH.unpack(file.read(LENGTH.size))
            at += LENGTH.size + length
            if at > size or length < TAG_BYTES:
                break
            stereo_bytes += length - TAG_BYTES
    return RecordingFacts(law, start_ms, stereo_bytes // CHANNELS)


def read_recording(source: bytes | Path, key: bytes) -> Iterator[bytes]:
    """The stereo-interleaved G.711 bytes, chunk by chunk. Raises `DamagedRecording` (also midway),
    OSError.
    """
    cipher = AESGCM(key)
    chunks = _sealed_chunks(source)
    header = next(chunks, b"")
    _read_header(header)
    for count, sealed in enumerate(chunks):
        try:
            yield cipher.decrypt(_NONCE.pack(0, count), sealed, header)
        except InvalidTag as error:
            raise DamagedRecording(f"chunk {count} does not verify") from error


def to_wav_pcm16_stereo(path: Path, key: bytes) -> Iterator[bytes]:
    """The recording as a WAV file (16-bit PCM, stereo, 8 kHz), piece by piece: header first, then the sound.

    `wav_length` tells the number of bytes beforehand. Raises `DamagedRecording` (also midway), OSError.
    """
    facts = recording_facts(path)
    yield pcm16_header(facts.sample_count, CHANNELS, RATE_HZ)
    table = _pcm_bytes(facts.law)
    waiting: list[bytes] = []
    for stereo in read_recording(path, key):
        waiting.append(stereo)
        if len(waiting) == _WAV_READ_CHUNKS:
            yield _to_pcm(b"".join(waiting), table)
            waiting = []
    if waiting:
        yield _to_pcm(b"".join(waiting), table)


def wav_length(facts: RecordingFacts) -> int:
    """How many bytes `to_wav_pcm16_stereo` gives in all."""
    return len(pcm16_header(0, CHANNELS, RATE_HZ)) + facts.sample_count * CHANNELS * 2


def _to_pcm(stereo: bytes, table: tuple[bytes, bytes]) -> bytes:
    pcm = bytearray(2 * len(stereo))
    pcm[0::2] = stereo.translate(table[0])
    pcm[1::2] = stereo.translate(table[1])
    return bytes(pcm)


def _pcm_bytes(law: Law) -> tuple[bytes, bytes]:
    """Two translation tables: G.711 byte to the low and to the high byte of its sample."""
    samples = g711.ALAW_TO_PCM if law is Law.ALAW else g711.ULAW_TO_PCM
    return bytes(sample & 0xFF for sample in samples), bytes((sample >> 8) & 0xFF for sample in samples)


def _read_header(header: bytes) -> tuple[Law, int, int]:
    if len(header) < HEADER.size:
        raise DamagedRecording("no header")
    magic, version, law_code, channels, _, start_ms, salt = HEADER.unpack(header)
    if magic != MAGIC or version != VERSION or channels != CHANNELS or law_code not in _LAWS:
        raise DamagedRecording("not a recording of a version known here")
    return _LAWS[law_code], start_ms, salt


def _sealed_chunks(source: bytes | Path) -> Iterator[bytes]:
    """The header, then each whole sealed chunk."""
    if isinstance(source, Path):
        with source.open("rb") as file:
            yield file.read(HEADER.size)
            while len(prefix := file.read(LENGTH.size)) == LENGTH.size:
                (length,) = LENGTH.unpack(prefix)
                sealed = file.read(length)
                if len(sealed) < length:
                    return
                yield sealed
        return
    yield source[: HEADER.size]
    at = HEADER.size
    while at + LENGTH.size <= len(source):
        (length,) = LENGTH.unpack_from(source, at)
        at += LENGTH.size
        if at + length > len(source):
            return
        yield source[at : at + length]
        at += length
