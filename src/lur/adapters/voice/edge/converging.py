"""Make a conversation as the runtime wants it: one row a phase, each safe to repeat.

The runtime states levels, not steps, so nothing here asks how the call came to be as it is; after a
restart of any of the three processes the same rows bring it back.
"""

from __future__ import annotations

import structlog

from lur.adapters.voice.edge.announcer import Announcer
from lur.adapters.voice.edge.callbacks import Callbacks
from lur.adapters.voice.edge.conversation import Conversation
from lur.adapters.voice.edge.dialogue import Walk
from lur.adapters.voice.edge.dialogues import Dialogues
from lur.adapters.voice.edge.house import House
from lur.adapters.voice.edge.joining import Joining
from lur.adapters.voice.edge.lines import Lines
from lur.adapters.voice.edge.parties import Parties
from lur.adapters.voice.edge.rating import Rating
from lur.adapters.voice.edge.recorder import Recorder
from lur.adapters.voice.edge.ringing import Ringing
from lur.adapters.voice.edge.standing import Standing
from lur.adapters.voice.edge.transfers import Transfers
from lur.adapters.voice.protocol import LastWords, Wanted
from lur.core.values import EndCause
from lur.wire import words

log = structlog.get_logger("edge")


class Converging:
    """Applies wanted phases."""

    def __init__(
        self,
        house: House,
        *,
        lines: Lines,
        announcer: Announcer,
        ringing: Ringing,
        standing: Standing,
        recorder: Recorder,
        callbacks: Callbacks,
        dialogues: Dialogues,
        parties: Parties,
        transfers: Transfers,
        joining: Joining,
        rating: Rating,
    ) -> None:
        self._house = house
        self._parties = parties
        self._transfers = transfers
        self._joining = joining
        self._rating = rating
        self._callbacks = callbacks
        self._dialogues = dialogues
        self._standing = standing
        self._lines = lines
        self._announcer = announcer
        self._ringing = ringing
        self._recorder = recorder
        self._rows = {
            "entering": self._at_door,
            "refused": self._at_door,
            "waiting": self._waiting,
            "resting": self._waiting,
            "offered": self._offered,
            "dialling": self._reached,
            "talking": self._talking,
            "held": self._talking,
            "transferring": self._between,
            "outside": self._between,
            "ended": self._ended,
        }

    def want(self, talk: Conversation, wanted: Wanted) -> None:
        """The runtime said how it should be; older words than the last are ignored."""
        if talk.wanted is not None and wanted.seq < talk.wanted.seq:
            return
        talk.wanted = wanted
        if not isinstance(talk.aside.dialogue, Walk):
            talk.language = wanted.language
        talk.arrival_known = True
        self._dialogues.fit(talk)
        if wanted.phase != "ended" and talk.caller.is_there:
            self._announcer.greet(talk, brief=wanted.phase in ("offered", "talking"))
        if wanted.former_id is not None and wanted.phase == "waiting":
            self._announcer.offer_place_back(talk, waits=wanted.former_waits)
        self._house.talks.changed(talk)
        self.converge(talk)

    def converge(self, talk: Conversation) -> None:
        """Bring the lines nearer to what is wanted."""
        if talk.wanted is None or talk.ending:
            return
        self._transfers.follow(talk, talk.wanted)
        self._parties.converge(talk, talk.wanted)
        if talk.caller.is_there:
            self._rows[talk.wanted.phase](talk, talk.wanted)
        elif not talk.caller.has_called:
            self._callbacks.converge(talk, talk.wanted)

    def apologise(self, talk: Conversation, cause: EndCause) -> None:
        """We cannot serve this customer now: say so and hang up; the runtime hears of it when it can."""
        if talk.ending:
            return
        self._house.counters.add("apologies")
        self._dialogues.leave(talk)
        self._house.reports.ended(talk.contact_id, "system", cause)
        self._leave(talk, words.Apology())

    def stop(self, talk: Conversation) -> None:
        """We stop: who is on a line is lost, who waits to be called keeps the place."""
        self._dialogues.leave(talk)
        if talk.caller.has_called and not talk.ending and not talk.is_kept:
            self._house.reports.ended(talk.contact_id, "system", "stopped")
        self.close(talk)

    def part(self, talk: Conversation) -> None:
        """The agent has done with the customer: ask how it went where that is wanted, else end all lines."""
        if talk.wanted is None or not talk.wanted.asks_rating:
            self.close(talk)
        else:
            self._ask_rating(talk)

    def _ask_rating(self, talk: Conversation) -> None:
        talk.ending = True
        self._lines.drop_all(talk)
        self._recorder.stop(talk)
        if not self._rating.ask(talk):
            self._lines.hang_up_caller(talk)
        self._house.talks.changed(talk)

    def close(self, talk: Conversation) -> None:
        """End all lines now."""
        talk.ending = True
        self._lines.drop_all(talk)
        self._recorder.stop(talk)
        self._lines.hang_up_caller(talk)

    def _at_door(self, talk: Conversation, _: Wanted) -> None:
        self._lines.drop_agent(talk)
        self._dialogues.go_on(talk)

    def _waiting(self, talk: Conversation, wanted: Wanted) -> None:
        self._lines.drop_agent(talk)
        if wanted.on_line:
            self._back_in_queue(talk)
        else:
            self._callbacks.let_go(talk)

    def _offered(self, talk: Conversation, wanted: Wanted) -> None:
        self._ringing.ring(talk, wanted)
        if not wanted.on_line:
            self._callbacks.let_go(talk)
        elif talk.agent is None or not talk.bridged:
            self._back_in_queue(talk)

    def _reached(self, talk: Conversation, wanted: Wanted) -> None:
        """The customer was called and has answered, or was not let go yet."""
        self._callbacks.still_there(talk, wanted)
        self._talking(talk, wanted)

    def _back_in_queue(self, talk: Conversation) -> None:
        self._recorder.stop(talk)
        self._lines.part(talk)
        self._announcer.wait(talk)

    def _talking(self, talk: Conversation, wanted: Wanted) -> None:
        agent = self._standing.taken(talk, wanted)
        if agent is None:
            self._agent_missing(talk, wanted)
        elif agent.state != "answered":
            self._joining.join(talk, wanted)
        elif agent.lost_at is not None and not (talk.bridged or self._joining.has_voice(talk, wanted)):
            self._announcer.wait(talk)
        elif talk.hearing.saying is not None and not talk.hearing.greeted:
            self._ringing.soft_tone(agent)
        else:
            self._joining.join(talk, wanted)
            self._recorder.ensure(talk, wanted.record)

    def _agent_missing(self, talk: Conversation, wanted: Wanted) -> None:
        """Who is in the talk goes on with it until the runtime has heard, and decided."""
        self._lines.drop_agent(talk)
        if wanted.parties:
            self._joining.join(talk, wanted)
        else:
            self._back_in_queue(talk)
        if not self._house.reports.says_agent_is_lost(talk.contact_id):
            self._house.reports.agent_lost(talk.contact_id, wanted.agent_id)

    def _between(self, talk: Conversation, wanted: Wanted) -> None:
        """Nobody of ours has the customer now: they hear music, or whoever outside they were left with."""
        self._lines.drop_agent(talk)
        self._recorder.ensure(talk, wanted.record)
        self._joining.join(talk, wanted)

    def _ended(self, talk: Conversation, wanted: Wanted) -> None:
        if wanted.last_words is None:
            self.close(talk)
        elif wanted.last_words == "rating":
            self._ask_rating(talk)
        else:
            said: dict[LastWords, words.Prompt] = {
                "closed": words.QueueClosed(wanted.opens),
                "full": words.QueueFull(),
                "told": words.WillBeTold(),
                "apology": words.Apology(),
            }
            self._leave(talk, said[wanted.last_words])

    def _leave(self, talk: Conversation, prompt: words.Prompt) -> None:
        talk.ending = True
        self._lines.drop_all(talk)
        self._recorder.stop(talk)
        if talk.caller.is_there and self._house.media.is_up:
            self._announcer.last_words(talk, prompt)
        else:
            self._lines.hang_up_caller(talk)
        self._house.talks.changed(talk)
