"""The header values that mean something to us, parsed and printed (RFC 3261 20 and 25).

Each parser takes the text of one value and raises Malformed. Lists are split with `split_list`, which knows
quotes and angle brackets.
"""

from __future__ import annotations

import re

import msgspec

from lur.wire.sip.errors import Malformed
from lur.wire.sip.uri import scheme_of, split_host_port

Params = tuple[tuple[str, str | None], ...]

TOKEN = re.compile(r"[A-Za-z0-9\-.!%*_+`'~]+\Z")
_CALL_ID = re.compile(r"[\x21-\x7e]+\Z")
_DIGITS = re.compile(r"[0-9]+\Z")
_DISPLAY = re.compile(r"[A-Za-z0-9\-.!%*_+`'~ \t\u0080-\U0010ffff]*\Z")
_VIA = re.compile(r"SIP\s*/\s*2\.0\s*/\s*([^\s/;,]+)\s+(.*)\Z", re.IGNORECASE | re.DOTALL)


class NameAddr(msgspec.Struct, frozen=True, kw_only=True):
    """From, To, Contact, Route, Refer-To ...: display name, URI as text, header parameters."""

    uri: str
    display: str = ""
    params: Params = ()

    def param(self, name: str) -> str | None:
        """A parameter's value, "" for a flag, or None when it is not there."""
        return param(self.params, name)

    @property
    def tag(self) -> str:
        """The dialog tag, or ""."""
        return self.param("tag") or ""

    def with_param(self, name: str, value: str) -> NameAddr:
        """The same with one parameter set."""
        kept = tuple(pair for pair in self.params if pair[0] != name)
        return NameAddr(uri=self.uri, display=self.display, params=(*kept, (name, value)))

    def __str__(self) -> str:
        name = quote(self.display) + " " if self.display else ""
        return f"{name}<{self.uri}>{print_params(self.params)}"


class Via(msgspec.Struct, frozen=True, kw_only=True):
    """One Via value. `port` 0 means not given."""

    transport: str
    host: str
    port: int = 0
    params: Params = ()

    def param(self, name: str) -> str | None:
        """A parameter's value, "" for a flag, or None when it is not there."""
        return param(self.params, name)

    @property
    def branch(self) -> str:
        """The branch, or ""."""
        return self.param("branch") or ""

    @property
    def sent_by(self) -> str:
        """Host and port as in the header, lower case."""
        return f"{self.host.lower()}:{self.port}"

    def __str__(self) -> str:
        port = f":{self.port}" if self.port else ""
        return f"SIP/2.0/{self.transport} {self.host}{port}{print_params(self.params)}"


class CSeq(msgspec.Struct, frozen=True):
    """Sequence number and method."""

    number: int
    method: str

    def __str__(self) -> str:
        return f"{self.number} {self.method}"


class Auth(msgspec.Struct, frozen=True):
    """A challenge or credentials: scheme in lower case, parameters unquoted, names in lower case."""

    scheme: str
    params: tuple[tuple[str, str], ...]

    def get(self, name: str) -> str:
        """A parameter's value, or ""."""
        return next((value for key, value in self.params if key == name), "")


def param(params: Params, name: str) -> str | None:
    """A parameter's value, "" for a flag, or None when it is not there."""
    return next((value or "" for key, value in params if key == name), None)


def quote(text: str) -> str:
    """A quoted string (RFC 3261 25.1); line breaks become spaces."""
    cleaned = re.sub(r"[\r\n]+", " ", text)
    return '"' + cleaned.replace("\\", "\\\\").replace('"', '\\"') + '"'


def unquote_string(text: str) -> str:
    """The content of a quoted string, or the token itself. Raises Malformed."""
    if not text.startswith('"'):
        return text
    if len(text) < 2 or _quoted_end(text, 0) != len(text):
        raise Malformed("malformed_quoted_string")
    return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL)


def _quoted_end(text: str, start: int) -> int:
    position = start + 1
    while position < len(text):
        if text[position] == "\\":
            position += 2
        elif text[position] == '"':
            return position + 1
        else:
            position += 1
    raise Malformed("unterminated_quoted_string")


def split_list(text: str, separator: str = ",") -> list[str]:
    """Split on a separator outside quotes and angle brackets; pieces are stripped. Raises Malformed."""
    if '"' not in text and "<" not in text:
        return [piece.strip() for piece in text.split(separator)]
    pieces, start, position, inside = [], 0, 0, False
    while position < len(text):
        char = text[position]
        if char == '"' and not inside:
            position = _quoted_end(text, position)
            continue
        if char == "<":
            inside = True
        elif char == ">":
            inside = False
        elif char == separator and not inside:
            pieces.append(text[start:position].strip())
            start = position + 1
        position += 1
    if inside:
        raise Malformed("unterminated_angle_bracket")
    pieces.append(text[start:].strip())
    return pieces


