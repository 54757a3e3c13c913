"""A centre that only looks alive: the pages can be built and looked at without telephones.

    python ui/dev/mock.py --port 8099 --waiting 7

It serves the built pages, one snapshot of views made of the real structs, and a new one each second when
``--moving`` is given. Anybody may sign in; the user name is the role (admin, supervisor, agent), ``wrong`` is
refused, and with ``--setup`` the first administrator is missing.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import math
import random
import time
import wave
from pathlib import Path

import msgspec
import uvicorn
from litestar import Litestar, Request, Response, WebSocket, get, post, websocket
from litestar.static_files import create_static_files_router

from lur.core import events
from lur.features.contacts.model import ContactRow, Happened
from lur.features.directory import demo
from lur.runtime import views
from lur.web import payloads
from lur.web.permissions import ROLES

STATIC = Path(__file__).parents[2] / "src/lur/web/static"
QUEUES = list(demo.QUEUES)
PRESENCES = ("on_contact", "on_contact", "on_contact", "ready", "ready", "pause", "wrap_up", "offered", "breath")
options = argparse.Namespace()


def now() -> int:
    return int(time.time() * 1000)


STARTED = now()


def contact(number: int, phase: str, agent: str | None = None) -> views.ContactView:
    chance = random.Random(number)
    queue = QUEUES[chance.choice((0, 0, 1, 1, 2))]
    entered = STARTED - (options.waiting - number) * 17_000 - chance.randrange(9_000)
    low = max(0, number - 1) * 40_000
    return views.ContactView(
        id=f"c-{number:04}",
        queue_id=queue,
        channel="voice",
        language=chance.choice(("sv", "sv", "nb", "en")),
        entry="support",
        phase=phase,
        phase_since=entered,
        place=number + 1 if agent is None or phase == "offered" else None,
        entered=entered,
        due=entered + demo.QUEUES[queue].promise_ms,
        agent_id=agent,
        offer_id=None,
        offer_expires=None,
        answered_at=STARTED - chance.randrange(400_000) if phase in ("talking", "held") else None,
        told=views.ToldView(at=entered, place=number + 1, low_ms=low, high_ms=low + 150_000),
        recording_declined=number == 101,
        one_way_audio=options.alarms and number == 100,
        caller=views.CallerView(number=f"+4670{chance.randrange(10**7):07}", name="Maja Lind" if number == 2 else ""),
    )


def agents() -> tuple[views.AgentView, ...]:
    rows = []
    for index, (agent_id, name, _, skills) in enumerate(demo.AGENTS):
        presence = PRESENCES[index] if index < len(PRESENCES) and not options.quiet else "signed_out"
        if agent_id == "101" and options.presence:
            presence = options.presence
        ends = presence in ("wrap_up", "breath", "pause", "offered")
        rows.append(
            views.AgentView(
                id=agent_id,
                name=name,
                presence=presence,
                since=STARTED - index * 47_000,
                until=now() + 45_000 if ends else None,
                reason="lunch" if presence == "pause" else None,
                next=None,
                contacts=("c-0000",) if presence == "offered" else (f"c-{100 + index:04}",) if index < 3 else (),
                skills=skills,
                phone_registered=presence != "signed_out" and index != 4,
                phone_address="127.0.0.1:5070",
                demo=True,
            )
        )
    return tuple(rows)


def contacts() -> tuple[views.ContactView, ...]:
    waiting = [contact(n, "offered" if n == 0 else "waiting", "108" if n == 0 else None) for n in range(options.waiting)]
    talking = [] if options.quiet else [contact(100 + n, "held" if n == 2 else "talking", str(101 + n)) for n in range(3)]
    return (*waiting, *talking)


def status() -> views.Status:
    live = contacts()
    today = views.TodayView(arrived=214, answered=201, abandoned=6, answered_in_time=178, service_level=0.86, estimate_kept=0.81, estimate_error_ms=41_000)
    queues = []
    for queue_id, settings in demo.QUEUES.items():
        waiting = [c for c in live if c.queue_id == queue_id and c.phase in ("waiting", "offered")]
        queues.append(
            views.QueueView(
                id=queue_id,
                name=settings.name,
                channel="voice",
                promise_ms=settings.promise_ms,
                required_skills=settings.required_skills,
                waiting=tuple(c.id for c in waiting),
                offered=(),
                waiting_count=len(waiting),
                longest_wait_since=min((c.entered for c in waiting), default=None),
                talking_count=1,
                ready_agents=2,
                open=queue_id != "teknik" or not options.quiet,
                today=today if not options.quiet else views.TodayView(),
                estimate=views.EstimateView(low_ms=120_000, high_ms=300_000),
                demo=True,
            )
        )
    alarms = ()
    if options.alarms:
        alarms = (
            views.AlarmView(code="one_way_audio", subject="c-0100", since=STARTED),
            views.AlarmView(code="trunk_down", subject="telia", since=STARTED, detail="503"),
        )
    trunks = () if options.quiet else (
        views.TrunkView(id="telenor", state="up", since=STARTED, detail=""),
        views.TrunkView(id="telia", state="down" if options.alarms else "registering", since=STARTED, detail=""),
    )
    return views.Status(
        at=now(),
        centre=views.CentreView(
            company={"sv": demo.COMPANY.sv, "nb": demo.COMPANY.nb, "en": demo.COMPANY.en},
            today=today if not options.quiet else views.TodayView(),
            dial=("sip:support@localhost:5060",),
            demo=True,
            version="0.1.0",
        ),
        queues=tuple(queues),
        contacts=live,
        agents=agents(),
        trunks=trunks,
        health=views.HealthView(edge="up", media="up", legs=len(live) + 3, lost_percent=0.02, alarms=alarms),
    )


def encoded(answer: object, code: int = 200) -> Response[bytes]:
    return Response(msgspec.json.encode(answer), status_code=code, media_type="application/json")


def refused(code: str, http: int) -> Response[bytes]:
    return encoded(payloads.Problem(code=code, detail="", what_to_do="", request_id="r-1"), http)


def me_of(role: str) -> payloads.Me:
    permissions = tuple(sorted(ROLES[role]))
    agent = "101" if role == "agent" else None
    return payloads.Me(account=role, display_name="Maja Lind", role=role, language="sv", agent_id=agent, permissions=permissions)


@get("/api/me")
async def me(request: Request) -> Response[bytes]:
    role = request.cookies.get("role", options.role)
    return encoded(me_of(role)) if role in ROLES else refused("not_signed_in", 401)


@get("/api/setup")
async def setup_state() -> Response[bytes]:
    return encoded(payloads.SetupState(needed=options.setup, token_needed=options.setup))


@post("/api/sign-in", status_code=200)
async def sign_in(data: payloads.SignInBody) -> Response[bytes]:
    if data.account not in ROLES:
        return refused("wrong_password", 401)
    answer = encoded(me_of(data.account))
    answer.set_cookie("role", data.account, samesite="lax", httponly=True)
    return answer


@post("/api/sign-out", status_code=200)
async def sign_out() -> Response[bytes]:
    answer = encoded(payloads.Done(seq=0))
    answer.set_cookie("role", "nobody")
    return answer


@post("/api/agents/{agent:str}/{verb:str}", status_code=200)
async def act(agent: str, verb: str, request: Request) -> Response[bytes]:
    if verb == "phone":
        return encoded(phone(agent))
    turned = {"ready": "ready", "pause": "pause", "sign-out": "signed_out", "finish-wrap-up": "breath"}
    options.presence = turned.get(verb, options.presence)
    return encoded(payloads.Done(seq=1))


def phone(agent: str) -> payloads.PhoneSecret:
    return payloads.PhoneSecret(agent_id=agent, username=agent, secret="k3Fq-9tLw-72Zp", realm="lur", address=f"sip:{agent}@localhost:5060")


@post("/api/agents", status_code=201)
async def add_agent() -> Response[bytes]:
    return encoded(payloads.NewAgent(agent_id="111", phone=phone("111")), 201)


@get("/api/entries")
async def entries() -> Response[bytes]:
    return encoded([payloads.EntryRow(address=e.address, queue_id=e.queue_id, language=e.language, demo=True) for e in demo.entries()])


@get("/api/trunks/settings")
async def trunks() -> Response[bytes]:
    row = payloads.TrunkRow(id="telenor", host="sip.telenor.example", port=5061, transport="tls", username="lur", register=True, allow=(), numbers=("+4722000000",))
    return encoded([row])


def story(number: int) -> payloads.ContactHistory:
    came = STARTED - 3_600_000 + number * 61_000
    row = ContactRow(id=f"h-{number}", queue_id="leverans", channel="voice", language="nb", entered=came, phase="ended",
                     answered_at=came + 95_000, ended_at=came + 131_000, outcome="served", agent_id="101", recorded=True)
    who = {"contact_id": row.id, "agent_id": "101"}
    told = [
        events.ContactArrived(at=came, contact_id=row.id, queue_id="leverans", channel="voice", language="nb", entry="support", entered=came, due=came + 60_000),
        events.WaitTold(at=came + 6_000, contact_id=row.id, place=3, low_ms=60_000, high_ms=180_000, staffed=4),
        events.WaitTold(at=came + 66_000, contact_id=row.id, place=2, low_ms=60_000, high_ms=200_000, staffed=3, grown="fewer_agents"),
        events.OfferMade(at=came + 70_000, offer_id="o-1", contact_id=row.id, agent_id="104", expires=came + 90_000, free_agents=("104",)),
        events.OfferExpired(at=came + 90_000, offer_id="o-1", contact_id=row.id, agent_id="104"),
        events.OfferMade(at=came + 90_050, offer_id="o-2", expires=came + 110_000, free_agents=("101",), **who),
        events.OfferAccepted(at=came + 95_000, offer_id="o-2", **who),
        events.ContactHeld(at=came + 108_000, contact_id=row.id),
        events.ContactResumed(at=came + 117_000, contact_id=row.id),
        events.ContactEnded(at=came + 131_000, contact_id=row.id, outcome="served", ended_by="customer", cause="hung_up"),
        events.WrapUpStarted(at=came + 131_000, until=came + 161_000, **who),
        events.RecordingKept(at=came + 131_400, contact_id=row.id, recording_id="r-1", sha256="9f2c" * 16, started_at=came + 95_000, duration_ms=36_000),
        events.WrapUpFinished(at=came + 150_000, disposition="answered", solved=True, **who),
    ]
    recording = payloads.RecordingRow(id="r-1", contact_id=row.id, started_at=came + 95_000, duration_ms=36_000, sha256="9f2c" * 16, playable=True, lost_because=None)
    return payloads.ContactHistory(contact=row, caller=views.CallerView(number="+4790012345"), keys=("1",),
                                   events=tuple(Happened(seq=900 + i, actor="system", event=e) for i, e in enumerate(told)), recordings=(recording,))


@get("/api/contacts")
async def contact_list() -> Response[bytes]:
    return encoded([] if options.quiet else [story(n).contact for n in reversed(range(24))])


@get("/api/contacts/{contact_id:str}")
async def contact_page(contact_id: str) -> Response[bytes]:
    return encoded(story(7))


@get("/api/contacts/{contact_id:str}/recordings/{recording:str}")
async def audio(contact_id: str, recording: str) -> Response[bytes]:
    chance = random.Random(3)
    frames = bytearray()
    for n in range(8000 * 36):
        second = n / 8000
        customer = math.sin(n * 0.21) * (0.5 if int(second / 4) % 2 == 0 and (second * 3.1) % 1 < 0.72 else 0.01)
        agent = math.sin(n * 0.33) * (0.6 if int(second / 4) % 2 == 1 and (second * 2.6) % 1 < 0.8 else 0.01)
        shape = 0.35 + 0.65 * abs(math.sin(second * 2.3) * math.sin(second * 5.1 + 1)) * chance.uniform(0.6, 1)
        for value in (customer, agent):
            frames += int(value * shape * 30000).to_bytes(2, "little", signed=True)
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(frames))
    return Response(out.getvalue(), media_type="audio/wav")


@websocket("/api/live")
async def live(socket: WebSocket) -> None:
    await socket.accept()
    seq = 1
    while True:
        await socket.send_text(msgspec.json.encode(views.Snapshot(run="mock", seq=seq, status=status())).decode())
        seq += 1
        await asyncio.sleep(1)


@get(["/", "/sign-in", "/setup", "/contacts", "/contacts/{_:str}", "/admin", "/admin/{_:str}"])
async def page() -> Response[bytes]:
    policy = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    return Response((STATIC / "index.html").read_bytes(), media_type="text/html", headers={"content-security-policy": policy})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8099)
    parser.add_argument("--waiting", type=int, default=7)
    parser.add_argument("--role", default="supervisor", help="who is signed in at once; nobody: sign in first")
    parser.add_argument("--presence", default="", help="the presence of agent 101")
    parser.add_argument("--quiet", action="store_true", help="nobody there, nothing today")
    parser.add_argument("--alarms", action="store_true")
    parser.add_argument("--setup", action="store_true")
    parser.parse_args(namespace=options)
    handlers = [me, setup_state, sign_in, sign_out, act, add_agent, entries, trunks, contact_list, contact_page, audio, live, page]
    app = Litestar([*handlers, create_static_files_router("/static", directories=[STATIC])], openapi_config=None)
    uvicorn.run(app, host="127.0.0.1", port=options.port, log_level="warning")


if __name__ == "__main__":
    main()
