"""The parts of the desks, put together: what routes and the live socket reach through ``Services.desks``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lur.adapters.voice.link import VoiceLink
from lur.core.events import AnyEvent
from lur.core.ids import AgentId, Instant
from lur.core.values import Hindrance
from lur.features.desks.service import DeskBook
from lur.ports import Clock, Entropy
from lur.runtime import Centre
from lur.runtime.desk_views import IceServerView
from lur.runtime.offer_memory import OfferMemory
from lur.runtime.projection import PhoneState, Surroundings
from lur.runtime.waited import Waited
from lur.runtime.why import Around, WhyAnswer, why
from lur.web.desks.desks import Desks
from lur.web.desks.edge_watch import EdgeWatch
from lur.web.desks.hearing import Hearing
from lur.web.desks.signalling import Signalling
from lur.web.turn import IceConfig, ice_servers

OFFERS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class DeskRoom:
    """All that is about desks. Make it with ``desk_room``."""

    centre: Centre
    clock: Clock
    around: Surroundings
    book: DeskBook
    desks: Desks
    hearing: Hearing
    edge: EdgeWatch
    offers: OfferMemory
    waited: Waited

    def attach(self, link: VoiceLink) -> None:
        """Follow the voice edge."""
        self.edge.attach(link)

    def follow(self, events: Sequence[AnyEvent]) -> None:
        """These have happened."""
        self.waited.look(self.clock.now())
        self.offers.follow(events)
        self.desks.follow(events)

    def why(self, agent_id: AgentId) -> WhyAnswer:
        """Why did nobody call this agent? The agent is known."""
        around = Around(
            lease=self.desks.leases.get(agent_id),
            phone=self.around.phones.get(agent_id, PhoneState()),
            waited=self.waited.at,
            watched_since=self.waited.since,
            offers=self.offers.of_agent(agent_id, OFFERS_SHOWN),
        )
        self.waited.look(self.clock.now())
        return why(self.centre.state, self.centre.state.agents[agent_id], around, self.clock.now())

    def hindered(self) -> Counter[Hindrance]:
        """How many agents are hindered by what."""
        agents = self.centre.state.agents.values()
        return Counter(agent.hindrance for agent in agents if agent.hindrance is not None)


def desk_room(
    centre: Centre,
    clock: Clock,
    entropy: Entropy,
    around: Surroundings,
    book: DeskBook,
    *,
    run: str,
    ice: IceConfig,
) -> DeskRoom:
    """Put the parts together."""

    def servers(agent_id: AgentId, now: Instant) -> tuple[IceServerView, ...]:
        return tuple(
            IceServerView(urls=each.urls, username=each.username, credential=each.credential)
            for each in ice_servers(ice, agent_id, now)
        )

    signalling = Signalling(clock)
    desks = Desks(centre, clock, entropy, around, book, run=run, ice_servers=servers)
    desks.on_left(signalling.left)
    return DeskRoom(
        centre=centre,
        clock=clock,
        around=around,
        book=book,
        desks=desks,
        hearing=Hearing(desks, signalling, centre.state, clock),
        edge=EdgeWatch(desks, signalling, clock),
        offers=OfferMemory(),
        waited=Waited(centre.state, clock.now()),
    )
