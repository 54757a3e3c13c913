"""The verbs: ask on the page, take the answer, read it. Nothing here knows which agent it was, on purpose."""

from __future__ import annotations

import msgspec

from lur.core.commands import AskRating, RateContact
from lur.core.ids import CommandId, ContactId
from lur.features import Refused
from lur.features.ratings.model import LONGEST_WORDS, WORDS_FIELD, Given
from lur.ports import Clock, Entropy, Vault
from lur.runtime import Centre

CUSTOMER = "customer"


class Ratings:
    """Answers that come by the place page; those by key come through the voice edge."""

    def __init__(self, centre: Centre, vault: Vault, clock: Clock, entropy: Entropy) -> None:
        self._centre = centre
        self._vault = vault
        self._clock = clock
        self._entropy = entropy

    async def given(self, contact_id: ContactId) -> Given | None:
        """What the customer answered on the page, the latest; None: nothing, or it was erased. Raises
        ``VaultUnavailable``."""
        kept = (await self._vault.get(contact_id)).get(WORDS_FIELD, [])
        return msgspec.json.decode(kept[-1], type=Given) if kept else None

    async def ask(self, contact_id: ContactId) -> None:
        """The page with the question was shown; however often, it is asked once. Raises as the centre."""
        at = self._clock.now()
        await self._centre.submit(
            AskRating(
                command_id=CommandId(f"rating-asked-page-{contact_id}"),
                at=at,
                utc_offset_min=self._clock.utc_offset_min(at),
                actor=CUSTOMER,
                contact_id=contact_id,
                way="page",
            )
        )

    async def give(self, contact_id: ContactId, rating: int, words: str) -> Given:
        """The customer's answer; given again, the latest counts. The words are safe before the number is
        said. Raises ``Refused``: rating_missing, text_too_long; and what vault and centre raise."""
        said = words.replace("\r\n", "\n").strip()
        if not 1 <= rating <= 5:
            raise Refused("rating_missing")
        if len(said) > LONGEST_WORDS:
            raise Refused("text_too_long", str(LONGEST_WORDS))
        at = self._clock.now()
        given = Given(at=at, rating=rating, words=said)
        await self._vault.append(contact_id, WORDS_FIELD, msgspec.json.encode(given).decode(), at)
        await self._centre.submit(
            RateContact(
                command_id=CommandId(self._entropy.token("rated-")),
                at=at,
                utc_offset_min=self._clock.utc_offset_min(at),
                actor=CUSTOMER,
                contact_id=contact_id,
                way="page",
                rating=rating,
            )
        )
        return given
