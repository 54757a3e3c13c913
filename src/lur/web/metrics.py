"""Figures for Prometheus, read from the live page's views at the moment they are asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import get_args

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from lur.core.values import Hindrance, Purpose
from lur.runtime.views import Status
from lur.runtime.watchdog import RepairKind
from lur.web.metrics_machine import machine_figures
from lur.web.metrics_works import work_figures
from lur.web.services import Services


class _Figures(Collector):
    def __init__(self, services: Services) -> None:
        self._services = services

    def collect(self) -> Iterator[Metric]:
        status = self._services.push.status()
        yield from _queues(status)
        yield from _agents(status)
        yield from _health(status, self._services.centre.seq)
        yield CounterMetricFamily(
            "lur_overtakings",
            "Offers since the start that were not fair: always 0",
            value=self._services.centre.overtakings,
        )
        yield from _queue_trust(self._services, status)
        yield from _talks(self._services, status)
        yield from _desks(self._services)
        yield from _edge(self._services)
        yield from machine_figures(self._services.health.machine, status)
        services = self._services
        yield from work_figures(
            services.upkeep, services.webhooks.delivering, services.mailing.sending, status.at
        )


def _queues(status: Status) -> Iterator[Metric]:
    waiting = GaugeMetricFamily("lur_contacts_waiting", "Contacts that wait now", labels=["queue"])
    talking = GaugeMetricFamily(
        "lur_contacts_talking", "Contacts that talk or are held now", labels=["queue"]
    )
    counts = {
        name: CounterMetricFamily(
            f"lur_contacts_{name}_today", f"Contacts {name} since midnight", labels=["queue"]
        )
        for name in ("arrived", "answered", "answered_in_time", "abandoned", "turned_away", "lost")
    }
    for queue in status.queues:
        waiting.add_metric([queue.id], queue.waiting_count)
        talking.add_metric([queue.id], queue.talking_count)
        for name, family in counts.items():
            family.add_metric([queue.id], getattr(queue.today, name))
    yield waiting
    yield talking
    yield from counts.values()


def _queue_trust(services: Services, status: Status) -> Iterator[Metric]:
    """What keeps a queue to be trusted: who is to be called, what is down, what had to be mended."""
    callbacks = GaugeMetricFamily(
        "lur_callbacks_waiting", "Customers who are to be called, now or later", labels=["queue"]
    )
    for queue in status.queues:
        callbacks.add_metric([queue.id], queue.callback_count)
    yield callbacks
    centre = status.centre
    yield GaugeMetricFamily(
        "lur_incidents_open", "Incidents that are not solved", value=len(centre.incidents)
    )
    yield GaugeMetricFamily(
        "lur_incidents_proposed", "Surges of arrivals that nobody has judged", value=len(centre.proposals)
    )
    repairs = CounterMetricFamily(
        "lur_repairs", "Differences between core and edge that were mended since the start", labels=["kind"]
    )
    for kind in get_args(RepairKind):
        repairs.add_metric([kind], services.watching.repairs[kind])
    yield repairs


def _agents(status: Status) -> Iterator[Metric]:
    agents = GaugeMetricFamily("lur_agents", "Agents by presence", labels=["presence"])
    for presence, count in sorted(Counter(agent.presence for agent in status.agents).items()):
        agents.add_metric([presence], count)
    yield agents


def _talks(services: Services, status: Status) -> Iterator[Metric]:
    """Colleagues who are asked into talks, and customers who have been on hold for too long."""
    asks = CounterMetricFamily(
        "lur_asks",
        "Colleagues and outside numbers who were asked into a talk, by what came of it, since the start",
        labels=["purpose", "outcome"],
    )
    for (purpose, outcome), count in sorted(services.helping.asks.items()):
        asks.add_metric([purpose, outcome], count)
    yield asks
    parties = GaugeMetricFamily(
        "lur_parties", "Colleagues and outside numbers in talks, or asked, now", labels=["purpose"]
    )
    present = Counter(party.purpose for contact in status.contacts for party in contact.parties)
    for purpose in get_args(Purpose):
        parties.add_metric([purpose], present[purpose])
    yield parties
    over = sum(contact.hold_over for contact in status.contacts)
    yield GaugeMetricFamily("lur_holds_over_limit", "Customers on hold for longer than may be", value=over)


def _health(status: Status, seq: int) -> Iterator[Metric]:
    health = status.health
    yield GaugeMetricFamily("lur_journal_seq", "Number of the newest event", value=seq)
    yield GaugeMetricFamily(
        "lur_journal_up", "1 when the journal can be written", value=health.journal == "ok"
    )
    yield GaugeMetricFamily("lur_edge_up", "1 when the voice edge is connected", value=health.edge == "up")
    yield GaugeMetricFamily("lur_media_up", "1 when the media plane works", value=health.media == "up")
    yield GaugeMetricFamily("lur_legs", "Legs in the media plane", value=health.legs)
    yield GaugeMetricFamily("lur_alarms", "Alarms that stand now", value=len(health.alarms))
    yield GaugeMetricFamily("lur_disk_free_bytes", "Free space for data", value=health.disk_free_bytes)


def _desks(services: Services) -> Iterator[Metric]:
    yield GaugeMetricFamily(
        "lur_desks_connected", "Agents' pages on the live socket", value=len(services.desks.desks.lines)
    )
    hindered = GaugeMetricFamily(
        "lur_desk_hindered", "Agents whose desk cannot be called", labels=["hindrance"]
    )
    counts = services.desks.hindered()
    for hindrance in get_args(Hindrance):
        hindered.add_metric([hindrance], counts[hindrance])
    yield hindered


def _edge(services: Services) -> Iterator[Metric]:
    telemetry = services.health.telemetry
    if telemetry is None:
        return
    family = CounterMetricFamily("lur_edge", "What the voice edge counts since its start", labels=["what"])
    for name, value in sorted(telemetry.counters.items()):
        family.add_metric([name], value)
    yield family


def exposition(services: Services) -> tuple[bytes, str]:
    """The text and its content type."""
    registry = CollectorRegistry()
    registry.register(_Figures(services))
    return generate_latest(registry), CONTENT_TYPE_LATEST
