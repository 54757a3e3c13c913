"""What answers come to, how alike people judge, and when a trend has something to say."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given as given_that
from hypothesis import strategies as st

from lur.core.flow import Words
from lur.core.ids import AgentId, ContactId
from lur.features import Refused
from lur.features.quality.agreement import alpha, alpha_of, spread
from lur.features.quality.demo import STARTER
from lur.features.quality.model import TOP, Given, Question, Review, Scale, ScoringForm, Section
from lur.features.quality.scoring import Outcome, check_form, check_given, missing, of_section, outcome
from lur.features.quality.trend import level_of, trend_of, wilson


def question(id: str, scale: Scale = "yes_no", **more: object) -> Question:
    """A question with words of its own."""
    return Question(id=id, words=Words(sv=id), scale=scale, **more)  # type: ignore[arg-type]


def form(*questions: Question, passes_at: int = 70) -> ScoringForm:
    """One section with these questions."""
    section = Section(id="s", words=Words(sv="Avsnitt"), questions=questions)
    return msgspec.structs.replace(STARTER, sections=(section,), passes_at=passes_at)


def said(**values: int | None) -> tuple[Given, ...]:
    """Answers by question."""
    return tuple(Given(question_id=name, value=value) for name, value in values.items())


LISTENS = question("listens", "to_five", counts=2)
GREETS = question("greets")
IDENTITY = question("identity", critical=True, may_not_apply=True)
FORM = form(LISTENS, GREETS, IDENTITY)


@pytest.mark.parametrize(
    ("answers", "came_to"),
    [
        (said(listens=5, greets=1, identity=1), Outcome(100_00, (), True)),
        (said(listens=4, greets=1, identity=1), Outcome(90_00, (), True)),
        (said(listens=4, greets=0, identity=None), Outcome(53_33, (), False)),
        (said(listens=5, greets=1, identity=0), Outcome(0, ("identity",), False)),
        (said(), Outcome(None, (), None)),
    ],
)
def test_each_question_counts_as_often_as_the_form_says(answers: tuple[Given, ...], came_to: Outcome) -> None:
    """Shares of the top of each scale, over what applies; a failed critical makes it all 0 and is named."""
    assert outcome(FORM, answers) == came_to


def test_what_does_not_apply_counts_nowhere() -> None:
    """Neither for nor against; when nothing applies there is no figure, neither full nor empty."""
    alone = form(IDENTITY)
    assert outcome(alone, said(identity=None)) == Outcome(None, (), None)
    assert of_section(alone.sections[0], said(identity=None)) is None
    assert of_section(FORM.sections[0], said(listens=5, greets=1, identity=0)) == 75_00


FORMS = st.lists(st.tuples(st.sampled_from(sorted(TOP)), st.integers(1, 10)), min_size=1, max_size=12).map(
    lambda rows: form(*(question(f"q{n}", s, counts=c) for n, (s, c) in enumerate(rows)))
)


@given_that(form=FORMS, data=st.data())
def test_a_better_answer_never_makes_it_less(form: ScoringForm, data: st.DataObject) -> None:
    """The whole lies between 0 and 100 per cent and grows with each answer; all at the top is all of it."""
    answers = {each.id: data.draw(st.integers(0, TOP[each.scale])) for each in form.questions}
    before = outcome(form, said(**answers)).hundredths
    assert before is not None
    assert 0 <= before <= 100_00
    better = data.draw(st.sampled_from([each.id for each in form.questions]))
    top = {each.id: TOP[each.scale] for each in form.questions}
    after = outcome(form, said(**{**answers, better: top[better]})).hundredths
    assert after is not None
    assert after >= before
    assert outcome(form, said(**top)).hundredths == 100_00


def test_answers_fit_their_questions() -> None:
    """Off the scale, "does not apply" where it always does, twice, or to nothing: refused."""
    for answers, code in (
        (said(listens=6), "bad_answer"),
        (said(listens=-1), "bad_answer"),
        (said(greets=None), "bad_answer"),
        (said(other=1), "unknown_question"),
        ((*said(greets=1), *said(greets=0)), "bad_answer"),
    ):
        with pytest.raises(Refused) as refused:
            check_given(FORM, answers)
        assert refused.value.code == code
    check_given(FORM, said(listens=0, identity=None))
    assert missing(FORM, said(listens=0, identity=None)) == ("greets",)


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (form(), "form_is_empty"),
        (form(question("a"), question("a")), "bad_form"),
        (form(question("a", counts=0)), "bad_form"),
        (form(msgspec.structs.replace(question("a"), words=Words(sv=" "))), "empty_text"),
        (form(msgspec.structs.replace(question("a"), words=Words(sv="x" * 301))), "text_too_long"),
        (form(*(question(f"q{n}") for n in range(61))), "too_many_questions"),
    ],
)
def test_what_no_form_can_be_is_refused(broken: ScoringForm, code: str) -> None:
    """With a code."""
    with pytest.raises(Refused) as refused:
        check_form(broken)
    assert refused.value.code == code


def test_the_form_that_lur_brings_is_whole_in_three_languages() -> None:
    """It can be used as it is, has a critical, and something that may not apply."""
    check_form(STARTER)
    for each in (STARTER.words, *(q.words for q in STARTER.questions), *(s.words for s in STARTER.sections)):
        assert all((each.sv, each.nb, each.en))
    assert any(each.critical for each in STARTER.questions)
    assert any(each.may_not_apply for each in STARTER.questions)


def test_alpha_is_krippendorffs() -> None:
    """His own example (2011, section C: four observers, twelve units, with missing values), interval data:
    0.849. His pages print three decimals."""
    observers = (
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    )
    rows = [line.split() for line in observers]
    units = [[Fraction(row[n]) for row in rows if row[n] != "."] for n in range(12)]
    found = alpha(units)
    assert found is not None
    assert round(found, 3) == 0.849


def test_alpha_says_nothing_when_there_is_nothing_to_tell_apart() -> None:
    """One person alone, or all who say the same of everything."""
    assert alpha([[Fraction(1)], [Fraction(0)]]) is None
    assert alpha([[Fraction(1), Fraction(1)], [Fraction(1), Fraction(1)]]) is None
    assert alpha([[Fraction(1), Fraction(1)], [Fraction(0), Fraction(0)]]) == 1.0


def test_the_spread_of_a_question() -> None:
    """Range, mean, and how many pairs said the same, or one step from it; "does not apply" is near nothing
    but itself."""
    found = spread(LISTENS, [said(listens=4), said(listens=5), said(listens=2), said(listens=None)])
    assert (found.values, found.not_applicable, found.least, found.most) == ((2, 4, 5), 1, 2, 5)
    assert found.mean == pytest.approx(11 / 3)
    assert (found.exact, found.adjacent) == (0, pytest.approx(1 / 6))
    alone = spread(LISTENS, [said(listens=4)])
    assert (alone.exact, alone.adjacent) == (None, None)
    assert alpha_of((LISTENS,), [said(listens=4)]) is None


def review(agent: str, value: int | None, at: int = 0) -> Review:
    """A finished one in which ``listens`` got this."""
    return Review(
        id=f"r{agent}{at}",
        version=1,
        sample_id="s",
        calibration_id=None,
        contact_id=ContactId("c"),
        agent_id=AgentId(agent),
        form_id="f",
        form_version=1,
        purpose="review",
        reviewer="x",
        reviewer_name="X",
        begun_at=at,
        changed_at=at,
        done_at=at,
        given=said(listens=value),
        hundredths=0,
        failed=(),
        passed=True,
        has_words=False,
        seen_at=None,
        reply=None,
        replied_at=None,
    )


def reviews(values: Sequence[int | None], agents: int = 1) -> list[Review]:
    """One for each value, the agents taking turns."""
    return [review(str(n % agents), value, n) for n, value in enumerate(values)]


def test_few_reviews_have_no_figure() -> None:
    """Four say nothing; five do, with an interval. A review where it did not apply is not counted."""
    four = level_of(LISTENS, reviews([5, 5, 4, 0, None]))
    assert (four.reviews, four.share, four.low, four.high) == (4, None, None, None)
    five = level_of(LISTENS, reviews([5, 5, 4, 0, 1]))
    assert (five.reviews, five.share) == (5, pytest.approx(0.6))
    assert five.low is not None
    assert five.high is not None
    assert 0 <= five.low < 0.6 < five.high <= 1


def test_colleagues_cannot_read_a_single_agent_out_of_a_team() -> None:
    """With fewer agents behind it than asked for there is no figure, however many reviews."""
    assert level_of(LISTENS, reviews([5] * 20, agents=2), 3).share is None
    assert level_of(LISTENS, reviews([5] * 20, agents=3), 3).share == 1


def test_wilsons_interval_is_his() -> None:
    """81 of 263: 0.2553 to 0.3662 (R. G. Newcombe, Statistics in Medicine 17, 1998, table I, method 3)."""
    low, high = wilson(81 / 263, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


def test_a_review_counts_in_the_week_it_was_done() -> None:
    """Each in one week, the last week open to the end."""
    found = trend_of(LISTENS, reviews([5, 4, 3, 2, 1, 0]), (0, 2, 4))
    assert [point.level.reviews for point in found.points] == [2, 2, 2]
    assert found.over_all.reviews == 6
