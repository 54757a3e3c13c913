"""Dialogues between a customer and the machine, as values: where one is, and what comes next.

Each kind is a pure state machine in a module of its own (entering.py, refusing.py, digits.py, statements.py)
that answers a key, the end of a speech or a silence with a new state and a turn; dialogues.py carries the
turns out. States are stored with the conversation, so that a restarted edge goes on where it was.
"""

from __future__ import annotations

from typing import Literal, Protocol

import msgspec

from lur.core.flow import NodeId
from lur.core.ids import Language, QueueId
from lur.core.values import Door
from lur.wire.words import CallEnding, Opening, Prompt

Beep = Literal["", "before", "after"]


class Enqueue(msgspec.Struct, frozen=True):
    """The flow is done: this queue."""

    queue_id: QueueId
    language: Language
    choices: tuple[str, ...] = ()


class Part(msgspec.Struct, frozen=True):
    """Say this and hang up."""

    prompts: tuple[Prompt, ...]
    cause: Door = "closed"


class AskToBeCalled(msgspec.Struct, frozen=True):
    """The customer keeps the place and is called: at ``number``, or where they call from (empty)."""

    number: str = ""


class TakeDown(msgspec.Struct, frozen=True):
    """Record what the customer says from now on."""

    tell_all: bool


class EndTaking(msgspec.Struct, frozen=True):
    """The customer has said it all."""


Deed = Enqueue | Part | AskToBeCalled | TakeDown | EndTaking


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """What the machine does now: says something, then listens for ``wait_ms`` (None: goes on when it is
    said). An empty turn changes nothing that is heard.
    """

    say: tuple[Prompt, ...] = ()
    beep: Beep = ""
    wait_ms: int | None = None
    deed: Deed | None = None


class _State(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Base of all states."""


class Walk(_State, frozen=True, kw_only=True):
    """In an entry flow. ``asked`` counts how often the node's question was put, ``steps`` all nodes and
    questions; ``home`` is the language of the dialled address.
    """

    node: NodeId
    language: Language
    home: Language
    asked: int = 1
    steps: int = 0
    choices: tuple[str, ...] = ()


class AtDoor(_State, frozen=True, kw_only=True):
    """At a shut door. ``asked``: the customer wants to be called, and the runtime has it."""

    door: Door
    opens: Opening | None = None
    rounds: int = 1
    asked: bool = False


class KeyingIn(_State, frozen=True, kw_only=True):
    """Keying a number in, or checking it. ``door``: where the customer stands meanwhile."""

    digits: str = ""
    checking: bool = False
    asked: int = 1
    door: AtDoor | None = None


class Telling(_State, frozen=True, kw_only=True):
    """Saying what happened: first we explain, then we listen (``taking``)."""

    taking: bool = False
    tell_all: bool = False


Dialogue = Walk | AtDoor | KeyingIn | Telling
Reply = tuple[Dialogue | None, Turn]
"""The state from now on (None: the dialogue is over), and the turn."""


class Machine(Protocol):
    """One state and what can happen in it."""

    def again(self) -> Reply:
        """Say what belongs to this state: at its beginning, and after a restart."""
        ...

    def said(self) -> Reply:
        """A turn without a wait was heard to its end."""
        ...

    def silent(self) -> Reply:
        """Nothing was pressed in the time for it."""
        ...

    def pressed(self, key: str) -> Reply | None:
        """A key; None when it means nothing in this dialogue."""
        ...


def goodbye(state: AtDoor) -> Turn:
    """Nothing more can be done now for a customer at a shut door."""
    return Turn(deed=Part((CallEnding(),), state.door))
