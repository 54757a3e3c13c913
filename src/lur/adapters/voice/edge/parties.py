"""Who beside the customer is in a talk: legs follow the people. Colleagues who are asked are rung, those who
are not wanted any more are let go, and who has the contact from now on takes the agent's seat with the very
leg they came with, so that nobody hears a call being made.
"""

from __future__ import annotations

from lur.adapters.voice.edge.conversation import Conversation
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.legs import AgentLeg
from lur.adapters.voice.edge.lines import Lines
from lur.adapters.voice.edge.outside import Outside
from lur.adapters.voice.edge.ringing import Ringing
from lur.adapters.voice.edge.standing import Standing
from lur.adapters.voice.protocol import Wanted, WantedParty
from lur.core.ids import PartyId
from lur.core.values import WentReason


class Parties:
    """Makes the legs of a talk those that are wanted."""

    def __init__(
        self, house: House, *, lines: Lines, ringing: Ringing, standing: Standing, outside: Outside
    ) -> None:
        self._house = house
        self._lines = lines
        self._ringing = ringing
        self._standing = standing
        self._outside = outside

    def converge(self, talk: Conversation, wanted: Wanted) -> None:
        """Seats first, then who is missing."""
        self._change_seats(talk, wanted)
        ids = {party.party_id for party in wanted.parties}
        for leg in tuple(talk.parties.values()):
            if leg.party_id not in ids:
                self._lines.drop(talk, leg)
        for outside in tuple(talk.outside.values()):
            if outside.party_id not in ids:
                self._lines.drop_outside(talk, outside)
        talk.parted = tuple(party_id for party_id in talk.parted if party_id in ids)
        for party in wanted.parties:
            if party.party_id not in talk.parted:
                self._want(talk, party)

    def ended(self, talk: Conversation, leg: AgentLeg, reason: WentReason) -> None:
        """A colleague hung up, or is lost."""
        if not self._house.talks.get(talk.contact_id):
            return
        self._lines.drop(talk, leg)
        talk.parted = (*talk.parted, leg.party_id)
        self._house.party_reports.ended(leg.party_id, reason)
        self._house.talks.changed(talk)

    def _change_seats(self, talk: Conversation, wanted: Wanted) -> None:
        """The contact has another agent: a colleague of the talk sits there now, and the one before may stay
        as a party.
        """
        before = talk.agent
        if wanted.phase not in ("talking", "held") or wanted.agent_id is None:
            return
        if before is not None and before.agent_id == wanted.agent_id:
            return
        after = next((leg for leg in talk.parties.values() if leg.agent_id == wanted.agent_id), None)
        stays = _party_of(before, wanted)
        if after is None and stays is None:
            return
        if after is not None:
            talk.unseat(after)
            after.party_id = PartyId("")
        if before is not None and stays is not None:
            talk.unseat(before)
            before.party_id = stays
            talk.parties[stays] = before
        elif before is not None:
            self._lines.drop(talk, before)
        talk.agent = after
        self._house.talks.changed(talk)

    def _want(self, talk: Conversation, party: WantedParty) -> None:
        if party.agent_id is None:
            self._outside.converge(talk, party)
        elif not party.is_there or self._standing.present(talk, party) is None:
            self._ringing.ring_party(talk, party)


def _party_of(leg: AgentLeg | None, wanted: Wanted) -> PartyId | None:
    """As whom an agent stays who no longer has the contact."""
    if leg is None:
        return None
    return next((each.party_id for each in wanted.parties if each.agent_id == leg.agent_id), None)
