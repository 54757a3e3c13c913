"""What is done when a page says something: each message in one function, and nothing when it may not be said.

A page's word counts for its own agent's desks only, because a line knows its agent from the session and not
from what is said on it.
"""

from __future__ import annotations

from lur.core.ids import AgentId, DeskId
from lur.core.state import State
from lur.features.accounts.model import Account
from lur.ports import Clock
from lur.runtime import leases
from lur.runtime.desk_views import (
    DeskHello,
    DeskPulse,
    DeskUpstream,
    EchoCheck,
    PhoneLeave,
    PhoneOffer,
    TakeOver,
)
from lur.web.desks.desks import Desks
from lur.web.desks.line import DeskLine
from lur.web.desks.signalling import Signalling

MOST_DESKS = 20
"""Pages of one agent's that are open at a time."""
MOST_SOCKETS = 300
"""Of one account, desks and others: many screens on a wall, but far from all that the server holds."""


class Hearing:
    """Sockets come, speak and go."""

    def __init__(self, desks: Desks, signalling: Signalling, state: State, clock: Clock) -> None:
        self._desks = desks
        self._signalling = signalling
        self._state = state
        self._clock = clock
        self._open: dict[DeskLine, None] = {}

    # --- sockets -------------------------------------------------------------------------------------------

    def opened(self, account: Account, token: str) -> DeskLine:
        """A socket was accepted."""
        line = DeskLine(account, token)
        self._open[line] = None
        return line

    def has_room(self, account: Account) -> bool:
        """Whether the account may have one more socket."""
        return sum(line.account.id == account.id for line in self._open) < MOST_SOCKETS

    def doubt(self, name: str) -> None:
        """A session, an account or an agent's account ended: let those it was look whether it was theirs."""
        for line in self._open:
            if name in line.names:
                line.doubted.set()

    def doubt_all(self) -> None:
        """What is asked for at a sign-in has changed: let all look whether they may go on."""
        for line in self._open:
            line.doubted.set()

    def renewed(self, old_token: str, new_token: str) -> None:
        """A session goes on under another token: the one that changed the password."""
        for line in self._open:
            if line.token == old_token:
                line.token = new_token

    def closed(self, line: DeskLine, *, session_ended: bool) -> None:
        """A socket has ended. With its session the desk gives the phone up at once; else it may reload."""
        self._open.pop(line, None)
        self._signalling.forget(line)
        agent_id, desk_id = line.agent_id, line.desk_id
        if agent_id is None or desk_id is None or self._desks.lines.get((agent_id, desk_id)) is not line:
            return
        del self._desks.lines[agent_id, desk_id]
        lease, now = self._desks.leases.get(agent_id), self._clock.now()
        if lease is None:
            return
        if session_ended:
            if lease.phone_id == desk_id:
                self._signalling.left(agent_id, desk_id)
            leases.given_up(lease, desk_id, now)
        else:
            leases.gone(lease, desk_id, now)
        self._desks.settle(agent_id)

    # --- what is said --------------------------------------------------------------------------------------

    def heard(self, line: DeskLine, text: str) -> None:
        """The page has said something."""
        message = line.read(text, self._clock.now())
        if message is None:
            return
        agent_id = line.agent_id
        if agent_id is None or agent_id not in self._state.agents:
            line.complain("no_agent_of_yours")
        elif isinstance(message, DeskHello):
            self._hello(line, agent_id, message)
        elif line.desk_id is None:
            line.complain("hello_first")
        elif self._do(line, agent_id, line.desk_id, message):
            line.accepted()
            self._desks.settle(agent_id)

    def _hello(self, line: DeskLine, agent_id: AgentId, hello: DeskHello) -> None:
        if line.desk_id not in (None, hello.desk):
            line.complain("other_desk", hello.desk)
            return
        lease = self._desks.lease_of(agent_id)
        if hello.desk not in lease.desks and len(lease.desks) >= MOST_DESKS:
            line.complain("too_many", hello.desk)
            return
        now = self._clock.now()
        self._replace(line, agent_id, hello.desk)
        line.desk_id, line.told, line.ping_at = hello.desk, None, now
        self._desks.lines[agent_id, hello.desk] = line
        leases.hello(
            lease,
            hello.desk,
            wants_phone=hello.wants_phone,
            endpoint=hello.endpoint,
            visible=hello.visible,
            now=now,
        )
        line.accepted()
        self._desks.settle(agent_id)
        self._desks.beat()

    def _replace(self, line: DeskLine, agent_id: AgentId, desk_id: DeskId) -> None:
        """The same desk on a newer socket: a lost one that has not noticed, or a tab that was duplicated."""
        old = self._desks.lines.get((agent_id, desk_id))
        if old is None or old is line:
            return
        old.desk_id = None
        self._signalling.forget(old)
        leases.gone(self._desks.lease_of(agent_id), desk_id, self._clock.now())
        old.complain("desk_replaced", desk_id)

    def _do(self, line: DeskLine, agent_id: AgentId, desk_id: DeskId, message: DeskUpstream) -> bool:
        """False when it could not be done; the page was told."""
        lease, now = self._desks.lease_of(agent_id), self._clock.now()
        if isinstance(message, DeskPulse):
            return self._pulse(line, desk_id, message)
        if isinstance(message, TakeOver):
            leases.take_over(lease, desk_id, now)
            return True
        if lease.phone_id != desk_id:
            line.complain("not_the_phone")
            return False
        match message:
            case PhoneOffer():
                self._signalling.offer(line, agent_id, desk_id, message)
            case PhoneLeave():
                leases.silence(lease, now)
                self._signalling.left(agent_id, desk_id)
            case EchoCheck():
                self._signalling.echo(line, agent_id, desk_id, message.on)
        return True

    def _pulse(self, line: DeskLine, desk_id: DeskId, said: DeskPulse) -> bool:
        assert line.agent_id is not None, "somebody without an agent has no desk"
        known = leases.pulse(
            self._desks.lease_of(line.agent_id),
            desk_id,
            ping=said.ping,
            audio=said.audio,
            visible=said.visible,
            lag_ms=said.lag_ms,
            now=self._clock.now(),
        )
        if not known:
            line.complain("old_number", str(said.ping))
        return known
