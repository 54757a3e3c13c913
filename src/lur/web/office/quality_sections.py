"""The team's forms and how contacts are drawn, in the document. A form that is changed becomes a new version,
as on its page: reviews that were begun go on with theirs. None is removed; what is taken out is archived.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

import msgspec

from lur.core.flow import Words
from lur.core.ids import Language, QueueId
from lur.features import Refused
from lur.features.quality.forms import MOST_FORMS, Forms
from lur.features.quality.model import MOST_QUESTIONS, Period, Question, Sampling, Scale, ScoringForm
from lur.features.quality.model import Section as FormSection
from lur.features.quality.samplings import MOST_EACH, MOST_SAMPLINGS, NAME_LENGTH, Samplings
from lur.features.quality.scoring import MOST_COUNTS, check_form
from lur.web.office.hand import Hand
from lur.web.office.sections import Fault, ItemBase, Section, Shown, Whole, Work, new_ids, too_many
from lur.web.payloads.common import END
from lur.web.payloads.quality import Line, ShortId

HOUR_MS = 3_600_000
Percent = Annotated[int, msgspec.Meta(ge=0, le=100)]


class QuestionItem(ItemBase, frozen=True, kw_only=True):
    """A question as the file has it, under the section that it names."""

    section: ShortId
    id: ShortId
    sv: Line = ""
    nb: Line = ""
    en: Line = ""
    hint: dict[Language, Line] = msgspec.field(default_factory=dict)
    scale: Scale = "yes_no"
    counts: Annotated[int, msgspec.Meta(ge=1, le=MOST_COUNTS)] = 1
    may_not_apply: bool = False
    critical: bool = False


class HeadingItem(ItemBase, frozen=True, kw_only=True):
    """A section of a form as the file has it."""

    id: ShortId
    sv: Line = ""
    nb: Line = ""
    en: Line = ""


class FormItem(ItemBase, frozen=True, kw_only=True):
    """A form as the file has it: its sections, and after them all its questions, each in its order."""

    sv: Line = ""
    nb: Line = ""
    en: Line = ""
    passes_at: Percent = 70
    sections: Annotated[list[HeadingItem], msgspec.Meta(max_length=MOST_QUESTIONS)]
    questions: Annotated[list[QuestionItem], msgspec.Meta(max_length=MOST_QUESTIONS)]


class FormsSection(Section[FormItem]):
    """What contacts are judged by."""

    name = "forms"
    note = (
        "What contacts are judged by: questions, how often they count (1 to 10), criticals (0 fails it all)."
    )
    item = FormItem
    goes = "first"

    def __init__(self, hand: Hand, forms: Forms) -> None:
        self._hand = hand
        self._forms = forms

    async def read(self) -> dict[str, FormItem]:
        """Those in use, as they are now."""
        return {each.id: _form_item(each) for each in self._forms.listed()}

    def normal(self, key: str, item: FormItem) -> FormItem:
        """Trimmed, with the questions in the order of their sections. Raises ``Refused``: as ``check_form``,
        and settings_unknown_name."""
        named = {each.id for each in item.sections}
        strange = next((each.section for each in item.questions if each.section not in named), None)
        if strange is not None:
            raise Refused("settings_unknown_name", strange)
        form = _form(key, item)
        check_form(form)
        return _form_item(form)

    async def check(self, work: Work[FormItem], whole: Whole) -> Sequence[Fault]:
        """None goes by which something is still to be drawn."""
        return (
            *new_ids(self, [key for key, (before, _) in work.put.items() if before is None]),
            *self._still_named(work, whole.items.get("samplings", {})),
            *too_many(self, whole, MOST_FORMS, "too_many_forms"),
        )

    def _still_named(self, work: Work[FormItem], samplings: Mapping[str, ItemBase]) -> Iterator[Fault]:
        for key, each in samplings.items():
            if (form := getattr(each, "form", "")) in work.drop:
                yield Fault(section="samplings", key=key, field="form", code="unknown_form", detail=form)

    async def put(self, key: str, before: FormItem | None, after: FormItem, shown: Shown) -> None:
        """A new form or one more version; one that was archived is taken back as it is to be."""
        by, new = self._hand.by.display_name, _form(key, after)
        if (gone := next((each for each in self._forms.archived() if each.id == key), None)) is not None:
            if _form_item(gone) != after:
                await self._forms.change(msgspec.structs.replace(new, version=gone.version), by)
            await self._forms.take_back(key, by)
        elif (known := next((each for each in self._forms.listed() if each.id == key), None)) is not None:
            await self._forms.change(msgspec.structs.replace(new, version=known.version), by)
        else:
            await self._forms.add(new, by)

    async def drop(self, key: str, before: FormItem) -> None:
        """Nothing new is judged by it; it can be taken back."""
        for each in self._forms.listed():
            if each.id == key:
                await self._forms.archive(key, each.version, self._hand.by.display_name)


def _form_item(form: ScoringForm) -> FormItem:
    return FormItem(
        sv=form.words.sv,
        nb=form.words.nb,
        en=form.words.en,
        passes_at=form.passes_at,
        sections=[
            HeadingItem(id=each.id, sv=each.words.sv, nb=each.words.nb, en=each.words.en)
            for each in form.sections
        ],
        questions=[
            _question_item(section.id, each) for section in form.sections for each in section.questions
        ],
    )


def _question_item(section: str, each: Question) -> QuestionItem:
    hint: dict[Language, str] = {"sv": each.hint.sv, "nb": each.hint.nb, "en": each.hint.en}
    return QuestionItem(
        section=section,
        id=each.id,
        sv=each.words.sv,
        nb=each.words.nb,
        en=each.words.en,
        hint={language: text for language, text in hint.items() if text},
        scale=each.scale,
        counts=each.counts,
        may_not_apply=each.may_not_apply,
        critical=each.critical,
    )


def _form(key: str, item: FormItem) -> ScoringForm:
    return ScoringForm(
        id=key,
        version=1,
        words=_words(item.sv, item.nb, item.en),
        sections=tuple(
            FormSection(
                id=section.id,
                words=_words(section.sv, section.nb, section.en),
                questions=tuple(_question(each) for each in item.questions if each.section == section.id),
            )
            for section in item.sections
        ),
        passes_at=item.passes_at,
        archived=False,
        changed_at=0,
        changed_by="",
        demo=False,
    )


def _question(item: QuestionItem) -> Question:
    return Question(
        id=item.id,
        words=_words(item.sv, item.nb, item.en),
        hint=_words(item.hint.get("sv", ""), item.hint.get("nb", ""), item.hint.get("en", "")),
        scale=item.scale,
        counts=item.counts,
        may_not_apply=item.may_not_apply,
        critical=item.critical,
    )


def _words(sv: str, nb: str, en: str) -> Words:
    return Words(sv.strip(), nb.strip(), en.strip())


# --- samplings ---------------------------------------------------------------------------------------------


class SamplingItem(ItemBase, frozen=True, kw_only=True):
    """How contacts are drawn, as the file has it."""

    name: Annotated[
        str, msgspec.Meta(min_length=1, max_length=NAME_LENGTH, pattern=rf"^[^\x00-\x1f\x7f]*{END}")
    ]
    form: ShortId
    each: Annotated[int, msgspec.Meta(ge=1, le=MOST_EACH)] = 2
    period: Period = "week"
    queues: Annotated[list[str], msgspec.Meta(max_length=100)] = msgspec.field(default_factory=list)
    least_ms: Annotated[int, msgspec.Meta(ge=0, le=HOUR_MS)] = 30_000


class SamplingsSection(Section[SamplingItem]):
    """How contacts are drawn."""

    name = "samplings"
    note = "How contacts are drawn: so many for each agent in each day, week or month; no queues: from all."
    item = SamplingItem
    goes = "first"

    def __init__(self, hand: Hand, samplings: Samplings) -> None:
        self._hand = hand
        self._samplings = samplings

    async def read(self) -> dict[str, SamplingItem]:
        """Those in use."""
        return {
            each.id: SamplingItem(
                name=each.name,
                form=each.form_id,
                each=each.each,
                period=each.period,
                queues=list(each.queue_ids),
                least_ms=each.least_ms,
            )
            for each in self._samplings.listed()
        }

    def normal(self, key: str, item: SamplingItem) -> SamplingItem:
        """Trimmed. Raises ``Refused``: empty_text."""
        name = item.name.strip()
        if not name:
            raise Refused("empty_text", key)
        return msgspec.structs.replace(item, name=name, queues=list(dict.fromkeys(item.queues)))

    async def check(self, work: Work[SamplingItem], whole: Whole) -> Sequence[Fault]:
        """Forms and queues are there."""
        return (
            *new_ids(self, [key for key, (before, _) in work.put.items() if before is None]),
            *self._unknown(work, whole),
            *too_many(self, whole, MOST_SAMPLINGS, "too_many_samplings"),
        )

    def _unknown(self, work: Work[SamplingItem], whole: Whole) -> Iterator[Fault]:
        for key, (_, after) in work.put.items():
            if not whole.has("forms", after.form):
                yield self.fault(key, "unknown_form", after.form, "form")
            for queue in after.queues:
                if not whole.has("queues", queue):
                    yield self.fault(key, "unknown_queue", queue, "queues")

    async def put(self, key: str, before: SamplingItem | None, after: SamplingItem, shown: Shown) -> None:
        """So it is drawn from the next draw on. One that was archived is changed first and then taken back:
        the form that it had may be gone."""
        by, new = self._hand.by.display_name, _sampling(key, after)
        listed, gone = self._samplings.listed(), self._samplings.archived()
        known = next((each for each in (*listed, *gone) if each.id == key), None)
        if known is None:
            await self._samplings.add(new, by)
            return
        await self._samplings.change(msgspec.structs.replace(new, version=known.version), by)
        if known.archived:
            await self._samplings.take_back(key, by)

    async def drop(self, key: str, before: SamplingItem) -> None:
        """Nothing more is drawn by it; it can be taken back."""
        for each in self._samplings.listed():
            if each.id == key:
                await self._samplings.archive(key, each.version, self._hand.by.display_name)


def _sampling(key: str, item: SamplingItem) -> Sampling:
    return Sampling(
        id=key,
        version=1,
        name=item.name,
        form_id=item.form,
        each=item.each,
        period=item.period,
        queue_ids=tuple(QueueId(each) for each in item.queues),
        least_ms=item.least_ms,
        archived=False,
        changed_at=0,
        changed_by="",
        demo=False,
    )
