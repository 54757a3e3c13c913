"""What is wanted against what there is: the difference, and everything that stands in its way. Nothing is
changed here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lur.web.office.document import Document, Item, ItemChange, differences, revision
from lur.web.office.sections import AnySection, Fault, ItemBase, Whole, Work, plain


@dataclass(frozen=True, slots=True)
class Plan:
    """The way from ``before`` to ``after``."""

    before: Document
    after: Document
    works: Mapping[str, Work[ItemBase]]
    changes: tuple[ItemChange, ...]
    faults: tuple[Fault, ...]

    @property
    def base(self) -> str:
        """Names what the plan was made upon."""
        return revision(self.before)


async def read(sections: Sequence[AnySection]) -> dict[str, dict[str, Item]]:
    """What there is, as plain data."""
    return {section.name: await section.items() for section in sections}


async def make(sections: Sequence[AnySection], wanted: Mapping[str, object]) -> Plan:
    """The plan to what is ``wanted``; sections that it does not name stay as they are."""
    present = {section.name: await section.read() for section in sections}
    faults = [_no_section(name) for name in wanted if name not in present]
    after: dict[str, dict[str, ItemBase]] = {}
    for section in sections:
        if section.name in wanted:
            after[section.name], found = _understood(section, wanted[section.name])
            faults.extend(found)
        else:
            after[section.name] = present[section.name]
    misunderstood = bool(faults)
    works = {name: _work(present[name], after[name]) for name in present}
    if not misunderstood:
        whole = Whole(after)
        for section in sections:
            if work := works[section.name]:
                faults.extend(await section.check(work, whole))
    before, then = _plain(present), _plain(after)
    changes = () if misunderstood else differences(before, then)
    return Plan(before, then, works, changes, tuple(faults))


def _understood(section: AnySection, wanted: object) -> tuple[dict[str, ItemBase], list[Fault]]:
    items = {"": wanted} if section.one else wanted
    if not isinstance(items, Mapping) or not all(isinstance(each, Mapping) for each in items.values()):
        return {}, [section.fault("", "settings_bad_value", "not a table of items")]
    good, faults = section.understood(items)
    return section.settled(good), faults


def _no_section(name: str) -> Fault:
    return Fault(section=name, key="", field="", code="settings_unknown_section", detail=name)


def _work(present: Mapping[str, ItemBase], after: Mapping[str, ItemBase]) -> Work[ItemBase]:
    put = {key: (present.get(key), item) for key, item in after.items() if present.get(key) != item}
    return Work(put, {key: item for key, item in present.items() if key not in after})


def _plain(items: Mapping[str, Mapping[str, ItemBase]]) -> dict[str, dict[str, Item]]:
    return {name: {key: plain(item) for key, item in each.items()} for name, each in items.items()}
