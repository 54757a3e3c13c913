"""The transfer key of an agent's phone (REFER) gives the customer to another queue, with the time waited."""

from __future__ import annotations

from pathlib import Path

from journeys.baresip import baresip
from journeys.crew import AGENT_HZ, crew, customer, journal, talking
from journeys.ears import hears, hears_other_than
from journeys.house import House
from journeys.recording_check import until_all_is_recorded

EXPERT_HZ = 1500


def test_a_customer_is_given_to_another_queue(lur: House, tmp_path: Path) -> None:
    """A queue's address is taken: the contact waits there as of when it first came, hears music, and is
    served by who can. An unknown address is refused: the contact is moved nowhere."""
    lur.queue("Retur", "--skill", "retur")
    expert = lur.agent("Ebba Expert", "--skill", "retur:3")
    with (
        crew(lur, tmp_path, 1) as [(phone, agent)],
        baresip(tmp_path / "e", tone_hz=EXPERT_HZ, accounts=[expert.account(lur.sip_port)]) as other,
        customer(tmp_path / "caller") as caller,
    ):
        lur.until_registered(expert)
        lur.cli("agent", "ready", phone.agent_id)
        caller.dial(lur.sip("support"))
        [contact] = talking(lur)
        assert hears(caller, AGENT_HZ)

        agent.command("transfer", lur.sip("retur"))
        agent.wait_for("CALL_CLOSED")
        status = lur.until(lambda s: s["contacts"][0]["phase"] == "waiting")
        [moved] = status["contacts"]
        assert (moved["id"], moved["queue_id"]) == (contact["id"], "retur")
        assert moved["entered"] == contact["entered"]
        assert hears_other_than(caller, AGENT_HZ)

        lur.cli("agent", "ready", expert.agent_id)
        [served] = talking(lur)
        assert (served["id"], served["agent_id"]) == (contact["id"], expert.agent_id)
        assert hears(caller, EXPERT_HZ)

        other.command("transfer", lur.sip("nowhere"))
        refused = other.wait_for("TRANSFER_FAILED")
        assert "603" in str(refused["param"])
    assert [event["queue_id"] for event in journal(lur, "ContactMoved")] == ["retur"]
    assert until_all_is_recorded(lur, contact["id"]).talks == 2
