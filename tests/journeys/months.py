"""What a team learns in a quarter: a day's contacts drawn by chance and reviewed week by week, one of them
judged by three who do not see each other.

It goes by the features that the pages use; the day's clock is put forward from one week to the next.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from journeys.played import AFTERNOON, FIRST, Played
from lur.core.ids import DAY_MS, AgentId
from lur.features.contacts.model import ContactRow
from lur.features.quality.demo import STARTER
from lur.features.quality.model import (
    Calibration,
    Candidate,
    Given,
    Mark,
    QuestionNote,
    Review,
    Reviewer,
    Sample,
    Sampling,
    Written,
)
from lur.features.quality.scoring import TOP
from lur.features.quality.service import Quality
from lur.web.rooms.quality import reviewer

WEEKS = 11
A_WEEK = 9
LEVELS = {"greets": (0.6, 0.95), "listens": (0.75, 0.8), "says_back": (0.35, 0.75), "solves": (0.7, 0.8)}
"""Where the team is with a question in the first week and in the last; it practises saying back."""
SAMPLING = Sampling(
    id="month",
    version=1,
    name="Tolv i månaden",
    form_id=STARTER.id,
    each=12,
    period="month",
    queue_ids=(),
    least_ms=30_000,
    archived=False,
    changed_at=0,
    changed_by="",
    demo=False,
)
WORDS = Written(
    notes=(QuestionNote(question_id="solves", text="Sa vem som ringer upp, och när."),),
    marks=(
        Mark(id="m1", at_ms=21_500, text="Fint att du väntar in.", question_id="listens", recording_id=""),
        Mark(
            id="m2",
            at_ms=74_000,
            text="Här kunde ärendet sägas tillbaka.",
            question_id="says_back",
            recording_id="",
        ),
    ),
    whole="Ett lugnt samtal. Pröva att säga tillbaka ärendet tidigare.",
)


class Months:
    """The quarter; afterwards ``review``, ``draft`` and ``calibration`` are there to be looked at."""

    review: Review
    draft: Review
    calibration: Calibration

    def __init__(self, lur: Played) -> None:
        self._lur = lur
        self._chance = random.Random(6)
        self._week = 0

    @property
    def _quality(self) -> Quality:
        return self._lur.services.quality.quality

    async def pass_by(self) -> None:
        """Draw, review for eleven weeks, and judge one together."""
        rows = await self._lur.ended()
        await self._quality.samplings.add(SAMPLING, "Demo supervisor")
        await self._quality.samplings.draw(SAMPLING.id, _pool(rows), AFTERNOON - DAY_MS, AFTERNOON, "Lisa")
        left = [each for each in await self._quality.samples.to_do() if each.origin == "drawn"]
        first = next(each for each in left if each.agent_id == FIRST)
        left = [first, *(each for each in left if each is not first)]
        await self._lur.go_on()
        for self._week in range(WEEKS + 1):
            self._lur.clock.step(AFTERNOON + self._week * 7 * DAY_MS)
            today, left = left[:A_WEEK], left[A_WEEK:]
            for sample in today:
                await self._reviewed(sample)
        self.draft = await self._begun(left[0], await self._judge("supervisor"))
        await self._together(next(row for row in rows if row.agent_id != FIRST))

    async def _judge(self, login: str) -> Reviewer:
        account = await self._lur.services.accounts.named(login)
        return reviewer(account)

    async def _begun(self, sample: Sample, who: Reviewer) -> Review:
        return await self._quality.reviews.begin(sample.id, who, {sample.agent_id}, None)

    async def _reviewed(self, sample: Sample) -> None:
        who = await self._judge(self._chance.choice(("supervisor", "karin", "aksel")))
        begun = await self._begun(sample, who)
        done = await self._finished(begun, who, WORDS)
        if sample.agent_id == FIRST and self._week == 0:
            self.review = await self._quality.reviews.reply(
                done.id, FIRST, "seen", "Det ska jag pröva, tack."
            )

    async def _finished(self, begun: Review, who: Reviewer, written: Written) -> Review:
        reviews = self._quality.reviews
        saved = await reviews.save(begun.id, who, begun.version, self._answers(), written)
        return await reviews.finish(saved.id, who, saved.version)

    def _answers(self) -> tuple[Given, ...]:
        given = []
        for question in STARTER.questions:
            least, most = LEVELS.get(question.id, (0.9, 0.9))
            level = least + (most - least) * self._week / WEEKS
            top = TOP[question.scale]
            value: int | None = sum(self._chance.random() < level for _ in range(top))
            if question.may_not_apply and self._chance.random() < 0.4:
                value = None
            given.append(Given(question_id=question.id, value=value))
        return tuple(given)

    async def _together(self, row: ContactRow) -> None:
        """Three judge the same contact; a second one waits for two of them."""
        calibrations, whose = self._quality.calibrations, AgentId(str(row.agent_id))
        judges = [await self._judge(login) for login in ("supervisor", "karin", "aksel")]
        self.calibration = await calibrations.open(row.id, whose, STARTER.id, judges, {whose}, judges[0].id)
        for number, who in enumerate(judges):
            begun = await self._quality.reviews.begin_calibrating(self.calibration, who, {whose})
            note = QuestionNote(question_id="says_back", text=SAID[number])
            await self._finished(begun, who, Written(notes=(note,)))


SAID = (
    "Bara numret sades tillbaka, inte vad det gällde.",
    "Hela ärendet, med kundens egna ord.",
    "Sades tillbaka först när kunden frågade.",
)


def _pool(rows: Sequence[ContactRow]) -> list[Candidate]:
    return [
        Candidate(contact_id=row.id, agent_id=AgentId(str(row.agent_id)), hour=8 + number % 7)
        for number, row in enumerate(rows)
        if row.channel == "voice" and row.agent_id is not None
    ]
