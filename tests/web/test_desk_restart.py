"""What a restart, and a journal that cannot be written, mean for agents whose phone is a page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tests.runtime.centres import WeakJournal, ask, until

from lur.adapters.storage.memory import MemoryVault
from lur.core import commands as c
from lur.core.ids import AgentId, ContactId, QueueId
from lur.core.values import QueueSettings
from lur.features.accounts.model import Account
from lur.runtime import Centre, SteadyClock, SystemEntropy, leases
from lur.runtime.desk_views import DeskHello, DeskPulse
from lur.web.desks import desks as desks_module
from lur.web.desks.line import DeskLine, encoded
from lur.web.opening import open_services
from lur.web.services import Services, WebConfig

pytestmark = pytest.mark.anyio

AGENT = AgentId("101")
WHO = Account(id="u1", login="maja", display_name="Maja", role="agent", agent_id=AGENT)


@asynccontextmanager
async def running(journal: WeakJournal, data: Path) -> AsyncIterator[Services]:
    """A run of the server on this journal and folder."""
    clock, entropy = SteadyClock(), SystemEntropy()
    centre = await Centre.open(journal, clock, entropy, probe_every_ms=5)
    services = await open_services(
        centre=centre,
        journal=journal,
        vault=MemoryVault(),
        clock=clock,
        entropy=entropy,
        config=WebConfig(data=data),
    )
    yield services
    await services.close()
    await centre.stop()


async def founded(services: Services) -> None:
    """A queue and an agent."""
    settings = QueueSettings(name="Retur", wrap_up_ms=0, breath_ms=0)
    clock = services.clock
    await services.centre.submit(ask(clock, c.AddQueue, queue_id=QueueId("q"), settings=settings))
    await services.centre.submit(ask(clock, c.AddAgent, agent_id=AGENT))


async def ready(services: Services) -> None:
    """The agent wants contacts, as the route does it."""
    async with services.desks.desks.wanting(AGENT):
        await services.centre.submit(ask(services.clock, c.BecomeReady, agent_id=AGENT))


async def call(services: Services, name: str) -> None:
    """A caller comes."""
    arrival = ask(services.clock, c.ArriveContact, contact_id=ContactId(name), queue_id=QueueId("q"))
    await services.centre.submit(arrival)


def comes(services: Services, desk: str = "desk-0001", audio: str = "up") -> DeskLine:
    """A page comes, with its sound."""
    hearing = services.desks.hearing
    line = hearing.opened(WHO, "token")
    hello = DeskHello(number=1, desk=desk, wants_phone=True, endpoint="browser", visible=True)  # type: ignore[arg-type]
    pulse = DeskPulse(number=2, ping=0, audio=audio, visible=True, lag_ms=0)  # type: ignore[arg-type]
    hearing.heard(line, encoded(hello).decode())  # type: ignore[arg-type]
    hearing.heard(line, encoded(pulse).decode())  # type: ignore[arg-type]
    return line


def presence(services: Services) -> str:
    """The agent's."""
    return services.centre.state.agents[AGENT].presence


def hindrance(services: Services) -> str | None:
    """The agent's."""
    return services.centre.state.agents[AGENT].hindrance


async def stored(services: Services, desk: str | None) -> None:
    """Wait until it is written down which page is the phone."""

    def is_written() -> bool:
        remembered = services.desks.desks.remembered
        return remembered.is_saved and remembered.phones.get(AGENT) == desk

    await until(is_written)


async def test_after_a_restart_nothing_is_offered_before_the_page_is_back(tmp_path: Path) -> None:
    """The caller waits; the page comes back with sound and is offered the call at once."""
    journal = WeakJournal()
    async with running(journal, tmp_path) as services:
        await founded(services)
        comes(services)
        await ready(services)
        assert presence(services) == "ready"
        await stored(services, "desk-0001")
    async with running(journal, tmp_path) as services:
        assert (presence(services), hindrance(services)) == ("unreachable", "asleep")
        await call(services, "c1")
        assert presence(services) == "unreachable"
        comes(services)
        await until(lambda: presence(services) == "offered")


