"""The story of a contact, its recording, and who may see and hear them."""

from __future__ import annotations

import base64
import io
import secrets
import wave
from datetime import UTC, datetime

import pytest
from tests.web.house import House

from lur.adapters.voice.media.protocol import Law
from lur.adapters.voice.media.recording_format import Sealer
from lur.core.commands import AcceptOffer, EndContact, KeepRecording
from lur.core.ids import ContactId, RecordingId
from lur.web.routes import contact_routes

pytestmark = pytest.mark.anyio

C1 = ContactId("c1")
NUMBER = "+46701234567"
RECORDING = RecordingId("rec-1")
URL = "/api/contacts/c1/recording"


async def served(house: House) -> ContactId:
    """A contact that agent 101 answered and ended, with a recording of two seconds."""
    await house.ready()
    contact = await house.arrive("c1")
    await house.vault.append(contact, "key", "9", 1)
    at, command_id = house.services.clock.now(), house.command_id
    offer_id = house.services.centre.state.contacts[contact].offer_id
    assert offer_id is not None
    await house.submit(AcceptOffer(command_id=command_id(), at=at, offer_id=offer_id))
    await house.submit(EndContact(command_id=command_id(), at=at, contact_id=contact, ended_by="customer"))
    await record(house, at)
    return contact


async def record(house: House, at: int) -> None:
    """Lay a recording where the voice edge lays it, with its key in the vault."""
    key = secrets.token_bytes(32)
    day = datetime.fromtimestamp(at / 1000, UTC)
    folder = house.services.config.data / "recordings" / f"{day:%Y/%m/%d}"
    folder.mkdir(parents=True)
    sealer = Sealer(Law.ALAW, at, key, 7)
    second = bytes([0xD5, 0x55]) * 8000
    (folder / f"{RECORDING}.lurrec").write_bytes(
        sealer.header + sealer.seal(second) + sealer.seal(second),
    )
    await house.vault.append(C1, "recording_key", f"{RECORDING}:{base64.b64encode(key).decode()}", at)
    kept = KeepRecording(
        command_id=house.command_id(),
        at=at,
        contact_id=C1,
        recording_id=RECORDING,
        sha256="00",
        started_at=at,
        duration_ms=2_000,
    )
    await house.submit(kept)


async def test_a_contacts_page_shows_its_story(house: House) -> None:
    """Events in order with who did them, the caller and the keys from the vault, the recording."""
    await served(house)
    supervisor = await house.as_role("supervisor")
    story = (await supervisor.get("/api/contacts/c1")).json()
    kinds = [each["event"]["kind"] for each in story["events"]]
    assert kinds[:3] == ["ContactArrived", "OfferMade", "OfferAccepted"]
    assert "ContactEnded" in kinds
    assert (story["caller"]["number"], story["keys"]) == (NUMBER, ["9"])
    assert (story["contact"]["outcome"], story["contact"]["agent_id"]) == ("served", "101")
    assert [(each["id"], each["playable"]) for each in story["recordings"]] == [("rec-1", True)]
    missing = await supervisor.get("/api/contacts/none")
    assert (missing.status_code, missing.json()["code"]) == (404, "unknown_contact")


async def test_an_agent_sees_only_contacts_of_their_own(house: House) -> None:
    """Those they served, in the list and one by one; nobody else's."""
    await served(house)
    await house.arrive("c2", "teknik")
    agent, supervisor = await house.as_role("agent"), await house.as_role("supervisor")
    assert [each["id"] for each in (await agent.get("/api/contacts")).json()] == ["c1"]
    assert {each["id"] for each in (await supervisor.get("/api/contacts?today=true")).json()} == {"c1", "c2"}
    assert (await agent.get("/api/contacts/c1")).status_code == 200
    refused = await agent.get("/api/contacts/c2")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_your_contact")


async def test_the_list_can_be_paged(house: House) -> None:
    """Newest first; ``before`` goes on where a page ended; silly limits are refused."""
    supervisor = await house.as_role("supervisor")
    for number in range(3):
        await house.arrive(f"c{number}")
    rows = (await supervisor.get("/api/contacts?limit=2")).json()
    assert len(rows) == 2
    assert rows[0]["entered"] >= rows[1]["entered"]
    assert (await supervisor.get("/api/contacts?before=0")).json() == []
    assert (await supervisor.get("/api/contacts?limit=0")).status_code == 400


