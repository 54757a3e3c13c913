"""The live page's one socket, the same as a single answer, health and metrics."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from litestar import Response, WebSocket, get, websocket
from litestar.exceptions import WebSocketDisconnect
from litestar.params import FromQuery

from lur import __version__
from lur.adapters.storage.readmodel import ReadModelUnavailable
from lur.runtime.views import Status
from lur.web.asking import Asked, AskedByAnyone, services_of
from lur.web.metrics import exposition
from lur.web.payloads import Health
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

    Whoever is slow is not waited for: they get a new snapshot. Signing out ends the socket within half a
    minute.
    """
    services: Services = socket.app.state["services"]
    await socket.accept()
    sending = asyncio.create_task(_send(services, socket, run, after))
    watching = asyncio.create_task(_watch_session(services, socket))
    leaving = asyncio.create_task(_until_left(socket))
    done, others = await asyncio.wait({sending, watching, leaving}, return_when=asyncio.FIRST_COMPLETED)
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    if watching in done:
        await socket.close(code=4401, reason="not_signed_in")
    for task in done:
        if not task.cancelled() and (error := task.exception()) is not None:
            raise error


SESSION_LOOK_S = 30.0


async def _send(services: Services, socket: WebSocket[Any, Any, Any], run: str, after: int) -> None:
    with contextlib.suppress(WebSocketDisconnect):
        async for text in services.push.messages(run, after):
            await socket.send_text(text)


async def _watch_session(services: Services, socket: WebSocket[Any, Any, Any]) -> None:
    """Return when the session is over, or the program's token was made useless."""
    while True:
        await asyncio.sleep(SESSION_LOOK_S)
        with contextlib.suppress(ReadModelUnavailable):  # A full disk must not sign anybody out.
            if not await _is_known(services, socket.auth):
                return


async def _is_known(services: Services, proof: str) -> bool:
    session = await services.accounts.who_has_session(proof)
    return session is not None or await services.tokens.who_has_token(proof) is not None


async def _until_left(socket: WebSocket[Any, Any, Any]) -> None:
    """Return when the page has gone; what it says meanwhile is not for us."""
    with contextlib.suppress(WebSocketDisconnect):
        while True:
            await socket.receive_data(mode="text")


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


HANDLERS = (status, live, health, metrics)
