"""A small world for the edge: a real media plane, a fake runtime, softphones, and tones instead of words."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from tests.adapters.edge.desk import Desk
from tests.adapters.edge.runtime import FakeRuntime, until

from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.process import EdgeProcess
from lur.adapters.voice.edge.wiring import Options
from lur.adapters.voice.media.protocol import Law
from lur.adapters.voice.phone import ANSWER, Account, Manner, PhoneCall, SoftPhone
from lur.adapters.voice.phone.tone import share_of_tone, tone
from lur.adapters.voice.protocol import Directory, Entry, Phone, Trunk
from lur.core.commands import AcceptOffer, ArriveContact
from lur.core.ids import AgentId, ContactId, Language, QueueId
from lur.wire import words
from lur.wire.sip import secret_for
from lur.wire.words import Prompt

REALM = "lur.test"
AGENTS = ("anna", "bo", "cia", "dan")
CUSTOMER_HZ, AGENT_HZ = 600, 1000
PROMPT_HZ: dict[type[Prompt], int] = {
    words.Greeting: 300,
    words.PlaceInQueue: 500,
    words.RecordingDeclined: 700,
    words.Apology: 850,
    words.QueueClosed: 1150,
    words.PresenceConfirmed: 1300,
    words.NotAllowed: 1450,
    words.CallbackPromised: 1750,
    words.CallbackGreeting: 1900,
}
"""Tones in place of sentences, so that a test can tell by ear what was said."""
OTHER_HZ = 1600
GREETING_LIMIT_MS = 30_000
"""A greeting in words, from a real voice, takes a while."""
FRAME = 160


class ToneSounds:
    """Prompts as tones of ``length_ms``."""

    def __init__(self, folder: Path, length_ms: int = 300) -> None:
        self.folder = folder
        self.length_ms = length_ms
        self.lengths_ms: dict[type[Prompt], int] = {}
        self.said: list[Prompt] = []

    async def ready(self, prompt: Prompt, language: Language, law: Law) -> Path:
        """A file with the prompt's tone."""
        self.said.append(prompt)
        length_ms = self.lengths_ms.get(type(prompt), self.length_ms)
        frequency = PROMPT_HZ.get(type(prompt), OTHER_HZ)
        path = self.folder / f"{frequency}-{length_ms}.{'al' if law is Law.ALAW else 'ul'}"
        if not path.exists():
            path.write_bytes(tone(frequency, length_ms, alaw=law is Law.ALAW))
        return path

    async def prepare(self, company: str, languages: tuple[Language, ...]) -> None:
        """Nothing to make."""


