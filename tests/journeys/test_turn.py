"""Sound through a TURN server, for desks whose network lets nothing else through: coturn and Chromium."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from journeys.coturn import Coturn, coturn
from journeys.desk import desk, talk
from journeys.house import House, house
from lur.web.turn import HOLDS_S, IceServer, ice_config, ice_servers

RELAYED = """async ([url, username, credential]) => {
    const connection = new RTCPeerConnection({
        iceServers: [{ urls: [url], username, credential }], iceTransportPolicy: "relay",
    });
    const kinds = [], errors = [];
    const done = new Promise(resolve => {
        connection.onicegatheringstatechange = () => connection.iceGatheringState === "complete" && resolve();
    });
    connection.onicecandidate = ({ candidate }) => { if (candidate?.type) kinds.push(candidate.type); };
    connection.onicecandidateerror = ({ errorCode }) => errors.push(errorCode);
    connection.createDataChannel("x");
    await connection.setLocalDescription();
    await done;
    connection.close();
    return { kinds, errors };
}"""

WAYS = """async () => {
    const connection = lurTest.connections.at(-1);
    const stats = [...(await connection.getStats()).values()];
    const pairs = stats.filter(each => each.type === "candidate-pair" && each.nominated);
    return pairs.map(pair => stats.find(each => each.id === pair.localCandidateId).candidateType);
}"""


@pytest.fixture(scope="module")
def turn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coturn]:
    """One TURN server for these tests."""
    with coturn(tmp_path_factory.mktemp("turn")) as built:
        yield built


@pytest.fixture(scope="module")
def lur(turn: Coturn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A Lur that tells its desks of the TURN server, by TCP, as where a firewall lets no UDP through."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("LUR_TURN", turn.address("tcp"))
        environment.setenv("LUR_TURN_SECRET", turn.secret)
        with house(tmp_path_factory.mktemp("lur"), "--demo") as built:
            built.queue("Quick", "--wrap-up", "1", "--breath", "1")
            yield built


def gathered(browser: Browser, lur: House, server: IceServer) -> dict[str, Any]:
    """What a browser gets from the TURN server with these credentials."""
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{lur.http_port}/")
    told: dict[str, Any] = page.evaluate(RELAYED, [server.urls[0], server.username, server.credential])
    page.close()
    return told


@pytest.mark.parametrize("transport", ["udp", "tcp"])
def test_coturn_believes_our_credentials(speaking: Browser, lur: House, turn: Coturn, transport: str) -> None:
    """By UDP and by TCP: the name and password that a desk is given open an allocation."""
    config = ice_config("", turn.address(transport), turn.secret)
    [server] = ice_servers(config, "101", int(time.time() * 1000))
    assert "relay" in gathered(speaking, lur, server)["kinds"]


@pytest.mark.parametrize(("secret", "age_s"), [("another", 0), ("", HOLDS_S + 60)], ids=["forged", "over"])
def test_coturn_refuses_what_is_not_ours_or_over(
    speaking: Browser, lur: House, turn: Coturn, secret: str, age_s: int
) -> None:
    """Another secret, or a shift that has ended: no sound is carried for it."""
    config = ice_config("", turn.address("udp"), secret or turn.secret)
    [server] = ice_servers(config, "101", int(time.time() - age_s) * 1000)
    told = gathered(speaking, lur, server)
    assert told["kinds"] == []
    assert 401 in told["errors"]


def test_a_call_goes_through_the_relay(speaking: Browser, lur: House, turn: Coturn, tmp_path: Path) -> None:
    """A desk that may use nothing but the relay: a key answers, and both tones are heard at the other end."""
    with desk(speaking, lur, "maja", "101") as maja:
        maja.page.evaluate("localStorage.setItem('lur.ice', 'relay')")
        maja.page.reload()
        maja.middle.wait_for()
        with talk(maja, tmp_path) as (caller, _):
            assert set(maja.page.evaluate(WAYS)) == {"relay"}
            caller.hang_up()
            maja.until_shown("wrap_up", "breath", "ready")
    assert ":101>: incoming packet ALLOCATE processed, success" in turn.log.read_text()
