"""Test calls over trunks, as the administrator's page follows them."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from lur.adapters.voice.link import VoiceLink
from lur.adapters.voice.protocol import TrialFault, TrialNews, TrialStep, TryTrunk
from lur.core.ids import Instant, Language
from lur.features import Refused
from lur.ports import Clock

MOST_KEPT = 20


class TrialMoment(msgspec.Struct, frozen=True, kw_only=True):
    """What happened when."""

    step: TrialStep
    at: Instant


class TrunkTrial(msgspec.Struct, frozen=True, kw_only=True):
    """A test call, so far. Over: ``fault`` says what went wrong, empty when the line works."""

    id: str
    trunk_id: str
    at: Instant
    moments: tuple[TrialMoment, ...] = ()
    is_over: bool = False
    fault: TrialFault = ""
    status: int = 0
    detail: str = ""


class TrunkTrials:
    """Asks the edge, and keeps the latest."""

    def __init__(self, clock: Clock, token: Callable[[str], str]) -> None:
        self._clock = clock
        self._token = token
        self._link: VoiceLink | None = None
        self._trials: dict[str, TrunkTrial] = {}

    def attach(self, link: VoiceLink) -> None:
        """Follow the voice edge."""
        self._link = link
        link.trunks.trials.subscribe(self._heard)

    def begin(self, trunk_id: str, number: str, language: Language, shown: str) -> TrunkTrial:
        """Call ``number`` over the trunk. Raises ``Refused``: voice_away."""
        trial = TrunkTrial(id=self._token("trial-"), trunk_id=trunk_id, at=self._clock.now())
        ask = TryTrunk(trial_id=trial.id, trunk_id=trunk_id, number=number, language=language, shown=shown)
        if self._link is None or not self._link.trunks.attempt(ask):
            raise Refused("voice_away")
        self._trials[trial.id] = trial
        for old in tuple(self._trials)[:-MOST_KEPT]:
            del self._trials[old]
        return trial

    def find(self, trial_id: str) -> TrunkTrial:
        """How far it is. Raises ``Refused``: unknown_trial."""
        if trial_id not in self._trials:
            raise Refused("unknown_trial", trial_id)
        return self._trials[trial_id]

    def _heard(self, news: TrialNews) -> None:
        trial = self._trials.get(news.trial_id)
        if trial is None or trial.is_over:
            return
        moment = TrialMoment(step=news.step, at=self._clock.now())
        known = any(each.step == news.step for each in trial.moments)
        self._trials[trial.id] = msgspec.structs.replace(
            trial,
            moments=trial.moments if known else (*trial.moments, moment),
            is_over=news.step == "over",
            fault=news.fault,
            status=news.status,
            detail=news.detail,
        )
