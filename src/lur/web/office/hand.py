"""How the document reaches the live centre: commands for whoever changes it, tried first on a copy of the
centre's state by the very code that will decide about them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, TypeVar

import msgspec

from lur.core import snapshot
from lur.core.apply import apply
from lur.core.command import Command
from lur.core.commands import AnyCommand
from lur.core.decide import decide
from lur.core.ids import CommandId
from lur.core.rejections import Rejected
from lur.core.state import State
from lur.core.values import Skill
from lur.features.accounts.model import Account
from lur.ports import Clock, Entropy
from lur.runtime import Centre

Level = Annotated[int, msgspec.Meta(ge=1, le=5)]
NOBODY = Account(id="office", login="", display_name="Lur", role="admin", language="en")
"""Finishes at the start what somebody began."""
Kind = TypeVar("Kind", bound=Command)


class Hand:
    """Submits commands for whoever changes the document now."""

    def __init__(self, centre: Centre, clock: Clock, entropy: Entropy) -> None:
        self.centre = centre
        self._clock = clock
        self._entropy = entropy
        self.by: Account = NOBODY
        """Whose hand it is."""

    def command(self, kind: type[Kind], **fields: object) -> Kind:
        """A command with id, time and actor."""
        at = self._clock.now()
        return kind(
            command_id=CommandId(self._entropy.token("office-")),
            at=at,
            utc_offset_min=self._clock.utc_offset_min(at),
            actor=self.by.actor,
            **fields,
        )

    async def do(self, command: AnyCommand) -> None:
        """Carry it out. Raises what the centre raises."""
        await self.centre.submit(command)

    def trial(self) -> Callable[[AnyCommand], Rejected | None]:
        """Tries commands one after the other on a copy of the state; None: it would be carried out."""
        state: State = snapshot.load(snapshot.dump(self.centre.state))

        def tried(command: AnyCommand) -> Rejected | None:
            decided = decide(state, msgspec.structs.replace(command, at=max(command.at, state.now)))
            if isinstance(decided, Rejected):
                return decided
            for event in decided:
                apply(state, event)
            return None

        return tried


def by_name(skills: tuple[Skill, ...]) -> dict[str, int]:
    """Skills as the file has them."""
    return {each.name: each.level for each in sorted(skills)}


def skills_of(levels: Mapping[str, int]) -> tuple[Skill, ...]:
    """The other way."""
    return tuple(Skill(name, level) for name, level in sorted(levels.items()))
