"""Who is the phone, and what hinders it: each rule by an example, and what holds whatever happens."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lur.core.ids import AgentId, DeskId
from lur.core.transitions import Presence
from lur.core.values import Hindrance
from lur.runtime import leases
from lur.runtime.desk_views import DeskAudio, DeskEndpoint
from lur.runtime.leases import ASLEEP_MS, COME_BACK_MS, GONE_MS, NO_SOUND_MS, SLOW_MS, Lease

A, B, C = DeskId("desk-a"), DeskId("desk-b"), DeskId("desk-c")
T = 1_700_000_000_000


class Bench:
    """One agent's lease and a clock."""

    def __init__(self, lease: Lease | None = None) -> None:
        self.lease = lease or Lease(agent_id=AgentId("101"))
        self.now = T
        self.pings = 0

    def hello(
        self, desk: DeskId, *, wants: bool = True, endpoint: DeskEndpoint = "browser", visible: bool = True
    ) -> None:
        """A desk comes."""
        leases.hello(self.lease, desk, wants_phone=wants, endpoint=endpoint, visible=visible, now=self.now)

    def says(self, desk: DeskId, audio: DeskAudio = "up", lag_ms: int = 0, after_ms: int = 0) -> bool:
        """A ping, and its answer after a while."""
        self.pings += 1
        leases.pinged(self.lease, desk, self.pings, self.now)
        self.now += after_ms
        return self.answers(desk, self.pings, audio, lag_ms)

    def answers(self, desk: DeskId, ping: int, audio: DeskAudio = "up", lag_ms: int = 0) -> bool:
        """A pulse."""
        return leases.pulse(
            self.lease, desk, ping=ping, audio=audio, visible=True, lag_ms=lag_ms, now=self.now
        )

    def up(self, desk: DeskId) -> None:
        """A desk comes and has sound."""
        self.hello(desk)
        assert self.says(desk)

    def gone(self, desk: DeskId) -> None:
        """Its socket ends."""
        leases.gone(self.lease, desk, self.now)

    def wait(self, ms: int) -> None:
        """Time passes."""
        self.now += ms
        leases.settle(self.lease, self.now)

    def role(self, desk: DeskId) -> str:
        """What it is."""
        return leases.role_of(self.lease, desk)

    def hindrance(self, has_sip: bool = False) -> Hindrance | None:
        """What hinders now."""
        return leases.hindrance(self.lease, has_sip=has_sip, now=self.now)


@pytest.fixture
def bench() -> Bench:
    """An agent without any desk."""
    return Bench()


def test_an_agent_without_a_desk_is_never_hindered(bench: Bench) -> None:
    """A SIP phone needs no page."""
    assert bench.hindrance() is None
    bench.hello(A, wants=False)
    assert (bench.role(A), bench.hindrance()) == ("none", None)


def test_the_first_desk_that_is_willing_is_the_phone(bench: Bench) -> None:
    """Others are told that it is elsewhere; a page that is not willing takes nothing."""
    bench.hello(C, wants=False)
    bench.hello(A)
    bench.hello(B)
    assert [bench.role(each) for each in (A, B, C)] == ["phone", "elsewhere", "elsewhere"]


def test_nobody_is_called_before_there_is_sound(bench: Bench) -> None:
    """A page alone is no phone: its way for sound must stand first."""
    bench.hello(A)
    assert bench.hindrance() == "no_audio_path"
    bench.says(A, "connecting")
    assert bench.hindrance() == "no_audio_path"
    bench.says(A, "up")
    assert bench.hindrance() is None


def test_a_reload_changes_nothing(bench: Bench) -> None:
    """The same desk back within four seconds, with sound within three more: no hindrance at any moment."""
    bench.up(A)
    bench.hello(B)
    bench.gone(A)
    bench.wait(GONE_MS - 1)
    assert bench.hindrance() is None
    bench.hello(A)
    bench.wait(NO_SOUND_MS - 1)
    assert (bench.role(A), bench.role(B), bench.hindrance()) == ("phone", "elsewhere", None)
    bench.says(A)
    bench.wait(NO_SOUND_MS)
    assert bench.hindrance() is None


def test_a_closed_page_hinders_after_four_seconds(bench: Bench) -> None:
    """Not a moment before, and not when the agent's SIP phone can ring."""
    bench.up(A)
    bench.gone(A)
    bench.wait(GONE_MS - 1)
    assert bench.hindrance() is None
    bench.wait(1)
    assert bench.hindrance() == "desk_gone"
    assert bench.hindrance(has_sip=True) is None
    bench.hello(A)
    assert bench.hindrance() == "no_audio_path"


