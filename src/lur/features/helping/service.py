"""The verbs: name today's helpers, let somebody sit in with a learner, write a line to who talks.

Nobody makes themselves a helper or a mentor: both hear other people's talks, so a supervisor says who.
"""

from __future__ import annotations

import asyncio

import msgspec

from lur.adapters.storage.readmodel import ReadModel
from lur.core.ids import AgentId, ContactId, Instant
from lur.features import Refused
from lur.features.helping import store
from lur.features.helping.model import HINT_LENGTH, Hint, Mentor
from lur.ports import Clock, Vault

HINT = "hint"
"""The field of the contact in the vault; a list."""
MOST_HINTS = 200
"""Of one contact."""
MOST_MENTORS = 2_000


class Helping:
    """Helpers and mentors, kept in memory."""

    def __init__(self, database: ReadModel, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._writing = asyncio.Lock()
        self._helpers: dict[AgentId, Instant] = {}
        self._mentors: tuple[Mentor, ...] = ()

    async def load(self) -> None:
        """Read them, at start and after each change."""
        self._helpers = await self._database.run(store.helpers)
        self._mentors = await self._database.run(store.mentors)

    # --- questions -----------------------------------------------------------------------------------------

    def helps(self, agent_id: AgentId) -> bool:
        """Whether the agent is one of today's helpers."""
        return self._clock.now() < self._helpers.get(agent_id, 0)

    def helpers(self) -> tuple[AgentId, ...]:
        """Today's."""
        return tuple(each for each in self._helpers if self.helps(each))

    def mentors(self) -> tuple[Mentor, ...]:
        """All pairs, by learner."""
        return self._mentors

    def may_sit_in(self, agent_id: AgentId, learner_id: AgentId) -> bool:
        """Whether a supervisor has said so."""
        return Mentor(agent_id=agent_id, learner_id=learner_id) in self._mentors

    # --- verbs ---------------------------------------------------------------------------------------------

    async def name_helper(self, agent_id: AgentId, until: Instant) -> None:
        """The agent helps until then; who is named again helps until the later word's."""
        async with self._writing:
            await self._database.run(lambda c: store.put_helper(c, agent_id, until))
            await self.load()

    async def end_helper(self, agent_id: AgentId) -> None:
        """The agent helps no longer."""
        async with self._writing:
            await self._database.run(lambda c: store.drop_helper(c, agent_id))
            await self.load()

    async def let_sit_in(self, pair: Mentor) -> None:
        """The agent may sit in with the learner. Raises ``Refused``: same_agent, too_many_mentors."""
        if pair.agent_id == pair.learner_id:
            raise Refused("same_agent", pair.agent_id)
        async with self._writing:
            if pair not in self._mentors and len(self._mentors) >= MOST_MENTORS:
                raise Refused("too_many_mentors", str(MOST_MENTORS))
            await self._database.run(lambda c: store.put_mentor(c, pair))
            await self.load()

    async def let_not_sit_in(self, pair: Mentor) -> None:
        """The agent may not sit in with the learner any longer."""
        async with self._writing:
            await self._database.run(lambda c: store.drop_mentor(c, pair))
            await self.load()

    async def forget(self, agent_id: AgentId) -> None:
        """The agent is no more."""
        async with self._writing:
            await self._database.run(lambda c: store.forget(c, agent_id))
            await self.load()


class Hints:
    """What is written to the agent who talks, in the vault of the contact."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self._vault = vault
        self._clock = clock

    async def of(self, contact_id: ContactId) -> tuple[Hint, ...]:
        """All of a contact's, the earliest first."""
        sealed = (await self._vault.get(contact_id)).get(HINT, [])
        return tuple(msgspec.json.decode(each, type=Hint) for each in sealed)

    async def write(self, contact_id: ContactId, text: str, by: AgentId) -> tuple[Hint, ...]:
        """One more; all of them then. Raises ``Refused``: empty_hint, text_too_long, too_many_hints."""
        said = text.strip()
        if not said:
            raise Refused("empty_hint")
        if len(said) > HINT_LENGTH:
            raise Refused("text_too_long", str(HINT_LENGTH))
        before = await self.of(contact_id)
        if len(before) >= MOST_HINTS:
            raise Refused("too_many_hints", str(MOST_HINTS))
        new = Hint(at=self._clock.now(), by=by, text=said)
        await self._vault.append(contact_id, HINT, msgspec.json.encode(new).decode(), new.at)
        return (*before, new)
