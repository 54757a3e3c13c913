"""What is wrong with an entry flow is found before anybody hears it, and what is sound comes to an end."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lur.core.flow import (
    KEYS,
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
    text_in,
    ways_in_silence,
    ways_on,
)
from lur.core.flow_check import LONGEST_TEXT, MOST_NODES, FlowFault, flow_faults
from lur.core.flow_walk import walk
from lur.core.ids import QueueId

DELIVERY, TECH = QueueId("delivery"), QueueId("tech")
QUEUES = {DELIVERY, TECH}
HELLO = Words(sv="Hej.", en="Hello.")


def flow(*nodes: Node, first: str = "", fallback: QueueId = DELIVERY) -> Flow:
    """A flow that begins at its first node."""
    return Flow(
        flow_id="f", name="F", first=first or nodes[0].id if nodes else first, nodes=nodes, fallback=fallback
    )


def menu(id: str, *ways: tuple[str, str], otherwise: str, tries: int = 2) -> Menu:
    """A menu with (key, target) pairs."""
    options = tuple(MenuOption(key, f"option {key}", target) for key, target in ways)
    return Menu(id=id, words=HELLO, options=options, otherwise=otherwise, tries=tries)


def queue(id: str = "q", queue_id: QueueId = DELIVERY) -> ToQueue:
    """An end."""
    return ToQueue(id=id, queue_id=queue_id)


WHOLE = flow(
    ChooseLanguage(id="lang", options=(LanguageOption("1", "sv"), LanguageOption("2", "en")), then="open"),
    WhenOpen(id="open", queue_id=DELIVERY, open="menu", closed="sorry"),
    menu("menu", ("1", "q"), ("2", "tech"), ("*", "menu"), otherwise="news"),
    Say(id="news", words=HELLO, then="q"),
    queue(),
    queue("tech", TECH),
    Goodbye(id="sorry", words=HELLO),
)


def codes(faults: Sequence[FlowFault]) -> list[tuple[str, str, str]]:
    """Faults as plain tuples."""
    return [(fault.code, fault.node_id, fault.detail) for fault in faults]


def test_a_sound_flow_has_no_faults() -> None:
    """Every kind of node, and a key that says a menu again, are in order."""
    assert flow_faults(WHOLE, QUEUES) == ()


@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        (flow(), ("flow_no_way_in", "", "")),
        (flow(queue(), first="gone"), ("flow_no_way_in", "", "gone")),
        (flow(queue(), fallback=QueueId("gone")), ("flow_unknown_queue", "", "gone")),
        (flow(queue(queue_id=QueueId("gone"))), ("flow_unknown_queue", "q", "gone")),
        (
            flow(WhenOpen(id="w", queue_id=QueueId("gone"), open="q", closed="q"), queue()),
            ("flow_unknown_queue", "w", "gone"),
        ),
        (flow(Say(id="s", words=HELLO, then="gone")), ("flow_dead_end", "s", "gone")),
        (flow(menu("m", ("1", "gone"), otherwise="q"), queue()), ("flow_dead_end", "m", "gone")),
        (flow(menu("m", ("1", "q"), otherwise="gone"), queue()), ("flow_dead_end", "m", "gone")),
        (flow(queue(), queue("other")), ("flow_unreachable", "other", "")),
        (flow(queue(), queue()), ("flow_node_twice", "q", "")),
        (flow(queue("Not An Id")), ("flow_bad_id", "Not An Id", "")),
        (flow(menu("m", ("1", "q"), ("1", "q"), otherwise="q"), queue()), ("flow_key_twice", "m", "1")),
        (flow(menu("m", ("9", "q"), otherwise="q"), queue()), ("flow_bad_key", "m", "9")),
        (flow(menu("m", ("12", "q"), otherwise="q"), queue()), ("flow_bad_key", "m", "12")),
        (flow(menu("m", ("x", "q"), otherwise="q"), queue()), ("flow_bad_key", "m", "x")),
        (flow(menu("m", otherwise="q"), queue()), ("flow_no_options", "m", "")),
        (flow(ChooseLanguage(id="l", options=(), then="q"), queue()), ("flow_no_options", "l", "")),
        (flow(Goodbye(id="g", words=Words(sv="  "))), ("flow_empty_words", "g", "")),
        (
            flow(Menu(id="m", words=HELLO, options=(MenuOption("1", " ", "q"),), otherwise="q"), queue()),
            ("flow_empty_words", "m", "1"),
        ),
        (flow(menu("m", ("1", "q"), otherwise="q", tries=0), queue()), ("flow_out_of_range", "m", "tries 0")),
        (
            flow(msgspec.structs.replace(menu("m", ("1", "q"), otherwise="q"), wait_ms=999), queue()),
            ("flow_out_of_range", "m", "wait_ms 999"),
        ),
        (
            flow(Goodbye(id="g", words=Words(sv="a" * (LONGEST_TEXT + 1)))),
            ("flow_too_long", "g", "sv 601 > 600"),
        ),
        (
            flow(
                Menu(id="m", words=HELLO, options=(MenuOption("1", "a" * 41, "q"),), otherwise="q"), queue()
            ),
            ("flow_too_long", "m", "1 41 > 40"),
        ),
        (
            flow(menu("m", *((key, "q") for key in KEYS.replace("9", "")), otherwise="q"), queue()),
            ("flow_too_long", "m", "options 11 > 10"),
        ),
    ],
)
def test_each_fault_is_found_where_it_is(broken: Flow, expected: tuple[str, str, str]) -> None:
    """Exactly the one fault, with its node and what about it."""
    assert codes(flow_faults(broken, QUEUES)) == [expected]


def test_all_faults_are_told_at_once() -> None:
    """Somebody who mends one does not meet the next only then."""
    broken = flow(menu("m", ("9", "gone"), otherwise="m"), queue(queue_id=QueueId("no")))
    assert {code for code, _, _ in codes(flow_faults(broken, QUEUES))} == {
        "flow_dead_end",
        "flow_bad_key",
        "flow_unknown_queue",
        "flow_unreachable",
        "flow_trap",
    }


def test_a_round_without_keys_is_a_trap_and_told_once() -> None:
    """Who presses nothing would never leave; the whole round is named."""
    round_ = flow(
        Say(id="in", words=HELLO, then="a"),
        menu("a", ("1", "q"), otherwise="b"),
        WhenOpen(id="b", queue_id=TECH, open="q", closed="a"),
        queue(),
    )
    assert codes(flow_faults(round_, QUEUES)) == [("flow_trap", "a", "a > b > a")]


def test_a_node_that_names_itself_is_a_trap() -> None:
    """The shortest round."""
    assert codes(flow_faults(flow(Say(id="s", words=HELLO, then="s")), QUEUES)) == [
        ("flow_trap", "s", "s > s")
    ]


def test_who_cannot_press_is_not_kept_listening() -> None:
    """Five texts in a row without a question are too many; with a question between them they are not."""
    says = [Say(id=f"s{n}", words=HELLO, then=f"s{n + 1}") for n in range(5)]
    long = flow(*says, queue("s5"))
    assert codes(flow_faults(long, QUEUES)) == [("flow_too_long", "s0", "said without a question 5 > 4")]
    parted = flow(*says[:2], menu("s2", ("1", "s3"), otherwise="s3"), *says[3:], queue("s5"))
    assert flow_faults(parted, QUEUES) == ()


def test_silence_is_over_before_the_core_loses_patience() -> None:
    """Menus that ask again and again of somebody who cannot press anything are too long in all."""
    menus = [menu(f"m{n}", ("1", "m3"), otherwise=f"m{n + 1}", tries=5) for n in range(3)]
    slow = [msgspec.structs.replace(each, wait_ms=30_000) for each in menus]
    assert codes(flow_faults(flow(*slow, queue("m3")), QUEUES)) == [
        ("flow_too_long", "", "silence 456 s > 240 s")
    ]


def test_a_flow_has_at_most_fifty_nodes() -> None:
    """More cannot be held in anybody's head."""
    row = [menu(f"m{n}", ("1", f"m{n + 1}"), otherwise="q") for n in range(MOST_NODES - 1)]
    last = msgspec.structs.replace(row[-1], options=(MenuOption("1", "on", "q"),))
    assert flow_faults(flow(*row[:-1], last, queue()), QUEUES) == ()
    longer = flow(*row, queue(f"m{MOST_NODES - 1}"), queue())
    assert codes(flow_faults(longer, QUEUES)) == [("flow_too_long", "", "nodes 51 > 50")]


