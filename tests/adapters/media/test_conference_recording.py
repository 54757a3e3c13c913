"""A recording holds what the customer said, and what the customer heard of us, through every way to talk."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.adapters.media.talk import Talk, found
from tests.fakes.tones import decoded, power_db

from lur.adapters.voice.media import protocol as p
from lur.adapters.voice.media.protocol import Law
from lur.adapters.voice.media.recording_format import read_recording

KEY = bytes(range(32))
SECOND = 8000
SETTLED = 1600
ALONE = {"customer": "agent", "agent": "customer"}
LISTENING = ALONE | {"coach": "customer agent"}
WHISPER = {"customer": "agent", "agent": "customer coach", "coach": "customer agent"}
JOINED = {"customer": "agent coach", "agent": "customer coach", "coach": "customer agent"}
ALL_ALAW = dict.fromkeys(("customer", "agent", "coach"), Law.ALAW)
CONSULT = {"customer": "", "agent": "coach", "coach": "agent"}
TAKEN_OVER = {"customer": "coach", "coach": "customer", "agent": ""}


class Studio:
    """A talk of which a recording runs."""

    def __init__(self, data: Path, laws: dict[str, Law], agent: str | None) -> None:
        self.path = data / "one.lurrec"
        self.law = laws["customer"]
        self.talk = Talk(data, laws.items())
        self.room = self.talk.room
        self.room.do(p.StartRecording("one", str(self.path), KEY, "customer", agent))

    def second(self, matrix: dict[str, str] | None = None) -> None:
        """One second, with this matrix from its beginning."""
        if matrix is not None:
            self.talk.change(matrix)
        self.talk.run(1000)

    def channels(self) -> tuple[list[int], list[int]]:
        """End the recording; left and right as samples."""
        self.room.do(p.StopRecording("one"))
        self.room.verbs.recorder.turn()
        self.room.verbs.recorder.scribe.close(5.0)
        stereo = b"".join(read_recording(self.path, KEY))
        return list(decoded(stereo[0::2], self.law)), list(decoded(stereo[1::2], self.law))

    def check(self, *wanted: str, customer: bool = True) -> None:
        """Second by second, exactly these are on the right channel; the customer alone on the left."""
        left, right = self.channels()
        assert abs(len(left) - len(wanted) * SECOND) <= SECOND / 50
        people = self.talk.people.values()
        for second, row in enumerate(wanted):
            part = slice(second * SECOND + SETTLED, (second + 1) * SECOND - 320)
            assert found(right[part], people) == set(row.split()), f"second {second}"
            assert found(left[part], people) == ({"customer"} if customer else set()), f"second {second}"
            assert row or power_db(right[part]) < -60


@pytest.fixture(params=[None, "agent"])
def attached(request: pytest.FixtureRequest) -> str | None:
    """Whether the agent's leg was attached, as in a talk of two."""
    agent: str | None = request.param
    return agent


@pytest.fixture(params=[Law.ALAW, Law.ULAW])
def studio(tmp_path: Path, request: pytest.FixtureRequest, attached: str | None) -> Iterator[Studio]:
    """A customer of either law, an agent, a coach."""
    laws = {"customer": request.param, "agent": Law.ALAW, "coach": Law.ULAW}
    studio = Studio(tmp_path, laws, attached)
    yield studio
    studio.talk.close()


def test_all_that_the_customer_hears_is_on_the_right(studio: Studio) -> None:
    """Listening and whisper leave no trace of the coach; joining and taking over do; of a consult that the
    customer does not hear nothing is kept.
    """
    for matrix in (ALONE, LISTENING, WHISPER, JOINED, CONSULT, JOINED, TAKEN_OVER):
        studio.second(matrix)
    studio.check("agent", "agent", "agent", "agent coach", "", "agent coach", "coach")


def test_hold_mute_and_restoring_are_in_the_one_file(studio: Studio) -> None:
    """On hold the right is silent (music is not kept); a muted agent is not heard, a coach beside is."""
    studio.second(JOINED)
    studio.room.do(p.Hold("agent", True))
    studio.second()
    studio.room.do(p.Hold("coach", True))
    studio.second()
    studio.room.do(p.Hold("agent", False))
    studio.room.do(p.Hold("coach", False))
    studio.second(WHISPER)
    studio.room.do(p.Mute("agent", True))
    studio.second()
    studio.room.do(p.Mute("agent", False))
    studio.second()
    studio.check("agent coach", "coach", "", "agent", "", "agent")


