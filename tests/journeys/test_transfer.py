"""The transfer key of an agent's phone (REFER) gives the customer to another queue, with the time waited, or
to a colleague, as the desk does."""

from __future__ import annotations

from pathlib import Path

from journeys.baresip import baresip
from journeys.crew import AGENT_HZ, CUSTOMER_HZ, crew, customer, journal, talking
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


def test_a_colleague_gets_the_customer(lur: House, tmp_path: Path) -> None:
    """REFER to a colleague's phone does what the desk's transfer does, event for event: the customer hears
    music while it rings, then the colleague; the phone that gave them away is told, and let go."""
    with crew(lur, tmp_path, 2) as [(phone, agent), (fellow, other)], customer(tmp_path / "caller") as caller:
        stories = []
        for by_phone in (True, False):
            lur.cli("agent", "ready", phone.agent_id)
            lur.post(f"/api/agents/{fellow.agent_id}/standby")
            caller.dial(lur.sip("support"))
            [contact] = talking(lur)
            assert contact["agent_id"] == phone.agent_id
            assert hears(caller, AGENT_HZ)
            if by_phone:
                agent.command("transfer", lur.sip(fellow.username))
                agent.wait_for("CALL_CLOSED")
            else:
                body = {"purpose": "transfer", "agent_id": fellow.agent_id}
                lur.post(f"/api/contacts/{contact['id']}/ask", body)
            lur.until(lambda s: [c["agent_id"] for c in s["contacts"]] == [fellow.agent_id])
            assert hears(caller, AGENT_HZ + 100)
            assert hears(other, CUSTOMER_HZ)
            other.hang_up()
            caller.wait_for("CALL_CLOSED", skip=len(stories))
            stories.append(lur.until_story(contact["id"], "RecordingKept"))
            lur.until(lambda s: all(a["presence"] in ("ready", "standby") for a in s["agents"]))
    by_refer, by_desk = ([row["event"]["kind"] for row in story["events"]] for story in stories)
    gives = ["ContactHeld", "PartyAsked", "PartyCame", "ContactHandedOver"]
    assert [kind for kind in by_refer if kind in gives] == gives
    assert by_refer == by_desk
    until_all_is_recorded(lur)
