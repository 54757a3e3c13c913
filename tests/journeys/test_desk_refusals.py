"""What a page that was tampered with may try: every try has a stable code, nothing happens, and nothing dies.

All of it is said on real sockets to real processes, with the session of somebody who may sign in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from journeys.forger import DESK, Forger
from journeys.house import House, house

ERIK, ALI = "102", "104"
GOOD = """\
v=0
o=- 4611731400430051336 2 IN IP4 127.0.0.1
s=-
t=0 0
a=group:BUNDLE 0
m=audio 9 UDP/TLS/RTP/SAVPF 8 0 126
c=IN IP4 0.0.0.0
a=rtcp-mux
a=ice-ufrag:Yx2z
a=ice-pwd:0123456789abcdefghijklmn
a=fingerprint:sha-256 {fingerprint}
a=setup:actpass
a=mid:0
a=sendrecv
a=rtpmap:8 PCMA/8000
a=rtpmap:0 PCMU/8000
a=rtpmap:126 telephone-event/8000
""".replace("{fingerprint}", ":".join(["AB"] * 32)).replace("\n", "\r\n")
FINGERPRINT = "a=fingerprint:sha-256 " + ":".join(["AB"] * 32) + "\r\n"
OPUS = (
    GOOD.replace("SAVPF 8 0 126", "SAVPF 111").replace("PCMA/8000", "x/8000").replace("PCMU/8000", "y/8000")
)
VIDEO = "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:{n}\r\n"
HOSTILE = {
    "no SDP at all": ("nonsense", {"malformed_sdp"}),
    "binary": ("\x00\x01\x02" * 100, {"malformed_sdp"}),
    "huge": (GOOD + "a=x:" + "y" * 40_000 + "\r\n", {"too_large"}),
    "no fingerprint": (GOOD.replace(FINGERPRINT, ""), {"no_fingerprint"}),
    "another hash": (GOOD.replace("sha-256", "md5"), {"bad_fingerprint", "no_fingerprint"}),
    "a cut fingerprint": (GOOD.replace(":AB" * 20, ""), {"bad_fingerprint"}),
    "no ICE": (GOOD.replace("a=ice-pwd", "a=x-pwd"), {"bad_ice"}),
    "line breaks in ICE": (GOOD.replace("Yx2z", "Yx2z\x0bINVITE"), {"bad_ice", "malformed_sdp"}),
    "another codec": (OPUS.replace("a=rtpmap:126 telephone-event/8000\r\n", ""), {"no_common_codec"}),
    "no DTLS": (GOOD.replace("UDP/TLS/RTP/SAVPF", "RTP/AVP"), {"not_secure"}),
    "we as the client": (GOOD.replace("actpass", "passive"), {"bad_setup"}),
    "two hundred lines": (
        GOOD + "".join(VIDEO.replace("{n}", str(n)) for n in range(1, 200)),
        {"malformed_sdp", "too_large"},
    ),
    "no audio": (GOOD.replace("m=audio", "m=video"), {"no_audio"}),
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One demo company for all tests here."""
    with house(tmp_path_factory.mktemp("refusals"), "--demo") as built:
        yield built


def test_forged_words_change_nothing(demo: House) -> None:
    """No JSON, unknown words, missing and surplus fields, and words before ``hello`` have their codes; the
    socket stays, and a good word still works."""
    forger = Forger.signed_in(demo, "erik")
    with forger.socket() as line:
        line.raw("not json")
        line.raw(json.dumps({"type": "AcceptOffer", "number": 1, "agent_id": ALI}))
        line.raw(json.dumps({"type": "hello", "number": 1, "desk": "x" * 65}))
        line.raw(json.dumps({"type": "hello", "number": 1, "desk": DESK, "agent_id": ALI}))
        assert line.complaints(4) == ["bad_message"] * 4
        line.number = 1
        line.say("take_over")
        assert line.complaints(5)[4] == "hello_first"
        line.hello()
        assert line.wait_for("desk")["role"] == "phone"
        line.hello("another-desk-1")
        assert line.complaints(6)[5] == "other_desk"


def test_a_replayed_word_is_known(demo: House) -> None:
    """The same number again, an older one, and an answer to a ping that never was: nothing happens."""
    with Forger.signed_in(demo, "erik").socket() as line:
        line.hello()
        line.wait_for("desk")
        line.number -= 1
        line.hello()
        assert line.complaints(1) == ["old_number"]
        line.number += 10
        line.say("pulse", ping=4711, audio="up", visible=True, lag_ms=0)
        assert line.complaints(2)[1] == "old_number"


