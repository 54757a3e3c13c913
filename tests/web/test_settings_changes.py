"""Settings changed at random: whatever is changed in the file, an import makes true and an export gives."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.web.furnished import furnish
from tests.web.house import House

from lur.features.accounts.model import SERVICE
from lur.features.trail.model import Filter, Origins
from lur.web.office.document import ONLY
from lur.web.office.reading import wanted_in
from lur.web.office.toml_text import to_text
from lur.web.services import Services

pytestmark = pytest.mark.anyio

BY = Origins(actor=SERVICE.actor, origin="import")
DOCS = Path(__file__).parents[2] / "docs" / "settings.md"
ROUNDS = 25
SAFE_NUMBERS = ("promise_ms", "wrap_up_ms", "breath_ms", "most_waiting", "resume_ms", "least_ms")
TEXTS = ("name", "question", "text", "purpose", "hours", "topics", "also", "display_name")
CAN_GO = (
    *("answers", "phrases", "entries", "outside_numbers", "handover_rules"),
    *("samplings", "schedules", "webhooks", "sign_on_providers"),
)
CHOICES: dict[str, tuple[object, ...]] = {
    "each": (1, 2, 20),
    "period": ("day", "week", "month"),
    "at": ("00:00", "07:05", "23:59"),
    "weekday": (1, 7),
    "by": ("hour", "team"),
    "recipients": (["a@example.net"], ["b@example.net", "c@example.net"]),
    "kinds": (["contact.ended"], ["contact.rated", "contact.ended"]),
    "state": ("on", "off"),
    "passes_at": (0, 100),
    "groups_claim": ("groups", "realm_access.roles"),
    "second_factor_roles": ([], ["admin", "auditor"]),
    "rules": ([], [{"group": "alla = 1", "role": "agent", "agent": True, "team": "Å"}]),
}

TEXTS_OF_QUESTIONS = ("Hälsade?", 'Sa "hej"?', "Vad # då", "a = b")

Whole = dict[str, dict[str, dict[str, object]]]


def changed(document: Whole, chance: random.Random) -> Whole:
    """Some numbers, words, switches and skills are otherwise, and some items are gone."""
    made = {name: {key: dict(item) for key, item in items.items()} for name, items in document.items()}
    for name, items in made.items():
        for key in list(items):
            roll = chance.random()
            if name in CAN_GO and roll < 0.06:
                del items[key]
            elif roll < 0.4:
                change_item(items[key], chance)
    return made


def change_item(item: dict[str, object], chance: random.Random) -> None:
    """One field or more."""
    for field, value in list(item.items()):
        if chance.random() < 0.5:
            continue
        if field in SAFE_NUMBERS:
            item[field] = chance.randrange(1, 3_600_000) if field != "most_waiting" else chance.randrange(100)
        elif field in TEXTS and isinstance(value, str):
            item[field] = chance.choice(("Å", "x \\ y", 'a "b" c', "två ord", "nr 1 # 2", "ø/æ"))
        elif field in CHOICES:
            item[field] = chance.choice(CHOICES[field])
        elif field == "questions":
            item[field] = [question_changed(each, chance) for each in value]  # type: ignore[attr-defined]
        elif field in ("callbacks", "asks_rating", "paused", "link_by_email", "enabled"):
            item[field] = not value
        elif field == "skills":
            item[field] = {
                each: chance.randint(1, 5) for each in chance.sample(("retur", "teknik", "köp"), 2)
            }


def question_changed(question: dict[str, object], chance: random.Random) -> dict[str, object]:
    """Other words, and otherwise counted."""
    return {
        **question,
        "sv": chance.choice(TEXTS_OF_QUESTIONS),
        "hint": chance.choice(({}, {"nb": 'en "god" grunn'})),
        "scale": chance.choice(("yes_no", "to_three", "to_five")),
        "counts": chance.randint(1, 10),
        "critical": chance.random() < 0.5,
        "may_not_apply": chance.random() < 0.5,
    }


async def carried_out(services: Services, text: str) -> None:
    """Import a file."""
    wanted, unreadable = wanted_in(text)
    assert not unreadable
    async with services.office.changing(SERVICE, lambda: BY):
        plan = await services.office.plan(wanted, SERVICE, {})
        assert not plan.faults
        await services.office.carry_out(plan, SERVICE, BY, {})


async def test_any_change_comes_back_as_the_same_file(house: House) -> None:
    """What was imported is exported: every value that was changed is there, nothing else is otherwise, and
    the export imported once more does nothing. Every difference has its row in the history."""
    services, chance = house.services, random.Random(20261122)
    await furnish(house)
    for number in range(ROUNDS):
        before = await services.office.document()
        text = to_text(changed(before, chance), {})  # type: ignore[arg-type]
        wanted, _ = wanted_in(text)
        plan = await services.office.preview(wanted, SERVICE, {})
        await carried_out(services, text)
        after = await services.office.document()
        assert after == plan.after, f"round {number}"
        again = await services.office.preview(wanted_in(to_text(after, {}))[0], SERVICE, {})
        assert again.changes == ()
        rows = await services.office.trail.page(Filter(), limit=200)
        newest = [each for each in rows if each.row.batch == rows[0].row.batch]
        assert {(each.row.section, each.row.key) for each in newest} == {
            (each.section, each.key) for each in plan.changes
        }


async def test_each_section_is_told_of_in_the_docs(house: House) -> None:
    """What is in the file stands in docs/settings.md."""
    text = DOCS.read_text()
    for section in house.services.office.exported:
        assert f"| `{section.name}` |" in text, section.name
        assert section.one == (ONLY in await section.items())
