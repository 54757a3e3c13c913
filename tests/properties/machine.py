"""The machine under all rules: one centre, commands that may be refused, and what holds after each of them.

``TestCentre`` checks every invariant of the core's and its fairness after every command; what is said here
holds beside them.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from msgspec import to_builtins

from core.centre import SECOND, TestCentre
from core.ledger import Ledger
from lur.core import commands as c
from lur.core import events as e
from lur.core.apply import apply
from lur.core.decide import decide, next_deadline
from lur.core.rejections import Rejected
from lur.core.snapshot import dump, load
from lur.core.state import Contact, Party, State
from lur.verify.colleagues import Colleagues

AGENTS = ("anna", "bo", "cleo", "dag", "eva", "finn")
QUEUES = ("phone", "tech", "chat")


class Machine(RuleBasedStateMachine):
    """One centre, and ways to give it commands that may be refused."""

    def __init__(self) -> None:
        super().__init__()
        self.centre = TestCentre()
        self.calls = 0
        self.snapshot = (0, dump(State()))
        self.ledger = Ledger()
        self.stranger = Colleagues()
        self.counted = 0

    def attempt(self, kind: type[c.Command], **fields: Any) -> str | None:
        """Give a command that may be refused, which must change nothing; why it was."""
        before = dump(self.centre.state)
        command = kind(command_id="x", at=self.centre.at, **fields)  # type: ignore[arg-type]
        decided = decide(self.centre.state, command)  # type: ignore[arg-type]
        assert dump(self.centre.state) == before, "decide changed the state"
        if isinstance(decided, Rejected):
            return decided.code
        self.centre.do(kind, **fields)
        return None

    def talks(self, *phases: str) -> list[Contact]:
        """Contacts in these phases, in the order of their names."""
        contacts = self.centre.state.contacts
        return [contacts[name] for name in sorted(contacts) if contacts[name].phase in phases]

    def parties(self, *, there: bool | None = None) -> list[tuple[Contact, Party]]:
        """Who is in a talk of somebody else's, or only asked into it."""
        return [
            (contact, party)
            for contact in self.talks("talking", "held", "transferring", "outside")
            for party in contact.parties
            if there is None or party.is_there == there
        ]

    @rule()
    def keep_snapshot(self) -> None:
        """Remember where we are, for the comparison below."""
        self.snapshot = (len(self.centre.events), dump(self.centre.state))

    @invariant()
    def old_snapshot_and_events_give_the_fresh_state(self) -> None:
        """From the snapshot on, and so also from the very beginning, the events give the same state."""
        seen, data = self.snapshot
        state = load(data)
        for event in self.centre.events[seen:]:
            apply(state, event)
        assert dump(state) == dump(self.centre.state)

    @invariant()
    def no_wait_is_lost_or_gained(self) -> None:
        """Each wait counts from where a count that knows nothing of the core's says; and the stranger's check
        of the journal finds nobody in two talks, and no customer left alone."""
        for number, event in enumerate(self.centre.events[self.counted :], self.counted):
            self.ledger.observe(event)
            assert self.stranger.follow(number, to_builtins(event)) == []
        self.counted = len(self.centre.events)
        entered = {each.contact_id: each.entered for each in self.centre.state.contacts.values()}
        assert entered == self.ledger.entered

    @invariant()
    def no_contact_is_lost(self) -> None:
        """Who came is here, or has ended, once. (That whoever is here is in line, or somewhere with somebody,
        is seen to after each command.)"""
        ended = Counter(each.contact_id for each in self.centre.events if isinstance(each, e.ContactEnded))
        came = Counter(
            each.contact_id for each in self.centre.events if isinstance(each, e.ContactArrived | e.CalledOut)
        )
        assert came == ended + Counter(self.centre.state.contacts.keys())

    def teardown(self) -> None:
        """Nobody is stuck, and nobody was left alone: when all hang up and time passes, everybody is at rest,
        ready or there for colleagues."""
        while self.centre.state.contacts:
            for name in sorted(self.centre.state.contacts):
                if name in self.centre.state.contacts:
                    self.centre.end(name)
        self.centre.wait(13 * 3_600 * SECOND)
        assert next_deadline(self.centre.state) is None
        self.no_wait_is_lost_or_gained()
        assert self.stranger.at_end() == []
        presences = {agent.presence for agent in self.centre.state.agents.values()}
        assert presences <= {"ready", "signed_out", "standby"}
