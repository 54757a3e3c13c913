"""Small values that every part of the media plane, and its protocol, speaks of."""

from __future__ import annotations

import enum

import msgspec


class Message(msgspec.Struct, frozen=True, tag=True, omit_defaults=True):
    """Anything that has a tag of its own in this protocol (the class name)."""


class Law(enum.StrEnum):
    """G.711 companding law; also tells the static RTP payload type (RFC 3551): A-law 8, u-law 0."""

    ALAW = "alaw"
    ULAW = "ulaw"


class Direction(enum.StrEnum):
    """Which way sound may flow, as Lur sees it (RFC 3264 section 5.1): `SENDONLY` = Lur sends, the phone
    only listens.
    """

    SENDRECV = "sendrecv"
    SENDONLY = "sendonly"
    RECVONLY = "recvonly"
    INACTIVE = "inactive"

    @property
    def sends(self) -> bool:
        """Lur may send sound to the phone."""
        return self in (Direction.SENDRECV, Direction.SENDONLY)

    @property
    def hears(self) -> bool:
        """Lur expects sound from the phone."""
        return self in (Direction.SENDRECV, Direction.RECVONLY)


class Address(msgspec.Struct, frozen=True):
    """An IPv4 address and UDP port, from the c= and m= lines of the peer's SDP."""

    host: str
    port: int