def test_a_text_is_said_in_the_nearest_language_that_has_it() -> None:
    """The caller's, else the entry's own, else any; nothing at all only when there is nothing."""
    assert text_in(Words(sv="Hej", nb="Hei"), "nb", "sv") == ("nb", "Hei")
    assert text_in(Words(sv="Hej", nb=" "), "nb", "sv") == ("sv", "Hej")
    assert text_in(Words(en="Hello"), "nb", "sv") == ("en", "Hello")
    assert text_in(Words(), "nb", "sv") == ("nb", "")


def always(_: QueueId) -> bool:
    return True


def never(_: QueueId) -> bool:
    return False


def test_a_walk_follows_the_keys() -> None:
    """Language and menu by their keys; the choice is kept for the agent."""
    way = walk(WHOLE, "22", "sv", always)
    assert [(step.node.id, step.happened, step.key) for step in way.steps] == [
        ("lang", "pressed", "2"),
        ("open", "open", ""),
        ("menu", "pressed", "2"),
        ("tech", "queued", ""),
    ]
    assert (way.end, way.queue_id, way.language, way.choices) == ("queue", TECH, "en", ("option 2",))
    assert [step.language for step in way.steps] == ["sv", "en", "en", "en"]


def test_silence_and_wrong_keys_each_cost_a_try() -> None:
    """After the last one the menu goes on by itself; the language stays the entry's."""
    way = walk(WHOLE, "-7-", "nb", always)
    assert [(step.node.id, step.happened) for step in way.steps] == [
        ("lang", "silent"),
        ("open", "open"),
        ("menu", "wrong_key"),
        ("menu", "silent"),
        ("news", "went_on"),
        ("q", "queued"),
    ]
    assert (way.language, way.choices) == ("nb", ())


