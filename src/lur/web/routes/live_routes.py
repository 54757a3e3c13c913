"""The live page's one socket, the same as a single answer, health and metrics."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

from litestar import Response, WebSocket, get, websocket
from litestar.exceptions import WebSocketDisconnect
from litestar.params import FromQuery

from lur import __version__
from lur.adapters.storage.readmodel import ReadModelUnavailable
from lur.features.accounts.sessions import Known
from lur.runtime.views import Status
from lur.web.asking import Asked, AskedByAnyone, services_of
from lur.web.desks.line import DeskLine
from lur.web.machine import MachineReport
from lur.web.metrics import exposition
from lur.web.payloads.common import Health
from lur.web.services import Services


@get("/api/status", permission="see_status")
async def status(request: Asked) -> Status:
    """Queues with who waits in order, agents, contacts, trunks, health: all of it now."""
    return services_of(request).push.status()


@websocket("/api/live", permission="see_status")
async def live(
    socket: WebSocket[Any, Any, Any], run: FromQuery[str] = "", after: FromQuery[int] = -1
) -> None:
    """A snapshot, then numbered changes; with ``run`` and ``after`` it goes on where another socket ended.

    Whoever is slow is not waited for: they get a new snapshot. An agent's page may say here that it is a desk
    (``DeskUpstream``). Signing out ends the socket at once, and the desk on it.
    """
    services: Services = socket.app.state["services"]
    await socket.accept()
    if not services.desks.hearing.has_room(socket.user):
        await socket.close(code=NOT_A_PAGE, reason=REASONS[NOT_A_PAGE])
        return
    line = services.desks.hearing.opened(socket.user, socket.auth)
    code: int | None = None
    try:
        code = await _serve(services, socket, line, run, after)
    finally:
        services.desks.hearing.closed(line, session_ended=code == NOT_SIGNED_IN)
    if code is not None:
        await socket.close(code=code, reason=REASONS[code])


SESSION_LOOK_S = 30.0
FINISHING_LOOK_S = 2.0
"""Of a session that ends with a contact: before the agent is offered the next one."""
NOT_SIGNED_IN = 4401
NOT_A_PAGE = 4429
REASONS = {NOT_SIGNED_IN: "not_signed_in", NOT_A_PAGE: "too_many"}


async def _serve(
    services: Services, socket: WebSocket[Any, Any, Any], line: DeskLine, run: str, after: int
) -> int | None:
    """Until the page has gone (None), or may not go on: the code to close with."""
    watching = asyncio.create_task(_watch_session(services, line))
    stopping = asyncio.create_task(line.over.wait())
    tasks = {
        watching,
        stopping,
        asyncio.create_task(_send(socket, services.push.messages(run, after))),
        asyncio.create_task(_send(socket, line.messages())),
        asyncio.create_task(_hear(services, socket, line)),
    }
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        if not task.cancelled() and (error := task.exception()) is not None:
            raise error
    if watching in done:
        return NOT_SIGNED_IN
    return NOT_A_PAGE if stopping in done else None


async def _send(socket: WebSocket[Any, Any, Any], messages: AsyncIterator[str]) -> None:
    with contextlib.suppress(WebSocketDisconnect):
        async for text in messages:
            await socket.send_text(text)


async def _watch_session(services: Services, line: DeskLine) -> None:
    """Return when the session is over, or the program's token was made useless."""
    look_s = SESSION_LOOK_S
    while True:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(look_s):
                await line.doubted.wait()
        line.doubted.clear()
        with contextlib.suppress(ReadModelUnavailable):  # A full disk must not sign anybody out.
            known = await _known(services, line)
            if known is None:
                return
            look_s = FINISHING_LOOK_S if known.finishing else SESSION_LOOK_S


async def _known(services: Services, line: DeskLine) -> Known | None:
    """Whose it is still; None when it is nobody's, or of another agent."""
    known = await services.accounts.sessions.look(line.token)
    if known is None and (program := await services.tokens.who_has_token(line.token)) is not None:
        known = Known(program)
    return known if known is not None and known.account.agent_id == line.agent_id else None


async def _hear(services: Services, socket: WebSocket[Any, Any, Any], line: DeskLine) -> None:
    """Return when the page has gone."""
    with contextlib.suppress(WebSocketDisconnect):
        while True:
            services.desks.hearing.heard(line, await socket.receive_data(mode="text"))


@get("/api/health", permission="public")
async def health(request: AskedByAnyone) -> Health:
    """Is it alive, and is anything wrong? Says nothing about anybody."""
    alarms = services_of(request).around.health.alarms
    return Health(state="degraded" if alarms else "ok", version=__version__)


@get("/metrics", permission="read_metrics")
async def metrics(request: AskedByAnyone) -> Response[bytes]:
    """For Prometheus: on this machine without a token, from elsewhere with one."""
    body, content_type = exposition(services_of(request))
    return Response(body, headers={"content-type": content_type})


@get("/api/machine", permission="read_metrics")
async def machine(request: AskedByAnyone) -> MachineReport:
    """Processes, disk, sizes and the last backup, for whoever is on call: permitted as ``/metrics``."""
    return services_of(request).health.machine.report()


HANDLERS = (status, live, health, metrics, machine)