async def test_a_recording_plays_as_stereo(house: House) -> None:
    """Two channels of 16 bits at 8 kHz, customer left and agent right, two seconds."""
    await served(house)
    supervisor = await house.as_role("supervisor")
    answer = await supervisor.get(URL)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "audio/wav")
    assert int(answer.headers["content-length"]) == len(answer.content)
    with wave.open(io.BytesIO(answer.content)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (2, 2, 8000)
        frames = sound.readframes(sound.getnframes())
    assert len(frames) == 2 * 8000 * 4
    left, right = frames[0:2], frames[2:4]
    assert left != right


@pytest.mark.parametrize(
    ("wish", "first", "last"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=44-", 44, 64043),
        ("bytes=-4", 64040, 64043),
        ("bytes=64000-99999", 64000, 64043),
    ],
)
async def test_a_part_of_a_recording(house: House, wish: str, first: int, last: int) -> None:
    """A player that seeks asks for a range, and gets just that (RFC 9110 section 14)."""
    await served(house)
    supervisor = await house.as_role("supervisor")
    whole = (await supervisor.get(URL)).content
    part = await supervisor.get(URL, headers={"range": wish})
    assert part.status_code == 206
    assert part.headers["content-range"] == f"bytes {first}-{last}/{len(whole)}"
    assert part.content == whole[first : last + 1]


@pytest.mark.parametrize("wish", ["bytes=99999-", "bytes=9-3", "bytes=-", "lines=1-2", "bytes=0-1,5-6"])
async def test_a_range_that_cannot_be(house: House, wish: str) -> None:
    """It is refused as such."""
    await served(house)
    supervisor = await house.as_role("supervisor")
    refused = await supervisor.get(URL, headers={"range": wish})
    assert (refused.status_code, refused.json()["code"]) == (416, "bad_range")


async def test_each_listening_is_written_down_first(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who, when, from where; and when it cannot be written down, there is no sound."""
    await served(house)
    supervisor = await house.as_role("supervisor")
    await supervisor.get(URL)
    rows = (await supervisor.get("/api/contacts/c1/listened")).json()
    assert [(row["recording_id"], row["address"]) for row in rows] == [("rec-1", "192.0.2.7")]
    assert rows[0]["actor"].startswith("account:a")

    async def fail(*_: object) -> None:
        raise contact_routes.Refused("storage_unavailable")

    monkeypatch.setattr(house.services.recordings, "write_down", fail)
    assert (await supervisor.get(URL)).status_code == 503


async def test_erasing_makes_person_and_sound_unreadable(house: House) -> None:
    """The story stays without number, keys and sound."""
    await served(house)
    admin = await house.as_role("admin")
    assert (await admin.post("/api/contacts/c1/erase")).status_code == 200
    story = (await admin.get("/api/contacts/c1")).json()
    assert (story["caller"]["number"], story["keys"]) == ("", [])
    assert [each["playable"] for each in story["recordings"]] == [False]
    gone = await admin.get(URL)
    assert (gone.status_code, gone.json()["code"]) == (410, "recording_erased")


async def test_a_damaged_file_is_said_so(house: House) -> None:
    """Not a crash, and not silence."""
    await served(house)
    supervisor = await house.as_role("supervisor")
    path = next((house.services.config.data / "recordings").rglob("*.lurrec"))
    path.write_bytes(b"no recording")
    answer = await supervisor.get(URL)
    assert (answer.status_code, answer.json()["code"]) == (422, "recording_damaged")
    path.unlink()
    assert (await supervisor.get(f"{URL}s/rec-1")).json()["code"] == "unknown_recording"
    assert (await supervisor.get(f"{URL}s/..%2f..%2fetc")).status_code == 404


async def test_an_agent_parks_and_ends_only_their_own(house: House) -> None:
    """Hold, resume and hang up from the page."""
    await house.ready("103")
    contact = await house.arrive("c9", "retur")
    state = house.services.centre.state
    offer_id = state.contacts[contact].offer_id
    assert offer_id is not None
    await house.submit(
        AcceptOffer(command_id=house.command_id(), at=house.services.clock.now(), offer_id=offer_id)
    )
    agent, supervisor = await house.as_role("agent"), await house.as_role("supervisor")
    assert (await agent.post("/api/contacts/c9/hold")).json()["code"] == "not_your_contact"
    assert (await supervisor.post("/api/contacts/c9/hold")).status_code == 200
    assert state.contacts[contact].phase == "held"
    assert (await supervisor.post("/api/contacts/c9/resume")).status_code == 200
    assert (await supervisor.post("/api/contacts/c9/end")).status_code == 200
    assert contact not in state.contacts
