"""What customers made of it is never counted by agent, not by a team of one or two either."""

from __future__ import annotations

import numpy as np
import pytest

from lur.features.reports.counting import Count, Wanted
from lur.features.reports.floor import OF_NO_ONE, hidden
from lur.features.reports.slab import KIND, Slab

TEXTS = {"queue": ("q",), "result": ("",), "channel": ("voice",), "contact": ("c",)}


def people(*names: str) -> frozenset[str]:
    """Who is behind a row."""
    return frozenset(names)


@pytest.mark.parametrize(
    ("agents", "expected"),
    [
        ({"A": people("1", "2", "3"), "B": people("4", "5", "6")}, set()),
        ({"A": people("1", "2", "3"), "B": people("4", "5", "6", "7"), "C": people("8")}, {"A", "C"}),
        ({"A": people("1", "2", "3"), "B": people("4", "5"), "C": people("6")}, {"B", "C"}),
        ({"A": people("1", "2", "3"), "B": people("4", "5"), "C": people("4", "5")}, {"A", "B", "C"}),
        ({"A": people("1")}, {"A"}),
        ({"": people(), "B": people("1", "2", "3")}, {"", "B"}),
        ({}, set()),
    ],
)
def test_rows_of_too_few_say_nothing(agents: dict[str, frozenset[str]], expected: set[str]) -> None:
    """Nor does the smallest of the others, when the rest of the total would be theirs."""
    assert hidden(agents) == expected


def slab(day: int, teams: dict[str, int]) -> Slab:
    """A day on which each of so many agents of a team answered one contact, which was rated with a five."""
    names = tuple(teams)
    lines, agents = [], [""]
    for team, many in enumerate(teams.values()):
        for _ in range(many):
            agents.append(f"{100 + len(agents)}")
            lines.append((team, len(agents) - 1, KIND["answered"], 0))
            lines += [(team, 0, KIND[kind], 5) for kind in ("served", "rating_asked", "rating_given")]
    columns = {
        name: np.zeros(len(lines), dtype=np.int64) for name in ("queue", "result", "channel", "contact")
    }
    columns |= {name: np.zeros(len(lines), dtype=np.int64) for name in ("hour", "at")}
    table = np.array(lines, dtype=np.int64)
    columns |= {"team": table[:, 0], "agent": table[:, 1], "kind": table[:, 2], "ms": table[:, 3]}
    columns["times"] = np.ones(len(lines), dtype=np.int64)
    none = np.zeros(0, dtype=np.int64)
    columns |= dict.fromkeys(("time_hour", "time_team", "time_agent", "working_ms", "available_ms"), none)
    return Slab(day, TEXTS | {"team": names, "agent": tuple(agents)}, columns)


def counted(by: str, wanted: Wanted, *days: dict[str, int]) -> Count:
    """Fed with these days."""
    count = Count(by, wanted)  # type: ignore[arg-type]
    for number, teams in enumerate(days):
        count.add(slab(20_000 + number, teams))
    return count


def test_a_team_of_one_shows_its_work_and_not_what_customers_said() -> None:
    """The row says which figures are left out; what it did stays, and so does the whole company's figure."""
    count = counted("team", Wanted(), {"Nord": 4, "Syd": 3, "Ensam": 1})
    rows = {row.key: row for row in count.rows()}
    assert {key: set(row.too_few) for key, row in rows.items()} == {
        "Nord": set(),
        "Syd": set(OF_NO_ONE),
        "Ensam": set(OF_NO_ONE),
    }
    assert [rows[key].figures.answered for key in ("Ensam", "Nord", "Syd")] == [1, 4, 3]
    assert [rows[key].figures.rating_given for key in ("Ensam", "Nord", "Syd")] == [0, 4, 0]
    assert rows["Ensam"].figures.rating_mean is None
    assert (count.total().rating_given, count.too_few) == (8, ())


def test_a_team_that_is_chosen_is_no_other_way_in() -> None:
    """Narrowed to one, its days and its total say it only with enough agents behind each."""
    alone = counted("day", Wanted(team="Ensam"), {"Nord": 4, "Ensam": 1})
    assert (alone.too_few != (), alone.total().rating_given, alone.total().answered) == (True, 0, 1)
    assert [bool(row.too_few) for row in alone.rows()] == [True]
    north = counted("day", Wanted(team="Nord"), {"Nord": 4}, {"Nord": 3})
    assert ([bool(row.too_few) for row in north.rows()], north.too_few) == ([False, False], ())
    some = counted("day", Wanted(team="Nord"), {"Nord": 4}, {"Nord": 1}, {"Nord": 3})
    assert [bool(row.too_few) for row in some.rows()] == [False, True, True]
    assert some.total().rating_given == 8


def test_without_teams_all_is_said() -> None:
    """By day, hour or queue nobody is told apart."""
    count = counted("day", Wanted(), {"Ensam": 1})
    assert [(row.figures.rating_given, row.too_few) for row in count.rows()] == [(1, ())]
