"""Virtual time and chance: what is planned, in order, and the one source of luck."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from random import Random

from lur.core.commands import AnyCommand
from lur.core.ids import CommandId, Instant
from lur.core.state import State
from lur.simulation.scenario import Scenario

Happening = Callable[[Instant], AnyCommand | None]
"""Called when its time has come; the command it gives, or None when it has come to nothing."""


@dataclass(slots=True)
class Stage:
    """Where the people of one simulated day play. ``state`` is the core's own, for looking."""

    scenario: Scenario
    seed: int
    state: State
    random: Random = field(init=False)
    _plans: list[tuple[Instant, int, Happening]] = field(default_factory=list)
    _planned: int = 0
    _commands: int = 0

    def __post_init__(self) -> None:
        self.random = Random(self.seed)

    def plan(self, at: Instant, happening: Happening) -> None:
        """Let something happen at ``at``, after what was planned earlier for the same instant."""
        self._planned += 1
        heappush(self._plans, (at, self._planned, happening))

    def next_at(self) -> Instant | None:
        """When the next thing is planned."""
        return self._plans[0][0] if self._plans else None

    def play_next(self) -> AnyCommand | None:
        """Let it happen."""
        at, _, happening = heappop(self._plans)
        return happening(at)

    def command_id(self) -> CommandId:
        """An id for the next command, never given before."""
        self._commands += 1
        return CommandId(f"s{self.seed}.{self._commands}")

    def exponential(self, mean_ms: float) -> int:
        """A time with this mean and no memory, whole milliseconds; 0 when the mean is."""
        return int(self.random.expovariate(1.0 / mean_ms)) if mean_ms > 0 else 0

    def chance(self, share: float) -> bool:
        """Whether it happens this time. Draws nothing when it never does."""
        return share > 0 and self.random.random() < share
