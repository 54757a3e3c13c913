"""``lur demo call``: one customer who calls, waits, speaks and hangs up, and says on the screen what
happens.
"""

from __future__ import annotations

import asyncio
import time

import msgspec

from lur.adapters.voice.phone import PhoneCall, SoftPhone
from lur.adapters.voice.phone.call import CallEnded
from lur.cli.demo_sound import tracks
from lur.cli.demo_view import LOOK_EVERY_S, DemoView
from lur.cli.failure import Failure
from lur.core.ids import ContactId, Language
from lur.runtime.views import ContactView
from lur.web.payloads import EntryRow

ANSWER_LIMIT_MS = 10_000


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What the user asked for. Empty: whatever there is. ``seconds`` 0: until all has been said."""

    language: Language | None = None
    queue: str = ""
    address: str = ""
    seconds: int = 0


def chosen(entries: tuple[EntryRow, ...], wish: Wish) -> EntryRow:
    """The entry that fits the wish. Raises ``Failure``."""
    fitting = [
        entry
        for entry in entries
        if wish.address in ("", entry.address)
        and wish.queue in ("", entry.queue_id)
        and wish.language in (None, entry.language)
    ]
    if not fitting:
        known = ", ".join(f"{each.address} ({each.queue_id}, {each.language})" for each in entries)
        raise Failure("no_such_address", "no address fits", f"There are: {known or 'none'}.")
    return fitting[0]


async def call(view: DemoView, wish: Wish) -> int:
    """Make the call; the exit code. Raises ``Failure``."""
    entry = chosen(await view.entries(), wish)
    server = await view.server()
    number = view.free_number({each.caller.number for each in (await view.look()).contacts})
    phone = await SoftPhone(server, name=number).open()
    try:
        print(f"Calling sip:{entry.address}@{server[0]}:{server[1]} as {number}", flush=True)
        return await _live(view, await phone.call(entry.address), number, entry, wish)
    finally:
        await phone.close()


async def _live(view: DemoView, line: PhoneCall, number: str, entry: EntryRow, wish: Wish) -> int:
    began = time.monotonic()
    try:
        await line.answered(ANSWER_LIMIT_MS)
    except CallEnded as ended:
        raise Failure("call_refused", f"Lur answered {ended.status}") from ended
    except TimeoutError as error:
        raise Failure("no_answer", "the SIP side does not answer", "See `lur status`.") from error
    print(f"Answered after {round(1000 * (time.monotonic() - began))} ms: a greeting, then music", flush=True)
    teller = _Teller(view)
    said = tracks(entry.language, 0)[0]
    while line.state == "talking":
        await view.look()
        contact = view.contact_of(number, teller.contact_id)
        if teller.tell(contact):
            line.sound.play(said, once=True)
        over = wish.seconds and time.monotonic() - began >= wish.seconds
        if over or (teller.has_talked and line.sound.has_said_all):
            print("Hanging up", flush=True)
            line.hang_up()
            return 0
        await asyncio.sleep(LOOK_EVERY_S)
    print(f"The other side hung up after {round(time.monotonic() - began)} s", flush=True)
    return 0


class _Teller:
    """Says what changed about a contact."""

    def __init__(self, view: DemoView) -> None:
        self._view = view
        self.contact_id: ContactId | None = None
        self._told_at = 0
        self._phase = ""
        self.has_talked = False

    def tell(self, contact: ContactView | None) -> bool:
        """Print what is new; True when the talk begins."""
        if contact is None:
            return False
        self.contact_id = contact.id
        if contact.told is not None and contact.told.at != self._told_at:
            self._told_at = contact.told.at
            wait = _range(contact.told.low_ms, contact.told.high_ms)
            print(f"Told: place {contact.told.place}, {wait}", flush=True)
        if contact.phase == self._phase:
            return False
        self._phase = contact.phase
        begins = contact.phase == "talking" and not self.has_talked
        self.has_talked = self.has_talked or begins
        print(f"{contact.phase.capitalize()}{self._who(contact)}", flush=True)
        return begins

    def _who(self, contact: ContactView) -> str:
        agents = self._view.status.agents if self._view.status is not None else ()
        name = next((agent.name for agent in agents if agent.id == contact.agent_id), "")
        if contact.phase == "offered":
            return f": ringing at {name}"
        return f" with {name}" if contact.phase == "talking" else ""


def _range(low_ms: int | None, high_ms: int | None) -> str:
    if low_ms is None or high_ms is None:
        return "wait unknown, since nobody is signed in; `lur demo traffic` brings agents"
    return f"wait {low_ms // 60_000}-{-(-high_ms // 60_000)} min"
