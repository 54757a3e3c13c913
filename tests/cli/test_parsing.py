"""The small notations of the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable

import pytest

from lur.cli.parsing import HostPort, Number, host_port, hours, number, port_range, seconds, skill
from lur.core.values import OpenSpan, Skill


@pytest.mark.parametrize(
    ("parse", "text", "expected"),
    [
        (skill, "retur", Skill("retur", 1)),
        (skill, "retur:3", Skill("retur", 3)),
        (skill, "svenska språk:5", Skill("svenska språk", 5)),
        (number, "support", Number("support", "sv")),
        (number, "+4721000000:nb", Number("+4721000000", "nb")),
        (seconds, "45", 45_000),
        (seconds, "0.5", 500),
        (host_port, "127.0.0.1:8080", HostPort("127.0.0.1", 8080)),
        (host_port, "[::1]:80", HostPort("::1", 80)),
        (host_port, ":5060", HostPort("127.0.0.1", 5060)),
        (port_range, "20000-29999", "20000-29999"),
        (hours, "mon 08:00-17:00", (OpenSpan(0, 480, 1020),)),
        (hours, "fri-sat 9:30-24:00", (OpenSpan(4, 570, 1440), OpenSpan(5, 570, 1440))),
        (hours, "sun 22:00-02:00", (OpenSpan(6, 1320, 1440), OpenSpan(0, 0, 120))),
        (hours, "sat-sun 00:00-24:00", (OpenSpan(5, 0, 1440), OpenSpan(6, 0, 1440))),
        (hours, "Tue 20:00-00:00, wed 08:00-09:00", (OpenSpan(1, 1200, 1440), OpenSpan(2, 480, 540))),
    ],
)
def test_reads(parse: Callable[[str], object], text: str, expected: object) -> None:
    """What is written is what is meant."""
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (skill, "retur:6"),
        (skill, ":3"),
        (skill, "retur:"),
        (number, "support:de"),
        (number, ""),
        (number, ":sv"),
        (seconds, "soon"),
        (seconds, "-1"),
        (seconds, "nan"),
        (seconds, "100000"),
        (host_port, "8080"),
        (host_port, "localhost:http"),
        (host_port, "localhost:70000"),
        (port_range, "20000"),
        (port_range, "300-200"),
        (port_range, "1-70000"),
        (hours, "monday 08:00-17:00"),
        (hours, "mon 08:00-25:00"),
        (hours, "mon 08:61-09:00"),
        (hours, "mon 08:00-08:00"),
        (hours, "mon-xyz 08:00-17:00"),
        (hours, ""),
    ],
)
def test_refuses(parse: Callable[[str], object], text: str) -> None:
    """What cannot be meant is refused with a sentence, exit code 2."""
    with pytest.raises(argparse.ArgumentTypeError):
        parse(text)
