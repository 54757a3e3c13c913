"""``lur demo traffic``: callers with patience and the demo agents' phones, so that the live page lives.

All of it is real: SIP, sound and waiting. Agents who are somebody's already, by their phone or at a desk, are
left to that person, and so is the one as whom a newcomer signs in.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Coroutine

import msgspec

from lur.adapters.voice.phone import Account, Answer, PhoneCall, SoftPhone
from lur.adapters.voice.phone.call import CallEnded
from lur.cli.demo_sound import tracks
from lur.cli.demo_view import LOOK_EVERY_S, VISITOR, VISITOR_ID, DemoView
from lur.cli.failure import Failure
from lur.core.ids import AgentId, ContactId, Language
from lur.runtime.views import AgentView
from lur.web.payloads.common import EntryRow

MEAN_PATIENCE_S = 180.0
LEAST_PATIENCE_S = 20.0
TALK_S = (20.0, 60.0)
ANSWER_MS = (1_500, 6_000)
CODE_LIMIT_MS = 15_000
AWAY = ("signed_out", "pause")


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """How much traffic, for how long; ``minutes`` 0: until stopped."""

    per_minute: float
    minutes: float = 0


class Traffic:
    """All callers and agents of the demo. ``random_source`` decides who calls when."""

    def __init__(self, view: DemoView, pace: Pace, random_source: random.Random) -> None:
        self._view = view
        self._pace = pace
        self._random = random_source
        self._server = ("", 0)
        self._agents: dict[AgentId, SoftPhone] = {}
        self._dialling: set[AgentId] = set()
        self._numbers: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.calls = 0
        self.served = 0

    async def run(self) -> None:
        """Until the minutes are over, or for ever. Raises ``Failure``."""
        self._server = await self._view.server()
        entries = tuple(each for each in await self._view.entries() if not each.flow_id)
        if not entries:
            raise Failure("nothing_to_dial", "no address leads anywhere", "Add one: `lur queue add`.")
        try:
            await self._staff()
            async with asyncio.timeout(self._pace.minutes * 60 or None):
                await asyncio.gather(self._keep_ready(), self._call_for_ever(entries))
        except TimeoutError:
            print("The time is over", flush=True)
        finally:
            await self._clean_up()

    async def _staff(self) -> None:
        status = await self._view.look()
        free = [agent for agent in status.agents if _is_free(agent)]
        for number, agent in enumerate(free):
            await self._plug_in(agent, number)
        told = f"{len(self._agents)} agents' phones are registered; {VISITOR} is left to you"
        print(told, flush=True)

    async def _plug_in(self, agent: AgentView, number: int) -> None:
        secret = await self._view.phone_of(agent)
        if not secret.secret:
            return
        phone = SoftPhone(self._server, Account(secret.username, secret.secret))
        await phone.open()
        if not await phone.register():
            phone.vanish()
            return
        phone.manner = Answer(self._random.randint(*ANSWER_MS))
        phone.on_call = lambda call: self._start(self._serve(phone, call, number))
        self._agents[agent.id] = phone

    async def _serve(self, phone: SoftPhone, call: PhoneCall, number: int) -> None:
        phone.manner = Answer(self._random.randint(*ANSWER_MS))
        try:
            await call.answered(60_000)
        except (CallEnded, TimeoutError):
            return
        self.served += 1
        call.sound.play(tracks(self._language_of(call), number)[1])
        await _until_over(call, self._random.uniform(*TALK_S))
        call.hang_up()

    def _language_of(self, call: PhoneCall) -> Language:
        """The language of the customer whose number the agent's phone shows."""
        contacts = self._view.status.contacts if self._view.status is not None else ()
        known = (each for each in contacts if each.caller.number and each.caller.number in call.caller_name)
        return next((each.language for each in known), "sv")

    async def _keep_ready(self) -> None:
        while True:
            status = await self._view.look()
            for agent in status.agents:
                if agent.id in self._agents and agent.presence in AWAY and agent.id not in self._dialling:
                    self._dialling.add(agent.id)
                    self._start(self._make_ready(agent.id))
            await asyncio.sleep(LOOK_EVERY_S)

    async def _make_ready(self, agent_id: AgentId) -> None:
        await _dial_code(self._agents[agent_id], "*1")
        self._dialling.discard(agent_id)

    async def _call_for_ever(self, entries: tuple[EntryRow, ...]) -> None:
        while True:
            self._start(self._customer(self._random.choice(entries)))
            await asyncio.sleep(self._random.expovariate(self._pace.per_minute / 60))

    async def _customer(self, entry: EntryRow) -> None:
        number = self._view.free_number(self._numbers)
        self._numbers.add(number)
        phone = await SoftPhone(self._server, name=number).open()
        self.calls += 1
        try:
            await self._wait_and_talk(await phone.call(entry.address), number, entry.language)
        except (CallEnded, TimeoutError):
            print(f"{number} was not let in", flush=True)
        finally:
            await phone.close()
            self._numbers.discard(number)

    async def _wait_and_talk(self, line: PhoneCall, number: str, language: Language) -> None:
        await line.answered()
        patience_s = LEAST_PATIENCE_S + self._random.expovariate(1 / MEAN_PATIENCE_S)
        print(f"{number} calls", flush=True)
        talks = await self._until_talking(line, number, patience_s)
        if talks:
            line.sound.play(tracks(language, self.calls)[0])
            await _until_over(line, 1.2 * TALK_S[1])
        print(f"{number} {'was served' if talks else 'gave up'}", flush=True)

    async def _until_talking(self, line: PhoneCall, number: str, patience_s: float) -> bool:
        loop = asyncio.get_running_loop()
        gives_up_at = loop.time() + patience_s
        known: ContactId | None = None
        while line.state == "talking" and loop.time() < gives_up_at:
            await asyncio.sleep(LOOK_EVERY_S)
            contact = self._view.contact_of(number, known)
            known = contact.id if contact is not None else known
            if contact is not None and contact.phase == "talking":
                return True
        return False

    async def _clean_up(self) -> None:
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(_leave(phone) for phone in self._agents.values()), return_exceptions=True)
        print(f"{self.calls} called, {self.served} were answered", flush=True)

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _is_free(agent: AgentView) -> bool:
    """Whether nobody is this agent now."""
    is_somebody = agent.phone_registered or agent.presence != "signed_out"
    return agent.demo and not is_somebody and agent.id != VISITOR_ID


async def _until_over(call: PhoneCall, seconds: float) -> None:
    try:
        await call.over(round(1000 * seconds))
    except TimeoutError:
        return


async def _dial_code(phone: SoftPhone, code: str) -> None:
    call = await phone.call(code)
    try:
        await call.answered()
        await call.over(CODE_LIMIT_MS)
    except (CallEnded, TimeoutError):
        call.hang_up()


async def _leave(phone: SoftPhone) -> None:
    for call in tuple(phone.calls):
        if call.state != "over":
            call.hang_up()
    await _dial_code(phone, "*0")
    await phone.close()
