"""Phones register: RFC 3261 10, with digest in front of it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from sip_bench import PASSWORDS, Peer, Side, pair

from lur.wire.sip import (
    AuthenticationFailed,
    Credentials,
    Flow,
    Hop,
    Limits,
    RegistrationChanged,
    SourceSilenced,
    TrunkPlan,
    TrunkRegistrationChanged,
)
from lur.wire.sip.digest import answer_challenge
from lur.wire.sip.message import Request, Response, parse_message


class Phone:
    """A phone of anna's that registers over raw text."""

    def __init__(self, password: str = PASSWORDS["anna"], **config: object) -> None:
        self.peer = Peer(**config)
        self.password = password
        self.cseq = 0
        self.user = "anna"
        self.call_id = "phone@peer"

    def register(self, contact: str | None = None, **changes: str | None) -> Response:
        """REGISTER, answering the challenge; the last response."""
        self.cseq += 1
        contact = contact if contact is not None else "<sip:anna@127.0.0.9:5060>"
        changes = {
            "To": "<sip:anna@lur.test>", "Contact": contact or None, "Call_ID": self.call_id,
            "cseq": str(self.cseq),
            "User_Agent": "Phone 3",
        } | changes  # fmt: skip
        first = parse_message(self.peer.request("REGISTER", "sip:lur.test", **changes).encode())
        (challenge,) = self.peer.say(bytes(first))
        assert isinstance(first, Request)
        assert isinstance(challenge, Response)
        assert challenge.status == 401
        proof = answer_challenge(first, challenge, Credentials(self.user, self.password), "c")
        self.cseq += 1
        via = ("Via", f"SIP/2.0/UDP 127.0.0.9;branch=z9hG4bKr{self.cseq}{self.call_id};rport")
        cseq = ("CSeq", f"{self.cseq} REGISTER")
        (answer,) = self.peer.say(
            bytes(first.changed(remove=("Via", "CSeq"), first=(via, cseq), last=proof or ()))
        )
        assert isinstance(answer, Response)
        return answer

    @property
    def contacts(self) -> list[str]:
        """What is bound."""
        return [binding.contact for binding in self.peer.side.stack.registrar.bindings("anna")]


def test_a_phone_registers_and_is_reached_by_its_flow() -> None:
    """The binding remembers contact, expiry and where the REGISTER came from."""
    phone = Phone()
    answer = phone.register(Expires="60")
    assert answer.status == 200
    assert (answer.get("Contact") or "").endswith(";expires=60")
    (binding,) = phone.peer.side.stack.registrar.bindings("anna")
    assert binding.flow == phone.peer.flow
    assert binding.expires_at == phone.peer.now + 60_000
    assert phone.peer.side.only(RegistrationChanged).added


def test_a_refresh_adds_nobody() -> None:
    """The event says so."""
    phone = Phone()
    phone.register()
    phone.register()
    assert [event.added for event in phone.peer.side.of(RegistrationChanged)] == [True, False]


def test_a_binding_expires() -> None:
    """And the shell hears of it."""
    phone = Phone()
    phone.register(Expires="60")
    phone.peer.wait(61_000)
    assert phone.contacts == []
    assert phone.peer.side.of(RegistrationChanged)[-1].contacts == ()


def test_a_phone_removes_itself() -> None:
    """Expires 0."""
    phone = Phone()
    phone.register()
    assert phone.register("<sip:anna@127.0.0.9:5060>;expires=0").get("Contact") is None
    assert phone.contacts == []


def test_a_phone_removes_everything() -> None:
    """Contact: * with Expires: 0, and only so."""
    phone = Phone()
    phone.register()
    phone.register("<sip:anna@127.0.0.10>")
    assert phone.register("*", Expires="60").status == 400
    assert phone.register("*", Expires="0").status == 200
    assert phone.contacts == []


def test_several_contacts_are_sorted_by_q() -> None:
    """Highest first."""
    phone = Phone()
    phone.register("<sip:a@127.0.0.9>;q=0.2, <sip:b@127.0.0.9>;q=0.9")
    phone.register("<sip:c@127.0.0.9>;q=0.5")
    assert phone.contacts == ["sip:b@127.0.0.9", "sip:c@127.0.0.9", "sip:a@127.0.0.9"]


def test_a_query_changes_nothing() -> None:
    """REGISTER without Contact lists the bindings."""
    phone = Phone()
    phone.register()
    assert "sip:anna@127.0.0.9:5060" in (phone.register("").get("Contact") or "")
    assert len(phone.peer.side.of(RegistrationChanged)) == 1


def test_too_short_an_expiry() -> None:
    """423 with Min-Expires."""
    answer = Phone().register(Expires="5")
    assert (answer.status, answer.get("Min-Expires")) == (423, "30")


def test_too_long_an_expiry_is_cut() -> None:
    """To an hour, also for an absurd number."""
    answer = Phone().register(Expires="99999999999999")
    assert (answer.get("Contact") or "").endswith(";expires=3600")


def test_an_older_register_of_the_same_client_is_refused() -> None:
    """500: order matters within a Call-ID."""
    phone = Phone()
    phone.cseq = 10
    phone.register()
    phone.cseq = 5
    assert phone.register().status == 500


def test_a_phone_that_moved_replaces_its_old_binding() -> None:
    """The same +sip.instance with a new address."""
    phone = Phone()
    phone.register('<sip:anna@127.0.0.9:1111>;+sip.instance="<urn:uuid:1>"')
    phone.register('<sip:anna@127.0.0.9:2222>;+sip.instance="<urn:uuid:1>"')
    assert phone.contacts == ["sip:anna@127.0.0.9:2222"]


