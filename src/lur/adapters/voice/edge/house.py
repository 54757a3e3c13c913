"""What the parts of the edge share. Each part gets the house and does one thing with it; none holds
another's state.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

from lur.adapters.voice.edge.book import Book
from lur.adapters.voice.edge.browsers import BrowserPhones
from lur.adapters.voice.edge.clock import EdgeClock
from lur.adapters.voice.edge.conversation import Conversations
from lur.adapters.voice.edge.counters import Counters
from lur.adapters.voice.edge.media_desk import MediaDesk
from lur.adapters.voice.edge.party_reports import PartyReports
from lur.adapters.voice.edge.reports import Reports
from lur.adapters.voice.edge.sounds import Sounds
from lur.adapters.voice.edge.store import Store
from lur.adapters.voice.edge.tasks import Tasks
from lur.adapters.voice.edge.wishes import Wishes
from lur.adapters.voice.protocol import BrowserAnswer, BrowserPath, TrialNews
from lur.wire.sip import SipStack


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The edge's shared parts. ``media_host``: what our SDP says when told so, else empty. ``tell`` is for
    what belongs to the moment: nobody keeps it when the runtime is away.
    """

    data: Path
    clock: EdgeClock
    stack: SipStack
    store: Store
    book: Book
    media: MediaDesk
    sounds: Sounds
    reports: Reports
    party_reports: PartyReports
    wishes: Wishes
    talks: Conversations
    browsers: BrowserPhones
    counters: Counters
    tasks: Tasks
    runtime_is_up: Callable[[], bool]
    tell: Callable[[BrowserAnswer | BrowserPath | TrialNews], None]
    media_host: str = ""
