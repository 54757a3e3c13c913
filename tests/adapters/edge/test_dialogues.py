"""The dialogues as pure state machines: flows end whatever is pressed, numbers are what was keyed."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from lur.adapters.voice.edge.dialogue import (
    AskToBeCalled,
    AtDoor,
    Dialogue,
    EndTaking,
    Enqueue,
    KeyingIn,
    Machine,
    Part,
    Reply,
    TakeDown,
    Telling,
    Turn,
    Walk,
)
from lur.adapters.voice.edge.digits import MOST_DIGITS, KeyTalk
from lur.adapters.voice.edge.entering import Walker
from lur.adapters.voice.edge.refusing import DoorTalk
from lur.adapters.voice.edge.statements import StatementTalk
from lur.core import flow_walk
from lur.core.flow import (
    ChooseLanguage,
    Flow,
    Goodbye,
    LanguageOption,
    Menu,
    MenuOption,
    Node,
    Say,
    ToQueue,
    WhenOpen,
    Words,
)
from lur.core.ids import Language, QueueId
from lur.wire import words

QUEUES = (QueueId("retur"), QueueId("teknik"))
FALLBACK = QueueId("annat")
IDS = ("a", "b", "c", "d", "e")
LANGUAGES: tuple[Language, ...] = ("sv", "nb", "en")
NAMES = st.sampled_from((*IDS, "gone"))
KEYS = "0123456789*#"
TEXTS = st.builds(Words, st.sampled_from(("", "Hej")), st.sampled_from(("", "Hei")), st.just("Hello"))
MENU_OPTIONS = st.lists(
    st.builds(MenuOption, st.sampled_from("123"), st.just("faktura"), NAMES), unique_by=lambda o: o.key
)
LANGUAGE_OPTIONS = st.lists(
    st.builds(LanguageOption, st.sampled_from("123"), st.sampled_from(LANGUAGES)), unique_by=lambda o: o.key
)


def node(name: str) -> st.SearchStrategy[Node]:
    """Any node of this id, sound or not."""
    return st.one_of(
        st.builds(Say, id=st.just(name), words=TEXTS, then=NAMES),
        st.builds(ChooseLanguage, id=st.just(name), options=LANGUAGE_OPTIONS.map(tuple), then=NAMES),
        st.builds(
            Menu,
            id=st.just(name),
            words=TEXTS,
            options=MENU_OPTIONS.map(tuple),
            otherwise=NAMES,
            tries=st.integers(1, 3),
        ),
        st.builds(WhenOpen, id=st.just(name), queue_id=st.sampled_from(QUEUES), open=NAMES, closed=NAMES),
        st.builds(ToQueue, id=st.just(name), queue_id=st.sampled_from(QUEUES)),
        st.builds(Goodbye, id=st.just(name), words=TEXTS),
    )


FLOWS = st.tuples(*(node(name) for name in IDS)).map(
    lambda nodes: Flow(flow_id="f", name="F", first="a", nodes=nodes, fallback=FALLBACK)
)


def is_open(queue_id: QueueId) -> bool:
    """One of them is."""
    return queue_id == "retur"


def machine(state: Dialogue, flow: Flow | None = None) -> Machine:
    """What the edge makes of a state."""
    match state:
        case Walk():
            return Walker(state, flow, FALLBACK, is_open)
        case AtDoor():
            return DoorTalk(state, has_number=False)
        case KeyingIn():
            return KeyTalk(state)
        case Telling():
            return StatementTalk(state)


def begun(flow: Flow) -> Reply:
    """A caller at the beginning of a flow."""
    return Walker(Walk(node=flow.first, language="sv", home="sv"), flow, FALLBACK, is_open).again()


def after(reply: Reply, key: str, flow: Flow | None = None) -> Reply:
    """The customer presses a key where one is asked for (``-``: none); speech without a question ends."""
    state, turn = reply
    assert state is not None
    if turn.wait_ms is None:
        return machine(state, flow).said()
    if key == "-":
        return machine(state, flow).silent()
    return machine(state, flow).pressed(key) or reply


def walked(flow: Flow, keys: str) -> tuple[Reply, int]:
    """Press keys until the flow is over; silence when they are used up. The last reply, and all turns."""
    reply, turns, left = begun(flow), 0, list(keys)
    while reply[0] is not None and turns < 2_000:
        asks = reply[1].wait_ms is not None
        reply = after(reply, (left.pop(0) if left else "-") if asks else "", flow)
        turns += 1
    return reply, turns


@given(FLOWS, st.text("123-", max_size=30))
@settings(max_examples=300)
def test_every_flow_comes_to_an_end(flow: Flow, keys: str) -> None:
    """Whatever is drawn, even with circles and names that lead nowhere, and whatever is pressed."""
    (state, turn), turns = walked(flow, keys)
    assert state is None
    assert isinstance(turn.deed, Enqueue | Part)
    assert turns <= flow_walk.MOST_STEPS + 1


@given(FLOWS, st.text("123-", max_size=12))
@settings(max_examples=300)
def test_a_call_goes_as_the_admin_page_shows_it(flow: Flow, keys: str) -> None:
    """The edge's walk and the one that is shown before anybody calls lead to the same end."""
    shown = flow_walk.walk(flow, keys, "sv", is_open)
    (_, turn), _ = walked(flow, keys)
    if len(shown.steps) >= flow_walk.MOST_STEPS:
        return
    match turn.deed:
        case Enqueue(queue_id, language, choices):
            assert (queue_id, language) == (shown.queue_id, shown.language)
            assert choices == shown.choices[:20]
        case _:
            assert shown.end == "goodbye"


