"""The directory as values."""

from __future__ import annotations

import hashlib

import msgspec

from lur.core.ids import AgentId, Language, QueueId

REALM = "lur"
"""The digest realm of the agents' phones (RFC 3261 section 22)."""


class PhoneLine(msgspec.Struct, frozen=True, kw_only=True):
    """An agent's SIP phone, without its secret."""

    agent_id: AgentId
    username: str
    language: Language = "sv"


class PhoneSecret(msgspec.Struct, frozen=True, kw_only=True):
    """What is typed into a phone. Generated, never chosen."""

    agent_id: AgentId
    username: str
    secret: str

    def ha1(self, algorithm: str) -> str:
        """The digest's A1, hashed (RFC 7616 section 3.4.2), hex."""
        text = f"{self.username}:{REALM}:{self.secret}"
        return hashlib.new(algorithm, text.encode(), usedforsecurity=False).hexdigest()


class EntryAddress(msgspec.Struct, frozen=True, kw_only=True):
    """An address that customers dial and where it leads; lower case."""

    address: str
    queue_id: QueueId
    language: Language = "sv"
    flow_id: str = ""
    """The entry flow that callers hear first; empty: straight into the queue."""
    demo: bool = False


class CompanyName(msgspec.Struct, frozen=True, kw_only=True):
    """The name that callers hear."""

    sv: str
    nb: str
    en: str


UNNAMED = CompanyName(sv="kundtjänst", nb="kundeservice", en="customer service")