class World:
    """Everything around one edge. Start it, and the edge or what of it a test needs."""

    def __init__(self, data: Path) -> None:
        self.data = data
        (data / "run").mkdir(mode=0o700)
        (data / "tones").mkdir()
        self.sounds = ToneSounds(data / "tones")
        self.runtime = FakeRuntime(data / "run" / "runtime.sock", directory())
        self.port = 0
        self.media: asyncio.subprocess.Process | None = None
        self.edge: EdgeProcess | None = None
        self._edge_task: asyncio.Task[None] | None = None
        self._phones: list[SoftPhone | Desk] = []
        self.rtp = _free_port_range()

    async def start(self, **options: object) -> None:
        """Media plane, runtime and edge."""
        await self.start_media()
        await self.runtime.start()
        await self.start_edge(**options)

    async def start_media(self) -> None:
        """The media plane as its own process."""
        first, last = self.rtp
        self.media = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "lur.adapters.voice.media",
            "--data",
            str(self.data),
            "--rtp",
            f"{first}-{last}",
            env={**os.environ, "PYTHONPATH": "src"},
            stderr=(self.data / "media.log").open("ab"),
        )
        await until((self.data / "run" / "media.sock").exists)

    async def kill_media(self) -> None:
        """SIGKILL."""
        assert self.media is not None
        self.media.send_signal(signal.SIGKILL)
        await self.media.wait()

    async def start_edge(self, *, ready: bool = True, **options: object) -> EdgeProcess:
        """The edge in this process, on the port it had before."""
        chosen = Options(self.data, "127.0.0.1", self.port, **options)  # type: ignore[arg-type]
        self.edge = EdgeProcess(chosen, self.sounds)
        self._edge_task = asyncio.create_task(self.edge.run())
        if ready:
            await self.edge_is_ready(self.edge)
        return self.edge

    async def edge_is_ready(self, edge: EdgeProcess) -> None:
        """Wait until it listens and has its media plane."""
        async with asyncio.timeout(10):
            await edge.ready.wait()
        self.port = edge.port
        await until(lambda: edge.media_is_up)

    async def abandon_edge(self) -> None:
        """End the edge with no clean-up at all, as SIGKILL would: nothing is said, nothing more is stored."""
        assert self.edge is not None
        assert self._edge_task is not None
        await self.edge.abandon()
        self._edge_task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._edge_task
        self.edge = None

    @property
    def house(self) -> House:
        """What the parts of the edge share."""
        assert self.edge is not None
        assert self.edge.house is not None
        return self.edge.house

    async def stop_edge(self) -> None:
        """End the edge cleanly."""
        assert self.edge is not None
        assert self._edge_task is not None
        self.edge.stop()
        await self._edge_task
        self.edge = None

    async def phone(self, user: str = "", manner: Manner = ANSWER, **more: object) -> SoftPhone:
        """A phone; an agent's (registered) when ``user`` is one."""
        account = Account(user, f"secret-{user}") if user else Account()
        phone = SoftPhone(("127.0.0.1", self.port), account, manner=manner, **more)  # type: ignore[arg-type]
        await phone.open()
        self._phones.append(phone)
        if user:
            assert await phone.register()
        return phone

    def keep(self, phone: SoftPhone) -> None:
        """A phone that is to vanish at the end."""
        self._phones.append(phone)

    def unplug(self) -> None:
        """The phone that was opened last is gone without a word."""
        self._phones[-1].vanish()

    async def settled(self) -> None:
        """Wait until the edge has taken all that the runtime said so far: it answers one thing more."""
        await self.page("bo", "asks").offer("nothing")

    async def desk(self, agent: str = "anna", desk: str = "desk-1", *, hz: int = AGENT_HZ) -> Desk:
        """An agent's page, which is their phone and speaks."""
        page = self.page(agent, desk)
        await page.open(hz)
        await page.connect()
        return page

    def page(self, agent: str = "anna", desk: str = "desk-1") -> Desk:
        """An agent's page that is not the phone yet."""
        page = Desk(self.runtime, agent, desk)
        self._phones.append(page)
        return page

    async def talk_at(
        self, desk: Desk, agent: str = "anna", offer: str = "offer-1"
    ) -> tuple[PhoneCall, ContactId]:
        """A customer who speaks with an agent at a desk."""
        call, contact_id = await self.caller()
        self.runtime.want(contact_id, "offered", agent=agent, offer=offer)
        self.runtime.want(contact_id, "talking", agent=agent)
        await hears(call, AGENT_HZ, GREETING_LIMIT_MS)
        await hears(desk, CUSTOMER_HZ)
        return call, contact_id

    async def caller(self, entry: str = "support", name: str = "kund") -> tuple[PhoneCall, ContactId]:
        """A customer who has called and is in the queue."""
        arrived = len(self.runtime.commands(ArriveContact))
        phone = await self.phone(name=name)
        call = await phone.call(entry)
        await call.answered()
        call.sound.play(tone(CUSTOMER_HZ))
        contact_id = (await self.runtime.heard(ArriveContact, arrived + 1)).contact_id
        self.runtime.want(contact_id, "waiting")
        return call, contact_id

    async def talk(
        self, agent: SoftPhone, name: str = "anna", offer: str = "offer-1", **more: object
    ) -> tuple[PhoneCall, PhoneCall, ContactId]:
        """A customer and an agent who speak with each other."""
        call, contact_id = await self.caller()
        at_agent = await self.offer(agent, contact_id, name, offer)
        await self.runtime.heard(AcceptOffer)
        self.runtime.want(contact_id, "talking", agent=name, **more)
        await hears(call, AGENT_HZ, GREETING_LIMIT_MS)
        await hears(at_agent, CUSTOMER_HZ)
        return call, at_agent, contact_id

    async def offer(
        self, agent: SoftPhone, contact_id: ContactId, name: str = "anna", offer: str = "offer-1"
    ) -> PhoneCall:
        """Ring at the agent, who answers and speaks."""
        before = len(agent.calls)
        self.runtime.want(contact_id, "offered", agent=name, offer=offer, agent_hears="Retur 0701234567")
        await until(lambda: len(agent.calls) > before)
        at_agent = agent.calls[-1]
        await at_agent.answered()
        at_agent.sound.play(tone(AGENT_HZ))
        return at_agent

    async def close(self) -> None:
        """End everything."""
        for phone in self._phones:
            phone.vanish()
        if self.edge is not None and self._edge_task is not None:
            self.edge.stop()
            await self._edge_task
        await self.runtime.stop()
        if self.media is not None and self.media.returncode is None:
            self.media.kill()
            await self.media.wait()


def directory(trunks: tuple[Trunk, ...] = (), **more: object) -> Directory:
    """A company with four agents and two queues."""
    return Directory(
        company={"sv": "Exempelbolaget"},
        realm=REALM,
        phones=tuple(_phone(name) for name in AGENTS),
        entries=(
            Entry(address="support", queue_id=QueueId("retur")),
            Entry(address="+4685551234", queue_id=QueueId("teknik")),
        ),
        trunks=trunks,
        **more,  # type: ignore[arg-type]
    )


def _phone(name: str) -> Phone:
    secret = secret_for(name, REALM, f"secret-{name}")
    return Phone(agent_id=AgentId(name), username=name, ha1_md5=secret.ha1_md5, ha1_sha256=secret.ha1_sha256)


def listens_to(call: PhoneCall | Desk, frequency_hz: int, frames: int = 5) -> bool:
    """Whether the newest sound is this tone."""
    newest = bytes(call.sound.heard[-frames * FRAME :])
    return len(newest) == frames * FRAME and (
        share_of_tone(newest, frequency_hz, alaw=call.sound.heard_alaw) > 0.8
    )


async def hears(call: PhoneCall | Desk, frequency_hz: int, limit_ms: int = 10_000) -> None:
    """Wait until a phone hears a tone. Raises TimeoutError."""
    await until(lambda: listens_to(call, frequency_hz), limit_ms)


def heard_tones(sound: bytes, *, alaw: bool = True) -> list[int]:
    """Which of the known tones are in a sound, in order, each stretch once."""
    known = sorted({*PROMPT_HZ.values(), OTHER_HZ, CUSTOMER_HZ, AGENT_HZ})
    found: list[int] = []
    for at in range(0, len(sound) - 4 * FRAME + 1, FRAME):
        piece = sound[at : at + 4 * FRAME]
        now = next((hz for hz in known if share_of_tone(piece, hz, alaw=alaw) > 0.9), 0)
        if now and (not found or found[-1] != now):
            found.append(now)
    return found


def _free_port_range() -> tuple[int, int]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        first = min(int(probe.getsockname()[1]), 65_000)
    return first, first + 200


@contextlib.asynccontextmanager
async def world_in(data: Path) -> AsyncIterator[World]:
    """A world that is ended whatever happens."""
    world = World(data)
    try:
        yield world
    finally:
        await world.close()