def test_a_closed_queue_leads_the_closed_way() -> None:
    """To the goodbye, where no queue is."""
    way = walk(WHOLE, "1", "sv", never)
    assert [step.happened for step in way.steps] == ["pressed", "closed", "ended"]
    assert (way.end, way.queue_id) == ("goodbye", None)


def test_a_walk_of_a_broken_flow_ends_in_its_fallback() -> None:
    """A name that leads nowhere, and a round without end."""
    assert walk(flow(Say(id="s", words=HELLO, then="gone")), "", "sv", always).end == "fallback"
    assert walk(flow(Say(id="s", words=HELLO, then="s")), "", "sv", always).queue_id == DELIVERY


def test_a_question_without_end_is_not_walked_without_end() -> None:
    """A draft may ask a billion times, or go round without asking; nobody waits for it."""
    endless = flow(menu("m", ("1", "q"), otherwise="q", tries=10**9), queue())
    assert walk(endless, "", "sv", always).end == "queue"
    unasked = flow(menu("m", ("1", "q"), otherwise="m", tries=0), queue())
    assert walk(unasked, "", "sv", always).end == "fallback"


KINDS = ("menu", "menu", "say", "lang", "when", "queue")
ENDS = ("queue", "queue", "goodbye")
SOME_KEYS = "12*07-"
"""The last two are in no question of ``flows``: a wrong key, and silence."""


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    """Any flow whose silence leads forward; what nobody can come to is left out."""
    count = draw(st.integers(3, 12))
    nodes: dict[str, Node] = {}
    ahead = st.nothing()
    for n in reversed(range(count)):
        kinds = ENDS if n >= count - 2 else KINDS if n else KINDS[:-1]
        nodes[f"n{n}"] = draw(_node(f"n{n}", draw(st.sampled_from(kinds)), ahead, count))
        ahead = st.integers(n, count - 1).map(lambda each: f"n{each}")
    reached, todo = {"n0"}, ["n0"]
    while todo:
        fresh = set(ways_on(nodes[todo.pop()])) - reached
        reached |= fresh
        todo += fresh
    return flow(*(nodes[each] for each in sorted(reached)), first="n0")


