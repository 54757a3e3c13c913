"""What the edge is told of customers who are to be called, stand at a shut door or are in a menu."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
from tests.runtime.centres import START, arrival, ask, furnish, until
from tests.runtime.edges import FakeEdge
from tests.runtime.test_voice_link import Desk, number_of

from lur.adapters.voice.beside import NothingBeside
from lur.adapters.voice.opening_words import opening_words
from lur.adapters.voice.protocol import Outward, Wanted, WantedAll
from lur.core import commands as c
from lur.core.ids import AgentId, ContactId, IncidentId, QueueId
from lur.core.values import OpenSpan, QueueSettings
from lur.ports import PersonalNote
from lur.wire.words import Opening

pytestmark = pytest.mark.anyio
NUMBER, PREMIUM = "+46701740635", "+46900123456"
C1 = ContactId("c1")
HOUR_MS = 3_600_000


class Beside(NothingBeside):
    """Numbers that cost are refused; the queue has an incident, and c1 a place page."""

    incident: IncidentId | None = None

    def fault_in_number(self, number: str) -> str:
        """By its beginning."""
        return "number_premium" if number.startswith("+46900") else "" if number else "number_invalid"

    def code_of(self, contact_id: ContactId) -> str:
        """Of c1."""
        return "12345678" if contact_id == C1 else ""

    def incident_for(self, queue_id: QueueId) -> IncidentId | None:
        """The same for all."""
        return self.incident


class CallbackDesk(Desk):
    """A desk whose link knows of numbers and pages."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.page = self.beside = Beside()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[CallbackDesk]:
    """One queue, nobody ready."""
    desk = CallbackDesk(tmp_path / "runtime.sock")
    await desk.start()
    await furnish(desk.centre, desk.clock, agents=0)
    yield desk
    await desk.stop()


async def last(edge: FakeEdge, name: str = "c1") -> Wanted:
    """How the contact should be now."""
    return (await until(lambda: edge.wanted_of(name)[-1:]))[0]


async def serve(desk: Desk) -> None:
    """An agent who is ready, and accepts what is offered."""
    await desk.submit(c.AddAgent, agent_id=AgentId("anna"))
    await desk.submit(c.BecomeReady, agent_id=AgentId("anna"))
    (offer_id,) = desk.centre.state.offers
    await desk.submit(c.AcceptOffer, offer_id=offer_id)


async def test_a_caller_becomes_somebody_to_be_called(desk: CallbackDesk) -> None:
    """Told of key one and the page's code, then off the line, then called at the number they came from."""
    edge = await desk.edge()
    await edge.fact(arrival(desk.clock), number_of("c1", NUMBER))
    waiting = await last(edge)
    assert (waiting.may_keep_place, waiting.place_code, waiting.on_line) == (True, "12345678", True)
    assert (await edge.fact(ask(desk.clock, c.AskCallback, contact_id=C1))).result == "done"
    off = await last(edge)
    assert (off.phase, off.on_line, off.may_keep_place) == ("waiting", False, False)
    await serve(desk)
    dialling = await until(lambda: [w for w in edge.wanted_of("c1") if w.outward is not None])
    asked = desk.centre.state.contacts[C1].callback.asked  # type: ignore[union-attr]
    assert dialling[-1].outward == Outward(number=NUMBER, attempt=1, asked=asked)
    assert (await edge.fact(ask(desk.clock, c.ReportAttempt, contact_id=C1, attempt=1))).result == "done"
    talking = await last(edge)
    assert (talking.phase, talking.on_line, talking.outward) == ("talking", True, None)


async def test_a_number_that_was_keyed_counts_first(desk: CallbackDesk) -> None:
    """Beside the wish, and shown to the agent."""
    edge = await desk.edge()
    await edge.fact(arrival(desk.clock), number_of("c1", NUMBER))
    keyed = PersonalNote(contact_id=C1, field="callback_number", value="+4681234567", at=START)
    await edge.fact(ask(desk.clock, c.AskCallback, contact_id=C1), keyed)
    await serve(desk)
    dialling = await until(lambda: [w for w in edge.wanted_of("c1") if w.outward is not None])
    assert dialling[-1].outward is not None
    assert dialling[-1].outward.number == "+4681234567"
    assert "+4681234567" in dialling[-1].agent_hears


@pytest.mark.parametrize(
    ("entry", "shown"),
    [("+4686001000", "+4686001000"), ("0771234567", "0771234567"), ("support", ""), ("112", "")],
)
async def test_the_number_they_dialled_calls_them(desk: CallbackDesk, entry: str, shown: str) -> None:
    """Who called one of our numbers sees it again; a name or a short code is none."""
    edge = await desk.edge()
    await edge.fact(arrival(desk.clock, entry=entry), number_of("c1", NUMBER))
    await edge.fact(ask(desk.clock, c.AskCallback, contact_id=C1))
    await serve(desk)
    dialling = await until(lambda: [w for w in edge.wanted_of("c1") if w.outward is not None])
    assert dialling[-1].outward is not None
    assert dialling[-1].outward.shown == shown


