"""What each section of the document is: how its items are read, checked and carried out.

A section is found once here and is then in the file, in the history, in undo and in the check of two people
who edit at once. Nothing is carried out that ``check`` has not seen together with the whole of what is
wanted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, Literal, TypeVar

import msgspec

from lur.features import Refused
from lur.web.office.document import Item, Items


class ItemBase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the items: what may be written in the file, field by field."""


T = TypeVar("T", bound=ItemBase)
Turn = Literal["first", "in_turn", "last"]
"""When items go. ``first``: before anything comes, so that what comes has room; nothing refuses that, and it
can be given back. ``in_turn``: after all that comes, what names others before them. ``last``: after that,
because what goes with the item (a secret) cannot be given back."""


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """Something that stands in the way, by a code of ``problem_texts``, and where it is."""

    section: str
    key: str
    field: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Work(Generic[T]):
    """What is to be done in one section: items to be put, each with what it is now (None: new), and items
    to be dropped."""

    put: Mapping[str, tuple[T | None, T]]
    drop: Mapping[str, T]

    def __bool__(self) -> bool:
        return bool(self.put or self.drop)


@dataclass(frozen=True, slots=True)
class Whole:
    """All that will be there afterwards: what names may be named."""

    items: Mapping[str, Mapping[str, ItemBase]]

    def has(self, section: str, key: str) -> bool:
        """Whether there will be such an item."""
        return key in self.items.get(section, {})


@dataclass(slots=True)
class Shown:
    """Secrets that came to be while something was carried out, to be shown this once."""

    passwords: dict[str, str] = field(default_factory=dict)
    """Generated, by login."""
    secrets: list[tuple[str, str]] = field(default_factory=list)
    """New items whose secret somebody has to see to, by section and key."""


@dataclass(slots=True)
class Secrets:
    """What is never in the file: the trunks' secrets, by id, as they were typed beside it."""

    trunks: Mapping[str, str] = field(default_factory=dict)


class Section(Generic[T]):
    """One section. Subclasses say what an item is, read them, and carry out what differs.

    ``put`` and ``drop`` may be called again for what is done already: after a crash all of it is gone
    through once more.
    """

    name: ClassVar[str]
    note: ClassVar[str]
    """A line about it in the file."""
    item: type[T]
    personal: ClassVar[bool] = False
    """Whether items are about somebody, so that their history lies in the vault."""
    exported: ClassVar[bool] = True
    """False: shown in the history only, as what holds for today."""
    one: ClassVar[bool] = False
    """Whether it is one item, which cannot be removed."""
    goes: ClassVar[Turn] = "in_turn"

    async def read(self) -> dict[str, T]:
        """All items, by key."""
        raise NotImplementedError

    def normal(self, key: str, item: T) -> T:
        """The item as it will be read back. Raises ``Refused`` when it cannot be."""
        return item

    def settled(self, items: dict[str, T]) -> dict[str, T]:
        """All items as they will be read back together: an order without gaps, say."""
        return items

    async def check(self, work: Work[T], whole: Whole) -> Sequence[Fault]:
        """Everything that stands in the way; what one item says is checked before."""
        return ()

    async def make_way(self, work: Work[T]) -> None:
        """What has to be done before anything comes, here or elsewhere, because it could be refused in this
        order alone."""
        if self.goes == "first":
            await self.drop_all(work)

    async def put_all(self, work: Work[T], shown: Shown) -> None:
        """Carry out what is new or changed."""
        for key, (before, after) in work.put.items():
            await self.put(key, before, after, shown)

    async def put(self, key: str, before: T | None, after: T, shown: Shown) -> None:
        """One item that is new or changed."""
        raise NotImplementedError

    async def drop(self, key: str, before: T) -> None:
        """One item that goes."""
        raise NotImplementedError

    async def drop_all(self, work: Work[T]) -> None:
        """All that goes."""
        for key, before in work.drop.items():
            await self.drop(key, before)

    def fault(self, key: str, code: str, detail: str = "", field: str = "") -> Fault:
        """One thing that stands in the way."""
        return Fault(section=self.name, key=key, field=field, code=code, detail=detail)

    # --- as plain data -------------------------------------------------------------------------------------

    async def items(self) -> dict[str, Item]:
        """All items as plain data."""
        return {key: plain(item) for key, item in (await self.read()).items()}

    def knows(self, items: Items) -> bool:
        """Whether items that were kept by another version look as they do now."""
        try:
            msgspec.convert(items, dict[str, self.item])  # type: ignore[name-defined]
        except msgspec.ValidationError:
            return False
        return True

    def understood(self, items: Items) -> tuple[dict[str, T], list[Fault]]:
        """Plain data as items in their normal form, and what cannot be understood."""
        good: dict[str, T] = {}
        faults: list[Fault] = []
        for key, item in items.items():
            try:
                good[key] = self.normal(key, msgspec.convert(item, self.item))
            except msgspec.ValidationError as error:
                faults.append(self._misunderstood(key, str(error)))
            except Refused as error:
                faults.append(self.fault(key, error.code, error.detail))
        return good, faults

    def _misunderstood(self, key: str, what: str) -> Fault:
        at = re.search(r" - at `\$\.?([^`]*)`", what)
        field = at[1] if at else ""
        named = re.search(r"field `([^`]*)`", what)
        if named and ("unknown" in what or "missing" in what):
            code = "settings_unknown_field" if "unknown" in what else "settings_missing_field"
            where = f"{field}.{named[1]}" if field else named[1]
            return self.fault(key, code, named[1], where)
        return self.fault(key, "settings_bad_value", what.partition(" - at ")[0], field)


AnySection = Section[Any]


def plain(item: msgspec.Struct) -> Item:
    """An item as plain data, as it will be read back from where it is kept: no tuples; what is None is left
    out."""
    built: dict[str, object] = msgspec.json.decode(msgspec.json.encode(item))
    return {name: value for name, value in built.items() if value is not None}


def check_id(key: str) -> None:
    """Whether an id may be used for something new. Raises ``Refused``: settings_bad_key."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,63}", key) or key == "me":
        raise Refused("settings_bad_key", key)


def new_ids(section: AnySection, keys: Sequence[str]) -> list[Fault]:
    """A fault for each key that cannot be an id."""
    faults = []
    for key in keys:
        try:
            check_id(key)
        except Refused as error:
            faults.append(section.fault(key, error.code, error.detail))
    return faults


def too_many(section: AnySection, whole: Whole, most: int, code: str) -> Iterator[Fault]:
    """A fault when the section would have more items than it may."""
    if len(whole.items.get(section.name, {})) > most:
        yield section.fault("", code, str(most))
