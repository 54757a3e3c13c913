"""A bench for the SIP tests: stacks wired in virtual time, by a network that may lose and reorder."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from typing import Any, TypeVar

from lur.wire.sip import (
    CallAnswered,
    CallArrived,
    CallConfirmed,
    Credentials,
    Flow,
    Hop,
    Limits,
    Outgoing,
    Secret,
    SipEvent,
    SipStack,
    StackConfig,
    secret_for,
)
from lur.wire.sip.digest import answer_challenge
from lur.wire.sip.message import Request, Response, parse_message

OFFER = b"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n"
ANSWER = OFFER.replace(b"4000", b"5000")
PASSWORDS = {"anna": "hemlig", "bo": "mycket-hemlig"}
E = TypeVar("E", bound=SipEvent)


def tokens(seed: int) -> Callable[[], str]:
    """Tokens that are the same for the same seed."""
    generator = random.Random(seed)
    return lambda: f"{generator.getrandbits(80):020x}"


def secrets(user: str) -> Secret | None:
    """The accounts of the bench."""
    return secret_for(user, "lur.test", PASSWORDS[user]) if user in PASSWORDS else None


class Side:
    """One stack with its address, and all it has told so far."""

    def __init__(self, host: str, seed: int, transport: Any = "udp", **config: Any) -> None:
        self.host, self.port, self.transport = host, 5060, transport
        config = {"limits": Limits(new_requests_burst=100_000, messages_burst=100_000)} | config
        self.config = StackConfig(realm="lur.test", advertised=((transport, (host, 5060)),), **config)
        self.seed = seed
        self.trusted: set[str] = set()
        self.stack = self.fresh()
        self.events: list[SipEvent] = []
        self.stored: dict[str, Any] = {}

    def fresh(self) -> SipStack:
        """A stack that remembers nothing."""
        self.seed += 1
        trusts = self.trusted.__contains__
        return SipStack(self.config, secrets=secrets, token=tokens(self.seed), trusts=trusts)

    def restart(self, now: int) -> None:
        """Kill the stack and restore it from what was stored."""
        self.stack = self.fresh()
        for record in self.stored.values():
            self.stack.calls.restore(record, now)

    def hop(self) -> Hop:
        """How others reach this side."""
        return Hop(self.transport, self.host, self.port)

    def of(self, kind: type[E]) -> list[E]:
        """All events of one kind."""
        return [event for event in self.events if isinstance(event, kind)]

    def only(self, kind: type[E]) -> E:
        """The one event of a kind."""
        found = self.of(kind)
        assert len(found) == 1, f"{kind.__name__}: {self.events}"
        return found[0]

    def collect(self) -> list[SipEvent]:
        """Store changed legs, and take new events."""
        for leg in self.stack.take_changed_legs():
            record = self.stack.calls.export(leg)
            if record is None:
                self.stored.pop(leg, None)
            else:
                self.stored[leg] = record
        new = list(self.stack.take_events())
        self.events += new
        return new


class Network:
    """Carries datagrams between sides in virtual time. `fate(data)` gives each copy's delay; [] loses it."""

    def __init__(self, *sides: Side, fate: Callable[[bytes], list[int]] | None = None) -> None:
        self.sides = {side.host: side for side in sides}
        self.now = 1_000_000
        self.fate = fate or (lambda data: [1])
        self.in_flight: list[tuple[int, int, str, str, bytes]] = []
        self.trace: list[tuple[int, str, str, bytes]] = []
        self.count = itertools.count()
        self.react: Callable[[Side, SipEvent], None] = lambda side, event: None

    def pump(self) -> None:
        """Take output and events of all sides until nobody has more."""
        busy = True
        while busy:
            busy = False
            for side in self.sides.values():
                for event in side.collect():
                    busy = True
                    self.react(side, event)
                for out in side.stack.take_output():
                    busy = True
                    self._launch(side, out)

    def _launch(self, side: Side, out: Outgoing) -> None:
        to = out.destination.remote[0] if isinstance(out.destination, Flow) else out.destination.host
        self.trace.append((self.now, side.host, to, out.data))
        for delay in self.fate(out.data):
            self.in_flight.append((self.now + delay, next(self.count), side.host, to, out.data))

    def step(self) -> bool:
        """Advance to the next thing that happens; False when nothing will."""
        self.pump()
        times = [entry[0] for entry in self.in_flight]
        times += [at for side in self.sides.values() if (at := side.stack.next_deadline()) is not None]
        if not times:
            return False
        self.now = max(self.now, min(times))
        self.in_flight.sort()
        while self.in_flight and self.in_flight[0][0] <= self.now:
            _, _, source, to, data = self.in_flight.pop(0)
            if to in self.sides:
                side = self.sides[to]
                flow = Flow(side.transport, (to, 5060), (source, 5060))
                side.stack.receive(data, flow, self.now)
        for side in self.sides.values():
            side.stack.handle_deadline(self.now)
        self.pump()
        return True

    def run(self, duration_ms: int) -> None:
        """Let time pass."""
        end = self.now + duration_ms
        while True:
            self.pump()
            times = [entry[0] for entry in self.in_flight]
            times += [at for side in self.sides.values() if (at := side.stack.next_deadline()) is not None]
            if not times or min(times) > end:
                break
            self.step()
        self.now = end

    def sent(self, start: bytes) -> int:
        """How many messages began like this."""
        return sum(1 for entry in self.trace if entry[3].startswith(start))


