"""All public pages."""

from __future__ import annotations

from lur.web.public import callback_pages, incident_verbs, place_pages, place_verbs

HANDLERS = (
    *place_pages.HANDLERS,
    *place_verbs.HANDLERS,
    *incident_verbs.HANDLERS,
    *callback_pages.HANDLERS,
)