def test_a_mix_ends_in_a_bridge_and_the_recording_goes_on(tmp_path: Path) -> None:
    """Bridge, conference, bridge with the other one: the attached leg is on the right again."""
    studio = Studio(tmp_path, ALL_ALAW, "agent")
    studio.room.do(p.Bridge("customer", "agent"))
    studio.second()
    studio.second(JOINED)
    studio.room.do(p.EndMix("room"))
    studio.room.do(p.Bridge("customer", "agent"))
    studio.second()
    studio.second(JOINED)
    studio.room.do(p.AttachRecording("one", "coach"))
    studio.room.do(p.Bridge("customer", "coach"))
    studio.second()
    studio.check("agent", "agent coach", "agent", "agent coach", "coach")
    studio.talk.close()


def test_who_takes_over_is_recorded_unmixed(tmp_path: Path) -> None:
    """Whom the customer hears alone is fed, and so on the right channel byte by byte; no gap in between."""
    studio = Studio(tmp_path, ALL_ALAW, "agent")
    legs = studio.room.plane.legs
    studio.second(JOINED)
    studio.second(TAKEN_OVER)
    assert legs["coach"].ear is None
    assert legs["coach"].relay_to is legs["customer"]
    _, right = studio.channels()
    loud = [at for at, sample in enumerate(right) if abs(sample) > 200]
    assert max(after - before for before, after in itertools.pairwise(loud[400:])) <= 320
    studio.talk.close()


def test_nobody_needs_to_be_attached(tmp_path: Path) -> None:
    """From one agent to another, by bridges alone and with a wrong word in between: the right channel is whom
    the customer hears.
    """
    studio = Studio(tmp_path, ALL_ALAW, None)
    studio.room.do(p.Bridge("customer", "agent"))
    studio.second()
    studio.room.do(p.Bridge("customer", "coach"))
    studio.second()
    studio.room.do(p.AttachRecording("one", "agent"))
    studio.second()
    studio.room.do(p.AttachRecording("one", None))
    studio.second()
    studio.check("agent", "coach", "coach", "coach")
    studio.talk.close()


def test_what_an_agent_says_to_a_colleague_is_not_in_it(studio: Studio) -> None:
    """While the customer waits, the agent talks with the coach in a bridge of their own, or in a group."""
    studio.room.do(p.Bridge("customer", "agent"))
    studio.second()
    studio.room.do(p.Bridge("agent", "coach"))
    studio.second()
    studio.second({"agent": "coach", "coach": "agent"})
    studio.room.do(p.Bridge("customer", "agent"))
    studio.second()
    studio.room.do(p.Unbridge("agent"))
    studio.second()
    studio.check("agent", "", "", "agent", "")


def test_the_deaths_of_legs_do_not_end_it(studio: Studio) -> None:
    """The agent's leg goes, then the coach's, then a new agent is mixed in: one file."""
    studio.second(JOINED)
    studio.room.do(p.DeleteLeg("agent"))
    studio.second()
    studio.room.do(p.DeleteLeg("coach"))
    studio.second()
    studio.room.do(p.CreateLeg("agent", Law.ALAW, p.Address("127.0.0.1", 9)))
    studio.second(ALONE)
    studio.check("agent coach", "coach", "", "agent")


@pytest.mark.parametrize("matrix", [ALONE, JOINED])
def test_a_recording_may_begin_in_the_mix(tmp_path: Path, matrix: dict[str, str]) -> None:
    """Started (again, with another file) in the middle of it: all is there from its beginning."""
    studio = Studio(tmp_path, ALL_ALAW, "agent")
    studio.second(matrix)
    studio.room.do(p.StopRecording("one"))
    studio.path = tmp_path / "two.lurrec"
    studio.room.do(p.StartRecording("one", str(studio.path), KEY, "customer"))
    studio.second()
    studio.check(matrix["customer"])
    studio.talk.close()


