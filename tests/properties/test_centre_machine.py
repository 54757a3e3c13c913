"""Whatever happens in whatever order: nobody is overtaken, nobody is stuck, nothing is lost, and replay
agrees.

``TestCentre`` checks every invariant after every command; this machine only has to think of odd orders.
"""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from core.centre import SECOND
from lur.core import commands as c
from lur.core.values import OpenSpan, Overflow, QueueSettings, Skill
from properties.colleague_rules import ColleagueRules
from properties.machine import AGENTS, QUEUES, Machine

LENGTHS = st.sampled_from((0, 1, 500, 5 * SECOND, 20 * SECOND, 61 * SECOND, 3_600 * SECOND))
WINDOWS = st.sampled_from((0, 0, 30 * SECOND, 3_600 * SECOND, 9 * 3_600 * SECOND))
SKILLS = st.lists(st.sampled_from(("tech", "chat")), unique=True).flatmap(
    lambda names: st.tuples(*(st.builds(Skill, st.just(name), st.integers(1, 3)) for name in names))
)


class OtherWaits(Machine):
    """Those who do not simply wait on the line."""

    @rule(queue=st.sampled_from(QUEUES), window=WINDOWS)
    def ask_from_a_page(self, queue: str, window: int) -> None:
        """Somebody who is on no line wants to be called, perhaps later."""
        self.calls += 1
        later = {"from_at": self.centre.at + window} if window else {}
        self.attempt(c.RequestCallback, contact_id=f"c{self.calls:04}", queue_id=queue, **later)

    @rule(queue=st.sampled_from(QUEUES))
    def come_into_a_flow(self, queue: str) -> None:
        """A menu first."""
        self.calls += 1
        name = f"c{self.calls:04}"
        self.attempt(c.ArriveContact, contact_id=name, queue_id=queue, entering=True)

    @rule(data=st.data(), what=st.integers(0, 8), queue=st.sampled_from(QUEUES), window=WINDOWS)
    def wait_otherwise(self, data: st.DataObject, what: int, queue: str, window: int) -> None:
        """Somebody chooses in a menu, asks to be called, is called, calls in meanwhile, or is informed."""
        if not self.centre.state.contacts:
            return
        name = data.draw(st.sampled_from(sorted(self.centre.state.contacts)))
        callback = self.centre.state.contacts[name].callback
        match what:
            case 0 | 1:
                self.attempt(c.QueueContact, contact_id=name, queue_id=queue, language="nb")
            case 2 | 3:
                later = {"from_at": self.centre.at + window} if window else {}
                self.attempt(c.AskCallback, contact_id=name, **later)
            case 4 | 5:
                miss = data.draw(st.sampled_from((None, "busy", "no_answer", "refused")))
                attempt = callback.attempts if callback else 1
                self.attempt(c.ReportAttempt, contact_id=name, attempt=attempt, miss=miss)
            case 6 | 7:
                other = data.draw(st.sampled_from(sorted(self.centre.state.contacts)))
                self.attempt(c.ResumePlace, contact_id=other, former_id=name)
            case _:
                self.attempt(c.OpenIncident, incident_id="i", queue_ids=("phone",))
                self.attempt(c.TieContact, contact_id=name, incident_id="i", leave=True)


