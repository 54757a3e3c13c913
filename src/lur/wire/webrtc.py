"""The session description of a browser, and our answer to it (RFC 8829, RFC 8839, RFC 8842).

The offer comes from a signed-in agent's page, but pages can be tampered with: what is used is checked
against its grammar, everything else is skipped, and nothing of it is repeated in the answer unchecked. Lur
takes one G.711 audio line over DTLS-SRTP with rtcp-mux, and is ICE-lite and the DTLS server.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from lur.wire.sdp import Direction, Law, SdpError, narrow

MAX_OFFER_BYTES = 16_384
MAX_MEDIA_LINES = 8
PRIORITY = 2_130_706_431
"""Of our only candidate: host, highest local preference, component 1 (RFC 8445 section 5.1.2)."""

_PAYLOADS: dict[Law, int] = {"pcma": 8, "pcmu": 0}
_BY_PAYLOAD: dict[int, Law] = {8: "pcma", 0: "pcmu"}
_MEDIA = re.compile(r"([a-z]{1,20}) (\d{1,5}) ([A-Za-z/]{1,40})((?: [A-Za-z0-9\-]{1,32}){1,64})")
_RTPMAP = re.compile(r"(\d{1,3}) ([A-Za-z0-9\-.]{1,40})/(\d{1,6})(?:/1)?")
_ICE = re.compile(r"[A-Za-z0-9+/]+")
_MID = re.compile(r"[A-Za-z0-9\-_.]{1,32}")
_FINGERPRINT = re.compile(r"(?:[0-9A-F]{2}:){31}[0-9A-F]{2}")
_SECURE = "UDP/TLS/RTP/SAVPF"
_DIRECTIONS: tuple[Direction, ...] = ("sendrecv", "sendonly", "recvonly", "inactive")


class BrowserOffer(msgspec.Struct, frozen=True, kw_only=True):
    """What a browser offers, as far as Lur uses it.

    `fingerprint` is sha-256 in the form "AA:BB:..."; `laws` in the browser's order of preference;
    `event_payload` is telephone-event/8000's number or None; `direction` is the browser's own view. `lines`
    keeps every m-line for the answer, `audio_line` tells which of them is used, and `mid` is that line's
    name ("" when it has none). `bundled`: it is part of a BUNDLE group.
    """

    ufrag: str
    password: str
    fingerprint: str
    laws: tuple[Law, ...]
    event_payload: int | None
    mid: str
    direction: Direction = "sendrecv"
    bundled: bool = False
    lines: tuple[MediaLine, ...] = ()
    audio_line: int = 0


class MediaLine(msgspec.Struct, frozen=True):
    """An m-line of the offer; the ones that are not used are answered with port 0 (RFC 3264 section 6)."""

    kind: str
    port: int
    protocol: str
    formats: tuple[str, ...]
    mid: str


class _Section:
    """Attributes of the session, or of one m-line, by name."""

    def __init__(self, media: re.Match[str] | None = None) -> None:
        self.media = media
        self.attributes: dict[str, list[str]] = {}

    def first(self, name: str) -> str | None:
        return self.attributes.get(name, [None])[0]


def parse_offer(text: str) -> BrowserOffer:
    """Read a browser's offer.

    Raises `SdpError` with one of: too_large, malformed_sdp, no_audio, not_secure, no_rtcp_mux,
    no_common_codec, bad_ice, no_fingerprint, bad_fingerprint, bad_setup.
    """
    if len(text) > MAX_OFFER_BYTES or len(text.encode("utf-8", "replace")) > MAX_OFFER_BYTES:
        raise SdpError("too_large")
    session, sections = _sections(text)
    lines = tuple(_media_line(section) for section in sections)
    at = _choose(lines)
    section = sections[at]
    if "rtcp-mux" not in section.attributes:
        raise SdpError("no_rtcp_mux")
    _check_setup(session, section)
    laws, event_payload = _codecs(section, lines[at])
    ufrag, password = _ice(session, section)
    return BrowserOffer(
        ufrag=ufrag,
        password=password,
        fingerprint=_fingerprint(session, section),
        laws=laws,
        event_payload=event_payload,
        mid=lines[at].mid,
        direction=_direction(session, section),
        bundled=_is_bundled(session, lines[at].mid),
        lines=lines,
        audio_line=at,
    )


def build_answer(
    offer: BrowserOffer,
    host: str,
    port: int,
    ufrag: str,
    password: str,
    fingerprint: str,
    session_id: int,
    law: Law,
    *,
    version: int = 1,
) -> str:
    """Our answer: the one law, its telephone-event, our only candidate at `host`:`port` (ours, as are the
    other arguments), no header extensions. `version` grows with each answer of one connection. Raises
    `SdpError` no_common_codec when the law was not offered.
    """
    if law not in offer.laws:
        raise SdpError("no_common_codec")
    family = "IP6" if ":" in host else "IP4"
    head = ["v=0", f"o=lur {session_id} {version} IN {family} {host}", "s=-", "t=0 0"]
    if offer.bundled:
        head.append(f"a=group:BUNDLE {offer.mid}")
    head += ["a=ice-lite", "a=msid-semantic: WMS lur"]
    for at, line in enumerate(offer.lines):
        if at == offer.audio_line:
            head += _codec_lines(offer, law, port, f"c=IN {family} {host}")
            head += [f"a=ice-ufrag:{ufrag}", f"a=ice-pwd:{password}", f"a=fingerprint:sha-256 {fingerprint}"]
            head += ["a=setup:passive", f"a=candidate:1 1 udp {PRIORITY} {host} {port} typ host"]
            head += ["a=end-of-candidates"]
        else:
            head += _refused(line)
    return "\r\n".join(head) + "\r\n"


def _codec_lines(offer: BrowserOffer, law: Law, port: int, connection: str) -> list[str]:
    payload, events = _PAYLOADS[law], offer.event_payload
    formats = f"{payload}" if events is None else f"{payload} {events}"
    lines = [f"m=audio {port} {_SECURE} {formats}", connection]
    lines += [f"a=mid:{offer.mid}"] if offer.mid else []
    lines += [f"a={narrow('sendrecv', offer.direction)}", "a=rtcp-mux", "a=msid:lur lur"]
    lines += [f"a=rtpmap:{payload} {law.upper()}/8000"]
    if events is not None:
        lines += [f"a=rtpmap:{events} telephone-event/8000", f"a=fmtp:{events} 0-15"]
    return [*lines, "a=ptime:20"]


def _refused(line: MediaLine) -> list[str]:
    lines = [f"m={line.kind} 0 {line.protocol} {' '.join(line.formats)}", "c=IN IP4 0.0.0.0", "a=inactive"]
    return [*lines, f"a=mid:{line.mid}"] if line.mid else lines


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for line in re.split(r"\r\n|\n|\r", text):
        if not line:
            continue
        if len(line) < 2 or line[1] != "=":
            raise SdpError("malformed_sdp")
        yield line[0], line[2:]


def _sections(text: str) -> tuple[_Section, list[_Section]]:
    session = _Section()
    sections: list[_Section] = []
    for at, (kind, value) in enumerate(_pairs(text)):
        if at == 0 and (kind, value) != ("v", "0"):
            raise SdpError("malformed_sdp")
        if kind == "m":
            media = _MEDIA.fullmatch(value)
            if media is None or int(media[2]) > 65_535 or len(sections) >= MAX_MEDIA_LINES:
                raise SdpError("malformed_sdp")
            sections.append(_Section(media))
        elif kind == "a":
            name, _, content = value.partition(":")
            (sections[-1] if sections else session).attributes.setdefault(name, []).append(content.strip())
    return session, sections


def _media_line(section: _Section) -> MediaLine:
    media = section.media
    assert media is not None
    mid = section.first("mid") or ""
    if mid and _MID.fullmatch(mid) is None:
        raise SdpError("malformed_sdp")
    return MediaLine(media[1], int(media[2]), media[3], tuple(media[4].split()), mid)


def _choose(lines: tuple[MediaLine, ...]) -> int:
    """The first audio line that is not already refused; every other one is refused by us."""
    for at, line in enumerate(lines):
        if line.kind == "audio" and line.port != 0:
            if line.protocol != _SECURE:
                raise SdpError("not_secure")
            return at
    raise SdpError("no_audio")


def _codecs(section: _Section, line: MediaLine) -> tuple[tuple[Law, ...], int | None]:
    names: dict[int, tuple[str, int]] = {}
    for content in section.attributes.get("rtpmap", []):
        match = _RTPMAP.fullmatch(content)
        if match is not None:
            names.setdefault(int(match[1]), (match[2].lower(), int(match[3])))
    laws: list[Law] = []
    events = None
    for text in line.formats:
        payload = int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else -1
        law = _BY_PAYLOAD.get(payload)
        if law is not None and law not in laws and names.get(payload, (law, 8_000)) == (law, 8_000):
            laws.append(law)
        elif events is None and 96 <= payload <= 127 and names.get(payload) == ("telephone-event", 8_000):
            events = payload
    if not laws:
        raise SdpError("no_common_codec")
    return tuple(laws), events


def _inherited(session: _Section, section: _Section, name: str) -> list[str]:
    """What the m-line says, or else what the session says for all of them."""
    return section.attributes.get(name) or session.attributes.get(name) or []


def _ice(session: _Section, section: _Section) -> tuple[str, str]:
    """RFC 8839 section 5.4: 4 to 256 and 22 to 256 characters of A-Z a-z 0-9 + /."""
    ufrags, passwords = (_inherited(session, section, name) for name in ("ice-ufrag", "ice-pwd"))
    if len(ufrags) != 1 or len(passwords) != 1:
        raise SdpError("bad_ice")
    ufrag, password = ufrags[0], passwords[0]
    if not (4 <= len(ufrag) <= 256 and 22 <= len(password) <= 256):
        raise SdpError("bad_ice")
    if _ICE.fullmatch(ufrag) is None or _ICE.fullmatch(password) is None:
        raise SdpError("bad_ice")
    return ufrag, password


def _fingerprint(session: _Section, section: _Section) -> str:
    """Only sha-256 counts (RFC 8122 section 5 allows weaker ones beside it); two of them would leave open
    whose certificate is meant.
    """
    found: list[str] = []
    for content in _inherited(session, section, "fingerprint"):
        name, _, value = content.partition(" ")
        if name.lower() == "sha-256" and value.strip().upper() not in found:
            found.append(value.strip().upper())
    if not found:
        raise SdpError("no_fingerprint")
    if len(found) != 1 or _FINGERPRINT.fullmatch(found[0]) is None:
        raise SdpError("bad_fingerprint")
    return found[0]


def _check_setup(session: _Section, section: _Section) -> None:
    """We are passive, so the browser must be able to be active (RFC 8842 section 5)."""
    if _inherited(session, section, "setup") not in (["actpass"], ["active"]):
        raise SdpError("bad_setup")


def _direction(session: _Section, section: _Section) -> Direction:
    for one in (section, session):
        for direction in _DIRECTIONS:
            if direction in one.attributes:
                return direction
    return "sendrecv"


def _is_bundled(session: _Section, mid: str) -> bool:
    groups = (content.split() for content in session.attributes.get("group", []))
    return bool(mid) and any(group[:1] == ["BUNDLE"] and mid in group[1:] for group in groups)
