"""Say it while you wait, with a real phone: what was said is on disk, sealed, and with whoever serves."""

from __future__ import annotations

from pathlib import Path

from fakes.tones import tone_db
from journeys.baresip import Baresip
from journeys.crew import AGENT_HZ, CUSTOMER_HZ, crew, customer
from journeys.ears import PLAIN_DB, SECOND, channels, contains, hears_again
from journeys.house import House
from journeys.recording_check import until_all_is_recorded
from lur.wire.words import StatementIntro, StatementKept

NUMBER = "+46701740621"
BYTES_A_SECOND = 16_000


def says(caller: Baresip, prompt: list[int]) -> bool:
    """Whether the caller comes to hear these words."""
    return caller.listen(lambda sound: contains(sound, prompt), seconds=60)


def test_what_is_said_while_waiting_reaches_the_agent(lur: House, tmp_path: Path) -> None:
    """Two, the tone, a statement in which the edge is killed, hash; then it is the agent's turn, and theirs
    to hear: the customer alone, on one side."""
    with crew(lur, tmp_path, 1) as members, customer(tmp_path / "1", NUMBER) as caller:
        agent, at_agent = members[0]
        intro, kept = (lur.prompt(prompt, "sv") for prompt in (StatementIntro(), StatementKept()))
        caller.dial(lur.sip("support"))
        contact_id = str(lur.until(lambda s: s["contacts"])["contacts"][0]["id"])
        lur.until_greeted()
        caller.press("2")
        assert says(caller, intro)
        lur.until(lambda _: spoken_s(lur) >= 1)
        lur.kill("edge")
        lur.until(lambda s: s["health"]["edge"] == "up")
        lur.until(lambda _: spoken_s(lur) >= 4)
        caller.press("#")
        assert says(caller, kept)
        (row,) = lur.get(f"/api/contacts/{contact_id}/statements")
        assert (row["form"], row["tell_all"]) == ("voice", False)
        assert row["duration_ms"] >= 4_000
        lur.cli("agent", "ready", agent.agent_id)
        assert hears_again(at_agent, CUSTOMER_HZ)
        assert hears_again(caller, AGENT_HZ)
        lur.until_story(contact_id, "StatementKept")
    left, right = channels(lur.get_bytes(f"/api/contacts/{contact_id}/statements/{row['id']}/content"))
    assert tone_db(left[-2 * SECOND : -SECOND], CUSTOMER_HZ) > PLAIN_DB
    assert not any(sample > 100 for sample in right)
    until_all_is_recorded(lur, contact_id)


def spoken_s(lur: House) -> float:
    """How much of the statement is on disk."""
    files = lur.data.glob("recordings/*/*/*/statement-*.lurrec")
    return sum(path.stat().st_size for path in files) / BYTES_A_SECOND
