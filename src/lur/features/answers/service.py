"""The verbs: read, find what fits, and keep the answers as the company wants them.

All of them lie in memory, because pages of people who wait ask for them often and they are few.
"""

from __future__ import annotations

import asyncio

import msgspec

from lur.adapters.storage.readmodel import ReadModel
from lur.core.ids import Language, QueueId
from lur.features import Refused
from lur.features.answers import store
from lur.features.answers.model import QUESTION_LENGTH, TEXT_LENGTH, CommonAnswer
from lur.features.answers.search import best_fitting
from lur.ports import Clock

MOST_ANSWERS = 200
MOST_REMOVED = 50
"""What can be put back; of more, those that were removed first are forgotten."""
LONGEST_ASKED = 2_000


class Answers:
    """Answers to common questions, all of a company's."""

    def __init__(self, database: ReadModel, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._writing = asyncio.Lock()
        self._all: dict[str, CommonAnswer] = {}

    async def load(self) -> None:
        """Read them, at start and after each change."""
        self._all = {each.id: each for each in await self._database.run(store.all_answers)}

    def listed(
        self, language: Language | None = None, queue_id: QueueId | None = None
    ) -> tuple[CommonAnswer, ...]:
        """In their order; with a queue, those for its callers and for everybody."""
        return tuple(
            each
            for each in self._all.values()
            if each.removed_at is None
            and language in (None, each.language)
            and (queue_id is None or not each.queue_ids or queue_id in each.queue_ids)
        )

    def removed(self) -> tuple[CommonAnswer, ...]:
        """What can be put back, the latest removed first."""
        gone = [each for each in self._all.values() if each.removed_at is not None]
        return tuple(sorted(gone, key=lambda each: -(each.removed_at or 0)))

    def suggest(
        self, text: str, language: Language, queue_id: QueueId | None = None
    ) -> tuple[CommonAnswer, ...]:
        """The best three for what somebody has written, the best first; fewer when fewer share a word."""
        return best_fitting(text[:LONGEST_ASKED], self.listed(language, queue_id), language)

    async def add(self, new: CommonAnswer) -> CommonAnswer:
        """One more; the same id again gives the one that was made. Raises ``Refused``: too_many_answers,
        empty_text, text_too_long."""
        async with self._writing:
            if (known := self._all.get(new.id)) is not None:
                return known
            self._check_room()
            return await self._put(msgspec.structs.replace(new, version=1))

    async def change(self, new: CommonAnswer) -> CommonAnswer:
        """Other words, queues or place, made of ``new.version``. Raises ``Refused``: unknown_answer,
        changed_meanwhile, empty_text, text_too_long."""
        async with self._writing:
            known = self._known(new.id, new.version)
            return await self._put(msgspec.structs.replace(new, removed_at=known.removed_at, demo=known.demo))

    async def remove(self, answer_id: str, version: int) -> CommonAnswer:
        """Nobody sees it any more. Raises ``Refused``: unknown_answer, changed_meanwhile."""
        async with self._writing:
            known = self._known(answer_id, version)
            if known.removed_at is not None:
                return known
            return await self._put(msgspec.structs.replace(known, removed_at=self._clock.now()))

    async def put_back(self, answer_id: str) -> CommonAnswer:
        """It is seen again, where it was. Raises ``Refused``: unknown_answer, too_many_answers."""
        async with self._writing:
            known = self._known(answer_id)
            if known.removed_at is None:
                return known
            self._check_room()
            return await self._put(msgspec.structs.replace(known, removed_at=None))

    def _known(self, answer_id: str, version: int | None = None) -> CommonAnswer:
        known = self._all.get(answer_id)
        if known is None:
            raise Refused("unknown_answer", answer_id)
        if version not in (None, known.version):
            raise Refused("changed_meanwhile", answer_id)
        return known

    def _check_room(self) -> None:
        if len(self.listed()) >= MOST_ANSWERS:
            raise Refused("too_many_answers", str(MOST_ANSWERS))

    async def _put(self, new: CommonAnswer) -> CommonAnswer:
        _check_words(new)
        before = self._all.get(new.id)
        kept = msgspec.structs.replace(new, version=before.version + 1) if before is not None else new
        await self._database.run(lambda c: store.put_answer(c, kept))
        await self.load()
        if forgotten := tuple(each.id for each in self.removed()[MOST_REMOVED:]):
            await self._database.run(lambda c: store.drop_answers(c, forgotten))
            await self.load()
        return kept


def _check_words(new: CommonAnswer) -> None:
    if not new.question.strip() or not new.text.strip():
        raise Refused("empty_text")
    if len(new.question) > QUESTION_LENGTH or len(new.text) > TEXT_LENGTH:
        raise Refused("text_too_long", str(TEXT_LENGTH))
