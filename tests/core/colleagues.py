"""A talk in a test, with colleagues around it."""

from __future__ import annotations

from typing import Any

from core.centre import TestCentre, only
from lur.core import commands as c
from lur.core import events as e
from lur.core.state import Party


class Talk(TestCentre):
    """Anna talks with caller; Bo stands by for colleagues, Cilla to help; Dag is ready elsewhere."""

    __test__ = False

    def __init__(self, **settings: Any) -> None:
        super().__init__()
        self.queue(**settings)
        self.queue("billing", "money")
        self.agent("anna")
        self.call("caller")
        self.accept("caller")
        self.agent("dag", "money")
        self.do(c.ChangeAgentSkills, agent_id="dag", skills=())
        for name, helps in (("bo", False), ("cilla", True)):
            self.agent(name, ready=False)
            self.do(c.StandBy, agent_id=name, helps=helps)

    def ask(self, whom: str | None, purpose: str = "consult", **fields: Any) -> str:
        """Anna asks somebody; gives the party's id."""
        asked = self.do(c.AskParty, contact_id="caller", purpose=purpose, agent_id=whom, **fields)
        return only(asked, e.PartyAsked).party_id

    def comes(self, whom: str | None, purpose: str = "consult", **fields: Any) -> str:
        """Anna asks somebody, who answers."""
        party_id = self.ask(whom, purpose, **fields)
        self.do(c.AnswerAsk, party_id=party_id)
        return party_id

    def outside(self, purpose: str = "consult") -> str:
        """Anna calls an outside number, which answers."""
        return self.comes(None, purpose, party_id="out-1")

    def phase(self) -> str:
        """The contact's phase; ``ended`` when it is over."""
        contact = self.state.contacts.get("caller")  # type: ignore[call-overload]
        return "ended" if contact is None else str(contact.phase)

    def has_it(self) -> str | None:
        """Who has the contact."""
        agent_id: str | None = self.state.contacts["caller"].agent_id  # type: ignore[index]
        return agent_id

    def parties(self) -> list[Party]:
        """Who else is in the talk."""
        return list(self.state.contacts["caller"].parties)  # type: ignore[index]
