"""How contacts are drawn, and each drawing: by chance alone, once, and kept so that it can be done again.

A period's number is for the whole period, so drawing twice gives nobody another try: what an agent has had
from the period counts, and a contact that was drawn is never drawn again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from lur.adapters.storage.readmodel import ReadModel
from lur.core.ids import AgentId, ContactId, Instant
from lur.features import Refused
from lur.features.quality import sampling, store
from lur.features.quality.forms import Forms
from lur.features.quality.model import Candidate, Draw, DrawShort, Sample, Sampling
from lur.features.quality.reviews import Samples
from lur.ports import Clock, Entropy

MOST_SAMPLINGS = 20
MOST_EACH = 20
NAME_LENGTH = 80
DRAWS_LISTED = 50


class Samplings:
    """Samplings and their draws."""

    def __init__(
        self, database: ReadModel, clock: Clock, entropy: Entropy, forms: Forms, samples: Samples
    ) -> None:
        self._database = database
        self._clock = clock
        self._entropy = entropy
        self._forms = forms
        self._writing = samples.writing
        self._all: dict[str, Sampling] = {}

    async def load(self) -> None:
        """Read them, once at start."""
        self._all = {each.id: each for each in await self._database.run(store.samplings)}

    # --- questions -----------------------------------------------------------------------------------------

    def listed(self) -> tuple[Sampling, ...]:
        """Those in use, by name."""
        live = [each for each in self._all.values() if not each.archived]
        return tuple(sorted(live, key=lambda each: (each.name, each.id)))

    def archived(self) -> tuple[Sampling, ...]:
        """What can be taken back, the latest archived first."""
        gone = [each for each in self._all.values() if each.archived]
        return tuple(sorted(gone, key=lambda each: (-each.changed_at, each.id)))

    def known(self, sampling_id: str) -> Sampling:
        """One of them. Raises ``Refused``: unknown_sampling."""
        if sampling_id not in self._all:
            raise Refused("unknown_sampling", sampling_id)
        return self._all[sampling_id]

    async def draws(self) -> tuple[DrawShort, ...]:
        """The latest, newest first."""
        return await self._database.run(lambda c: store.latest_draws(c, DRAWS_LISTED))

    async def find_draw(self, draw_id: str) -> Draw:
        """One draw. Raises ``Refused``: unknown_draw."""
        found = await self._database.run(lambda c: store.find_draw(c, draw_id))
        if found is None:
            raise Refused("unknown_draw", draw_id)
        return found

    async def is_drawn(self, sampling_id: str, since: Instant, before: Instant) -> bool:
        """Whether a period was drawn from as a whole."""
        draws = await self._database.run(lambda c: store.draws_of(c, sampling_id, since))
        return any(each.since == since and each.before == before for each in draws)

    # --- verbs ---------------------------------------------------------------------------------------------

    async def add(self, new: Sampling, by: str) -> Sampling:
        """One more; the same id again gives the one that was made. Raises ``Refused``: too_many_samplings,
        empty_text, text_too_long, bad_sampling, unknown_form, form_archived."""
        async with self._writing:
            if (known := self._all.get(new.id)) is not None:
                return known
            self._check_room()
            return await self._put(msgspec.structs.replace(new, version=0, archived=False), by)

    async def change(self, new: Sampling, by: str) -> Sampling:
        """Another number, form or period, made of ``new.version``. Raises ``Refused``: unknown_sampling,
        changed_meanwhile, and as ``add``."""
        async with self._writing:
            known = self._seen(new.id, new.version)
            return await self._put(msgspec.structs.replace(new, archived=known.archived, demo=known.demo), by)

    async def archive(self, sampling_id: str, version: int, by: str) -> Sampling:
        """Nothing more is drawn by it. Raises ``Refused``: unknown_sampling, changed_meanwhile."""
        async with self._writing:
            known = self._seen(sampling_id, version)
            if known.archived:
                return known
            return await self._put(msgspec.structs.replace(known, archived=True), by)

    async def take_back(self, sampling_id: str, by: str) -> Sampling:
        """It draws again. Raises ``Refused``: unknown_sampling, and as ``add``."""
        async with self._writing:
            known = self.known(sampling_id)
            if not known.archived:
                return known
            self._check_room()
            return await self._put(msgspec.structs.replace(known, archived=False), by)

    async def draw(
        self, sampling_id: str, pool: Sequence[Candidate], since: Instant, before: Instant, by: str = ""
    ) -> Draw:
        """Draw from ``pool``: all contacts that ended from ``since`` until ``before`` and may be drawn. What
        was drawn already is left out here. Raises ``Refused``: unknown_sampling, form_archived,
        nothing_to_draw."""
        async with self._writing:
            kept = self.known(sampling_id)
            self._forms.in_use(kept.form_id)
            gone = await self._database.run(store.drawn_contacts)
            left = sorted(
                (each for each in pool if each.contact_id not in gone), key=lambda each: each.contact_id
            )
            taken = await self._taken(sampling_id, since)
            drawing = Draw(
                id=self._entropy.token("draw-"),
                sampling_id=sampling_id,
                form_id=kept.form_id,
                each=kept.each,
                since=since,
                before=before,
                at=self._clock.now(),
                by=by,
                seed=self._entropy.token("seed-"),
                taken=taken,
                pool=tuple(left),
                of=len(left),
                drawn=(),
            )
            drawn = sampling.drawn_again(drawing)
            if not drawn:
                raise Refused("nothing_to_draw", sampling_id)
            return await self._keep(msgspec.structs.replace(drawing, drawn=drawn))

    async def _taken(self, sampling_id: str, since: Instant) -> dict[AgentId, int]:
        draws = await self._database.run(lambda c: store.draws_of(c, sampling_id, since))
        taken: Counter[AgentId] = Counter()
        for each in draws:
            if each.since == since:
                taken.update({share.agent_id: share.drawn for share in sampling.shares(each) if share.drawn})
        return dict(sorted(taken.items()))

    async def _keep(self, drawing: Draw) -> Draw:
        """With its samples. A contact that somebody had added or asked for is from now on drawn too."""
        known = {
            each.contact_id: each
            for each in await self._database.run(lambda c: store.samples_of_contacts(c, drawing.drawn))
        }
        whose = {each.contact_id: each.agent_id for each in drawing.pool}
        samples = [self._sample(drawing, each, whose[each], known.get(each)) for each in drawing.drawn]
        await self._database.run(lambda c: store.put_draw(c, drawing, samples))
        return drawing

    def _sample(
        self, drawing: Draw, contact_id: ContactId, agent_id: AgentId, known: Sample | None
    ) -> Sample:
        if known is not None and known.form_id in (None, drawing.form_id):
            return msgspec.structs.replace(known, origin="drawn", draw_id=drawing.id, form_id=drawing.form_id)
        return Sample(
            id=self._entropy.token("sample-"),
            contact_id=contact_id,
            agent_id=agent_id,
            form_id=drawing.form_id,
            origin="drawn",
            draw_id=drawing.id,
            added_at=drawing.at,
            added_by="",
            state="open",
            second=False,
            aside=None,
        )

    def _seen(self, sampling_id: str, version: int) -> Sampling:
        known = self.known(sampling_id)
        if known.version != version:
            raise Refused("changed_meanwhile", sampling_id)
        return known

    def _check_room(self) -> None:
        if len(self.listed()) >= MOST_SAMPLINGS:
            raise Refused("too_many_samplings", str(MOST_SAMPLINGS))

    async def _put(self, new: Sampling, by: str) -> Sampling:
        if not new.name.strip():
            raise Refused("empty_text")
        if len(new.name) > NAME_LENGTH:
            raise Refused("text_too_long", str(NAME_LENGTH))
        if not 1 <= new.each <= MOST_EACH or new.least_ms < 0:
            raise Refused("bad_sampling")
        if not new.archived:
            self._forms.in_use(new.form_id)
        kept = msgspec.structs.replace(
            new, version=new.version + 1, changed_at=self._clock.now(), changed_by=by
        )
        await self._database.run(lambda c: store.put_sampling(c, kept))
        self._all[kept.id] = kept
        return kept
