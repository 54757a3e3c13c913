"""Session descriptions (RFC 4566, RFC 3264) for what Lur speaks: one G.711 audio stream with telephone-event.

Parsing is lenient in what it skips and strict in what it uses. Everything else in an offer is refused with
port 0.
"""

from __future__ import annotations

import re
from typing import Literal, cast

import msgspec

Direction = Literal["sendrecv", "sendonly", "recvonly", "inactive"]
Law = Literal["pcma", "pcmu"]

_DIRECTIONS = ("sendrecv", "sendonly", "recvonly", "inactive")
_MIRROR: dict[Direction, Direction] = {
    "sendrecv": "sendrecv", "sendonly": "recvonly", "recvonly": "sendonly", "inactive": "inactive"
}  # fmt: skip
_PAYLOADS: dict[Law, int] = {"pcma": 8, "pcmu": 0}
_BY_PAYLOAD: dict[int, Law] = {8: "pcma", 0: "pcmu"}
_MEDIA = re.compile(r"(\S+) (\d{1,5})(?:/\d+)? (\S+)((?: \S+)+)\Z")
_RTPMAP = re.compile(r"rtpmap:(\d{1,3})\s+([A-Za-z0-9\-]+)/(\d+)", re.IGNORECASE)
_CONNECTION = re.compile(r"IN IP[46] ([0-9A-Za-z.:\-]+)")
_ORIGIN = re.compile(r"(\S+ \S+) (\d{1,20}) IN IP[46] \S+\Z")
_UNWANTED = ("", "0.0.0.0", "::")


class SdpError(ValueError):
    """A description that cannot be used.

    `code`: malformed_sdp, no_audio, no_common_codec, secure_media_unsupported.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Audio(msgspec.Struct, frozen=True, kw_only=True):
    """The audio stream of one side: where it wants its packets, and in which payload numbers.

    `laws` in order of preference; `key_payload` is telephone-event's number or None. `direction` is the
    sender's own view ("sendonly": they send and we listen, a hold). `host` "" or 0.0.0.0 means no packets
    wanted.
    """

    host: str
    port: int
    laws: tuple[Law, ...]
    key_payload: int | None = 101
    direction: Direction = "sendrecv"
    ptime_ms: int = 20


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A parsed description. `audio` is the first usable audio line; `lines` keeps every m-line for the
    answer.
    """

    audio: Audio
    lines: tuple[str, ...]
    audio_line: int
    origin: str = ""
    version: int = 0

    @property
    def held(self) -> bool:
        """Whether the sender put us on hold: it does not want to hear us (RFC 3264 8.4)."""
        return self.audio.direction in ("sendonly", "inactive") or self.audio.host in _UNWANTED


class _Section:
    """The lines under one m-line."""

    def __init__(self, line: str, media: re.Match[str]) -> None:
        self.line = line
        self.kind = media[1].lower()
        self.port = int(media[2])
        self.protocol = media[3].upper()
        self.formats = media[4].split()
        self.host: str | None = None
        self.attributes: list[str] = []


def parse(data: bytes) -> Session:
    """Read an offer or answer. Raises SdpError."""
    host, direction, origin, version, sections = _sections(_lines(data))
    chosen = _choose(sections)
    section = sections[chosen]
    return Session(
        audio=_audio(section, section.host if section.host is not None else host, direction),
        lines=tuple(one.line for one in sections),
        audio_line=chosen,
        origin=origin,
        version=version,
    )


def _lines(data: bytes) -> list[tuple[str, str]]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    lines = [line.rstrip() for line in re.split(r"\r\n|\n|\r", text)]
    pairs = [(line[0], line[2:]) for line in lines if len(line) >= 2 and line[1] == "="]
    if not pairs or pairs[0] != ("v", "0"):
        raise SdpError("malformed_sdp")
    return pairs


def _sections(pairs: list[tuple[str, str]]) -> tuple[str, Direction, str, int, list[_Section]]:
    host, origin, version = "", "", 0
    direction: Direction = "sendrecv"
    sections: list[_Section] = []
    for kind, value in pairs:
        if kind == "m":
            media = _MEDIA.match(value)
            if media is None or int(media[2]) > 65_535 or len(sections) >= 32:
                raise SdpError("malformed_sdp")
            sections.append(_Section(value, media))
        elif kind == "c":
            found = _connection(value)
            if sections:
                sections[-1].host = found
            else:
                host = found
        elif kind == "a" and sections:
            sections[-1].attributes.append(value)
        elif kind == "a" and value in _DIRECTIONS:
            direction = cast(Direction, value)
        elif kind == "o":
            match = _ORIGIN.match(value)
            if match is None:
                raise SdpError("malformed_sdp")
            origin, version = match[1], int(match[2])
    return host, direction, origin, version, sections


def _connection(value: str) -> str:
    match = _CONNECTION.match(value)
    if match is None:
        raise SdpError("malformed_sdp")
    return match[1]


