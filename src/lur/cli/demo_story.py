"""What a customer of the demo lives through, told line by line on the screen and summed up at the end."""

from __future__ import annotations

from lur.runtime.views import ContactPhase, ContactView, ToldView

MINUTE_S = 60


class Story:
    """Follows one contact from ``began`` (ms of the caller's clock), as far as the API shows it."""

    def __init__(self, began: int) -> None:
        self._told: ToldView | None = None
        self._phase: ContactPhase = "waiting"
        self._agent = ""
        self._since = began
        self._spent_ms: dict[ContactPhase, int] = dict.fromkeys(_PHASES, 0)

    def follows(self, now: int, contact: ContactView, agent: str) -> None:
        """Print what is new about the contact; ``agent`` is the name of who rings or talks."""
        self._agent = agent or self._agent
        if contact.told is not None and contact.told != self._told:
            self._told = contact.told
            print(f"Told: {_promise(contact.told)}", flush=True)
        if contact.phase != self._phase:
            self._passes(now, contact.phase)
            print(_PHASES[contact.phase].format(agent=self._agent), flush=True)

    def says(self, text: str, heard_ms: int) -> None:
        """The customer says something, after the agent spoke for ``heard_ms``."""
        if heard_ms:
            print(f"  {self._agent} speaks for {heard_ms / 1000:.1f} s", flush=True)
        print(f"  Customer: {text}", flush=True)

    def falls_silent(self) -> None:
        """The customer was interrupted."""
        print("  The customer falls silent and listens", flush=True)

    def ending(self, now: int, by_whom: str) -> str:
        """The call is over: what it was like."""
        self._passes(now, self._phase)
        spent = self._spent_ms
        waited = f"waited {_length(spent['waiting'] + spent['offered'])}"
        told = [f"last told: {_promise(self._told)}"] if self._told is not None else []
        talked_ms, held_ms = spent["talking"] + spent["outside"], spent["held"] + spent["transferring"]
        talked = f"talked {_length(talked_ms)}" if talked_ms else "talked to nobody"
        held = [f"on hold {_length(held_ms)}"] if held_ms else []
        return f"Over, {by_whom} hung up: {', '.join([waited, *told, talked, *held])}"

    def _passes(self, now: int, phase: ContactPhase) -> None:
        self._spent_ms[self._phase] += now - self._since
        self._since, self._phase = now, phase


_PHASES: dict[ContactPhase, str] = {
    "entering": "In the entry flow",
    "refused": "At a shut door",
    "waiting": "Waiting, with music",
    "resting": "To be called back",
    "offered": "Ringing at {agent}",
    "dialling": "Being called by {agent}",
    "talking": "Talking with {agent}",
    "held": "On hold, with music",
    "transferring": "On the way to a colleague, with music",
    "outside": "Talking with somebody outside",
}


def _promise(told: ToldView) -> str:
    if told.low_ms is None or told.high_ms is None:
        return f"place {told.place}, the wait cannot be told (is anybody ready?)"
    return f"place {told.place}, {told.low_ms // 60_000}-{-(-told.high_ms // 60_000)} min"


def _length(spent_ms: int) -> str:
    minutes, seconds = divmod(round(spent_ms / 1000), MINUTE_S)
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"