@pytest.mark.parametrize(("number", "code"), [(PREMIUM, "number_premium"), ("", "number_invalid")])
async def test_numbers_that_may_not_be_called_are_refused_at_the_door(
    desk: CallbackDesk, number: str, code: str
) -> None:
    """The caller waits on in the same place."""
    edge = await desk.edge()
    await edge.fact(arrival(desk.clock), *([number_of("c1", number)] if number else []))
    ack = await edge.fact(ask(desk.clock, c.AskCallback, contact_id=C1))
    assert (ack.result, ack.code) == ("rejected", code)
    assert desk.centre.state.contacts[C1].callback is None


async def test_a_number_from_a_page_is_looked_up_after_a_restart(desk: CallbackDesk) -> None:
    """The vault had it before the request; it is called although this link never heard it."""
    await desk.vault.put(C1, "callback_number", NUMBER)
    await desk.submit(c.RequestCallback, contact_id=C1, queue_id=QueueId("q"))
    await desk.stop()
    await desk.start()
    edge = await desk.edge()
    await serve(desk)
    dialling = await until(lambda: [w for w in edge.wanted_of("c1") if w.outward is not None])
    asked = desk.centre.state.contacts[C1].callback.asked  # type: ignore[union-attr]
    assert dialling[-1].outward == Outward(number=NUMBER, attempt=1, asked=asked)


@pytest.mark.parametrize("number", [PREMIUM, ""])
async def test_a_bad_number_is_never_dialled(desk: CallbackDesk, number: str) -> None:
    """However it got there: refused before dialling, on record, and the agent is free."""
    await desk.vault.put(C1, "callback_number", number)
    await desk.submit(c.RequestCallback, contact_id=C1, queue_id=QueueId("q"))
    edge = await desk.edge()
    await serve(desk)
    await until(lambda: C1 not in desk.centre.state.contacts)
    assert all(wanted.outward is None for wanted in edge.wanted_of("c1"))
    assert desk.centre.state.agents[AgentId("anna")].presence == "ready"


async def test_an_edge_need_not_know_who_is_on_no_line(desk: CallbackDesk) -> None:
    """An edge that says hello without any call ends nobody who is to be called."""
    await desk.vault.put(C1, "callback_number", NUMBER)
    await desk.submit(c.RequestCallback, contact_id=C1, queue_id=QueueId("q"))
    edge = await desk.edge()
    (everything,) = edge.all_of(WantedAll)
    assert [wanted.on_line for wanted in everything.contacts] == [False]
    assert not desk.link._missing


async def waits_to_be_called(desk: CallbackDesk, edge: FakeEdge) -> None:
    """c1 asked to be called, c2 waits."""
    await edge.fact(arrival(desk.clock), number_of("c1", NUMBER))
    desk.clock.move(1_000)
    await edge.fact(arrival(desk.clock, "c2"))
    await edge.fact(ask(desk.clock, c.AskCallback, contact_id=C1))


def in_line(desk: CallbackDesk) -> list[str]:
    """Who waits, in order."""
    return [key[2] for key in desk.centre.state.queues[QueueId("q")].waiting]


async def test_calling_in_may_take_the_place_along(desk: CallbackDesk) -> None:
    """The same number, the same queue: asked, since it may be a colleague's phone; a key does it."""
    edge = await desk.edge()
    await waits_to_be_called(desk, edge)
    await edge.fact(arrival(desk.clock, "c3"), number_of("c3", NUMBER))
    assert in_line(desk) == ["c1", "c2", "c3"]
    asked = await until(lambda: [w for w in edge.wanted_of("c3") if w.former_id == C1])
    assert asked[-1].former_waits
    await edge.fact(ask(desk.clock, c.ResumePlace, contact_id=ContactId("c3"), former_id=C1))
    assert in_line(desk) == ["c3", "c2"]


async def test_who_only_claims_a_number_gets_nobodys_place(desk: CallbackDesk) -> None:
    """By no trunk, from no phone of ours: shown to the agent, and asked nothing; also after a restart."""
    edge = await desk.edge()
    await waits_to_be_called(desk, edge)
    claimed = PersonalNote(contact_id=ContactId("c3"), field="caller_unproved", value="1", at=START)
    await edge.fact(arrival(desk.clock, "c3"), number_of("c3", NUMBER), claimed)
    assert NUMBER in (await last(edge, "c3")).agent_hears
    await edge.fact(ask(desk.clock, c.AskCallback, contact_id=ContactId("c3")))
    await edge.fact(arrival(desk.clock, "c4"))
    assert in_line(desk) == ["c1", "c2", "c3", "c4"]
    assert all(wanted.former_id is None for wanted in edge.wanted_of("c3"))
    await desk.stop()
    await desk.start()
    assert desk.link._wanted.numbers.of_caller(ContactId("c3")) == ""


