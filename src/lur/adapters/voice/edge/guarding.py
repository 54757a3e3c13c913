"""Once a second: nobody is left hanging. Phones and trunks that give no sign, callers of whom the runtime
never heard.
"""

from __future__ import annotations

import structlog

from lur.adapters.voice.edge.clock import EdgeClock
from lur.adapters.voice.edge.converging import Converging
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.meanwhile import Meanwhile
from lur.adapters.voice.edge.outgoing import Outgoing
from lur.adapters.voice.edge.outside import Outside
from lur.adapters.voice.edge.ringing import Ringing
from lur.adapters.voice.edge.trials import Trials

log = structlog.get_logger("edge.guarding")

RUNTIME_PATIENCE_MS = 20_000


class RuntimeAbsence:
    """For how long the runtime has been away."""

    def __init__(self, clock: EdgeClock, patience_ms: int = RUNTIME_PATIENCE_MS) -> None:
        self._clock = clock
        self._since: int | None = clock.now()
        self.patience_ms = patience_ms

    def is_up(self) -> bool:
        """The runtime is connected."""
        return self._since is None

    def is_too_long(self) -> bool:
        """Newcomers cannot be promised a place any more."""
        return self._since is not None and self._clock.now() - self._since >= self.patience_ms

    def changed(self, up: bool) -> None:
        """It came or went."""
        self._since = None if up else self._clock.now()


class Guarding:
    """Looks after all conversations."""

    def __init__(
        self,
        house: House,
        *,
        ringing: Ringing,
        outgoing: Outgoing,
        outside: Outside,
        meanwhile: Meanwhile,
        converging: Converging,
        trials: Trials,
        absence: RuntimeAbsence,
    ) -> None:
        self._house = house
        self._ringing = ringing
        self._outgoing = outgoing
        self._outside = outside
        self._meanwhile = meanwhile
        self._converging = converging
        self._trials = trials
        self._absence = absence

    def check(self) -> None:
        """One round."""
        now = self._house.clock.now()
        self._trials.check()
        for talk in self._house.talks:
            self._ringing.check(talk)
            self._outgoing.check(talk)
            self._outside.check(talk)
            self._meanwhile.check(talk)
            unheard = not talk.arrival_known and talk.caller.is_there and not talk.ending
            if unheard and now - talk.arrived_at >= self._absence.patience_ms:
                log.error("runtime_away_apology", contact=talk.contact_id)
                self._converging.apologise(talk, "stopped")
