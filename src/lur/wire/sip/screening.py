"""The checks of RFC 3261 8.2 on a request outside any dialog, in their order: which answer it earns, if not
service.
"""

from __future__ import annotations

import msgspec

from lur.wire.sip.config import Limits
from lur.wire.sip.dialog import contact_uri
from lur.wire.sip.errors import Malformed
from lur.wire.sip.message import Head, Headers, Request
from lur.wire.sip.offers import is_sdp
from lur.wire.sip.shared import ALLOWED, KNOWN_BUT_REFUSED, SUPPORTED
from lur.wire.sip.uri import parse_uri

_UNDERSTOOD = tuple(tag.strip() for tag in SUPPORTED.split(","))
_SERVED = tuple(method.strip() for method in ALLOWED.split(","))


class Refusal(msgspec.Struct, frozen=True):
    """A final answer, with the headers it needs."""

    status: int
    headers: Headers = ()


def screen(request: Request, head: Head, limits: Limits, *, inside: bool = False) -> Refusal | None:
    """Why a request cannot be served, or None. `inside` a dialog less is checked."""
    method = request.method
    if method in KNOWN_BUT_REFUSED:
        return Refusal(405, (("Allow", ALLOWED),))
    if method not in _SERVED:
        return Refusal(501, (("Allow", ALLOWED),))
    try:
        uri = parse_uri(request.uri)
    except Malformed as error:
        return Refusal(error.status)
    if uri.headers:
        return Refusal(400)
    unknown = [tag for tag in request.tokens("Require") if tag not in _UNDERSTOOD]
    if method != "CANCEL" and unknown:
        return Refusal(420, (("Unsupported", ", ".join(unknown)),))
    if len(request.body) > limits.body_bytes:
        return Refusal(413)
    return _screen_invite(request, head) if method == "INVITE" and not inside else None


def _screen_invite(request: Request, head: Head) -> Refusal | None:
    if head.max_forwards == 0:
        return Refusal(483)
    if not contact_uri(request):
        return Refusal(400)
    if request.body and not is_sdp(request):
        return Refusal(415, (("Accept", "application/sdp"), ("Accept-Encoding", "identity")))
    accepted = [kind.partition(";")[0].strip() for kind in request.tokens("Accept")]
    if accepted and not {"application/sdp", "application/*", "*/*"}.intersection(accepted):
        return Refusal(406)
    return None
