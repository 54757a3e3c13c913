"""The two processes beside ``lur serve``: how the voice edge and the media plane are started for given
settings.
"""

from __future__ import annotations

import sys

from lur.adapters.storage.folder import DataFolder
from lur.cli.ports_taken import check_free
from lur.cli.processes import Process, Spec
from lur.cli.settings import EVERYWHERE, ServeSettings


def processes(settings: ServeSettings, folder: DataFolder) -> tuple[Process, ...]:
    """Media plane and voice edge, in the order they are started.

    Raises ``Failure``, port_taken, when the edge does not run yet and something else has its port.
    """
    media = Process(Spec("media", _media(settings)), folder.run, folder.log)
    edge = Process(Spec("edge", _edge(settings)), folder.run, folder.log)
    edge.find()
    if not edge.is_alive:
        check_free(settings.sip, "--sip")
        if settings.sip_tls is not None:
            check_free(settings.sip_tls, "--sip-tls")
    return media, edge


def _media(settings: ServeSettings) -> tuple[str, ...]:
    words = [*_module("media", settings), "--rtp", settings.rtp, "--bind", settings.sip.host]
    return (*words, *_advertised(settings))


def _edge(settings: ServeSettings) -> tuple[str, ...]:
    words = [*_module("edge", settings), "--sip", str(settings.sip)]
    if settings.sip_tls is not None:
        words += ["--sip-tls", str(settings.sip_tls)]
    return (*words, *_advertised(settings))


def _module(name: str, settings: ServeSettings) -> list[str]:
    return [sys.executable, "-m", f"lur.adapters.voice.{name}", "--data", str(settings.data)]


def _advertised(settings: ServeSettings) -> list[str]:
    is_told = settings.advertise or settings.sip.host == EVERYWHERE
    return ["--advertise", settings.advertised] if is_told else []
