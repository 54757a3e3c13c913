"""What schemathesis makes of the API's own description, good and bad: no answer is a bug of ours, each
refusal has a known code, and nobody comes past a permission.
"""

from __future__ import annotations

import asyncio
import functools
import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import argon2
import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from tests.web.house import application, browser

from lur.adapters.storage.memory import MemoryJournal, MemoryVault
from lur.core.commands import ArriveContact
from lur.core.ids import CommandId, ContactId, QueueId
from lur.features.accounts import passwords as password_module
from lur.runtime import Centre, SteadyClock, SystemEntropy
from lur.web.founding import found_demo_company
from lur.web.openapi import described
from lur.web.opening import open_services
from lur.web.problem_texts.catalogue import TEXTS
from lur.web.services import WebConfig

pytestmark = pytest.mark.filterwarnings("ignore")

KNOWN = {"agent_id": "101", "queue_id": "leverans", "contact_id": "c1", "account": "maja"}
"""Ids that are there, so that half of the tries come further than 404."""
TRIES = 6
QUICK = settings(
    max_examples=TRIES,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class Tried:
    """The demo company's house for all tries, and its description."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loop = asyncio.new_event_loop()
        self._loop.run_until_complete(self._open())

    async def _open(self) -> None:
        journal, vault, clock, entropy = MemoryJournal(), MemoryVault(), SteadyClock(), SystemEntropy()
        self.centre = await Centre.open(journal, clock, entropy)
        self.services = await open_services(
            centre=self.centre,
            journal=journal,
            vault=vault,
            clock=clock,
            entropy=entropy,
            config=WebConfig(data=self._folder),
        )
        await found_demo_company(self.services)
        await vault.put("c1", "caller_number", "+46701234567")
        arrive = ArriveContact(
            command_id=CommandId("test-1"),
            at=clock.now(),
            contact_id=ContactId("c1"),
            queue_id=QueueId("leverans"),
        )
        await self.centre.submit(arrive)
        self.client, self.stranger = browser(self.services), browser(self.services)
        del self.client.headers["origin"]
        token = (self._folder / "run" / "token").read_text().strip()
        self.client.headers["authorization"] = f"Bearer {token}"
        self.description = described(application(self.services))

    def ask(self, client: httpx.AsyncClient, **asked: Any) -> httpx.Response:
        """One request."""
        return self._loop.run_until_complete(client.request(**asked))

    def close(self) -> None:
        """Stop everything."""
        for work in (self.client.aclose, self.stranger.aclose, self.services.close, self.centre.stop):
            self._loop.run_until_complete(work())
        self._loop.close()


def nowhere(*_: Any, **__: Any) -> Any:
    """No name leads anywhere: what is tried here asks nobody outside."""
    raise socket.gaierror("not in a test")


@pytest.fixture(scope="module")
def tried() -> Iterator[Tried]:
    """Shared by all tries."""
    cheap = functools.partial(argon2.PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(password_module, "PasswordHasher", cheap)
        patch.setattr(socket, "getaddrinfo", nowhere)
        made = Tried(Path(folder))
        yield made
        made.close()


def operations(description: Any) -> list[Any]:
    """What schemathesis finds in it, the API's."""
    schema = schemathesis.openapi.from_dict(description)
    found = [each.ok() for each in schema.get_all_operations()]
    return sorted((each for each in found if each.path.startswith("/api")), key=lambda each: each.label)


def request_of(case: Any) -> dict[str, Any]:
    """A case as httpx takes it."""
    asked = case.as_transport_kwargs(base_url="http://lur.test")
    body = {name: asked[name] for name in ("json", "data", "params", "files") if asked.get(name) is not None}
    if isinstance(body.get("data"), bytes | str):
        body["content"] = body.pop("data")
    headers = {
        name: value
        for name, value in (asked.get("headers") or {}).items()
        if name.lower() not in ("authorization", "cookie", "user-agent") and str(value).isascii()
    }
    return {"method": asked["method"], "url": asked["url"], "headers": headers, **body}


def try_out(tried: Tried, operation: Any) -> int:
    """Good and bad requests to one operation; how many were made."""
    known = {each.name: KNOWN[each.name] for each in operation.path_parameters if each.name in KNOWN}
    kinds = [
        operation.as_strategy(generation_mode=GenerationMode.POSITIVE, path_parameters=known),
        operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
        operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
    ]
    made = 0

    @QUICK
    @seed(6)
    @given(case=st.one_of(kinds))
    def one(case: Any) -> None:
        nonlocal made
        made += 1
        asked = request_of(case)
        answer = tried.ask(tried.client, **asked)
        assert answer.status_code < 500, (asked, answer.text)
        if answer.status_code >= 400:
            assert answer.json()["code"] in TEXTS, asked
            assert str(answer.status_code) in operation.definition.raw["responses"] or (
                "default" in operation.definition.raw["responses"]
            ), asked

    one()
    return made


def test_no_operation_is_open_without_its_permission(tried: Tried) -> None:
    """What the description says of each is true: a stranger with a request that fits comes no further than
    401, but where it says that everybody may."""
    for each in operations(tried.description):
        path = re.sub(r"\{\w+\}", "x", each.path)
        asked: dict[str, Any] = {"json": {}} if each.method.upper() == "POST" else {}
        answer = tried.ask(tried.stranger, method=each.method.upper(), url=path, **asked)
        permission = each.definition.raw["x-permission"]
        assert (answer.status_code == 401) == (permission != "public"), (each.label, answer.text)


def test_no_request_finds_a_bug(tried: Tried) -> None:
    """Every operation of the description, with requests that fit it and requests that do not."""
    found = operations(tried.description)
    assert len(found) > 150
    failures = []
    for each in found:
        try:
            try_out(tried, each)
        except Exception as error:
            failures.append((each.label, str(error)[:2000]))
    assert not failures, json.dumps(failures, indent=1)
