"""Talk by the journal against sound on disk: is all that was said kept, and nothing that should not be?

The journal is the word, the files are the deed, and neither is believed for the other. Files are read as they
lie; they stay sealed. All of it can be run while Lur works: what still goes on is left for the next time.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from .findings import Unusable
from .rows import RowElsewhere, read
from .sounds import Sound, sounds_under
from .spans import Span, longer_than, minus, total_ms, within
from .talks import Kept, Talked, Talks

TOLERANCE_MS = 1_000
"""What may be missing or too much at a boundary: sound is sealed and written once a second, so a kill costs
at most the last one; and two clocks tell when somebody answered and when the sound began."""
SETTLE_MS = 60_000
"""How long after a talk its recording may still be on its way into the journal (the file is written to its
end, hashed, and told; a process may have to start first), and how fresh a file is that still grows."""
FOREVER = 1 << 62

Code = Literal["gap", "missing", "changed", "outside", "despite", "unknown"]


@dataclass(frozen=True)
class SoundFinding:
    """Something that may not be. ``from_ms`` to ``to_ms`` (since 1970, UTC) where it is about a time.

    gap: talk without sound. missing: a file that was told as kept is not there. changed: it is another file
    than was told, or no longer a recording. outside: sound from outside any talk. despite: sound of a
    customer who had declined. unknown: a file that the journal does not know.
    """

    code: Code
    contact_id: str
    recording_id: str
    text: str
    from_ms: int | None = None
    to_ms: int | None = None

    @property
    def ms(self) -> int:
        """How long it is; 0 when it is about no time."""
        return 0 if self.from_ms is None or self.to_ms is None else self.to_ms - self.from_ms

    def line(self) -> str:
        """As it is printed."""
        about = " ".join(part for part in (self.contact_id, self.recording_id) if part)
        return f"{self.code}: {about}: {self.text}"


@dataclass
class SoundReport:
    """What came of the whole comparison. ``unjudged``: talks that go on, or are over since a moment."""

    contacts: int = 0
    talks: int = 0
    talk_ms: int = 0
    sound_ms: int = 0
    unrecorded_ms: int = 0
    """Talk that was rightly not recorded: declined, or before the notice was over."""
    unjudged: int = 0
    findings: list[SoundFinding] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Nothing is wrong."""
        return not self.findings

    def lines(self) -> list[str]:
        """As text."""
        unjudged = f"; {self.unjudged} talks that go on or have just ended are not judged"
        return [
            *(each.line() for each in self.findings),
            f"{self.contacts} contacts with {self.talks} talks: {_seconds(self.talk_ms)} of talk, "
            f"{_seconds(self.sound_ms)} of sound, {_seconds(self.unrecorded_ms)} rightly not recorded"
            + (unjudged if self.unjudged else ""),
            "no gap" if self.holds else f"{len(self.findings)} findings",
        ]

    def as_json(self) -> str:
        """The same for programs."""
        findings = [asdict(each) | {"ms": each.ms} for each in self.findings]
        return json.dumps(asdict(self) | {"holds": self.holds, "findings": findings}, indent=2)


def check_folder(
    data: Path,
    now: int | None = None,
    settle_ms: int = SETTLE_MS,
    journal: Iterable[RowElsewhere] | None = None,
) -> SoundReport:
    """Compare the journal of a data folder, or one that lies elsewhere, with the folder's recordings. ``now``
    is ms UTC. Raises ``Unusable``."""
    at = time.time_ns() // 1_000_000 if now is None else now
    sounds = {sound.recording_id: sound for sound in sounds_under(data / "recordings")}
    talks = Talks()
    for row in read(data / "journal.db") if journal is None else journal:
        try:
            talks.follow(json.loads(row.payload))
        except (ValueError, KeyError, TypeError) as error:
            raise Unusable(f"row {row.seq} cannot be followed ({error!r})") from error
    return compare(talks, sounds, at - settle_ms)


def compare(talks: Talks, sounds: Mapping[str, Sound], settled_at: int) -> SoundReport:
    """All talks that were over by ``settled_at``, against what lies on disk."""
    report = SoundReport()
    for talked in talks.contacts.values():
        if talked.goes_on or talked.last_at > settled_at:
            report.unjudged += 1
        elif talked.spans or talked.kept:
            _count(report, talked, sounds)
            report.findings += gaps(talked, sounds)
    known = {kept.recording_id for talked in talks.contacts.values() for kept in talked.kept}
    known.update(name for talked in talks.contacts.values() for name in talked.lost)
    for sound in sounds.values():
        is_fresh = sound.changed_at > settled_at
        if sound.recording_id not in known | talks.statements and not is_fresh:
            report.findings.append(_unknown(sound))
    return report


