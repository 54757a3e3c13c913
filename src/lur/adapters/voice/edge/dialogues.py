"""Carries dialogues out: says what the machines want said, listens as long as they ask, does their deeds.

At most one dialogue at a time, and only in the phase that has room for it: when an agent answers, or the
runtime wants something else, it is over, and what was said in it so far is kept.
"""

from __future__ import annotations

import asyncio

import structlog

from lur.adapters.voice.edge.announcer import Announcer
from lur.adapters.voice.edge.clock import utc_offset_min
from lur.adapters.voice.edge.conversation import Conversation, Speech
from lur.adapters.voice.edge.dialogue import (
    AskToBeCalled,
    AtDoor,
    Deed,
    Dialogue,
    EndTaking,
    Enqueue,
    KeyingIn,
    Machine,
    Part,
    Reply,
    TakeDown,
    Telling,
    Walk,
    goodbye,
)
from lur.adapters.voice.edge.digits import KeyTalk
from lur.adapters.voice.edge.entering import Walker
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.recorder import Recorder
from lur.adapters.voice.edge.refusing import DoorTalk
from lur.adapters.voice.edge.statements import StatementTalk
from lur.core.flow import Flow
from lur.core.hours import is_open
from lur.core.ids import ContactId, QueueId
from lur.core.transitions import Phase
from lur.wire import words

log = structlog.get_logger("edge.dialogues")

UNCALLABLE = frozenset(
    {"number_invalid", "number_premium", "number_foreign", "number_refused", "not_to_be_called"}
)
"""Why the runtime will not call a customer, whatever they press."""


