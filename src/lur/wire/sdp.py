"""Session descriptions (RFC 4566, RFC 3264) for what Lur speaks: one G.711 audio stream with telephone-event.

Parsing is lenient in what it skips and strict in what it uses. Everything else in an offer is refused with port 0.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Direction = Literal["sendrecv", "sendonly", "recvonly", "inactive"]
Law = Literal["pcma", "pcmu"]


class SdpError(ValueError):
    """A description that cannot be used. `code`: malformed_sdp, no_audio, no_common_codec, secure_media_unsupported."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Audio(msgspec.Struct, frozen=True, kw_only=True):
    """The audio stream of one side: where it wants its packets, and in which payload numbers.

    `laws` in order of preference; `key_payload` is telephone-event's number or None. `direction` is the sender's own
    view ("sendonly": they send and we listen, a hold). `host` "" or 0.0.0.0 means no packets wanted.
    """

    host: str
    port: int
    laws: tuple[Law, ...]
    key_payload: int | None = 101
    direction: Direction = "sendrecv"
    ptime_ms: int = 20


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A parsed description. `audio` is the first usable audio line; `lines` keeps every m-line for the answer."""

    audio: Audio
    lines: tuple[str, ...]
    audio_line: int
    origin: str = ""
    version: int = 0

    @property
    def held(self) -> bool:
        """Whether the sender put us on hold: it does not want to hear us (RFC 3264 8.4)."""
        raise NotImplementedError


def parse(data: bytes) -> Session:
    """Read an offer or answer. Raises SdpError."""
    raise NotImplementedError


def build_offer(audio: Audio, *, session_id: int, version: int = 1) -> bytes:
    """Our offer. `version` must grow by one with each change in the same session."""
    raise NotImplementedError


def build_answer(
    offer: Session, host: str, port: int, *, session_id: int, version: int = 1, direction: Direction = "sendrecv"
) -> tuple[bytes, Audio]:
    """Our answer to `offer`, and the agreed audio (as we must send: peer's host, port, first common law, payloads).

    `direction` is what we would like; the answer is narrowed to what the offer allows (RFC 3264 6.1).
    Raises SdpError("no_common_codec").
    """
    raise NotImplementedError


def agreed(offer: Session, answer: Session) -> Audio:
    """What the peer's answer to our offer settles: its host and port, first common law, direction as the peer sees it.

    Raises SdpError.
    """
    raise NotImplementedError
