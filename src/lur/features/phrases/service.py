"""The verbs: read the phrases, and keep them as the team wants them.

All of them lie in memory, because every desk asks for them at every talk and they are few.
"""

from __future__ import annotations

import asyncio

import msgspec

from lur.adapters.storage.readmodel import ReadModel
from lur.features import Refused
from lur.features.phrases import store
from lur.features.phrases.demo import STARTERS
from lur.features.phrases.model import MOMENTS, TEXT_LENGTH, Moment, Phrase, strange_braces
from lur.ports import Clock

MOST_PHRASES = 200
MOST_ARCHIVED = 100
"""What can be taken back; of more, those that were archived first are forgotten."""


class Phrases:
    """A company's phrases."""

    def __init__(self, database: ReadModel, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._writing = asyncio.Lock()
        self._all: dict[str, Phrase] = {}

    async def load(self) -> None:
        """Read them, at start and after each change."""
        self._all = {each.id: each for each in await self._database.run(store.all_phrases)}

    def listed(self) -> tuple[Phrase, ...]:
        """What the desks show: moment after moment, each in its order."""
        live = [each for each in self._all.values() if not each.archived]
        return tuple(sorted(live, key=lambda each: MOMENTS.index(each.moment)))

    def archived(self) -> tuple[Phrase, ...]:
        """What can be taken back, the latest archived first."""
        gone = [each for each in self._all.values() if each.archived]
        return tuple(sorted(gone, key=lambda each: (-each.changed_at, each.id)))

    async def add(self, new: Phrase, by: str) -> Phrase:
        """One more, last of its moment; the same id again gives the one that was made. Raises ``Refused``:
        too_many_phrases, empty_text, text_too_long, unknown_placeholder."""
        async with self._writing:
            if (known := self._all.get(new.id)) is not None:
                return known
            self._check_room()
            last = max((each.position for each in self._of(new.moment)), default=-1)
            return await self._put(msgspec.structs.replace(new, version=0, position=last + 1), by)

    async def add_starters(self, demo: bool = False) -> tuple[Phrase, ...]:
        """The phrases that Lur brings, for a team that has none: all of them, once. Those that the team has
        already, archived or changed, stay as they are. Raises ``Refused``: too_many_phrases."""
        async with self._writing:
            missing = tuple(each for each in STARTERS if each.id not in self._all)
            self._check_room(len(missing))
            at = self._clock.now()
            new = tuple(msgspec.structs.replace(each, changed_at=at, demo=demo) for each in missing)
            await self._database.run(lambda c: store.put_phrases(c, new))
            await self.load()
            return self.listed()

    async def change(self, new: Phrase, by: str) -> Phrase:
        """Other words or another moment, made of ``new.version``; in another moment it stands last. Raises
        ``Refused``: unknown_phrase, changed_meanwhile, empty_text, text_too_long, unknown_placeholder."""
        async with self._writing:
            known = self._known(new.id, new.version)
            last = max((each.position for each in self._of(new.moment)), default=-1)
            position = known.position if known.moment == new.moment else last + 1
            kept = msgspec.structs.replace(new, position=position, archived=known.archived, demo=known.demo)
            return await self._put(kept, by)

    async def archive(self, phrase_id: str, version: int, by: str) -> Phrase:
        """The desks show it no more. Raises ``Refused``: unknown_phrase, changed_meanwhile."""
        async with self._writing:
            known = self._known(phrase_id, version)
            if known.archived:
                return known
            return await self._put(msgspec.structs.replace(known, archived=True), by)

    async def take_back(self, phrase_id: str, by: str) -> Phrase:
        """It is shown again, where it was. Raises ``Refused``: unknown_phrase, too_many_phrases."""
        async with self._writing:
            known = self._known(phrase_id)
            if not known.archived:
                return known
            self._check_room()
            return await self._put(msgspec.structs.replace(known, archived=False), by)

    async def order(self, moment: Moment, ids: tuple[str, ...]) -> tuple[Phrase, ...]:
        """The moment's phrases in a new order; what ``ids`` does not name comes after them, as it was. Words
        are untouched, so whoever edits one meanwhile loses nothing. Raises ``Refused``: unknown_phrase."""
        async with self._writing:
            mine = tuple(each.id for each in self._of(moment))
            if (strange := next((each for each in ids if each not in mine), None)) is not None:
                raise Refused("unknown_phrase", strange)
            whole = tuple(dict.fromkeys((*ids, *mine)))
            await self._database.run(lambda c: store.place(c, whole))
            await self.load()
            return self.listed()

    def _of(self, moment: Moment) -> tuple[Phrase, ...]:
        """The moment's, the archived ones too, so that they come back where they were."""
        return tuple(each for each in self._all.values() if each.moment == moment)

    def _known(self, phrase_id: str, version: int | None = None) -> Phrase:
        known = self._all.get(phrase_id)
        if known is None:
            raise Refused("unknown_phrase", phrase_id)
        if version not in (None, known.version):
            raise Refused("changed_meanwhile", phrase_id)
        return known

    def _check_room(self, more: int = 1) -> None:
        if len(self.listed()) + more > MOST_PHRASES:
            raise Refused("too_many_phrases", str(MOST_PHRASES))

    async def _put(self, new: Phrase, by: str) -> Phrase:
        _check_words(new)
        kept = msgspec.structs.replace(
            new, version=new.version + 1, changed_at=self._clock.now(), changed_by=by
        )
        await self._database.run(lambda c: store.put_phrases(c, (kept,)))
        await self.load()
        if forgotten := tuple(each.id for each in self.archived()[MOST_ARCHIVED:]):
            await self._database.run(lambda c: store.drop_phrases(c, forgotten))
            await self.load()
        return kept


def _check_words(new: Phrase) -> None:
    if not any(text.strip() for text in new.texts):
        raise Refused("empty_text")
    if any(len(text) > TEXT_LENGTH for text in new.texts):
        raise Refused("text_too_long", str(TEXT_LENGTH))
    if (strange := next(filter(None, map(strange_braces, new.texts)), None)) is not None:
        raise Refused("unknown_placeholder", strange)
