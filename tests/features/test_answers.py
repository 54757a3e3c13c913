"""Answers to common questions: few, in order, found by shared words, and put back when removed by mistake."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lur.adapters.storage.readmodel import ReadModel
from lur.core.ids import Instant, Language, QueueId
from lur.features import Refused
from lur.features.answers import service
from lur.features.answers.demo import ANSWERS
from lur.features.answers.model import CommonAnswer
from lur.features.answers.search import BEST, best_fitting
from lur.features.answers.service import Answers
from lur.wire.words import LANGUAGES

pytestmark = pytest.mark.anyio


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
async def answers(tmp_path: Path) -> AsyncIterator[Answers]:
    """None yet."""
    database = await ReadModel.open(tmp_path / "lur.db")
    made = Answers(database, Clock())
    await made.load()
    yield made
    await database.close()


def one(
    id: str, question: str = "Hur?", text: str = "Så.", *, position: int = 0, queues: tuple[str, ...] = ()
) -> CommonAnswer:
    """An answer in Swedish."""
    return CommonAnswer(
        id=id,
        version=1,
        language="sv",
        question=question,
        text=text,
        queue_ids=tuple(QueueId(each) for each in queues),
        position=position,
        removed_at=None,
        demo=False,
    )


async def refused(code: str, work: object) -> None:
    """The verb is refused with this code."""
    with pytest.raises(Refused) as caught:
        await work  # type: ignore[misc]
    assert caught.value.code == code


async def test_answers_are_listed_in_their_order(answers: Answers) -> None:
    """By position, for a language and a queue; one without queues is for every queue."""
    await answers.add(one("late", position=9))
    await answers.add(one("first", position=1, queues=("retur",)))
    await answers.add(msgspec.structs.replace(one("norsk"), language="nb"))
    assert [each.id for each in answers.listed("sv")] == ["first", "late"]
    assert [each.id for each in answers.listed("sv", QueueId("leverans"))] == ["late"]
    assert [each.id for each in answers.listed("sv", QueueId("retur"))] == ["first", "late"]
    assert [each.id for each in answers.listed()] == ["norsk", "first", "late"]


async def test_answers_are_there_after_a_restart(tmp_path: Path) -> None:
    """What was kept is read again, queues and all."""
    database = await ReadModel.open(tmp_path / "lur.db")
    before = Answers(database, Clock())
    kept = await before.add(one("a", text="Rad ett\nRad två", queues=("retur", "teknik")))
    await database.close()
    again = await ReadModel.open(tmp_path / "lur.db")
    after = Answers(again, Clock())
    await after.load()
    assert after.listed() == (kept,)
    await again.close()


async def test_two_who_change_an_answer_lose_nothing(answers: Answers) -> None:
    """The slower one is told, and what the faster one wrote stays."""
    await answers.add(one("a"))
    changed = await answers.change(one("a", text="Så här."))
    assert (changed.text, changed.version) == ("Så här.", 2)
    await refused("changed_meanwhile", answers.change(one("a", text="Inte så.")))
    await refused("changed_meanwhile", answers.remove("a", 1))
    await refused("unknown_answer", answers.change(one("b")))
    assert answers.listed() == (changed,)


async def test_what_was_removed_comes_back_where_it_was(answers: Answers) -> None:
    """Removed by mistake, it is put back in its place with its words; both twice do no harm."""
    await answers.add(one("a", position=1))
    await answers.add(one("b", position=2))
    gone = await answers.remove("a", 1)
    assert await answers.remove("a", gone.version) == gone
    assert [each.id for each in answers.listed()] == ["b"]
    assert [each.id for each in answers.removed()] == ["a"]
    back = await answers.put_back("a")
    assert await answers.put_back("a") == back
    assert [each.id for each in answers.listed()] == ["a", "b"]
    assert answers.removed() == ()


async def test_the_same_answer_twice_is_one(answers: Answers) -> None:
    """A repeated request makes no second answer and changes nothing."""
    first = await answers.add(one("a"))
    assert await answers.add(one("a", text="Annat.")) == first


async def test_there_is_an_end_to_answers(answers: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    """At most so many; of the removed ones those that went first are forgotten."""
    monkeypatch.setattr(service, "MOST_ANSWERS", 2)
    monkeypatch.setattr(service, "MOST_REMOVED", 2)
    for id in ("a", "b", "c", "d"):
        await answers.add(one(id))
        await answers.remove(id, 1)
    assert [each.id for each in answers.removed()] == ["d", "c"]
    await answers.add(one("e"))
    await answers.add(one("f"))
    await refused("too_many_answers", answers.add(one("g")))
    await refused("too_many_answers", answers.put_back("d"))


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (one("a", question=" "), "empty_text"),
        (one("a", text="\n"), "empty_text"),
        (one("a", question="x" * 161), "text_too_long"),
        (one("a", text="x" * 2_001), "text_too_long"),
    ],
)
async def test_what_no_answer_can_be_is_refused(answers: Answers, new: CommonAnswer, code: str) -> None:
    """With a code, and nothing is kept."""
    await refused(code, answers.add(new))
    assert answers.listed() == ()


@pytest.mark.parametrize(
    ("language", "asked", "fits"),
    [
        ("sv", "Jag undrar var mina paket är någonstans", "demo-sv-1"),
        ("sv", "vill returnera en vara och få pengarna tillbaka", "demo-sv-2"),
        ("sv", "APPARATEN är död och startar inte", "demo-sv-3"),
        ("nb", "pakken har ikke kommet", "demo-nb-1"),
        ("nb", "sende varen tilbake", "demo-nb-2"),
        ("en", "Where is my parcel?", "demo-en-1"),
        ("en", "it won't start", "demo-en-3"),
    ],
)
async def test_the_answer_that_fits_comes_first(
    answers: Answers, language: Language, asked: str, fits: str
) -> None:
    """Words are known by their beginnings; what everybody says in every question counts for nothing."""
    for each in ANSWERS:
        await answers.add(each)
    assert answers.suggest(asked, language)[0].id == fits


async def test_what_fits_nothing_gets_no_answer(answers: Answers) -> None:
    """No shared word, no suggestion; nor one in another language or for another queue."""
    for each in ANSWERS:
        await answers.add(each)
    assert answers.suggest("Kan jag få prata med er?", "sv") == ()
    assert answers.suggest("", "sv") == ()
    assert answers.suggest("parcel", "sv") == ()
    assert answers.suggest("paket", "sv", QueueId("teknik")) == ()


def test_the_demo_answers_in_three_languages() -> None:
    """Three in each, for queues of the demo."""
    assert [each.language for each in ANSWERS].count("sv") == len(ANSWERS) / len(LANGUAGES) == 3
    assert {each.language for each in ANSWERS} == set(LANGUAGES)


@given(st.text(max_size=300), st.lists(st.tuples(st.text(), st.text()), max_size=6))
def test_any_text_gets_at_most_three(asked: str, kept: list[tuple[str, str]]) -> None:
    """Whatever was written, at most three answers come, none of them twice."""
    found = best_fitting(asked, [one(str(n), *words) for n, words in enumerate(kept)], "sv")
    assert len(found) == len({each.id for each in found}) <= BEST