def _node(id: str, kind: str, ahead: st.SearchStrategy[str], count: int) -> st.SearchStrategy[Node]:
    queues = st.sampled_from(sorted(QUEUES))
    match kind:
        case "queue":
            return st.builds(ToQueue, id=st.just(id), queue_id=queues)
        case "goodbye":
            return st.builds(Goodbye, id=st.just(id), words=st.just(HELLO))
        case "say":
            return st.builds(Say, id=st.just(id), words=st.just(HELLO), then=ahead)
        case "when":
            return st.builds(WhenOpen, id=st.just(id), queue_id=queues, open=ahead, closed=ahead)
    keys = st.lists(st.sampled_from(SOME_KEYS[:-2]), min_size=1, max_size=4, unique=True)
    if kind == "lang":
        options = keys.map(lambda each: tuple(LanguageOption(key, "en") for key in each))
        return st.builds(ChooseLanguage, id=st.just(id), options=options, then=ahead)
    anywhere = st.integers(0, count - 1).map(lambda each: f"n{each}")
    some = st.lists(anywhere, min_size=4, max_size=4)
    choices = st.tuples(keys, some).map(
        lambda both: tuple(
            MenuOption(key, "x", target) for key, target in zip(both[0], both[1], strict=False)
        )
    )
    return st.builds(
        Menu, id=st.just(id), words=st.just(HELLO), options=choices, otherwise=ahead, tries=st.integers(1, 3)
    )


@given(flows(), st.text(SOME_KEYS, max_size=30), st.booleans())
def test_a_flow_without_faults_ends_whatever_is_pressed(sound: Flow, keys: str, opened: bool) -> None:
    """In a queue that there is, or in a goodbye, never in the fallback."""
    faults = [fault for fault in flow_faults(sound, QUEUES) if fault.code != "flow_too_long"]
    assert faults == []
    way = walk(sound, keys, "sv", lambda _: opened)
    assert way.end in ("queue", "goodbye")
    assert (way.queue_id in QUEUES) == (way.end == "queue")


@given(flows(), st.data())
def test_any_dead_end_is_found(sound: Flow, data: st.DataObject) -> None:
    """A node taken away: whoever named it is told of."""
    gone = data.draw(st.sampled_from([node.id for node in sound.nodes]))
    left = tuple(node for node in sound.nodes if node.id != gone)
    broken = msgspec.structs.replace(sound, nodes=left)
    found = {fault.node_id for fault in flow_faults(broken, QUEUES) if fault.code == "flow_dead_end"}
    assert found == {node.id for node in left if gone in ways_on(node)}
    if gone == sound.first:
        assert "flow_no_way_in" in {fault.code for fault in flow_faults(broken, QUEUES)}


@given(flows(), st.data())
def test_any_way_back_in_silence_is_found(sound: Flow, data: st.DataObject) -> None:
    """An end that leads back to the start, wherever it is, is a trap when silence comes to it."""
    ends = [node for node in sound.nodes if not ways_on(node)]
    end = data.draw(st.sampled_from(ends))
    back = Say(id=end.id, words=HELLO, then=sound.first)
    broken = msgspec.structs.replace(
        sound, nodes=tuple(back if node is end else node for node in sound.nodes)
    )
    nodes = {node.id: node for node in sound.nodes}
    heard, todo = {sound.first}, [sound.first]
    while todo:
        fresh = set(ways_in_silence(nodes[todo.pop()])) - heard
        heard |= fresh
        todo += fresh
    trapped = "flow_trap" in {fault.code for fault in flow_faults(broken, QUEUES)}
    assert trapped == (end.id in heard)
