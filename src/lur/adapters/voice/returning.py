"""A place that survives: who left unserved and calls again from the same number has the place back.

Whose line failed has it at once; who hung up is asked, and presses a key. Who waits to be called back and
calls in meanwhile may take that place along by a key. A colleague may call from the same number, so neither
is done unasked. The core keeps the places
(``State.left``) and knows no numbers; here the numbers are kept beside the ids, in memory, and read again
from the vault after a restart. A hidden number is nobody's.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence

from lur.adapters.voice.protocol import WantedOne
from lur.adapters.voice.wanted import WantedCalls
from lur.core.commands import ResumePlace
from lur.core.events import CallbackAsked, ContactEnded
from lur.core.ids import DAY_MS, CommandId, ContactId, Instant
from lur.core.state import Contact
from lur.ports import Clock, JournalUnavailable, Recorded, Vault
from lur.runtime import Centre, CommandRejected


class Returning:
    """Knows callers again."""

    def __init__(
        self, centre: Centre, clock: Clock, wanted: WantedCalls, send: Callable[[WantedOne], bool]
    ) -> None:
        self._centre = centre
        self._clock = clock
        self._wanted = wanted
        self._send = send
        self._numbers: dict[ContactId, str] = {}
        """Of those whose place is kept."""

    async def load(self, vault: Vault) -> None:
        """After a restart: the numbers of all whose places are kept."""
        state = self._centre.state
        called = [each.contact_id for each in state.contacts.values() if each.callback is not None]
        for contact_id in called:
            self.number_is_known(contact_id)
        for contact_id in state.left:
            for number in (await vault.get(contact_id)).get("caller_number", []):
                self._numbers[contact_id] = self._wanted.numbers.plain(number)

    def follow(self, recorded: Sequence[Recorded]) -> None:
        """Contacts that have ended, or are to be called; to be told before their numbers are forgotten."""
        kept = self._centre.state.left
        left = [row.event.contact_id for row in recorded if isinstance(row.event, ContactEnded)]
        for row in recorded:
            if isinstance(row.event, CallbackAsked):
                self.number_is_known(row.event.contact_id)
        for contact_id in left:
            number = self._wanted.numbers.to_call(contact_id)
            if number and contact_id in kept:
                self._numbers[contact_id] = number
        if left:
            self._forget_old()

    def number_is_known(self, contact_id: ContactId) -> None:
        """A contact that is to be called: remember its number, as far as it is known by now."""
        if number := self._wanted.numbers.to_call(contact_id):
            self._numbers[contact_id] = number

    def _forget_old(self) -> None:
        state, too_old = self._centre.state, self._clock.now() - DAY_MS
        kept = {each for each, left in state.left.items() if left.at > too_old}
        self._numbers = {
            each: number for each, number in self._numbers.items() if each in kept or each in state.contacts
        }

    async def welcome(self, contact_id: ContactId) -> None:
        """Somebody has arrived: give the place back, or offer to."""
        former_id = self._former_of(contact_id)
        if former_id is None:
            return
        now = self._clock.now()
        left = self._centre.state.left.get(former_id)
        if left is None or left.by_customer:
            wanted = self._wanted.may_resume(contact_id, former_id, self._centre.seq, now)
            if wanted is not None:
                self._send(WantedOne(contact=wanted))
            return
        await self._resume(CommandId(f"resume-{contact_id}"), contact_id, former_id)

    async def join_earlier(self, contact_id: ContactId) -> None:
        """A contact is to be called: if the same customer asked for that before, about the same matter, it
        is one callback, with the earlier place; a place that they left, and found the door shut when they
        called again, is theirs too. Only the number that they call from says who they are: one
        that is keyed or typed may be anybody's, and would take that person's place."""
        contacts = self._centre.state.contacts
        contact = contacts.get(contact_id)
        number = self._wanted.numbers.of_caller(contact_id)
        if contact is None or contact.callback is None or not number:
            return
        for each in self._others_of(number, contact):
            former = contacts.get(each)
            if former is not None and _may_join(former, contact):
                await self._resume(CommandId(f"join-{contact_id}-{each}"), contact_id, each)
        if (left := self._left_by(number, contact)) is not None:
            await self._resume(CommandId(f"resume-{contact_id}"), contact_id, left)

    async def _resume(self, command_id: CommandId, contact_id: ContactId, former_id: ContactId) -> None:
        now = self._clock.now()
        command = ResumePlace(command_id=command_id, at=now, contact_id=contact_id, former_id=former_id)
        with contextlib.suppress(CommandRejected, JournalUnavailable):
            await self._centre.submit(command)

    def _former_of(self, contact_id: ContactId) -> ContactId | None:
        """The earliest place that this caller may have back now."""
        state = self._centre.state
        contact = state.contacts.get(contact_id)
        number = self._wanted.numbers.of_caller(contact_id)
        if contact is None or not number or contact.phase not in ("waiting", "offered"):
            return None
        for each in self._others_of(number, contact):
            former = state.contacts.get(each)
            if former is not None and _may_join(former, contact):
                return each
        return self._left_by(number, contact)

    def _left_by(self, number: str, contact: Contact) -> ContactId | None:
        """The earliest place that somebody with this number has left, and that is still kept."""
        state, now = self._centre.state, self._clock.now()
        within_ms = state.queues[contact.queue_id].settings.resume_ms
        places: list[tuple[Instant, ContactId]] = []
        for each in self._others_of(number, contact):
            left = state.left.get(each)
            if left is not None and now - left.at <= within_ms and left.entered < contact.entered:
                places.append((left.entered, each))
        return min(places)[1] if places else None

    def _others_of(self, number: str, contact: Contact) -> list[ContactId]:
        known = self._numbers.items()
        return [each for each, their in known if their == number and each != contact.contact_id]


def _may_join(former: Contact, contact: Contact) -> bool:
    """Whether it waits to be called about the same matter."""
    waits = former.callback is not None and former.phase in ("waiting", "resting")
    return waits and former.queue_id == contact.queue_id
