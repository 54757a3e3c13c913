"""DTLS alone, with a client on the other side and somebody who spoils its records on the way."""

from __future__ import annotations

import functools
import random
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from OpenSSL import SSL
from tests.fakes.browser_peer import COUNTER_MODE, GCM, BrowserPeer

from lur.adapters.voice.media.dtls import MTU_BYTES, Dtls, DtlsState, is_dtls, server_context
from lur.adapters.voice.media.identity import identity

Spoil = Callable[[bytes], bytes]


@functools.cache
def browser() -> BrowserPeer:
    """Its key and certificate; made once, as many connections need them."""
    peer = BrowserPeer()
    peer.close()
    return peer


@functools.cache
def server() -> SSL.Context:
    """The plane's side."""
    with tempfile.TemporaryDirectory() as directory:
        return server_context(identity(Path(directory)))


def client(profiles: bytes | None = GCM) -> SSL.Connection:
    """A browser's side."""
    context = SSL.Context(SSL.DTLS_CLIENT_METHOD)
    context.use_certificate(browser().certificate)
    context.use_privatekey(browser().key)
    if profiles is not None:
        context.set_tlsext_use_srtp(profiles)
    context.set_verify(SSL.VERIFY_PEER, lambda *_: True)
    connection = SSL.Connection(context, None)
    connection.set_connect_state()
    return connection


def records_of(connection: SSL.Connection) -> list[bytes]:
    """What the client wants to send, a record each."""
    try:
        stream = connection.bio_read(65536)
    except SSL.Error:
        return []
    records = []
    while stream:
        length = 13 + int.from_bytes(stream[11:13], "big")
        records.append(stream[:length])
        stream = stream[length:]
    return records


def shake(dtls: Dtls, connection: SSL.Connection, spoil: Spoil = lambda record: record) -> list[bytes]:
    """Let both talk until nothing more is said; all that the server sent."""
    said: list[bytes] = []
    for _ in range(6):
        try:
            connection.do_handshake()
        except SSL.WantReadError:
            pass
        except SSL.Error:
            break
        for record in map(spoil, records_of(connection)):
            answers = dtls.feed(record) if is_dtls(record) else []
            said += answers
            for answer in answers:
                connection.bio_write(answer)
    return said


@pytest.mark.parametrize(
    ("offered", "chosen"), [(GCM, GCM), (COUNTER_MODE, COUNTER_MODE), (COUNTER_MODE + b":" + GCM, GCM)]
)
def test_both_have_the_same_keys(offered: bytes, chosen: bytes) -> None:
    """The cheaper cipher is taken when it is offered; no datagram of ours is too long for a network."""
    dtls, connection = Dtls(server(), browser().fingerprint), client(offered)
    said = shake(dtls, connection)
    assert dtls.state is DtlsState.DONE
    assert dtls.keys is not None
    assert dtls.keys.profile == chosen
    salt = 12 if chosen == GCM else 14
    material = connection.export_keying_material(b"EXTRACTOR-dtls_srtp", 2 * (16 + salt))
    assert dtls.keys.browsers == material[:16] + material[32 : 32 + salt]
    assert dtls.keys.ours == material[16:32] + material[32 + salt :]
    assert all(is_dtls(datagram) and len(datagram) <= MTU_BYTES for datagram in said)


def test_a_client_without_srtp_is_of_no_use() -> None:
    """The handshake may go well; there are no keys for sound."""
    dtls = Dtls(server(), browser().fingerprint)
    shake(dtls, client(None))
    assert (dtls.state, dtls.failure, dtls.keys) == (DtlsState.FAILED, "no_srtp", None)


def test_a_certificate_that_was_not_announced_is_refused() -> None:
    """Its keys are never made."""
    dtls = Dtls(server(), "AB:" * 31 + "AB")
    shake(dtls, client())
    assert (dtls.state, dtls.failure, dtls.keys) == (DtlsState.FAILED, "other_fingerprint", None)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32), st.floats(0.1, 1.0))
def test_spoiled_records_raise_nothing(seed: int, share: float) -> None:
    """Whatever bytes are changed on the way, the handshake goes on, fails or waits; it has keys only when
    it is done.
    """
    chance = random.Random(seed)

    def spoil(record: bytes) -> bytes:
        spoiled = bytearray(record)
        while chance.random() < share / 2:
            spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
        return bytes(spoiled)

    dtls = Dtls(server(), browser().fingerprint)
    shake(dtls, client(), spoil)
    dtls.handle_timer()
    assert (dtls.keys is not None) == (dtls.state in (DtlsState.DONE, DtlsState.CLOSED))
    dtls.close()
