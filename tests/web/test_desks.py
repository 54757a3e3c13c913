"""Desks on the live socket of a real server: roles, pulses, signalling, and what a page may not do."""

from __future__ import annotations

import contextlib
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest
from tests.runtime.centres import until
from tests.web.house import House, application
from tests.web.pages import DESK, FakeEdge, Page, hindrance, open_page, presence, sign_in_anew

from lur.adapters.voice.protocol import BrowserEcho, BrowserLeft, BrowserOffer
from lur.cli.webserver import WebServer
from lur.core.ids import AgentId
from lur.runtime import leases
from lur.runtime.views import AgentView
from lur.web.desks import desks as desks_module
from lur.web.desks import edge_watch
from lur.web.desks.line import PATIENCE

pytestmark = pytest.mark.anyio

Opener = Callable[..., Awaitable[Page]]


@pytest.fixture(autouse=True)
def _quick_beat(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beats come often; the rules' times stay unless a test shortens them."""
    monkeypatch.setattr(desks_module, "BEAT_S", 0.005)
    monkeypatch.setattr(desks_module, "PING_EVERY_MS", 50)
    monkeypatch.setattr(desks_module, "LATE_MS", 60_000)


@pytest.fixture
def edge(house: House) -> FakeEdge:
    """The voice edge."""
    made = FakeEdge()
    house.services.desks.attach(made)  # type: ignore[arg-type]
    return made


@pytest.fixture
async def page(house: House, edge: FakeEdge) -> AsyncIterator[Opener]:
    """Opens pages of Maja, or of whoever is signed in at ``client``."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = WebServer(application(house.services), listener)
    server.start()
    address = f"127.0.0.1:{listener.getsockname()[1]}"
    opened: list[Page] = []

    async def open_it(desk: str = DESK, client: httpx.AsyncClient | None = None) -> Page:
        made = await open_page(client or await house.as_role("agent"), address, desk)
        opened.append(made)
        return made

    yield open_it
    for each in opened:
        await each.leave()
    server.hurry()
    await server.stop()
    listener.close()


async def get_ready(house: House) -> None:
    """Maja presses Ready."""
    assert (await (await house.as_role("agent")).post("/api/agents/me/ready")).status_code == 200


async def ready_page(house: House, page: Opener) -> Page:
    """Maja is ready at a desk with sound."""
    made = await page()
    await made.hello()
    await get_ready(house)
    await until(lambda: presence(house) == "ready")
    return made


# --- roles -------------------------------------------------------------------------------------------------


async def test_a_desk_is_told_its_role_and_pinged(house: House, page: Opener) -> None:
    """The first page is the phone; another of the same agent is told where it is; both are pinged."""
    first, second = await page(), await page("desk-0002")
    await first.hello()
    await second.hello()
    assert (first.role, second.role) == ("phone", "elsewhere")
    assert first.all_of("desk")[0]["run"] == house.services.push.run
    assert first.all_of("desk")[0]["ice_servers"] == []
    await until(lambda: first.all_of("ping") and second.all_of("ping"))


async def test_ready_waits_for_sound(house: House, page: Opener) -> None:
    """Ready with a page whose sound does not stand yet is unreachable, and ready as soon as it stands."""
    made = await page()
    made.audio = "off"
    await made.hello()
    await get_ready(house)
    assert (presence(house), hindrance(house)) == ("unreachable", "no_audio_path")
    await house.arrive("c1")
    assert presence(house) == "unreachable"
    await made.pulse("up")
    await until(lambda: presence(house) == "offered")
    assert hindrance(house) is None


async def test_a_page_that_let_go_of_its_sound_is_not_offered_to(house: House, page: Opener) -> None:
    """Sound that ended with the pause is no sound, even a moment ago, even with a caller waiting."""
    made = await ready_page(house, page)
    await (await house.as_role("agent")).post("/api/agents/me/pause", json={"reason": "break"})
    await made.pulse("off")
    lease = house.services.desks.desks.leases[AgentId("101")]
    await until(lambda: not lease.sound)
    assert hindrance(house) is None
    await house.arrive("c1")
    await get_ready(house)
    assert (presence(house), hindrance(house)) == ("unreachable", "no_audio_path")


async def test_a_microphone_that_is_pulled_out_takes_the_ring_away(house: House, page: Opener) -> None:
    """The caller goes back to their place without blame for the agent."""
    made = await ready_page(house, page)
    await house.arrive("c1")
    await until(lambda: presence(house) == "offered")
    await made.pulse("microphone_lost")
    await until(lambda: presence(house) == "unreachable")
    assert hindrance(house) == "microphone_lost"
    assert house.services.centre.state.contacts["c1"].phase == "waiting"  # type: ignore[index]


async def test_a_desk_takes_over(house: House, page: Opener) -> None:
    """Each is told what it is now; the edge hears of it by the new desk's offer."""
    first = await ready_page(house, page)
    second = await page("desk-0002")
    await second.hello()
    await second.say("take_over")
    await second.until_role("phone")
    await first.until_role("elsewhere")
    assert presence(house) == "ready"


async def test_a_closed_phone_hands_over_to_another_page(
    house: House, page: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After four seconds, here fewer."""
    monkeypatch.setattr(leases, "GONE_MS", 30)
    first = await ready_page(house, page)
    second = await page("desk-0002")
    await second.hello()
    assert second.role == "elsewhere"
    await first.leave()
    await second.until_role("phone")
    await until(lambda: hindrance(house) is None and presence(house) == "ready")


async def test_a_reload_is_not_noticed(house: House, page: Opener) -> None:
    """The same desk on a new socket is the phone still, and the journal has nothing of it."""
    first = await ready_page(house, page)
    before = house.services.centre.seq
    await first.leave()
    again = await page()
    await again.hello()
    assert again.role == "phone"
    await until(lambda: house.services.desks.desks.leases[AgentId("101")].sound)
    assert (house.services.centre.seq, presence(house)) == (before, "ready")


async def test_the_last_page_that_closes_leaves_nobody_to_call(
    house: House, page: Opener, edge: FakeEdge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The agent is unreachable; the edge is told when it still lists the desk, so that a SIP phone rings."""
    monkeypatch.setattr(leases, "GONE_MS", 30)
    await (await ready_page(house, page)).leave()
    await until(lambda: hindrance(house) == "desk_gone")
    assert presence(house) == "unreachable"
    assert [each.desk_id for each in edge.all_of(BrowserLeft)] == [DESK]
    edge.knows(("101", DESK, True))
    assert len(edge.all_of(BrowserLeft)) == 2


async def test_a_sip_phone_by_choice_needs_no_page(house: House, page: Opener) -> None:
    """Said in hello; the page is nobody's phone then and may be closed."""
    made = await page()
    await made.hello(endpoint="sip", wants_phone=False)
    assert made.role == "none"
    await get_ready(house)
    assert (presence(house), hindrance(house)) == ("ready", None)


def maja(house: House) -> AgentView:
    """As everybody sees her."""
    return next(each for each in house.services.push.status().agents if each.id == "101")


async def test_whose_phone_is_a_page_is_shown_to_be_at_the_desk(house: House, page: Opener) -> None:
    """Nobody is told that a phone is missing whose phone is the browser; when the page is gone they are."""
    made = await page()
    await made.hello()
    await until(lambda: maja(house).at_desk)
    assert not maja(house).phone_registered
    await made.leave()
    await until(lambda: not maja(house).at_desk, seconds=10)


async def test_a_duplicated_tab_is_found_out(house: House, page: Opener) -> None:
    """The newer socket is the desk; the older one may come with another id."""
    first, second = await page(), await page()
    await first.hello()
    await second.hello()
    assert second.role == "phone"
    await first.until_complaint("desk_replaced")
    first.desk = "desk-0009"
    await first.hello()
    await first.until_role("elsewhere")


async def test_the_role_is_told_again_before_turn_passwords_end(
    house: House, page: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever works a long shift gets new ones."""
    made = await page()
    await made.hello()
    monkeypatch.setattr(desks_module, "TELL_AGAIN_MS", 10)
    await until(lambda: len(made.all_of("desk")) > 2)
    assert {each["role"] for each in made.all_of("desk")} == {"phone"}


# --- sessions ----------------------------------------------------------------------------------------------


async def test_a_session_that_ends_elsewhere_gives_the_phone_up(
    house: House, page: Opener, edge: FakeEdge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Signing out closes the socket at once, the edge is told, and nobody is called there; no reload is
    awaited."""
    monkeypatch.setattr(leases, "GONE_MS", 3_600_000)
    client = await sign_in_anew(house)
    made = await page(client=client)
    await made.hello()
    await get_ready(house)
    await client.post("/api/sign-out")
    assert await made.until_closed() == 4401
    await until(lambda: hindrance(house) == "desk_gone")
    assert edge.all_of(BrowserLeft)[-1].agent_id == "101"
    await client.aclose()


async def test_another_session_of_the_account_goes_on(house: House, page: Opener) -> None:
    """Only the session that ended is closed; a new password ends them all."""
    client = await sign_in_anew(house)
    first, second = await page(client=client), await page("desk-0002")
    await first.hello()
    await second.hello()
    await client.post("/api/sign-out")
    await first.until_closed()
    await second.until_role("phone")
    await (await house.as_role("admin")).post("/api/accounts/maja/new-password")
    assert await second.until_closed() == 4401
    await client.aclose()


async def test_whoever_changes_the_password_stays(house: House, page: Opener) -> None:
    """The page it was done on goes on under its new session; those of other sessions end."""
    client = await sign_in_anew(house)
    here, elsewhere = await page(client=client), await page("desk-0002")
    await here.hello()
    await elsewhere.hello()
    body = {"old": house.passwords["maja"], "new": "a much better one"}
    assert (await client.post("/api/password", json=body)).is_success
    assert await elsewhere.until_closed() == 4401
    before = len(here.all_of("ping"))
    await until(lambda: len(here.all_of("ping")) > before + 2)
    assert here.role == "phone"
    await client.aclose()


async def test_an_agent_who_is_removed_has_no_desk(house: House, page: Opener) -> None:
    """The account goes on, its desk does not."""
    made = await page()
    await made.hello()
    book = house.services.desks.book
    await until(lambda: house.services.desks.desks.remembered.is_saved)
    assert [each.agent_id for each in await book.phones()] == ["101"]
    removed = await (await house.as_role("admin")).post("/api/agents/101/remove")
    assert removed.status_code == 200, removed.text
    assert await made.until_closed() == 4401
    assert AgentId("101") not in house.services.desks.desks.leases
    await until(lambda: house.services.desks.desks.remembered.is_saved)
    assert await book.phones() == ()


# --- what may not be said ----------------------------------------------------------------------------------


async def test_only_an_agent_has_a_desk(house: House, page: Opener) -> None:
    """A supervisor without an agent is told so."""
    made = await page(client=await house.as_role("supervisor"))
    await made.hello()
    assert made.complaints() == ["no_agent_of_yours"]
    assert house.services.desks.desks.lines == {}


@pytest.mark.parametrize(
    "text",
    [
        "rubbish",
        "[]",
        '{"type":"hello"}',
        '{"type":"become_admin","number":1}',
        '{"type":"hello","number":1,"desk":"../../x","wants_phone":true,"endpoint":"browser","visible":true}',
        '{"type":"hello","number":1,"desk":"desk-0001","wants_phone":true,"endpoint":"fax","visible":true}',
        '{"type":"take_over","number":1,"agent_id":"102"}',
        '{"type":"pulse","number":1,"ping":0,"audio":"up","visible":true,"lag_ms":-1}',
        '{"type":"pulse","number":99999999999999999999,"ping":0,"audio":"up","visible":true,"lag_ms":0}',
        '{"type":"phone_offer","number":1,"sdp":"\\ud800"}',
        "[" * 20_000,
    ],
)
async def test_forged_messages_do_nothing(house: House, page: Opener, text: str) -> None:
    """Unknown types, unknown fields, values out of bounds, another's agent: a complaint, and nothing else."""
    made = await page()
    await made.say_raw(text)
    await made.until_complaint("bad_message")
    assert house.services.desks.desks.leases == {}
    await made.hello()
    assert made.role == "phone"


async def test_a_replayed_message_does_nothing(house: House, page: Opener) -> None:
    """A number that did not rise; a pulse for a ping that was answered or never sent."""
    first, second = await page(), await page("desk-0002")
    await first.hello()
    await second.hello()
    number = second.number
    await second.say_raw(json.dumps({"type": "take_over", "number": number}))
    await second.until_complaint("old_number")
    assert second.role == "elsewhere"
    first.mute = True
    await first.say("pulse", ping=10**9, audio="no_microphone", visible=True, lag_ms=0)
    await first.until_complaint("old_number")
    desk = house.services.desks.desks.leases[AgentId("101")].phone
    assert desk is not None
    assert desk.audio != "no_microphone"


async def test_a_socket_is_one_desk(house: House, page: Opener) -> None:
    """Before hello it is none, after it that one only."""
    made = await page()
    await made.say("take_over")
    await made.until_complaint("hello_first")
    await made.hello()
    await made.hello(desk="desk-0002")
    assert made.complaints()[-1] == "other_desk"
    assert len(house.services.desks.desks.lines) == 1


async def test_only_the_phone_signals(house: House, page: Opener, edge: FakeEdge) -> None:
    """Another page of the same agent can neither offer, nor leave, nor hear itself."""
    first, second = await page(), await page("desk-0002")
    await first.hello()
    await second.hello()
    for kind, fields in (("phone_offer", {"sdp": "v=0"}), ("phone_leave", {}), ("echo", {"on": True})):
        await second.say(kind, **fields)
    await until(lambda: second.complaints() == ["not_the_phone"] * 3)
    assert edge.told == []


async def test_too_many_messages_are_not_heard(house: House, page: Opener) -> None:
    """Beyond its measure a page is told so; one that goes on and on is closed."""
    made = await page()
    await made.hello()
    made.mute = True
    with contextlib.suppress(Exception):
        for _ in range(PATIENCE + 200):
            await made.say("phone_leave")
    assert await made.until_closed() == 4429
    assert "too_many" in made.complaints()


# --- signalling --------------------------------------------------------------------------------------------


async def test_an_answer_reaches_the_page_that_offered(house: House, page: Opener, edge: FakeEdge) -> None:
    """The page's own number comes back; the edge's numbers rise whatever pages say."""
    made = await page()
    await made.hello()
    await made.say("phone_offer", sdp="v=0")
    asked = made.number
    await edge.answers("the answer")
    await until(lambda: made.all_of("phone_answer"))
    assert [(each["number"], each["sdp"]) for each in made.all_of("phone_answer")] == [(asked, "the answer")]
    await made.say("phone_offer", sdp="rubbish")
    await until(lambda: len(edge.all_of(BrowserOffer)) == 2)
    await edge.answers(code="bad_ice")
    await until(lambda: made.all_of("phone_refused"))
    assert made.all_of("phone_refused")[0]["code"] == "bad_ice"
    first, second = edge.all_of(BrowserOffer)
    assert second.number > first.number > 1_000_000_000_000
    assert (first.agent_id, first.desk_id) == ("101", DESK)


async def test_a_strange_answer_goes_nowhere(house: House, page: Opener, edge: FakeEdge) -> None:
    """A number that nobody asked with, or another desk's name on it."""
    made = await page()
    await made.hello()
    await made.say("phone_offer", sdp="v=0")
    await edge.answers(number=7)
    await edge.answers(desk_id="desk-0002")
    await edge.answers("right")
    await until(lambda: made.all_of("phone_answer"))
    assert [each["sdp"] for each in made.all_of("phone_answer")] == ["right"]


async def test_an_offer_that_cannot_go_on_is_refused_at_once(
    house: House, page: Opener, edge: FakeEdge
) -> None:
    """The edge is away; the description is huge."""
    made = await page()
    await made.hello()
    await made.say("phone_offer", sdp="v" * 20_000)
    edge.is_up = False
    await made.say("phone_offer", sdp="v=0")
    await made.say("echo", on=True)
    await made.until_complaint("edge_down")
    assert [each["code"] for each in made.all_of("phone_refused")] == ["too_large", "edge_down"]


async def test_leaving_and_echo_reach_the_edge(house: House, page: Opener, edge: FakeEdge) -> None:
    """From the phone, about its own desk."""
    made = await page()
    await made.hello()
    await made.say("echo", on=True)
    await made.say("phone_leave")
    await until(lambda: len(edge.told) == 2)
    assert edge.all_of(BrowserEcho)[0].on
    assert edge.all_of(BrowserLeft)[0].desk_id == DESK


async def test_the_edges_word_on_the_path_counts(house: House, page: Opener, edge: FakeEdge) -> None:
    """A page that believes in its sound is hindered when nothing gets through, and asked to begin anew."""
    made = await ready_page(house, page)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(leases, "NO_SOUND_MS", 20)
        edge.knows()
        await until(lambda: hindrance(house) == "no_audio_path")
        await until(lambda: made.all_of("phone_renew"))
        edge.knows(("101", DESK, True))
        await until(lambda: hindrance(house) is None)
        patch.setattr(edge_watch, "RENEW_EVERY_MS", 0)
        edge.knows(("101", DESK, False))
        await until(lambda: hindrance(house) == "no_audio_path")
        assert len(made.all_of("phone_renew")) == 1


async def test_an_edge_that_is_away_blames_nobody(house: House, page: Opener, edge: FakeEdge) -> None:
    """Then the page's word counts."""
    await ready_page(house, page)
    edge.knows()
    edge.telemetry = None
    edge.changes.publish(edge)
    lease = house.services.desks.desks.leases[AgentId("101")]
    assert (lease.sound, hindrance(house)) == (True, None)
