"""A place that survives, with real phones: hang up, call again, press one, and stand where you stood."""

from __future__ import annotations

import subprocess
from pathlib import Path

from journeys.baresip import Baresip
from journeys.crew import customer
from journeys.ears import contains
from journeys.house import LUR, House
from lur.wire.words import ResumeOffer, WelcomeBack

CALLERS = ("+46701740601", "+46701740602", "+46701740603")


def line(lur: House, count: int) -> list[str]:
    """Who waits in order, as the last digits of their numbers, once so many do."""
    status = lur.until(
        lambda s: sum(c["phase"] == "waiting" and c["caller"]["number"] != "" for c in s["contacts"]) == count
    )
    inside = sorted(status["contacts"], key=lambda c: c["place"])
    return [contact["caller"]["number"][-1] for contact in inside]


def says(caller: Baresip, prompt: list[int]) -> bool:
    """Whether the caller comes to hear these words."""
    return caller.listen(lambda sound: contains(sound, prompt))


def test_who_hung_up_is_asked_and_stands_where_they_stood(lur: House, tmp_path: Path) -> None:
    """Three wait; the first hangs up and calls again, hears the question, presses one, hears the welcome, and
    is first again, also when Lur was killed in between. A stranger verifies the journal."""
    with (
        customer(tmp_path / "1", CALLERS[0]) as first,
        customer(tmp_path / "2", CALLERS[1]) as second,
        customer(tmp_path / "3", CALLERS[2]) as third,
    ):
        for number, caller in enumerate((first, second, third), start=1):
            caller.dial(lur.sip("support"))
            assert line(lur, number)[-1] == str(number)
        first.hang_up()
        assert line(lur, 2) == ["2", "3"]
        lur.kill("runtime")
        lur.start()
        lur.until(lambda s: s["health"]["edge"] == "up")
        first.dial(lur.sip("support"))
        assert line(lur, 3) == ["2", "3", "1"]
        assert says(first, lur.prompt(ResumeOffer(), "sv"))
        first.press("1")
        lur.until(lambda s: min(s["contacts"], key=lambda c: c["place"] or 99)["caller"]["number"][-1] == "1")
        assert line(lur, 3) == ["1", "2", "3"]
        assert says(first, lur.prompt(WelcomeBack(), "sv"))
    argv = [*LUR, "verify", str(lur.data / "journal.db")]
    verdict = subprocess.run(argv, capture_output=True, text=True, timeout=60, check=False)
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr
    assert "0 overtakings" in verdict.stdout
