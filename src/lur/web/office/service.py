"""The verbs of the office document: read it, see what an import would do, carry it out whole or not at all,
undo one change, and write down every change, whoever made it.

Whole or not at all: everything is checked first, the intent is stored, and then the sections are carried out;
each step may be repeated. A crash on the way leaves the intent, and the next start goes the rest of the way.
What is refused on the way, because somebody did something in between, is taken back. While an intent waits,
nothing else is changed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager

import msgspec
import structlog

from lur.adapters.storage.readmodel import ReadModelUnavailable
from lur.features import Refused
from lur.features.accounts.model import Account
from lur.features.accounts.tokens import Program
from lur.features.trail.model import Change, Origins
from lur.features.trail.service import Trail
from lur.ports import JournalUnavailable, VaultUnavailable
from lur.web.office import plan as plans
from lur.web.office.agent_section import Agents
from lur.web.office.directory_sections import Trunks
from lur.web.office.document import ONLY, Document, Item, revision
from lur.web.office.hand import NOBODY, Hand
from lur.web.office.intent import Intent
from lur.web.office.noting import Noting
from lur.web.office.plan import Plan
from lur.web.office.sections import AnySection, Fault, Secrets, Shown

log = structlog.get_logger("lur.web.office")

INTENT = "intent"
FOR_PERSONS = ("accounts", "sign_on_providers", "sign_on_policy")
LOOK_EVERY_S = 60
UNAVAILABLE = (JournalUnavailable, VaultUnavailable, ReadModelUnavailable)
OUTSIDE = Origins(actor="system", origin="outside")


class SettingsRefused(Refused):
    """Nothing was changed, because something stands in the way; ``faults`` are all of it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        first = faults[0]
        super().__init__("settings_have_faults", f"{first.section} {first.key} {first.code}"[:300])
        self.faults = tuple(faults)


class ItemChangedMeanwhile(Refused):
    """Somebody else has changed the item since it was read; it is ``current`` now."""

    def __init__(
        self, section: str, key: str, current: Item | None, change: Change | None, by_name: str
    ) -> None:
        super().__init__("setting_changed", f"{section} {key}".strip())
        self.section = section
        self.key = key
        self.current = current
        self.change = change
        """The latest."""
        self.by_name = by_name


