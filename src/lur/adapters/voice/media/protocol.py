"""What the voice edge and the media plane say to each other.

Who hears whom and what is recorded, and in which order that is said: talk_verbs.py.

The media plane outlives whoever steers it, so every request names its leg by an id that the controller
chose, can be repeated without harm, and the whole state can be asked for (`ListLegs`) by a controller that
has just come back.

Wire form: frames on a Unix stream socket, each a 4-byte big-endian length and one msgpack-encoded tagged
struct. A controller sends `Request`; the plane answers each with one `Answer` that carries the same
`request` number, in order, and sends `Event`s to all controllers as they happen. While no controller is
connected, events are kept (the newest 10,000) and given to the next one that comes.

All times are milliseconds. `leg`, `mix`, `recording`, `buffer` and `token` are any strings of at most 200
characters.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from lur.adapters.voice.media.frames import LENGTH, MediaProtocolError
from lur.adapters.voice.media.talk_verbs import AttachRecording as AttachRecording  # noqa: PLC0414
from lur.adapters.voice.media.talk_verbs import Bridge as Bridge  # noqa: PLC0414
from lur.adapters.voice.media.talk_verbs import EndMix as EndMix  # noqa: PLC0414
from lur.adapters.voice.media.talk_verbs import Hearing as Hearing  # noqa: PLC0414
from lur.adapters.voice.media.talk_verbs import Hold as Hold  # noqa: PLC0414
from lur.adapters.voice.media.talk_verbs import Mute as Mute  # noqa: PLC0414
from lur.adapters.voice.media.talk_verbs import SetMix as SetMix  # noqa: PLC0414
from lur.adapters.voice.media.talk_verbs import StartRecording as StartRecording  # noqa: PLC0414
from lur.adapters.voice.media.talk_verbs import StopRecording as StopRecording  # noqa: PLC0414
from lur.adapters.voice.media.talk_verbs import Unbridge as Unbridge  # noqa: PLC0414
from lur.adapters.voice.media.values import Address as Address  # noqa: PLC0414
from lur.adapters.voice.media.values import Direction as Direction  # noqa: PLC0414
from lur.adapters.voice.media.values import Law as Law  # noqa: PLC0414
from lur.adapters.voice.media.values import Message

MUSIC = "music"
"""Buffer id of the built-in hold music; it exists in both laws from the start."""
SOFT_TONE = "soft_tone"
"""Buffer id of a soft tone (two seconds with its pause), for an agent while the notice still plays."""
RINGBACK = "ringback"
"""Buffer id of the tone for an agent while the customer's phone rings (five seconds with its pause)."""
BEEP = "beep"
"""Buffer id of the short tone after which a customer speaks."""


# --- verbs: what a controller asks for ------------------------------------------------------------


class CreateLeg(Message, frozen=True):
    """Open a UDP port for a leg. Answer: `LegCreated` with the local port.

    Repeating it for a leg that exists answers with the port it has (and sets the remote, when one is given).
    `local_port` asks for a certain port (to take back a call after the plane was killed); refused with
    `port_taken` when it cannot be had. Refused with `no_free_port` when the range is used up.
    """

    leg: str
    law: Law
    remote: Address | None = None
    local_port: int | None = None
    event_payload: int | None = None
    direction: Direction = Direction.SENDRECV


class SetRemote(Message, frozen=True):
    """What the peer's SDP says now. A changed address or port forgets the latched source, so that a new one
    is found.

    `event_payload` is the payload type to send telephone-events with (None: the peer did not offer it; keys
    then cannot be sent). Sound is sent in 20 ms packets whatever ptime is asked for, and taken in any of
    10-200 ms (RFC 3551 section 4.2).
    """

    leg: str
    remote: Address | None
    law: Law
    event_payload: int | None = None
    direction: Direction = Direction.SENDRECV


class SetBrowser(Message, frozen=True):
    """Open, or renew, a leg whose phone is a browser (ICE, DTLS, SRTP). Answer: `BrowserLeg`.

    `ufrag`, `password` (RFC 8839) and `fingerprint` (sha-256, "AA:BB:...") are the browser's. The same again
    gives the same answer. A new ufrag or password is an ICE restart: DTLS and sound go on. A new fingerprint
    is a new browser on the same leg: new DTLS, while bridge, mix, recording and playlists stay. Refused with
    `leg_not_browser` (a leg of `CreateLeg`), `bad_fingerprint`, `bad_ice`, `no_free_port`.
    """

    leg: str
    law: Law
    ufrag: str
    password: str
    fingerprint: str
    event_payload: int | None = None


