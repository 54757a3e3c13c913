"""Offers that come to nothing: the contact keeps its place, the agent is paused as missed."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeys.baresip import baresip
from journeys.crew import AGENT_HZ, CUSTOMER_HZ, crew, customer, journal
from journeys.ears import hears
from journeys.house import House
from journeys.sipp import callers, leaves_after, talks


def test_the_caller_gives_up_in_the_queue(lur: House, tmp_path: Path) -> None:
    """An abandoned contact, and the queue is empty again."""
    script = leaves_after(1500)
    with callers(tmp_path / "c", script, sip_port=lur.sip_port, address="support", calls=1) as caller:
        assert caller.wait(30) == 0, caller.log()
    lur.until(lambda s: not s["contacts"])
    assert [event["outcome"] for event in journal(lur, "ContactEnded")] == ["abandoned"]


def test_the_caller_gives_up_while_the_phone_rings(lur: House, tmp_path: Path) -> None:
    """The agent's phone stops ringing, and the agent is ready as before."""
    with crew(lur, tmp_path, 1, answer="manual") as [(phone, endpoint)]:
        lur.cli("agent", "ready", phone.agent_id)
        with callers(
            tmp_path / "c", leaves_after(2500), sip_port=lur.sip_port, address="support", calls=1
        ) as caller:
            endpoint.wait_for("CALL_INCOMING")
            assert caller.wait(30) == 0, caller.log()
        endpoint.wait_for("CALL_CLOSED")
        lur.until(lambda s: s["agents"][0]["presence"] == "ready")


def test_giving_up_and_answering_at_the_same_instant(lur: House, tmp_path: Path) -> None:
    """Whoever is first, both phones end up free and the contact has exactly one outcome."""
    with (
        crew(lur, tmp_path, 1, answer="manual") as [(phone, endpoint)],
        baresip(tmp_path / "caller", tone_hz=440, accounts=["<sip:caller@127.0.0.1>;regint=0"]) as caller,
    ):
        for turn in range(3):
            lur.cli("agent", "ready", phone.agent_id)
            caller.dial(lur.sip("support"))
            endpoint.wait_for("CALL_INCOMING", skip=turn)
            caller.hang_up()
            endpoint.command("accept")
            lur.until(lambda s: not s["contacts"])
            endpoint.wait_for("CALL_CLOSED", skip=turn)
    ended = [event["contact_id"] for event in journal(lur, "ContactEnded")]
    assert len(ended) == len(set(ended)) == 3


def test_both_hang_up_at_once(lur: House, tmp_path: Path) -> None:
    """BYE meets BYE in a talk: one outcome, and the agent goes to wrap-up and on."""
    with crew(lur, tmp_path, 1) as [(phone, endpoint)], customer(tmp_path / "caller") as caller:
        lur.cli("agent", "ready", phone.agent_id)
        caller.dial(lur.sip("support"))
        assert hears(caller, AGENT_HZ)
        assert hears(endpoint, CUSTOMER_HZ)
        caller.hang_up()
        endpoint.hang_up()
        lur.until(lambda s: not s["contacts"] and s["agents"][0]["presence"] == "ready")
    assert [event["outcome"] for event in journal(lur, "ContactEnded")] == ["served"]


@pytest.mark.parametrize("first", ["caller", "agent"])
def test_both_hang_up_before_they_are_together(lur: House, tmp_path: Path, first: str) -> None:
    """BYE meets BYE while the caller still hears the notice. Whose comes first decides: a caller who left was
    answered; an agent who left gave the contact back and is paused, and the caller has left the queue. Either
    way it is over once, both phones are free, and nobody rings again."""
    with crew(lur, tmp_path, 1) as [(phone, endpoint)], customer(tmp_path / "caller") as caller:
        lur.cli("agent", "ready", phone.agent_id)
        caller.dial(lur.sip("support"))
        lur.until(lambda s: s["contacts"] and s["contacts"][0]["phase"] == "talking")
        caller.wait_for("CALL_ESTABLISHED")
        endpoint.wait_for("CALL_ESTABLISHED")
        for each in (caller, endpoint) if first == "caller" else (endpoint, caller):
            each.hang_up()
        caller.wait_for("CALL_CLOSED")
        endpoint.wait_for("CALL_CLOSED")
        status = lur.until(lambda s: not s["contacts"] and s["agents"][0]["presence"] in ("ready", "pause"))
        lur.until(lambda s: s["health"]["legs"] == 0)
    agent = status["agents"][0]
    [outcome] = [event["outcome"] for event in journal(lur, "ContactEnded")]
    told = (outcome, agent["presence"], agent["reason"])
    assert told in {("served", "ready", None), ("abandoned", "pause", "line_lost")}
    assert len(journal(lur, "OfferMade")) == 1


@pytest.mark.parametrize("how", ["unregistered", "declining", "not_answering", "gone"])
def test_a_phone_that_does_not_take_the_call(lur: House, tmp_path: Path, how: str) -> None:
    """Unregistered, declining, ringing out or vanished: place kept, agent paused as missed."""
    with crew(lur, tmp_path, 1, answer="manual") as [(phone, endpoint)]:
        agent = lur.agent("Bo Utan Telefon") if how == "unregistered" else phone
        lur.cli("agent", "ready", agent.agent_id)
        if how == "gone":
            endpoint.process.kill()
        with callers(tmp_path / "c", talks(), sip_port=lur.sip_port, address="support", calls=1):
            if how == "declining":
                endpoint.wait_for("CALL_INCOMING")
                endpoint.hang_up()
            status = lur.until(
                lambda s: any(
                    a["id"] == agent.agent_id and a["presence"] == "pause" and a["reason"] == "missed"
                    for a in s["agents"]
                ),
            )
            assert status["queues"][0]["waiting"] == [status["contacts"][0]["id"]]


def test_a_busy_phone(lur: House, tmp_path: Path) -> None:
    """486: the same as any refusal, and the next agent gets the call at once."""
    with crew(lur, tmp_path, 2, answer="manual") as [(first, busy), (second, free)]:
        busy.command("uadnd", "on")
        lur.cli("agent", "ready", first.agent_id)
        lur.cli("agent", "ready", second.agent_id)
        with callers(tmp_path / "c", talks(), sip_port=lur.sip_port, address="support", calls=1):
            free.wait_for("CALL_INCOMING")
            status = lur.status()
            presence = {agent["id"]: agent["presence"] for agent in status["agents"]}
            assert presence[first.agent_id] in {"pause", "ready"}
