"""The watchdog in a whole Lur: what it finds becomes commands, reasons, figures."""

from __future__ import annotations

import pytest
from tests.web.house import House
from tests.web.pages import FakeEdge, hindrance, presence, until

from lur.adapters.voice.protocol import MediaHealth, PhoneHealth, Telemetry
from lur.core.commands import AskCallback
from lur.core.events import AgentHindered, ContactEnded, OfferWithdrawn
from lur.core.ids import AgentId, ContactId
from lur.runtime.watchdog import APART_MS, AWAY_MS, DIALLING_MS, NO_PHONE_MS
from lur.web.metrics import exposition

pytestmark = pytest.mark.anyio
AGENT = AgentId("101")


class Ahead:
    """The house's clock, put forward."""

    def __init__(self, house: House) -> None:
        self._clock = house.services.clock
        self.by_ms = 0

    def now(self) -> int:
        return self._clock.now() + self.by_ms

    def utc_offset_min(self, at: int) -> int:
        return self._clock.utc_offset_min(at)


class Watched:
    """A house whose watchdog follows a fake edge and a clock that can be put forward."""

    def __init__(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        self.house = house
        self.watching = house.services.watching
        self.clock, self.edge = Ahead(house), FakeEdge()
        monkeypatch.setattr(self.watching, "_clock", self.clock)
        self.watching.attach(self.edge)  # type: ignore[arg-type]

    def says(self, *calls: str, phones: tuple[AgentId, ...] = (AGENT,)) -> None:
        """The edge reports."""
        self.edge.telemetry = Telemetry(
            trunks=(),
            phones=tuple(PhoneHealth(agent_id=each, registered=True) for each in phones),
            media=MediaHealth(up=True),
            counters={},
            calls=tuple(ContactId(each) for each in calls),
        )

    async def look(self, later_ms: int = 0) -> None:
        """Some time later."""
        self.clock.by_ms += later_ms
        await self.watching.look()

    def kinds(self) -> dict[str, int]:
        """What was mended."""
        return dict(self.watching.repairs)

    async def events(self, kind: type) -> list[object]:
        """All events of a kind in the journal."""
        return [each.event async for each in self.house.journal.read() if isinstance(each.event, kind)]


@pytest.fixture
def watched(house: House, monkeypatch: pytest.MonkeyPatch) -> Watched:
    """Nothing is wrong yet."""
    return Watched(house, monkeypatch)


async def test_a_lost_call_ends_and_its_place_is_kept(watched: Watched) -> None:
    """The contact ends as lost, with its reason in the journal, and can be resumed; it is counted."""
    await watched.house.arrive("lost")
    await watched.house.arrive("there")
    watched.says("there")
    await watched.look()
    watched.says("there")
    await watched.look(APART_MS)
    (ended,) = await watched.events(ContactEnded)
    assert isinstance(ended, ContactEnded)
    assert (ended.contact_id, ended.outcome, ended.cause) == ("lost", "lost", "repaired")
    state = watched.house.services.centre.state
    assert list(state.contacts) == ["there"]
    assert not state.left[ContactId("lost")].by_customer
    assert watched.kinds() == {"lost_call": 1}
    text = exposition(watched.house.services)[0].decode()
    assert 'lur_repairs_total{kind="lost_call"} 1.0' in text


async def test_an_attempt_that_lasts_for_ever_has_failed(watched: Watched) -> None:
    """The customer rests until the next attempt, and the agent is free."""
    contact_id = await watched.house.arrive("caller")
    at = watched.house.services.clock.now()
    await watched.house.submit(
        AskCallback(command_id=watched.house.command_id(), at=at, contact_id=contact_id)
    )
    await watched.house.ready()
    await watched.house.answer(contact_id)
    watched.says()
    await watched.look(DIALLING_MS)
    assert watched.house.services.centre.state.contacts[contact_id].phase == "resting"
    assert presence(watched.house) == "ready"
    assert watched.kinds() == {"dialling": 1}


async def test_an_agent_whose_phone_is_gone_is_offered_nothing(watched: Watched) -> None:
    """After a minute unreachable, with the reason in "why did nobody call me"; back when it registers."""
    await watched.house.ready()
    watched.says(phones=())
    await watched.look()
    await watched.look(NO_PHONE_MS)
    await until(lambda: presence(watched.house) == "unreachable")
    assert hindrance(watched.house) == "no_phone"
    client = await watched.house.as_role("agent")
    links = {each["code"]: each for each in (await client.get("/api/agents/me/why")).json()["links"]}
    assert links["phone"]["ok"] is False
    assert links["phone"]["detail"]["hindrance"] == "no_phone"
    watched.says()
    await watched.look()
    await until(lambda: presence(watched.house) == "ready")
    assert hindrance(watched.house) is None
    assert watched.kinds() == {"no_phone": 1}


async def test_nobody_is_blamed_for_a_ring_while_the_edge_is_away(watched: Watched) -> None:
    """The offer is withdrawn, not missed; the contact keeps its place and rings again when the edge is
    back."""
    watched.says("caller")
    await watched.look()
    await watched.house.ready()
    contact_id = await watched.house.arrive("caller")
    watched.edge.telemetry, watched.edge.is_up = None, False
    await watched.look()
    assert presence(watched.house) == "offered"
    await watched.look(AWAY_MS)
    await until(lambda: presence(watched.house) == "unreachable")
    (withdrawn,) = await watched.events(OfferWithdrawn)
    assert isinstance(withdrawn, OfferWithdrawn)
    assert withdrawn.reason == "agent_unreachable"
    assert watched.house.services.centre.state.contacts[contact_id].phase == "waiting"
    watched.edge.is_up = True
    watched.says("caller")
    await watched.look()
    await until(lambda: presence(watched.house) == "offered")
    assert watched.kinds() == {"edge_away": 1}


async def test_who_is_on_pause_is_left_alone(watched: Watched) -> None:
    """A phone that is off in a pause hinders nobody."""
    watched.says(phones=())
    await watched.look()
    await watched.look(NO_PHONE_MS)
    assert await watched.events(AgentHindered) == []
    assert watched.kinds() == {}


async def test_without_an_edge_it_rests(house: House) -> None:
    """A Lur without telephones mends nothing."""
    await house.arrive("caller")
    await house.services.watching.look()
    assert not house.services.watching.repairs