def test_nobody_registers_another() -> None:
    """A right password for another account: 403."""
    phone = Phone(PASSWORDS["bo"])
    phone.user = "bo"
    assert phone.register().status == 403


def test_a_foreign_domain() -> None:
    """404 when domains are fixed."""
    phone = Phone(domains=("lur.test",))
    assert phone.register(To="<sip:anna@other.test>").status == 404
    assert phone.register().status == 200


def test_too_many_bindings() -> None:
    """403, and none of the new ones is kept."""
    phone = Phone(limits=Limits(bindings_per_account=2))
    contacts = ", ".join(f"<sip:anna@127.0.0.9:{port}>" for port in (1, 2, 3))
    assert phone.register(contacts).status == 403
    assert phone.contacts == []


def test_a_wrong_password_is_told_and_in_the_end_silenced() -> None:
    """401 each time, an event each time, and silence after five."""
    phone = Phone("fel")
    for _ in range(4):
        assert phone.register().status == 401
    assert {event.user for event in phone.peer.side.of(AuthenticationFailed)} == {"anna"}
    phone.register()
    assert phone.peer.side.only(SourceSilenced).source == "127.0.0.9"
    assert phone.peer.say(phone.peer.request("OPTIONS", branch="late")) == []
    phone.peer.wait(700_000)
    assert phone.peer.statuses(phone.peer.request("OPTIONS", branch="later")) == [200]


def test_a_neighbour_with_a_right_password_keeps_the_door_open() -> None:
    """Behind one address, one wrong phone does not silence the right ones."""
    phone = Phone()
    phone.register()
    phone.password = "fel"
    for _ in range(8):
        assert phone.register().status == 401
    phone.password = PASSWORDS["anna"]
    assert phone.register().status == 200
    assert phone.peer.side.of(SourceSilenced) == []


def test_a_closed_connection_takes_its_binding_along() -> None:
    """A phone behind NAT on TCP cannot be reached any more."""
    phone = Phone(transport="tcp")
    phone.register()
    phone.peer.side.stack.connection_closed(phone.peer.flow, phone.peer.now)
    phone.peer.hear()
    assert phone.contacts == []
    assert not phone.peer.side.of(RegistrationChanged)[-1].added


def test_bindings_survive_a_restart() -> None:
    """On UDP with their flow; on TCP the phone's contact has to do."""
    for transport, way in (("udp", Flow), ("tcp", Hop)):
        phone = Phone(transport=transport)
        phone.register()
        (binding,) = phone.peer.side.stack.registrar.bindings("anna")
        again = phone.peer.side.fresh()
        again.registrar.restore(binding, phone.peer.now)
        assert isinstance(again.registrar.bindings("anna")[0].flow, way)
        again.handle_deadline(binding.expires_at)
        assert again.registrar.users() == ()


# -- our registration at an operator


def plan(side: Side, password: str = PASSWORDS["anna"], **changes: object) -> TrunkPlan:
    """A plan to register anna at another stack."""
    values = {
        "trunk": "operator", "destination": side.hop(), "registrar": "sip:lur.test",
        "account": "sip:anna@lur.test",
        "credentials": Credentials("anna", password), "expires_s": 100,
    } | changes  # fmt: skip
    return TrunkPlan(**values)  # type: ignore[arg-type]


def test_we_register_refresh_and_leave() -> None:
    """Told once; refreshed before expiry; and gone when we leave."""
    network, us, operator = pair()
    us.stack.trunks.register(plan(operator), network.now)
    network.run(100)
    assert us.only(TrunkRegistrationChanged).registered
    network.run(1_000_000)
    assert len(us.of(TrunkRegistrationChanged)) == 1
    assert operator.stack.registrar.users() == ("anna",)
    assert us.stack.trunks.unregister("operator", network.now)
    network.run(100)
    assert operator.stack.registrar.users() == ()
    assert not us.of(TrunkRegistrationChanged)[-1].registered
    network.run(1_000_000)
    assert us.stack.next_deadline() is None


def test_a_refused_registration_is_tried_again_ever_more_seldom() -> None:
    """The shell is told when the next try will be."""
    network, us, operator = pair(limits=Limits(knocks_before_silence=100))
    us.stack.trunks.register(plan(operator, "fel"), network.now)
    network.run(3_600_000)
    told = us.of(TrunkRegistrationChanged)
    gaps = [later.retry_at - earlier.retry_at for earlier, later in pairwise(told)]
    assert {event.status for event in told} == {401}
    assert 3 <= len(told) <= 12
    assert gaps[-1] > gaps[0]


def test_an_operator_that_returns_is_registered_at_again() -> None:
    """After silence (408) the next try succeeds."""
    network, us, operator = pair()
    network.sides.pop(operator.host)
    us.stack.trunks.register(plan(operator), network.now)
    network.run(40_000)
    assert us.only(TrunkRegistrationChanged).status == 408
    network.sides[operator.host] = operator
    network.run(120_000)
    assert us.of(TrunkRegistrationChanged)[-1].registered


@pytest.mark.parametrize("asked", [5, 20])
def test_a_longer_interval_is_accepted(asked: int) -> None:
    """423: we ask again with their Min-Expires."""
    network, us, operator = pair()
    us.stack.trunks.register(plan(operator, expires_s=asked), network.now)
    network.run(100)
    assert us.only(TrunkRegistrationChanged).registered