@given(FLOWS, st.text("123-", max_size=8))
def test_a_restart_says_the_node_again(flow: Flow, keys: str) -> None:
    """From any place in a flow, saying it again leaves the caller where they were."""
    reply, left = begun(flow), list(keys)
    while reply[0] is not None and left:
        state, turn = reply
        stored = msgspec.msgpack.decode(msgspec.msgpack.encode(state), type=Dialogue)
        again, said = machine(stored, flow).again()
        assert again == state
        assert said.say == tuple(p for p in turn.say if p != words.NotAChoice())
        reply = after(reply, left.pop(0), flow)


def test_a_flow_that_is_gone_leads_to_its_fallback() -> None:
    """The admin deleted it while somebody was in it."""
    state = Walk(node="a", language="nb", home="sv", choices=("faktura",))
    reply = Walker(state, None, FALLBACK, is_open).silent()
    assert reply == (None, Turn(deed=Enqueue(FALLBACK, "nb", ("faktura",))))


def test_a_menu_asks_again_and_then_goes_on() -> None:
    """A wrong key is told so; after the last try the caller goes on without a choice."""
    menu = Menu(id="a", words=Words(sv="Välj"), options=(MenuOption("1", "faktura", "b"),), otherwise="c")
    ends = (ToQueue(id="b", queue_id=QUEUES[0]), ToQueue(id="c", queue_id=QUEUES[1]))
    flow = Flow(flow_id="f", name="F", first="a", nodes=(menu, *ends), fallback=FALLBACK)
    first = begun(flow)
    assert first[1].say == (words.OwnWords("Välj", "sv"),)
    second = after(first, "7", flow)
    assert second[1].say == (words.NotAChoice(), words.OwnWords("Välj", "sv"))
    assert after(second, "-", flow)[1].deed == Enqueue(QUEUES[1], "sv")
    assert after(second, "1", flow)[1].deed == Enqueue(QUEUES[0], "sv", ("faktura",))
    assert first[0] is not None
    assert machine(first[0], flow).pressed("9") is None


def test_each_language_is_offered_in_itself_and_then_spoken() -> None:
    """The menu after the choice is in the language that was chosen, or in one that it has."""
    options = tuple(LanguageOption(str(n), language) for n, language in enumerate(LANGUAGES, 1))
    nodes: tuple[Node, ...] = (
        ChooseLanguage(id="a", options=options, then="b"),
        Menu(id="b", words=Words(sv="Hej", nb="Hei"), options=(), otherwise="c"),
        ToQueue(id="c", queue_id=QUEUES[0]),
    )
    flow = Flow(flow_id="f", name="F", first="a", nodes=nodes, fallback=FALLBACK)
    asked = begun(flow)
    assert [prompt.language for prompt in asked[1].say] == ["sv", "nb", "en"]
    assert after(asked, "2", flow)[1].say == (words.OwnWords("Hei", "nb"),)
    english = after(asked, "3", flow)
    assert english[1].say == (words.OwnWords("Hej", "sv"),)
    assert isinstance(english[0], Walk)
    assert english[0].language == "en"


