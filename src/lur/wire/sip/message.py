"""Requests and responses as frozen values: bytes to message and back (RFC 3261 7 and 25, RFC 4475).

Header values stay text; `Head` holds those that every message needs, parsed once. A request that cannot be
understood raises `BadRequest`, which carries enough to answer it; anything else raises Malformed and
deserves silence.
"""

from __future__ import annotations

import re

import msgspec

from lur.wire.sip.errors import Malformed
from lur.wire.sip.headers import (
    TOKEN,
    CSeq,
    NameAddr,
    Via,
    parse_call_id,
    parse_cseq,
    parse_name_addr,
    parse_number,
    parse_via,
    split_list,
)

Headers = tuple[tuple[str, str], ...]

COMPACT = {
    "a": "Accept-Contact", "b": "Referred-By", "c": "Content-Type", "d": "Request-Disposition",
    "e": "Content-Encoding", "f": "From", "i": "Call-ID", "j": "Reject-Contact", "k": "Supported",
    "l": "Content-Length", "m": "Contact", "o": "Event", "r": "Refer-To", "s": "Subject", "t": "To",
    "u": "Allow-Events", "v": "Via", "x": "Session-Expires", "y": "Identity",
}  # fmt: skip
_IRREGULAR = {
    "call-id": "Call-ID", "cseq": "CSeq", "www-authenticate": "WWW-Authenticate", "rack": "RAck",
    "rseq": "RSeq",
    "mime-version": "MIME-Version", "min-se": "Min-SE", "sip-etag": "SIP-ETag",
    "sip-if-match": "SIP-If-Match",
}  # fmt: skip
_SINGLE = ("From", "To", "Call-ID", "CSeq", "Max-Forwards", "Content-Length", "Content-Type",
           "Expires", "Min-SE",
           "Session-Expires", "RAck", "RSeq", "Event", "Subscription-State", "Refer-To")  # fmt: skip
_REQUEST_URI = re.compile(r"[^\s<>\"\x00-\x1f\x7f]+\Z")
_STATUS = re.compile(r"SIP/2\.0 ([1-6][0-9][0-9])(?: (.*))?\Z", re.IGNORECASE | re.DOTALL)
_REQUEST_END = re.compile(r"SIP/(\d+)\.(\d+)\Z", re.IGNORECASE)
_BREAK = re.compile(r"\r\n|\n|\r")

REASONS = {
    100: "Trying", 180: "Ringing", 181: "Call Is Being Forwarded", 182: "Queued", 183: "Session Progress",
    200: "OK", 202: "Accepted", 301: "Moved Permanently", 302: "Moved Temporarily", 400: "Bad Request",
    401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable",
    407: "Proxy Authentication Required", 408: "Request Timeout", 410: "Gone",
    413: "Request Entity Too Large",
    415: "Unsupported Media Type", 416: "Unsupported URI Scheme", 420: "Bad Extension",
    421: "Extension Required",
    422: "Session Interval Too Small", 423: "Interval Too Brief", 480: "Temporarily Unavailable",
    481: "Call/Transaction Does Not Exist", 482: "Loop Detected", 483: "Too Many Hops",
    484: "Address Incomplete",
    486: "Busy Here", 487: "Request Terminated", 488: "Not Acceptable Here", 489: "Bad Event",
    491: "Request Pending", 500: "Server Internal Error", 501: "Not Implemented", 503: "Service Unavailable",
    504: "Server Time-out", 505: "Version Not Supported", 513: "Message Too Large", 600: "Busy Everywhere",
    603: "Decline", 604: "Does Not Exist Anywhere", 606: "Not Acceptable",
}  # fmt: skip


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """What requests and responses share. Header names are in their canonical form."""

    headers: Headers = ()
    body: bytes = b""

    def get(self, name: str) -> str | None:
        """The first value of a header, or None."""
        return next((value for key, value in self.headers if key == name), None)

    def lines(self, name: str) -> tuple[str, ...]:
        """All values of a header as they stand, one for each line."""
        return tuple(value for key, value in self.headers if key == name)

    def items(self, name: str) -> tuple[str, ...]:
        """All values of a list header, split at commas. Raises Malformed."""
        return tuple(item for line in self.lines(name) for item in split_list(line) if item)

    def tokens(self, name: str) -> tuple[str, ...]:
        """Like items, in lower case: option tags, methods and the like. Broken ones are skipped."""
        return tuple(
            item.strip().lower() for line in self.lines(name) for item in line.split(",") if item.strip()
        )