def test_another_desk_is_promoted(bench: Bench) -> None:
    """Those that are seen before those that are hidden, then the oldest; and it needs its own sound."""
    bench.up(A)
    bench.hello(B, visible=False)
    bench.hello(C)
    bench.gone(A)
    bench.wait(GONE_MS)
    assert [bench.role(each) for each in (B, C)] == ["elsewhere", "phone"]
    assert bench.hindrance() == "no_audio_path"
    bench.says(C)
    assert bench.hindrance() is None


def test_a_desk_can_take_over(bench: Bench) -> None:
    """At once, with a moment to make its sound, during which calls may come."""
    bench.up(A)
    bench.hello(B)
    leases.take_over(bench.lease, B, bench.now)
    assert (bench.role(A), bench.role(B), bench.hindrance()) == ("elsewhere", "phone", None)
    bench.wait(NO_SOUND_MS)
    assert bench.hindrance() == "no_audio_path"


def test_a_session_that_ended_gives_the_phone_up_at_once(bench: Bench) -> None:
    """No four seconds for a page that may not come back."""
    bench.up(A)
    bench.hello(B)
    leases.given_up(bench.lease, A, bench.now)
    assert bench.role(B) == "phone"
    leases.given_up(bench.lease, B, bench.now)
    assert bench.hindrance() == "desk_gone"


def test_a_silent_page_is_asleep(bench: Bench) -> None:
    """After twelve seconds; one word wakes it."""
    bench.up(A)
    bench.wait(ASLEEP_MS - 1)
    assert bench.hindrance() is None
    bench.wait(1)
    assert bench.hindrance() == "asleep"
    assert bench.answers(A, 0)
    assert bench.hindrance() is None


def test_a_page_that_answers_late_lags(bench: Bench) -> None:
    """Three slow pulses in a row, three quick ones to be believed again; its own word on lag counts."""
    bench.up(A)
    for number in range(3):
        assert bench.hindrance() is None, number
        bench.says(A, after_ms=SLOW_MS + 1)
    assert bench.hindrance() == "lagging"
    bench.says(A)
    bench.says(A)
    bench.says(A, lag_ms=SLOW_MS + 1)
    bench.says(A)
    bench.says(A)
    assert bench.hindrance() == "lagging"
    bench.says(A)
    assert bench.hindrance() is None


@pytest.mark.parametrize("audio", ["no_microphone", "microphone_lost"])
def test_without_a_microphone_nobody_is_called(bench: Bench, audio: DeskAudio) -> None:
    """Known at once."""
    bench.up(A)
    bench.says(A, audio)
    assert bench.hindrance() == audio


@pytest.mark.parametrize("audio", ["connecting", "failed", "off"])
def test_a_broken_path_has_three_seconds(bench: Bench, audio: DeskAudio) -> None:
    """A change of network mends itself."""
    bench.up(A)
    bench.says(A, audio)
    bench.wait(NO_SOUND_MS - 1)
    assert bench.hindrance() is None
    bench.wait(1)
    assert bench.hindrance() == "no_audio_path"


def test_the_edge_knows_better_than_the_page(bench: Bench) -> None:
    """A page that believes in its path is hindered when nothing gets through; an absent edge is silent."""
    bench.up(A)
    leases.path(bench.lease, A, False, bench.now)
    bench.wait(NO_SOUND_MS)
    assert bench.hindrance() == "no_audio_path"
    leases.path(bench.lease, B, True, bench.now)
    assert bench.hindrance() == "no_audio_path"
    leases.path_unknown(bench.lease, bench.now)
    assert bench.hindrance() is None


def test_the_worst_is_said(bench: Bench) -> None:
    """A page that sleeps cannot say how its microphone is."""
    bench.up(A)
    bench.says(A, "no_microphone")
    bench.wait(ASLEEP_MS)
    assert bench.hindrance() == "asleep"
    bench.gone(A)
    bench.wait(GONE_MS)
    assert bench.hindrance() == "desk_gone"


def test_a_sip_phone_needs_no_page(bench: Bench) -> None:
    """The choice holds for all desks, and can be taken back."""
    bench.up(A)
    bench.hello(B)
    bench.hello(B, endpoint="sip")
    assert ([bench.role(A), bench.role(B)], bench.hindrance()) == (["none", "none"], None)
    leases.take_over(bench.lease, A, bench.now)
    assert (bench.role(A), bench.hindrance()) == ("phone", "no_audio_path")


