"""The verbs of the directory; after each change those who listen (the edge, the live page) are told."""

from __future__ import annotations

import secrets
from collections.abc import Callable

import msgspec

from lur.adapters.storage.readmodel import ReadModel
from lur.adapters.voice.protocol import Directory, Entry, Notice, Phone, Trunk
from lur.core.flow import Flow
from lur.core.ids import AgentId, Language, QueueId
from lur.core.values import QueueSettings
from lur.features import Refused
from lur.features.directory import store
from lur.features.directory.model import REALM, UNNAMED, CompanyName, EntryAddress, PhoneLine, PhoneSecret
from lur.ports import Vault

FIRST_NUMBER = 101
TEST_PREFIX = "test-"
"""Before a flow's id: the address at which phones of our own can hear it."""


class DirectoryService:
    """Phones, entries, trunks, names. ``names`` is kept in memory for the live page.

    ``flows``, ``queues`` and ``notices`` are asked each time the edge is told; who keeps them sets them, and
    calls ``tell`` when they have changed.
    """

    def __init__(self, database: ReadModel, vault: Vault) -> None:
        self._database = database
        self._vault = vault
        self._listeners: list[Callable[[], None]] = []
        self.names: dict[AgentId, str] = {}
        self.flows: Callable[[], tuple[Flow, ...]] = tuple
        self.queues: Callable[[], dict[QueueId, QueueSettings]] = dict
        self.notices: Callable[[], tuple[Notice, ...]] = tuple
        self._last_number = FIRST_NUMBER - 1

    async def load(self) -> None:
        """Read the agents' names from the vault, and the last number that was given."""
        for line in await self._database.run(store.phones):
            fields = await self._vault.get(vault_subject(line.agent_id))
            self.names[line.agent_id] = _first(fields, "name")
        given = await self._database.run(store.last_number)
        self._last_number = max(self._last_number, given, *map(_number, self.names))

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after each change."""
        self._listeners.append(listener)

    def tell(self) -> None:
        """What the directory carries has changed, here or where it is kept."""
        for listener in self._listeners:
            listener()

    async def edge_directory(self) -> Directory:
        """All of it, as the edge takes it."""
        lines = await self._database.run(store.phones)
        phones = [_phone(line, await self.phone_secret(line.agent_id)) for line in lines]
        name, flows = await self.company(), self.flows()
        return Directory(
            company={"sv": name.sv, "nb": name.nb, "en": name.en},
            realm=REALM,
            phones=tuple(phones),
            entries=tuple(map(_test_entry, flows)) + tuple(map(_entry, await self.entries())),
            trunks=tuple([await _with_secret(self._vault, each) for each in await self.trunks()]),
            flows=flows,
            queues=self.queues(),
            notices=self.notices(),
            callback_shown=await self.callback_shown(),
        )

    # --- agents and their phones ---------------------------------------------------------------------------

    def next_number(self) -> AgentId:
        """The number after the last, from 101. One that somebody has had is never given again: it would give
        their contacts away with it."""
        self._last_number += 1
        return AgentId(str(self._last_number))

    async def add_agent(self, agent_id: AgentId, name: str, language: Language = "sv") -> PhoneSecret:
        """An agent's name and a phone with a new secret."""
        await self._vault.put(vault_subject(agent_id), "name", name)
        self.names[agent_id] = name
        line = PhoneLine(agent_id=agent_id, username=agent_id, language=language)
        last = self._last_number = max(self._last_number, _number(agent_id))
        await self._database.run(lambda c: store.put_phone(c, line, last))
        return await self.renew_phone_secret(agent_id)

    async def renew_phone_secret(self, agent_id: AgentId) -> PhoneSecret:
        """A new secret; a phone with the old one can no longer register."""
        fresh = PhoneSecret(agent_id=agent_id, username=agent_id, secret=secrets.token_urlsafe(18))
        await self._vault.put(vault_subject(agent_id), "phone_secret", fresh.secret)
        self.tell()
        return fresh

    async def phone_secret(self, agent_id: AgentId) -> PhoneSecret:
        """The present secret. Raises ``Refused``: unknown_agent."""
        secret = _first(await self._vault.get(vault_subject(agent_id)), "phone_secret")
        if not secret:
            raise Refused("unknown_agent", agent_id)
        return PhoneSecret(agent_id=agent_id, username=agent_id, secret=secret)

    async def remove_agent(self, agent_id: AgentId) -> None:
        """Forget phone and name; the journal knows only the id."""
        await self._database.run(lambda c: store.remove_phone(c, agent_id))
        await self._vault.erase(vault_subject(agent_id))
        self.names.pop(agent_id, None)
        self.tell()

    # --- entries, trunks, company --------------------------------------------------------------------------

    async def entries(self) -> tuple[EntryAddress, ...]:
        """The addresses that customers dial."""
        return await self._database.run(store.entries)

    async def put_entry(self, new: EntryAddress) -> None:
        """Add an address or change where it leads."""
        lower = msgspec.structs.replace(new, address=new.address.lower())
        await self._database.run(lambda c: store.put_entry(c, lower))
        self.tell()

    async def remove_entry(self, address: str) -> None:
        """Forget an address. Raises ``Refused``: unknown_entry."""
        if not await self._database.run(lambda c: store.remove_entry(c, address.lower())):
            raise Refused("unknown_entry", address)
        self.tell()

    async def trunks(self) -> tuple[Trunk, ...]:
        """The lines to operators in their order, without secrets."""
        return await self._database.run(store.trunks)

    async def put_trunk(self, new: Trunk) -> None:
        """Add or change a trunk; an empty secret keeps the one there is."""
        if new.secret:
            await self._vault.put(_trunk(new.trunk_id), "secret", new.secret)
        await self._database.run(lambda c: store.put_trunk(c, new))
        self.tell()

    async def remove_trunk(self, trunk_id: str) -> None:
        """Forget a trunk. Raises ``Refused``: unknown_trunk."""
        if not await self._database.run(lambda c: store.remove_trunk(c, trunk_id)):
            raise Refused("unknown_trunk", trunk_id)
        await self._vault.erase(_trunk(trunk_id))
        self.tell()

    async def company(self) -> CompanyName:
        """The name that callers hear."""
        return await self._database.run(store.company) or UNNAMED

    async def set_company(self, name: CompanyName) -> None:
        """Give the company another name."""
        await self._database.run(lambda c: store.put_company(c, name))
        self.tell()

    async def callback_shown(self) -> str:
        """Our number that a customer whom we call sees; empty for none."""
        return await self._database.run(store.callback_shown)

    async def set_callback_shown(self, number: str) -> None:
        """Show another number of ours."""
        await self._database.run(lambda c: store.put_callback_shown(c, number))
        self.tell()