class Dialogues:
    """The dialogues of all conversations."""

    def __init__(self, house: House, announcer: Announcer, recorder: Recorder) -> None:
        self._house = house
        self._announcer = announcer
        self._recorder = recorder

    # --- what begins and ends them -------------------------------------------------------------------------

    def go_on(self, talk: Conversation) -> None:
        """Begin what the phase asks for, once the customer has been greeted."""
        aside, hearing = talk.aside, talk.hearing
        is_free = hearing.greeted and hearing.saying is None and aside.dialogue is None
        if not is_free or talk.ending or not talk.caller.is_there:
            return
        phase = "entering" if talk.wanted is None else talk.wanted.phase
        if phase == "entering" and aside.flow_id:
            flow = self._flow(talk)
            first = "" if flow is None else flow.first
            self.begin(talk, Walk(node=first, language=talk.language, home=talk.language))
        elif phase == "refused" and talk.wanted is not None and talk.wanted.refused is not None:
            refused = talk.wanted.refused
            self.begin(talk, AtDoor(door=refused.door, opens=refused.opens))

    def begin(self, talk: Conversation, state: Dialogue) -> None:
        """A new dialogue, in place of music."""
        self._carry_out(talk, self._machine(talk, state).again())

    def fit(self, talk: Conversation) -> None:
        """Something else may be wanted now: end a dialogue that has no room in it."""
        wanted = talk.wanted
        if wanted is None:
            return
        if wanted.phase != "entering":
            talk.aside.flow_id = ""
        state = talk.aside.dialogue
        if state is not None and (wanted.phase not in _room_for(state) or not wanted.on_line):
            self.leave(talk)

    def leave(self, talk: Conversation) -> None:
        """End the dialogue; what was said until now is kept."""
        self._recorder.end_statement(talk)
        if talk.aside.dialogue is not None:
            talk.aside.dialogue = None
            talk.aside.turn += 1
            self._announcer.hush(talk)
            self._house.talks.changed(talk)

    # --- what happens in them ------------------------------------------------------------------------------

    def said(self, talk: Conversation, speech: Speech) -> None:
        """A speech was heard to its end."""
        state = talk.aside.dialogue
        if state is None or talk.ending:
            self.go_on(talk)
        elif speech.kind != "dialogue":
            self._carry_out(talk, self._machine(talk, state).again())
        elif talk.aside.wait_ms is not None:
            self._listen(talk, talk.aside.wait_ms)
        else:
            self._carry_out(talk, self._machine(talk, state).said())

    def pressed(self, talk: Conversation, key: str) -> bool:
        """A key; gives whether it was meant for a dialogue."""
        state = talk.aside.dialogue
        if state is None or talk.ending or talk.bridged:
            return False
        reply = self._machine(talk, state).pressed(key)
        if reply is not None:
            self._carry_out(talk, reply)
        return reply is not None

    def resume(self, talk: Conversation) -> None:
        """After a restart, of the edge or of the media plane: whose words are not playing says them again."""
        state = talk.aside.dialogue
        if state is None or talk.ending or talk.hearing.saying is not None:
            return
        if isinstance(state, Telling) and state.taking and not talk.aside.statement_id:
            self._end_with(talk, words.StatementKept())
        else:
            self._carry_out(talk, self._machine(talk, state).again())

    def full(self, talk: Conversation) -> None:
        """The statement is as long as it may be."""
        self._end_with(talk, words.StatementFull(), beep=True)

    def cut(self, talk: Conversation) -> None:
        """The statement could not be recorded any further."""
        self._end_with(talk, words.Apology())

    def not_called(self, contact_id: ContactId, code: str | None) -> None:
        """The runtime will not have the customer called."""
        talk = self._house.talks.get(contact_id)
        if talk is None or talk.ending or not talk.caller.is_there:
            return
        state = talk.aside.dialogue
        if isinstance(state, AtDoor):
            ending = DoorTalk(state, has_number=True).refused() if code in UNCALLABLE else None
            self._carry_out(talk, ending or (None, goodbye(state)))
        elif state is None and code in UNCALLABLE and not talk.bridged:
            self._announcer.answer(talk, words.CannotCallNumber())

    def not_queued(self, contact_id: ContactId, queue_id: QueueId) -> None:
        """The queue where the flow led is not there (any more)."""
        talk = self._house.talks.get(contact_id)
        fallback = None if talk is None else talk.aside.fallback
        if talk is not None and fallback is not None and fallback != queue_id:
            self._house.wishes.queued(contact_id, Enqueue(fallback, talk.language))

    # --- inside --------------------------------------------------------------------------------------------

    def _machine(self, talk: Conversation, state: Dialogue) -> Machine:
        match state:
            case Walk():
                fallback = talk.aside.fallback or QueueId("")
                return Walker(state, self._flow(talk), fallback, self._is_open)
            case AtDoor():
                return DoorTalk(state, has_number=talk.aside.has_number)
            case KeyingIn():
                return KeyTalk(state)
            case Telling():
                return StatementTalk(state)

    def _flow(self, talk: Conversation) -> Flow | None:
        return self._house.book.flow(talk.aside.flow_id)

    def _is_open(self, queue_id: QueueId) -> bool:
        """A queue that we know nothing of is open: the runtime says it again at its door."""
        settings, now = self._house.book.directory.queues.get(queue_id), self._house.clock.now()
        return settings is None or is_open(settings, now, utc_offset_min(now))

    def _carry_out(self, talk: Conversation, reply: Reply) -> None:
        state, turn = reply
        aside = talk.aside
        aside.dialogue = state
        aside.turn += 1
        aside.wait_ms = turn.wait_ms
        if isinstance(state, Walk):
            talk.language = state.language
        if turn.deed is not None:
            self._do(talk, turn.deed)
        if turn.say or turn.beep:
            self._announcer.converse(talk, turn.say, turn.beep)
        elif turn.wait_ms is not None:
            self._announcer.hush(talk)
            self._listen(talk, turn.wait_ms)
        elif not aside.is_busy and not talk.ending:
            self._announcer.wait(talk)
        self._house.talks.changed(talk)

    def _do(self, talk: Conversation, deed: Deed) -> None:
        match deed:
            case Enqueue():
                talk.aside.flow_id = ""
                talk.language = deed.language
                self._house.wishes.queued(talk.contact_id, deed)
            case AskToBeCalled(number=number):
                self._house.wishes.to_be_called(talk.contact_id, number)
            case TakeDown(tell_all=tell_all):
                self._recorder.take_statement(talk, tell_all)
            case EndTaking():
                if self._recorder.end_statement(talk):
                    self._announcer.answer(talk, words.StatementKept())
            case Part(prompts=prompts, cause=cause):
                talk.ending = True
                self._house.reports.ended(talk.contact_id, "system", cause)
                self._announcer.last_words(talk, *(prompts or (words.CallEnding(),)))

    def _end_with(self, talk: Conversation, prompt: words.Prompt, *, beep: bool = False) -> None:
        talk.aside.dialogue = None
        talk.aside.turn += 1
        if not talk.ending and talk.caller.is_there:
            self._announcer.answer(talk, prompt, beep="before" if beep else "")
        self._house.talks.changed(talk)

    def _listen(self, talk: Conversation, wait_ms: int) -> None:
        self._house.tasks.start(self._silence(talk.contact_id, talk.aside.turn, wait_ms))

    async def _silence(self, contact_id: ContactId, turn: int, wait_ms: int) -> None:
        await asyncio.sleep(wait_ms / 1000)
        talk = self._house.talks.get(contact_id)
        if talk is None or talk.aside.turn != turn or talk.ending or not talk.caller.is_there:
            return
        if talk.aside.dialogue is not None:
            self._carry_out(talk, self._machine(talk, talk.aside.dialogue).silent())


def _room_for(state: Dialogue) -> tuple[Phase, ...]:
    """The phases in which a dialogue may go on."""
    match state:
        case Walk():
            return ("entering",)
        case AtDoor():
            return ("refused",)
        case KeyingIn(door=door):
            return ("waiting", "offered") if door is None else ("refused",)
        case Telling():
            return ("waiting", "offered")
