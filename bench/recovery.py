"""How long a talk is silent when a process is killed.

Run ``python bench/recovery.py [--rounds 3]``: a real ``lur serve``, a baresip that calls, one that answers;
then SIGKILL of the media plane, the voice edge and the runtime in turn. Silence is the longest stretch in
which the caller's phone received nothing, looked for every 5 ms, until six seconds after the kill.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from journeys.baresip import Baresip, baresip
from journeys.house import House, house

LOOK_S = 0.005
WATCH_S = 6.0


def longest_silence_s(phone: Baresip, seconds: float) -> float:
    """The longest time in which what the phone has heard did not grow."""
    size, since, longest = -1, time.monotonic(), 0.0
    end = since + seconds
    while (now := time.monotonic()) < end:
        grown = phone.heard()[-1].stat().st_size
        if grown != size:
            size, since = grown, now
        longest = max(longest, now - since)
        time.sleep(LOOK_S)
    return longest


def silence_s(lur: House, caller: Baresip, victim: str) -> float:
    """Kill, start again what does not start by itself, and return the longest silence meanwhile."""
    lur.kill(victim)
    starting = threading.Thread(target=lur.start if victim == "runtime" else _nothing)
    starting.start()
    longest = longest_silence_s(caller, WATCH_S)
    starting.join()
    lur.until(lambda s: s["health"]["edge"] == s["health"]["media"] == "up")
    return longest


def _nothing() -> None:
    """``lur serve`` starts the other two again."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with house(folder / "lur") as lur:
            lur.queue("Support")
            agent = lur.agent("Anna Ask")
            line = agent.account(lur.sip_port)
            guest = "<sip:caller@127.0.0.1>;regint=0"
            with (
                baresip(folder / "agent", tone_hz=1000, accounts=[line]),
                baresip(folder / "caller", tone_hz=440, accounts=[guest]) as caller,
            ):
                lur.until_registered(agent)
                lur.cli("agent", "ready", agent.agent_id)
                caller.dial(lur.sip("support"))
                lur.until(lambda s: s["contacts"] and s["contacts"][0]["phase"] == "talking")
                lur.until_greeted()
                print(f"{'killed':<10}{'silence s, median':>20}{'worst':>8}")
                for victim in ("media", "edge", "runtime"):
                    found = [silence_s(lur, caller, victim) for _ in range(rounds)]
                    print(f"{victim:<10}{statistics.median(found):>20.2f}{max(found):>8.2f}")


if __name__ == "__main__":
    main()
