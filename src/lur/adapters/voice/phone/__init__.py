"""A small SIP phone in asyncio: callers and agents' phones for the demo and for tests. Not a product."""

from __future__ import annotations

from lur.adapters.voice.phone.call import PhoneCall
from lur.adapters.voice.phone.manner import ANSWER, Answer, Ignore, Manner, Refuse
from lur.adapters.voice.phone.softphone import Account, SoftPhone

__all__ = ["ANSWER", "Account", "Answer", "Ignore", "Manner", "PhoneCall", "Refuse", "SoftPhone"]
