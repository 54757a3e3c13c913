"""The wait as a range, from what is known now: who is ahead, who serves, how long a contact binds, who gives
up.

A contact is answered at the k-th moment that an agent of its queue becomes free. With n agents who are each
bound for c on average, those moments come at rate n/c, and the time to the k-th is close to a gamma
distribution with shape k (Whitt, "Predicting queueing delays", Management Science 45, 1999). We tell its 15 %
and 85 % points, so that seven of ten waits should fall inside and most of the rest are shorter or only a
little longer. The quantile is Wilson and Hilferty's (1931), good to a few per cent for k of 1 and better
above.
"""

from __future__ import annotations

from bisect import bisect_left

import msgspec

from lur.core.ids import MINUTE_MS
from lur.core.state import OrderKey, Queue, State, Told
from lur.core.values import GrownReason

PRIOR_CYCLE_MS = 240_000
PRIOR_WEIGHT = 3
PRIOR_OUTCOMES = 20
"""How many served contacts are assumed before any is known, so that one early quitter is not half of all."""
Z_LOW, Z_HIGH = -1.036, 1.036
GROWN_BY_MS = MINUTE_MS


class Estimate(msgspec.Struct, frozen=True):
    """A range for the wait from now; None when no agent who can serve is signed in."""

    low_ms: int | None
    high_ms: int | None
    staffed: int


def cycle_ms(queue: Queue) -> int:
    """How long one contact binds an agent, ring to free again: recent mean, leaning on a prior when few are
    known.
    """
    known = queue.cycles_ms
    return (PRIOR_CYCLE_MS * PRIOR_WEIGHT + sum(known)) // (PRIOR_WEIGHT + len(known))


def patience_share(queue: Queue) -> float:
    """The share of those ahead who will still be there when their turn comes."""
    stayed = queue.served_recently + PRIOR_OUTCOMES
    return stayed / (stayed + queue.abandoned_recently)


def estimate(state: State, queue: Queue, key: OrderKey) -> Estimate:
    """The range for a contact that waits in ``queue`` with ``key`` as its place in the one order."""
    staffed = len(queue.staffed)
    if staffed == 0:
        return Estimate(None, None, 0)
    turns = 1.0 + sum(_ahead(other, queue, key) for other in state.queues.values())
    low_ms, high_ms = ranged(turns, turns * cycle_ms(queue) / staffed)
    return Estimate(low_ms, high_ms, staffed)


def ranged(turns: float, mean_ms: float) -> tuple[int, int]:
    """The range around a mean wait of so many turns, in whole minutes, ms."""
    low, high = (_gamma_factor(turns, z) * mean_ms for z in (Z_LOW, Z_HIGH))
    return _down_to_minute(low), _up_to_minute(high)


def _ahead(other: Queue, queue: Queue, key: OrderKey) -> float:
    """How many turns of our agents the earlier contacts of ``other`` will take."""
    if not other.waiting or other.waiting[0] >= key:
        return 0.0
    count = bisect_left(other.waiting, key)
    if other is queue:
        share = 1.0
    elif other.staffed:
        share = len(other.staffed.keys() & queue.staffed.keys()) / len(other.staffed)
    else:
        share = 0.0
    return count * share * patience_share(other)


def _gamma_factor(shape: float, z: float) -> float:
    """The quantile of a gamma distribution with mean 1, by Wilson and Hilferty's cube."""
    ninth = 1.0 / (9.0 * shape)
    root: float = 1.0 - ninth + z * ninth**0.5
    return max(root, 0.0) ** 3


def _down_to_minute(value_ms: float) -> int:
    return int(value_ms) // MINUTE_MS * MINUTE_MS


def _up_to_minute(value_ms: float) -> int:
    return (int(value_ms) // MINUTE_MS + 1) * MINUTE_MS


def why_grown(told: Told | None, place: int, now: Estimate, at: int) -> GrownReason | None:
    """Why the range is more than a minute above what the customer was told, or None when it is not."""
    if told is None or told.high_ms is None or now.high_ms is None:
        return None
    left_ms = told.high_ms - (at - told.at)
    if now.high_ms <= left_ms + GROWN_BY_MS:
        return None
    if place > told.place:
        return "earlier_place_returned"
    return "fewer_agents" if now.staffed < told.staffed else "longer_calls"
