"""Celebrities, big accounts and staff's friends have no way in: no name of a field says so, and nothing that
is sent moves anybody in the queue.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar, get_args

import httpx
import msgspec
import pytest
from litestar.routes import HTTPRoute
from tests.web.house import House, application

import lur
from lur.adapters.storage.readmodel import metadata
from lur.cli import parser
from lur.core import commands as c
from lur.core.ids import ContactId, QueueId
from lur.features.accounts.model import Role
from lur.web import public
from lur.web.payloads.common import Body

pytestmark = pytest.mark.anyio

Class = TypeVar("Class", bound=type)

QUEUE = QueueId("leverans")

_WAYS_IN = """
ahead approved big boost bronze bypass celebrity class cut elite escalate escalation exempt express fame
famous fast favor favorite favour favourite friend gold grade importance important influencer jump lifetime
loyalty overtake plan platinum premium preferred prio prioritize priority privilege push queuejump rank
ranking revenue score segment sentiment silver skip spend tier urgency urgent vip weight whitelist
"""
WAYS_IN = frozenset(_WAYS_IN.split())
"""What systems that do have such a way call it."""

_OF_A_CONTACT = """
command_id at utc_offset_min actor contact_id offer_id agent_id queue_id channel language entry entering
choices from_at until_at attempt miss statement_id form duration_ms upset tell_all incident_id leave former_id
reason ended_by cause way rating disposition solved unsure hard recording_id sha256 started_at party_id
purpose part
"""
OF_A_CONTACT = frozenset(_OF_A_CONTACT.split())
"""All that can be said of a contact. Whoever adds a word here has shown that it moves nobody in the queue:
the times are those of a callback that its customer wants later, and never earlier; parties are beside a talk,
and nobody is in line meanwhile; a rating is said of what is over."""

EXTRA: dict[str, Any] = {
    "priority": 1,
    "vip": True,
    "rank": 0,
    "weight": 1e9,
    "due": 0,
    "entered": 0,
    "place": 1,
    "position": 1,
    "promise_ms": 0,
    "tier": "gold",
    "skip_queue": "yes",
}


def words_of(name: str) -> set[str]:
    """``skipQueue``, ``skip-queue`` and ``skip_queue`` are skip and queue."""
    return {word.lower() for word in re.findall(r"[a-z]+|[A-Z][a-z]*", name)}


def no_way_in(names: dict[str, str]) -> list[str]:
    """Where a name (the value) says that somebody goes first."""
    return [where for where, name in names.items() if words_of(name) & WAYS_IN]


def below(kind: Class) -> Iterator[Class]:
    """All classes of ours that are made of it."""
    for each in kind.__subclasses__():
        if each.__module__.startswith("lur."):
            yield each
        yield from below(each)


def everything_of_ours() -> None:
    """Import each module, so that each class is known."""
    for module in pkgutil.walk_packages(lur.__path__, "lur."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def test_no_value_of_ours_has_a_field_for_it() -> None:
    """Commands, events, bodies, answers, settings, flow nodes, what edge and runtime say to each other."""
    everything_of_ours()
    fields = {
        f"{each.__module__.removeprefix('lur.')}.{each.__qualname__}.{name}": name
        for each in below(msgspec.Struct)
        for name in each.__struct_fields__
    }
    assert len(fields) > 1_000
    assert no_way_in(fields) == []


def test_no_table_has_a_column_for_it() -> None:
    """What is kept beside the journal: accounts, customers, places, queues' numbers."""
    everything_of_ours()
    columns = {
        f"{table}.{column.name}": column.name for table in metadata.tables.values() for column in table.c
    }
    assert len(columns) > 50
    assert no_way_in(columns) == []


def test_no_option_of_the_command_line_is_for_it() -> None:
    """Each command, each argument and option."""

    def walk(each: argparse.ArgumentParser) -> Iterator[tuple[str, str]]:
        for action in each._actions:
            if isinstance(action, argparse._SubParsersAction):
                for inner in action.choices.values():
                    yield inner.prog, inner.prog
                    yield from walk(inner)
            for name in (action.dest, *action.option_strings):
                yield f"{each.prog} {name}", name

    names = dict(walk(parser()))
    assert len(names) > 100
    assert no_way_in(names) == []


async def test_no_word_of_the_api_is_for_it(house: House) -> None:
    """Every path, parameter and property of the whole schema."""
    schema = application(house.services).openapi_schema.to_schema()
    names = {f"path {path}": path for path in schema["paths"]}

    def walk(where: str, node: Any) -> None:
        if isinstance(node, list):
            for number, each in enumerate(node):
                walk(f"{where}.{number}", each)
        elif isinstance(node, dict):
            names.update({f"{where}.{name}": name for name in node.get("properties", {})})
            if "in" in node and "name" in node:
                names[f"{where} {node['name']}"] = node["name"]
            for key, each in node.items():
                walk(f"{where}.{key}", each)

    walk("schema", schema)
    assert len(names) > 500
    assert no_way_in(names) == []


def test_no_form_for_customers_asks_for_it() -> None:
    """What the public pages send."""
    pages = sorted(Path(public.__path__[0]).glob("templates/*.html"))
    found = {
        f"{page.name} {name}": name
        for page in pages
        for name in re.findall(r' name="(\w+)"', page.read_text())
    }
    assert {"code.html code", "place.html upset"} <= set(found)
    assert no_way_in(found) == []


