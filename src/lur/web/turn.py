"""Which STUN and TURN servers a browser phone may use, with a password that ends by itself.

Most networks need none. Where a firewall lets no UDP through, a TURN server (coturn) carries the sound; it
shares one secret with Lur, by which each desk gets a name and password of its own for one shift: the name
says until when it holds, the password proves that we said so (coturn's ``use-auth-secret``). Pure: time is
an argument.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

import msgspec

HOLDS_S = 12 * 60 * 60
"""A shift and its overtime. An allocation that stands is not ended by it."""
_SERVER = re.compile(
    r"(?P<kind>stuns?|turns?):(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::(?P<port>\d{1,5}))?"
    r"(?P<way>\?transport=(?:udp|tcp))?"
)


class BadIceServer(Exception):
    """A setting cannot be used; the text says which and why."""


class IceServer(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a browser's ``iceServers``, as ``RTCIceServer`` has it."""

    urls: tuple[str, ...]
    username: str = ""
    credential: str = ""


class IceConfig(msgspec.Struct, frozen=True, kw_only=True):
    """The servers by their addresses (RFC 7064, RFC 7065) and the secret shared with the TURN servers."""

    stun: tuple[str, ...] = ()
    turn: tuple[str, ...] = ()
    turn_secret: str = ""


NO_ICE_SERVERS = IceConfig()


def ice_config(stun: str, turn: str, turn_secret: str) -> IceConfig:
    """The settings as they were written: addresses parted by commas or spaces. Raises ``BadIceServer``."""
    config = IceConfig(
        stun=_addresses(stun, "stun"), turn=_addresses(turn, "turn"), turn_secret=turn_secret.strip()
    )
    if config.turn and not config.turn_secret:
        raise BadIceServer("a TURN server is named but no secret that is shared with it")
    return config


def ice_servers(config: IceConfig, agent_id: str, now: int) -> tuple[IceServer, ...]:
    """What one agent's desk is given at ``now`` (ms UTC). Its credentials hold for ``HOLDS_S`` seconds."""
    servers = [IceServer(urls=config.stun)] if config.stun else []
    if config.turn:
        username = f"{now // 1000 + HOLDS_S}:{agent_id}"
        credential = password(config.turn_secret, username)
        servers.append(IceServer(urls=config.turn, username=username, credential=credential))
    return tuple(servers)


def password(secret: str, username: str) -> str:
    """The password that a TURN server with this secret expects of this name: HMAC-SHA1, base64."""
    return base64.b64encode(hmac.digest(secret.encode(), username.encode(), hashlib.sha1)).decode()


def _addresses(text: str, kind: str) -> tuple[str, ...]:
    return tuple(_checked(word, kind) for word in text.replace(",", " ").split())


def _checked(word: str, kind: str) -> str:
    found = _SERVER.fullmatch(word)
    if found is None or found["kind"].rstrip("s") != kind or (found["way"] and kind == "stun"):
        example = "stun:HOST:PORT" if kind == "stun" else "turn:HOST:PORT?transport=udp"
        raise BadIceServer(f"{word!r} is not like {example}")
    if found["port"] is not None and not 0 < int(found["port"]) < 65_536:
        raise BadIceServer(f"{word!r} has a port that does not exist")
    return word
