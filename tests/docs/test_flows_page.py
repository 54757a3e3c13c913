"""What docs/flows.md shows works, and names every fault and every kind of box."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import msgspec

from lur.cli.flow import FlowFile
from lur.core.flow import NodeKind
from lur.core.flow_check import FlowFaultCode, flow_faults
from lur.core.flow_walk import walk
from lur.features.directory.demo import QUEUES
from lur.features.flows.demo import FLOW
from lur.features.hours.model import EveCode
from lur.web.flow_texts import ADVICE

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "flows.md").read_text()


def test_the_example_can_be_saved() -> None:
    """As it stands there, in the demo company."""
    example = msgspec.json.decode(re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)[0], type=FlowFile)
    assert flow_faults(example, QUEUES) == ()
    assert walk(example, "2*2", "sv", lambda _: True).queue_id == "teknik"


def test_the_demo_companys_flow_has_no_faults() -> None:
    """And each of its keys leads to the queue of its name."""
    assert flow_faults(FLOW, QUEUES) == ()
    ends = [walk(FLOW, f"1{key}", "sv", lambda _: True).queue_id for key in "123"]
    assert ends == ["leverans", "retur", "teknik"]


def test_every_fault_box_and_eve_is_told() -> None:
    """In the page, and each fault with what to do in three languages."""
    names = {*get_args(FlowFaultCode), *get_args(NodeKind), *get_args(EveCode)}
    assert {name for name in names if f"`{name}`" not in PAGE} == set()
    assert set(ADVICE) == set(get_args(FlowFaultCode))