def test_a_long_conference_has_no_holes(tmp_path: Path) -> None:
    """The clock of the attached leg has nothing to do with that of the mix."""
    studio = Studio(tmp_path, ALL_ALAW, "agent")
    for _ in range(5):
        studio.second(JOINED)
    for channel in studio.channels():
        loud = [at for at, sample in enumerate(channel) if abs(sample) > 200]
        assert max(after - before for before, after in itertools.pairwise(loud[400:])) < 40
    studio.talk.close()


def test_after_a_stall_both_channels_go_on_together(tmp_path: Path) -> None:
    """The process stood still for 700 ms: what comes then lies where it was heard, on both sides."""
    studio = Studio(tmp_path, ALL_ALAW, "agent")
    studio.second(JOINED)
    studio.room.plane.now_ms += 700
    for person in studio.talk.people.values():
        person.skip(700)
    studio.second()
    begins = []
    for channel in studio.channels():
        loud = [at for at, sample in enumerate(channel) if abs(sample) > 200]
        begins.append(next(at for before, at in itertools.pairwise(loud) if at - before > 2000))
    assert abs(begins[0] - begins[1]) <= 60 * 8
    studio.talk.close()


def test_two_recorded_customers_in_one_talk(tmp_path: Path) -> None:
    """Each recording has its own customer left, and on the right what that customer hears: also the other."""
    laws = {"customer": Law.ALAW, "agent": Law.ALAW, "second": Law.ULAW}
    studio = Studio(tmp_path, laws, "agent")
    other = tmp_path / "other.lurrec"
    studio.room.do(p.StartRecording("other", str(other), KEY, "second"))
    studio.second({"customer": "agent second", "agent": "customer second", "second": "customer"})
    studio.room.do(p.StopRecording("other"))
    studio.check("agent second")
    stereo = b"".join(read_recording(other, KEY))
    left, right = (list(decoded(stereo[side::2], Law.ULAW))[SETTLED:-320] for side in (0, 1))
    assert found(left, studio.talk.people.values()) == {"second"}
    assert found(right, studio.talk.people.values()) == {"customer"}
    studio.talk.close()


def test_two_recorded_customers_who_hear_the_same_agent(tmp_path: Path) -> None:
    """One is fed and one is mixed; both recordings have the agent, also after the agent is another."""
    laws = {"customer": Law.ALAW, "agent": Law.ALAW, "second": Law.ULAW, "coach": Law.ALAW}
    studio = Studio(tmp_path, laws, "agent")
    other = tmp_path / "other.lurrec"
    studio.room.do(p.StartRecording("other", str(other), KEY, "second"))
    studio.second({"customer": "agent", "agent": "customer second", "second": "agent"})
    studio.second({"customer": "coach", "coach": "customer second", "second": "coach", "agent": ""})
    studio.room.do(p.StopRecording("other"))
    studio.check("agent", "coach")
    right = list(decoded(b"".join(read_recording(other, KEY))[1::2], Law.ULAW))
    people = studio.talk.people.values()
    assert found(right[SETTLED : SECOND - 320], people) == {"agent"}
    assert found(right[SECOND + SETTLED : -320], people) == {"coach"}
    studio.talk.close()


def test_the_mix_lies_where_it_was_heard(tmp_path: Path) -> None:
    """Both channels of a conference begin and go on together: an agent who falls silent for a moment is
    silent at that moment of the recording.
    """
    studio = Studio(tmp_path, ALL_ALAW, "agent")
    studio.talk.change({"customer": "agent coach", "agent": "customer", "coach": "customer"})
    studio.talk.people["coach"].talks = False
    studio.second()
    for leg in ("customer", "agent"):
        studio.talk.people[leg].talks = False
    studio.talk.run(500)
    for leg in ("customer", "agent"):
        studio.talk.people[leg].talks = True
    studio.second()
    begins = []
    for channel in studio.channels():
        loud = [at for at, sample in enumerate(channel) if abs(sample) > 200]
        begins.append(next(at for before, at in itertools.pairwise(loud) if at - before > 2000))
    assert abs(begins[0] - begins[1]) <= 60 * 8
