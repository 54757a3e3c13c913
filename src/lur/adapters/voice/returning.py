"""A place that survives: who left unserved and calls again from the same number has the place back.

Whose line failed has it at once; who hung up is asked, and presses a key. The core keeps the places
(``State.left``) and knows no numbers; here the numbers are kept beside the ids, in memory, and read again
from the vault after a restart. A hidden number is nobody's.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence

from lur.adapters.voice.protocol import WantedOne
from lur.adapters.voice.wanted import WantedCalls
from lur.core.commands import ResumePlace
from lur.core.events import ContactEnded
from lur.core.ids import DAY_MS, CommandId, ContactId, Instant
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
        for contact_id in self._centre.state.left:
            for number in (await vault.get(contact_id)).get("caller_number", []):
                self._numbers[contact_id] = number

    def follow(self, recorded: Sequence[Recorded]) -> None:
        """Contacts that have ended; to be told before their numbers are forgotten."""
        kept = self._centre.state.left
        ended = [row.event.contact_id for row in recorded if isinstance(row.event, ContactEnded)]
        for contact_id in ended:
            number = self._wanted.caller_of(contact_id)
            if number and contact_id in kept:
                self._numbers[contact_id] = number
        if ended:
            too_old = self._clock.now() - DAY_MS
            known = self._numbers.items()
            self._numbers = {each: n for each, n in known if each in kept and kept[each].at > too_old}

    async def welcome(self, contact_id: ContactId) -> None:
        """Somebody has arrived: give the place back, or offer to."""
        former_id = self._former_of(contact_id)
        if former_id is None:
            return
        now = self._clock.now()
        if self._centre.state.left[former_id].by_customer:
            wanted = self._wanted.may_resume(contact_id, former_id, self._centre.seq, now)
            if wanted is not None:
                self._send(WantedOne(contact=wanted))
            return
        command = ResumePlace(
            command_id=CommandId(f"resume-{contact_id}"), at=now, contact_id=contact_id, former_id=former_id
        )
        with contextlib.suppress(CommandRejected, JournalUnavailable):
            await self._centre.submit(command)

    def _former_of(self, contact_id: ContactId) -> ContactId | None:
        """The earliest place that this caller may have back now."""
        state, now = self._centre.state, self._clock.now()
        contact = state.contacts.get(contact_id)
        number = self._wanted.caller_of(contact_id)
        if contact is None or not number:
            return None
        earliest: Instant = contact.entered
        within_ms = state.queues[contact.queue_id].settings.resume_ms
        found = None
        for former_id, left in state.left.items():
            if (
                self._numbers.get(former_id) == number
                and now - left.at <= within_ms
                and left.entered < earliest
            ):
                found, earliest = former_id, left.entered
        return found
