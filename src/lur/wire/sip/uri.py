"""SIP and tel URIs (RFC 3261 19.1, RFC 3966): parsed where they are used, carried as text everywhere else."""

from __future__ import annotations

import re
from urllib.parse import unquote

import msgspec

from lur.wire.sip.errors import Malformed

_USER = re.compile(r"(?:[A-Za-z0-9\-_.!~*'()&=+$,;?/#]|%[0-9A-Fa-f]{2})+\Z")
_PASSWORD = re.compile(r"(?:[A-Za-z0-9\-_.!~*'()&=+$,]|%[0-9A-Fa-f]{2})*\Z")
_HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9.\-_]*)|\[[0-9A-Fa-f:.]+\])\Z")
_TAIL = re.compile(r"(?:[A-Za-z0-9\-_.!~*'()\[\]/:&+$=;?]|%[0-9A-Fa-f]{2})*\Z")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*\Z")
_ABSOLUTE = re.compile(r"[^\s<>\"\x00-\x1f\x7f]+\Z")
_MUST_MATCH = ("user", "ttl", "method", "maddr", "transport")

Pairs = tuple[tuple[str, str], ...]


class Uri(msgspec.Struct, frozen=True, kw_only=True):
    """A SIP, SIPS or tel URI. `user` is still escaped; `params` have lower case names; port 0: not given."""

    scheme: str
    user: str = ""
    password: str = ""
    host: str = ""
    port: int = 0
    params: Pairs = ()
    headers: Pairs = ()

    def param(self, name: str) -> str | None:
        """The value of a URI parameter ("" for a flag), or None."""
        return next((value for key, value in self.params if key == name), None)

    @property
    def user_name(self) -> str:
        """The user part as people would write it: unescaped, and without parameters inside it."""
        return unquote(self.user.partition(";")[0])

    def __str__(self) -> str:
        if self.scheme == "tel":
            return f"tel:{self.user}{_joined(self.params)}"
        secret = f":{self.password}" if self.password else ""
        at = f"{self.user}{secret}@" if self.user else ""
        port = f":{self.port}" if self.port else ""
        tail = "?" + "&".join(f"{name}={value}" for name, value in self.headers) if self.headers else ""
        return f"{self.scheme}:{at}{self.host}{port}{_joined(self.params)}{tail}"


def _joined(params: Pairs) -> str:
    return "".join(f";{name}={value}" if value else f";{name}" for name, value in params)


def scheme_of(text: str) -> str:
    """The scheme of any absolute URI, lower case. Raises Malformed when there is none."""
    scheme, colon, rest = text.partition(":")
    if not colon or not _SCHEME.match(scheme) or not _ABSOLUTE.match(rest):
        raise Malformed("malformed_uri")
    return scheme.lower()


def parse_uri(text: str) -> Uri:
    """Read a SIP, SIPS or tel URI. Raises Malformed; 416 for another scheme (RFC 3261 8.2.2.1)."""
    scheme = scheme_of(text)
    rest = text.partition(":")[2]
    if scheme == "tel":
        number, params, _ = _tail(rest)
        if not number:
            raise Malformed("malformed_uri")
        return Uri(scheme=scheme, user=number, params=params)
    if scheme not in ("sip", "sips"):
        raise Malformed("unsupported_scheme", 416)
    before, at, after = rest.rpartition("@")
    user, _, password = before.partition(":")
    if at and not (_USER.match(user) and _PASSWORD.match(password)):
        raise Malformed("malformed_uri")
    address, params, headers = _tail(after)
    host, port = split_host_port(address)
    return Uri(
        scheme=scheme, user=user, password=password, host=host, port=port, params=params, headers=headers
    )


def _tail(text: str) -> tuple[str, Pairs, Pairs]:
    match = re.search(r"[;?]", text)
    if match is None:
        return text, (), ()
    head, tail = text[: match.start()], text[match.start() :]
    if not _TAIL.match(tail):
        raise Malformed("malformed_uri")
    params, _, headers = tail.partition("?")
    return (
        head,
        tuple((name.lower(), value) for name, value in _pairs(params[1:], ";")),
        tuple(_pairs(headers, "&")),
    )


def _pairs(text: str, separator: str) -> list[tuple[str, str]]:
    pairs = []
    for piece in text.split(separator) if text else ():
        name, _, value = piece.partition("=")
        if not name:
            raise Malformed("malformed_uri")
        pairs.append((name, value))
    return pairs


def split_host_port(text: str) -> tuple[str, int]:
    """Split "host", "host:port" or "[v6]:port"; port 0 when not given. Raises Malformed."""
    host, port = text, ""
    if text.startswith("["):
        host, bracket, tail = text.partition("]")
        host += bracket
        if tail and not tail.startswith(":"):
            raise Malformed("malformed_host")
        port = tail[1:]
    elif ":" in text:
        host, _, port = text.partition(":")
    if not _HOST.match(host) or (port and not _is_port(port)):
        raise Malformed("malformed_host")
    return host, int(port) if port else 0


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 5 and 0 < int(text) < 65_536


def same_uri(left: Uri, right: Uri) -> bool:
    """Whether two URIs are equal by RFC 3261 19.1.4."""
    if (left.scheme, unquote(left.user), left.password) != (
        right.scheme,
        unquote(right.user),
        right.password,
    ):
        return False
    if (left.host.lower(), left.port) != (right.host.lower(), right.port):
        return False
    mine, theirs = _folded(left.params), _folded(right.params)
    for name, value in mine.items():
        if name in theirs and theirs[name] != value:
            return False
    one_sided = mine.keys() ^ theirs.keys()
    if any(name in one_sided for name in _MUST_MATCH):
        return False
    return _folded(left.headers) == _folded(right.headers)


def _folded(pairs: Pairs) -> dict[str, str]:
    return {name.lower(): unquote(value).lower() for name, value in pairs}
