"""What strangers, wrong phones and floods get: a defined answer, a count, and no ongoing call disturbed."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes.tones import tone_db
from journeys.baresip import baresip
from journeys.crew import crew, customer
from journeys.ears import contains
from journeys.house import House
from journeys.sipp import G711, OPUS, callers, refused_with, talks
from lur.wire.words import PlaceInQueue


def counted(lur: House, metric: str) -> float:
    """A metric's total, over all labels."""
    lines = lur.get_bytes("/metrics").decode().splitlines()
    return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(metric))


@pytest.mark.parametrize(
    ("address", "status", "sdp"), [("nobody", 404, G711), ("support", 488, OPUS)], ids=["unknown", "codec"]
)
def test_calls_that_are_refused(lur: House, tmp_path: Path, address: str, status: int, sdp: str) -> None:
    """An unknown number is 404, a codec we do not speak 488."""
    script = refused_with(status, sdp)
    with callers(tmp_path / "c", script, sip_port=lur.sip_port, address=address, calls=1) as caller:
        assert caller.wait(20) == 0, caller.log()
    assert lur.status()["contacts"] == []


def test_closed_hours_are_told_and_end(lur: House, tmp_path: Path) -> None:
    """A closed queue says so and hangs up; the contact is on record as turned away."""
    weekday = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[(time.gmtime().tm_wday + 3) % 7]
    lur.queue("Closed", "--hours", f"{weekday} 00:00-00:01")
    with callers(tmp_path / "c", talks(), sip_port=lur.sip_port, address="closed", calls=1) as caller:
        assert caller.wait(40) == 0, caller.log()
    lur.until(lambda s: s["centre"]["today"]["turned_away"] == 1)


def test_nobody_signed_in_lets_the_caller_wait(lur: House, tmp_path: Path) -> None:
    """The place is held, and no range is told since none would be honest."""
    with callers(tmp_path / "c", talks(), sip_port=lur.sip_port, address="support", calls=1):
        status = lur.until(lambda s: s["contacts"] and s["contacts"][0]["told"])
        told = status["contacts"][0]["told"]
        assert (told["place"], told["low_ms"], told["high_ms"]) == (1, None, None)


def test_a_wrong_password_never_registers(lur: House, tmp_path: Path) -> None:
    """401 again, then 403 or silence; the agent's phone stays unknown."""
    phone = lur.agent("Anna Ask")
    line = phone.account(lur.sip_port).replace(phone.secret, "wrong")
    with baresip(tmp_path / "thief", tone_hz=500, accounts=[line]):
        lur.until(lambda s: counted(lur, 'lur_edge_total{what="auth_failed"}') > 0)
        assert not lur.status()["agents"][0]["phone_registered"]


def test_a_second_registration_takes_its_place_beside_the_first(lur: House, tmp_path: Path) -> None:
    """Two phones of one agent: both ring, one answers, the other stops."""
    phone = lur.agent("Anna Ask")
    manual = phone.account(lur.sip_port, answer="manual")
    with (
        baresip(tmp_path / "desk", tone_hz=1000, accounts=[manual]) as desk,
        baresip(tmp_path / "mobile", tone_hz=1100, accounts=[manual]) as mobile,
    ):
        desk.until_logged("200 OK")
        mobile.until_logged("200 OK")
        lur.cli("agent", "ready", phone.agent_id)
        with callers(tmp_path / "c", talks(), sip_port=lur.sip_port, address="support", calls=1):
            desk.wait_for("CALL_INCOMING")
            mobile.wait_for("CALL_INCOMING")
            mobile.command("accept")
            mobile.wait_for("CALL_ESTABLISHED")
            desk.wait_for("CALL_CLOSED")
            lur.until(lambda s: s["contacts"][0]["phase"] == "talking")


def test_a_flood_a_giant_and_a_stranger_disturb_nobody(lur: House, tmp_path: Path) -> None:
    """1,000 INVITEs a second, an over-long body and foreign RTP while two people talk: their tones go on, and
    an honest newcomer from elsewhere gets a place and is greeted while the flood runs."""
    with (
        crew(lur, tmp_path, 1) as [(phone, endpoint)],
        baresip(tmp_path / "caller", tone_hz=440, accounts=["<sip:caller@127.0.0.1>;regint=0"]) as caller,
    ):
        lur.cli("agent", "ready", phone.agent_id)
        caller.dial(lur.sip("support"))
        lur.until(lambda s: s["contacts"] and s["contacts"][0]["phase"] == "talking")
        with flood(lur) as sent, customer(tmp_path / "new") as newcomer:
            newcomer.dial(lur.sip("support"))
            lur.until(lambda s: sorted(c["phase"] for c in s["contacts"]) == ["talking", "waiting"])
            place = lur.prompt(PlaceInQueue(1), "sv")
            assert newcomer.listen(lambda sound: contains(sound, place), seconds=60)
            lur.until(lambda _: len(sent) >= 1000 and counted(lur, 'lur_edge_total{what="silenced"}') > 0)
            newcomer.hang_up()
        lur.until(lambda s: len(s["contacts"]) == 1)
        spray_rtp(lur)
        heard = sum(path.stat().st_size for path in endpoint.heard())
        assert endpoint.listen(
            lambda sound: 2 * len(sound) > heard + 32_000 and tone_db(sound[-8000:], 440) > -25, seconds=20
        )
        assert caller.listen(lambda sound: tone_db(sound[-8000:], 1000) > -25)
        assert lur.status()["contacts"][0]["phase"] == "talking"
        assert lur.status()["health"]["strangers_dropped"] > 0
    assert lur.status()["health"]["edge"] == "up"


@contextlib.contextmanager
def flood(lur: House) -> Iterator[list[int]]:
    """First a giant, then a thousand INVITEs a second, from one address that no caller has; what was sent."""
    sent: list[int] = []
    over = threading.Event()

    def pour(stranger: socket.socket) -> None:
        while not over.wait(0.01):
            for _ in range(10):
                sent.append(stranger.sendto(an_invite(stranger, len(sent)), ("127.0.0.1", lur.sip_port)))

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        stranger.bind(("127.0.0.66", 0))
        giant = an_invite(stranger, 0).replace(b"Content-Length: 0", b"Content-Length: 60000") + b"x" * 60_000
        stranger.sendto(giant, ("127.0.0.1", lur.sip_port))
        pouring = threading.Thread(target=pour, args=(stranger,))
        pouring.start()
        try:
            yield sent
        finally:
            over.set()
            pouring.join()


def an_invite(stranger: socket.socket, number: int) -> bytes:
    """A call to an address that nobody has."""
    host, port = stranger.getsockname()
    head = (
        f"INVITE sip:{number}@127.0.0.1 SIP/2.0",
        f"Via: SIP/2.0/UDP {host}:{port};branch=z9hG4bKf{number}",
        f"From: <sip:x@{host}>;tag={number}",
        f"To: <sip:{number}@127.0.0.1>",
        f"Call-ID: flood{number}",
        "CSeq: 1 INVITE",
        f"Contact: <sip:x@{host}:{port}>",
        "Max-Forwards: 70",
        "Content-Length: 0",
        "",
        "",
    )
    return "\r\n".join(head).encode()


def spray_rtp(lur: House) -> None:
    """Foreign packets to every port of the media plane."""
    first, last = lur.rtp
    packet = bytes((0x80, 8)) + bytes(10) + b"\x55" * 160
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
        stranger.bind(("127.0.0.66", 0))
        for port in range(first, last + 1):
            stranger.sendto(packet, ("127.0.0.1", port))
