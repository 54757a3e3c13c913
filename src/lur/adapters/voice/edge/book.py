"""The company as the edge must know it: the runtime's Directory, indexed by what SIP messages name.

The last one is stored, so that a restarted edge knows its phones and entries before the runtime is back.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable

import msgspec

from lur.adapters.voice.edge.store import Store
from lur.adapters.voice.protocol import Directory, Entry, Phone, Trunk
from lur.core.flow import Flow
from lur.core.ids import AgentId, Language
from lur.wire.sip import Secret

MOST_REMEMBERED = 10_000
_KEPT = "directory"
_NUMBER = re.compile(r"[+0-9 ().\-/]+\Z")
EMPTY = Directory(company={}, realm="lur", phones=(), entries=(), trunks=())


def dialled_form(address: str) -> str:
    """The form in which addresses are compared: numbers as bare digits (00 and + alike), names in lower
    case.
    """
    if not _NUMBER.match(address):
        return address.lower()
    digits = re.sub(r"[^0-9+]", "", address)
    return digits.removeprefix("+") if digits.startswith("+") else digits.removeprefix("00")


class Book:
    """Look-ups in the current Directory."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._hosts: dict[str, frozenset[str]] = {}
        self._trunk_at: dict[str, Trunk | None] = {}
        stored = store.get("kept", _KEPT)
        self.known = stored is not None
        self._use(_decoded(stored))

    def replace(self, directory: Directory) -> None:
        """The runtime sent a new one."""
        self._store.put("kept", _KEPT, msgspec.msgpack.encode(directory))
        self.known = True
        self._use(directory)

    def resolved(self, host: str, addresses: frozenset[str]) -> None:
        """What a trunk's host name means as addresses."""
        self._hosts[host] = addresses
        self._trunk_at.clear()

    def entry(self, *addresses: str) -> Entry | None:
        """Where the first known of these dialled addresses leads."""
        return next(
            (self._entries[form] for form in map(dialled_form, addresses) if form in self._entries), None
        )

    def flow(self, flow_id: str) -> Flow | None:
        """An entry flow, as it is now."""
        return next((flow for flow in self.directory.flows if flow.flow_id == flow_id), None)

    def phone(self, username: str) -> Phone | None:
        """A phone by its account name."""
        return self._phones.get(username)

    def phone_of(self, agent_id: AgentId) -> Phone | None:
        """An agent's phone."""
        return self._phone_of.get(agent_id)

    def secret(self, username: str) -> Secret | None:
        """What digests of this account are checked against."""
        phone = self._phones.get(username)
        return None if phone is None else Secret(phone.ha1_md5, phone.ha1_sha256)

    def trunk_at(self, host: str) -> Trunk | None:
        """The trunk that calls from this address belong to. Asked for each message, so it is remembered."""
        if host not in self._trunk_at:
            if len(self._trunk_at) >= MOST_REMEMBERED:
                self._trunk_at.clear()
            found = (trunk for trunk in self.directory.trunks if self._covers(trunk, host))
            self._trunk_at[host] = next(found, None)
        return self._trunk_at[host]

    def trusts(self, host: str) -> bool:
        """Whether a trunk is there: it is never limited, as long as the Directory names it."""
        return self.trunk_at(host) is not None

    def company(self, language: Language) -> str:
        """The company's name as it is spoken in a language."""
        names = self.directory.company
        return names.get(language) or next(iter(names.values()), "Lur")

    def _covers(self, trunk: Trunk, host: str) -> bool:
        if host == trunk.host or host in self._hosts.get(trunk.host, frozenset()):
            return True
        return any(_within(host, network) for network in trunk.allow)

    def _use(self, directory: Directory) -> None:
        self.directory = directory
        self._trunk_at.clear()
        self._entries = _indexed_entries(directory.entries)
        self._phones = {phone.username: phone for phone in directory.phones}
        self._phone_of = {phone.agent_id: phone for phone in directory.phones}


def _indexed_entries(entries: Iterable[Entry]) -> dict[str, Entry]:
    return {dialled_form(entry.address): entry for entry in entries}


def _decoded(stored: bytes | None) -> Directory:
    try:
        return EMPTY if stored is None else msgspec.msgpack.decode(stored, type=Directory)
    except msgspec.MsgspecError:
        return EMPTY


def _within(host: str, network: str) -> bool:
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False
