"""``/trust``: each language tells each system what to do; without anything to trust there is no page."""

from __future__ import annotations

import re

import pytest

from lur.core.ids import Language
from lur.web.trust import page
from lur.web.trust_texts import TEXTS


@pytest.mark.parametrize("language", TEXTS)
def test_every_language_tells_the_same_systems(language: Language) -> None:
    """The same systems in the same order, with the fingerprint to compare and the file to fetch."""
    told = page(language, "AB:CD")
    systems = re.findall(r"<dt>(.*?)</dt>", told)
    assert systems == re.findall(r"<dt>(.*?)</dt>", page("en", "AB:CD"))
    assert len(systems) == 6
    assert f'<html lang="{language}">' in told
    assert 'href="/trust/lur.crt"' in told
    assert "AB:CD" in told


def test_commands_can_be_copied() -> None:
    """What is typed on Debian stands there as it is typed, safely written as HTML."""
    told = page("sv", "AB")
    assert "update-ca-certificates" in told
    assert "&amp;&amp;" in told
    assert "<script" not in told