def test_too_much_is_refused(demo: House) -> None:
    """A page that shouts is told so, and one that sends a megabyte is cut off; the others go on."""
    forger = Forger.signed_in(demo, "erik")
    with forger.socket() as line:
        line.hello()
        for _ in range(60):
            line.say("echo", on=True)
        assert "too_many" in line.complaints(20)
        for _ in range(200):
            line.say("echo", on=True)
        line.closes()
    with forger.socket() as line:
        line.raw(json.dumps({"type": "hello", "number": 1, "desk": "z" * 1_000_000}))
        assert line.closes() == 1009
    with forger.socket() as line:
        line.hello()
        assert line.wait_for("desk")["role"] == "phone"


def test_hostile_descriptions_have_codes_and_kill_nobody(demo: House) -> None:
    """Every wrong SDP is refused by its code, with the number of the offer; a good one is answered after."""
    processes = {name: demo.pid(name) for name in ("edge", "media")}
    refused: dict[str, str] = {}
    with Forger.signed_in(demo, "erik").socket() as line:
        line.hello()
        line.wait_for("desk")
        for what, (sdp, _) in HOSTILE.items():
            refused[what] = line.offer(sdp).get("code", "answered")
        answer = line.offer(GOOD)
        assert "a=ice-lite" in answer.get("sdp", ""), answer
    assert {what: code in HOSTILE[what][1] for what, code in refused.items()} == dict.fromkeys(
        HOSTILE, True
    ), refused
    assert {name: demo.pid(name) for name in processes} == processes


def test_only_the_phone_speaks_for_the_phone(demo: House) -> None:
    """A second desk may take over, but not offer before it has; an account without an agent has no desk."""
    erik = Forger.signed_in(demo, "erik")
    with erik.socket() as first, erik.socket() as second:
        first.hello()
        assert first.wait_for("desk")["role"] == "phone"
        second.hello("second-desk-1")
        assert second.wait_for("desk")["role"] == "elsewhere"
        second.say("phone_offer", sdp=GOOD)
        assert second.complaints(1) == ["not_the_phone"]
        second.say("take_over")
        assert second.wait_for("desk", skip=1)["role"] == "phone"
        assert first.wait_for("desk", skip=1)["role"] == "elsewhere"
    with Forger.signed_in(demo, "supervisor").socket() as line:
        line.hello()
        assert line.complaints(1) == ["no_agent_of_yours"]


def test_nobody_acts_for_another(demo: House) -> None:
    """Presence, offers, notes and whys of others are refused, without a session and from another site too."""
    erik = Forger.signed_in(demo, "erik")
    assert erik.code("POST", f"/api/agents/{ALI}/ready", {}) == (403, "not_your_agent")
    assert erik.code("GET", f"/api/agents/{ALI}/why") == (403, "not_your_agent")
    assert erik.code("POST", "/api/offers/nobodys-offer/accept", {})[0] in (403, 404)
    assert erik.code("POST", "/api/contacts/nobodys-contact/note", {"text": "x", "version": 0})[0] in (
        403,
        404,
    )
    assert Forger(demo, "").code("POST", f"/api/agents/{ERIK}/ready", {}) == (401, "not_signed_in")
    assert Forger(demo, "lur_session=forged").code("GET", "/api/me") == (401, "not_signed_in")


def test_a_megabyte_is_too_much_for_a_note(demo: House) -> None:
    """The body is refused before it is read into anything; one over the note's own limit has its own code."""
    erik = Forger.signed_in(demo, "erik")
    code = erik.code("POST", "/api/customers", {"names": ["Kim"], "note": "x" * 1_000_000})
    assert code[0] in (400, 413), code
    assert code[1] in ("too_large", "text_too_long"), code


def test_a_session_that_ends_takes_the_socket_along(demo: House) -> None:
    """Signed out elsewhere: the socket closes by itself with the code that sends the page to the sign-in."""
    forger = Forger.signed_in(demo, "lars")
    with forger.socket() as line:
        line.hello()
        line.wait_for("desk")
        assert forger.send("POST", "/api/sign-out", {})[0] == 200
        assert line.closes(seconds=40) == 4401