class CentreMachine(OtherWaits, ColleagueRules):
    """Random commands against one centre, with time passing between them."""

    @initialize(wrap_up=st.sampled_from((0, 5 * SECOND)), breath=st.sampled_from((0, 3 * SECOND)))
    def open(self, wrap_up: int, breath: int) -> None:
        """Three queues, six agents, two of whom stand by for the others."""
        rest = {"wrap_up_ms": wrap_up, "breath_ms": breath}
        day = tuple(OpenSpan(weekday, 6 * 60, 20 * 60) for weekday in range(5))
        self.centre.queue("tech", "tech:2", promise_ms=5 * SECOND, most_waiting=2, **rest)
        overflow = (Overflow(20 * SECOND, "tech"),)  # type: ignore[arg-type]
        self.centre.queue("phone", opening_hours=day, overflow=overflow, **rest)
        self.centre.queue("chat", "chat", channel="chat", promise_ms=30 * SECOND, **rest)
        self.centre.agent("anna", "tech:3", "chat")
        self.centre.agent("bo", "chat", ready=False)
        self.centre.agent("cleo", "tech", ready=False)
        self.centre.agent("dag", "tech:2", "chat:2", ready=False, written_capacity=3)
        for name in ("eva", "finn"):
            self.centre.agent(name, "tech", ready=False)
            self.centre.do(c.StandBy, agent_id=name, helps=True)

    @rule(ms=LENGTHS)
    def time_passes(self, ms: int) -> None:
        """Every deadline on the way is kept."""
        self.centre.wait(ms)

    @rule(queue=st.sampled_from(QUEUES))
    def arrive(self, queue: str) -> None:
        """Somebody comes."""
        self.calls += 1
        self.centre.call(f"c{self.calls:04}", queue)

    @rule()
    def all_serve(self) -> None:
        """Everybody is ready and answers; so talks and calls to customers come about."""
        for agent in AGENTS:
            self.attempt(c.ReportHindrance, agent_id=agent, hindrance=None)
            self.attempt(c.FinishWrapUp, agent_id=agent)
            self.attempt(c.BecomeReady, agent_id=agent)
        for offer_id in sorted(self.centre.state.offers):
            self.attempt(c.AcceptOffer, offer_id=offer_id)

    @rule(agent=st.sampled_from(AGENTS), reason=st.sampled_from(("break", "lunch")), what=st.integers(0, 5))
    def presence(self, agent: str, reason: str, what: int) -> None:
        """An agent does something about presence."""
        if what <= 2:
            self.attempt(c.BecomeReady, agent_id=agent)
        elif what == 3:
            self.attempt(c.TakePause, agent_id=agent, reason=reason)
        elif what == 4:
            self.attempt(c.SignOut, agent_id=agent)
        else:
            self.attempt(c.TakeMoreTime, agent_id=agent)

    @rule(agent=st.sampled_from(AGENTS), why=st.sampled_from((None, None, "asleep", "desk_gone")))
    def desk(self, agent: str, why: str | None) -> None:
        """A desk goes, or is back."""
        self.attempt(c.ReportHindrance, agent_id=agent, hindrance=why)

    @rule(agent=st.sampled_from(AGENTS), hard=st.booleans())
    def finish(self, agent: str, hard: bool) -> None:
        """An agent is done with wrap-up."""
        self.attempt(c.FinishWrapUp, agent_id=agent, hard=hard)

    @rule(agent=st.sampled_from(AGENTS), skills=SKILLS)
    def learn(self, agent: str, skills: tuple[Skill, ...]) -> None:
        """Skills change in the middle of it all."""
        self.attempt(c.ChangeAgentSkills, agent_id=agent, skills=skills)

    @rule(
        agent=st.sampled_from(AGENTS),
        skills=SKILLS,
        queues=st.lists(st.sampled_from(QUEUES), unique=True, max_size=2),
        for_ms=st.sampled_from((SECOND, 60 * SECOND, 3_600 * SECOND)),
    )
    def assign(self, agent: str, skills: tuple[Skill, ...], queues: list[str], for_ms: int) -> None:
        """Somebody is moved, or lent a skill, for a while."""
        until = self.centre.at + for_ms
        self.attempt(c.AssignAgent, agent_id=agent, skills=skills, queue_ids=tuple(queues), until=until)

    @rule(agent=st.sampled_from(AGENTS))
    def as_usual(self, agent: str) -> None:
        """And works as usual again."""
        self.attempt(c.EndAssignment, agent_id=agent)

    @rule(level=st.integers(1, 4))
    def demand(self, level: int) -> None:
        """A queue asks for more or less."""
        settings_ = QueueSettings(name="tech", required_skills=(Skill("tech", level),), promise_ms=5 * SECOND)
        self.attempt(c.ChangeQueue, queue_id="tech", settings=settings_)

    @rule(data=st.data(), again=st.booleans())
    def come_back(self, data: st.DataObject, again: bool) -> None:
        """Somebody who left unserved calls again and wants the place, or somebody else claims it."""
        if not self.centre.state.left:
            return
        former = data.draw(st.sampled_from(sorted(self.centre.state.left)))
        if again:
            self.arrive("phone")
        waiting = [key[2] for queue in self.centre.state.queues.values() for key in queue.waiting]
        if waiting:
            name = data.draw(st.sampled_from(waiting))
            self.attempt(c.ResumePlace, contact_id=name, former_id=former)

    @rule(data=st.data(), declines=st.integers(0, 3))
    def answer(self, data: st.DataObject, declines: int) -> None:
        """A phone is answered, or not."""
        if self.centre.state.offers:
            offer_id = data.draw(st.sampled_from(sorted(self.centre.state.offers)))
            if declines == 0:
                self.attempt(c.DeclineOffer, offer_id=offer_id, reason="busy")
            else:
                self.attempt(c.AcceptOffer, offer_id=offer_id)

    @rule(data=st.data(), what=st.integers(0, 6), queue=st.sampled_from(QUEUES))
    def contact(self, data: st.DataObject, what: int, queue: str) -> None:
        """Something happens to somebody who is here."""
        if not self.centre.state.contacts:
            return
        name = data.draw(st.sampled_from(sorted(self.centre.state.contacts)))
        match what:
            case 0:
                self.attempt(c.HoldContact, contact_id=name)
            case 1:
                self.attempt(c.ResumeContact, contact_id=name)
            case 2:
                self.attempt(c.MoveContact, contact_id=name, queue_id=queue)
            case 3:
                self.attempt(c.ReturnContact, contact_id=name, reason="agent_line_lost")
            case 4:
                self.attempt(c.EndContact, contact_id=name, ended_by="agent")
            case _:
                self.attempt(c.EndContact, contact_id=name, ended_by="customer")


CentreMachine.TestCase.settings = settings(max_examples=200, stateful_step_count=50, deadline=None)
TestCentreMachine = CentreMachine.TestCase
