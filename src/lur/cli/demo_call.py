"""``lur demo call``: one customer who calls, waits, speaks with whoever answers and says on the screen what
happens, from the customer's side.
"""

from __future__ import annotations

import asyncio
import time

import msgspec

from lur.adapters.speech.demo_lines import CUSTOMER_TIMBRES
from lur.adapters.speech.demo_matters import INTERJECTIONS, matter_for
from lur.adapters.voice.phone import PhoneCall, SoftPhone
from lur.adapters.voice.phone.call import CallEnded
from lur.cli.demo_customer import TURN_MS, Customer, Hush, Leave, Phase, Say
from lur.cli.demo_sound import spoken
from lur.cli.demo_story import Story
from lur.cli.demo_view import LOOK_EVERY_S, DemoView
from lur.cli.failure import Failure
from lur.core.ids import ContactId, Language, QueueId
from lur.runtime.views import Status
from lur.web.payloads.common import EntryRow
from lur.wire.rtp.g711 import ALAW_TO_ULAW

ANSWER_LIMIT_MS = 10_000
NOBODY_READY = "Nobody is ready there: press Ready at a desk, or let `lur demo traffic` bring agents"


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What the user asked for. Empty: whatever there is. ``seconds`` 0: until all has been said."""

    language: Language | None = None
    queue: str = ""
    address: str = ""
    seconds: int = 0


def chosen(entries: tuple[EntryRow, ...], wish: Wish, served: frozenset[QueueId] = frozenset()) -> EntryRow:
    """The entry that fits the wish, rather one whose queue is ``served`` now; one with a menu only when it is
    named. Raises ``Failure``."""
    fitting = [
        entry
        for entry in entries
        if (wish.address == entry.address or wish.address == entry.flow_id == "")
        and wish.queue in ("", entry.queue_id)
        and wish.language in (None, entry.language)
    ]
    if not fitting:
        known = ", ".join(f"{each.address} ({each.queue_id}, {each.language})" for each in entries)
        raise Failure("no_such_address", "no address fits", f"There are: {known or 'none'}.")
    return next((entry for entry in fitting if entry.queue_id in served), fitting[0])


async def call(view: DemoView, wish: Wish) -> int:
    """Make the call; the exit code. Raises ``Failure``."""
    status = await view.look()
    entry = chosen(await view.entries(), wish, _served(status))
    server = await view.server()
    number = view.free_number({each.caller.number for each in status.contacts})
    phone = await SoftPhone(server, name=number).open()
    try:
        print(f"Calling sip:{entry.address}@{server[0]}:{server[1]} as {number}", flush=True)
        if entry.queue_id not in _served(status):
            print(NOBODY_READY, flush=True)
        line = await phone.call(entry.address)
        await _answered(line)
        return await _Caller(view, line, entry, number).live(wish.seconds)
    finally:
        await phone.close()


def _served(status: Status) -> frozenset[QueueId]:
    return frozenset(queue.id for queue in status.queues if queue.ready_agents)


async def _answered(line: PhoneCall) -> None:
    began = time.monotonic()
    try:
        await line.answered(ANSWER_LIMIT_MS)
    except CallEnded as ended:
        raise Failure("call_refused", f"Lur answered {ended.status}") from ended
    except TimeoutError as error:
        raise Failure("no_answer", "the SIP side does not answer", "See `lur status`.") from error
    print(f"Answered after {round(1000 * (time.monotonic() - began))} ms: a greeting, then music", flush=True)


class _Caller:
    """A customer on the line: ear, mouth, and what the screen tells."""

    def __init__(self, view: DemoView, line: PhoneCall, entry: EntryRow, number: str) -> None:
        self._view = view
        self._line = line
        self._language: Language = entry.language
        self._number = number
        chance = int(number[-2:])
        self._timbre = CUSTOMER_TIMBRES[chance % len(CUSTOMER_TIMBRES)]
        matter = matter_for(entry.language, entry.queue_id, chance)
        self._customer = Customer(matter, INTERJECTIONS[entry.language])
        self._story = Story(_now())
        self._contact_id: ContactId | None = None
        self._phase: Phase = ""

    async def live(self, most_s: int) -> int:
        """Until somebody hangs up, or ``most_s`` seconds (0: no matter how long)."""
        looking = asyncio.get_running_loop().create_task(self._look())
        by_whom = "you"
        try:
            by_whom = await self._until_over(_now() + 1000 * most_s if most_s else None)
        finally:
            looking.cancel()
            await asyncio.gather(looking, return_exceptions=True)
            print(self._story.ending(_now(), by_whom), flush=True)
        return 0

    async def _until_over(self, ends: int | None) -> str:
        while self._line.state == "talking":
            if self._turn() or (ends is not None and _now() >= ends):
                self._line.hang_up()
                return "the customer"
            await asyncio.sleep(TURN_MS / 1000)
        return "the other side"

    def _turn(self) -> bool:
        """One look and one deed; True when the customer leaves."""
        sound = self._line.sound
        deed = self._customer.turn(
            _now(), self._phase, hears=sound.ear.take(), speaking=not sound.has_said_all
        )
        match deed:
            case Say(text=text, heard_ms=heard_ms):
                self._story.says(text, heard_ms)
                said = spoken(text, self._language, self._timbre)
                sound.play(said if sound.alaw else said.translate(ALAW_TO_ULAW), once=True)
            case Hush():
                self._story.falls_silent()
                sound.hush()
            case Leave():
                return True
            case None:
                pass
        return False

    async def _look(self) -> None:
        """Follow the contact through the API. While that does not answer the call goes on as it was."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                status = await self._view.look()
            except Failure:
                continue
            contact = self._view.contact_of(self._number, self._contact_id)
            if contact is not None:
                self._contact_id, self._phase = contact.id, contact.phase
                names = {agent.id: agent.name for agent in status.agents}
                name = names.get(contact.agent_id, "") if contact.agent_id is not None else ""
                self._story.follows(_now(), contact, name)


def _now() -> int:
    """The present instant, in ms of a clock that only goes forward."""
    return time.monotonic_ns() // 1_000_000
