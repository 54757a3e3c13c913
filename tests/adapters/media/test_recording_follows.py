"""However a talk goes, the recording has what the customer said and heard, each at its own time."""

from __future__ import annotations

import itertools
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.adapters.media.talk import REMOTE, Talk, found
from tests.fakes.tones import decoded

from lur.adapters.voice.media import protocol as p
from lur.adapters.voice.media.protocol import Law
from lur.adapters.voice.media.recording_format import read_recording

KEY = bytes(range(32))
STEP_MS, SETTLED_MS, LOOK_MS = 700, 300, 320
LEGS = ("customer", "agent", "coach")
LAWS = {"customer": Law.ULAW, "agent": Law.ALAW, "coach": Law.ULAW}


class Recorded:
    """Three people, and a recording of the customer that runs from the beginning."""

    def __init__(self, data: Path) -> None:
        self.path = data / "one.lurrec"
        self.talk = Talk(data, LAWS.items())
        self.room = self.talk.room
        self.started_ms = self.room.plane.now_ms
        self.room.do(p.StartRecording("one", str(self.path), KEY, "customer"))

    def carry_out(self, deed: object) -> None:
        """A verb, or a matrix written short; a leg that is deleted comes back at once, as a new one."""
        verb = self.talk.hears("room", deed) if isinstance(deed, dict) else deed
        self.room.verbs.carry_out(p.Request(1, verb))  # type: ignore[arg-type]
        if isinstance(verb, p.DeleteLeg):
            self.room.do(p.CreateLeg(verb.leg, LAWS[verb.leg], REMOTE))

    def heard(self) -> set[str]:
        """Whom the customer hears at the end of the step that now goes by."""
        self.talk.people["customer"].packets.clear()
        self.talk.run(STEP_MS)
        newest = self.talk.people["customer"].timeline()[-LOOK_MS * 8 :]
        return found(newest, self.talk.people.values()) - {"music"}

    def said(self) -> set[str]:
        """Who is to be on the left."""
        customer = self.room.plane.legs["customer"]
        return set() if customer.muted or customer.held else {"customer"}

    def channels(self) -> tuple[list[int], list[int]]:
        """Left and right, when it is over."""
        self.room.do(p.StopRecording("one"))
        self.room.verbs.recorder.turn()
        self.room.verbs.recorder.scribe.close(5.0)
        stereo = b"".join(read_recording(self.path, KEY))
        return list(decoded(stereo[0::2], Law.ULAW)), list(decoded(stereo[1::2], Law.ULAW))

    def of_step(self, channel: list[int], step: int) -> set[str]:
        """Who is on a channel at the end of a step."""
        end = (step + 1) * STEP_MS - 60
        return found(channel[(end - LOOK_MS) * 8 : end * 8], self.talk.people.values())


row = st.sets(st.sampled_from(LEGS)).map(lambda names: " ".join(sorted(names)))
others = st.sampled_from(LEGS[1:])
deeds = st.one_of(
    st.fixed_dictionaries(dict.fromkeys(LEGS, row)),
    st.fixed_dictionaries({"customer": row, "agent": row}).filter(
        lambda m: "coach" not in " ".join(m.values())
    ),
    st.just(p.SetMix("room", LEGS)),
    st.just(p.EndMix("room")),
    st.permutations(LEGS).map(lambda names: p.Bridge(names[0], names[1])),
    st.builds(p.Unbridge, st.sampled_from(LEGS)),
    st.builds(p.Hold, st.sampled_from(LEGS), st.booleans()),
    st.builds(p.Mute, st.sampled_from(LEGS), st.booleans()),
    st.builds(p.AttachRecording, st.just("one"), st.one_of(st.none(), others)),
    st.builds(p.DeleteLeg, others),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(deeds, min_size=1, max_size=7))
def test_the_right_channel_is_what_the_customer_hears(story: list[object]) -> None:
    """In whatever order bridges, groups, holds, mutes and deaths come, and whoever is said to be attached:
    the same people at the same time; the customer alone on the left; and as long as it took.
    """
    with tempfile.TemporaryDirectory() as directory:
        recorded = Recorded(Path(directory))
        try:
            heard, said = [], []
            for deed in story:
                recorded.carry_out(deed)
                heard.append(recorded.heard())
                said.append(recorded.said())
            left, right = recorded.channels()
            assert abs(len(left) - len(story) * STEP_MS * 8) <= 20 * 8
            for step in range(len(story)):
                assert recorded.of_step(right, step) == heard[step], f"step {step}"
                assert recorded.of_step(left, step) == said[step], f"step {step}"
        finally:
            recorded.talk.close()