def test_all_that_can_be_said_of_a_contact_is_known() -> None:
    """A new field of a command about a contact fails here until somebody has thought about the order."""
    about = [
        each for each in get_args(c.AnyCommand) if {"contact_id", "offer_id"} & set(each.__struct_fields__)
    ]
    assert len(about) > 12
    for each in about:
        assert set(each.__struct_fields__) <= OF_A_CONTACT, each.__name__


def test_fields_that_nobody_asked_for_are_refused() -> None:
    """Every body of the API forbids them; a flag that somebody invents is an error, not a hope."""
    everything_of_ours()
    bodies = list(below(Body))
    assert len(bodies) > 30
    assert [each.__name__ for each in bodies if not each.__struct_config__.forbid_unknown_fields] == []


async def three_wait(house: House) -> list[ContactId]:
    """Three callers, and nobody to help them yet."""
    names = ("a-first", "b-second", "c-third")
    return [await house.arrive(name, number=f"+4670123456{n}") for n, name in enumerate(names)]


def standing(house: House) -> list[tuple[int, int, ContactId]]:
    """The queue as it is: due, entered, who."""
    return list(house.services.centre.state.queues[QUEUE].waiting)


def ends_it(path: str) -> bool:
    """Whether it signs the asker out."""
    return "sign-out" in path or path.endswith("/end-all")


def post_addresses(house: House, ids: dict[str, str]) -> list[str]:
    """Every address that takes a POST, with these ids in it; not the one that signs the asker out."""
    routes = [each for each in application(house.services).routes if isinstance(each, HTTPRoute)]
    paths = [each.path_format for each in routes if "POST" in each.methods and not ends_it(each.path_format)]
    return [re.sub(r"\{(\w+)\}", lambda found: ids.get(found[1], "x"), path) for path in paths]


async def send_all_ways(client: httpx.AsyncClient, path: str) -> None:
    """As JSON, as a form, and in the address and headers."""
    typed = {name: str(value) for name, value in EXTRA.items()}
    headers = {f"x-{name}".replace("_", "-"): value for name, value in typed.items()}
    for asked in ({"json": EXTRA}, {"data": typed}, {"params": typed, "headers": headers, "json": {}}):
        answer = await client.post(path, **asked)
        assert answer.status_code < 500, (path, answer.text)


@pytest.mark.parametrize("role", ["agent", "supervisor", "admin"])
async def test_nothing_that_is_sent_moves_the_last_in_line(house: House, role: Role) -> None:
    """Every address that takes anything, with the last one's ids and every flag we could think of: all who
    still wait stand where they stood, by the same times. (The last one also leaves on the way, and takes the
    place back.)"""
    *_, last = await three_wait(house)
    before = standing(house)
    token = await house.services.public.places.issue(last)
    ids = {"contact_id": last, "token": token, "queue_id": QUEUE, "agent_id": "me"}
    addresses = post_addresses(house, ids)
    assert len(addresses) > 60
    assert f"/p/{token}/call" in addresses
    client = await house.as_role(role)
    for path in addresses:
        await send_all_ways(client, path)
    after = standing(house)
    assert after[:2] == before[:2]
    assert all(each[:2] >= before[2][:2] for each in after[2:])


async def test_what_customers_can_say_of_themselves_moves_nobody(house: House) -> None:
    """Ten of ten upset, a picture of who they are, wanting to tell it all, being called back: the last stays
    the last."""
    *_, last = await three_wait(house)
    before = standing(house)
    token = await house.services.public.places.issue(last)
    said = {"text": "I am famous.", "upset": "10", "tell_all": "1", "priority": "1", "vip": "true"}
    answer = await house.client.post(f"/p/{token}/tell", data=said)
    assert answer.status_code == 303, answer.text
    assert house.services.centre.state.contacts[last].upset == 10
    assert (await house.client.post(f"/p/{token}/call", data={"when": "", "vip": "1"})).status_code == 303
    assert house.services.centre.state.contacts[last].callback is not None
    assert standing(house) == before


async def test_a_known_customer_waits_like_anybody(house: House) -> None:
    """Somebody with a name, a note and a history that would open other doors is rung for last all the
    same."""
    client = await house.as_role("supervisor")
    grand = {
        "names": ["Kungen, VIP, priority 1"],
        "numbers": ["+46701234562"],
        "note": "Our biggest account!",
    }
    answer = await client.post("/api/customers", json=grand)
    assert answer.status_code == 201, answer.text
    one, *_ = await three_wait(house)
    await house.ready()
    assert [who for _, _, who in standing(house)] == ["b-second", "c-third"]
    assert house.services.centre.state.contacts[one].phase == "offered"


async def test_a_flag_in_a_right_body_is_refused(house: House) -> None:
    """What the API does not know is an error that names it, even when all the rest is right."""
    client = await house.as_role("supervisor")
    for name, value in EXTRA.items():
        answer = await client.post("/api/customers", json={"names": ["Kungen"], name: value})
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_request"), name
    assert (await client.post("/api/customers", json={"names": ["Kungen"]})).status_code == 201