def _choose(sections: list[_Section]) -> int:
    """The first audio line on plain RTP that is not refused."""
    secure = False
    for index, section in enumerate(sections):
        if section.kind != "audio" or section.port == 0:
            continue
        if section.protocol == "RTP/AVP":
            return index
        secure = True
    raise SdpError("secure_media_unsupported" if secure else "no_audio")


def _audio(section: _Section, host: str, direction: Direction) -> Audio:
    names: dict[int, tuple[str, int]] = {}
    ptime_ms = 20
    for attribute in section.attributes:
        if attribute in _DIRECTIONS:
            direction = cast(Direction, attribute)
        elif attribute.startswith("ptime:") and attribute[6:].isascii() and attribute[6:].isdigit():
            ptime_ms = min(max(int(attribute[6:10]), 10), 60)
        elif (match := _RTPMAP.match(attribute)) is not None:
            names[int(match[1])] = (match[2].lower(), int(match[3][:9]))
    laws: list[Law] = []
    key_payload = None
    for text in section.formats:
        payload = int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else -1
        law = _BY_PAYLOAD.get(payload)
        if law is not None and law not in laws:
            laws.append(law)
        elif names.get(payload) == ("telephone-event", 8_000) and 96 <= payload <= 127:
            key_payload = key_payload if key_payload is not None else payload
    return Audio(
        host=host, port=section.port, laws=tuple(laws), key_payload=key_payload, direction=direction,
        ptime_ms=ptime_ms,
    )  # fmt: skip


def _build(audio: Audio, session_id: int, version: int, lines: tuple[str, ...], audio_line: int) -> bytes:
    family = "IP6" if ":" in audio.host else "IP4"
    head = [
        "v=0", f"o=lur {session_id} {version} IN {family} {audio.host}", "s=-",
        f"c=IN {family} {audio.host}", "t=0 0",
    ]  # fmt: skip
    for index, line in enumerate(lines):
        head += _media(audio) if index == audio_line else [_refused(line)]
    return ("\r\n".join(head) + "\r\n").encode()


def _media(audio: Audio) -> list[str]:
    payloads = [_PAYLOADS[law] for law in audio.laws]
    formats = [str(payload) for payload in (*payloads, audio.key_payload) if payload is not None]
    lines = [f"m=audio {audio.port} RTP/AVP {' '.join(formats)}"]
    lines += [f"a=rtpmap:{_PAYLOADS[law]} {law.upper()}/8000" for law in audio.laws]
    if audio.key_payload is not None:
        lines += [f"a=rtpmap:{audio.key_payload} telephone-event/8000", f"a=fmtp:{audio.key_payload} 0-16"]
    return [*lines, f"a=ptime:{audio.ptime_ms}", f"a={audio.direction}"]


def _refused(line: str) -> str:
    """The same m-line with port 0 (RFC 3264 6)."""
    kind, _, rest = line.partition(" ")
    return f"m={kind} 0 {rest.partition(' ')[2]}"


def build_offer(audio: Audio, *, session_id: int, version: int = 1) -> bytes:
    """Our offer. `version` must grow by one with each change in the same session."""
    return _build(audio, session_id, version, ("",), 0)


def build_answer(
    offer: Session,
    host: str,
    port: int,
    *,
    session_id: int,
    version: int = 1,
    direction: Direction = "sendrecv",
) -> tuple[bytes, Audio]:
    """Our answer to `offer`, and the agreed audio: the peer's host, port, first common law and payloads.

    The agreed `direction` is ours: what we may do. `direction` is what we would like; the answer is
    narrowed to what the offer allows (RFC 3264 6.1). Raises SdpError("no_common_codec").
    """
    theirs = offer.audio
    if not theirs.laws:
        raise SdpError("no_common_codec")
    narrowed = narrow(direction, theirs.direction)
    ours = Audio(
        host=host, port=port, laws=theirs.laws[:1], key_payload=theirs.key_payload, direction=narrowed,
        ptime_ms=20,
    )  # fmt: skip
    data = _build(ours, session_id, version, offer.lines, offer.audio_line)
    return data, msgspec.structs.replace(theirs, laws=theirs.laws[:1], direction=narrowed)


def narrow(wanted: Direction, theirs: Direction) -> Direction:
    """What we may do, when we want `wanted` and the peer's own view is `theirs`."""
    allowed = _MIRROR[theirs]
    send = wanted in ("sendrecv", "sendonly") and allowed in ("sendrecv", "sendonly")
    receive = wanted in ("sendrecv", "recvonly") and allowed in ("sendrecv", "recvonly")
    if send:
        return "sendrecv" if receive else "sendonly"
    return "recvonly" if receive else "inactive"


def agreed(offer: Session, answer: Session) -> Audio:
    """What the peer's answer to our offer settles: its host and port, first common law, and our direction.

    Raises SdpError.
    """
    common = tuple(law for law in answer.audio.laws if law in offer.audio.laws)
    if not common:
        raise SdpError("no_common_codec")
    direction = narrow(offer.audio.direction, answer.audio.direction)
    return msgspec.structs.replace(answer.audio, laws=common[:1], direction=direction)
