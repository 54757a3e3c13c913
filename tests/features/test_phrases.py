"""The team's phrases: in order, in three languages, archived and never lost by somebody who was slower."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from lur.adapters.storage.readmodel import ReadModel
from lur.core.ids import Instant
from lur.features import Refused
from lur.features.phrases import service
from lur.features.phrases.demo import STARTERS
from lur.features.phrases.model import MOMENTS, TEXT_LENGTH, Moment, Phrase, strange_braces
from lur.features.phrases.service import Phrases

pytestmark = pytest.mark.anyio

BY = "Sara"


class Clock:
    """A clock that goes on by one with each look."""

    at = 1_000

    def now(self) -> Instant:
        """The time."""
        self.at += 1
        return self.at

    def utc_offset_min(self, at: Instant) -> int:
        """None."""
        return 0


@pytest.fixture
async def phrases(tmp_path: Path) -> AsyncIterator[Phrases]:
    """None yet."""
    database = await ReadModel.open(tmp_path / "lur.db")
    made = Phrases(database, Clock())
    await made.load()
    yield made
    await database.close()


def one(id: str, sv: str = "Hej.", *, moment: Moment = "greet", version: int = 1) -> Phrase:
    """A phrase in Swedish."""
    return Phrase(
        id=id,
        version=version,
        moment=moment,
        position=0,
        sv=sv,
        nb="",
        en="",
        archived=False,
        changed_at=0,
        changed_by="",
        demo=False,
    )


def ids(phrases: Phrases) -> list[str]:
    """What the desks show."""
    return [each.id for each in phrases.listed()]


async def refused(code: str, work: object) -> None:
    """The verb is refused with this code."""
    with pytest.raises(Refused) as caught:
        await work  # type: ignore[misc]
    assert caught.value.code == code


async def test_phrases_stand_moment_after_moment_in_their_order(phrases: Phrases) -> None:
    """A new one is the last of its moment, and the moments come as a talk goes."""
    for id, moment in (("bye", "close"), ("hi", "greet"), ("why", "check"), ("hello", "greet")):
        await phrases.add(one(id, moment=moment), BY)  # type: ignore[arg-type]
    assert ids(phrases) == ["hi", "hello", "why", "bye"]


async def test_a_phrase_says_who_changed_it_last_and_when(phrases: Phrases) -> None:
    """With each change of its words the version grows."""
    first = await phrases.add(one("a"), BY)
    changed = await phrases.change(one("a", "Hej där."), "Ali")
    assert (first.version, first.changed_by) == (1, BY)
    assert (changed.version, changed.changed_by, changed.sv) == (2, "Ali", "Hej där.")
    assert changed.changed_at > first.changed_at


async def test_phrases_are_there_after_a_restart(tmp_path: Path) -> None:
    """What was kept is read again, order and all."""
    database = await ReadModel.open(tmp_path / "lur.db")
    before = Phrases(database, Clock())
    for id in ("a", "b", "c"):
        await before.add(one(id), BY)
    kept = await before.order("greet", ("c", "a"))
    await database.close()
    again = await ReadModel.open(tmp_path / "lur.db")
    after = Phrases(again, Clock())
    await after.load()
    assert after.listed() == kept
    assert ids(after) == ["c", "a", "b"]
    await again.close()


async def test_two_who_change_a_phrase_lose_nothing(phrases: Phrases) -> None:
    """The slower one is told; who only moves it stands in nobody's way."""
    await phrases.add(one("a"), BY)
    await phrases.add(one("b"), BY)
    await phrases.order("greet", ("b", "a"))
    changed = await phrases.change(one("a", "Hej hej."), BY)
    await refused("changed_meanwhile", phrases.change(one("a", "Goddag."), BY))
    await refused("changed_meanwhile", phrases.archive("a", 1, BY))
    assert phrases.listed()[1] == changed


async def test_an_archived_phrase_comes_back_where_it_was(phrases: Phrases) -> None:
    """Nothing is deleted; both steps twice do no harm."""
    for id in ("a", "b", "c"):
        await phrases.add(one(id), BY)
    gone = await phrases.archive("b", 1, BY)
    assert await phrases.archive("b", gone.version, BY) == gone
    assert (ids(phrases), [each.id for each in phrases.archived()]) == (["a", "c"], ["b"])
    back = await phrases.take_back("b", BY)
    assert await phrases.take_back("b", BY) == back
    assert (ids(phrases), phrases.archived()) == (["a", "b", "c"], ())


