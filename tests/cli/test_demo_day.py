"""A played day: the same events as in the simulation, and every figure that is shown is its own count."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import msgspec
import pytest

from lur.cli import demo_day
from lur.cli.demo_clock import DayClock
from lur.cli.demo_day import play_day
from lur.cli.failure import Failure
from lur.cli.parsing import HostPort
from lur.cli.played_day import PlayedDay
from lur.simulation.company import Day
from lur.simulation.report import DayReport


def a_port() -> int:
    """One that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def a_day(data: Path, **more: object) -> PlayedDay:
    """A short rough day, as fast as it goes."""
    day = Day(seed=3, contacts=60, agents=6, hours=3, rough=True)
    wish = PlayedDay(day=day, speed=1e6, data=data, http=HostPort("127.0.0.1", a_port()))
    return msgspec.structs.replace(wish, **more)


def test_every_figure_is_the_simulations_own_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wallboard and reports, by queue and in all, counts, times, median and 90th percentile."""
    assert asyncio.run(play_day(a_day(tmp_path))) == ((), True)
    told = capsys.readouterr().out
    assert "every figure agrees" in told
    assert "0 overtakings" in told


def test_a_figure_that_is_wrong_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A count that is one too high is found on the wallboard and in the reports."""

    class Miscounting(DayReport):
        """One answer too many at the end of the day."""

        def lines(self) -> list[str]:
            return []

        def observe(self, event: object) -> None:  # type: ignore[override]
            super().observe(event)  # type: ignore[arg-type]
            first = next(iter(self.measures.tallies.values()))
            if not self.names.get("once"):  # type: ignore[call-overload]
                self.names["once"] = "done"  # type: ignore[index]
                first.arrived += 1

    monkeypatch.setattr(demo_day, "DayReport", Miscounting)
    found, is_like = asyncio.run(play_day(a_day(tmp_path)))
    assert is_like
    assert {each.where for each in found} == {
        "wallboard, all queues, arrived",
        "wallboard, leverans, arrived",
        "report, all queues, arrived",
        "report, leverans, arrived",
    }


def test_a_folder_that_was_used_is_left_alone(tmp_path: Path) -> None:
    """Nothing is played into somebody's data."""
    (tmp_path / "journal.db").write_bytes(b"")
    with pytest.raises(Failure, match="has been used"):
        asyncio.run(play_day(a_day(tmp_path)))


def test_the_clock_never_gets_ahead_of_the_day() -> None:
    """It goes sixty times as fast, stops before a step that was not played, and goes on by itself when all
    is over."""
    real = [100.0]
    clock = DayClock(1_000, 60, 60.0, lambda: real[0])
    clock.before(10_000)
    real[0] += 0.0625
    assert (clock.now(), clock.wait_s()) == (4_750, pytest.approx(0.0875))
    real[0] += 5
    assert (clock.now(), clock.wait_s()) == (9_999, 0.0)
    clock.step(10_000)
    assert clock.now() == 10_000
    clock.before(None)
    real[0] += 2
    assert (clock.now(), clock.wait_s()) == (12_000, 0.0)
    assert clock.utc_offset_min(clock.now()) == 60
