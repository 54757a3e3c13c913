"""The ready dashboard and rules ask for figures that Lur gives, and leave out none that it gives."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tools import generate_reference as reference

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
DASHBOARD = EXAMPLES / "grafana-lur.json"
ENDINGS = {"counter": "_total", "info": "_info"}


def series() -> list[re.Pattern[str]]:
    """The name of each series, as Prometheus stores it; what is filled in may be anything."""
    named = (name + ENDINGS.get(kind, "") for name, kind, _ in reference.metrics())
    return [re.compile(re.sub(r"\\\{.*?\\\}", "[a-z_]+", re.escape(name))) for name in named]


def asked(text: str) -> set[str]:
    """All names of ours in some text."""
    return set(re.findall(r"\blur_[a-z_]+", text))


@pytest.mark.parametrize("name", ["grafana-lur.json", "prometheus-lur.yml"])
def test_each_figure_that_is_asked_for_exists(name: str) -> None:
    """A panel without its series is an empty picture on the night that it is needed."""
    names = asked((EXAMPLES / name).read_text())
    assert names
    assert [each for each in sorted(names) if not any(known.fullmatch(each) for known in series())] == []


def test_each_figure_is_on_the_dashboard() -> None:
    """Whatever Lur measures can be looked at without knowing its name, but for what is of one room alone."""
    names = asked(DASHBOARD.read_text())
    missing = [known.pattern for known in series() if not any(known.fullmatch(each) for each in names)]
    assert sorted(missing) == ["lur_parties"]


def test_the_dashboard_is_one() -> None:
    """Grafana takes it: panels with ids of their own that do not lie on each other, one choice of source."""
    board = json.loads(DASHBOARD.read_text())
    panels = board["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    places = [
        (x, y)
        for panel in panels
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]
    assert len(set(places)) == len(places)
    assert [each["type"] for each in board["templating"]["list"]] == ["datasource"]
