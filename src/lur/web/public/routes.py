"""All public pages, with errors of their own: pages, not problems."""

from __future__ import annotations

from litestar import Router

from lur.web.public import callback_pages, faults, place_pages, place_verbs

HANDLERS = (
    Router(
        path="/",
        route_handlers=[*place_pages.HANDLERS, *place_verbs.HANDLERS, *callback_pages.HANDLERS],
        exception_handlers=faults.HANDLERS,
    ),
)
