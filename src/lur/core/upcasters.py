"""Old journals stay readable: each step here turns one old shape of an event into the next.

A journal row says its kind and version. When they are not today's, the steps are followed until they are;
then the payload is read as any other. A journal written by every release is kept in the tests and goes
through here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from lur.core.events import AnyEvent, version_of

Payload = dict[str, object]


class Upcaster(msgspec.Struct, frozen=True):
    """One step: what the kind and version become, and how the payload changes."""

    kind: str
    version: int
    change: Callable[[Payload], Payload]


UPCASTERS: Mapping[tuple[str, int], Upcaster] = {}
"""(kind, version) as written -> the step to the next."""

_DECODER: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)


class UnreadableEvent(ValueError):
    """A row of a kind, version or shape that this release does not know: written by a newer one, or
    damaged.
    """


def upcast(
    kind: str, version: int, payload: bytes, steps: Mapping[tuple[str, int], Upcaster] = UPCASTERS
) -> AnyEvent:
    """The event that a row holds, in today's shape. Raises ``UnreadableEvent``."""
    try:
        if (kind, version) not in steps and version == version_of(kind):
            return _DECODER.decode(payload)
        return _follow(kind, version, msgspec.json.decode(payload, type=Payload), steps)
    except msgspec.DecodeError as error:
        raise UnreadableEvent(f"{kind} version {version}: {error}") from error


def _follow(kind: str, version: int, payload: Payload, steps: Mapping[tuple[str, int], Upcaster]) -> AnyEvent:
    while step := steps.get((kind, version)):
        payload = step.change(payload)
        kind, version = step.kind, step.version
    if version != version_of(kind):
        raise UnreadableEvent(f"{kind} version {version} is not known to this release")
    event: AnyEvent = msgspec.convert({**payload, "kind": kind}, type=AnyEvent)
    return event