async def test_a_phrase_can_go_to_another_moment(phrases: Phrases) -> None:
    """There it stands last; changed where it is, it stays where it stood."""
    await phrases.add(one("a"), BY)
    await phrases.add(one("b"), BY)
    await phrases.add(one("c", moment="close"), BY)
    await phrases.change(one("a", "Hej.", moment="close"), BY)
    await phrases.change(one("c", "Tack.", moment="close"), BY)
    assert ids(phrases) == ["b", "c", "a"]


async def test_what_is_not_there_cannot_be_changed(phrases: Phrases) -> None:
    """Nor ordered in a moment that is not its own."""
    await phrases.add(one("a"), BY)
    await refused("unknown_phrase", phrases.change(one("x"), BY))
    await refused("unknown_phrase", phrases.archive("x", 1, BY))
    await refused("unknown_phrase", phrases.take_back("x", BY))
    await refused("unknown_phrase", phrases.order("close", ("a",)))


async def test_the_phrases_lur_brings_are_added_once(phrases: Phrases) -> None:
    """Beside what the team has; what it archived or changed stays so."""
    await phrases.add(one("mine"), BY)
    await phrases.add_starters()
    first = STARTERS[0].id
    await phrases.archive(first, 1, BY)
    again = await phrases.add_starters()
    assert len(again) == len(STARTERS)
    assert first not in ids(phrases)
    assert {each.demo for each in again} == {False}


async def test_there_is_an_end_to_phrases(phrases: Phrases, monkeypatch: pytest.MonkeyPatch) -> None:
    """At most so many; of the archived ones those that went first are forgotten."""
    monkeypatch.setattr(service, "MOST_PHRASES", 2)
    monkeypatch.setattr(service, "MOST_ARCHIVED", 2)
    for id in ("a", "b", "c", "d"):
        await phrases.add(one(id), BY)
        await phrases.archive(id, 1, BY)
    assert [each.id for each in phrases.archived()] == ["d", "c"]
    await phrases.add(one("e"), BY)
    await phrases.add(one("f"), BY)
    await refused("too_many_phrases", phrases.add(one("g"), BY))
    await refused("too_many_phrases", phrases.take_back("d", BY))
    await refused("too_many_phrases", phrases.add_starters())


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (" ", "empty_text"),
        ("x" * (TEXT_LENGTH + 1), "text_too_long"),
        ("Hej {namn}.", "unknown_placeholder"),
        ("Hej {agent.", "unknown_placeholder"),
    ],
)
async def test_what_no_phrase_can_be_is_refused(phrases: Phrases, words: str, code: str) -> None:
    """With a code, and nothing is kept."""
    await refused(code, phrases.add(one("a", words), BY))
    assert phrases.listed() == ()


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("Hej, {agent} på {company}.", None),
        ("{minutes}{minutes}", None),
        ("Hej {kund}", "{kund}"),
        ("Hej }", "}"),
        ("Hej {}", "{}"),
    ],
)
def test_only_what_the_desk_can_fill_in_stands_in_braces(text: str, strange: str | None) -> None:
    """Nobody reads a brace aloud."""
    assert strange_braces(text) == strange


def test_lur_brings_phrases_for_every_moment_in_three_languages() -> None:
    """Each short enough, with the same things to fill in, and none that tells people to calm down."""
    assert {each.moment for each in STARTERS} == set(MOMENTS)
    assert len({each.id for each in STARTERS}) == len(STARTERS)
    for each in STARTERS:
        braces = [sorted(part.split("}")[0] for part in text.split("{")[1:]) for text in each.texts]
        assert braces[0] == braces[1] == braces[2], each.id
        for text in each.texts:
            assert 0 < len(text) <= TEXT_LENGTH
            assert strange_braces(text) is None
            assert not any(word in text.casefold() for word in ("lugn", "rolig", "calm", "!"))


def test_a_phrase_keeps_its_shape() -> None:
    """What the table holds is what the pages get."""
    phrase = one("a")
    assert msgspec.json.decode(msgspec.json.encode(phrase), type=Phrase) == phrase
