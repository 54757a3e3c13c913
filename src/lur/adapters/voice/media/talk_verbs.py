"""Verbs of a talk: who hears whom, who is on hold, and what of it is recorded.

**What a controller says, and in which order.** Each verb is a level, safe to say again at any time; the order
matters only where it is told here.

- *A talk of two*: `Bridge`, then `StartRecording`. Or the other way round, so that no word is lost.
- *Hold*: `Hold(agent, True)`; afterwards `False`. A hold belongs to the bridge or group: `Unbridge`,
  `EndMix`, leaving, and a `Bridge` out of a group end it, so say `Hold` again after `Bridge` when it is still
  wished. `SetMix` over the legs of a bridge keeps it: a customer on hold stays on hold while others come.
- *Consult* (the customer hears music, agent and colleague talk): one `SetMix` of all three in which nobody
  hears the customer and the customer hears nobody, then `Play(customer, MUSIC, loop)`: an empty row is
  silence, for nobody there is on hold. To go back: `SetMix` with the customer in it, then
  `StopPlaying(customer)`. Not `Bridge(agent, colleague)`: that works, and leaves the customer in no talk.
- *Listen, whisper, join, take over*: only `SetMix`, with another matrix. Going from one to another interrupts
  nobody who hears the same person before and after.
- *Hand over and end the group*: `SetMix` of the two who stay (without the third) is enough, for two in a
  group are fed as in a bridge. `Bridge` of the two is the same for their ears, and takes them out of the
  group; then `EndMix` or `DeleteLeg` for who is left.
- *Recording*: one `StartRecording` for the whole talk, whoever comes and goes; it needs to be told nothing of
  them. `StopRecording` when nobody of ours is on the line with the customer any more.
- *Keys* (RFC 4733): pass by themselves to everybody who hears who pressed them, in a bridge as the packets
  they are, in a sum as a new press of 100 ms.
- *A leg dies*: `DeleteLeg` takes it out of every row. The others go on; a row that is empty then is silence,
  so say the new `SetMix` (or `Play`) at once.
- *After a restart of the controller*: `ListLegs` tells bridge, mix, mute and hold of each leg, and what is
  recorded. Say the whole `SetMix` again (the same changes nothing), `EndMix` for mixes no longer wished,
  `Hold` and `Mute` where they differ.
- *After a restart of the plane*: it knows nothing. `CreateLeg` for all legs, then `SetMix` or `Bridge`, then
  `Hold`, `Mute` and `Play`, and `StartRecording` with a new path.
"""

from __future__ import annotations

import msgspec

from lur.adapters.voice.media.values import Message


class Bridge(Message, frozen=True):
    """Let two legs hear each other; either leaves the bridge or mix it was in. Laws are converted when they
    differ.
    """

    a: str
    b: str


class Unbridge(Message, frozen=True):
    """Take the leg and whoever it is bridged to apart; both then wait. Not bridged is fine."""

    leg: str


class Mute(Message, frozen=True):
    """Let nothing that this leg says be heard or recorded (others hear silence), or let it again."""

    leg: str
    muted: bool


class Hold(Message, frozen=True):
    """This leg puts its peer on hold: the peer hears music, this leg silence, and what it says is not
    recorded.
    """

    leg: str
    held: bool


class Hearing(msgspec.Struct, frozen=True):
    """One cell of the who-hears-whom matrix."""

    listener: str
    speaker: str


class SetMix(Message, frozen=True):
    """Make, or change, a group of legs of which `hears` tells who hears whom (None: everybody hears all
    others). It is the whole wish: said again it replaces, and the same again changes nothing.

    Conference, silent listening, whisper, joining and taking over are only different matrices. Who hears one
    other gets that one's packets as in a bridge, and a bridge of two that becomes a group with a listener is
    not interrupted, nor is its hold; who hears more gets their sum. Legs leave the bridge or group they were
    in. A group's hold (`Hold`) takes a leg out of the talk: it hears silence, nobody hears it, and who would
    hear only such legs hears music. Refused with `mix_too_small` (fewer than two different legs), and with
    `leg_unknown` when a cell names somebody who is not in it.
    """

    mix: str
    legs: tuple[str, ...]
    hears: tuple[Hearing, ...] | None = None


class EndMix(Message, frozen=True):
    """Take the group apart; its legs then wait. An unknown group is fine."""

    mix: str


class StartRecording(Message, frozen=True):
    """Record to `path` (must not exist), sealed with the 32-byte `key`: left = customer, right = our side.

    The left channel is what the customer says while not muted, hold included. The right one is what the
    customer hears of people, whoever says it and however they are joined: one other in a bridge or group, or
    the sum; silence while nobody is heard (hold, consult, wait), for prompts and music are not kept. File
    time is wall time: the file runs on until `StopRecording`, whatever becomes of the legs. `agent_leg` is
    only a promise of who will be heard; None is as good. See recording_format.py. Refused with
    `cannot_write` when the file cannot be made. Repeating it for a running recording is fine. With
    `limit_ms` the plane itself stops it then, as if told to.
    """

    recording: str
    path: str
    key: bytes
    customer_leg: str
    agent_leg: str | None = None
    limit_ms: int | None = None


class AttachRecording(Message, frozen=True):
    """Who will be on the right channel while the customer hears nobody (None: not known). Whom the customer
    hears is on it in any case, so nothing is lost when this is never said.
    """

    recording: str
    agent_leg: str | None


class StopRecording(Message, frozen=True):
    """End the recording; `RecordingFinished` follows when the file is safely on disk."""

    recording: str
