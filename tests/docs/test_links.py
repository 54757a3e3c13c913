"""The pages lead somewhere: links between documents and to files hold, and named files exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_hold(page: Path) -> None:
    """Each relative link in a page, pictures too, leads to a file that is there."""
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text())
    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_named_pages_exist(page: Path) -> None:
    """A page that is named as `docs/NAME.md` is there."""
    named = set(re.findall(r"\bdocs/[\w-]+\.md\b", page.read_text()))
    assert sorted(name for name in named if not (ROOT / name).exists()) == []
