"""All of it put together, and the trend over what is done."""

from __future__ import annotations

from collections.abc import Sequence

from lur.adapters.storage.readmodel import ReadModel
from lur.core.ids import AgentId, Instant
from lur.features.quality import store
from lur.features.quality.calibrations import Calibrations
from lur.features.quality.forms import Forms
from lur.features.quality.model import Review
from lur.features.quality.reviews import Reviews, Samples
from lur.features.quality.samplings import Samplings
from lur.features.quality.words import Words
from lur.ports import Clock, Entropy, Vault


class Quality:
    """Forms, samplings, samples, reviews and calibrations around one database."""

    def __init__(self, database: ReadModel, vault: Vault, clock: Clock, entropy: Entropy) -> None:
        self._database = database
        self.words = Words(vault)
        self.forms = Forms(database, clock)
        self.samples = Samples(database, clock, entropy, self.words)
        self.samplings = Samplings(database, clock, entropy, self.forms, self.samples)
        self.reviews = Reviews(database, clock, entropy, self.forms, self.samples, self.words)
        self.calibrations = Calibrations(database, clock, entropy, self.forms)

    async def load(self) -> None:
        """Read forms and samplings into memory, once at start."""
        await self.forms.load()
        await self.samplings.load()

    async def standing(
        self, form_id: str, since: Instant, before: Instant, agents: frozenset[AgentId] | None = None
    ) -> tuple[Review, ...]:
        """The reviews that a trend is made of: drawn by chance, done in the span, and of two of the same
        contact only the second."""
        done = await self._database.run(lambda c: store.drawn_reviews(c, form_id, since, before))
        mine = [each for each in done if agents is None or each.agent_id in agents]
        return await self._without_replaced(mine)

    async def _without_replaced(self, reviews: Sequence[Review]) -> tuple[Review, ...]:
        samples = {each.sample_id for each in reviews if each.sample_id is not None}
        both = await self.reviews.of_samples(samples)
        replaced = {each.sample_id for each in both if each.purpose == "second" and each.done_at is not None}
        return tuple(each for each in reviews if each.purpose == "second" or each.sample_id not in replaced)