CONSULT = {"customer": "", "agent": "coach", "coach": "agent"}
HANDED_OVER = {"customer": "coach", "coach": "customer"}
JOURNEYS: dict[str, list[tuple[list[object], str]]] = {
    "hold": [
        ([p.Bridge("customer", "agent")], "agent"),
        ([p.Hold("agent", True)], ""),
        ([p.Hold("agent", False)], "agent"),
    ],
    "consult": [
        ([p.Bridge("customer", "agent")], "agent"),
        ([CONSULT, p.Play("customer", "m", (p.PlayItem(buffer=p.MUSIC, loop=True),))], ""),
        ([{"customer": "agent", "agent": "customer", "coach": ""}, p.StopPlaying("customer")], "agent"),
        ([CONSULT, p.Play("customer", "m", (p.PlayItem(buffer=p.MUSIC, loop=True),))], ""),
        ([p.DeleteLeg("coach"), p.Bridge("customer", "agent"), p.StopPlaying("customer")], "agent"),
    ],
    "conference": [
        ([p.Bridge("customer", "agent")], "agent"),
        ([p.SetMix("room", LEGS)], "agent coach"),
        ([p.Hold("agent", True)], "coach"),
        ([p.Hold("agent", False)], "agent coach"),
        ([p.DeleteLeg("coach")], "agent"),
    ],
    "warm transfer": [
        ([p.Bridge("customer", "agent")], "agent"),
        ([p.Hold("agent", True), CONSULT], ""),
        ([p.Hold("agent", False), p.SetMix("room", LEGS)], "agent coach"),
        ([HANDED_OVER, p.DeleteLeg("agent")], "coach"),
        ([p.Bridge("customer", "coach"), p.EndMix("room")], "coach"),
    ],
    "blind transfer": [
        ([p.Bridge("customer", "agent")], "agent"),
        ([p.DeleteLeg("agent"), p.Play("customer", "m", (p.PlayItem(buffer=p.MUSIC, loop=True),))], ""),
        ([p.StopPlaying("customer"), p.Bridge("customer", "coach")], "coach"),
    ],
}


@pytest.mark.parametrize("name", JOURNEYS)
def test_file_time_is_wall_time(tmp_path: Path, name: str) -> None:
    """Everybody says something short at the same moment of each second, and nothing else. Through the whole
    way it lies at that moment of the file, on the left and, when the customer hears somebody, on the right.
    """
    recorded = Recorded(tmp_path)
    for number, (verbs, _) in enumerate(JOURNEYS[name]):
        for verb in verbs:
            recorded.carry_out(verb)
        for quiet, for_ms in ((True, 400), (False, 300), (True, 300)):
            for person in recorded.talk.people.values():
                person.talks = not quiet
            recorded.talk.run(for_ms)
        assert recorded.room.plane.now_ms - recorded.started_ms == (number + 1) * 1000
    left, right = recorded.channels()
    assert abs(len(left) - len(JOURNEYS[name]) * 8000) <= 20 * 8
    for second, (_, wanted) in enumerate(JOURNEYS[name]):
        for side, is_there in ((left, True), (right, bool(wanted))):
            loud = [at for at, sample in enumerate(side[second * 8000 :][:8000]) if abs(sample) > 200]
            assert bool(loud) == is_there, f"second {second}"
            if loud:
                assert abs(loud[0] / 8 - 400) <= 60, f"second {second} begins at {loud[0] / 8} ms"
                assert abs(loud[-1] / 8 - 700) <= 60, f"second {second} ends at {loud[-1] / 8} ms"
                assert max(b - a for a, b in itertools.pairwise(loud)) <= 40 * 8
        part = right[second * 8000 + 3800 : second * 8000 + 5000]
        assert found(part, recorded.talk.people.values()) == set(wanted.split()), f"second {second}"
    recorded.talk.close()
