"""The verbs of a review: begun, written, finished, answered by the agent, and looked at once more.

A review belongs to whoever began it, and each save is made of the version that was seen: two people, or two
windows, never write over each other. Nobody reviews a contact that they had themselves.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection

import msgspec

from lur.adapters.storage.readmodel import ReadModel
from lur.core.ids import AgentId, ContactId
from lur.features import Refused
from lur.features.quality import scoring, store
from lur.features.quality.forms import Forms
from lur.features.quality.model import (
    AsideReason,
    Calibration,
    Given,
    Origin,
    Reply,
    Review,
    Reviewer,
    Sample,
    SampleState,
    ScoringForm,
    Written,
)
from lur.features.quality.words import Words, check
from lur.ports import Clock, Entropy

MOST_OF_AGENT = 100


class Samples:
    """Contacts that are to be reviewed, or were."""

    def __init__(self, database: ReadModel, clock: Clock, entropy: Entropy, words: Words) -> None:
        self._database = database
        self._clock = clock
        self._entropy = entropy
        self._words = words
        self.writing = asyncio.Lock()
        """Held by all who change samples, here, in reviews and in draws, so that two never cross."""

    async def find(self, sample_id: str) -> Sample:
        """Raises ``Refused``: unknown_sample."""
        found = await self._database.run(lambda c: store.find_sample(c, sample_id))
        if found is None:
            raise Refused("unknown_sample", sample_id)
        return found

    async def to_do(self) -> tuple[Sample, ...]:
        """Open and begun ones, those of agents who did not agree first, else the oldest first."""
        found = await self._database.run(lambda c: store.samples_in(c, ("open", "begun")))
        return tuple(sorted(found, key=lambda each: (not each.second, each.added_at, each.id)))

    async def of_contact(self, contact_id: ContactId) -> tuple[Sample, ...]:
        """Those of a contact."""
        return await self._database.run(lambda c: store.samples_of_contact(c, contact_id))

    async def of_agent(self, agent_id: AgentId) -> tuple[Sample, ...]:
        """Those of an agent's contacts."""
        return await self._database.run(lambda c: store.samples_of_agent(c, agent_id))

    async def add(
        self,
        contact_id: ContactId,
        agent_id: AgentId,
        origin: Origin,
        form_id: str | None,
        reason: str,
        by: str,
    ) -> Sample:
        """By hand, with a reason; never part of a trend. Raises ``Refused``: sampled_already, empty_text,
        text_too_long."""
        async with self.writing:
            if await self.of_contact(contact_id):
                raise Refused("sampled_already", contact_id)
            sample = Sample(
                id=self._entropy.token("sample-"),
                contact_id=contact_id,
                agent_id=agent_id,
                form_id=form_id,
                origin=origin,
                draw_id=None,
                added_at=self._clock.now(),
                added_by=by,
                state="open",
                second=False,
                aside=None,
            )
            await self._words.write_reason(contact_id, sample.id, reason)
            return await self._put(sample)

    async def take_out(self, sample_id: str, by: str) -> None:
        """Undo an adding: by who did it, before anybody began. Raises ``Refused``: unknown_sample,
        not_your_sample, reviewed_already."""
        async with self.writing:
            sample = await self.find(sample_id)
            if sample.origin == "drawn" or sample.added_by != by:
                raise Refused("not_your_sample", sample_id)
            if sample.state != "open" or sample.second:
                raise Refused("reviewed_already", sample_id)
            await self._database.run(lambda c: store.drop_sample(c, sample_id))

    async def set_aside(self, sample_id: str, why: AsideReason) -> Sample:
        """It cannot be reviewed; chance is not asked for another. Raises ``Refused``: unknown_sample,
        reviewed_already."""
        async with self.writing:
            sample = await self.find(sample_id)
            if sample.state not in ("open", "aside") or sample.second:
                raise Refused("reviewed_already", sample_id)
            return await self._put(msgspec.structs.replace(sample, state="aside", aside=why))

    async def bring_back(self, sample_id: str) -> Sample:
        """It can be reviewed after all. Raises ``Refused``: unknown_sample."""
        async with self.writing:
            sample = await self.find(sample_id)
            if sample.state != "aside":
                return sample
            return await self._put(msgspec.structs.replace(sample, state="open", aside=None))

    async def _put(self, sample: Sample) -> Sample:
        await self._database.run(lambda c: store.put_sample(c, sample))
        return sample