class Office:
    """The whole document of one Lur. ``sections`` are in the order in which new things are made."""

    def __init__(
        self,
        *,
        sections: Sequence[AnySection],
        hand: Hand,
        trail: Trail,
        names: Callable[[], Awaitable[Mapping[str, str]]],
        agents: Agents,
        trunks: Trunks,
    ) -> None:
        self.sections = tuple(sections)
        self.trail = trail
        self.names = names
        """What those are called who change something."""
        self._hand = hand
        self._agents = agents
        self._trunks = trunks
        self._changing = asyncio.Lock()
        self._noting = Noting(self.sections, hand, trail)
        self._is_done = False
        """Whether the intent is carried out and only to be forgotten, once it is in the trail."""
        self._owed: Origins | None = None
        """Whose changes are still to be written down."""

    # --- questions -----------------------------------------------------------------------------------------

    @property
    def exported(self) -> tuple[AnySection, ...]:
        """Those that are in the file."""
        return tuple(each for each in self.sections if each.exported)

    def section(self, name: str) -> AnySection:
        """One of them. Raises ``Refused``: settings_unknown_section."""
        for each in self.sections:
            if each.name == name:
                return each
        raise Refused("settings_unknown_section", name)

    async def document(self) -> Document:
        """What is in the file, now."""
        return await plans.read(self.exported)

    async def item(self, section: str, key: str) -> Item | None:
        """One item as it is now."""
        return (await self.section(section).items()).get(key)

    async def preview(self, wanted: Mapping[str, object], by: Account, secrets: Mapping[str, str]) -> Plan:
        """What an import would do, and what stands in its way. Changes nothing."""
        async with self._changing:
            return await self.plan(wanted, by, secrets)

    async def plan(self, wanted: Mapping[str, object], by: Account, secrets: Mapping[str, str]) -> Plan:
        """As ``preview``, while ``changing`` is held."""
        self._hand.by, self._trunks.secrets = by, Secrets(secrets)
        return await plans.make(self.exported, wanted)

    async def check_unchanged(self, section: str, key: str, seen: str) -> None:
        """Whether an item still is what somebody saw, by its revision. Raises ``ItemChangedMeanwhile``."""
        current = await self.item(section, key)
        if revision(current) != seen:
            raise await self._changed_meanwhile(section, key, current)

    async def _changed_meanwhile(self, section: str, key: str, current: Item | None) -> ItemChangedMeanwhile:
        row = await self.trail.latest(section, key)
        change = await self.trail.find(row.id) if row else None
        name = (await self.names()).get(row.actor, "") if row else ""
        return ItemChangedMeanwhile(section, key, current, change, name)

    # --- importing -----------------------------------------------------------------------------------------

    async def carry_out(self, plan: Plan, by: Account, origins: Origins, secrets: Mapping[str, str]) -> Shown:
        """All of the plan. Raises ``SettingsRefused``; ``Refused``: not_for_programs; or what the storage
        raises: then it is finished as soon as it can be. To be called while ``changing`` is held."""
        if isinstance(by, Program):
            _refuse_programs(plan)
        if plan.faults:
            raise SettingsRefused(plan.faults)
        intent = Intent(
            by=by,
            origins=origins,
            changes=plan.changes,
            secrets=dict(secrets),
            kept=await self._trunks.kept(plan.works["trunks"]),  # type: ignore[arg-type]
        )
        await self.trail.remember(INTENT, msgspec.json.encode(intent).decode())
        return await self._go(intent)

    async def _go(self, intent: Intent) -> Shown:
        """Carry it out, or take it back. What can be neither is left as it is, and the intent forgotten: it
        would undo what is changed later."""
        try:
            shown = await self._converge(intent)
        except UNAVAILABLE:
            raise
        except Exception as error:
            log.warning("settings_taken_back", problem=str(error))
            try:
                await self._converge(intent, back=True)
            except UNAVAILABLE:
                raise
            except Exception as left:
                log.critical("settings_left_between", problem=str(left))
            await self.trail.remember(INTENT, "")
            raise
        self._is_done = True
        return shown

    async def _converge(self, intent: Intent, *, back: bool = False) -> Shown:
        """From whatever there is to what is wanted; what is there already is left alone. Raises
        ``SettingsRefused`` before anything is done."""
        self._hand.by, self._trunks.secrets = intent.by, intent.secrets_for(back=back)
        present = await self.document()
        wanted = intent.back(present) if back else intent.forth(present)
        named = {name: _as_written(self.section(name), items) for name, items in wanted.items()}
        plan = await plans.make(self.exported, named)
        if plan.faults:
            raise SettingsRefused(plan.faults)
        works, shown = plan.works, Shown()
        await self._agents.let_go(works["agents"])  # type: ignore[arg-type]
        for section in reversed(self.exported):
            await section.make_way(works[section.name])
        for section in self.exported:
            if works[section.name].put:
                await section.put_all(works[section.name], shown)
        still = [each for each in reversed(self.exported) if each.goes != "first"]
        for section in sorted(still, key=lambda each: each.goes == "last"):
            await section.drop_all(works[section.name])
        return shown

    async def undo(self, change_id: str, by: Account, origins: Origins) -> None:
        """The item is again what it was before a change. Raises ``Refused``: unknown_change, change_erased,
        cannot_undo, not_for_programs; ``ItemChangedMeanwhile``, ``SettingsRefused``. While ``changing`` is
        held."""
        change = await self.trail.find(change_id)
        row, content = change.row, change.content
        if content is None or not change.is_whole:
            raise Refused("change_erased", change_id)
        section = self.section(row.section)
        if not section.exported:
            raise Refused("cannot_undo", row.section)
        items = await section.items()
        if items.get(row.key) != content.after:
            raise await self._changed_meanwhile(row.section, row.key, items.get(row.key))
        if content.before is None:
            del items[row.key]
        else:
            items[row.key] = content.before
        plan = await self.plan({row.section: _as_written(section, items)}, by, {})
        await self.carry_out(plan, by, origins, {})

    async def finish(self) -> None:
        """Go the rest of a way that was begun, if there is one. Raises what the storage raises."""
        text = await self.trail.remembered(INTENT)
        if not text or self._is_done:
            return
        try:
            intent = msgspec.json.decode(text, type=Intent)
        except msgspec.DecodeError as error:
            log.critical("settings_left_between", problem=str(error))
            await self.trail.remember(INTENT, "")
            return
        self._owed = intent.origins
        try:
            await self._go(intent)
        except UNAVAILABLE:
            raise
        except Exception as error:
            log.error("settings_not_finished", problem=str(error))

    # --- writing down --------------------------------------------------------------------------------------

    @asynccontextmanager
    async def changing(self, by: Account, origins: Callable[[], Origins]) -> AsyncIterator[None]:
        """One at a time: what differs when it is over was done by whoever is named then. What cannot be
        written down now is written down later."""
        async with self._changing:
            await self._before()
            self._hand.by = by
            try:
                yield
            finally:
                self._hand.by = NOBODY
                self._owed = origins()
                try:
                    await self._note(self._owed)
                    self._owed = None
                except UNAVAILABLE as error:
                    log.error("change_not_noted", problem=str(error))

    async def _before(self) -> None:
        await self.finish()
        await self._note(self._owed or OUTSIDE)
        self._owed = None

    async def _note(self, origins: Origins) -> None:
        await self._noting.note(origins)
        if self._is_done:
            await self.trail.remember(INTENT, "")
            self._is_done = False

    async def keep(self) -> None:
        """Look for ever: days come, assignments end, agents choose."""
        await self._begin()
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            await self.look()

    async def _begin(self) -> None:
        """What the last run did not come to."""
        try:
            async with self._changing:
                if await self._noting.begin():
                    await self._before()
        except UNAVAILABLE as error:
            log.error("change_not_noted", problem=str(error))

    async def look(self) -> None:
        """Write down what changed without a request."""
        try:
            async with self._changing:
                await self._before()
        except UNAVAILABLE as error:
            log.error("change_not_noted", problem=str(error))


def _refuse_programs(plan: Plan) -> None:
    """Who may come in, and as what, is a person's to say: a token could be made into more than it is."""
    for change in plan.changes:
        if change.section in FOR_PERSONS:
            raise Refused("not_for_programs", change.section)


def _as_written(section: AnySection, items: object) -> object:
    """As the file would have it: one item is the section itself."""
    return items[ONLY] if section.one and isinstance(items, Mapping) and ONLY in items else items
