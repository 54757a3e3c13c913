"""Houses for the tests of the web: an empty one and the demo company's."""

from __future__ import annotations

import functools
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import argon2
import httpx
import pytest
from sqlalchemy import Engine, event
from tests.web.house import House, applications, browser
from tests.web.reviewing import people  # noqa: F401  (a fixture)

from lur.adapters.storage import readmodel
from lur.adapters.storage.memory import MemoryJournal, MemoryVault
from lur.features.accounts import passwords as password_module
from lur.features.accounts.model import Role
from lur.runtime import Centre, SteadyClock, SystemEntropy
from lur.web.founding import found_demo_company
from lur.web.opening import open_services
from lur.web.services import Services, WebConfig


@pytest.fixture(autouse=True)
def _quick_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cheapest argon2id there is: these tests are not about its cost."""
    cheap = functools.partial(argon2.PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(password_module, "PasswordHasher", cheap)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database that has been through every migration; the migrations have tests of their own."""
    path = tmp_path_factory.mktemp("migrated") / "readmodel.db"
    engine = readmodel._engine(path)
    readmodel._migrate(engine)
    engine.dispose()
    return path


@pytest.fixture(autouse=True)
def _quick_disk(migrated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new database is a copy of the empty one, and waits for no disk: nobody here pulls the plug."""
    real = readmodel._engine

    def quick(path: Path) -> Engine:
        if not path.exists():
            shutil.copy(migrated, path)
        engine = real(path)
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
        return engine

    monkeypatch.setattr(readmodel, "_engine", quick)


@pytest.fixture(autouse=True)
def _applications() -> Iterator[None]:
    """A test's applications are another's when it is over."""
    with applications():
        yield


@pytest.fixture
async def services(tmp_path: Path) -> AsyncIterator[tuple[Services, MemoryVault, MemoryJournal]]:
    """An empty Lur."""
    journal, vault, clock, entropy = MemoryJournal(), MemoryVault(), SteadyClock(), SystemEntropy()
    centre = await Centre.open(journal, clock, entropy)
    opened = await open_services(
        centre=centre,
        journal=journal,
        vault=vault,
        clock=clock,
        entropy=entropy,
        config=WebConfig(data=tmp_path),
    )
    yield opened, vault, journal
    await opened.close()
    await centre.stop()


@pytest.fixture
async def house(services: tuple[Services, MemoryVault, MemoryJournal]) -> AsyncIterator[House]:
    """The demo company, and a way to sign in as somebody of each role."""
    opened, vault, journal = services
    passwords = {each.account: each.password for each in await found_demo_company(opened)}
    accounts: dict[Role, str] = {"agent": "maja", "supervisor": "supervisor", "admin": "admin"}
    signed_in: dict[Role, httpx.AsyncClient] = {}

    async def as_role(role: Role) -> httpx.AsyncClient:
        if role not in signed_in:
            client = browser(opened)
            if role not in accounts:
                accounts[role] = role
                passwords[role] = (await opened.accounts.add(role, f"Demo {role}", role))[1]
            body = {"account": accounts[role], "password": passwords[accounts[role]]}
            answer = await client.post("/api/sign-in", json=body)
            assert answer.status_code == 200, answer.text
            signed_in[role] = client
        return signed_in[role]

    nobody = browser(opened)
    yield House(opened, vault, journal, passwords, nobody, as_role)
    for client in (nobody, *signed_in.values()):
        await client.aclose()