class Reviews:
    """Reviews of samples, and of calibrations."""

    def __init__(
        self,
        database: ReadModel,
        clock: Clock,
        entropy: Entropy,
        forms: Forms,
        samples: Samples,
        words: Words,
    ) -> None:
        self._database = database
        self._clock = clock
        self._entropy = entropy
        self._forms = forms
        self._samples = samples
        self._words = words
        self._writing = samples.writing

    # --- questions -----------------------------------------------------------------------------------------

    async def find(self, review_id: str) -> Review:
        """Raises ``Refused``: unknown_review."""
        found = await self._database.run(lambda c: store.find_review(c, review_id))
        if found is None:
            raise Refused("unknown_review", review_id)
        return found

    async def of_sample(self, sample_id: str) -> tuple[Review, ...]:
        """The first, and the second when there is one."""
        found = await self._database.run(lambda c: store.reviews_of_samples(c, (sample_id,)))
        return tuple(sorted(found, key=lambda each: (each.begun_at, each.id)))

    async def of_samples(self, samples: Collection[str]) -> tuple[Review, ...]:
        """Of several."""
        return await self._database.run(lambda c: store.reviews_of_samples(c, tuple(samples)))

    async def of_agent(self, agent_id: AgentId) -> tuple[Review, ...]:
        """Those of an agent's contacts that are done, the newest first."""
        return await self._database.run(lambda c: store.reviews_of_agent(c, agent_id, MOST_OF_AGENT))

    # --- the reviewer --------------------------------------------------------------------------------------

    async def begin(
        self, sample_id: str, who: Reviewer, had: Collection[AgentId], form_id: str | None
    ) -> Review:
        """A new draft, or one's own that was begun. ``had``: the agents who had the contact. Raises
        ``Refused``: unknown_sample, own_contact, being_reviewed, reviewed_already, second_by_another,
        form_needed, unknown_form, form_archived."""
        async with self._writing:
            sample = await self._samples.find(sample_id)
            check_not_own(who, {*had, sample.agent_id})
            earlier = await self.of_sample(sample_id)
            draft = next((each for each in earlier if each.done_at is None), None)
            if draft is not None:
                if draft.reviewer == who.id:
                    return draft
                raise Refused("being_reviewed", draft.reviewer_name)
            if sample.state != "open":
                raise Refused("reviewed_already", sample_id)
            if sample.second and any(each.reviewer == who.id for each in earlier):
                raise Refused("second_by_another")
            chosen = sample.form_id or form_id
            if chosen is None:
                raise Refused("form_needed")
            form = self._forms.in_use(chosen) if sample.form_id is None else self._forms.known(chosen)
            review = self._draft(sample, form, who)
            now = msgspec.structs.replace(sample, state="begun", form_id=form.id)
            await self._database.run(lambda c: store.put_review(c, review, now))
            return review

    async def begin_calibrating(
        self, calibration: Calibration, who: Reviewer, had: Collection[AgentId]
    ) -> Review:
        """One's own draft in a calibration. Raises ``Refused``: own_contact."""
        async with self._writing:
            check_not_own(who, {*had, calibration.agent_id})
            known = await self._database.run(lambda c: store.reviews_of_calibration(c, calibration.id))
            own = next((each for each in known if each.reviewer == who.id), None)
            if own is not None:
                return own
            form = self._forms.of_version(calibration.form_id, calibration.form_version)
            review = self._draft(calibration, form, who)
            await self._database.run(lambda c: store.put_review(c, review))
            return review

    def _draft(self, of: Sample | Calibration, form: ScoringForm, who: Reviewer) -> Review:
        at, is_sample = self._clock.now(), isinstance(of, Sample)
        return Review(
            id=self._entropy.token("review-"),
            version=1,
            sample_id=of.id if is_sample else None,
            calibration_id=None if is_sample else of.id,
            contact_id=of.contact_id,
            agent_id=of.agent_id,
            form_id=form.id,
            form_version=form.version,
            purpose=("second" if of.second else "review") if isinstance(of, Sample) else "calibration",
            reviewer=who.id,
            reviewer_name=who.name,
            begun_at=at,
            changed_at=at,
            done_at=None,
            given=(),
            hundredths=None,
            failed=(),
            passed=None,
            has_words=False,
            seen_at=None,
            reply=None,
            replied_at=None,
        )

    async def save(
        self, review_id: str, who: Reviewer, version: int, given: tuple[Given, ...], written: Written
    ) -> Review:
        """The whole draft anew, made of ``version``. Raises ``Refused``: unknown_review, not_your_review,
        review_done, changed_meanwhile, unknown_question, bad_answer, text_too_long, too_many_marks."""
        async with self._writing:
            review = await self._own_draft(review_id, who, version)
            scoring.check_given(self._forms.of_version(review.form_id, review.form_version), given)
            check(written)
            has_words = written != Written()
            if has_words or review.has_words:
                await self._words.write(review.contact_id, review.id, written)
            return await self._put(
                msgspec.structs.replace(review, given=given, has_words=has_words or review.has_words)
            )

    async def take_over(self, review_id: str, who: Reviewer, had: Collection[AgentId]) -> Review:
        """Go on with somebody's draft as it stands; their next save is refused. Raises ``Refused``:
        unknown_review, own_contact, review_done, not_your_review (a calibration is one's own),
        second_by_another."""
        async with self._writing:
            review = await self.find(review_id)
            check_not_own(who, {*had, review.agent_id})
            if review.done_at is not None:
                raise Refused("review_done", review_id)
            if review.sample_id is None:
                raise Refused("not_your_review", review.reviewer_name)
            if review.purpose == "second":
                others = await self.of_sample(review.sample_id)
                if any(each.reviewer == who.id and each.id != review.id for each in others):
                    raise Refused("second_by_another")
            return await self._put(msgspec.structs.replace(review, reviewer=who.id, reviewer_name=who.name))

    async def finish(self, review_id: str, who: Reviewer, version: int) -> Review:
        """The agent can see it from now on. Raises ``Refused``: unknown_review, not_your_review, review_done,
        changed_meanwhile, questions_missing (with how many)."""
        async with self._writing:
            review = await self._own_draft(review_id, who, version)
            form = self._forms.of_version(review.form_id, review.form_version)
            if left := scoring.missing(form, review.given):
                raise Refused("questions_missing", str(len(left)))
            came_to = scoring.outcome(form, review.given)
            done = msgspec.structs.replace(
                review,
                done_at=self._clock.now(),
                hundredths=came_to.hundredths,
                failed=came_to.failed,
                passed=came_to.passed,
            )
            return await self._put(done, await self._sample_now(review, "done"))

    async def reopen(self, review_id: str, who: Reviewer) -> Review:
        """Undo finishing, until the agent has seen it. Raises ``Refused``: unknown_review, not_your_review,
        review_seen."""
        async with self._writing:
            review = await self.find(review_id)
            if review.reviewer != who.id:
                raise Refused("not_your_review", review.reviewer_name)
            if review.done_at is None:
                return review
            if review.seen_at is not None:
                raise Refused("review_seen")
            draft = msgspec.structs.replace(review, done_at=None, hundredths=None, failed=(), passed=None)
            return await self._put(draft, await self._sample_now(review, "begun"))

    # --- the agent -----------------------------------------------------------------------------------------

    async def see(self, review: Review) -> Review:
        """The agent has opened it: from now on it stands."""
        if review.seen_at is not None or review.done_at is None:
            return review
        async with self._writing:
            now = await self.find(review.id)
            if now.seen_at is not None or now.done_at is None:
                return now
            return await self._put(msgspec.structs.replace(now, seen_at=self._clock.now()))

    async def reply(self, review_id: str, agent_id: AgentId | None, reply: Reply, text: str) -> Review:
        """What the agent says to the review of their own contact. To disagree takes a reason, and then
        somebody else looks at it; another answer takes that back until they have begun. Raises ``Refused``:
        unknown_review, not_your_review, empty_text, text_too_long, second_stands, second_begun."""
        async with self._writing:
            review = await self.find(review_id)
            is_own = agent_id is not None and review.agent_id == agent_id
            if not is_own or review.sample_id is None or review.done_at is None:
                raise Refused("not_your_review", review_id)
            if reply == "disagree" and not text.strip():
                raise Refused("empty_text")
            if reply == "disagree" and review.purpose == "second":
                raise Refused("second_stands")
            sample = await self._samples.find(review.sample_id)
            if review.reply == "disagree" and (not sample.second or sample.state != "open"):
                raise Refused("second_begun")
            await self._words.write_reply(review.contact_id, review.id, text.strip())
            at = self._clock.now()
            answered = msgspec.structs.replace(
                review, reply=reply, replied_at=at, seen_at=review.seen_at or at
            )
            if review.purpose == "second":
                return await self._put(answered)
            again = reply == "disagree"
            return await self._put(
                answered, msgspec.structs.replace(sample, second=again, state="open" if again else "done")
            )

    # --- within --------------------------------------------------------------------------------------------

    async def _own_draft(self, review_id: str, who: Reviewer, version: int) -> Review:
        review = await self.find(review_id)
        if review.reviewer != who.id:
            raise Refused("not_your_review", review.reviewer_name)
        if review.done_at is not None:
            raise Refused("review_done", review_id)
        if review.version != version:
            raise Refused("changed_meanwhile", review_id)
        return review

    async def _sample_now(self, review: Review, state: SampleState) -> Sample | None:
        if review.sample_id is None:
            return None
        sample = await self._samples.find(review.sample_id)
        return msgspec.structs.replace(sample, state=state)

    async def _put(self, review: Review, sample: Sample | None = None) -> Review:
        kept = msgspec.structs.replace(review, version=review.version + 1, changed_at=self._clock.now())
        await self._database.run(lambda c: store.put_review(c, kept, sample))
        return kept


def check_not_own(who: Reviewer, had: Collection[AgentId]) -> None:
    """Raises ``Refused``: own_contact."""
    if who.agent_id is not None and who.agent_id in had:
        raise Refused("own_contact")
