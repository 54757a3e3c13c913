"""How a public page is a route: open to everybody, with errors that are pages and bodies that are small."""

from __future__ import annotations

from litestar import get, post

from lur.web.public import faults

FORM_BYTES = 64 * 1024
"""4,000 letters of any script, as forms send them."""


def page(path: str) -> get:
    """A page, or part of one."""
    return get(path, permission="public", include_in_schema=False, exception_handlers=faults.HANDLERS)


def form(path: str, most_bytes: int = FORM_BYTES) -> post:
    """A form that is sent here."""
    return post(
        path,
        permission="public",
        include_in_schema=False,
        exception_handlers=faults.HANDLERS,
        request_max_body_size=most_bytes,
        status_code=200,
    )
