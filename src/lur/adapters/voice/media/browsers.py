"""All browser legs: opening, renewing and closing them, and the looks that time asks for."""

from __future__ import annotations

import re
import select

from OpenSSL import SSL

from lur.adapters.voice.media.browser import Browser, Connection
from lur.adapters.voice.media.dtls import Dtls, server_context
from lur.adapters.voice.media.identity import Identity, identity
from lur.adapters.voice.media.leg import Leg
from lur.adapters.voice.media.plane import Plane, Refusal
from lur.adapters.voice.media.protocol import BrowserLeg, SetBrowser
from lur.adapters.voice.media.routing import Router

LOOK_MS = 100
_FINGERPRINT = re.compile(r"(?:[0-9A-F]{2}:){31}[0-9A-F]{2}")
_UFRAG = re.compile(r"[A-Za-z0-9+/]{4,256}")
_PASSWORD = re.compile(r"[A-Za-z0-9+/]{22,256}")


class Browsers:
    """The browser legs of the plane."""

    def __init__(self, plane: Plane, router: Router) -> None:
        self._plane = plane
        self._router = router
        self._own: tuple[Identity, SSL.Context] | None = None
        self._next_look_ms = 0

    def prepare(self) -> None:
        """Have the certificate before the first browser comes: making it would keep the sound waiting."""
        try:
            self._own = self._load()
        except OSError as error:
            self._plane.log.error("no_certificate", error=str(error))

    def check(self, verb: SetBrowser) -> None:
        """Raises `Refusal` bad_fingerprint, bad_ice for what no browser's offer can hold."""
        if _FINGERPRINT.fullmatch(verb.fingerprint) is None:
            raise Refusal("bad_fingerprint", verb.leg)
        if _UFRAG.fullmatch(verb.ufrag) is None or _PASSWORD.fullmatch(verb.password) is None:
            raise Refusal("bad_ice", verb.leg)

    def register(self, leg: Leg) -> None:
        """A new leg's socket is a browser's from now on."""
        leg.browser = Browser(self._plane, self._router, leg)
        leg.recv_into = leg.browser.receive
        self._plane.by_main[leg.door.fileno()] = leg
        self._plane.epoll.register(leg.door.fileno(), select.EPOLLIN)

    def set(self, number: int, leg: Leg, verb: SetBrowser) -> BrowserLeg:
        """Make, renew or leave alone the leg's connection, as the offer says; our side for the answer."""
        own, context = self._own = self._own or self._load()
        browser = leg.browser
        assert browser is not None
        connection = self._matching(browser, verb.fingerprint)
        if connection is None:
            dtls = Dtls(context, verb.fingerprint)
            connection = Connection(dtls, verb.fingerprint)
        browser.expect(connection)
        connection.renew(verb.ufrag, verb.password)
        ours = connection.credentials[0]
        host = self._plane.options.advertise
        return BrowserLeg(number, leg.leg_id, leg.port, host, ours.ufrag, ours.password, own.fingerprint)

    def close(self, leg: Leg) -> None:
        """The leg goes: say goodbye, and listen no more (its socket is closed by `Sockets`)."""
        if leg.browser is None:
            return
        leg.browser.close()
        fd = leg.door.fileno()
        del self._plane.by_main[fd]
        self._plane.epoll.unregister(fd)

    def look(self) -> None:
        """Called with each turn of the timer; looks when it is time."""
        now_ms = self._plane.now_ms
        if now_ms < self._next_look_ms:
            return
        self._next_look_ms = now_ms + LOOK_MS
        for leg in tuple(self._plane.legs.values()):
            if leg.browser is None:
                continue
            try:
                leg.browser.look(now_ms)
            except Exception:
                self._plane.fault("browser", leg)

    def _load(self) -> tuple[Identity, SSL.Context]:
        own = identity(self._plane.options.data)
        return own, server_context(own)

    @staticmethod
    def _matching(browser: Browser, fingerprint: str) -> Connection | None:
        for connection in browser.connections:
            if connection.fingerprint == fingerprint and connection.is_usable:
                return connection
        return None
