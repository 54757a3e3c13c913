"""What a customer sees when something is wrong: a page with calm words, never a code, never what we keep.

The address of a place page is a secret, so unlike elsewhere no path goes to the log.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog
from litestar import Response
from litestar.exceptions import HTTPException

from lur.adapters.storage.readmodel import ReadModelUnavailable
from lur.features import Refused
from lur.ports import JournalUnavailable, VaultUnavailable
from lur.runtime import CentreStopped, CommandRejected
from lur.web.problem_texts.catalogue import TEXTS as PROBLEMS
from lur.web.problems import request_id_of
from lur.web.public.asked import AskedByCustomer, query_of, room_of, words_for
from lur.web.public.phrases import Phrases
from lur.web.public.rendering import html

log = structlog.get_logger("lur.public")


def said_of(error: Refused | CommandRejected, words: Phrases) -> tuple[int, str]:
    """Status and sentence for what was refused."""
    code = error.code if isinstance(error, Refused) else error.rejected.code
    status = PROBLEMS[code].status if code in PROBLEMS else 400
    return status, words.t.faults.get(code, words.t.faults["other"])


def message(
    request: AskedByCustomer, status: int, told: tuple[str, str], retry_after_s: int | None = None
) -> Response[str]:
    """A page that says one thing."""
    words = words_for(request)
    heading, note = told
    page = html(
        "message.html",
        words,
        status=status,
        company=room_of(request).company(words.language),
        path="/place",
        query=query_of(request),
        heading=heading,
        note=note,
    )
    if retry_after_s is not None:
        page.headers["retry-after"] = str(retry_after_s)
    return page


def _refused(request: AskedByCustomer, error: Refused) -> Response[str]:
    words = words_for(request)
    if error.code == "not_found":
        return message(request, 404, words.t.nothing_here)
    if error.code == "too_many":
        heading, note = words.t.slow_down
        wait_s = error.retry_after_s or 60
        return message(request, 429, (heading, note.format(time=words.pause(wait_s))), wait_s)
    status, sentence = said_of(error, words)
    return message(request, status, (words.t.not_now[0], sentence))


def _rejected(request: AskedByCustomer, error: CommandRejected) -> Response[str]:
    words = words_for(request)
    status, sentence = said_of(error, words)
    return message(request, status, (words.t.not_now[0], sentence))


def _away(request: AskedByCustomer, error: Exception) -> Response[str]:
    log.error("public_page_unavailable", request_id=request_id_of(request.scope), detail=str(error))
    return message(request, 503, words_for(request).t.not_now, retry_after_s=5)


def _http(request: AskedByCustomer, error: HTTPException) -> Response[str]:
    words = words_for(request)
    if error.status_code == 413:
        return message(request, 413, (words.t.not_now[0], words.t.faults["picture_too_big"]))
    if error.status_code >= 500:
        return _bug(request, error)
    return message(request, error.status_code, words.t.not_now)


def _bug(request: AskedByCustomer, error: Exception) -> Response[str]:
    log.error("public_page_failed", request_id=request_id_of(request.scope), exc_info=error)
    return message(request, 500, words_for(request).t.not_now)


HANDLERS: dict[int | type[Exception], Callable[[Any, Any], Response[Any]]] = {
    Refused: _refused,
    CommandRejected: _rejected,
    JournalUnavailable: _away,
    VaultUnavailable: _away,
    ReadModelUnavailable: _away,
    CentreStopped: _away,
    HTTPException: _http,
    Exception: _bug,
}
