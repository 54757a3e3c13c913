"""SIP without I/O: `SipStack` takes bytes and time, and gives events and bytes. See stack.py."""

from __future__ import annotations

from lur.wire.sip.calls import Calls
from lur.wire.sip.config import Limits, StackConfig, Timing
from lur.wire.sip.credentials import Credentials, Secret, SecretLookup, secret_for
from lur.wire.sip.events import (
    AuthenticationFailed,
    CallAnswered,
    CallArrived,
    CallCancelled,
    CallConfirmed,
    CallEnded,
    CallFailed,
    CallProgressed,
    InfoReceived,
    KeyPressed,
    LegId,
    PingFinished,
    ReferralProgressed,
    Referred,
    RegistrationChanged,
    ReofferAnswered,
    ReofferConfirmed,
    Reoffered,
    ReofferRefused,
    SipEvent,
    SourceSilenced,
    TrunkRegistrationChanged,
)
from lur.wire.sip.flow import Destination, Flow, Hop, Outgoing, Transport
from lur.wire.sip.records import Binding, DialogRecord, LegRecord
from lur.wire.sip.registrar import Registrar
from lur.wire.sip.stack import Counts, SipStack
from lur.wire.sip.trunks import TrunkPlan, Trunks

__all__ = [
    "AuthenticationFailed",
    "Binding",
    "CallAnswered",
    "CallArrived",
    "CallCancelled",
    "CallConfirmed",
    "CallEnded",
    "CallFailed",
    "CallProgressed",
    "Calls",
    "Counts",
    "Credentials",
    "Destination",
    "DialogRecord",
    "Flow",
    "Hop",
    "InfoReceived",
    "KeyPressed",
    "LegId",
    "LegRecord",
    "Limits",
    "Outgoing",
    "PingFinished",
    "ReferralProgressed",
    "Referred",
    "Registrar",
    "RegistrationChanged",
    "ReofferAnswered",
    "ReofferConfirmed",
    "ReofferRefused",
    "Reoffered",
    "Secret",
    "SecretLookup",
    "SipEvent",
    "SipStack",
    "SourceSilenced",
    "StackConfig",
    "Timing",
    "Transport",
    "TrunkPlan",
    "TrunkRegistrationChanged",
    "Trunks",
    "secret_for",
]
