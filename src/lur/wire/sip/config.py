"""What the stack has to be told at the start, and the timers of RFC 3261 17.1.1.1.

All times are milliseconds. `advertised` is where peers can reach us, one address a transport: it goes into
Via and Contact whenever the flow's own local address is a wildcard or a connection's ephemeral port.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from lur.wire.sip.flow import Transport


class Timing(msgspec.Struct, frozen=True, kw_only=True):
    """The base values of RFC 3261 table 4; tests make them small."""

    t1_ms: int = 500
    t2_ms: int = 4_000
    t4_ms: int = 5_000
    timer_d_ms: int = 32_000
    ring_limit_ms: int = 180_000

    @property
    def give_up_ms(self) -> int:
        """64*T1: timers B, F, H, J, L, M."""
        return 64 * self.t1_ms


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What one peer may send us before it is refused or ignored."""

    message_bytes: int = 65_535
    body_bytes: int = 32_768
    headers: int = 128
    header_line_bytes: int = 8_192
    new_requests_per_second: int = 60
    new_requests_burst: int = 240
    messages_per_second: int = 2_000
    messages_burst: int = 4_000
    knocks_before_silence: int = 5
    knock_window_ms: int = 60_000
    silence_ms: int = 600_000
    sources_remembered: int = 10_000
    open_legs: int = 5_000
    bindings_per_account: int = 10


class StackConfig(msgspec.Struct, frozen=True, kw_only=True):
    """Everything fixed for the life of a stack.

    `domains`: hosts that are ours; empty means any. `advertised`: pairs of transport and (host, port).
    `reliable_provisionals`: send 180/183 with 100rel when the peer supports it (RFC 3262); a peer that
    requires it always gets it. `session_expires_s`: what we ask for in RFC 4028; 0 turns our own asking
    off. `md5_only_products`: beginnings, in lower case, of User-Agents that give up when SHA-256 is offered
    beside MD5; one that does not name itself is treated the same.
    """

    realm: str
    advertised: tuple[tuple[Transport, tuple[str, int]], ...]
    product: str = "Lur"
    domains: tuple[str, ...] = ()
    contact_user: str = "lur"
    session_expires_s: int = 1_800
    min_se_s: int = 90
    registration_min_s: int = 30
    registration_max_s: int = 3_600
    registration_default_s: int = 600
    nonce_life_ms: int = 300_000
    digest_algorithms: tuple[Literal["SHA-256", "MD5"], ...] = ("SHA-256", "MD5")
    md5_only_products: tuple[str, ...] = ("baresip v0.", "baresip v1.", "baresip v2.", "sipp")
    reliable_provisionals: bool = False
    timing: Timing = Timing()
    limits: Limits = Limits()