async def test_after_a_restart_a_talk_goes_on(tmp_path: Path) -> None:
    """However long the page is away: only its own line may end a talk."""
    journal = WeakJournal()
    async with running(journal, tmp_path) as services:
        await founded(services)
        comes(services)
        await ready(services)
        await call(services, "c1")
        offer_id = services.centre.state.agents[AGENT].offer_id
        await services.centre.submit(ask(services.clock, c.AcceptOffer, offer_id=offer_id))
        await stored(services, "desk-0001")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(leases, "COME_BACK_MS", leases.GONE_MS)
        patch.setattr(leases, "GONE_MS", 1)
        patch.setattr(desks_module, "BEAT_S", 0.005)
        async with running(journal, tmp_path) as services:
            assert (presence(services), hindrance(services)) == ("on_contact", "asleep")
            services.desks.desks.leases[AGENT].desks.clear()
            services.desks.desks.settle(AGENT)
            await until(lambda: hindrance(services) == "desk_gone")
            assert presence(services) == "on_contact"
            comes(services)
            await until(lambda: hindrance(services) is None)
            assert presence(services) == "on_contact"


async def test_after_a_restart_a_ring_goes_on_for_its_page(tmp_path: Path) -> None:
    """The page that comes back finds the call ringing still."""
    journal = WeakJournal()
    async with running(journal, tmp_path) as services:
        await founded(services)
        comes(services)
        await ready(services)
        await call(services, "c1")
        await stored(services, "desk-0001")
    async with running(journal, tmp_path) as services:
        assert (presence(services), hindrance(services)) == ("offered", None)
        comes(services, audio="off")
        await until(lambda: hindrance(services) == "no_audio_path")
        assert presence(services) == "unreachable"


async def test_who_closed_the_page_before_the_restart_is_gone_after_it(tmp_path: Path) -> None:
    """No page is awaited, and nothing new is written about it."""
    journal = WeakJournal()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(leases, "GONE_MS", 10)
        patch.setattr(desks_module, "BEAT_S", 0.005)
        async with running(journal, tmp_path) as services:
            await founded(services)
            line = comes(services)
            await ready(services)
            services.desks.hearing.closed(line, session_ended=False)
            await until(lambda: hindrance(services) == "desk_gone")
            await stored(services, "")
            seq = services.centre.seq
    async with running(journal, tmp_path) as services:
        assert (presence(services), hindrance(services)) == ("unreachable", "desk_gone")
        assert services.centre.seq == seq


async def test_a_hindrance_is_reported_when_the_journal_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By itself, without anything else happening; and no socket waits for it."""
    journal = WeakJournal()
    monkeypatch.setattr(desks_module, "BEAT_S", 3_600)
    async with running(journal, tmp_path) as services:
        await founded(services)
        line = comes(services)
        await ready(services)
        journal.reason = "disk_full"
        pulse = DeskPulse(number=3, ping=0, audio="microphone_lost", visible=True, lag_ms=0)
        services.desks.hearing.heard(line, encoded(pulse).decode())  # type: ignore[arg-type]
        await until(lambda: services.centre.health.state == "unavailable")
        assert hindrance(services) is None
        journal.reason = ""
        await until(lambda: hindrance(services) == "microphone_lost")
        assert presence(services) == "unreachable"


async def test_a_machine_that_slept_blames_no_page(tmp_path: Path) -> None:
    """A beat that comes an hour late finds the desks as they were, and asks them first."""
    async with running(WeakJournal(), tmp_path) as services:
        await founded(services)
        line = comes(services)
        await ready(services)
        desks, hour_ms = services.desks.desks, 3_600_000
        desk = desks.leases[AGENT].phone
        assert desk is not None
        desk.heard_at -= hour_ms
        desks._beaten_at -= hour_ms
        line.ping_at = 0
        desks.beat()
        desks.settle(AGENT)
        assert (presence(services), hindrance(services)) == ("ready", None)
        assert services.clock.now() - desk.heard_at < hour_ms


async def test_a_sip_agent_is_awaited_by_nobody(tmp_path: Path) -> None:
    """Without a page that was the phone a restart changes nothing."""
    journal = WeakJournal()
    async with running(journal, tmp_path) as services:
        await founded(services)
        await ready(services)
        seq = services.centre.seq
    async with running(journal, tmp_path) as services:
        assert (presence(services), services.centre.seq) == ("ready", seq)
