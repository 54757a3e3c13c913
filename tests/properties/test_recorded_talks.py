"""Whatever happens, the recording check and the core agree on who is in a talk that is to be recorded.

The check reads events and knows nothing of the core's phases (verify/talks.py), so an event that it has not
heard of would let it look for sound where there is none, or none where there is.
"""

from __future__ import annotations

import itertools

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from msgspec import to_builtins

from lur.core import commands as c
from lur.verify.spans import Span
from lur.verify.talks import Talks
from properties.colleague_rules import IN_TALK, somebody_talks
from properties.machine import Machine
from properties.test_centre_machine import CentreMachine
from properties.test_talks_machine import TalksMachine


class RecordedTalks(Machine):
    """What happens in a centre, followed by the recording check."""

    def __init__(self) -> None:
        super().__init__()
        self.talks_told = Talks()
        self.told = 0

    @invariant()
    def the_check_and_the_core_agree(self) -> None:
        """Talking and held are talk, transferring is between two talks, everything else is neither."""
        for event in self.centre.events[self.told :]:
            self.talks_told.follow(to_builtins(event))
        self.told = len(self.centre.events)
        contacts = self.centre.state.contacts.values()
        voices = {contact.contact_id: contact.phase for contact in contacts if contact.channel == "voice"}
        for contact_id, talked in self.talks_told.contacts.items():
            phase = voices.pop(contact_id, "ended")
            assert (talked.since is not None) == (phase in ("talking", "held")), (contact_id, phase)
            assert (talked.between_since is not None) == (phase == "transferring"), (contact_id, phase)
            spans = sorted([*talked.spans, *talked.between])
            assert all(one.end <= other.begin for one, other in itertools.pairwise(spans))
            assert all(Span(0, 0) <= span and span.ms >= 0 for span in spans)
        assert not voices, "a voice contact that the check has not heard of"


class RecordedCentre(RecordedTalks, CentreMachine):
    """All that can happen in a centre."""


class RecordedColleagues(RecordedTalks, TalksMachine):
    """Talks that go from hand to hand, and away from ours."""

    @precondition(somebody_talks)
    @rule(data=st.data(), answers=st.booleans())
    def an_outside_number_takes_it(self, data: st.DataObject, answers: bool) -> None:
        """The agent asks, perhaps introduces, and gives the customer away."""
        contact = data.draw(st.sampled_from(self.talks(*IN_TALK)))
        party_id = f"given-{self.calls}"
        self.calls += 1
        fields = {"contact_id": contact.contact_id, "purpose": "transfer", "agent_id": None}
        self.attempt(c.AskParty, party_id=party_id, **fields)
        if answers:
            self.attempt(c.AnswerAsk, party_id=party_id)
        self.attempt(c.HandOver, contact_id=contact.contact_id, party_id=party_id)


RecordedCentre.TestCase.settings = settings(max_examples=40, stateful_step_count=50, deadline=None)
RecordedColleagues.TestCase.settings = settings(max_examples=80, stateful_step_count=50, deadline=None)
TestRecordedCentre = RecordedCentre.TestCase
TestRecordedColleagues = RecordedColleagues.TestCase
