"""Why did nobody call me? Each link of the chain, broken one at a time."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from core.centre import TestCentre
from lur.core import commands as c
from lur.core.events import AnyEvent
from lur.core.ids import AgentId, DeskId, QueueId
from lur.runtime import leases
from lur.runtime.desk_views import DeskAudio
from lur.runtime.leases import ASLEEP_MS, GONE_MS, SLOW_MS, Lease
from lur.runtime.offer_memory import OfferMemory
from lur.runtime.projection import PhoneState
from lur.runtime.waited import Waited
from lur.runtime.why import Around, WhyCode, WhyLink, why

A = DeskId("desk-a")
ME = AgentId("a1")


class Stage:
    """A centre with an agent, a1, who is ready at a page that has sound."""

    def __init__(self) -> None:
        self.centre = TestCentre()
        self.centre.queue("support")
        self.centre.queue("billing", "billing:3")
        self.lease: Lease | None = Lease(agent_id=ME)
        self.phone = PhoneState()
        self.offers = OfferMemory()
        self.waited = Waited(self.centre.state, self.centre.at)
        self.centre.agent("a1")
        leases.hello(self.lease, A, wants_phone=True, endpoint="browser", visible=True, now=self.centre.at)
        self.pulse("up")

    def pulse(self, audio: DeskAudio) -> None:
        """The page says how it is."""
        assert self.lease is not None
        at = self.centre.at
        leases.pulse(self.lease, A, ping=0, audio=audio, visible=True, lag_ms=0, now=at)

    def hears(self, events: Sequence[AnyEvent]) -> None:
        """The memory follows."""
        self.offers.follow(events)
        self.waited.look(self.centre.at)

    def links(self) -> dict[WhyCode, WhyLink]:
        """The chain."""
        around = Around(
            lease=self.lease,
            phone=self.phone,
            waited=self.waited.at,
            watched_since=self.waited.since,
            offers=self.offers.of_agent(ME, 10),
        )
        answer = why(self.centre.state, self.centre.state.agents[ME], around, self.centre.at)
        return {link.code: link for link in answer.links}

    def broken(self) -> list[tuple[str, str | None]]:
        """The links that do not hold, with what mends them."""
        return [(link.code, link.mend) for link in self.links().values() if not link.ok]


@pytest.fixture
def stage() -> Stage:
    """All well."""
    return Stage()


def test_all_is_well(stage: Stage) -> None:
    """Nothing is broken; one's place is told."""
    assert stage.broken() == []
    order = stage.links()["order"].detail
    assert (order.place, order.free, order.waited_at) == (1, 1, None)


def test_signed_out(stage: Stage) -> None:
    """Ready signs in."""
    stage.centre.do(c.SignOut, agent_id="a1")
    assert stage.broken() == [("signed_in", "ready"), ("presence", "ready")]


def test_a_pause(stage: Stage) -> None:
    """Since when, why, and until when."""
    stage.centre.wait(5_000)
    stage.centre.do(c.TakePause, agent_id="a1", reason="lunch")
    assert stage.broken() == [("presence", "ready")]
    detail = stage.links()["presence"].detail
    assert (detail.reason, detail.since) == ("lunch", stage.centre.at)
    assert detail.until is not None


def test_a_pause_that_was_asked_for(stage: Stage) -> None:
    """On a contact, with a pause to come: no other will be offered after it."""
    stage.centre.call("c1")
    stage.centre.accept("c1")
    assert stage.broken() == []
    stage.centre.do(c.TakePause, agent_id="a1")
    assert stage.broken() == [("presence", "ready")]
    assert stage.links()["presence"].detail.next == "pause"


def test_work_after_a_contact(stage: Stage) -> None:
    """Wrap-up and breath end by themselves, or by Ready."""
    stage.centre.call("c1")
    stage.centre.accept("c1")
    stage.centre.end("c1")
    assert (stage.links()["presence"].detail.presence, stage.broken()) == (
        "wrap_up",
        [("presence", "ready")],
    )


def test_here_for_colleagues(stage: Stage) -> None:
    """Who stands by is offered nothing, and Ready mends it; while a colleague asks, nothing has to be mended,
    since it is over soon."""
    stage.centre.agent("a2")
    stage.centre.do(c.StandBy, agent_id="a1")
    assert stage.broken() == [("presence", "ready")]
    stage.centre.call("c1")
    stage.centre.accept("c1")
    stage.centre.do(c.AskParty, contact_id="c1", purpose="consult", agent_id="a1")
    assert stage.broken() == [("presence", None)]


