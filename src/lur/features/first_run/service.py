"""The verbs: how far is it, a step is done or put off, the guide is no longer offered.

What a step sets up is saved where it belongs, by the same routes as everywhere else; here is only that it was
done, so that a reload or another administrator goes on at the same step.
"""

from __future__ import annotations

import msgspec

from lur.adapters.storage.readmodel import ReadModel
from lur.core.ids import Language
from lur.features.first_run import store
from lur.features.first_run.model import STEPS, GuideProgress, GuideRow, GuideState, GuideStep
from lur.ports import Clock

HIDDEN, LANGUAGES = "hidden", "languages_chosen"


class FirstRun:
    """The guide of one company."""

    def __init__(self, database: ReadModel, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def progress(self) -> GuideProgress:
        """All steps."""
        kept = await self._database.run(store.rows)
        steps = [{"step": step, "state": state, "at": at} for step, (state, at) in _of_steps(kept)]
        chosen = kept[LANGUAGES][0].split() if LANGUAGES in kept else []
        return GuideProgress(
            steps=msgspec.convert(steps, tuple[GuideRow, ...]),
            languages=msgspec.convert(chosen, tuple[Language, ...]),
            hidden=HIDDEN in kept and kept[HIDDEN][0] == "yes",
        )

    async def say(self, step: GuideStep, state: GuideState) -> GuideProgress:
        """A step is done, put off, or open again."""
        await self._put(step, state)
        return await self.progress()

    async def speak(self, languages: tuple[Language, ...]) -> GuideProgress:
        """The company speaks these."""
        await self._put(LANGUAGES, " ".join(dict.fromkeys(languages)))
        return await self.say("languages", "done")

    async def hide(self, hidden: bool) -> GuideProgress:
        """Lead nobody here any more, or again."""
        await self._put(HIDDEN, "yes" if hidden else "no")
        return await self.progress()

    async def _put(self, step: str, state: str) -> None:
        at = self._clock.now()
        await self._database.run(lambda c: store.put(c, step, state, at))


def _of_steps(kept: dict[str, tuple[str, int]]) -> list[tuple[GuideStep, tuple[str, int]]]:
    return [(step, kept.get(step, ("open", 0))) for step in STEPS]
