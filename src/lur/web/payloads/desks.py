"""What goes in and out of the API about an agent's desk."""

from __future__ import annotations

from lur.features.desks.model import CheckMeasured, CheckResult
from lur.web.payloads.common import Answer, Body


class CheckBody(Body, frozen=True, kw_only=True):
    """POST /api/agents/{id}/check: what the check before the shift found."""

    measured: CheckMeasured


class ChecksAnswer(Answer, frozen=True, kw_only=True):
    """GET /api/agents/{id}/check: the latest checks, newest first."""

    checks: tuple[CheckResult, ...]
