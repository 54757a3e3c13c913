"""Who may do what: each route names one permission, each role has a set of them, and this is the only table.

An agent acts only for themselves and sees only the contacts they served; ``act_for_agents`` and
``see_all_contacts`` lift that. ``public`` is for everybody, ``own_account`` for everybody who is signed in.
"""

from __future__ import annotations

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler

from lur.features import Refused
from lur.features.accounts.model import Account, Role
from lur.web.payloads import Permission
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
}
ADMIN: frozenset[Permission] = SUPERVISOR | {
    "erase_contacts",
    "manage_agents",
    "manage_telephony",
    "manage_accounts",
    "read_metrics",
}
ROLES: dict[Role, frozenset[Permission]] = {"agent": AGENT, "supervisor": SUPERVISOR, "admin": ADMIN}


def allows(account: Account | None, permission: Permission) -> bool:
    """Whether somebody (None: not signed in) has a permission."""
    return permission == "public" if account is None else permission in ROLES[account.role]


def guard(connection: ASGIConnection, handler: BaseRouteHandler) -> None:  # type: ignore[type-arg]
    """Litestar asks before each route. Raises ``Refused``: not_signed_in, not_allowed."""
    permission: Permission = handler.opt["permission"]
    account: Account | None = connection.user
    if permission == "read_metrics" and account is None and on_this_machine(connection):
        return
    if not allows(account, permission):
        raise Refused("not_signed_in") if account is None else Refused("not_allowed", permission)
