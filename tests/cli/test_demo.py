"""`lur demo`: which address is dialled, and who a caller is among others."""

from __future__ import annotations

import pytest

from lur.cli.demo_call import Wish, chosen
from lur.cli.demo_sound import tracks
from lur.cli.failure import Failure
from lur.core.ids import Language, QueueId
from lur.web.payloads.common import EntryRow


def row(address: str, queue: str, language: Language) -> EntryRow:
    """An entry."""
    return EntryRow(address=address, queue_id=QueueId(queue), language=language, flow_id="", demo=True)


ENTRIES = (
    row("support", "leverans", "sv"),
    row("support.nb", "leverans", "nb"),
    row("teknik", "teknik", "sv"),
)


@pytest.mark.parametrize(
    ("wish", "address"),
    [
        (Wish(), "support"),
        (Wish(language="nb"), "support.nb"),
        (Wish(queue="teknik"), "teknik"),
        (Wish(address="support.nb"), "support.nb"),
    ],
)
def test_the_address_that_fits_is_dialled(wish: Wish, address: str) -> None:
    """Language, queue and address narrow the choice; the first that fits is taken."""
    assert chosen(ENTRIES, wish).address == address


def test_a_queue_that_is_served_is_dialled_first() -> None:
    """Whoever has pressed Ready is rung, whatever their skill; a wish goes before."""
    served = frozenset({QueueId("teknik")})
    assert chosen(ENTRIES, Wish(), served).address == "teknik"
    assert chosen(ENTRIES, Wish(queue="leverans"), served).address == "support"


def test_an_address_with_a_menu_is_dialled_when_it_is_named() -> None:
    """The demo's customer presses no keys by itself."""
    menu = EntryRow(address="meny", queue_id=QueueId("leverans"), language="sv", flow_id="meny", demo=True)
    assert chosen((menu, *ENTRIES), Wish()).address == "support"
    assert chosen((menu, *ENTRIES), Wish(address="meny")) == menu


def test_no_address_fits() -> None:
    """The failure names what there is."""
    with pytest.raises(Failure, match=r"teknik \(teknik, sv\)"):
        chosen(ENTRIES, Wish(queue="retur"))


def test_the_two_of_a_conversation_take_turns() -> None:
    """Customer's and agent's tracks are equally long, and never both speak."""
    customer, agent = tracks("sv", 1)
    assert len(customer) == len(agent)
    frames = range(0, len(customer) - 160, 160)
    silent = bytes([0xD5]) * 160
    both = [at for at in frames if customer[at : at + 160] != silent != agent[at : at + 160]]
    assert len(both) <= 12
