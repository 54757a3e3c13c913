"""Frames of the runtime's socket: a 4-byte big-endian length, then one msgpack-encoded tagged struct."""

from __future__ import annotations

import asyncio
import struct

import msgspec

from lur.adapters.voice.protocol import FRAME_LIMIT_BYTES, Fact, Note, ToEdge, ToRuntime

_LENGTH = struct.Struct("!I")
_encoder = msgspec.msgpack.Encoder()
_to_edge: msgspec.msgpack.Decoder[ToEdge] = msgspec.msgpack.Decoder(ToEdge)
_to_runtime: msgspec.msgpack.Decoder[ToRuntime] = msgspec.msgpack.Decoder(ToRuntime)


class FrameError(Exception):
    """The other side sent something that is no frame of this protocol."""


def framed(message: ToEdge | ToRuntime) -> bytes:
    """The message with its length before it."""
    body = _encoder.encode(message)
    return _LENGTH.pack(len(body)) + body


async def read_body(reader: asyncio.StreamReader) -> bytes:
    """The next frame's body. Raises ``FrameError`` when it is too long, ``IncompleteReadError`` at the
    end.
    """
    (length,) = _LENGTH.unpack(await reader.readexactly(_LENGTH.size))
    if length > FRAME_LIMIT_BYTES:
        raise FrameError(f"frame of {length} bytes")
    return await reader.readexactly(length)


def for_edge(body: bytes) -> ToEdge:
    """Decode what the runtime sent. Raises ``FrameError``."""
    try:
        return _to_edge.decode(body)
    except msgspec.MsgspecError as error:
        raise FrameError(str(error)) from error


def for_runtime(body: bytes) -> ToRuntime:
    """Decode what the edge sent. Raises ``FrameError``."""
    try:
        return _to_runtime.decode(body)
    except msgspec.MsgspecError as error:
        raise FrameError(str(error)) from error


def stored_fact(fact: Fact | Note) -> bytes:
    """A fact as the edge's store keeps it."""
    return _encoder.encode(fact)


def fact_from(stored: bytes) -> Fact | Note:
    """A fact that the store kept."""
    fact = for_runtime(stored)
    if not isinstance(fact, Fact | Note):
        raise FrameError("no fact")
    return fact