class Request(Message, frozen=True, kw_only=True):
    """A request."""

    method: str
    uri: str

    def __bytes__(self) -> bytes:
        return _print(f"{self.method} {self.uri} SIP/2.0", self)

    def changed(self, *, remove: tuple[str, ...] = (), first: Headers = (), last: Headers = ()) -> Request:
        """The same with some headers removed and others put in front or at the end."""
        kept = tuple(pair for pair in self.headers if pair[0] not in remove)
        return Request(method=self.method, uri=self.uri, headers=(*first, *kept, *last), body=self.body)


class Response(Message, frozen=True, kw_only=True):
    """A response."""

    status: int
    reason: str = ""

    def __bytes__(self) -> bytes:
        return _print(f"SIP/2.0 {self.status} {self.reason}", self)


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The values without which a message means nothing."""

    via: Via
    from_: NameAddr
    to: NameAddr
    call_id: str
    cseq: CSeq
    max_forwards: int | None


class BadRequest(Malformed):
    """A request that was recognised but breaks a rule; `request` may be answered with `status`."""

    def __init__(self, code: str, request: Request, status: int = 400) -> None:
        super().__init__(code, status)
        self.request = request


def _print(start: str, message: Message) -> bytes:
    lines = [start]
    lines += [f"{name}: {value}" for name, value in message.headers if name != "Content-Length"]
    lines += [f"Content-Length: {len(message.body)}", "", ""]
    return "\r\n".join(lines).encode("utf-8", "surrogateescape") + message.body


def canonical(name: str) -> str:
    """The one spelling of a header name that the rest of the code looks for."""
    lower = name.lower()
    return (
        COMPACT.get(lower)
        or _IRREGULAR.get(lower)
        or "-".join(part.capitalize() for part in lower.split("-"))
    )


def parse_message(data: bytes, *, header_limit: int = 128, line_limit: int = 8_192) -> Request | Response:
    """Read one message; bytes after Content-Length are dropped. Raises BadRequest or Malformed."""
    data = data.lstrip(b"\r\n")
    head, body = _split(data)
    text = head.decode("utf-8", "surrogateescape")
    lines = _unfolded(text)
    start = lines[0]
    if start[:4].upper() == "SIP/":
        response = _response(start, _headers(lines[1:], header_limit, line_limit), body)
        _check_text(text, None)
        return response
    return _request(start, lines[1:], text, body, (header_limit, line_limit))


def _split(data: bytes) -> tuple[bytes, bytes]:
    for gap in (b"\r\n\r\n", b"\n\n"):
        head, found, body = data.partition(gap)
        if found:
            return head, body
    return data.rstrip(b"\r\n"), b""


def _unfolded(text: str) -> list[str]:
    lines: list[str] = []
    for line in _BREAK.split(text):
        if line[:1] in (" ", "\t") and len(lines) > 1:
            lines[-1] += " " + line.strip()
        else:
            lines.append(line)
    return lines


def _headers(lines: list[str], header_limit: int, line_limit: int) -> Headers:
    headers, problem = _read_headers(lines, header_limit, line_limit)
    if problem:
        raise Malformed(problem)
    return headers


def _read_headers(lines: list[str], header_limit: int, line_limit: int) -> tuple[Headers, str]:
    """All headers that can be read, and what was wrong first."""
    headers: list[tuple[str, str]] = []
    problem = ""
    for line in lines:
        name, colon, value = line.partition(":")
        name = name.rstrip(" \t")
        if len(headers) >= header_limit:
            return tuple(headers), problem or "too_many_headers"
        if not colon or not TOKEN.match(name):
            problem = problem or "malformed_header"
        elif len(line) > line_limit:
            problem = problem or "header_too_long"
        else:
            headers.append((canonical(name), value.strip(" \t")))
    return tuple(headers), problem


def _check_text(text: str, request: Request | None) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        if request is None:
            raise Malformed("not_utf8") from None
        raise BadRequest("not_utf8", request) from None


def _response(start: str, headers: Headers, body: bytes) -> Response:
    match = _STATUS.match(start)
    if match is None:
        raise Malformed("malformed_status_line")
    plain = Response(status=int(match[1]), reason=match[2] or "", headers=headers)
    problem = _problem_with(plain)
    if problem:
        raise Malformed(problem)
    return Response(status=plain.status, reason=plain.reason, headers=headers, body=_body(plain, body))


def _request(start: str, lines: list[str], text: str, body: bytes, limits: tuple[int, int]) -> Request:
    method, uri, version, code = _request_line(start)
    headers, problem = _read_headers(lines, *limits)
    plain = Request(method=method, uri=uri, headers=headers)
    _check_text(text, plain)
    if version != (2, 0):
        raise BadRequest("unsupported_version", plain, 505)
    problem = code or problem or _problem_with(plain)
    if problem:
        raise BadRequest(problem, plain)
    try:
        return Request(method=method, uri=uri, headers=headers, body=_body(plain, body))
    except Malformed as error:
        raise BadRequest(error.code, plain) from None


def _request_line(start: str) -> tuple[str, str, tuple[int, int], str]:
    """Method, URI, version and what is wrong; raises Malformed when this is no SIP request at all."""
    method, _, rest = start.partition(" ")
    uri, _, version = rest.rstrip().rpartition(" ")
    match = _REQUEST_END.match(version)
    if match is None or not TOKEN.match(method) or len(match[1]) > 4:
        raise Malformed("not_sip")
    well_formed = _REQUEST_URI.match(uri) and rest == f"{uri} {version}"
    return method, uri, (int(match[1]), int(match[2][:4])), "" if well_formed else "malformed_request_line"


def _problem_with(message: Request | Response) -> str:
    seen: set[str] = set()
    for name, _ in message.headers:
        if name in seen and name in _SINGLE:
            return "repeated_header"
        seen.add(name)
    return ""


def _body(message: Message, body: bytes) -> bytes:
    length = message.get("Content-Length")
    if length is None:
        return body
    size = parse_number(length, 2**31)
    if size > len(body):
        raise Malformed("body_too_short")
    return body[:size]


def head_of(message: Request | Response) -> Head:
    """Parse what every message needs. Raises Malformed."""
    values = {name: message.get(name) for name in ("From", "To", "Call-ID", "CSeq")}
    vias = message.items("Via")
    if not vias or None in values.values():
        raise Malformed("missing_header")
    forwards = message.get("Max-Forwards")
    head = Head(
        via=parse_via(vias[0]),
        from_=parse_name_addr(values["From"] or ""),
        to=parse_name_addr(values["To"] or ""),
        call_id=parse_call_id(values["Call-ID"] or ""),
        cseq=parse_cseq(values["CSeq"] or ""),
        max_forwards=None if forwards is None else parse_number(forwards, 255),
    )
    for via in vias[1:]:
        parse_via(via)
    if isinstance(message, Request) and head.cseq.method != message.method:
        raise Malformed("method_mismatch")
    return head


def reply_headers(request: Request, to_tag: str) -> Headers:
    """The headers a response copies from its request (RFC 3261 8.2.6.2); a To without tag gets `to_tag`."""
    copied = [pair for pair in request.headers if pair[0] == "Via"]
    for name in ("From", "Call-ID", "CSeq"):
        value = request.get(name)
        if value is not None:
            copied.append((name, value))
    to = request.get("To")
    if to is not None:
        copied.append(("To", to if not to_tag or has_tag(to) else f"{to};tag={to_tag}"))
    return tuple(copied)


def has_tag(to: str) -> bool:
    """Whether a To value has a tag; unreadable ones count as having one, so that nothing is added."""
    try:
        return bool(parse_name_addr(to).tag)
    except Malformed:
        return True


def make_response(
    request: Request,
    status: int,
    *,
    to_tag: str = "",
    reason: str = "",
    headers: Headers = (),
    body: bytes = b"",
) -> Response:
    """A response to `request`."""
    return Response(
        status=status,
        reason=reason or REASONS.get(status, "Answer"),
        headers=(*reply_headers(request, to_tag if status > 100 else ""), *headers),
        body=body,
    )
