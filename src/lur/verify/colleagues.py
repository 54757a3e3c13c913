"""Who was with whom: talks with colleagues in them, followed from the events alone.

The rules (docs/fairness.md, "Talks with colleagues"): nobody is in two talks; only who is ready, or stands by
for colleagues, is called into one; a customer is given only to somebody who has come; and one whose agent has
left goes on to the colleague, back to the place in line, or ends, and is never with nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .findings import Finding
from .whereabouts import Event, Faults, Whereabouts

LATE_MS = 60_000
"""How long after its end an ask may still stand: the centre may have been down meanwhile."""


@dataclass
class Party:
    """Somebody beside the agent who has the customer."""

    contact: str
    agent: str | None
    """None: an outside number."""
    gets_customer: bool
    """Was asked to take the customer."""
    expires: int | None
    """None: they are there."""


class Colleagues:
    """Follows events, each as its JSON says. Feed it every row from the first."""

    def __init__(self) -> None:
        self._row = self._at = 0
        self._where = Whereabouts()
        self._parties: dict[str, Party] = {}
        self._gave: tuple[str, str] | None = None
        """Who has just given which contact away, and may listen on."""
        self._left: set[str] = set()
        """Contacts whose agent has left while a colleague was asked."""
        self._alone: dict[str, int] = {}
        """Those of them whom nobody will take, and since which row: not for longer than that instant."""
        self._steps: dict[str, Callable[[Event], Faults]] = {
            "PartyAsked": self._asked,
            "PartyCame": self._came,
            "PartyWent": self._went,
            "ContactHandedOver": self._handed_over,
            "ContactLeftToColleague": self._left_to_colleague,
            "ContactLeftOutside": self._left_outside,
            "ContactReturned": self._parted,
            "ContactMoved": self._parted,
            "CallbackMissed": self._parted,
            "ContactEnded": self._parted,
        }

    def follow(self, row: int, event: Event) -> list[Finding]:
        """What is wrong with this event, and with how the instant before it ended."""
        found = self._with_nobody() if event["at"] > self._at else []
        self._row, self._at = row, event["at"]
        faults = list(self._where.follow(event))
        step = self._steps.get(str(event["kind"]))
        if step is not None:
            faults += step(event)
        return found + [Finding("rule", row, fault) for fault in faults]

    def at_end(self) -> list[Finding]:
        """A customer who was left, and still waits for somebody whose phone rings no longer."""
        for party in self._parties.values():
            if party.contact in self._left and self._at > (party.expires or self._at) + LATE_MS:
                self._alone[party.contact] = self._row
        return self._with_nobody()

    def _with_nobody(self) -> list[Finding]:
        found = [Finding("rule", row, f"{name} was left with nobody") for name, row in self._alone.items()]
        self._alone.clear()
        self._gave = None
        return found

    def _asked(self, event: Event) -> Faults:
        asked_by, contact = event["asked_by"], event["contact_id"]
        if self._where.has.get(contact) != asked_by:
            yield f"{asked_by} asked somebody into the talk of {contact}, which was not theirs"
        yield from self._add(event, event["expires"])

    def _came(self, event: Event) -> Faults:
        party = self._parties.get(event["party_id"])
        who, contact = event["agent_id"] or "an outside number", event["contact_id"]
        if party is not None:
            party.expires = None
            if (party.agent, party.contact) != (event["agent_id"], contact):
                yield f"{who} came into the talk of {contact}, and was not who was asked"
            return
        if contact not in self._where.has:
            yield f"{who} came into the talk of {contact}, who was with nobody"
        yield from self._add(event, None)

    def _add(self, event: Event, expires: int | None) -> Faults:
        agent, contact = event["agent_id"], event["contact_id"]
        self._parties[event["party_id"]] = Party(contact, agent, event["purpose"] == "transfer", expires)
        if agent is not None:
            if self._gave != (agent, contact):
                yield from self._where.is_free(agent)
            yield from self._where.enters(agent, contact)

    def _went(self, event: Event) -> Faults:
        contact = event["contact_id"]
        if event["party_id"] not in self._parties:
            yield f"somebody left the talk of {contact} who was not in it"
            return
        self._forget(event["party_id"])
        if contact in self._left and not self._is_somebody_asked(contact):
            self._alone[contact] = self._row

    def _forget(self, name: str) -> None:
        party = self._parties.pop(name)
        if party.agent is not None:
            self._where.leaves(party.agent, party.contact)

    def _is_somebody_asked(self, contact: str) -> bool:
        return any(
            each.contact == contact and each.gets_customer and each.expires is not None
            for each in self._parties.values()
        )

    def _handed_over(self, event: Event) -> Faults:
        contact, agent, before = event["contact_id"], event["agent_id"], event["from_agent_id"]
        yield from self._had(contact, before)
        yield from self._had_come(event, agent)
        if event["party_id"] in self._parties:
            self._forget(event["party_id"])
        self._goes_on(contact)
        yield from self._where.takes(agent, contact)
        self._gave = None if before is None else (before, contact)

    def _left_to_colleague(self, event: Event) -> Faults:
        contact = event["contact_id"]
        yield from self._had(contact, event["agent_id"])
        self._where.lets_go(contact)
        self._left.add(contact)
        if not self._is_somebody_asked(contact):
            self._alone[contact] = self._row

    def _left_outside(self, event: Event) -> Faults:
        yield from self._had(event["contact_id"], event["agent_id"])
        yield from self._had_come(event, None)
        self._goes_on(event["contact_id"])

    def _had(self, contact: str, agent: str | None) -> Faults:
        """Only who has a customer gives the customer away; nobody, when the agent has left before."""
        had = self._where.has.get(contact)
        if had != agent or (agent is None and contact not in self._left):
            yield f"{contact} was given away by {agent or 'nobody'}; {had or 'nobody'} had it"

    def _had_come(self, event: Event, agent: str | None) -> Faults:
        """Only who is in the talk is given its customer."""
        contact, party = event["contact_id"], self._parties.get(event["party_id"])
        if party is None or (party.contact, party.agent, party.expires) != (contact, agent, None):
            yield f"{contact} was given to {agent or 'an outside number'}, who had not come"

    def _goes_on(self, contact: str) -> None:
        """In other hands, in line, or over."""
        self._where.lets_go(contact)
        self._left.discard(contact)
        self._alone.pop(contact, None)

    def _parted(self, event: Event) -> Faults:
        """In line, resting or over: with nobody in a talk that is none."""
        contact = event["contact_id"]
        self._goes_on(contact)
        for name, party in list(self._parties.items()):
            if party.contact == contact:
                yield f"{party.agent or 'an outside number'} stayed in the talk of {contact}, which is none"
                self._forget(name)
