"""Agents' browsers as phones: which desk each agent is called at, as plain data that survives a restart.

A browser has one standing leg in the media plane, whether anybody talks or not; so ringing is only a state,
and answering is only a bridge. What is done with it lies in desks.py and standing.py.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from lur.adapters.voice.edge.legs import Sound
from lur.adapters.voice.edge.store import Store
from lur.adapters.voice.media.protocol import Law
from lur.core.ids import AgentId, DeskId, Instant

LEG_PREFIX = "desk-"


def leg_of(agent_id: AgentId) -> str:
    """The agent's standing leg in the media plane, whichever desk it is."""
    return f"{LEG_PREFIX}{agent_id}"


class BrowserPhone(msgspec.Struct):
    """The desk that is the agent's phone. ``number`` is that of the offer which was answered last."""

    agent_id: AgentId
    desk_id: DeskId
    number: int
    law: Law
    standing: bool = True
    """The media plane has its leg."""
    up: bool = False
    """Sound can go both ways."""
    since: Instant = 0
    """When ``up`` changed."""
    left: bool = False
    """The desk has gone during a talk, which waits for it, or for another, a short while."""
    echo: bool = False

    @property
    def leg(self) -> str:
        """Its leg in the media plane."""
        return leg_of(self.agent_id)

    @property
    def is_heard(self) -> bool:
        """The agent can speak and listen here now."""
        return self.up and self.standing and not self.left

    @property
    def sound(self) -> Sound:
        """The media side of an agent's leg here. The plane itself knows the browser's address."""
        return Sound(leg=self.leg, law=self.law, host="", session_id=0)


class BrowserPhones:
    """All browsers that are phones. Who changes one says so with ``changed``."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._of: dict[AgentId, BrowserPhone] = {}

    def __iter__(self) -> Iterator[BrowserPhone]:
        return iter(tuple(self._of.values()))

    def of(self, agent_id: AgentId) -> BrowserPhone | None:
        """An agent's phone, if it is a browser."""
        return self._of.get(agent_id)

    def of_leg(self, leg: str) -> BrowserPhone | None:
        """Whose standing leg this is."""
        return self._of.get(AgentId(leg.removeprefix(LEG_PREFIX))) if leg.startswith(LEG_PREFIX) else None

    def changed(self, phone: BrowserPhone) -> None:
        """A new phone, or a changed one: it takes the place of the agent's earlier one."""
        self._of[phone.agent_id] = phone
        self._store.put("browser", phone.agent_id, msgspec.msgpack.encode(phone))

    def drop(self, phone: BrowserPhone) -> None:
        """The agent is called elsewhere from now on."""
        self._of.pop(phone.agent_id, None)
        self._store.drop("browser", phone.agent_id)

    def load(self) -> None:
        """Bring back what an earlier life stored."""
        for name, body in self._store.all("browser"):
            try:
                phone = msgspec.msgpack.decode(body, type=BrowserPhone)
            except msgspec.MsgspecError:
                self._store.drop("browser", name)
            else:
                self._of[phone.agent_id] = phone
