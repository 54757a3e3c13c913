"""Whatever is sent to the API, it answers with a code of its own and never breaks."""

from __future__ import annotations

import asyncio
import functools
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import argon2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.web.house import browser
from tests.web.test_permissions import routes

from lur.adapters.storage.memory import MemoryJournal, MemoryVault
from lur.features.accounts import passwords as password_module
from lur.runtime import Centre, SteadyClock, SystemEntropy
from lur.web.opening import open_services
from lur.web.problem_texts.catalogue import TEXTS
from lur.web.services import WebConfig

PAGES_OF_CUSTOMERS = ("p", "place", "callback", "help")
"""Their refusals are pages too."""
POSTS = sorted({path for method, path, _ in routes() if method == "POST"})
GETS = sorted({path for method, path, _ in routes() if method == "GET"})
NAMES = [
    *("account", "password", "name", "id", "skills", "promise_ms", "limit_ms", "language", "opening_hours"),
    *("names", "numbers", "mails", "note", "version", "other", "other_version", "person", "customer_id"),
    *("text", "due", "owner", "parent", "position", "sv", "nb", "en", "disposition"),
]
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=8,
)
BODIES = st.dictionaries(st.sampled_from(NAMES), JSON, max_size=6) | JSON
ODD = st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=20)


class Fuzz:
    """One empty house for all tries, with the token of an administrator."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loop = asyncio.new_event_loop()
        self._client = self._loop.run_until_complete(self._open())

    async def _open(self) -> Any:
        journal, clock, entropy = MemoryJournal(), SteadyClock(), SystemEntropy()
        self.centre = await Centre.open(journal, clock, entropy)
        self.services = await open_services(
            centre=self.centre,
            journal=journal,
            vault=MemoryVault(),
            clock=clock,
            entropy=entropy,
            config=WebConfig(data=self._folder),
        )
        client = browser(self.services)
        del client.headers["origin"]
        token = (self._folder / "run" / "token").read_text().strip()
        client.headers["authorization"] = f"Bearer {token}"
        return client

    def ask(self, method: str, path: str, **more: Any) -> None:
        """The answer is one of ours, and no bug."""
        answer = self._loop.run_until_complete(self._client.request(method, path, **more))
        assert answer.status_code < 500, (method, path, more, answer.text)
        if answer.status_code < 400:
            return
        if answer.headers["content-type"].startswith("text/html"):
            assert path.split("/")[1] in PAGES_OF_CUSTOMERS, path
        else:
            assert answer.json()["code"] in TEXTS

    def close(self) -> None:
        """Stop everything."""
        self._loop.run_until_complete(self._client.aclose())
        self._loop.run_until_complete(self.services.close())
        self._loop.run_until_complete(self.centre.stop())
        self._loop.close()


@pytest.fixture(scope="module")
def fuzz() -> Any:
    """Shared by all examples."""
    cheap = functools.partial(argon2.PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(password_module, "PasswordHasher", cheap)
        made = Fuzz(Path(folder))
        yield made
        made.close()


@given(path=st.sampled_from(POSTS), body=BODIES)
@settings(max_examples=250)
def test_any_body_gets_an_answer(fuzz: Fuzz, path: str, body: Any) -> None:
    """JSON of the wrong shape, with absurd numbers, with missing or unknown fields."""
    fuzz.ask("POST", path, json=body)


@given(path=st.sampled_from(POSTS), body=st.binary(max_size=200))
@settings(max_examples=60)
def test_what_is_no_json_gets_an_answer(fuzz: Fuzz, path: str, body: bytes) -> None:
    """Bytes."""
    fuzz.ask("POST", path, content=body, headers={"content-type": "application/json"})


@pytest.mark.parametrize("odd", ["%2E", "%2F", "%2F%2F", "%00", "x%00y", "%5C", "a" * 300, "%2F..", "%C3%BF"])
def test_impossible_names_are_not_found(fuzz: Fuzz, odd: str) -> None:
    """Found by the tries below: names that no file can have."""
    for folder in ("/", "/static/", "/static/assets/", "/api/contacts/", "/api/queues/"):
        fuzz.ask("GET", folder + odd)


@given(path=st.sampled_from(GETS + POSTS), odd=ODD, query=ODD)
@settings(max_examples=150)
def test_any_address_gets_an_answer(fuzz: Fuzz, path: str, odd: str, query: str) -> None:
    """Strange ids and queries."""
    address = "/".join(quote(odd, safe="") if part == "x" else part for part in path.split("/"))
    method = "GET" if path in GETS else "POST"
    fuzz.ask(
        method,
        address,
        params={"limit": query, "since": query, "today": odd, "q": odd, "after": odd, "owner": odd},
    )


@given(names=st.lists(ODD, max_size=3), number=ODD, note=ODD)
@settings(max_examples=100)
def test_any_customer_gets_an_answer(fuzz: Fuzz, names: list[str], number: str, note: str) -> None:
    """Letters of any script and marks of any kind, kept and searched for."""
    fuzz.ask("POST", "/api/customers", json={"names": names, "note": note})
    fuzz.ask("POST", "/api/customers", json={"names": names, "numbers": [number]})
    fuzz.ask("GET", "/api/customers", params={"q": " ".join([*names, number])[:100]})
