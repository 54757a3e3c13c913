"""What is open between us and a customer, so that whoever answers knows it before hello.

Contacts, next steps and whose they are lie in three rooms that do not know each other; here they meet.
"""

from __future__ import annotations

from collections.abc import Sequence

from lur.core.ids import DAY_MS, Instant
from lur.features.contacts.model import ContactRow
from lur.features.contacts.solved import Root, same_matter
from lur.web.payloads.work import OpenKind, OpenMatter
from lur.web.services import Services

MOST_LOOKED_AT = 200
OLDEST_UNSOLVED_MS = 90 * DAY_MS
"""What nobody has heard of for so long is not what they call about."""
ORDER: tuple[OpenKind, ...] = ("goes_on", "promised", "unsolved")


async def open_matters(services: Services, customer_id: str) -> tuple[OpenMatter, ...]:
    """What is not over: first what goes on, then what was promised, the earliest day first, then what was
    left unsolved, the newest first. Raises ``Refused``: unknown_customer."""
    links = await services.customers.links.contacts_of(customer_id, None, MOST_LOOKED_AT)
    ids = [link.contact_id for link in links]
    rows = await services.contacts.rows(ids)
    mine = [rows[each] for each in ids if each in rows]
    steps = await services.next_steps.of_contacts(ids, open_only=True)
    unsolved = {row.id for row in left_unsolved(mine, services.dispositions.root_of, services.clock.now())}
    found = []
    for row in mine:
        kind = _kind(row, bool(steps.get(row.id)), row.id in unsolved)
        if kind is not None:
            line = await services.notes.first_line(row.id)
            found.append(OpenMatter(kind=kind, contact=row, note_line=line, next_steps=steps.get(row.id, ())))
    return tuple(sorted(found, key=_turn))


def left_unsolved(rows: Sequence[ContactRow], root: Root, now: Instant) -> tuple[ContactRow, ...]:
    """Of a customer's contacts, the newest first: the last word of each matter, where it was "not solved"."""
    found: list[ContactRow] = []
    said: list[ContactRow] = []
    for row in rows:
        if row.solved is None or any(same_matter(row, later, root) for later in said):
            continue
        said.append(row)
        if not row.solved and row.ended_at is not None and now - row.ended_at < OLDEST_UNSOLVED_MS:
            found.append(row)
    return tuple(found)


def _kind(row: ContactRow, is_promised: bool, is_unsolved: bool) -> OpenKind | None:
    if row.ended_at is None:
        return "goes_on"
    if is_promised:
        return "promised"
    return "unsolved" if is_unsolved else None


def _turn(matter: OpenMatter) -> tuple[int, str, Instant, str]:
    due = min((step.due for step in matter.next_steps), default="")
    return ORDER.index(matter.kind), due, -matter.contact.entered, matter.contact.id
