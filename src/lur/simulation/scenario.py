"""What a simulated day consists of: queues, agents, and how people behave. Frozen, so that a seed is the
whole story.
"""

from __future__ import annotations

import msgspec

from lur.core.ids import Instant, QueueId
from lur.core.values import QueueSettings, Skill

HOUR_MS = 3_600_000


class SimulatedQueue(msgspec.Struct, frozen=True, kw_only=True):
    """A queue and those who turn to it. Means in milliseconds; arrivals are Poisson, the rest exponential."""

    queue_id: QueueId
    settings: QueueSettings
    contacts: float
    """Mean number of arrivals over the scenario."""
    handling_ms: float
    patience_ms: float | None = None
    """How long people wait before they give up, in the mean; None for ever."""


class Faults(msgspec.Struct, frozen=True, kw_only=True):
    """How often something happens that is not the plain way, each as a share of what it is named after."""

    missed_rings: float = 0.0
    """Offers that nobody answers."""
    declined: float = 0.0
    """Offers to which the agent or the phone says no."""
    agent_line_lost: float = 0.0
    """Talks in which the agent's side fails."""
    customer_line_lost: float = 0.0
    """Talks in which the customer's line fails."""
    waiting_line_lost: float = 0.0
    """Arrivals whose line fails within minutes, served by then or not."""
    called_again: float = 0.0
    """Customers who left unserved and call again soon, to have their place back."""
    moved: float = 0.0
    """Talks that end with a transfer to another queue of the same channel."""
    held: float = 0.0
    """Talks in which the customer is parked for a while."""
    hard: float = 0.0
    """Wrap-ups in which the agent says that the contact was hard."""
    more_time: float = 0.0
    """Wrap-ups in which the agent asks for one more minute."""
    described_late: float = 0.0
    """Wrap-ups that run out and whose result is said a minute later."""
    went_home: float = 0.0
    """Agents who sign out during the day and come back an hour later."""
    entering: float = 0.0
    """Callers who come through a menu."""
    place_kept: float = 0.0
    """Callers who ask to be called back instead of waiting on the line."""
    time_chosen: float = 0.0
    """Of those: they want a later time."""
    called_meanwhile: float = 0.0
    """Of those: they call in before it is their turn."""
    not_reached: float = 0.0
    """Attempts to call a customer that come to nothing."""
    stated: float = 0.0
    """Callers who say what happened while they wait."""
    informed: float = 0.0
    """Callers who leave to be told when an incident is solved, while there is one."""
    desk_lost: float = 0.0
    """Agents whose desk cannot be called for some minutes during each hour of the day."""
    consulted: float = 0.0
    """Talks in which somebody is asked something while the customer is on hold."""
    handed_over: float = 0.0
    """Of those: the customer is given to them when they have come."""
    conference: float = 0.0
    """Of the others: all talk together."""
    transferred: float = 0.0
    """Talks that are to go to a colleague who is told nothing."""
    left: float = 0.0
    """Of transfers and conferences: the agent leaves the customer with whom there is, or who is asked."""
    outside: float = 0.0
    """Of consults and transfers: to an outside number."""
    helped: float = 0.0
    """Talks in which the agent asks for help."""
    joined: float = 0.0
    """Talks into which somebody comes unasked."""
    taken_over: float = 0.0
    """Of those who came to help, joined or sit with a learner: they take the customer."""
    learning: float = 0.0
    """Agents with whom somebody sits for an hour, when there are ``helpers``."""
    called_out: float = 0.0
    """Breaths that the agent uses to call somebody."""


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """A whole day. ``curve`` shapes the arrivals in equal parts of the day, mean 1."""

    length_ms: int
    queues: tuple[SimulatedQueue, ...]
    agents: tuple[tuple[Skill, ...], ...]
    """The skills of each agent; all are ready from the first instant."""
    helpers: int = 0
    """How many more stand by for colleagues, and are offered no contacts."""
    written_capacity: int = 2
    answer_ms: float = 0.0
    """Mean time from ring to answer."""
    breaks: bool = False
    """Whether agents take a lunch and two short pauses, spread over the day."""
    curve: tuple[float, ...] = (1.0,)
    faults: Faults = Faults()
    starts_at: Instant = 0
    utc_offset_min: int = 0
