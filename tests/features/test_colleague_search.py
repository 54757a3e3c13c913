"""One line of typing finds whom to turn to: amounts in three languages, and who comes first."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lur.core.ids import AgentId
from lur.features.colleagues.amounts import amount_in
from lur.features.colleagues.demo import AUTHORITY, KINDS, OUTSIDE, TOPICS
from lur.features.colleagues.model import Authority, Colleague, Found, Known, OutsideNumber
from lur.features.colleagues.search import find

NAMES = {
    "101": ("Maja Lind", ("leverans", "retur")),
    "102": ("Erik Sandberg", ("leverans", "teknik")),
    "103": ("Sara Nyström", ("retur",)),
    "104": ("Ali Rahimi", ("leverans", "retur", "teknik")),
    "105": ("Ingrid Haugen", ("leverans", "retur")),
    "106": ("Lars Bakken", ("leverans", "teknik")),
    "108": ("Aino Virtanen", ("teknik", "retur")),
    "109": ("Freja Holm", ("leverans", "retur")),
    "110": ("Björn Ek", ("leverans", "teknik")),
}


def kept() -> dict[AgentId, Colleague]:
    """What is known of the demo's agents."""
    found: dict[AgentId, Colleague] = {}
    for number in map(AgentId, NAMES):
        own = tuple(each for agent_id, each in AUTHORITY if agent_id == number)
        found[number] = Colleague(agent_id=number, topics=TOPICS.get(number, ""), authority=own)
    return found


def search(query: str, *, busy: tuple[str, ...] = (), outside: tuple[OutsideNumber, ...] = OUTSIDE) -> Found:
    """Among the demo's people; those who are not busy can be asked."""
    known = [
        Known(agent_id=AgentId(number), name=name, skills=skills, can_be_asked=number not in busy)
        for number, (name, skills) in NAMES.items()
    ]
    return find(query, KINDS, kept(), known, outside)


def people(query: str, *, busy: tuple[str, ...] = ()) -> list[str]:
    """Their ids, the best first."""
    return [each.agent_id for each in search(query, busy=busy).colleagues]


@pytest.mark.parametrize(
    ("text", "hundredths", "unit"),
    [
        ("800 kr", 80_000, "kr"),
        ("800kr", 80_000, "kr"),
        ("kr 800", 80_000, "kr"),
        ("kr. 800", 80_000, "kr"),
        ("1 200 kr", 120_000, "kr"),
        ("1\u00a0200 kr", 120_000, "kr"),
        ("1.200 kr", 120_000, "kr"),
        ("1,200 kr", 120_000, "kr"),
        ("1.200,50 kr", 120_050, "kr"),
        ("1,200.50 SEK", 120_050, "kr"),
        ("1200,5 kronor", 120_050, "kr"),
        ("12 345 678 kroner", 1_234_567_800, "kr"),
        ("800:-", 80_000, "kr"),
        ("800,- i goodwill", 80_000, "kr"),
        ("15 %", 1_500, "percent"),
        ("15%", 1_500, "percent"),
        ("12,5 procent", 1_250, "percent"),
        ("7.25 prosent rabatt", 725, "percent"),
        ("15 per cent", 1_500, "percent"),
        ("två paket, 3 stycken, 800 kr", 80_000, "kr"),
        ("godkänna 800", 80_000, None),
        ("104", 10_400, None),
    ],
)
def test_amounts_are_read_as_people_type_them(text: str, hundredths: int, unit: str | None) -> None:
    """Spaces, dots and commas, units before and after, three languages; what has a unit counts first."""
    found = amount_in(text)
    assert found is not None
    assert (found.hundredths, found.unit) == (hundredths, unit)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Maja",
        "070-123 45 67",
        "+46701234567",
        "0701234567",
        "46701234567",
        "A4b 4x",
        "9999999999 kr",
        "٨٠٠ kr",
    ],
)
def test_what_is_no_amount(text: str) -> None:
    """Telephone numbers, names, absurd sums and other digits are not amounts of ours."""
    assert amount_in(text) is None


@given(st.text(max_size=60))
def test_any_line_is_read(text: str) -> None:
    """Whatever is typed, the search answers; an amount is never negative and stands inside the text."""
    found = amount_in(text)
    assert found is None or (found.hundredths >= 0 and 0 <= found.start < found.end <= len(text))
    search(text)


@given(st.integers(0, 99_999_999), st.integers(0, 99))
def test_an_amount_comes_back_as_it_was_written(whole: int, rest: int) -> None:
    """With groups of three and decimals, in the way of the Nordic countries and of the English."""
    nordic = f"{whole:,}".replace(",", " ") + f",{rest:02} kr"
    english = f"{whole:,}.{rest:02} kr"
    for text in (nordic, english):
        found = amount_in(text)
        assert found is not None
        assert found.hundredths == whole * 100 + rest


@pytest.mark.parametrize(
    "query",
    [
        "someone who can approve 800 kr",
        "någon som får godkänna 800 kr",
        "noen som kan godkjenne 800 kr",
        "800 kr goodwill",
        "goodwill 800",
        "kulans 800:-",
    ],
)
def test_whoever_may_approve_it_is_listed_the_nearest_limit_first(query: str) -> None:
    """The same question in three languages: exactly 800 is enough, 300 is not, and who has no limit is asked
    last."""
    found = people(query)
    assert [each for each in found if each in ("103", "109", "105", "106")] == ["109", "103", "105", "106"]
    assert not {"101", "104", "102"} & set(found)


