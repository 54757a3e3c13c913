"""What the runtime says, and what its answers to our facts mean for the calls."""

from __future__ import annotations

import structlog

from lur.adapters.voice.edge.announcer import Announcer
from lur.adapters.voice.edge.browser_offers import BrowserOffers
from lur.adapters.voice.edge.callbacks import Callbacks
from lur.adapters.voice.edge.converging import Converging
from lur.adapters.voice.edge.conversation import needs_agent_only, without_line
from lur.adapters.voice.edge.desks import Desks
from lur.adapters.voice.edge.dialogues import Dialogues
from lur.adapters.voice.edge.holding import Holding
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.lines import Lines
from lur.adapters.voice.edge.meanwhile import Meanwhile
from lur.adapters.voice.edge.operators import Operators
from lur.adapters.voice.edge.presence_codes import PresenceCodes
from lur.adapters.voice.edge.sounds import NoSound
from lur.adapters.voice.edge.transfers import Transfers
from lur.adapters.voice.edge.trials import Trials
from lur.adapters.voice.protocol import (
    Ack,
    BrowserEcho,
    BrowserLeft,
    BrowserOffer,
    Directory,
    Fact,
    Note,
    Remind,
    RingTest,
    Tell,
    ToEdge,
    TryTrunk,
    Wanted,
    WantedAll,
    WantedOne,
)
from lur.core import commands as c
from lur.core.ids import ContactId, OfferId, PartyId

log = structlog.get_logger("edge.runtime")


class RuntimeSide:
    """Takes messages of the runtime."""

    def __init__(
        self,
        house: House,
        *,
        lines: Lines,
        announcer: Announcer,
        converging: Converging,
        callbacks: Callbacks,
        dialogues: Dialogues,
        holding: Holding,
        transfers: Transfers,
        meanwhile: Meanwhile,
        operators: Operators,
        codes: PresenceCodes,
        offers: BrowserOffers,
        desks: Desks,
        trials: Trials,
    ) -> None:
        self._house = house
        self._lines = lines
        self._announcer = announcer
        self._converging = converging
        self._callbacks = callbacks
        self._dialogues = dialogues
        self._holding = holding
        self._transfers = transfers
        self._meanwhile = meanwhile
        self._operators = operators
        self._codes = codes
        self._offers = offers
        self._desks = desks
        self._trials = trials

    def take(self, message: ToEdge) -> None:
        """One message; acknowledgements go through the outbox and come back as ``settled``."""
        match message:
            case Directory():
                self._learn(message)
            case WantedAll():
                self._want_all(message)
            case WantedOne():
                self._want(message)
            case Tell():
                talk = self._house.talks.get(message.contact_id)
                if talk is not None and not talk.ending and self._announcer.tell(talk, message):
                    self._meanwhile.told(talk)
            case Remind():
                self._holding.remind(message)
            case RingTest():
                self._operators.ask_all()
            case TryTrunk():
                self._trials.begin(message)
            case BrowserOffer():
                self._offers.take(message)
            case BrowserLeft():
                self._desks.left(message)
            case BrowserEcho():
                self._desks.echo(message)
            case Ack():
                raise AssertionError("acknowledgements go to the outbox")

    def settled(self, fact: Fact | Note, ack: Ack) -> None:
        """The runtime has answered a fact."""
        if isinstance(fact, Note):
            return
        match fact.command:
            case c.ArriveContact(contact_id=contact_id):
                self._arrival_settled(contact_id, ack)
            case c.AcceptOffer(offer_id=offer_id) if ack.result == "rejected":
                self._answer_was_late(offer_id)
            case c.AnswerAsk(party_id=party_id) if ack.result == "rejected":
                self._ask_is_over(party_id)
            case c.MoveContact(contact_id=contact_id) | c.AskParty(contact_id=contact_id):
                self._transfers.settled(contact_id, ack)
            case c.AskCallback(contact_id=contact_id) if ack.result == "rejected":
                self._callbacks.refused(contact_id)
                self._dialogues.not_called(contact_id, ack.code)
            case c.QueueContact(contact_id=contact_id, queue_id=queue_id) if ack.result == "rejected":
                self._dialogues.not_queued(contact_id, queue_id)
            case c.BecomeReady() | c.TakePause() | c.SignOut():
                self._codes.settled(ack)
            case _:
                pass

    def _learn(self, directory: Directory) -> None:
        before = self._house.book.directory
        self._house.book.replace(directory)
        secrets_before = {phone.username: phone.ha1_sha256 for phone in before.phones}
        secrets_now = {phone.username: phone.ha1_sha256 for phone in directory.phones}
        for username, secret in secrets_before.items():
            if secrets_now.get(username) != secret:
                self._house.stack.registrar.forget(username)
                self._house.store.drop("binding", username)
        self._operators.follow()
        self._house.tasks.start(self._prepare_prompts())

    async def _prepare_prompts(self) -> None:
        languages = tuple(dict.fromkeys(entry.language for entry in self._house.book.directory.entries))
        for language in languages:
            try:
                await self._house.sounds.prepare(self._house.book.company(language), (language,))
            except NoSound:
                log.exception("prompts_missing", language=language)

    def _want_all(self, message: WantedAll) -> None:
        self._desks.say_all()
        wanted = {contact.contact_id: contact for contact in message.contacts}
        for talk in self._house.talks:
            contact = wanted.get(talk.contact_id)
            if contact is not None:
                self._converging.want(talk, contact)
            elif not talk.caller.has_called:
                self._converging.close(talk)
            elif talk.arrival_known and not talk.ending:
                log.warning("call_without_contact", contact=talk.contact_id)
                self._converging.apologise(talk, "repaired")
        for contact in message.contacts:
            if self._house.talks.get(contact.contact_id) is None:
                self._begin(contact)

    def _want(self, message: WantedOne) -> None:
        talk = self._house.talks.get(message.contact.contact_id)
        if talk is not None:
            self._converging.want(talk, message.contact)
        else:
            self._begin(message.contact)

    def _begin(self, wanted: Wanted) -> None:
        """One that we have no line for: there is something to do when an agent is wanted for it."""
        if needs_agent_only(wanted):
            company = self._house.book.company(wanted.language)
            talk = without_line(wanted, company, self._house.clock.now())
            self._house.talks.add(talk)
            self._converging.want(talk, wanted)

    def _arrival_settled(self, contact_id: ContactId, ack: Ack) -> None:
        talk = self._house.talks.get(contact_id)
        if talk is None:
            return
        if ack.result == "done" or ack.code == "contact_exists":
            talk.arrival_known = True
            self._house.talks.changed(talk)
        else:
            log.error("arrival_refused", contact=contact_id, result=ack.result, code=ack.code)
            self._converging.apologise(talk, "stopped")

    def _answer_was_late(self, offer_id: OfferId) -> None:
        for talk in self._house.talks:
            if talk.agent is not None and talk.agent.offer_id == offer_id:
                talk.refused_offer = offer_id
                self._lines.drop_agent(talk)
                self._converging.converge(talk)

    def _ask_is_over(self, party_id: PartyId) -> None:
        """Who was asked into a talk answered too late: they are let go."""
        for talk in self._house.talks:
            ours, outside = talk.parties.get(party_id), talk.outside.get(party_id)
            if ours is not None:
                self._lines.drop(talk, ours)
            if outside is not None:
                self._lines.drop_outside(talk, outside)
            if ours is not None or outside is not None:
                talk.parted = (*talk.parted, party_id)
                self._house.talks.changed(talk)
