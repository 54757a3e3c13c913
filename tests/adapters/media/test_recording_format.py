"""The `.lurrec` file itself: sealed, checked, and readable when torn."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lur.adapters.voice.media.protocol import Law
from lur.adapters.voice.media.recording_format import (
    HEADER,
    LENGTH,
    TAG_BYTES,
    DamagedRecording,
    Sealer,
    read_recording,
    recording_facts,
)

KEY = bytes(range(32))
CHUNKS = [b"ab" * 50, b"cd" * 80, b"ef" * 20]


def a_file() -> bytes:
    """Three chunks."""
    sealer = Sealer(Law.ULAW, 1_700_000_000_000, KEY, 7)
    return sealer.header + b"".join(sealer.seal(chunk) for chunk in CHUNKS)


def test_what_was_sealed_is_read_back(tmp_path: Path) -> None:
    """From bytes and from a file, chunk by chunk; the facts need no key."""
    path = tmp_path / "a.lurrec"
    path.write_bytes(a_file())
    assert list(read_recording(a_file(), KEY)) == CHUNKS == list(read_recording(path, KEY))
    facts = recording_facts(path)
    assert (facts.law, facts.start_ms, facts.sample_count) == (Law.ULAW, 1_700_000_000_000, 150)


@given(st.integers(HEADER.size, len(a_file())))
def test_a_torn_file_plays_up_to_the_tear(length: int) -> None:
    """Cut anywhere, the whole chunks before the cut are read, and nothing else."""
    whole = []
    end = HEADER.size
    for chunk in CHUNKS:
        end += LENGTH.size + len(chunk) + TAG_BYTES
        if end <= length:
            whole.append(chunk)
    assert list(read_recording(a_file()[:length], KEY)) == whole


@given(st.integers(0, len(a_file()) - 1), st.integers(1, 255))
def test_no_byte_can_be_changed_unseen(at: int, change: int) -> None:
    """A changed byte is found, or (in a length) only shortens what is read; nothing false is ever played."""
    changed = bytearray(a_file())
    changed[at] ^= change
    try:
        read = list(read_recording(bytes(changed), KEY))
    except DamagedRecording:
        return
    assert read == CHUNKS[: len(read)]
    assert len(read) < len(CHUNKS)


def test_another_key_reads_nothing() -> None:
    """The wrong key is an error, not noise."""
    with pytest.raises(DamagedRecording):
        list(read_recording(a_file(), bytes(32)))


def test_chunks_cannot_be_moved() -> None:
    """The number of a chunk is part of its seal."""
    sealer = Sealer(Law.ALAW, 0, KEY, 7)
    one, two = sealer.seal(b"one1"), sealer.seal(b"two2")
    with pytest.raises(DamagedRecording):
        list(read_recording(sealer.header + two + one, KEY))
