"""Calibrations: several judge the same contact, unseen by each other, and then see how far apart they were.

What the others said is shown when all are done, or when somebody who leads it has closed it; from then on
nobody changes theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from lur.adapters.storage.readmodel import ReadModel
from lur.core.ids import AgentId, ContactId
from lur.features import Refused
from lur.features.quality import store
from lur.features.quality.forms import Forms
from lur.features.quality.model import Calibration, Review, Reviewer
from lur.features.quality.reviews import check_not_own
from lur.ports import Clock, Entropy

LISTED = 50
FEWEST, MOST = 2, 20


class Calibrations:
    """All of them."""

    def __init__(self, database: ReadModel, clock: Clock, entropy: Entropy, forms: Forms) -> None:
        self._database = database
        self._clock = clock
        self._entropy = entropy
        self._forms = forms

    async def latest(self) -> tuple[Calibration, ...]:
        """The newest first."""
        return await self._database.run(lambda c: store.latest_calibrations(c, LISTED))

    async def find(self, calibration_id: str) -> Calibration:
        """Raises ``Refused``: unknown_calibration."""
        found = await self._database.run(lambda c: store.find_calibration(c, calibration_id))
        if found is None:
            raise Refused("unknown_calibration", calibration_id)
        return found

    async def reviews(self, calibration_id: str) -> tuple[Review, ...]:
        """Drafts and finished ones of all who take part."""
        return await self._database.run(lambda c: store.reviews_of_calibration(c, calibration_id))

    async def open(
        self,
        contact_id: ContactId,
        agent_id: AgentId,
        form_id: str,
        reviewers: Sequence[Reviewer],
        had: Collection[AgentId],
        by: str,
    ) -> Calibration:
        """Several shall judge a contact by the form as it is now. Raises ``Refused``: unknown_form,
        form_archived, own_contact, bad_reviewers."""
        form = self._forms.in_use(form_id)
        ids = tuple(sorted({each.id for each in reviewers}))
        if not FEWEST <= len(ids) <= MOST:
            raise Refused("bad_reviewers", str(FEWEST))
        for each in reviewers:
            check_not_own(each, {*had, agent_id})
        return await self._put(
            Calibration(
                id=self._entropy.token("calibration-"),
                contact_id=contact_id,
                agent_id=agent_id,
                form_id=form.id,
                form_version=form.version,
                reviewers=ids,
                opened_at=self._clock.now(),
                opened_by=by,
                closed_at=None,
            )
        )

    async def close(self, calibration_id: str) -> Calibration:
        """Show what there is; who is not done takes no more part. Raises ``Refused``: unknown_calibration."""
        known = await self.find(calibration_id)
        if known.closed_at is not None:
            return known
        return await self._put(msgspec.structs.replace(known, closed_at=self._clock.now()))

    async def check_open(self, calibration_id: str, who: Reviewer) -> Calibration:
        """One in which ``who`` can still judge. Raises ``Refused``: unknown_calibration, not_invited,
        calibration_closed."""
        known = await self.find(calibration_id)
        if who.id not in known.reviewers:
            raise Refused("not_invited", calibration_id)
        if is_shown(known, await self.reviews(calibration_id)):
            raise Refused("calibration_closed", calibration_id)
        return known

    async def _put(self, new: Calibration) -> Calibration:
        await self._database.run(lambda c: store.put_calibration(c, new))
        return new


def is_shown(calibration: Calibration, reviews: Collection[Review]) -> bool:
    """Whether everybody may see what everybody said."""
    done = {each.reviewer for each in reviews if each.done_at is not None}
    return calibration.closed_at is not None or done.issuperset(calibration.reviewers)