def test_an_unwilling_phone_hands_it_on(bench: Bench) -> None:
    """To a desk that is willing, or to none: then the agent has no browser phone."""
    bench.up(A)
    bench.hello(B)
    bench.hello(A, wants=False)
    assert bench.role(B) == "phone"
    bench.hello(B, wants=False)
    assert (bench.role(B), bench.hindrance()) == ("none", None)


def test_a_pulse_answers_a_ping_that_was_sent() -> None:
    """Once; one that was never sent, or was answered, or is of an old socket, changes nothing."""
    bench = Bench()
    bench.up(A)
    assert not bench.answers(A, 99, "no_microphone")
    assert not bench.answers(A, 1, "no_microphone")
    leases.pinged(bench.lease, A, 7, bench.now)
    bench.gone(A)
    bench.hello(A)
    assert not bench.answers(A, 7)


def test_after_a_restart_the_same_desk_is_awaited() -> None:
    """Nothing is offered before its page is back with sound; another page waits; then it is gone for good."""
    bench = Bench(leases.restored(AgentId("101"), A, T))
    assert bench.hindrance() == "asleep"
    bench.hello(B)
    bench.says(B, "off")
    bench.wait(COME_BACK_MS - 1)
    assert (bench.role(B), bench.hindrance()) == ("elsewhere", "asleep")
    late = copy.deepcopy(bench)
    bench.hello(A)
    assert (bench.role(A), bench.hindrance()) == ("phone", "no_audio_path")
    bench.says(A)
    assert bench.hindrance() is None
    late.says(B, "off")
    late.wait(1)
    assert (late.role(B), late.hindrance()) == ("phone", "no_audio_path")


def test_after_a_restart_a_closed_page_is_gone_in_the_end() -> None:
    """Fifteen seconds."""
    bench = Bench(leases.restored(AgentId("101"), A, T))
    bench.wait(COME_BACK_MS)
    assert bench.hindrance() == "desk_gone"


def test_sound_of_before_a_pause_is_no_sound(bench: Bench) -> None:
    """Whoever wants contacts again must be heard first."""
    bench.up(A)
    bench.says(A, "off")
    assert bench.hindrance() is None
    leases.wanted_again(bench.lease)
    assert bench.hindrance() == "no_audio_path"


def test_who_signs_out_and_closes_the_page_has_no_desk(bench: Bench) -> None:
    """Tomorrow they may come with a SIP phone. With a page open they keep it."""
    bench.up(A)
    leases.put_away(bench.lease, bench.now)
    assert bench.role(A) == "phone"
    bench.gone(A)
    bench.wait(GONE_MS)
    leases.put_away(bench.lease, bench.now)
    assert bench.hindrance() is None


# --- whatever happens --------------------------------------------------------------------------------------

DESKS = st.sampled_from([A, B, C])
AUDIO = st.sampled_from(["off", "connecting", "up", "no_microphone", "microphone_lost", "failed"])
STEPS = st.one_of(
    st.tuples(st.just("hello"), DESKS, st.booleans(), st.sampled_from(["browser", "browser", "sip"])),
    st.tuples(st.just("says"), DESKS, AUDIO, st.integers(0, 6_000)),
    st.tuples(st.just("gone"), DESKS),
    st.tuples(st.just("given_up"), DESKS),
    st.tuples(st.just("take_over"), DESKS),
    st.tuples(st.just("path"), DESKS, st.booleans()),
    st.tuples(st.just("wait"), st.integers(1, 20_000)),
)


def do(bench: Bench, step: tuple[object, ...]) -> None:
    """One step, when the desk it is about is there."""
    name, *rest = step
    here = bench.lease.desks.get(rest[0]) if name != "wait" else None  # type: ignore[call-overload]
    is_here = here is not None and here.gone_at is None
    match name, rest:
        case "hello", [desk, wants, endpoint]:
            bench.hello(desk, wants=wants, endpoint=endpoint)  # type: ignore[arg-type]
        case "says", [desk, audio, lag_ms] if is_here:
            bench.says(desk, audio, lag_ms)  # type: ignore[arg-type]
        case "gone", [desk]:
            bench.gone(desk)  # type: ignore[arg-type]
        case "given_up", [desk]:
            leases.given_up(bench.lease, desk, bench.now)  # type: ignore[arg-type]
        case "take_over", [desk] if is_here:
            leases.take_over(bench.lease, desk, bench.now)  # type: ignore[arg-type]
        case "path", [desk, up]:
            leases.path(bench.lease, desk, up, bench.now)  # type: ignore[arg-type]
        case "wait", [ms]:
            bench.wait(ms)  # type: ignore[arg-type]


