"""Phones over TCP and TLS, and phones that speak one law of G.711 only."""

from __future__ import annotations

from pathlib import Path

import pytest

from journeys.baresip import baresip
from journeys.crew import AGENT_HZ, CUSTOMER_HZ, customer, talking
from journeys.ears import hears_clean, is_clean_on_each_side
from journeys.house import House


@pytest.mark.parametrize(
    ("at_agent", "at_caller"),
    [(("tcp", "pcma"), ("tls", "pcmu")), (("tls", "pcmu"), ("tcp", "pcma"))],
    ids=["agent-tcp-pcma", "agent-tls-pcmu"],
)
def test_streams_and_laws(
    lur: House, tmp_path: Path, at_agent: tuple[str, str], at_caller: tuple[str, str]
) -> None:
    """Over TCP and TLS, with an agent and a caller who have no law in common: both hear each other's tone
    undistorted, and so has the recording them, one side a channel."""
    (agents, agents_law), (customers, customers_law) = at_agent, at_caller
    phone = lur.agent("Anna Ask")
    port = lur.tls_port if agents == "tls" else lur.sip_port
    account = phone.account(port, transport=agents, codecs=agents_law)
    with (
        baresip(tmp_path / "agent", tone_hz=AGENT_HZ, accounts=[account]) as agent,
        customer(tmp_path / "caller", transport=customers, codecs=customers_law) as caller,
    ):
        lur.until_registered(phone)
        lur.cli("agent", "ready", phone.agent_id)
        caller.dial(lur.sip("support", transport=customers))
        agent.wait_for("CALL_ESTABLISHED")
        [contact] = talking(lur)
        assert hears_clean(agent, CUSTOMER_HZ)
        assert hears_clean(caller, AGENT_HZ)
        caller.hang_up()
        agent.wait_for("CALL_CLOSED")
    lur.until_story(contact["id"], "RecordingKept")
    recording = lur.get_bytes(f"/api/contacts/{contact['id']}/recording")
    assert is_clean_on_each_side(recording, customer_hz=CUSTOMER_HZ, agent_hz=AGENT_HZ)
