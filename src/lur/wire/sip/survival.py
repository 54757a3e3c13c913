"""Legs out to records and back: what a killed and restarted process needs to own its calls again."""

from __future__ import annotations

from lur.wire.sip.acknowledgements import Acknowledgements
from lur.wire.sip.credentials import Credentials
from lur.wire.sip.departures import Departures
from lur.wire.sip.dialog import Dialog
from lur.wire.sip.endings import Endings
from lur.wire.sip.errors import Malformed
from lur.wire.sip.flow import Destination, Flow, Hop
from lur.wire.sip.leg import Leg, LegTable
from lur.wire.sip.message import Request, Response, head_of, parse_message
from lur.wire.sip.offers import Offers
from lur.wire.sip.records import CredentialsRecord, LegRecord
from lur.wire.sip.shared import Incoming, Shared


def export_leg(leg: Leg) -> LegRecord | None:
    """The leg as a value; None once it has ended."""
    if leg.phase == "ended":
        return None
    invite, flow = leg.invite, None
    if leg.pending is not None and leg.pending.transaction is not None:
        invite = leg.pending.transaction.request
    if leg.incoming is not None:
        flow = leg.incoming.flow
    waiting = leg.unacknowledged if leg.phase == "answered" else None
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
    )


def reachable(destination: Destination) -> Destination:
    """The same place after a restart, when all connections of the old process are gone."""
    if isinstance(destination, Flow) and destination.reliable:
        return Hop(destination.transport, *destination.remote)
    return destination


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
            head = head_of(invite)
        except Malformed:
            return False
        if not isinstance(invite, Request) or record.leg in self._legs.by_id:
            return False
        leg = Leg(record.leg, record.outgoing, invite, record.started_at)
        leg.phase = record.phase
        leg.local_sdp, leg.session = record.local_sdp, record.session
        leg.cancelling, leg.reason = record.cancelling, record.reason
        leg.destination = reachable(record.destination) if record.destination else None
        if record.credentials is not None:
            leg.credentials = Credentials(record.credentials.username, record.credentials.password)
        if record.dialog is not None:
            leg.dialog = Dialog(record.dialog)
            if leg.dialog.path.reliable:
                leg.dialog.lost_connection()
        self._legs.add(leg)
        if leg.dialog is not None:
            self._legs.index(leg, leg.dialog)
        if record.flow is not None and record.phase in ("arrived", "answered"):
            transaction = self._shared.transactions.accept(invite, head, reachable(record.flow), now)
            leg.incoming = Incoming(invite, head, record.flow, transaction)
        self._go_on(leg, record, now)
        return True

    def _go_on(self, leg: Leg, record: LegRecord, now: int) -> None:
        if leg.phase == "calling":
            self._departures.resume(leg, now)
            return
        self._offers.arm_session(leg)
        if leg.phase == "answered" and leg.incoming is not None:
            try:
                response = parse_message(record.response)
            except Malformed:
                return
            if isinstance(response, Response):
                self._shared.transactions.respond(leg.incoming.transaction, response, now)
                self._acknowledgements.expect(leg, leg.incoming, response, now)
        elif leg.phase == "confirmed" and leg.cancelling:
            self._endings.send_bye(leg, now)
