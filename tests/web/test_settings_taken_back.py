"""An import that cannot be carried out is taken back, and never reaches what is changed later."""

from __future__ import annotations

from typing import Any

import pytest
from tests.web.house import House

from lur.adapters.voice.protocol import Trunk
from lur.core.ids import QueueId
from lur.features import Refused
from lur.features.accounts.model import SERVICE
from lur.features.directory.model import CompanyName, EntryAddress
from lur.features.trail.model import Origins
from lur.ports import VaultUnavailable
from lur.web.office.directory_sections import Company, Entries, EntryItem, Trunks
from lur.web.office.reading import wanted_in
from lur.web.office.service import INTENT, Office
from lur.web.office.toml_text import to_text

pytestmark = pytest.mark.anyio

BY = Origins(actor=SERVICE.actor, origin="import")
LATER = CompanyName(sv="Senare AB", nb="Senere AS", en="Later Ltd")
ENTRY = ('\n[entries.support]\nqueue = "leverans"', '\n[entries.support]\nqueue = "retur"')
COMPANY = ("\n[company]\nsv = ", '\n[company]\nsv = "Nu AB"  # ')


async def carried_out(office: Office, *edits: tuple[str, str]) -> None:
    """Import the file as it is but for the edits."""
    text = to_text(await office.document(), {})
    for before, after in edits:
        assert before in text, before
        text = text.replace(before, after, 1)
    wanted, faults = wanted_in(text)
    assert not faults
    await carry_out(office, wanted)


async def carry_out(office: Office, wanted: dict[str, object]) -> None:
    """Import these sections."""
    async with office.changing(SERVICE, lambda: BY):
        await office.carry_out(await office.plan(wanted, SERVICE, {}), SERVICE, BY, {})


async def refused(*_: object) -> None:
    """Somebody did something in between."""
    raise Refused("in_between")


async def unavailable(*_: object) -> None:
    """The disk is full."""
    raise VaultUnavailable("disk_full")


async def led_to(office: Office) -> str:
    """Where an address leads."""
    found = await office.item("entries", "support")
    assert found is not None
    return str(found["queue"])


async def test_what_cannot_be_taken_back_is_forgotten(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused on the way there and on the way back: the intent does not stay to undo later changes."""
    office, directory = house.services.office, house.services.directory
    real, puts = Company.put, 0

    async def once(self: Company, *rest: Any) -> None:
        nonlocal puts
        puts += 1
        await (real(self, *rest) if puts == 1 else refused())

    monkeypatch.setattr(Company, "put", once)
    monkeypatch.setattr(Entries, "put", refused)
    with pytest.raises(Refused, match="in_between"):
        await carried_out(office, COMPANY, ENTRY)
    assert puts == 2
    assert await office.trail.remembered(INTENT) == ""
    monkeypatch.undo()
    await directory.set_company(LATER)
    await office.look()
    assert await directory.company() == LATER


async def test_finishing_later_resets_nothing_else(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the import did not change is as it was changed meanwhile."""
    office, directory = house.services.office, house.services.directory
    monkeypatch.setattr(Entries, "put", unavailable)
    with pytest.raises(VaultUnavailable):
        await carried_out(office, ENTRY)
    monkeypatch.undo()
    await directory.set_company(LATER)
    await directory.put_entry(EntryAddress(address="senare", queue_id=QueueId("retur"), language="sv"))
    await office.look()
    assert (await directory.company(), await led_to(office)) == (LATER, "retur")
    assert await office.item("entries", "senare") is not None
    assert await office.trail.remembered(INTENT) == ""


async def test_what_is_not_understood_later_is_not_removed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An item that the next version cannot read any more stays as it is."""
    office = house.services.office
    monkeypatch.setattr(Entries, "put", unavailable)
    with pytest.raises(VaultUnavailable):
        await carried_out(office, ENTRY)
    monkeypatch.undo()

    def not_understood(_: Entries, key: str, item: EntryItem) -> EntryItem:
        if key == "support":
            raise Refused("settings_bad_value", key)
        return item

    monkeypatch.setattr(Entries, "normal", not_understood)
    await office.look()
    assert await led_to(office) == "leverans"
    assert await office.trail.remembered(INTENT) == ""


async def test_an_intent_that_cannot_be_read_is_forgotten(house: House) -> None:
    """It keeps nobody from changing anything."""
    office = house.services.office
    await office.trail.remember(INTENT, '{"before": {}}')
    await office.look()
    assert await office.trail.remembered(INTENT) == ""


async def test_a_trunk_comes_back_with_its_secret(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its removal is taken back: calls go over it as before."""
    office, directory = house.services.office, house.services.directory
    await directory.put_trunk(Trunk(trunk_id="telia", host="sip.example", username="lur", secret="hemlig"))
    real = Trunks.drop

    async def gone_and_refused(self: Trunks, *rest: Any) -> None:
        await real(self, *rest)
        assert not await directory.trunks()
        await refused()

    monkeypatch.setattr(Trunks, "drop", gone_and_refused)
    with pytest.raises(Refused, match="in_between"):
        await carry_out(office, {"trunks": {}})
    assert [each.secret for each in (await directory.edge_directory()).trunks] == ["hemlig"]
