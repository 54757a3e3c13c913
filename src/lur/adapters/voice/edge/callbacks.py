"""Contacts that live without a line: the customer is promised a call and let go; later an agent's phone
rings, then the customer's.

A line that goes while its contact waits to be called is no fact: the place is kept without it.
"""

from __future__ import annotations

import structlog

from lur.adapters.voice.edge.announcer import Announcer
from lur.adapters.voice.edge.conversation import Conversation, is_without_line, told_of
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.lines import Lines
from lur.adapters.voice.edge.outgoing import Outgoing
from lur.adapters.voice.edge.recorder import Recorder
from lur.adapters.voice.edge.ringing import Ringing
from lur.adapters.voice.edge.standing import Standing
from lur.adapters.voice.protocol import Wanted
from lur.core.ids import ContactId
from lur.core.values import EndCause, EndedBy

log = structlog.get_logger("edge.callbacks")


class Callbacks:
    """What a conversation without a line needs, and how one comes to be without."""

    def __init__(
        self,
        house: House,
        *,
        lines: Lines,
        announcer: Announcer,
        ringing: Ringing,
        standing: Standing,
        recorder: Recorder,
        outgoing: Outgoing,
    ) -> None:
        self._house = house
        self._lines = lines
        self._announcer = announcer
        self._ringing = ringing
        self._standing = standing
        self._recorder = recorder
        self._outgoing = outgoing

    def converge(self, talk: Conversation, wanted: Wanted) -> None:
        """Nobody is on the customer's line: bring the rest nearer to what is wanted."""
        if wanted.phase == "offered" and not wanted.on_line:
            self._outgoing.give_up(talk)
            self._ringing.ring(talk, wanted)
        elif wanted.phase == "dialling":
            self._dial(talk, wanted)
        elif wanted.phase in ("waiting", "resting", "ended"):
            self._outgoing.give_up(talk)
            self._lines.drop_agent(talk)
            talk.ending = talk.ending or wanted.phase == "ended"
        self._house.talks.changed(talk)

    def let_go(self, talk: Conversation) -> None:
        """The customer keeps the place without this line: say so, once, and hang up."""
        self._recorder.stop(talk)
        if not self._house.media.is_up:
            self._lines.hang_up_caller(talk)
        elif talk.hearing.saying is None or talk.hearing.saying.kind != "promise":
            self._announcer.promise(talk)

    def promised(self, talk: Conversation) -> bool:
        """The promise was heard: hang up, unless it is no longer wanted. Gives whether we hung up."""
        wanted = talk.wanted
        if talk.ending or wanted is None or wanted.phase == "dialling" or not is_without_line(wanted):
            return False
        self._lines.hang_up_caller(talk)
        return True

    def still_there(self, talk: Conversation, wanted: Wanted) -> None:
        """An agent is ready for a customer who has not been let go yet."""
        if wanted.outward is not None:
            self._outgoing.still_there(talk, wanted.outward)

    def customer_left(self, talk: Conversation, by: EndedBy, cause: EndCause) -> None:
        """The customer's line is gone. It ends the contact, but for one that is to be called, or that asked
        for it a moment ago: then the answer decides (``refused``).
        """
        self._recorder.end_statement(talk)
        if talk.ending or not talk.is_kept:
            if not talk.ending and not self._house.reports.asks_to_be_called(talk.contact_id):
                self._house.reports.ended(talk.contact_id, by, cause)
            talk.ending = True
        self._lines.caller_is_gone(talk)
        if talk.ending:
            self._lines.drop_all(talk)
            self._recorder.stop(talk)

    def refused(self, contact_id: ContactId) -> None:
        """The wish to be called was not granted: who hung up on it has left after all."""
        talk = self._house.talks.get(contact_id)
        if talk is None or talk.caller.state == "gone":
            self._house.reports.ended(contact_id, "customer", "hung_up", f"left-{contact_id}")

    def _dial(self, talk: Conversation, wanted: Wanted) -> None:
        agent = self._standing.taken(talk, wanted)
        if agent is None and self._is_to_be_rung(talk, wanted):
            self._ringing.ring_agent(talk, wanted)
            return
        if agent is None and told_of(talk, wanted) != "missed":
            self._outgoing.give_up(talk)
            self._lines.drop_agent(talk)
            if not self._house.reports.says_agent_is_lost(talk.contact_id):
                self._house.reports.agent_lost(talk.contact_id, wanted.agent_id)
        elif agent is None or agent.state != "answered" or agent.lost_at is not None:
            return
        elif wanted.outward is not None:
            self._outgoing.dial(talk, wanted.outward)
        else:
            self._ringing.soft_tone(agent)

    def _is_to_be_rung(self, talk: Conversation, wanted: Wanted) -> bool:
        """An agent who calls out has answered no offer: the phone, when it is no page, rings first."""
        is_new = wanted.is_outgoing and not talk.has_rung
        return is_new and not self._house.reports.says_agent_is_lost(talk.contact_id)
