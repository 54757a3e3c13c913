"""The one place where a code becomes a status and a sentence in the reader's language.

Four kinds are told apart: a rejected request (the core's or a feature's code), a fault around us (journal,
vault, database), a malformed request, and a bug, which is logged with its request id and says nothing of
itself.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.types import Scope

from lur.adapters.storage.readmodel import ReadModelUnavailable
from lur.core.ids import Language
from lur.features import Refused
from lur.features.customers.shelf import ChangedMeanwhile
from lur.features.flows.service import FlowHasFaults
from lur.features.wrap_up.service import StaleNote
from lur.ports import JournalUnavailable, VaultUnavailable
from lur.runtime import CentreStopped, CommandRejected
from lur.web.flow_texts import told
from lur.web.office.service import ItemChangedMeanwhile, SettingsRefused
from lur.web.office_texts import conflict
from lur.web.office_texts import refused as settings_refused
from lur.web.payloads.common import Problem
from lur.web.payloads.customers import CustomerConflict, NoteConflict
from lur.web.payloads.flows import FlowProblem
from lur.web.problem_texts.catalogue import TEXTS, Text
from lur.web.problem_texts.talks import BY_PRESENCE

log = structlog.get_logger("lur.web")

AskedFor = Request[Any, Any, Any]
NORWEGIAN = ("nb", "no", "nn")
HTTP_CODES = {
    400: "bad_request",
    401: "not_signed_in",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    416: "bad_range",
}


def language_of(request: AskedFor) -> Language:
    """The account's language, else the first of the browser's that Lur speaks, else English."""
    account = request.scope.get("user")
    if account is not None:
        language: Language = account.language
        return language
    for wish in request.headers.get("accept-language", "").split(","):
        spoken = wish.strip().lower().partition(";")[0].partition("-")[0]
        if spoken in ("sv", "en"):
            return "sv" if spoken == "sv" else "en"
        if spoken in NORWEGIAN:
            return "nb"
    return "en"


def request_id_of(scope: Scope) -> str:
    """The request's own number, in its answer's header, in its problem and in the log."""
    request_id: str = scope["state"].setdefault("request_id", secrets.token_hex(8))
    return request_id


def problem(
    request: AskedFor, code: str, detail: str = "", retry_after_s: int | None = None
) -> Response[Problem]:
    """The answer for a code."""
    text = TEXTS[code]
    if code == "agent_not_available" and detail in BY_PRESENCE:
        text = Text(text.status, *BY_PRESENCE[detail])
    content = Problem(
        code=code,
        detail=detail,
        what_to_do=getattr(text, language_of(request)),
        request_id=request_id_of(request.scope),
    )
    headers = {} if retry_after_s is None else {"retry-after": str(retry_after_s)}
    return Response(content, status_code=text.status, headers=headers)


def _record_changed(request: AskedFor, error: ChangedMeanwhile) -> Response[Problem]:
    said = problem(request, error.code, error.detail)
    content = CustomerConflict(**msgspec.structs.asdict(said.content), current=error.current)
    return Response(content, status_code=said.status_code)


def _note_changed(request: AskedFor, error: StaleNote) -> Response[Problem]:
    said = problem(request, error.code, error.detail)
    content = NoteConflict(**msgspec.structs.asdict(said.content), current=error.current, sent=error.sent)
    return Response(content, status_code=said.status_code)


def _flow_faulty(request: AskedFor, error: FlowHasFaults) -> Response[Problem]:
    said = problem(request, error.code, error.detail)
    faults = told(error.faults, language_of(request))
    content = FlowProblem(**msgspec.structs.asdict(said.content), faults=faults)
    return Response(content, status_code=said.status_code)


def _setting_changed(request: AskedFor, error: ItemChangedMeanwhile) -> Response[Problem]:
    return conflict(problem(request, error.code, error.detail), error)


def _settings_refused(request: AskedFor, error: SettingsRefused) -> Response[Problem]:
    return settings_refused(problem(request, error.code, error.detail), error, language_of(request))


def _refused(request: AskedFor, error: Refused) -> Response[Problem]:
    return problem(request, error.code, error.detail, error.retry_after_s)


def _rejected(request: AskedFor, error: CommandRejected) -> Response[Problem]:
    return problem(request, error.rejected.code, error.rejected.detail)


def _journal(request: AskedFor, error: JournalUnavailable) -> Response[Problem]:
    return problem(request, "journal_unavailable", error.reason, retry_after_s=2)


def _vault(request: AskedFor, error: VaultUnavailable) -> Response[Problem]:
    return problem(request, "vault_unavailable", error.reason, retry_after_s=2)


def _database(request: AskedFor, error: ReadModelUnavailable) -> Response[Problem]:
    log.error("read_model_unavailable", detail=str(error))
    return problem(request, "storage_unavailable", retry_after_s=2)


def _stopping(request: AskedFor, _: CentreStopped) -> Response[Problem]:
    return problem(request, "stopping", retry_after_s=5)


def _http(request: AskedFor, error: HTTPException) -> Response[Problem]:
    """What the framework refuses: its own words are kept as the detail when they are about the request's
    shape."""
    code = HTTP_CODES.get(error.status_code, "bad_request" if error.status_code < 500 else "internal_error")
    if code == "internal_error":
        log.error(
            "request_failed", request_id=request_id_of(request.scope), path=request.url.path, exc_info=error
        )
    return problem(request, code, _detail_of(error) if code == "bad_request" else "")


def _detail_of(error: HTTPException) -> str:
    if isinstance(error.extra, list):
        named = [f"{each.get('key', '')}: {each.get('message', '')}" for each in error.extra]
        return "; ".join(named)[:500]
    return error.detail.partition(" for ")[0][:500]


def _too_deep(request: AskedFor, _: RecursionError) -> Response[Problem]:
    """JSON that is nested beyond reason: anybody can send it, so it is worth one line of the log."""
    log.warning("too_deep", request_id=request_id_of(request.scope), path=request.url.path)
    return problem(request, "bad_request", "nested too deeply")


def _bug(request: AskedFor, error: Exception) -> Response[Problem]:
    log.error(
        "request_failed", request_id=request_id_of(request.scope), path=request.url.path, exc_info=error
    )
    return problem(request, "internal_error")


HANDLERS: dict[int | type[Exception], Callable[[Any, Any], Response[Problem]]] = {
    ChangedMeanwhile: _record_changed,
    StaleNote: _note_changed,
    FlowHasFaults: _flow_faulty,
    ItemChangedMeanwhile: _setting_changed,
    SettingsRefused: _settings_refused,
    Refused: _refused,
    CommandRejected: _rejected,
    JournalUnavailable: _journal,
    VaultUnavailable: _vault,
    ReadModelUnavailable: _database,
    CentreStopped: _stopping,
    HTTPException: _http,
    RecursionError: _too_deep,
    Exception: _bug,
}
