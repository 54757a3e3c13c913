"""What is being carried out, kept so that a crash on the way does not leave it half done.

Only what the plan changes is in it, so that finishing later, or taking back, leaves all else as it is then.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from lur.features.accounts.model import Account
from lur.features.trail.model import Origins
from lur.web.office.document import Document, Item, ItemChange
from lur.web.office.sections import Secrets


class Intent(msgspec.Struct, frozen=True, kw_only=True):
    """The changes, whose they are, and the secrets that go with them: ``secrets`` as they are to be,
    ``kept`` as they were."""

    by: Account
    origins: Origins
    changes: tuple[ItemChange, ...]
    secrets: dict[str, str]
    kept: dict[str, str]

    def forth(self, present: Document) -> dict[str, dict[str, Item]]:
        """The sections that change, with all their items, as they are to be."""
        return _merged(present, {(each.section, each.key): each.after for each in self.changes})

    def back(self, present: Document) -> dict[str, dict[str, Item]]:
        """As they were."""
        return _merged(present, {(each.section, each.key): each.before for each in self.changes})

    def secrets_for(self, *, back: bool) -> Secrets:
        """What trunks are signed in with on the way."""
        return Secrets(self.kept if back else self.secrets)


def _merged(present: Document, items: Mapping[tuple[str, str], Item | None]) -> dict[str, dict[str, Item]]:
    merged = {section: dict(present.get(section, {})) for section, _ in items}
    for (section, key), item in items.items():
        if item is None:
            merged[section].pop(key, None)
        else:
            merged[section][key] = item
    return merged