async def test_a_second_request_finds_the_first(desk: CallbackDesk) -> None:
    """Asked on the phone in the night, and again in the same night: one callback, with the earlier place."""
    settings = QueueSettings(name="Stängd", opening_hours=(OpenSpan(6, 9 * 60, 600),))
    await desk.submit(c.AddQueue, queue_id=QueueId("shut"), settings=settings)
    edge = await desk.edge()
    entered: list[int] = []
    for name in ("c1", "c2"):
        contact_id = ContactId(name)
        arrive = ask(desk.clock, c.ArriveContact, contact_id=contact_id, queue_id=QueueId("shut"))
        await edge.fact(arrive, number_of(name, NUMBER))
        await edge.fact(ask(desk.clock, c.AskCallback, contact_id=contact_id))
        entered.append(arrive.at)
        desk.clock.move(60_000)
    await until(lambda: C1 not in desk.centre.state.contacts)
    assert desk.centre.state.contacts[ContactId("c2")].entered == entered[0]


async def test_a_shut_door_says_when_it_opens(desk: CallbackDesk) -> None:
    """START is a Tuesday: the queue opens on Sunday."""
    settings = QueueSettings(name="Stängd", opening_hours=(OpenSpan(6, 9 * 60 + 30, 600),))
    await desk.submit(c.AddQueue, queue_id=QueueId("shut"), settings=settings)
    edge = await desk.edge()
    await edge.fact(ask(desk.clock, c.ArriveContact, contact_id=C1, queue_id=QueueId("shut")))
    refused = (await last(edge)).refused
    assert refused is not None
    assert (refused.door, refused.opens) == ("closed", Opening("sunday", 9, 30))


async def test_a_menu_is_a_phase_and_its_end_a_place(desk: CallbackDesk) -> None:
    """Entering until the flow has said where; in the language that was chosen."""
    edge = await desk.edge()
    arrive = ask(desk.clock, c.ArriveContact, contact_id=C1, queue_id=QueueId("q"), entering=True)
    await edge.fact(arrive)
    assert (await last(edge)).phase == "entering"
    queue = ask(desk.clock, c.QueueContact, contact_id=C1, queue_id=QueueId("q"), language="nb")
    await edge.fact(queue)
    wanted = await last(edge)
    assert (wanted.phase, wanted.language) == ("waiting", "nb")


async def test_an_incident_is_said_to_those_who_wait_already(desk: CallbackDesk) -> None:
    """Published while they wait: the level is said again, with the incident."""
    edge = await desk.edge()
    await edge.fact(arrival(desk.clock))
    desk.page.incident = IncidentId("i1")
    desk.link.say_again([QueueId("q")])
    told = await until(lambda: [w for w in edge.wanted_of("c1") if w.incident_id])
    assert told[-1].incident_id == "i1"


async def test_who_leaves_to_be_told_hears_so(desk: CallbackDesk) -> None:
    """The last words are about the incident."""
    edge = await desk.edge()
    await edge.fact(arrival(desk.clock))
    await desk.submit(c.OpenIncident, incident_id=IncidentId("i1"), queue_ids=(QueueId("q"),))
    leave = ask(desk.clock, c.TieContact, contact_id=C1, incident_id=IncidentId("i1"), leave=True)
    await edge.fact(leave)
    assert (await last(edge)).last_words == "told"


def test_openings_are_said_by_day_and_hour() -> None:
    """Today, tomorrow, a weekday; beyond six days a weekday would be taken for the wrong week's."""
    offset_min = 60
    eight = START - START % (24 * HOUR_MS) + 8 * HOUR_MS
    day_ms = 24 * HOUR_MS
    said = [opening_words(eight + n * day_ms, eight - HOUR_MS, offset_min) for n in range(8)]
    assert [opening and opening.day for opening in said] == [
        "today",
        "tomorrow",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "monday",
        None,
    ]
    assert said[0] == Opening("today", 9, 0)
    assert opening_words(None, eight, offset_min) is None


def test_wanted_travels() -> None:
    """All that is new in it survives the frame."""
    wanted = Wanted(
        contact_id=C1, seq=1, phase="dialling", language="sv", outward=Outward(number=NUMBER, attempt=2)
    )
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(wanted), type=Wanted) == wanted