def _phone(line: PhoneLine, secret: PhoneSecret) -> Phone:
    return Phone(
        agent_id=line.agent_id,
        username=line.username,
        ha1_md5=secret.ha1("md5"),
        ha1_sha256=secret.ha1("sha256"),
        language=line.language,
    )


async def _with_secret(vault: Vault, trunk: Trunk) -> Trunk:
    secret = _first(await vault.get(_trunk(trunk.trunk_id)), "secret")
    return msgspec.structs.replace(trunk, secret=secret)


def _entry(each: EntryAddress) -> Entry:
    return Entry(address=each.address, queue_id=each.queue_id, language=each.language, flow_id=each.flow_id)


def _test_entry(flow: Flow) -> Entry:
    """Comes before the company's own, which may take the address."""
    return Entry(
        address=test_address(flow.flow_id), queue_id=flow.fallback, flow_id=flow.flow_id, own_phones=True
    )


def test_address(flow_id: str) -> str:
    """What a phone of our own dials to hear a flow."""
    return TEST_PREFIX + flow_id


def _number(agent_id: AgentId) -> int:
    """The id as one of our numbers, 0 when it is none of them."""
    return int(agent_id) if agent_id.isascii() and agent_id.isdigit() and len(agent_id) <= 6 else 0


def vault_subject(agent_id: AgentId) -> str:
    """Where what is personal about an agent lies."""
    return f"agent:{agent_id}"


def _trunk(trunk_id: str) -> str:
    return f"trunk:{trunk_id}"


def _first(fields: dict[str, list[str]], name: str) -> str:
    return next(iter(fields.get(name, ())), "")
