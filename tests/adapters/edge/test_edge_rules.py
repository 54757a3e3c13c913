"""Rules of the edge that need no network: tables, admission, look-ups, announcements, the outbox, the
store.
"""

from __future__ import annotations

import ast
from pathlib import Path

import msgspec
import pytest
from tests.adapters.edge.world import directory

from lur.adapters.voice.edge.admission import Refusal, ToChallenge, ToCode, ToEntry, admit
from lur.adapters.voice.edge.announcer import place_prompts
from lur.adapters.voice.edge.book import Book
from lur.adapters.voice.edge.descriptions import may_send_to, our_answer
from lur.adapters.voice.edge.facts import Outbox
from lur.adapters.voice.edge.legs import AGENT, CALLER, AgentLeg, CallerLeg, Sound
from lur.adapters.voice.edge.store import Store
from lur.adapters.voice.edge.transports import LocalAddresses
from lur.adapters.voice.media.protocol import Law
from lur.adapters.voice.protocol import Ack, Fact, Note, Tell, ToRuntime, Trunk
from lur.core.commands import EndContact
from lur.core.ids import AgentId, CommandId, ContactId, OfferId
from lur.ports import PersonalNote
from lur.wire import sdp, words
from lur.wire.sip import CallArrived, Flow

SOUND = Sound(leg="l", law=Law.ALAW, host="127.0.0.1", session_id=1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store."""
    return Store(tmp_path / "edge.db")


@pytest.fixture
def book(store: Store) -> Book:
    """The company of the tests, with a trunk at 10.0.0.1 and its network."""
    book = Book(store)
    book.replace(directory((Trunk(trunk_id="a", host="10.0.0.1", allow=("10.1.0.0/16",)),)))
    return book


def arriving(dialled: str, source: str = "192.0.2.7", **more: object) -> CallArrived:
    """An INVITE as the stack reports it."""
    call = CallArrived(
        leg="l",
        flow=Flow("udp", ("127.0.0.1", 5060), (source, 5060)),
        request_uri=f"sip:{dialled}@lur",
        dialled=dialled,
        caller_uri="sip:0701234567@peer",
        caller_name="Kim",
        to_uri=f"sip:{dialled}@lur",
        sdp=b"",
    )
    return msgspec.structs.replace(call, **more)


# --- legs --------------------------------------------------------------------------------------------------


def test_every_leg_can_end() -> None:
    """From each state but the last a leg can end, and from the last nothing goes on."""
    for table in (CALLER, AGENT):
        states = {state for state, _ in table}
        assert all(table[state, "ended"] == "gone" for state in states)
        assert "gone" not in states


def test_impossible_moves_change_nothing() -> None:
    """A step without a row is refused and leaves the leg as it was."""
    caller = CallerLeg(sip="s", sound=SOUND)
    assert not caller.step("acknowledged")
    assert caller.step("port_ready")
    assert not caller.step("port_ready")
    assert caller.state == "answered"
    agent = AgentLeg(agent_id=AgentId("a"), offer_id=OfferId("o"), sound=SOUND, since=0, ring_ms=1)
    assert not agent.step("picked_up")
    assert agent.step("rang")
    assert agent.step("picked_up")
    assert not agent.step("rang")


# --- admission ---------------------------------------------------------------------------------------------


def test_anybody_may_dial_an_entry(book: Book) -> None:
    """The public door needs no account; the caller is known by From."""
    admission = admit(arriving("support"), book)
    assert isinstance(admission, ToEntry)
    assert (admission.entry.queue_id, admission.number, admission.name) == ("retur", "0701234567", "Kim")


@pytest.mark.parametrize("dialled", ["+4685551234", "004685551234", "4685551234"])
def test_numbers_in_any_form(book: Book, dialled: str) -> None:
    """A number reaches its entry however it is written."""
    admission = admit(arriving(dialled), book)
    assert isinstance(admission, ToEntry)
    assert admission.entry.queue_id == "teknik"


def test_strangers_knock_and_others_err(book: Book) -> None:
    """An unknown number is 404; it is a knock only from a stranger."""
    assert admit(arriving("100"), book) == Refusal(404, "refused_404", knock=True)
    assert admit(arriving("100", "10.0.0.1"), book) == Refusal(404, "refused_404", knock=False)
    assert admit(arriving("100", user="anna"), book) == Refusal(404, "refused_404", knock=False)


def test_trunk_is_known_by_address_or_network(book: Book) -> None:
    """From a trunk the asserted identity counts, and To may name our number."""
    call = arriving("gateway", "10.1.2.3", to_uri="sip:+4685551234@lur", asserted="tel:+46709876543")
    admission = admit(call, book)
    assert isinstance(admission, ToEntry)
    assert admission.number == "+46709876543"
    assert admit(msgspec.structs.replace(call, flow=arriving("x").flow), book) == Refusal(
        404, "refused_404", knock=True
    )


@pytest.mark.parametrize(
    "more",
    [
        {"caller_uri": "sip:anonymous@anonymous.invalid"},
        {"headers": (("Privacy", "id; critical"),), "asserted": "tel:+46709876543"},
    ],
)
def test_who_is_anonymous_stays_so(book: Book, more: dict[str, object]) -> None:
    """A caller who hides the number has none here."""
    admission = admit(arriving("support", "10.0.0.1", **more), book)
    assert isinstance(admission, ToEntry)
    assert (admission.number, admission.name) == ("", "")


def test_codes_need_the_phones_digest(book: Book) -> None:
    """A presence code is challenged until the phone has proved who it is."""
    assert admit(arriving("*1"), book) == ToChallenge()
    assert admit(arriving("*1", user="nobody"), book) == ToChallenge()
    admission = admit(arriving("*2", user="anna"), book)
    assert isinstance(admission, ToCode)
    assert (admission.code, admission.phone.agent_id) == ("*2", "anna")


def test_a_test_call_needs_a_phone_of_our_own(book: Book) -> None:
    """An address that is there for trying a flow is for those who have proved that they are ours."""
    entry = msgspec.structs.replace(
        book.directory.entries[0], address="test-main", flow_id="main", own_phones=True
    )
    book.replace(msgspec.structs.replace(book.directory, entries=(entry,)))
    assert admit(arriving("test-main"), book) == ToChallenge()
    assert admit(arriving("test-main", "10.0.0.1"), book) == ToChallenge()
    assert admit(arriving("test-main", user="nobody"), book) == ToChallenge()
    admission = admit(arriving("test-main", user="anna"), book)
    assert isinstance(admission, ToEntry)
    assert admission.entry.flow_id == "main"


def test_book_outlives_the_process(store: Store, book: Book) -> None:
    """The last Directory is there after a restart, before the runtime is."""
    store.commit()
    again = Book(store)
    assert again.known
    assert again.directory == book.directory


# --- announcements -----------------------------------------------------------------------------------------


def tell(**more: object) -> Tell:
    """An announcement of place 3."""
    return msgspec.structs.replace(
        Tell(contact_id=ContactId("c"), seq=1, place=3, low_ms=None, high_ms=None), **more
    )


@pytest.mark.parametrize(
    ("told", "first", "said"),
    [
        (tell(), True, (words.PlaceInQueue(3), words.WaitUnknown())),
        (tell(), False, (words.PlaceInQueue(3),)),
        (tell(low_ms=240_000, high_ms=301_000), True, (words.PlaceInQueue(3), words.WaitRange(4, 6))),
        (tell(low_ms=59_000, high_ms=60_000), False, (words.PlaceInQueue(3), words.WaitRangeAgain(0, 1))),
        (tell(nobody_signed_in=True), True, (words.PlaceInQueue(3), words.NobodySignedIn())),
        (
            tell(low_ms=0, high_ms=60_000, grown="longer_calls"),
            False,
            (words.PlaceInQueue(3), words.WaitGrown("longer_calls"), words.WaitRangeAgain(0, 1)),
        ),
        (tell(grown="something_new"), False, (words.PlaceInQueue(3), words.WaitGrown("unknown"))),
        (tell(low_ms=-5, high_ms=-9, place=0), False, (words.PlaceInQueue(1), words.WaitRangeAgain(0, 0))),
    ],
)
def test_sentences_of_an_announcement(told: Tell, first: bool, said: tuple[words.Prompt, ...]) -> None:
    """Place first; then why the wait has grown; then the range in whole minutes, never narrower than it
    is.
    """
    assert place_prompts(told, first) == said


@pytest.mark.parametrize(
    ("host", "ours", "allowed"),
    [
        ("198.51.100.7", "192.0.2.1", True),
        ("10.1.2.3", "192.0.2.1", True),
        ("127.0.0.1", "192.0.2.1", False),
        ("127.0.0.1", "127.0.0.1", True),
        ("224.0.0.1", "192.0.2.1", False),
        ("255.255.255.255", "192.0.2.1", False),
        ("0.0.0.0", "192.0.2.1", False),
        ("", "192.0.2.1", False),
    ],
)
def test_sound_is_not_aimed_by_strangers(host: str, ours: str, allowed: bool) -> None:
    """A description cannot make us send to ourselves, to everybody, or nowhere."""
    assert may_send_to(host, ours) is allowed
    sound = msgspec.structs.replace(SOUND, host=ours, port=20_000)
    offer = (
        f"v=0\r\no=- 1 1 IN IP4 x\r\ns=-\r\nc=IN IP4 {host or '0.0.0.0'}\r\nt=0 0\r\nm=audio 9 RTP/AVP 8\r\n"
    )
    our_answer(sound, sdp.parse(offer.encode()))
    assert (sound.remote is not None) is allowed


def test_a_callers_name_and_number_are_only_shown(book: Book) -> None:
    """No line breaks, terminal codes or turned writing, and no name of eight thousand letters."""
    caller = "sip:%0d%0a%00%1b%5b31m0701234567" + "0" * 200 + "@peer"
    admission = admit(arriving("support", caller_uri=caller, caller_name="Kim\u202e" + "m" * 8_000), book)
    assert isinstance(admission, ToEntry)
    assert admission.number == "[31m0701234567" + "0" * 50
    assert admission.name == "Kim" + "m" * 117


def test_a_trunk_is_trusted_as_long_as_the_directory_names_it(book: Book) -> None:
    """Its address, the addresses of its name and its networks; all of them strangers when it is removed."""
    book.resolved("10.0.0.1", frozenset({"10.0.0.2"}))
    assert [book.trusts(host) for host in ("10.0.0.1", "10.0.0.2", "10.1.9.9", "10.2.0.1")] == [
        *(True, True, True),
        False,
    ]
    book.replace(directory(()))
    assert not any(book.trusts(host) for host in ("10.0.0.1", "10.0.0.2", "10.1.9.9"))


# --- outbox and store --------------------------------------------------------------------------------------


def ended(name: str) -> EndContact:
    """A fact."""
    return EndContact(
        command_id=CommandId(name), at=1, contact_id=ContactId("c"), ended_by="customer", cause="hung_up"
    )


def sent_names(sent: list[ToRuntime]) -> list[str]:
    """Command ids of what was sent."""
    return [message.command.command_id for message in sent if isinstance(message, Fact)]


def test_outbox_sends_again_until_acknowledged(store: Store) -> None:
    """Facts wait while nobody is there, go in order, again after a reconnect, and stop when acknowledged."""
    settled: list[tuple[Fact | Note, Ack]] = []
    outbox = Outbox(store, lambda fact, ack: settled.append((fact, ack)))
    for name in ("one", "two", "one"):
        outbox.tell(ended(name))
    sent: list[ToRuntime] = []
    outbox.attach(sent.append)
    outbox.acknowledge(Ack(command_id=CommandId("one"), result="rejected", code="contact_already_ended"))
    outbox.detach()
    outbox.attach(sent.append)
    assert sent_names(sent) == ["one", "two", "two"]
    assert [ack.code for _, ack in settled] == ["contact_already_ended"]


def test_unavailable_is_tried_again(store: Store) -> None:
    """A fact that could not be journaled is sent again at the next retry, and only then."""
    outbox = Outbox(store, lambda fact, ack: None)
    sent: list[ToRuntime] = []
    outbox.attach(sent.append)
    outbox.tell(ended("one"))
    outbox.retry()
    outbox.acknowledge(Ack(command_id=CommandId("one"), result="unavailable", code="disk_full"))
    outbox.retry()
    outbox.retry()
    assert sent_names(sent) == ["one", "one"]


def test_outbox_outlives_the_process(tmp_path: Path) -> None:
    """Unacknowledged facts are there after a restart, in order."""
    store = Store(tmp_path / "edge.db")
    outbox = Outbox(store, lambda fact, ack: None)
    for name in ("one", "two", "three"):
        outbox.tell(ended(name))
    outbox.acknowledge(Ack(command_id=CommandId("two"), result="done"))
    store.close()
    again = Outbox(Store(tmp_path / "edge.db"), lambda fact, ack: None)
    assert [command.command_id for command in again.commands()] == ["one", "three"]


def test_store_says_nothing_without_its_key(tmp_path: Path) -> None:
    """Operators' passwords and callers' numbers cannot be read from the database's files; the key lies apart,
    for its owner alone."""
    store = Store(tmp_path / "edge.db")
    Book(store).replace(directory((Trunk(trunk_id="a", host="10.0.0.1", secret="operator-secret"),)))
    note = PersonalNote(contact_id=ContactId("c"), field="caller_number", value="+46701234567", at=1)
    Outbox(store, lambda fact, ack: None).note(CommandId("n"), (note,))
    store.commit()
    raw = b"".join(path.read_bytes() for path in tmp_path.glob("edge.db*"))
    assert b"operator-secret" not in raw
    assert b"701234567" not in raw
    assert Book(store).directory.trunks[0].secret == "operator-secret"
    assert (tmp_path / "keys" / "edge.key").stat().st_mode & 0o777 == 0o600


def test_a_lost_key_costs_the_store_and_not_the_start(tmp_path: Path) -> None:
    """With another key nothing can be opened, and nothing raises: the edge begins afresh."""
    store = Store(tmp_path / "edge.db")
    store.put("kept", "directory", b"x")
    store.append_fact("one", b"y")
    store.close()
    (tmp_path / "keys" / "edge.key").unlink()
    again = Store(tmp_path / "edge.db")
    assert again.get("kept", "directory") is None
    assert again.facts() == ()


def limit_pages(store: Store, most: int) -> None:
    """A disk with room for so many pages of 4 KiB."""
    store._db.execute(f"PRAGMA max_page_count={most}")


def test_full_disk_silences_nobody(tmp_path: Path) -> None:
    """When the store cannot be written nothing raises; when it can again, it says so once."""
    store = Store(tmp_path / "edge.db")
    limit_pages(store, 8)
    for number in range(200):
        store.put("leg", str(number), b"x" * 500)
        store.commit()
    assert store.failing
    assert not store.mended()
    limit_pages(store, 10_000)
    assert store.mended()
    assert not store.mended()
    store.put("leg", "after", b"y")
    store.commit()
    assert store.get("leg", "after") == b"y"


def test_local_address_is_the_one_towards_the_peer() -> None:
    """Told explicitly, else bound explicitly, else the address that packets to the peer leave from."""
    assert LocalAddresses("0.0.0.0", "203.0.113.5").towards("127.0.0.1") == "203.0.113.5"
    assert LocalAddresses("192.0.2.1", "").towards("127.0.0.1") == "192.0.2.1"
    assert LocalAddresses("0.0.0.0", "").towards("127.0.0.1") == "127.0.0.1"


def test_no_room_of_the_edge_holds_a_god_class() -> None:
    """The stateful object of a call is plain data: it has no verbs that act on lines."""
    source = Path("src/lur/adapters/voice/edge/conversation.py").read_text()
    classes = {node.name: node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)}
    methods = [node for node in classes["Conversation"].body if isinstance(node, ast.FunctionDef)]
    assert [method.name for method in methods] == [
        "bridged",
        "ours",
        "has",
        "our_leg",
        "leg_at",
        "outside_leg",
        "unseat",
        "is_kept",
        "is_over",
    ]
