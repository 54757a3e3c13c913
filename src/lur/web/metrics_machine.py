"""Figures of the machine for Prometheus: what wakes somebody at night, and what they look at first."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric

from lur import __version__
from lur.runtime.views import Status
from lur.web.machine import Machine


def machine_figures(machine: Machine, status: Status) -> Iterator[Metric]:
    """Processes, stores, the last backup, trunks, alarms and the media plane."""
    yield InfoMetricFamily("lur_build", "The version that runs", value={"version": __version__})
    yield from _processes(machine)
    stores = GaugeMetricFamily(
        "lur_store_bytes", "Size of each database with its write-ahead log", labels=["store"]
    )
    for store in machine.stores():
        stores.add_metric([store.name], store.bytes)
    yield stores
    mark = machine.backup()
    yield GaugeMetricFamily(
        "lur_backup_timestamp_seconds",
        "The moment that the last whole backup shows, in seconds since 1970; 0: there never was one",
        value=0 if mark is None else mark.at / 1000,
    )
    yield from _outside(status)


def _processes(machine: Machine) -> Iterator[Metric]:
    memory = GaugeMetricFamily(
        "lur_process_memory_bytes", "Resident memory of each of the three processes", labels=["process"]
    )
    processor = CounterMetricFamily(
        "lur_process_cpu_seconds", "Processor time of each process since its start", labels=["process"]
    )
    up = GaugeMetricFamily("lur_process_up_seconds", "How long each process has been up", labels=["process"])
    for process in machine.processes():
        memory.add_metric([process.name], process.memory_bytes)
        processor.add_metric([process.name], process.cpu_s)
        up.add_metric([process.name], process.up_s)
    yield from (memory, processor, up)


def _outside(status: Status) -> Iterator[Metric]:
    """Trunks, alarms by their code, sound, and the longest wait."""
    trunks = GaugeMetricFamily("lur_trunk_up", "1 when the operator answers", labels=["trunk"])
    for trunk in status.trunks:
        trunks.add_metric([trunk.id], trunk.state == "up")
    yield trunks
    alarms = GaugeMetricFamily("lur_alarm", "Alarms that stand now, by what they are", labels=["code"])
    codes = [alarm.code for alarm in status.health.alarms]
    for code in sorted(set(codes)):
        alarms.add_metric([code], codes.count(code))
    yield alarms
    health = status.health
    yield GaugeMetricFamily(
        "lur_media_cpu_percent",
        "Processor of the media plane, in percent of a core",
        health.media_cpu_percent,
    )
    yield GaugeMetricFamily(
        "lur_media_lost_percent", "Packets that did not arrive at the media plane", health.lost_percent
    )
    longest = GaugeMetricFamily(
        "lur_longest_wait_seconds", "How long the one who has waited longest has waited", labels=["queue"]
    )
    for queue in status.queues:
        since = queue.longest_wait_since
        longest.add_metric([queue.id], 0 if since is None else max(0, status.at - since) / 1000)
    yield longest
