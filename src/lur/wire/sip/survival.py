"""Legs out to records and back: what a killed and restarted process needs to own its calls again."""

from __future__ import annotations

from lur.wire.sip.acknowledgements import Acknowledgements
from lur.wire.sip.credentials import Credentials
from lur.wire.sip.departures import Departures
from lur.wire.sip.dialog import Dialog, way_back
from lur.wire.sip.endings import Endings
from lur.wire.sip.errors import Malformed
from lur.wire.sip.flow import Flow
from lur.wire.sip.leg import Leg, LegTable
from lur.wire.sip.message import Request, Response, head_of, parse_message
from lur.wire.sip.offers import Offers
from lur.wire.sip.records import CredentialsRecord, LegRecord
from lur.wire.sip.shared import Incoming, Shared
from lur.wire.sip.transactions import reply_way


def export_leg(leg: Leg) -> LegRecord | None:
    """The leg as a value; None once it has ended."""
    if leg.phase == "ended":
        return None
    invite, flow = leg.invite, None
    if leg.pending is not None and leg.pending.transaction is not None:
        invite = leg.pending.transaction.request
    if leg.incoming is not None:
        flow = leg.incoming.flow
    waiting = leg.unacknowledged
    theirs = leg.their_offer or (waiting.incoming if waiting is not None else None)
    if leg.phase == "answered":
        theirs = None
    ours = leg.our_offer.sdp if leg.our_offer is not None and not leg.our_offer.refresh else None
    return LegRecord(
        leg=leg.id,
        outgoing=leg.outgoing,
        phase=leg.phase,
        dialog=leg.dialog.record() if leg.dialog else None,
        invite=bytes(invite),
        flow=flow,
        destination=leg.destination,
        response=bytes(waiting.response) if waiting else b"",
        local_sdp=leg.local_sdp,
        credentials=CredentialsRecord(username=leg.credentials.username, password=leg.credentials.password)
        if leg.credentials
        else None,
        session=leg.session,
        started_at=leg.started_at,
        cancelling=leg.cancelling,
        reason=leg.reason,
        rseq=leg.provisionals.rseq,
        our_offer=leg.queued_offer if leg.queued_offer is not None else ours,
        their_offer=bytes(theirs.request) if theirs is not None else b"",
        their_offer_flow=theirs.flow if theirs is not None else None,
    )


class Survival:
    """Restores legs."""

    def __init__(
        self,
        shared: Shared,
        *,
        legs: LegTable,
        endings: Endings,
        acknowledgements: Acknowledgements,
        offers: Offers,
        departures: Departures,
    ) -> None:
        self._shared = shared
        self._legs = legs
        self._endings = endings
        self._acknowledgements = acknowledgements
        self._offers = offers
        self._departures = departures

    def restore(self, record: LegRecord, now: int) -> bool:
        """Take a leg over; False when the record cannot be read."""
        try:
            invite = parse_message(record.invite)
        except Malformed:
            return False
        if not isinstance(invite, Request) or record.leg in self._legs.by_id:
            return False
        leg = Leg(record.leg, record.outgoing, invite, record.started_at)
        leg.phase = record.phase
        leg.local_sdp, leg.session = record.local_sdp, record.session
        leg.cancelling, leg.reason = record.cancelling, record.reason
        leg.destination = way_back(invite.uri, record.destination) if record.destination else None
        if record.credentials is not None:
            leg.credentials = Credentials(record.credentials.username, record.credentials.password)
        if record.dialog is not None:
            leg.dialog = Dialog(record.dialog)
            if isinstance(leg.dialog.path, Flow) and leg.dialog.path.reliable:
                leg.dialog.lost_connection()
        self._legs.add(leg)
        if leg.dialog is not None:
            self._legs.index(leg, leg.dialog)
        if record.flow is not None and record.phase in ("arrived", "answered"):
            leg.incoming = self._reopened(record.invite, record.flow, now)
        self._go_on(leg, record, now)
        return True

    def _reopened(self, data: bytes, flow: Flow, now: int) -> Incoming | None:
        """A request of theirs whose transaction was open."""
        try:
            request = parse_message(data)
            head = head_of(request)
        except Malformed:
            return None
        if not isinstance(request, Request):
            return None
        transaction = self._shared.transactions.accept(request, head, reply_way(request, flow), now)
        return Incoming(request, head, flow, transaction)

    def _go_on(self, leg: Leg, record: LegRecord, now: int) -> None:
        if leg.phase == "calling":
            self._departures.resume(leg, now)
            return
        if leg.phase == "arrived":
            leg.provisionals.rseq = record.rseq
            if leg.incoming is not None:
                self._shared.respond(leg.incoming, 100, now)
            return
        self._offers.arm_session(leg)
        leg.queued_offer = record.our_offer
        if leg.phase == "answered":
            self._repeat_answer(leg, leg.incoming, record.response, now)
        elif leg.cancelling:
            self._endings.send_bye(leg, now)
        elif record.their_offer_flow is not None:
            offer = self._reopened(record.their_offer, record.their_offer_flow, now)
            if not self._repeat_answer(leg, offer, record.response, now) and offer is not None:
                self._offers.ask(leg, offer, now)
        else:
            self._offers.go_on(leg, now)

    def _repeat_answer(self, leg: Leg, incoming: Incoming | None, data: bytes, now: int) -> bool:
        """Repeat a 200 that was not acknowledged when the process died; False when there was none."""
        try:
            response = parse_message(data)
        except Malformed:
            return False
        if incoming is None or not isinstance(response, Response):
            return False
        self._shared.transactions.respond(incoming.transaction, response, now)
        self._acknowledgements.expect(leg, incoming, response, now)
        return True
