"""What the newer sections look like as text: whatever is in them is read back as the same; and what was
written down at the last start, or by an earlier version, is no change of today."""

from __future__ import annotations

from unittest.mock import Mock

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.web.furnished import furnish
from tests.web.house import House
from tests.web.test_settings_file import exported

from lur.core.flow import ToQueue
from lur.features.reports.model import By
from lur.features.trail.model import Filter
from lur.web.office.noting import LAST
from lur.web.office.quality_sections import FormItem, FormsSection, HeadingItem, QuestionItem
from lur.web.office.report_sections import ScheduleItem, SchedulesSection
from lur.web.office.sections import AnySection, ItemBase, plain
from lur.web.office.toml_text import from_text, to_text
from lur.web.rooms.office import office_of

LINES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=40)
HINTS = st.dictionaries(st.sampled_from(("sv", "nb", "en")), LINES, max_size=3)
QUESTIONS = st.builds(
    QuestionItem,
    section=st.sampled_from(("a", "b")),
    id=st.just(""),
    sv=LINES,
    hint=HINTS,
    scale=st.sampled_from(("yes_no", "to_three", "to_five")),
    counts=st.integers(1, 10),
    may_not_apply=st.booleans(),
    critical=st.booleans(),
)
SCHEDULES = st.builds(
    ScheduleItem,
    name=LINES,
    cadence=st.sampled_from(("daily", "weekly", "monthly")),
    at=st.times().map(lambda each: f"{each:%H:%M}"),
    weekday=st.integers(1, 7),
    month_day=st.integers(1, 28),
    by=st.sampled_from(("hour", "queue", "result")).map(lambda each: msgspec.convert(each, By)),
    queue=st.none() | LINES,
    compare=st.none() | st.sampled_from(("week", "year")),
    language=st.sampled_from(("sv", "nb", "en")),
    recipients=st.lists(st.emails(), min_size=1, max_size=3),
    paused=st.booleans(),
)


def read_back(section: AnySection, item: ItemBase) -> None:
    """Written as text and understood again it is the same."""
    tables = from_text(to_text({section.name: {"key": plain(item)}}, {}))
    good, faults = section.understood(tables[section.name])  # type: ignore[arg-type]
    assert faults == []
    assert good == {"key": item}


@given(st.lists(QUESTIONS, max_size=8), LINES, st.integers(0, 100))
def test_any_form_is_read_back(questions: list[QuestionItem], name: str, passes_at: int) -> None:
    """Whatever its words, scales and hints; its questions stand in the order of their sections."""
    first = (msgspec.structs.replace(QUESTION, section=each) for each in ("a", "b"))
    ordered = sorted((*first, *questions), key=lambda each: each.section)
    numbered = [msgspec.structs.replace(each, id=f"q{at}") for at, each in enumerate(ordered)]
    sections = [HeadingItem(id=each, sv=name) for each in ("a", "b")]
    form = FormItem(nb=name, passes_at=passes_at, sections=sections, questions=numbered)
    read_back(FormsSection(Mock(), Mock()), form)


QUESTION = QuestionItem(section="a", id="", sv="Bra?")


@given(SCHEDULES)
def test_any_report_by_mail_is_read_back(item: ScheduleItem) -> None:
    """Whatever its time, span and recipients."""
    read_back(SchedulesSection(Mock(), Mock()), item)


@pytest.mark.anyio
async def test_a_start_is_no_change(house: House) -> None:
    """What is read from where it is kept is as it was, flows and tokens too; and each of them is undone."""
    admin, _ = await house.as_role("admin"), await furnish(house)
    asked = {"name": "p", "scopes": ["see_status", "see_trail"]}
    assert (await admin.post("/api/tokens", json=asked)).status_code == 201
    trail, flows = house.services.office.trail, house.services.flows
    before = await exported(admin)
    first = flows.newest()[0]
    changed = msgspec.structs.replace(first.flow, name="Annan meny")
    voice = [each.queue_id for each in first.flow.nodes if isinstance(each, ToQueue)]
    await flows.save(changed, first.version, voice, "x")
    await house.services.office.look()
    count = len(await trail.page(Filter(), limit=200))
    house.services.office = office_of(house.services)
    await house.services.office.look()
    assert len(await trail.page(Filter(), limit=200)) == count
    (row, *_) = await trail.page(Filter(section="flows"), limit=1)
    undone = await admin.post(f"/api/changes/{row.row.id}/undo", json={})
    assert undone.status_code == 200, undone.text
    assert await exported(admin) == before


@pytest.mark.anyio
async def test_an_upgrade_is_no_change(house: House) -> None:
    """What the history knew of a form before forms were in the file looks otherwise; that is nobody's doing,
    and what is done after it is noted."""
    await furnish(house)
    trail, forms = house.services.office.trail, house.services.quality.quality.forms
    kept = msgspec.json.decode(await trail.remembered(LAST))
    kept["forms"] = {"service": {"words": {"sv": "Samtalet"}, "sections": [], "archived": False}}
    del kept["samplings"]
    await trail.remember(LAST, msgspec.json.encode(kept).decode())
    count = len(await trail.page(Filter(), limit=200))
    house.services.office = office_of(house.services)
    await house.services.office.look()
    assert len(await trail.page(Filter(), limit=200)) == count
    await forms.change(msgspec.structs.replace(forms.known("service"), passes_at=10), "x")
    await house.services.office.look()
    (row, *_) = await trail.page(Filter(section="forms"), limit=1)
    assert row.content is not None
    assert (row.row.key, (row.content.after or {})["passes_at"]) == ("service", 10)
