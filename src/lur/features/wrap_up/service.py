"""The verbs: write a note while talking, choose how a contact ended, leave something for another day."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date

import msgspec

from lur.adapters.storage.readmodel import ReadModel
from lur.core.ids import AgentId, ContactId, Instant
from lur.features import Refused
from lur.features.wrap_up import store
from lur.features.wrap_up.model import Disposition, NextStep, Note
from lur.features.wrap_up.tree import check, root_of
from lur.ports import Clock, Vault

NOTE_BYTES = 20_000
STEP_BYTES = 2_000
MOST_STEPS = 50
"""Of one contact, the done ones too: all its texts are opened together."""
NOTE = "note"
SUMMARY = "summary"
MOST_LISTED = 200
LINE_LENGTH = 200


class StaleNote(Refused):
    """The note was changed in another tab or by another agent; ``current`` is what it is now, ``sent`` what
    was not kept."""

    def __init__(self, contact_id: ContactId, current: Note, sent: str) -> None:
        super().__init__("changed_meanwhile", contact_id)
        self.current = current
        self.sent = sent


class Notes:
    """One text for each contact, in the vault under ``field``: the note, or the summary, which is what the
    agent said back to the customer and whoever takes over reads first."""

    def __init__(self, vault: Vault, clock: Clock, field: str = NOTE) -> None:
        self._vault = vault
        self._clock = clock
        self._field = field
        self._writing = asyncio.Lock()

    async def of(self, contact_id: ContactId) -> Note:
        """The note; version 0 and empty before the first word and after erasing."""
        sealed = (await self._vault.get(contact_id)).get(self._field)
        return msgspec.json.decode(sealed[0], type=Note) if sealed else Note()

    async def first_line(self, contact_id: ContactId) -> str:
        """What stands first in the note."""
        return next(iter((await self.of(contact_id)).text.strip().splitlines()), "")[:LINE_LENGTH]

    async def write(self, contact_id: ContactId, text: str, version: int, by: str) -> Note:
        """Keep the whole text, written upon ``version``. The same text again is kept already. Raises
        ``StaleNote``; ``Refused``: note_too_long."""
        if len(text.encode()) > NOTE_BYTES:
            raise Refused("note_too_long", str(NOTE_BYTES))
        async with self._writing:
            now = await self.of(contact_id)
            if now.text == text:
                return now
            if now.version != version:
                raise StaleNote(contact_id, now, text)
            new = Note(text=text, version=version + 1, at=self._clock.now(), by=by)
            await self._vault.put(contact_id, self._field, msgspec.json.encode(new).decode())
        return new


class Dispositions:
    """The company's own words for how a contact ended, kept in memory."""

    def __init__(self, database: ReadModel) -> None:
        self._database = database
        self._writing = asyncio.Lock()
        self._all: dict[str, Disposition] = {}

    async def load(self) -> None:
        """Read them, at start and after each change."""
        self._all = {each.id: each for each in await self._database.run(store.dispositions)}

    def tree(self) -> tuple[Disposition, ...]:
        """All of them, siblings in their order."""
        return tuple(self._all.values())

    def root_of(self, disposition_id: str) -> str:
        """The top level above it; itself when nobody knows it."""
        return root_of(disposition_id, self._all)

    def check_known(self, disposition_id: str | None) -> None:
        """One that may be given, archived or not; anything while the company has none. Raises ``Refused``:
        unknown_disposition."""
        if disposition_id is not None and self._all and disposition_id not in self._all:
            raise Refused("unknown_disposition", disposition_id)

    async def add(self, new: Disposition) -> Disposition:
        """One more. Raises ``Refused``: disposition_exists, and what ``tree.check`` raises."""
        async with self._writing:
            if new.id in self._all:
                raise Refused("disposition_exists", new.id)
            return await self._put(new)

    async def change(self, new: Disposition) -> Disposition:
        """Other words, another place, archived or not. Raises ``Refused``: unknown_disposition, and what
        ``tree.check`` raises."""
        async with self._writing:
            if new.id not in self._all:
                raise Refused("unknown_disposition", new.id)
            return await self._put(msgspec.structs.replace(new, demo=self._all[new.id].demo))

    async def _put(self, new: Disposition) -> Disposition:
        check(new, self._all)
        await self._database.run(lambda c: store.put_disposition(c, new))
        await self.load()
        return new


class NextSteps:
    """What is still to be done: agent and day in a table, the words in the vault under the contact."""

    def __init__(self, database: ReadModel, vault: Vault, clock: Clock) -> None:
        self._database = database
        self._vault = vault
        self._clock = clock

    async def add(
        self, step_id: str, contact_id: ContactId, text: str, due: str, owner: AgentId, by: str
    ) -> NextStep:
        """Something to be done; the same id again gives the one that was made. Raises ``Refused``:
        text_too_long, empty_text, bad_date, too_many_next_steps."""
        if len(text.encode()) > STEP_BYTES:
            raise Refused("text_too_long", str(STEP_BYTES))
        if not text.strip():
            raise Refused("empty_text")
        step = NextStep(
            id=step_id,
            contact_id=contact_id,
            owner=owner,
            due=_day(due),
            text=text,
            made_at=self._clock.now(),
            made_by=by,
            done_at=None,
        )
        if (known := await self._database.run(lambda c: store.find_step(c, step_id))) is not None:
            return await self._with_text(known)
        if await self._database.run(lambda c: store.count_steps(c, contact_id)) >= MOST_STEPS:
            raise Refused("too_many_next_steps", str(MOST_STEPS))
        await self._vault.put(contact_id, step_id, text)
        await self._database.run(lambda c: store.add_step(c, step))
        return step

    async def find(self, step_id: str) -> NextStep:
        """One of them. Raises ``Refused``: unknown_next_step."""
        step = await self._database.run(lambda c: store.find_step(c, step_id))
        if step is None:
            raise Refused("unknown_next_step", step_id)
        return await self._with_text(step)

    async def of_owner(self, owner: AgentId, open_only: bool) -> tuple[NextStep, ...]:
        """An agent's, the earliest day first, at most ``MOST_LISTED``."""
        found = await self._database.run(lambda c: store.steps_of_owner(c, owner, open_only, MOST_LISTED))
        return tuple([await self._with_text(step) for step in found])

    async def of_contacts(
        self, contacts: Sequence[ContactId], *, open_only: bool = False
    ) -> dict[ContactId, tuple[NextStep, ...]]:
        """Those of some contacts."""
        found: dict[ContactId, tuple[NextStep, ...]] = {}
        for step in await self._database.run(lambda c: store.steps_of_contacts(c, tuple(contacts))):
            if open_only and step.done_at is not None:
                continue
            found[step.contact_id] = (*found.get(step.contact_id, ()), await self._with_text(step))
        return found

    async def set_done(self, step: NextStep, done: bool) -> NextStep:
        """Done, or to be done after all. What is done stays done at its time."""
        at: Instant | None = (step.done_at or self._clock.now()) if done else None
        await self._database.run(lambda c: store.set_done(c, step.id, at))
        return msgspec.structs.replace(step, done_at=at)

    async def _with_text(self, step: NextStep) -> NextStep:
        text = (await self._vault.get(step.contact_id)).get(step.id, [""])[0]
        return msgspec.structs.replace(step, text=text)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise Refused("bad_date", text) from error
