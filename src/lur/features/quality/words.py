"""What people wrote about a contact, in the vault with the contact: erased together with it."""

from __future__ import annotations

import msgspec

from lur.core.ids import ContactId
from lur.features import Refused
from lur.features.quality.model import MOST_MARKS, WORDS_LENGTH, Written
from lur.ports import Vault


class Words:
    """Words of reviews, replies, and reasons for adding a contact."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def written(self, contact_id: ContactId, review_id: str) -> Written | None:
        """A review's words; None before the first and after erasing."""
        sealed = (await self._vault.get(contact_id)).get(f"review:{review_id}")
        return msgspec.json.decode(sealed[0], type=Written) if sealed else None

    async def write(self, contact_id: ContactId, review_id: str, written: Written) -> None:
        """Keep a review's words."""
        text = msgspec.json.encode(written).decode()
        await self._vault.put(contact_id, f"review:{review_id}", text)

    async def reply(self, contact_id: ContactId, review_id: str) -> str:
        """What the agent said to it."""
        return await self._one(contact_id, f"review-reply:{review_id}")

    async def write_reply(self, contact_id: ContactId, review_id: str, text: str) -> None:
        """Keep what the agent says to it. Raises ``Refused``: text_too_long."""
        await self._vault.put(contact_id, f"review-reply:{review_id}", checked(text))

    async def reason(self, contact_id: ContactId, sample_id: str) -> str:
        """Why somebody wants the contact to be reviewed."""
        return await self._one(contact_id, f"review-reason:{sample_id}")

    async def write_reason(self, contact_id: ContactId, sample_id: str, text: str) -> None:
        """Keep why. Raises ``Refused``: text_too_long, empty_text."""
        if not text.strip():
            raise Refused("empty_text")
        await self._vault.put(contact_id, f"review-reason:{sample_id}", checked(text))

    async def _one(self, contact_id: ContactId, field: str) -> str:
        return (await self._vault.get(contact_id)).get(field, [""])[0]


def checked(text: str) -> str:
    """Raises ``Refused``: text_too_long."""
    if len(text) > WORDS_LENGTH:
        raise Refused("text_too_long", str(WORDS_LENGTH))
    return text


def check(written: Written) -> None:
    """Raises ``Refused``: text_too_long, too_many_marks."""
    texts = [written.whole, *(each.text for each in written.notes), *(each.text for each in written.marks)]
    for text in texts:
        checked(text)
    if len(written.marks) > MOST_MARKS:
        raise Refused("too_many_marks", str(MOST_MARKS))
