"""Whatever pages say on the live socket, in any order, nothing breaks and nobody else's desk is touched."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.runtime.centres import ask

from lur.adapters.storage.memory import MemoryJournal, MemoryVault
from lur.core import commands as c
from lur.core.ids import AgentId
from lur.features.accounts.model import Account
from lur.runtime import Centre, SteadyClock, SystemEntropy
from lur.web.desks.line import DeskLine
from lur.web.opening import open_services
from lur.web.services import Services, WebConfig

TYPES = ["hello", "pulse", "phone_offer", "phone_leave", "take_over", "echo", "snapshot", "become_ready"]
NUMBERS = st.integers(-1, 40) | st.sampled_from([2**53, 10**30])
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "number": NUMBERS,
    "desk": st.sampled_from(["desk-aaaa", "desk-bbbb", "x", "../../../etc"]),
    "wants_phone": st.booleans(),
    "endpoint": st.sampled_from(["browser", "sip", "fax"]),
    "visible": st.booleans(),
    "ping": NUMBERS,
    "audio": st.sampled_from(["off", "up", "no_microphone", "loud"]),
    "lag_ms": st.integers(-1, 5_000_000),
    "sdp": st.text(max_size=30),
    "on": st.booleans(),
    "agent_id": st.just("102"),
}
NEEDED = {
    "hello": ["desk", "wants_phone", "endpoint", "visible"],
    "pulse": ["ping", "audio", "visible", "lag_ms"],
    "phone_offer": ["sdp"],
    "echo": ["on"],
}


@st.composite
def sayings(draw: st.DrawFn) -> str:
    """Mostly the right fields, now and then one too many or too few; or no message at all."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.text(max_size=40))
    kind = draw(st.sampled_from(TYPES))
    names = ["number", *NEEDED.get(kind, [])]
    if draw(st.integers(0, 9)) == 0:
        names = draw(st.lists(st.sampled_from(sorted(FIELDS)), max_size=5))
    return json.dumps({"type": kind} | {name: draw(FIELDS[name]) for name in names})


class Fuzz:
    """A house with the agents 101 and 102; only 101's pages speak."""

    def __init__(self, folder: Path) -> None:
        self.loop = asyncio.new_event_loop()
        self.centre, self.services = self.loop.run_until_complete(self._open(folder))

    async def _open(self, folder: Path) -> tuple[Centre, Services]:
        journal, clock, entropy = MemoryJournal(), SteadyClock(), SystemEntropy()
        centre = await Centre.open(journal, clock, entropy)
        services = await open_services(
            centre=centre,
            journal=journal,
            vault=MemoryVault(),
            clock=clock,
            entropy=entropy,
            config=WebConfig(data=folder),
        )
        for agent_id in ("101", "102"):
            await centre.submit(ask(clock, c.AddAgent, agent_id=AgentId(agent_id)))
            await centre.submit(ask(clock, c.BecomeReady, agent_id=AgentId(agent_id)))
        return centre, services

    def line(self) -> DeskLine:
        """A socket of 101's, with no measure to what it says."""
        account = Account(id="u1", login="maja", display_name="", role="agent", agent_id=AgentId("101"))
        line = self.services.desks.hearing.opened(account, "token")
        line.said.every_ms = 0
        return line

    async def talk(self, said: list[tuple[int, str]]) -> None:
        """Two sockets say these, and go."""
        hearing = self.services.desks.hearing
        lines = [self.line(), self.line()]
        for which, text in said:
            hearing.heard(lines[which], text)
            await asyncio.sleep(0)
            for line in lines:
                line._waiting.clear()
        for line in lines:
            hearing.closed(line, session_ended=False)
        assert not hearing._open

    def close(self) -> None:
        """Stop everything."""
        self.loop.run_until_complete(self.services.close())
        self.loop.run_until_complete(self.centre.stop())
        self.loop.close()


@pytest.fixture(scope="module")
def fuzz() -> Iterator[Fuzz]:
    """Shared by all examples."""
    with TemporaryDirectory() as folder:
        made = Fuzz(Path(folder))
        yield made
        made.close()


@given(said=st.lists(st.tuples(st.integers(0, 1), sayings()), max_size=12))
@settings(max_examples=200, deadline=None)
def test_whatever_is_said_only_one_s_own_desk_changes(fuzz: Fuzz, said: list[tuple[int, str]]) -> None:
    """Forged, torn, replayed, in any order: 102 stays ready and has no desk."""
    fuzz.loop.run_until_complete(fuzz.talk(said))
    other = fuzz.centre.state.agents[AgentId("102")]
    assert (other.presence, other.hindrance) == ("ready", None)
    assert set(fuzz.services.desks.desks.leases) <= {"101"}
    assert fuzz.services.desks.desks.lines == {}