class Echo(Message, frozen=True):
    """Let the leg hear its own sound (a check before the shift), or no longer. In a bridge or mix it has
    no effect.
    """

    leg: str
    on: bool


class PlayItem(msgspec.Struct, frozen=True, omit_defaults=True):
    """One sound of a playlist: either `path` of a raw G.711 file or the id of a cached `buffer`.

    A path ending in `.al` is A-law, in `.ul` u-law, any other is taken to be in the leg's law; the wrong
    law is converted. A looped item plays until it is replaced or stopped.
    """

    path: str | None = None
    buffer: str | None = None
    loop: bool = False


class Play(Message, frozen=True):
    """Play sounds, one after the other, to the leg. `PlayFinished` with the token tells how it went.

    A new list replaces the current one (whose `PlayFinished` says `replaced`), or, with `after_current`,
    follows it: a looped item is let go of at once. While a list plays, the leg hears it instead of whom it
    is bridged to. Refused with `sound_not_found` when any item cannot be read; the current list then goes on.
    """

    leg: str
    token: str
    items: tuple[PlayItem, ...]
    after_current: bool = False


class StopPlaying(Message, frozen=True):
    """Stop all playlists of the leg (`PlayFinished`: `stopped`); nothing playing is fine."""

    leg: str


class KeepBuffer(Message, frozen=True):
    """Keep a sound in memory under an id, so that `PlayItem.buffer` can name it. The same id and law
    replaces.
    """

    buffer: str
    law: Law
    sound: bytes


class SendKey(Message, frozen=True):
    """Press a key (one of 0-9 * # A-D) towards the phone by RFC 4733; several are sent one after the
    other.
    """

    leg: str
    key: str
    duration_ms: int = 160


class DeleteLeg(Message, frozen=True):
    """Close the leg: leaves its bridge, mix and recordings (which go on in silence). An unknown leg is
    fine.
    """

    leg: str


class ListLegs(Message, frozen=True):
    """Answer: `Legs`, the whole state, for a controller that has just (re)started."""


class GetStats(Message, frozen=True):
    """Answer: `Stats`."""


# fmt: off
Verb: TypeAlias = (
    CreateLeg | SetRemote | SetBrowser | DeleteLeg | ListLegs | GetStats | Play | StopPlaying | KeepBuffer
    | SendKey | Bridge | Unbridge | Mute | Hold | Echo | SetMix | EndMix | StartRecording | AttachRecording
    | StopRecording
)
# fmt: on


class Request(msgspec.Struct, frozen=True):
    """One verb, numbered by the controller; the answer carries the same number."""

    request: int
    verb: Verb


# --- answers --------------------------------------------------------------------------------------


class Done(Message, frozen=True):
    """The verb is carried out."""

    request: int


class Refused(Message, frozen=True):
    """The verb is not carried out, and nothing has changed.

    Codes: leg_unknown, recording_unknown, buffer_unknown, same_leg, port_taken, no_free_port, bad_address,
    sound_not_found, empty_playlist, key_not_offered, bad_key, bad_recording_key, cannot_write, mix_too_small,
    leg_is_browser, leg_not_browser, bad_fingerprint, bad_ice, internal_fault.
    """

    request: int
    code: str
    detail: str = ""


class LegCreated(Message, frozen=True):
    """The leg listens on `local_port`; `advertised` is the host to put into SDP."""

    request: int
    leg: str
    local_port: int
    advertised: str


class BrowserLeg(Message, frozen=True):
    """Answer to `SetBrowser`: what to put into the SDP answer, all of it ours. `fingerprint` is sha-256."""

    request: int
    leg: str
    local_port: int
    advertised: str
    ufrag: str
    password: str
    fingerprint: str


class LegState(msgspec.Struct, frozen=True):
    """All that a controller needs to know about a leg to take it over."""

    leg: str
    law: Law
    local_port: int
    direction: Direction
    remote: Address | None
    latched: Address | None
    bridged_to: str | None
    mix: str | None
    playing: tuple[str, ...]
    muted: bool
    held: bool
    one_way: bool
    browser: bool = False
    path_up: bool = False


