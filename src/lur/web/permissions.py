"""Who may do what: each route names one permission, each role has a set of them, and this is the only table.

An agent acts only for themselves and sees only the contacts they served; ``act_for_agents`` and
``see_all_contacts`` lift that. ``public`` is for everybody, ``own_account`` for everybody who is signed in.
"""

from __future__ import annotations

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler

from lur.features import Refused
from lur.features.accounts.model import Account, Role
from lur.features.accounts.sessions import Sessions
from lur.features.accounts.tokens import Program
from lur.web.payloads.common import Permission
from lur.web.proxies import on_this_machine

AGENT: frozenset[Permission] = frozenset(
    {
        "public",
        "own_account",
        "see_status",
        "act_as_agent",
        "see_contacts",
        "see_customers",
        "change_customers",
        "see_colleagues",
    },
)
SUPERVISOR: frozenset[Permission] = AGENT | {
    "act_for_agents",
    "see_all_contacts",
    "play_recordings",
    "manage_dispositions",
    "manage_answers",
    "manage_phrases",
    "manage_incidents",
    "manage_colleagues",
    "manage_refusals",
    "manage_skills",
    "manage_queues",
    "see_trail",
    "review_quality",
    "manage_forms",
    "manage_schedules",
    "see_reports",
}
ADMIN: frozenset[Permission] = SUPERVISOR | {
    "erase_contacts",
    "manage_agents",
    "manage_telephony",
    "manage_accounts",
    "manage_api",
    "manage_settings",
    "read_metrics",
}
TRAINER: frozenset[Permission] = AGENT | {
    "see_all_contacts",
    "play_recordings",
    "manage_answers",
    "manage_phrases",
    "review_quality",
    "manage_forms",
}
OWN: frozenset[Permission] = frozenset({"public", "own_account"})
PLANNER: frozenset[Permission] = OWN | {"see_status", "see_colleagues", "see_reports"}
AUDITOR: frozenset[Permission] = (
    OWN | {each for each in ADMIN if each.startswith("see_")} | {"play_recordings", "read_metrics"}
)
"""Reads all that can be read; a permission that begins with ``see_`` changes nothing, which a test holds."""
ROLES: dict[Role, frozenset[Permission]] = {
    "agent": AGENT,
    "trainer": TRAINER,
    "planner": PLANNER,
    "auditor": AUDITOR,
    "supervisor": SUPERVISOR,
    "admin": ADMIN,
}


def allows(account: Account | None, permission: Permission) -> bool:
    """Whether somebody (None: not signed in) has a permission."""
    return permission == "public" if account is None else permission in permissions_of(account)


def permissions_of(account: Account) -> frozenset[Permission]:
    """What somebody's role allows; a program has of it what its token's scopes name."""
    allowed = ROLES[account.role]
    if isinstance(account, Program) and account.scopes is not None:
        return allowed & {"public", "own_account", *account.scopes}
    return allowed


def guard(connection: ASGIConnection, handler: BaseRouteHandler) -> None:  # type: ignore[type-arg]
    """Litestar asks before each route. Raises ``Refused``: not_signed_in, sign_in_again, not_allowed,
    not_for_programs (an account of one's own is a person's)."""
    permission: Permission = handler.opt["permission"]
    account: Account | None = connection.user
    if permission == "read_metrics" and account is None and on_this_machine(connection):
        return
    if not allows(account, permission):
        raise _unknown(connection) if account is None else Refused("not_allowed", permission)
    if isinstance(account, Program) and _is_for_persons(permission, handler):
        raise Refused("not_for_programs")


def _unknown(connection: ASGIConnection) -> Refused:  # type: ignore[type-arg]
    """Who was signed in until the company's rules changed is told so."""
    sessions: Sessions = connection.app.state["services"].accounts.sessions
    return Refused("sign_in_again" if sessions.was_outdated(connection.auth or "") else "not_signed_in")


def _is_for_persons(permission: Permission, handler: BaseRouteHandler) -> bool:
    """An account of one's own, and who may come in as what: else a token could be made into more than it
    is, by an account with another role or another way in."""
    if "for_programs" in handler.opt or permission not in {"own_account", "manage_accounts"}:
        return False
    changes = isinstance(handler, HTTPRouteHandler) and "GET" not in handler.http_methods
    return permission == "own_account" or changes
