"""All public pages."""

from __future__ import annotations

from lur.web.public import callback_pages, place_pages, place_verbs

HANDLERS = (*place_pages.HANDLERS, *place_verbs.HANDLERS, *callback_pages.HANDLERS)