class RecordingState(msgspec.Struct, frozen=True):
    """A recording that runs."""

    recording: str
    path: str
    customer_leg: str | None
    agent_leg: str | None
    duration_ms: int


class Legs(Message, frozen=True):
    """Answer to `ListLegs`."""

    request: int
    legs: tuple[LegState, ...]
    recordings: tuple[RecordingState, ...]


class LegStats(msgspec.Struct, frozen=True):
    """Counted since the leg was created. `jitter_us` as in RFC 3550 section 6.4.1; `heard_ago_ms` None:
    never heard.
    """

    leg: str
    packets_in: int
    packets_out: int
    lost: int
    jitter_us: int
    heard_ago_ms: int | None
    strangers: int
    faults: int


class Stats(Message, frozen=True):
    """Answer to `GetStats`. `cpu_ms` is user + system time of the process since its start; rates are of the
    last second.
    """

    request: int
    legs: tuple[LegStats, ...]
    cpu_ms: int
    uptime_ms: int
    packets_in_per_s: int
    packets_out_per_s: int
    strangers: int
    faults: int
    late_ticks: int
    recordings: int


Answer: TypeAlias = Done | Refused | LegCreated | BrowserLeg | Legs | Stats


# --- events ---------------------------------------------------------------------------------------


class PlayFinished(Message, frozen=True):
    """A playlist is over: `ended` (heard to its end), `replaced`, `stopped`, or `leg_gone`."""

    leg: str
    token: str
    reason: str


class KeyPressed(Message, frozen=True):
    """A key was pressed on the phone; said once a press, at its beginning."""

    leg: str
    key: str


class OneWayAudio(Message, frozen=True):
    """A bridged leg that should be heard has not been for `silent_ms`."""

    leg: str
    silent_ms: int


class LegSilent(Message, frozen=True):
    """A leg that waits (not bridged) has sent nothing for `silent_ms`: perhaps the phone is gone."""

    leg: str
    silent_ms: int


class AudioRestored(Message, frozen=True):
    """Sound comes again from a leg of which `OneWayAudio` or `LegSilent` was said."""

    leg: str


class BrowserPath(Message, frozen=True):
    """The way to a browser is `up` (DTLS is done and its ICE checks come) or `down` (no checks for six
    seconds, or the browser said goodbye). Said when it changes; a new leg begins down, without a word.
    """

    leg: str
    state: Literal["up", "down"]


class RecordingFinished(Message, frozen=True):
    """The recording's file is complete and on disk; `sha256` (hex) is that of the file as it lies there."""

    recording: str
    path: str
    sha256: str
    duration_ms: int


class RecordingFailed(Message, frozen=True):
    """The recording stopped by itself: `disk_full`, `disk_too_slow` or `write_error`. What was written is
    readable; `duration_ms` counts what was sealed, of which the last second may not have reached the disk.
    """

    recording: str
    path: str
    reason: str
    duration_ms: int


Event: TypeAlias = (
    PlayFinished
    | KeyPressed
    | OneWayAudio
    | LegSilent
    | AudioRestored
    | BrowserPath
    | RecordingFinished
    | RecordingFailed
)
FromPlane: TypeAlias = Answer | Event

_encoder = msgspec.msgpack.Encoder()
_from_controller = msgspec.msgpack.Decoder(Request)
_from_plane: msgspec.msgpack.Decoder[FromPlane] = msgspec.msgpack.Decoder(FromPlane)


def frame(message: Request | Answer | Event) -> bytes:
    """The message with its length before it, ready to be written."""
    body = _encoder.encode(message)
    return LENGTH.pack(len(body)) + body


def request_from(body: bytes | memoryview) -> Request:
    """Decode one frame's body in the plane; raises `MediaProtocolError`."""
    try:
        return _from_controller.decode(body)
    except msgspec.MsgspecError as error:
        raise MediaProtocolError(str(error)) from error


def message_from(body: bytes | memoryview) -> FromPlane:
    """Decode one frame's body in the controller; raises `MediaProtocolError`."""
    try:
        return _from_plane.decode(body)
    except msgspec.MsgspecError as error:
        raise MediaProtocolError(str(error)) from error