@given(steps=st.lists(STEPS, max_size=25), restart=st.booleans())
def test_whatever_happens_there_is_at_most_one_phone(steps: list[tuple[object, ...]], restart: bool) -> None:
    """It is a desk that is known; with a SIP phone chosen there is none; without a microphone or sound it is
    hindered."""
    bench = Bench(leases.restored(AgentId("101"), A, T) if restart else None)
    for step in steps:
        do(bench, step)
        lease = bench.lease
        phones = [each for each in lease.desks if leases.role_of(lease, each) == "phone"]
        assert phones == ([lease.phone_id] if lease.phone_id is not None else [])
        if lease.endpoint == "sip":
            assert (lease.phone_id, bench.hindrance()) == (None, None)
        phone = lease.phone
        if (
            phone is not None
            and phone.gone_at is None
            and phone.audio in ("no_microphone", "microphone_lost")
        ):
            assert bench.hindrance() is not None
        if bench.hindrance() is None and lease.browser:
            assert phone is not None
            assert lease.sound or lease.silent_since is not None


@given(steps=st.lists(STEPS, max_size=25), part=st.floats(0, 1))
def test_between_deadlines_nothing_changes(steps: list[tuple[object, ...]], part: float) -> None:
    """Whoever looks again at ``next_deadline`` misses nothing; looking in between does no harm."""
    bench = Bench()
    for step in steps:
        do(bench, step)
    bench.wait(0)
    due = leases.next_deadline(bench.lease, bench.now)
    until = due - 1 if due is not None else bench.now + 100_000
    assert until >= bench.now
    before = (bench.lease.phone_id, bench.hindrance())
    looked = copy.deepcopy(bench)
    looked.wait(int((until - bench.now) * part))
    assert (looked.lease.phone_id, looked.hindrance()) == before
    bench.wait(until - bench.now)
    assert (bench.lease.phone_id, bench.hindrance()) == before


# --- what the centre is told -------------------------------------------------------------------------------


def report(bench: Bench, presence: Presence, reported: Hindrance | None = None) -> Hindrance | None:
    """What the centre should know, when it knows ``reported``."""
    return leases.to_report(bench.lease, presence=presence, reported=reported, has_sip=False, now=bench.now)


@pytest.mark.parametrize("presence", ["pause", "signed_out"])
def test_who_wants_no_contacts_is_not_newly_hindered(bench: Bench, presence: Presence) -> None:
    """A laptop that is closed for lunch is no news; one that hindered before does so until it is open."""
    bench.up(A)
    bench.says(A, "off")
    bench.wait(NO_SOUND_MS)
    assert report(bench, presence) is None
    assert report(bench, "ready") == "no_audio_path"
    bench.gone(A)
    bench.wait(GONE_MS)
    assert report(bench, presence) is None
    assert report(bench, presence, "asleep") == "asleep"
    bench.hello(A)
    assert report(bench, presence, "asleep") is None


def test_a_ring_is_not_taken_away_by_our_restart() -> None:
    """While the page is awaited; others who want contacts are held back at once."""
    bench = Bench(leases.restored(AgentId("101"), A, T))
    assert report(bench, "offered") is None
    working: tuple[Presence, ...] = ("ready", "on_contact", "wrap_up", "breath")
    assert [report(bench, presence) for presence in working] == ["asleep"] * 4
    bench.wait(COME_BACK_MS)
    assert report(bench, "offered") == "desk_gone"


def test_no_page_is_blamed_while_we_slept(bench: Bench) -> None:
    """A machine that was suspended for an hour finds its desks as it left them."""
    bench.up(A)
    bench.hello(B)
    bench.gone(B)
    leases.pinged(bench.lease, A, 99, bench.now)
    bench.now += 3_600_000
    leases.forgive(bench.lease, 3_600_000)
    bench.wait(0)
    assert (bench.role(B), bench.hindrance()) == ("elsewhere", None)
    assert bench.answers(A, 99)
    assert bench.lease.desks[A].delay_ms == 0
