"""One running Lur: the parts, put together in the order that ``serve.py`` tells."""

from __future__ import annotations

import asyncio
import os
from contextlib import AsyncExitStack
from pathlib import Path

import structlog

from lur.adapters.mail import SmtpMailer
from lur.adapters.sms import HttpTexts
from lur.adapters.storage.readmodel import ReadModelUnavailable
from lur.adapters.storage.signed_heads import SignedHeads
from lur.adapters.voice.link import VoiceLink
from lur.cli import beside
from lur.cli.certificates import fingerprint
from lur.cli.failure import Failure
from lur.cli.heads import HeadKeeper
from lur.cli.ports_taken import listening
from lur.cli.processes import Supervisor
from lur.cli.restored import RestoredFolder
from lur.cli.secure import Secure
from lur.cli.settings import ServeSettings
from lur.cli.storing import Storage, broken, full, open_storage
from lur.cli.webserver import WebServer
from lur.cli.welcome import welcome
from lur.features.callbacks.numbers import NumberRule
from lur.ports import JournalBroken, JournalUnavailable, VaultUnavailable
from lur.runtime import Centre, SteadyClock, SystemEntropy
from lur.web.app import create_app
from lur.web.founding import SignIn, found_demo_company
from lur.web.opening import open_services
from lur.web.public.room import PublicConfig
from lur.web.services import Services, WebConfig

log = structlog.get_logger("lur.serve")


class Lur:
    """Started once; ``leaving`` takes apart again what ``start`` has put together."""

    def __init__(self, settings: ServeSettings, leaving: AsyncExitStack) -> None:
        self._settings = settings
        self._leaving = leaving
        self._clock = SteadyClock()
        self._entropy = SystemEntropy()
        self._centre: Centre | None = None
        self._web: WebServer | None = None
        self._secure: Secure | None = None
        self._supervisor: Supervisor | None = None
        self._serving: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Raises ``Failure`` with what to do about it; nothing is left running then."""
        try:
            await self._start()
        except (JournalUnavailable, VaultUnavailable, ReadModelUnavailable) as error:
            raise full(error) from error

    async def _start(self) -> None:
        storage = await open_storage(self._settings, self._leaving)
        listener = listening(self._settings.http, "--http")
        self._leaving.callback(listener.close)
        self._secure = self._with_tls(storage)
        supervisor = Supervisor(beside.processes(self._settings, storage.folder))
        centre = self._centre = await self._replayed(storage)
        self._sign_heads(centre, storage)
        services = await self._services(centre, storage)
        await self._link(centre, storage, services)
        sign_ins = await found_demo_company(services) if self._settings.demo else ()
        context = self._secure.context if self._secure is not None else None
        self._web = WebServer(create_app(services), listener, context)
        self._serving = self._web.start()
        self._leaving.push_async_callback(self._web.stop)
        self._supervisor = supervisor
        self._leaving.push_async_callback(supervisor.stop)
        await supervisor.start()
        address = storage.folder.run / "url"
        self._leaving.callback(address.unlink, missing_ok=True)
        _write(address, self._settings.url)
        await self._say(services, sign_ins)

    async def run_until(self, asked: asyncio.Event) -> int:
        """Serve until somebody asks to stop, or something that may not end does; the exit code."""
        assert self._centre is not None
        assert self._serving is not None
        asking = asyncio.create_task(asked.wait())
        ends = {asking, self._serving, self._centre.finished}
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        if asking.done():
            log.info("stopping")
            return 0
        asking.cancel()
        log.critical("stopped_by_a_fault", writer_ended=self._centre.finished.done())
        return 1

    def reread(self) -> None:
        """SIGHUP: look at the certificate files now."""
        if self._secure is not None:
            self._secure.look()

    def hurry(self) -> None:
        """Stop at once: do not wait for requests, phones or the other processes."""
        if self._web is not None:
            self._web.hurry()
        if self._supervisor is not None:
            self._supervisor.kill()

    async def _replayed(self, storage: Storage) -> Centre:
        restored = RestoredFolder(storage.folder.path, self._clock)
        try:
            centre = await Centre.open(storage.journal, self._clock, self._entropy, first=restored.first)
        except JournalBroken as error:
            raise broken(error) from error
        self._clock.not_before(centre.state.now)
        self._leaving.push_async_callback(centre.stop)
        await restored.done(centre)
        return centre

    def _with_tls(self, storage: Storage) -> Secure | None:
        if self._settings.tls is None:
            return None
        secure = Secure(self._settings, storage.folder.keys, storage.folder.run)
        looking = asyncio.create_task(secure.keep_fresh())
        self._leaving.callback(looking.cancel)
        return secure

    def _sign_heads(self, centre: Centre, storage: Storage) -> None:
        try:
            heads = SignedHeads(storage.folder.heads, storage.folder.heads_key)
        except (OSError, ValueError) as error:
            do = "Make room on the disk, or restore the file from your backup."
            raise Failure("heads_unusable", f"the journal's heads cannot be signed ({error})", do) from error
        keeper = HeadKeeper(heads, self._clock)
        centre.subscribe(keeper.follow)
        self._leaving.push_async_callback(keeper.stop)
        keeper.start()

    async def _services(self, centre: Centre, storage: Storage) -> Services:
        settings = self._settings
        config = WebConfig(
            data=settings.data,
            sip_address=settings.sip_address,
            region=settings.region,
            ice=settings.ice,
            proxies=settings.proxies,
            trust=self._secure.authority if self._secure is not None else None,
            only_by_tls=settings.tls is not None and settings.tls.is_own,
            public=_public(settings),
            webhooks_private=settings.webhooks_private,
            mailer=SmtpMailer(settings.mail) if settings.mail is not None else None,
        )
        services = await open_services(
            centre=centre,
            journal=storage.journal,
            vault=storage.vault,
            clock=self._clock,
            entropy=self._entropy,
            config=config,
        )
        self._leaving.push_async_callback(services.close)
        return services

    async def _link(self, centre: Centre, storage: Storage, services: Services) -> None:
        source = services.directory.edge_directory
        link = VoiceLink(centre, storage.vault, self._clock, source, beside=services.public)
        await link.start(storage.folder.run / "runtime.sock")
        self._leaving.push_async_callback(link.stop)
        services.health.attach(link)
        services.desks.attach(link)
        services.watching.attach(link)
        services.setup.attach(link)
        services.directory.on_change(link.directory_changed)
        services.incidents.board.on_change(link.say_again)

    async def _say(self, services: Services, sign_ins: tuple[SignIn, ...]) -> None:
        setup_token = services.accounts.setup_token if await services.accounts.setup_needed() else ""
        entries = await services.directory.entries()
        authority = self._secure.authority if self._secure is not None else None
        trust = fingerprint(authority.read_bytes()) if authority is not None else ""
        print(welcome(self._settings, entries, sign_ins, setup_token, trust), flush=True)


def _public(settings: ServeSettings) -> PublicConfig:
    told = settings.customers
    return PublicConfig(
        address=told.public_url,
        rule=NumberRule(region=settings.region, countries=told.call_countries),
        texts=HttpTexts(told.sms) if told.sms is not None else None,
    )


def _write(path: Path, text: str) -> None:
    try:
        with open(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
            file.write(text + "\n")
    except OSError as error:
        raise Failure("data_unusable", f"{path} cannot be written ({error.strerror})") from error
