"""What handlers share: reach the services, stamp a command with who, when and its id, and submit it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, TypeVar

from litestar import Request
from litestar.datastructures import State

from lur.core.commands import AnyCommand, Command
from lur.core.ids import AgentId, CommandId
from lur.features import Refused
from lur.features.accounts.model import Account
from lur.ports import Recorded
from lur.web.payloads.common import Done
from lur.web.permissions import allows
from lur.web.services import Services

Asked = Request[Account, str, State]
"""A request whose route is not public: somebody is signed in."""
AskedByAnyone = Request[Account | None, str, State]

ME = "me"
Kind = TypeVar("Kind", bound=Command)


def services_of(request: Request[Any, Any, Any]) -> Services:
    """All that the web layer works with."""
    services: Services = request.app.state["services"]
    return services


def stamped(request: Asked, kind: type[Kind], **fields: object) -> Kind:
    """A command of ``kind`` with id, time and actor. The same ``Idempotency-Key`` of the same account gives
    the same id, so that a repeated request is carried out once."""
    services = services_of(request)
    at = services.clock.now()
    return kind(
        command_id=_command_id(request),
        at=at,
        utc_offset_min=services.clock.utc_offset_min(at),
        actor=request.user.actor,
        **fields,
    )


def _command_id(request: Asked) -> CommandId:
    return CommandId(once(request, "web-"))


def once(request: Asked, prefix: str) -> str:
    """A new id, the same one for a request that is repeated with its ``Idempotency-Key``."""
    key = request.headers.get("idempotency-key")
    if not key:
        return services_of(request).entropy.token(prefix)
    digest = hashlib.sha256(f"{request.user.id}\0{request.method}\0{request.url.path}\0{key}".encode())
    return f"{prefix}key-{digest.hexdigest()[:40]}"


async def submit(request: Asked, command: AnyCommand) -> Done:
    """Carry it out; what refuses it is answered by ``lur.web.problems``."""
    return done(await services_of(request).centre.submit(command))


def done(recorded: Sequence[Recorded]) -> Done:
    """How far the journal came."""
    return Done(seq=recorded[-1].seq if recorded else 0)


def agent_meant(request: Asked, agent_id: str) -> AgentId:
    """The agent of the path, ``me`` for one's own. Raises ``Refused``: not_your_agent, no_agent_of_yours."""
    own = request.user.agent_id
    if agent_id == ME:
        if own is None:
            raise Refused("no_agent_of_yours")
        return own
    if agent_id != own and not allows(request.user, "act_for_agents"):
        raise Refused("not_your_agent", agent_id)
    return AgentId(agent_id)
