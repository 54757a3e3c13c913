"""Whose voice callers hear, and the logo: too large for the file, seen in the history, undone where they are
set."""

from __future__ import annotations

from lur.features.branding.service import Branding
from lur.features.prompts.service import Prompts
from lur.web.office.document import ONLY
from lur.web.office.sections import ItemBase, Section


class VoiceItem(ItemBase, frozen=True, kw_only=True):
    """A sentence with a recorded voice, or the picture: what tells one from the next."""

    version: str


class Voices(Section[VoiceItem]):
    """Sentences that callers hear in a recorded voice."""

    name = "voices"
    note = "Sentences that callers hear in a recorded voice."
    item = VoiceItem
    exported = False

    def __init__(self, prompts: Prompts) -> None:
        self._prompts = prompts

    async def read(self) -> dict[str, VoiceItem]:
        """Those that are recorded, by language and sentence."""
        return {key: VoiceItem(version=version) for key, version in (await self._prompts.recorded()).items()}


class LogoSection(Section[VoiceItem]):
    """The company's logo."""

    name = "logo"
    note = "The company's logo."
    item = VoiceItem
    one = True
    exported = False

    def __init__(self, branding: Branding) -> None:
        self._branding = branding

    async def read(self) -> dict[str, VoiceItem]:
        """The one item."""
        return {ONLY: VoiceItem(version=self._branding.brand.logo_version)}
