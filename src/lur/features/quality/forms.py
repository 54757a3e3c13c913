"""The team's forms: built, changed, archived, and each version kept for the reviews that were made by it.

All of them lie in memory, because they are few and every review asks for its own.
"""

from __future__ import annotations

import asyncio

import msgspec

from lur.adapters.storage.readmodel import ReadModel
from lur.features import Refused
from lur.features.quality import store
from lur.features.quality.model import ScoringForm
from lur.features.quality.scoring import check_form
from lur.ports import Clock

MOST_FORMS = 50


class Forms:
    """Every version of every form."""

    def __init__(self, database: ReadModel, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._writing = asyncio.Lock()
        self._versions: dict[tuple[str, int], ScoringForm] = {}
        self._now: dict[str, ScoringForm] = {}

    async def load(self) -> None:
        """Read them, once at start."""
        for each in await self._database.run(store.forms):
            self._keep(each)

    def _keep(self, form: ScoringForm) -> ScoringForm:
        self._versions[form.id, form.version] = form
        self._now[form.id] = form
        return form

    # --- questions -----------------------------------------------------------------------------------------

    def listed(self) -> tuple[ScoringForm, ...]:
        """Those in use as they are now, by id."""
        return tuple(self._now[each] for each in sorted(self._now) if not self._now[each].archived)

    def archived(self) -> tuple[ScoringForm, ...]:
        """What can be taken back, the latest archived first."""
        gone = [each for each in self._now.values() if each.archived]
        return tuple(sorted(gone, key=lambda each: (-each.changed_at, each.id)))

    def known(self, form_id: str) -> ScoringForm:
        """A form as it is now, archived or not. Raises ``Refused``: unknown_form."""
        if form_id not in self._now:
            raise Refused("unknown_form", form_id)
        return self._now[form_id]

    def in_use(self, form_id: str) -> ScoringForm:
        """One that something new may be reviewed by. Raises ``Refused``: unknown_form, form_archived."""
        form = self.known(form_id)
        if form.archived:
            raise Refused("form_archived", form_id)
        return form

    def of_version(self, form_id: str, version: int) -> ScoringForm:
        """As it was then. Raises ``Refused``: unknown_form."""
        found = self._versions.get((form_id, version))
        if found is None:
            raise Refused("unknown_form", form_id)
        return found

    def changed_since(self, form_id: str, version: int) -> bool:
        """Whether its questions are others now; to be archived changes none."""
        then, now = self.of_version(form_id, version), self.known(form_id)
        return (then.sections, then.passes_at) != (now.sections, now.passes_at)

    # --- verbs ---------------------------------------------------------------------------------------------

    async def add(self, new: ScoringForm, by: str) -> ScoringForm:
        """One more; the same id again gives the one that was made. Raises ``Refused``: too_many_forms, and
        as ``check_form``."""
        async with self._writing:
            if (known := self._now.get(new.id)) is not None:
                return known
            self._check_room()
            return await self._put(msgspec.structs.replace(new, version=0, archived=False), by)

    async def change(self, new: ScoringForm, by: str) -> ScoringForm:
        """Other questions, made of ``new.version``; open reviews go on with the version that they began with.
        Raises ``Refused``: unknown_form, changed_meanwhile, and as ``check_form``."""
        async with self._writing:
            known = self._seen(new.id, new.version)
            return await self._put(msgspec.structs.replace(new, archived=known.archived, demo=known.demo), by)

    async def archive(self, form_id: str, version: int, by: str) -> ScoringForm:
        """Nothing new is reviewed by it. Raises ``Refused``: unknown_form, changed_meanwhile."""
        async with self._writing:
            known = self._seen(form_id, version)
            if known.archived:
                return known
            return await self._put(msgspec.structs.replace(known, archived=True), by)

    async def take_back(self, form_id: str, by: str) -> ScoringForm:
        """It is in use again. Raises ``Refused``: unknown_form, too_many_forms."""
        async with self._writing:
            known = self.known(form_id)
            if not known.archived:
                return known
            self._check_room()
            return await self._put(msgspec.structs.replace(known, archived=False), by)

    def _seen(self, form_id: str, version: int) -> ScoringForm:
        known = self.known(form_id)
        if known.version != version:
            raise Refused("changed_meanwhile", form_id)
        return known

    def _check_room(self) -> None:
        if len(self.listed()) >= MOST_FORMS:
            raise Refused("too_many_forms", str(MOST_FORMS))

    async def _put(self, new: ScoringForm, by: str) -> ScoringForm:
        check_form(new)
        kept = msgspec.structs.replace(
            new, version=new.version + 1, changed_at=self._clock.now(), changed_by=by
        )
        await self._database.run(lambda c: store.put_form(c, kept))
        return self._keep(kept)