def gaps(talked: Talked, sounds: Mapping[str, Sound]) -> list[SoundFinding]:
    """What is wrong with the sound of one contact."""
    heard = _heard(talked, sounds)
    declined = _declined(talked)
    wanted = minus(talked.spans, [*declined, *_before_notice(talked, heard)])
    allowed = [*talked.spans, *talked.between, *declined]
    found = [_of_file(talked, kept, sounds.get(kept.recording_id)) for kept in talked.kept]
    lost = "".join(f"; {name} is told as lost: {why}" for name, why in talked.lost.items())
    for span in longer_than(minus(wanted, heard), TOLERANCE_MS):
        found.append(_of_time("gap", talked, span, "of talk without sound" + lost))
    for span in longer_than(minus(heard, allowed), TOLERANCE_MS):
        found.append(_of_time("outside", talked, span, "of sound from outside any talk"))
    for span in longer_than(within(heard, declined), TOLERANCE_MS):
        found.append(_of_time("despite", talked, span, "of sound of a customer who had declined it"))
    return [each for each in found if each is not None]


def _heard(talked: Talked, sounds: Mapping[str, Sound]) -> list[Span]:
    """Sound on disk; of a recording that is told as lost, what there is."""
    names = [kept.recording_id for kept in talked.kept] + list(talked.lost)
    there = (sounds.get(name) for name in names)
    return [sound.span for sound in there if sound is not None and sound.span is not None]


def _declined(talked: Talked) -> list[Span]:
    return [] if talked.declined_at is None else [Span(talked.declined_at, FOREVER)]


def _before_notice(talked: Talked, heard: Iterable[Span]) -> list[Span]:
    """The beginning of a talk in which the notice was still heard: at the longest until the sound begins."""
    begins = sorted(span.begin for span in heard)
    return [
        Span(each.begin, next((begin for begin in begins if each.begin <= begin < each.end), each.end))
        for each in talked.noticed
    ]


def _of_file(talked: Talked, kept: Kept, sound: Sound | None) -> SoundFinding | None:
    told = f"{_seconds(kept.duration_ms)} from {_clock(kept.started_at)} are told as kept"
    if sound is None:
        return SoundFinding("missing", talked.contact_id, kept.recording_id, f"{told}, and no file is there")
    fault = _fault(kept, sound)
    if fault is None:
        return None
    return SoundFinding("changed", talked.contact_id, kept.recording_id, f"{told}, and the file {fault}")


def _fault(kept: Kept, sound: Sound) -> str | None:
    if sound.sha256 != kept.sha256:
        return "is another one than it was"
    if sound.span is None or abs(sound.span.ms - kept.duration_ms) > TOLERANCE_MS:
        return "is not as long as told"
    return "began at another time" if abs(sound.span.begin - kept.started_at) > TOLERANCE_MS else None


def _of_time(code: Code, talked: Talked, span: Span, what: str) -> SoundFinding:
    text = f"{_seconds(span.ms)} {what}, {_clock(span.begin)} to {_clock(span.end)}"
    return SoundFinding(code, talked.contact_id, "", text, span.begin, span.end)


def _unknown(sound: Sound) -> SoundFinding:
    span = sound.span
    what = "no recording" if span is None else f"{_seconds(span.ms)} from {_clock(span.begin)}"
    text = f"{sound.path.name} ({what}) is in the folder, and the journal does not know it"
    at = (None, None) if span is None else (span.begin, span.end)
    return SoundFinding("unknown", "", sound.recording_id, text, *at)


def _count(report: SoundReport, talked: Talked, sounds: Mapping[str, Sound]) -> None:
    heard = _heard(talked, sounds)
    unrecorded = [*_declined(talked), *_before_notice(talked, heard)]
    report.contacts += 1
    report.talks += len(talked.spans)
    report.talk_ms += total_ms(talked.spans)
    report.sound_ms += total_ms(heard)
    report.unrecorded_ms += total_ms(within(minus(talked.spans, heard), unrecorded))


def _seconds(ms: int) -> str:
    return f"{ms / 1000:.1f} s"


def _clock(at: int) -> str:
    return f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%d %H:%M:%S}.{at % 1000:03} UTC"
