"""Numbers of customers who are to be called: looked up in the vault, and judged before they are dialled.

A number that the customer has keyed or typed counts before the one they called from. One that may not be
called is refused when the callback is asked for, and once more when it is dialled, since the rule may have
changed meanwhile.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from lur.adapters.voice.wanted import WantedCalls
from lur.core.commands import DeclineAsk, ReportAttempt
from lur.core.events import PartyAsked
from lur.core.ids import CommandId, ContactId
from lur.ports import Clock, JournalUnavailable, Vault
from lur.runtime import Centre, CommandRejected
from lur.runtime.personal import outside_in


class Dialling:
    """Knows whom to call at which number."""

    def __init__(self, centre: Centre, vault: Vault, clock: Clock, wanted: WantedCalls) -> None:
        self._centre = centre
        self._vault = vault
        self._clock = clock
        self._wanted = wanted

    async def look_up(self, contact_id: ContactId) -> None:
        """Read the contact's numbers from the vault."""
        fields = await self._vault.get(contact_id)
        if fields.get("caller_unproved"):
            self._wanted.numbers.is_unproved(contact_id)
        for number in fields.get("caller_number", []):
            self._wanted.numbers.caller_is(contact_id, number)
        for number in fields.get("callback_number", [])[-1:]:
            self._wanted.numbers.call_at(contact_id, number)
        for party_id, (number, _) in outside_in(fields).items():
            if party_id in self._centre.state.parties:
                self._wanted.numbers.party_is(party_id, number)

    async def find(self, contact_id: ContactId) -> None:
        """The number may have been given elsewhere (on a page); without a good one there is nothing to
        call."""
        await self.look_up(contact_id)
        await self._refuse_bad(contact_id)

    async def find_outside(self, asked: PartyAsked, say_again: Callable[[ContactId], None]) -> None:
        """An outside number is asked into a talk: know it, and say again what is wanted; or say that it may
        not be called."""
        contact_id, party_id = asked.contact_id, asked.party_id
        number, _ = outside_in(await self._vault.get(contact_id)).get(party_id, ("", ""))
        self._wanted.numbers.party_is(party_id, number)
        if self._wanted.fault_in_outside(party_id):
            now = self._clock.now()
            command = DeclineAsk(
                command_id=CommandId(f"refused-{party_id}"), at=now, party_id=party_id, reason="refused"
            )
            with contextlib.suppress(CommandRejected, JournalUnavailable):
                await self._centre.submit(command)
        say_again(contact_id)

    def fault(self, contact_id: ContactId) -> str:
        """Why the customer cannot be called; empty when they can."""
        contact = self._centre.state.contacts.get(contact_id)
        callback = contact.callback if contact is not None else None
        return self._wanted.fault(contact_id, self._clock.now() if callback is None else callback.asked)

    async def _refuse_bad(self, contact_id: ContactId) -> None:
        """A customer who is to be called now and cannot: the attempt has come to nothing."""
        contact = self._centre.state.contacts.get(contact_id)
        callback = contact.callback if contact is not None and contact.phase == "dialling" else None
        if callback is None or (self._wanted.numbers.to_call(contact_id) and not self.fault(contact_id)):
            return
        now = self._clock.now()
        command = ReportAttempt(
            command_id=CommandId(f"attempt-{contact_id}-{callback.asked}-{callback.attempts}"),
            at=now,
            utc_offset_min=self._clock.utc_offset_min(now),
            contact_id=contact_id,
            attempt=callback.attempts,
            miss="refused",
        )
        with contextlib.suppress(CommandRejected, JournalUnavailable):
            await self._centre.submit(command)
