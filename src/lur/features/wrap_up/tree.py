"""What must hold for the tree of dispositions: known parents, no loops, at most three levels. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from lur.features import Refused
from lur.features.wrap_up.model import Disposition

MOST_LEVELS = 3
MOST_IN_ALL = 500


def check(new: Disposition, others: Mapping[str, Disposition]) -> None:
    """Whether ``new`` may take its place. Raises ``Refused``: unknown_disposition (the parent),
    disposition_loop, disposition_too_deep, too_many_dispositions."""
    if new.parent is not None and new.parent not in others:
        raise Refused("unknown_disposition", new.parent)
    tree = {**others, new.id: new}
    if len(tree) > MOST_IN_ALL:
        raise Refused("too_many_dispositions", str(MOST_IN_ALL))
    for each in tree.values():
        if _level(each, tree) > MOST_LEVELS:
            raise Refused("disposition_too_deep", each.id)


def root_of(disposition_id: str, tree: Mapping[str, Disposition]) -> str:
    """The top level above it; itself when the tree does not know it."""
    while (each := tree.get(disposition_id)) is not None and each.parent is not None:
        disposition_id = each.parent
    return disposition_id


def _level(each: Disposition, tree: Mapping[str, Disposition]) -> int:
    """1 for one without a parent."""
    level, above = 1, each.parent
    while above is not None:
        if level > len(tree):
            raise Refused("disposition_loop", each.id)
        level, above = level + 1, tree[above].parent
    return level