def test_no_skill_that_is_asked_for(stage: Stage) -> None:
    """Each queue says what is missing; a supervisor can mend it."""
    stage.centre.do(
        c.ChangeQueue,
        queue_id="support",
        settings=stage.centre.state.queues[QueueId("billing")].settings,
    )
    assert stage.broken() == [("skills", "ask_supervisor")]
    queues = stage.links()["skills"].detail.queues
    assert queues is not None
    assert [(each.serves, [skill.name for skill in each.missing]) for each in queues] == [
        (False, ["billing"]),
        (False, ["billing"]),
    ]


def test_no_page(stage: Stage) -> None:
    """This page can be the phone."""
    assert stage.lease is not None
    leases.gone(stage.lease, A, stage.centre.at)
    leases.settle(stage.lease, stage.centre.at + GONE_MS)
    stage.centre.do(c.ReportHindrance, agent_id="a1", hindrance="desk_gone")
    assert stage.broken() == [("presence", None), ("lease", "take_over")]
    assert stage.links()["lease"].detail.hindrance == "desk_gone"


def test_a_page_that_sleeps(stage: Stage) -> None:
    """Its age is told."""
    stage.centre.wait(ASLEEP_MS)
    assert stage.broken() == [("lease", "take_over")]
    assert stage.links()["lease"].detail.pulse_age_ms == ASLEEP_MS


def test_a_page_that_lags(stage: Stage) -> None:
    """A new connection may help."""
    assert stage.lease is not None
    for number in (1, 2, 3):
        leases.pinged(stage.lease, A, number, stage.centre.at)
        stage.centre.wait(SLOW_MS + 1)
        at = stage.centre.at
        leases.pulse(stage.lease, A, ping=number, audio="up", visible=False, lag_ms=0, now=at)
    assert stage.broken() == [("lease", "reconnect")]
    detail = stage.links()["lease"].detail
    assert (detail.delay_ms, detail.visible) == (SLOW_MS + 1, False)


@pytest.mark.parametrize("audio", ["no_microphone", "microphone_lost"])
def test_no_microphone(stage: Stage, audio: DeskAudio) -> None:
    """The page asks for it again."""
    stage.pulse(audio)
    assert stage.broken()[0] == ("microphone", "microphone")


@pytest.mark.parametrize(("audio", "mend"), [("off", "sound"), ("failed", "reconnect")])
def test_no_sound(stage: Stage, audio: DeskAudio, mend: str) -> None:
    """It was never turned on, or does not get through. In a pause there need be none."""
    stage.pulse(audio)
    assert stage.broken() == [("sound", mend)]
    stage.centre.do(c.TakePause, agent_id="a1")
    assert stage.broken() == [("presence", "ready")]


def test_a_sip_phone_that_is_not_registered(stage: Stage) -> None:
    """The page can be the phone instead."""
    stage.lease = None
    assert stage.broken() == [("phone", "take_over")]
    stage.phone = PhoneState(registered=True, address="192.0.2.7:5060")
    assert stage.broken() == []
    assert stage.links()["phone"].detail.endpoint == "sip"


def test_others_come_first(stage: Stage) -> None:
    """The one who has been idle longest is next; those of other queues do not count."""
    stage.centre.wait(1_000)
    stage.centre.agent("a0")
    stage.centre.do(c.TakePause, agent_id="a1")
    stage.centre.do(c.BecomeReady, agent_id="a1")
    stage.pulse("up")
    detail = stage.links()["order"].detail
    assert (detail.place, detail.free) == (2, 2)


def test_a_missed_ring(stage: Stage) -> None:
    """What was missed is listed, and Ready goes on."""
    stage.hears(stage.centre.call("c1"))
    stage.hears(stage.centre.wait(25_000))
    stage.pulse("up")
    assert stage.broken() == [("presence", "ready"), ("offers", "ready")]
    offers = stage.links()["offers"].detail.offers
    assert offers is not None
    assert [(each.contact_id, each.outcome) for each in offers] == [("c1", "missed")]


def test_when_somebody_last_waited(stage: Stage) -> None:
    """Not who was offered at once, but who had to wait, until they were offered."""
    stage.centre.do(c.TakePause, agent_id="a1")
    stage.hears(stage.centre.call("c1"))
    stage.centre.wait(7_000)
    stage.hears(stage.centre.do(c.BecomeReady, agent_id="a1"))
    at = stage.centre.at
    stage.centre.wait(1_000)
    assert stage.links()["order"].detail.waited_at == at