# --- numbers -----------------------------------------------------------------------------------------------


@given(st.text(KEYS, max_size=40))
def test_the_number_is_what_was_keyed_after_the_last_star(keys: str) -> None:
    """Digits only, at most fifteen; a hash ends it, and it is read back before it counts."""
    state: Dialogue | None = KeyingIn()
    keyed = ""
    for key in keys:
        assert isinstance(state, KeyingIn)
        reply = KeyTalk(state).pressed(key)
        assert reply is not None
        keyed = "" if key == "*" else keyed + (key if key.isdigit() else "")
        state, turn = reply
        if state is None:
            assert not keyed
            return
        if isinstance(state, KeyingIn) and state.checking:
            assert turn.say == (words.NumberReadBack(keyed),)
            assert key == "#" or len(keyed) == MOST_DIGITS
            assert KeyTalk(state).pressed("1") == (None, Turn(deed=AskToBeCalled(keyed)))
            return


def test_a_silence_ends_a_number_that_was_begun() -> None:
    """Whoever forgets the hash is understood; whoever keys nothing is asked once more, then left in peace."""
    assert KeyTalk(KeyingIn(digits="0701")).silent()[1].say == (words.NumberReadBack("0701"),)
    state, turn = KeyTalk(KeyingIn()).silent()
    assert turn.say == (words.KeyInNumber(),)
    assert isinstance(state, KeyingIn)
    assert KeyTalk(state).silent() == (None, Turn())


def test_two_keys_the_number_in_again() -> None:
    """What was read back was wrong."""
    reply = KeyTalk(KeyingIn(digits="07", checking=True)).pressed("2")
    assert reply is not None
    assert reply[0] == KeyingIn()
    assert reply[1].say == (words.KeyInNumber(),)


# --- doors -------------------------------------------------------------------------------------------------


def test_a_shut_door_asks_twice_and_says_goodbye() -> None:
    """Why, and the offer; the offer again; thanks."""
    door = DoorTalk(AtDoor(door="full"), has_number=True)
    first, turn = door.again()
    assert turn.say == (words.QueueFull(), words.CallbackOffer("full"))
    second, turn = DoorTalk(first, has_number=True).silent()
    assert turn.say == (words.CallbackOffer("full"),)
    assert DoorTalk(second, has_number=True).silent() == (
        None,
        Turn(deed=Part((words.CallEnding(),), "full")),
    )


def test_one_at_a_door_asks_to_be_called_once() -> None:
    """With a known number at once, and pressing again asks nothing more; with a hidden one it is keyed in
    first."""
    door = AtDoor(door="closed")
    reply = DoorTalk(door, has_number=True).pressed("1")
    assert reply == (AtDoor(door="closed", asked=True), Turn(deed=AskToBeCalled()))
    assert DoorTalk(AtDoor(door="closed", asked=True), has_number=True).pressed("1") is None
    hidden = DoorTalk(door, has_number=False).pressed("1")
    assert hidden is not None
    assert hidden[0] == KeyingIn(door=door)
    checked = KeyTalk(KeyingIn(digits="0701", checking=True, door=door)).pressed("1")
    assert checked == (AtDoor(door="closed", asked=True), Turn(deed=AskToBeCalled("0701")))


# --- statements --------------------------------------------------------------------------------------------


def test_a_statement_is_explained_then_taken_then_ended() -> None:
    """One first: to tell it all; hash ends it; other keys meanwhile do nothing."""
    _, turn = StatementTalk(Telling()).again()
    assert turn == Turn(say=(words.TellAllOffer("1"), words.StatementIntro()), beep="after")
    reply = StatementTalk(Telling()).pressed("1")
    assert reply is not None
    assert reply[0] == Telling(tell_all=True)
    assert StatementTalk(Telling()).said()[1].deed == TakeDown(tell_all=False)
    taking, turn = StatementTalk(Telling(tell_all=True)).said()
    assert (taking, turn.deed) == (Telling(taking=True, tell_all=True), TakeDown(tell_all=True))
    assert StatementTalk(Telling(taking=True)).pressed("5") == (Telling(taking=True), Turn())
    assert StatementTalk(Telling(taking=True)).pressed("#") == (None, Turn(deed=EndTaking()))
    assert StatementTalk(Telling()).pressed("#") == (None, Turn())
