"""Messages as values."""

from __future__ import annotations

import msgspec

from lur.core.ids import ContactId, Instant

TEXT_FIELD = "text_message"
"""In the vault's subject of the contact, one field for each subject: ``text_message:SUBJECT``."""


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A message that is to be sent: one for each contact and subject (``place``, ``missed``, ``told``)."""

    contact_id: ContactId
    subject: str
    at: Instant