def pair(**config: Any) -> tuple[Network, Side, Side]:
    """Two sides on a good network."""
    left = Side("127.0.0.1", 100, **config)
    right = Side("127.0.0.2", 200, **config)
    return Network(left, right), left, right


def talk(network: Network, caller: Side, callee: Side) -> tuple[str, str]:
    """Set up a call, and return both leg ids."""
    leg = caller.stack.calls.invite(f"sip:x@{callee.host}", callee.hop(), OFFER, network.now)
    network.run(10)
    arrived = callee.of(CallArrived)[-1].leg
    assert callee.stack.calls.answer(arrived, ANSWER, network.now)
    network.run(10)
    assert caller.of(CallAnswered)[-1].leg == leg
    assert callee.of(CallConfirmed)[-1].leg == arrived
    return leg, arrived


class Peer:
    """A peer that speaks raw text to one stack, so that every rule can be broken."""

    def __init__(self, transport: Any = "udp", host: str = "127.0.0.9", **config: Any) -> None:
        self.side = Side("127.0.0.1", 7, transport, **config)
        self.flow = Flow(transport, ("127.0.0.1", 5060), (host, 5060))
        self.now = 1_000_000
        self.host = host

    def say(self, data: bytes | str) -> list[Request | Response]:
        """Send bytes, and read what comes back."""
        self.side.stack.receive(data.encode() if isinstance(data, str) else data, self.flow, self.now)
        return self.hear()

    def hear(self) -> list[Request | Response]:
        """What the stack has sent since."""
        self.side.collect()
        output = self.side.stack.take_output()
        return [parse_message(out.data) for out in output if out.data != b"\r\n"]

    def statuses(self, data: bytes | str) -> list[int]:
        """The statuses of the responses to some bytes."""
        return [message.status for message in self.say(data) if isinstance(message, Response)]

    def wait(self, duration_ms: int) -> list[Request | Response]:
        """Let time pass, and read what comes."""
        end = self.now + duration_ms
        heard = self.hear()
        while (at := self.side.stack.next_deadline()) is not None and at <= end:
            self.now = max(at, self.now)
            self.side.stack.handle_deadline(self.now)
            heard += self.hear()
        self.now = end
        return heard

    def request(self, method: str, uri: str = "sip:support@127.0.0.1", **changes: str | None) -> str:
        """A well-formed request; keywords change or (None) remove headers, `body` sets the body."""
        number = changes.pop("cseq", None) or "1"
        body = changes.pop("body", None) or ""
        via = f"SIP/2.0/{self.flow.transport.upper()} {self.host}:5060"
        headers: dict[str, str | None] = {
            "Via": f"{via};branch=z9hG4bK{method}{number}{changes.pop('branch', '')};rport",
            "Max-Forwards": "70",
            "From": f"<sip:kund@{self.host}>;tag=peer",
            "To": "<sip:support@127.0.0.1>",
            "Call-ID": "call@peer",
            "CSeq": f"{number} {method}",
            "Contact": f"<sip:kund@{self.host}:5060>",
        }
        if body:
            headers["Content-Type"] = "application/sdp"
        for name, value in changes.items():
            headers[name.replace("_", "-")] = value
        lines = [f"{name}: {value}" for name, value in headers.items() if value is not None]
        lines += [f"Content-Length: {len(body.encode())}", "", body]
        return "\r\n".join([f"{method} {uri} SIP/2.0", *lines])

    def respond(
        self, request: Request, status: int, body: str = "", **headers: str
    ) -> list[Request | Response]:
        """Answer a request of the stack."""
        to = request.get("To") or ""
        tag = headers.pop("tag", "peer")
        tagged = to if ";tag=" in to or status == 100 else f"{to};tag={tag}"
        lines = [f"SIP/2.0 {status} Fine"]
        lines += [
            f"{name}: {value}"
            for name, value in request.headers
            if name in ("Via", "From", "Call-ID", "CSeq")
        ]
        lines += [f"To: {tagged}", f"Contact: <sip:peer@{self.host}:5060>"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        lines += [f"Content-Length: {len(body.encode())}", "", body]
        return self.say("\r\n".join(lines))

    def arrive(self, **changes: str | None) -> str:
        """Send an INVITE, and return the leg that the stack shows."""
        changes.setdefault("body", OFFER.decode())
        self.say(self.request("INVITE", **changes))
        return self.side.of(CallArrived)[-1].leg

    def talk(self) -> tuple[str, str]:
        """A call that is talking: the stack's leg, and its To with tag."""
        leg = self.arrive()
        self.side.stack.calls.answer(leg, ANSWER, self.now)
        to = next(message.get("To") or "" for message in self.hear() if message.get("Contact"))
        self.say(self.request("ACK", To=to, branch="ack"))
        assert self.side.of(CallConfirmed)
        return leg, to

    def call(self, **options: Any) -> tuple[str, Request]:
        """Let the stack call the peer: the leg, and its INVITE."""
        hop = Hop(self.flow.transport, self.host, 5060)
        leg = self.side.stack.calls.invite(f"sip:peer@{self.host}", hop, OFFER, self.now, **options)
        (invite,) = self.hear()
        assert isinstance(invite, Request)
        return leg, invite


def raw(*lines: str, body: str = "") -> bytes:
    """A message from its lines."""
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def only(peer: Peer, data: bytes | str) -> Response:
    """The one final response to a message."""
    finals = [one for one in peer.say(data) if isinstance(one, Response) and one.status >= 200]
    assert len(finals) == 1, finals
    return finals[0]


def unanswered(peer: Peer, data: bytes | str) -> None:
    """Silence, and no event."""
    assert peer.say(data) == []
    assert peer.side.events == []


def register(peer: Peer, contact: str, **changes: str | None) -> Response:
    """An authorised REGISTER of anna."""
    changes = {"To": "<sip:anna@lur.test>", "Contact": contact} | changes
    first = parse_message(peer.request("REGISTER", "sip:lur.test", **changes).encode())
    challenge = only(peer, bytes(first))
    assert isinstance(first, Request)
    if challenge.status != 401:
        return challenge
    proof = answer_challenge(first, challenge, Credentials("anna", "hemlig"), "c")
    assert proof is not None
    via = ("Via", "SIP/2.0/UDP 127.0.0.9;branch=z9hG4bKsecond;rport")
    cseq = ("CSeq", "2 REGISTER")
    return only(peer, bytes(first.changed(remove=("Via", "CSeq"), first=(via, cseq), last=proof)))
