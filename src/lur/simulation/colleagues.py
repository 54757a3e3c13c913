"""Staff who work together: they consult, hand over, ask for help, sit in, call out; and it goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from lur.core import commands as c
from lur.core import events as e
from lur.core.ids import AgentId, ContactId, Instant, PartyId
from lur.core.state import Contact
from lur.core.values import Part, Purpose, WentReason
from lur.simulation.scenario import HOUR_MS
from lur.simulation.stage import Happening, Stage

SOON_MS = 40_000
"""How far into a talk somebody is asked, and how long they stay, in the mean."""
OUTSIDE_MS = 90_000
"""How long a customer talks with an outside number, in the mean."""
ASKED_FOR: tuple[Purpose, ...] = ("consult", "transfer", "help")
NOT_COMING: tuple[WentReason, ...] = ("declined", "busy", "failed")
AnyKind = TypeVar("AnyKind", bound=c.AnyCommand)


@dataclass(slots=True)
class Colleagues:
    """What agents do with each other in one simulated day."""

    stage: Stage
    _helpers: tuple[AgentId, ...] = field(init=False)
    _wishes: tuple[tuple[float, Purpose], ...] = field(init=False)
    """What agents ask colleagues for, and in which share of their talks."""

    def __post_init__(self) -> None:
        scenario = self.stage.scenario
        faults = scenario.faults
        self._helpers = tuple(AgentId(f"h{n + 1:02}") for n in range(scenario.helpers))
        shares = (faults.consulted, faults.transferred, faults.helped)
        wishes = zip(shares, ASKED_FOR, strict=True)
        self._wishes = tuple((share, purpose) for share, purpose in wishes if share > 0)

    def arrive(self) -> Iterator[c.AnyCommand]:
        """Those who stand by for colleagues, beside the agents."""
        at = self.stage.scenario.starts_at
        for name in self._helpers:
            yield self._command(c.AddAgent, at, agent_id=name)
            yield self._command(c.StandBy, at, agent_id=name, helps=True)

    def plan_day(self) -> None:
        """Who sits with a learner does so for an hour."""
        stage, scenario = self.stage, self.stage.scenario
        for n in range(len(scenario.agents)):
            if scenario.helpers > 0 and stage.chance(scenario.faults.learning):
                at = scenario.starts_at + int(stage.random.random() * scenario.length_ms)
                mentor, learner = stage.random.choice(self._helpers), AgentId(f"a{n + 1:03}")
                stage.plan(at, partial(self._command, c.SitIn, agent_id=mentor, learner_id=learner))
                stage.plan(at + HOUR_MS, partial(self._command, c.GetUp, agent_id=mentor))

    def stand_by_again(self, event: e.AgentBecameReady) -> None:
        """Who stands by does so again after a pause."""
        if event.agent_id in self._helpers:
            stand_by = partial(self._command, c.StandBy, agent_id=event.agent_id, helps=True)
            self.stage.plan(event.at, stand_by)

    def talk(self, event: e.OfferAccepted | e.CallbackAnswered | e.ContactHandedOver) -> None:
        """Ask somebody in, or be joined."""
        stage, joined = self.stage, self.stage.scenario.faults.joined
        if not (self._wishes or joined) or stage.state.contacts[event.contact_id].channel != "voice":
            return
        for share, purpose in self._wishes:
            if stage.chance(share):
                self._soon(event.at, partial(self._ask, event.contact_id, purpose))
        if stage.chance(joined):
            self._soon(event.at, partial(self._join, event.contact_id))

    def hear_ask(self, event: e.PartyAsked) -> None:
        """Come after a while, decline, or let it ring; who asked may leave meanwhile, or lose the line."""
        stage, faults = self.stage, self.stage.scenario.faults
        if event.purpose == "transfer" and stage.chance(faults.left):
            at = event.at + stage.exponential(3_000)
            stage.plan(at, partial(self._command, c.LeaveTalk, contact_id=event.contact_id))
        self._may_lose_line(event.at, event.contact_id)
        if stage.chance(faults.missed_rings):
            return
        at = event.at + stage.exponential(stage.scenario.answer_ms)
        if stage.chance(faults.declined):
            reason = stage.random.choice(NOT_COMING)
            stage.plan(at, partial(self._command, c.DeclineAsk, party_id=event.party_id, reason=reason))
        else:
            stage.plan(at, partial(self._command, c.AnswerAsk, party_id=event.party_id))

    def be_there(self, event: e.PartyCame) -> None:
        """Talk, whisper, take the customer, or go again; a line may fail."""
        stage, faults = self.stage, self.stage.scenario.faults
        at = event.at + stage.exponential(SOON_MS)
        if stage.chance(faults.agent_line_lost):
            self._soon(event.at, partial(self._command, c.EndParty, party_id=event.party_id, reason="lost"))
        if event.purpose == "consult":
            self._may_lose_line(event.at, event.contact_id)
            self._after_consult(event, at)
        elif event.purpose in ("help", "join"):
            self._after_help(event, at)
        elif event.purpose == "mentor" and stage.chance(faults.taken_over):
            stage.plan(at, partial(self._take_over, event.contact_id, event.party_id))

    def _after_consult(self, event: e.PartyCame, at: Instant) -> None:
        """The customer is given to the colleague; or all talk together, and one of the two goes."""
        stage, faults = self.stage, self.stage.scenario.faults
        if stage.chance(faults.handed_over):
            contact_id, party_id = event.contact_id, event.party_id
            stage.plan(at, partial(self._command, c.HandOver, contact_id=contact_id, party_id=party_id))
            return
        if stage.chance(faults.conference):
            stage.plan(at, partial(self._part, event.party_id, "joined"))
            at += stage.exponential(SOON_MS)
            if stage.chance(faults.left):
                stage.plan(at, partial(self._command, c.LeaveTalk, contact_id=event.contact_id))
                return
        stage.plan(at, partial(self._command, c.EndParty, party_id=event.party_id, reason="left"))
        stage.plan(at, partial(self._command, c.ResumeContact, contact_id=event.contact_id))

    def _after_help(self, event: e.PartyCame, at: Instant) -> None:
        """Whisper, then take over, or go."""
        self._soon(event.at, partial(self._part, event.party_id, "whisper"))
        if self.stage.chance(self.stage.scenario.faults.taken_over):
            self.stage.plan(at, partial(self._take_over, event.contact_id, event.party_id))
        later = at + self.stage.exponential(SOON_MS)
        self.stage.plan(later, partial(self._command, c.EndParty, party_id=event.party_id, reason="left"))

    def be_left_outside(self, event: e.ContactLeftOutside) -> None:
        """Talk there until one of them hangs up."""
        at = event.at + self.stage.exponential(OUTSIDE_MS)
        self.stage.plan(at, partial(self._command, c.EndParty, party_id=event.party_id, reason="left"))

    def rest(self, event: e.BreathStarted) -> None:
        """Call somebody instead."""
        if self.stage.chance(self.stage.scenario.faults.called_out):
            self.stage.plan(event.at, partial(self._call_out, event.agent_id))

    def _may_lose_line(self, at: Instant, contact_id: ContactId) -> None:
        """Of the agent who has the customer."""
        if self.stage.chance(self.stage.scenario.faults.agent_line_lost):
            lost = partial(self._command, c.ReturnContact, contact_id=contact_id, reason="agent_line_lost")
            self._soon(at, lost)

    def _soon(self, at: Instant, happening: Happening) -> None:
        self.stage.plan(at + self.stage.exponential(SOON_MS), happening)

    def _command(self, kind: Callable[..., AnyKind], at: Instant, **fields: object) -> AnyKind:
        """A command; it may come too late, and is refused then."""
        return kind(
            command_id=self.stage.command_id(),
            at=at,
            utc_offset_min=self.stage.scenario.utc_offset_min,
            actor="simulation",
            **fields,
        )

    def _ask(self, contact_id: ContactId, purpose: Purpose, at: Instant) -> c.AnyCommand | None:
        """A colleague who is free, any colleague, an outside number, or whoever helps."""
        stage = self.stage
        contact = stage.state.contacts.get(contact_id)
        if contact is None or contact.agent_id is None:
            return None
        fields = {"contact_id": contact_id, "purpose": purpose}
        if purpose == "help":
            return self._command(c.AskParty, at, **fields)
        if stage.chance(stage.scenario.faults.outside):
            outside = PartyId(f"outside-{stage.command_id()}")
            return self._command(c.AskParty, at, **fields, party_id=outside)
        return self._command(c.AskParty, at, **fields, agent_id=self._somebody(contact))

    def _somebody(self, contact: Contact) -> AgentId:
        """Now and then somebody who is on another call, or at lunch, or the agent's own name by mistake."""
        agents = self.stage.state.agents
        free = [each.agent_id for each in agents.values() if each.presence in ("ready", "standby")]
        if not free or self.stage.chance(0.1):
            return self.stage.random.choice(list(agents))
        return self.stage.random.choice(free)

    def _join(self, contact_id: ContactId, at: Instant) -> c.AnyCommand | None:
        contact = self.stage.state.contacts.get(contact_id)
        if contact is None or contact.agent_id is None:
            return None
        return self._command(c.JoinTalk, at, contact_id=contact_id, agent_id=self._somebody(contact))

    def _part(self, party_id: PartyId, part: Part, at: Instant) -> c.AnyCommand:
        return self._command(c.ChangePart, at, party_id=party_id, part=part)

    def _take_over(self, contact_id: ContactId, party_id: PartyId, at: Instant) -> c.AnyCommand | None:
        contact = self.stage.state.contacts.get(contact_id)
        if contact is None or contact.agent_id is None:
            return None
        fields = {"party_id": party_id, "from_agent_id": contact.agent_id}
        return self._command(c.TakeOver, at, **fields, stays=self.stage.chance(0.5))

    def _call_out(self, agent_id: AgentId, at: Instant) -> c.AnyCommand | None:
        queues = [q.queue_id for q in self.stage.state.queues.values() if q.settings.channel == "voice"]
        contact_id = ContactId(f"out-{self.stage.command_id()}")
        queue_id = self.stage.random.choice(queues)
        return self._command(c.CallOut, at, contact_id=contact_id, agent_id=agent_id, queue_id=queue_id)