def test_who_can_be_asked_now_comes_first() -> None:
    """A higher limit that is free beats the nearest limit that is not."""
    assert people("goodwill 800 kr", busy=("103", "109")) == ["105", "106", "109", "103"]


def test_a_share_is_not_a_sum() -> None:
    """15 % asks for discounts, not for crowns."""
    assert people("rabatt 15 %") == ["103", "105", "106"]
    assert people("15 %") == people("rabatt 15 %")
    assert people("rabatt 800 kr") == []
    assert people("rabatt 30 procent") == ["106"]


def test_a_decision_without_an_amount_finds_all_who_may() -> None:
    """By its name in any language, in any form, or by another word that people use for it."""
    for query in (
        "avtalsändring",
        "who decides contracts",
        "avtale",
        "någon som får besluta om avtal",
        "uppsägning",
    ):
        assert people(query) == ["109", "106"] or people(query) == ["106", "109"], query
    assert set(people("vem får besluta")) == {"101", "103", "104", "105", "106", "108", "109"}


def test_what_was_understood_is_told() -> None:
    """So that the page can show it, and the rules of the kind."""
    asked = search("rabatt 15 %").asked
    assert (asked.hundredths, asked.unit, asked.kind_ids, asked.is_decision) == (
        1_500,
        "percent",
        ("discount",),
        True,
    )
    plain = search("Maja").asked
    assert (plain.hundredths, plain.unit, plain.kind_ids, plain.is_decision) == (None, None, (), False)


def test_each_found_says_what_they_may_decide() -> None:
    """Only the kinds that reach the asked amount."""
    found = {each.agent_id: each.kind_ids for each in search("godkänna 2 000 kr").colleagues}
    assert found == {
        "103": ("refund",),
        "105": ("refund",),
        "106": ("goodwill", "refund"),
        "108": ("refund",),
    }


def test_other_words_of_a_decision_move_up_whom_they_fit() -> None:
    """ "On batteries" makes the chief who knows batteries the first of those who may."""
    assert people("godkänna 800 kr")[0] != "106"
    assert people("godkänna 800 kr för batterier")[0] == "106"


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("maja", "101"),
        ("MAJA LIND", "101"),
        ("nystrom", "103"),
        ("bjorn", "110"),
        ("106", "106"),
        ("routrar", "102"),
        ("tull", "101"),
        ("någon som kan elsykler", "106"),
        ("finnish", "108"),
        ("reklamation", "103"),
    ],
)
def test_people_are_found_by_name_number_and_what_they_know(query: str, first: str) -> None:
    """Without marks, by beginnings and by stems."""
    assert people(query)[0] == first


def test_all_words_fit_or_the_most_of_them() -> None:
    """Who fits everything is alone; when nobody does, who fits the most comes first."""
    assert people("ali teknik") == ["104"]
    assert people("routrar cykelhjälm")[0] == "102"
    assert people("xyzzy") == []


def test_ready_people_with_a_skill_come_first() -> None:
    """Among those whom the words fit equally well."""
    found = people("teknik", busy=("102", "104"))
    assert set(found) == {"102", "104", "106", "108", "110"}
    assert set(found[:3]) == {"106", "108", "110"}


def test_nothing_typed_finds_everybody() -> None:
    """Those who can be asked first, by name; and all numbers outside."""
    found = search("", busy=("104", "108"))
    assert [each.agent_id for each in found.colleagues][-2:] == ["108", "104"]
    assert [each.id for each in found.outside] == ["demo-workshop", "demo-carrier"]
    assert len(found.colleagues) == len(NAMES)


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("nordbud", ["demo-carrier"]),
        ("garanti", ["demo-workshop"]),
        ("elcykel", ["demo-workshop"]),
        ("elcyklar", ["demo-workshop"]),
        ("040-628 04 10", ["demo-workshop"]),
        ("040628", ["demo-workshop"]),
        ("+4631390", ["demo-carrier"]),
        ("xyzzy", []),
    ],
)
def test_numbers_outside_are_found_by_name_purpose_and_digits(query: str, ids: list[str]) -> None:
    """However the number is written."""
    assert [each.id for each in search(query).outside] == ids


def test_an_archived_kind_is_not_asked_for() -> None:
    """Its limits are kept, and count for nothing."""
    kinds = [msgspec.structs.replace(each, archived=True) for each in KINDS]
    known = [Known(agent_id=AgentId("106"), name="Lars", skills=(), can_be_asked=True)]
    assert find("goodwill 800 kr", kinds, kept(), known, ()).colleagues == ()


def test_an_empty_authority_reaches_nothing() -> None:
    """Who has no limit of a kind may not decide it; None is a limit that is not there."""
    nobody = {AgentId("a"): Colleague(agent_id=AgentId("a"), topics="", authority=())}
    chief = Authority(kind_id="goodwill", limit_hundredths=None)
    somebody = {AgentId("a"): Colleague(agent_id=AgentId("a"), topics="", authority=(chief,))}
    known = [Known(agent_id=AgentId("a"), name="A", skills=(), can_be_asked=True)]
    assert find("1 kr", KINDS, nobody, known, ()).colleagues == ()
    assert len(find("99 999 999 kr", KINDS, somebody, known, ()).colleagues) == 1
