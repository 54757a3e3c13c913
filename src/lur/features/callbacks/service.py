"""Who is to be called at which number. The numbers lie in the vault; in memory they are kept for those who
are to be called now, so that a second request finds the first and dialling asks no disk.

A number on the refusal list is not called, with one exception: who rings us from it, and asks in that very
call to be rung back, has said something newer than no. A number that was typed may be anybody's and proves
nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Literal

import structlog

from lur.core import events as e
from lur.core.commands import AskCallback, RequestCallback
from lur.core.ids import CommandId, ContactId, Instant, Language, QueueId
from lur.core.state import Contact
from lur.features import Refused
from lur.features.callbacks.model import CALLER_FIELD, NUMBER_FIELD, UNPROVED_FIELD, Requested, Window
from lur.features.callbacks.numbers import FAULTS, NumberFault, NumberRule
from lur.features.callbacks.windows import windows
from lur.ports import Clock, Entropy, Recorded, Vault, VaultUnavailable
from lur.runtime import Centre

log = structlog.get_logger("lur.callbacks")

CallFault = NumberFault | Literal["number_refused"]
Refuses = Callable[[str, Instant | None], bool]
"""Whether a number is on the refusal list; with the time of its owner's own wish, whether that is older."""
ACTOR = "customer"


class Callbacks:
    """All callbacks that are asked for. ``follow`` is a ``Subscriber``."""

    def __init__(
        self, centre: Centre, vault: Vault, clock: Clock, entropy: Entropy, rule: NumberRule
    ) -> None:
        self._centre = centre
        self._vault = vault
        self._clock = clock
        self._entropy = entropy
        self.rule = rule
        self.refuses: Refuses = lambda number, wished_at: False
        self.is_ours: Callable[[str], bool] = lambda number: False
        """Whether an E.164 number stands in the company's own directory."""
        self._numbers: dict[ContactId, str] = {}
        """Of live contacts that are to be called."""
        self._asking = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    async def load(self) -> None:
        """After a start: the numbers of all who are to be called."""
        for contact in tuple(self._centre.state.contacts.values()):
            if contact.callback is not None and not contact.is_outgoing:
                await self._look_up(contact.contact_id)

    def follow(self, batch: Sequence[Recorded]) -> None:
        """New events were made durable; the vault has a number before the journal has the request."""
        for recorded in batch:
            event = recorded.event
            if isinstance(event, e.CallbackAsked) and event.contact_id not in self._numbers:
                task = asyncio.get_running_loop().create_task(self._look_up(event.contact_id))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            elif isinstance(event, e.ContactEnded | e.CallbackAnswered):
                self._numbers.pop(event.contact_id, None)

    # --- questions -----------------------------------------------------------------------------------------

    def fault_in_number(self, number: str, wished_at: Instant | None = None) -> CallFault | None:
        """Why a number may not be called; None when it may. ``wished_at`` is when its owner asked, from this
        very number, for the call."""
        fault = self.rule.fault_in(number)
        if fault is not None and not self._ours(number):
            return fault
        return "number_refused" if self.refuses(number, wished_at) else None

    def dialled(self, number: str) -> str:
        """A number that may be called, E.164: callers' numbers come as their operators write them, and keyed
        ones without a country. Empty when it may not be called."""
        checked = self.rule.checked(number)
        return self._ours(number) if checked in FAULTS else checked

    def _ours(self, number: str) -> str:
        """The number as it stands in the company's own directory, empty when it does not."""
        checked = self.rule.checked_of_ours(number)
        return checked if checked not in FAULTS and self.is_ours(checked) else ""

    async def number_of(self, contact_id: ContactId) -> str:
        """The number at which a contact's customer can be called, E.164; empty when there is none that may
        be."""
        fields = await self._vault.get(contact_id)
        for field in (NUMBER_FIELD, CALLER_FIELD):
            checked = self.rule.checked(next(iter(reversed(fields.get(field, []))), ""))
            if checked not in FAULTS:
                return checked
        return ""

    def windows_of(self, queue_id: QueueId) -> tuple[Window, ...]:
        """What can be chosen now. Raises ``Refused``: unknown_queue."""
        queue = self._centre.state.queues.get(queue_id)
        if queue is None:
            raise Refused("unknown_queue", queue_id)
        return windows(queue.settings, self._clock.now(), self._clock.utc_offset_min)

    # --- verbs ---------------------------------------------------------------------------------------------

    async def request(
        self, number: str, queue_id: QueueId, language: Language, window: Window | None, entry: str = ""
    ) -> Requested:
        """Somebody who is on no line wants to be called; who asks again for the same finds the first.

        Raises ``Refused``: number_invalid, number_premium, number_foreign, number_refused;
        ``CommandRejected``; ``JournalUnavailable``; ``VaultUnavailable``.
        """
        checked = self._checked(number)
        self._check_refused(checked, None)
        async with self._asking:
            if (open_already := self._open(checked, queue_id)) is not None:
                return Requested(contact_id=open_already, is_new=False)
            contact_id = ContactId(self._entropy.token("c-"))
            await self._vault.put(contact_id, NUMBER_FIELD, checked)
            at = self._clock.now()
            self._numbers[contact_id] = checked
            try:
                await self._centre.submit(
                    RequestCallback(
                        command_id=CommandId(self._entropy.token("web-")),
                        at=at,
                        utc_offset_min=self._clock.utc_offset_min(at),
                        actor=ACTOR,
                        contact_id=contact_id,
                        queue_id=queue_id,
                        language=language,
                        entry=entry,
                        from_at=window.from_at if window is not None else None,
                        until_at=window.until_at if window is not None else None,
                    )
                )
            except Exception:
                del self._numbers[contact_id]
                await self._vault.erase(contact_id)
                raise
        return Requested(contact_id=contact_id, is_new=True)

    async def ask(self, contact_id: ContactId, number: str, window: Window | None) -> None:
        """A customer who waits wants to be called instead, or at another time or number; an empty ``number``
        is the one that is known. Raises ``Refused``: number_unknown and as ``request``."""
        checked = self._checked(number) if number else await self.number_of(contact_id)
        if not checked:
            raise Refused("number_unknown", contact_id)
        is_own = not number and await self._rings_from(contact_id, checked)
        self._check_refused(checked, self._clock.now() if is_own else None)
        async with self._asking:
            if number:
                await self._vault.put(contact_id, NUMBER_FIELD, checked)
            at = self._clock.now()
            await self._centre.submit(
                AskCallback(
                    command_id=CommandId(self._entropy.token("web-")),
                    at=at,
                    utc_offset_min=self._clock.utc_offset_min(at),
                    actor=ACTOR,
                    contact_id=contact_id,
                    from_at=window.from_at if window is not None else None,
                    until_at=window.until_at if window is not None else None,
                )
            )
            self._numbers[contact_id] = checked

    # --- inside --------------------------------------------------------------------------------------------

    def _checked(self, number: str) -> str:
        checked = self.rule.checked(number)
        if checked in FAULTS:
            raise Refused(checked)
        return checked

    def _check_refused(self, number: str, wished_at: Instant | None) -> None:
        if self.refuses(number, wished_at):
            raise Refused("number_refused")

    async def _rings_from(self, contact_id: ContactId, number: str) -> bool:
        """Whether the customer called us from this number, on a line that proves it."""
        fields = await self._vault.get(contact_id)
        caller = next(iter(reversed(fields.get(CALLER_FIELD, []))), "")
        return not any(fields.get(UNPROVED_FIELD, [])) and self.rule.checked(caller) == number

    def _open(self, number: str, queue_id: QueueId) -> ContactId | None:
        """The live callback to the number about the same matter."""
        for contact_id, known in self._numbers.items():
            contact = self._centre.state.contacts.get(contact_id)
            if known == number and contact is not None and _is_open(contact, queue_id):
                return contact_id
        return None

    async def _look_up(self, contact_id: ContactId) -> None:
        try:
            number = await self.number_of(contact_id)
        except VaultUnavailable as error:
            log.warning("number_not_read", reason=error.reason)
            return
        if number and contact_id in self._centre.state.contacts:
            self._numbers.setdefault(contact_id, number)


def _is_open(contact: Contact, queue_id: QueueId) -> bool:
    return contact.callback is not None and contact.queue_id == queue_id