def parse_params(text: str) -> Params:
    """Parameters after the first ";", e.g. 'tag=1;lr'. Raises Malformed for an empty one."""
    if not text.strip():
        return ()
    params: list[tuple[str, str | None]] = []
    for piece in split_list(text, ";"):
        name, equals, value = piece.partition("=")
        name, value = name.strip(), value.strip()
        if not TOKEN.match(name) or (equals and not value):
            raise Malformed("malformed_parameter")
        if equals and value.startswith('"'):
            unquote_string(value)
        elif equals and re.search(r"[\s,<>\"]", value):
            raise Malformed("malformed_parameter")
        params.append((name.lower(), value if equals else None))
    return tuple(params)


def print_params(params: Params) -> str:
    """The text of parameters, each with its ";"."""
    return "".join(f";{name}" if value is None else f";{name}={value}" for name, value in params)


def parse_name_addr(text: str) -> NameAddr:
    """Read a name-addr or addr-spec with header parameters. Raises Malformed."""
    text = text.strip()
    display = ""
    if text.startswith('"'):
        end = _quoted_end(text, 0)
        display, text = unquote_string(text[:end]), text[end:].lstrip()
        if not text.startswith("<"):
            raise Malformed("malformed_address")
    bracket = text.find("<")
    if bracket < 0:
        uri, _, params = text.partition(";")
        uri = uri.rstrip()
        if "?" in uri or "," in uri:
            raise Malformed("address_needs_brackets")
        scheme_of(uri)
        return NameAddr(uri=uri, params=parse_params(params))
    if bracket > 0:
        display = text[:bracket].strip()
        if not _DISPLAY.match(display):
            raise Malformed("malformed_display_name")
    uri, closed, rest = text[bracket + 1 :].partition(">")
    rest = rest.strip()
    if not closed or (rest and not rest.startswith(";")):
        raise Malformed("malformed_address")
    scheme_of(uri)
    return NameAddr(uri=uri, display=display, params=parse_params(rest[1:]) if rest else ())


def parse_via(text: str) -> Via:
    """Read one Via value. Raises Malformed."""
    match = _VIA.match(text.strip())
    if match is None or not TOKEN.match(match[1]):
        raise Malformed("malformed_via")
    sent_by, semicolon, params = match[2].partition(";")
    host, port = split_host_port(re.sub(r"\s*:\s*", ":", sent_by.strip()))
    if semicolon and not params.strip():
        raise Malformed("malformed_via")
    return Via(transport=match[1].upper(), host=host, port=port, params=parse_params(params))


def parse_number(text: str, limit: int = 2**32 - 1) -> int:
    """A non-negative decimal no larger than `limit`. Raises Malformed."""
    text = text.strip()
    if not _DIGITS.match(text) or len(text) > 20 or int(text) > limit:
        raise Malformed("malformed_number")
    return int(text)


def parse_seconds(text: str) -> int:
    """delta-seconds, capped at 2**32-1 as RFC 3261 20.19 allows. Raises Malformed when it is no number."""
    text = text.partition(";")[0].strip()
    if not _DIGITS.match(text):
        raise Malformed("malformed_number")
    return int(text) if len(text) <= 10 else 2**32 - 1


def parse_cseq(text: str) -> CSeq:
    """Read CSeq. Raises Malformed."""
    pieces = text.split()
    if len(pieces) != 2 or not TOKEN.match(pieces[1]):
        raise Malformed("malformed_cseq")
    return CSeq(parse_number(pieces[0], 2**31 - 1), pieces[1])


def parse_call_id(text: str) -> str:
    """Read Call-ID. Raises Malformed."""
    if not _CALL_ID.match(text):
        raise Malformed("malformed_call_id")
    return text


def parse_rack(text: str) -> tuple[int, CSeq]:
    """Read RAck (RFC 3262 7.2): the RSeq it acknowledges, and the INVITE's CSeq. Raises Malformed."""
    first, _, rest = text.strip().partition(" ")
    return parse_number(first), parse_cseq(rest)


def parse_auth(text: str) -> Auth:
    """Read a challenge or credentials. Raises Malformed."""
    scheme, _, rest = text.strip().partition(" ")
    if not TOKEN.match(scheme):
        raise Malformed("malformed_auth")
    if scheme.lower() != "digest":
        return Auth(scheme.lower(), ())
    pairs = []
    for piece in split_list(rest):
        name, equals, value = piece.partition("=")
        if not equals or not TOKEN.match(name.strip()):
            raise Malformed("malformed_auth")
        pairs.append((name.strip().lower(), unquote_string(value.strip())))
    return Auth("digest", tuple(pairs))


def parse_replaces(text: str) -> tuple[str, str, str]:
    """Read Replaces (RFC 3891): Call-ID, to-tag, from-tag. Raises Malformed."""
    call_id, _, rest = text.partition(";")
    params = parse_params(rest)
    to_tag, from_tag = param(params, "to-tag"), param(params, "from-tag")
    if not to_tag or not from_tag:
        raise Malformed("malformed_replaces")
    return parse_call_id(call_id.strip()), to_tag, from_tag
