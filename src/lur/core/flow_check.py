"""What is wrong with a flow, found before it is saved: nothing that passes here can trap a caller.

A flow has no faults when every name leads somewhere, every queue exists, and whoever presses nothing comes to
an end. Then whoever presses something comes to an end too: keys run out, and silence leads on from there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Literal

import msgspec

from lur.core.flow import (
    KEYS,
    LANGUAGES,
    RESERVED_KEY,
    ChooseLanguage,
    Flow,
    Goodbye,
    Menu,
    Node,
    NodeId,
    Say,
    Words,
    ways_in_silence,
    ways_on,
)
from lur.core.ids import MINUTE_MS, QueueId

FlowFaultCode = Literal[
    "flow_no_way_in",
    "flow_dead_end",
    "flow_trap",
    "flow_unreachable",
    "flow_unknown_queue",
    "flow_node_twice",
    "flow_bad_id",
    "flow_key_twice",
    "flow_bad_key",
    "flow_no_options",
    "flow_empty_words",
    "flow_out_of_range",
    "flow_too_long",
]

MOST_NODES = 50
MOST_OPTIONS = 10
LONGEST_TEXT = 600
"""Characters of one text: well under a minute of speech."""
LONGEST_NAME = 40
"""Characters of an option's name, which goes to the agents."""
MOST_SAID = 4
"""Texts in a row without a question: who cannot press a key cannot hurry."""
LONGEST_SILENCE_MS = 4 * MINUTE_MS
"""How long a flow may last for a caller who presses nothing; after five minutes the core queues them."""
SPEECH_MS_PER_CHARACTER = 70
TRIES = range(1, 6)
WAIT_MS = range(1_000, 30_001)
LONGEST_ID = 40
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_-")


class FlowFault(msgspec.Struct, frozen=True, order=True):
    """One thing that is wrong: the node (empty: the whole flow), and what about it in ids and numbers."""

    code: FlowFaultCode
    node_id: NodeId = ""
    detail: str = ""


def flow_faults(flow: Flow, queues: Collection[QueueId]) -> tuple[FlowFault, ...]:
    """All that is wrong with a flow, in the order of its nodes; ``queues`` are those that take calls."""
    nodes = {node.id: node for node in flow.nodes}
    return (
        *_in_all(flow, nodes, queues),
        *(fault for node in flow.nodes for fault in _in_node(node, nodes, queues)),
        *_unreachable(flow, nodes),
        *_traps(flow, nodes),
        *_too_long(flow, nodes),
    )


def _in_all(flow: Flow, nodes: Mapping[NodeId, Node], queues: Collection[QueueId]) -> Iterator[FlowFault]:
    if flow.first not in nodes:
        yield FlowFault("flow_no_way_in", detail=flow.first)
    if flow.fallback not in queues:
        yield FlowFault("flow_unknown_queue", detail=flow.fallback)
    if len(flow.nodes) > MOST_NODES:
        yield FlowFault("flow_too_long", detail=f"nodes {len(flow.nodes)} > {MOST_NODES}")
    for node_id, count in Counter(node.id for node in flow.nodes).items():
        if count > 1:
            yield FlowFault("flow_node_twice", node_id)


def _in_node(node: Node, nodes: Mapping[NodeId, Node], queues: Collection[QueueId]) -> Iterator[FlowFault]:
    if not 0 < len(node.id) <= LONGEST_ID or not _LETTERS.issuperset(node.id):
        yield FlowFault("flow_bad_id", node.id)
    for target in dict.fromkeys(ways_on(node)):
        if target not in nodes:
            yield FlowFault("flow_dead_end", node.id, target)
    match node:
        case Say() | Goodbye():
            yield from _in_words(node.id, node.words)
        case Menu():
            yield from _in_words(node.id, node.words)
            yield from _in_menu(node)
        case ChooseLanguage():
            yield from _in_keys(node.id, [option.key for option in node.options])
        case _:
            if node.queue_id not in queues:
                yield FlowFault("flow_unknown_queue", node.id, node.queue_id)


def _in_words(node_id: NodeId, words: Words) -> Iterator[FlowFault]:
    texts = {language: getattr(words, language) for language in LANGUAGES}
    if not any(text.strip() for text in texts.values()):
        yield FlowFault("flow_empty_words", node_id)
    for language, text in texts.items():
        if len(text) > LONGEST_TEXT:
            yield FlowFault("flow_too_long", node_id, f"{language} {len(text)} > {LONGEST_TEXT}")


def _in_menu(node: Menu) -> Iterator[FlowFault]:
    yield from _in_keys(node.id, [option.key for option in node.options])
    for option in node.options:
        if not option.name.strip():
            yield FlowFault("flow_empty_words", node.id, option.key)
        if len(option.name) > LONGEST_NAME:
            yield FlowFault("flow_too_long", node.id, f"{option.key} {len(option.name)} > {LONGEST_NAME}")
    if node.tries not in TRIES:
        yield FlowFault("flow_out_of_range", node.id, f"tries {node.tries}")
    if node.wait_ms not in WAIT_MS:
        yield FlowFault("flow_out_of_range", node.id, f"wait_ms {node.wait_ms}")


def _in_keys(node_id: NodeId, keys: list[str]) -> Iterator[FlowFault]:
    if not keys:
        yield FlowFault("flow_no_options", node_id)
    if len(keys) > MOST_OPTIONS:
        yield FlowFault("flow_too_long", node_id, f"options {len(keys)} > {MOST_OPTIONS}")
    for key, count in Counter(keys).items():
        if count > 1:
            yield FlowFault("flow_key_twice", node_id, key)
        if len(key) != 1 or key not in KEYS or key == RESERVED_KEY:
            yield FlowFault("flow_bad_key", node_id, key)


def _unreachable(flow: Flow, nodes: Mapping[NodeId, Node]) -> Iterator[FlowFault]:
    reached: set[NodeId] = set()
    ahead = [flow.first]
    while ahead:
        node_id = ahead.pop()
        if node_id in nodes and node_id not in reached:
            reached.add(node_id)
            ahead.extend(ways_on(nodes[node_id]))
    for node_id in nodes:
        if node_id not in reached and flow.first in nodes:
            yield FlowFault("flow_unreachable", node_id)


def _traps(flow: Flow, nodes: Mapping[NodeId, Node]) -> Iterator[FlowFault]:
    """Each round that a caller who presses nothing never leaves, once."""
    caught: set[NodeId] = set()
    for node in flow.nodes:
        if node.id not in caught and (round_ := _round_from(node.id, nodes)):
            caught.update(round_)
            yield FlowFault("flow_trap", node.id, " > ".join((*round_, node.id)))


def _round_from(start: NodeId, nodes: Mapping[NodeId, Node]) -> tuple[NodeId, ...]:
    """The nodes of a way in silence from ``start`` back to itself; empty when there is none."""
    came_from: dict[NodeId, NodeId] = {}
    ahead = [start]
    while ahead:
        here = ahead.pop(0)
        for target in ways_in_silence(nodes[here]):
            if target == start:
                return _way_to(here, start, came_from)
            if target in nodes and target not in came_from:
                came_from[target] = here
                ahead.append(target)
    return ()


def _way_to(end: NodeId, start: NodeId, came_from: Mapping[NodeId, NodeId]) -> tuple[NodeId, ...]:
    way = [end]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return tuple(reversed(way))


def _too_long(flow: Flow, nodes: Mapping[NodeId, Node]) -> Iterator[FlowFault]:
    said = _longest(nodes, lambda node: 1 if isinstance(node, Say) else 0, stops=(Menu, ChooseLanguage))
    node_id, count = max(said.items(), key=lambda item: item[1], default=("", 0))
    if count > MOST_SAID:
        yield FlowFault("flow_too_long", node_id, f"said without a question {count} > {MOST_SAID}")
    silence_ms = _longest(nodes, _lasts_ms).get(flow.first, 0)
    if silence_ms > LONGEST_SILENCE_MS:
        yield FlowFault(
            "flow_too_long", detail=f"silence {silence_ms // 1000} s > {LONGEST_SILENCE_MS // 1000} s"
        )


def _lasts_ms(node: Node) -> int:
    """How long a node takes of somebody who presses nothing, about."""
    match node:
        case Say() | Goodbye():
            return _spoken_ms(node.words)
        case Menu():
            return node.tries * (node.wait_ms + _spoken_ms(node.words))
        case ChooseLanguage():
            return 5_000 * len(node.options)
        case _:
            return 0


def _spoken_ms(words: Words) -> int:
    return max(len(getattr(words, language)) for language in LANGUAGES) * SPEECH_MS_PER_CHARACTER


def _longest(
    nodes: Mapping[NodeId, Node], weight: Callable[[Node], int], stops: tuple[type[Node], ...] = ()
) -> dict[NodeId, int]:
    """The heaviest way in silence from each node that is on no round; a way ends at ``stops``."""
    found: dict[NodeId, int] = {}
    waiting = dict(nodes)
    while ready := [each for each in waiting.values() if _is_settled(each, nodes, found, stops)]:
        for node in ready:
            found[node.id] = (
                0
                if isinstance(node, stops)
                else weight(node)
                + max((found[target] for target in ways_in_silence(node) if target in nodes), default=0)
            )
            del waiting[node.id]
    return found


def _is_settled(
    node: Node, nodes: Mapping[NodeId, Node], found: Mapping[NodeId, int], stops: tuple[type[Node], ...]
) -> bool:
    return isinstance(node, stops) or all(
        target in found for target in ways_in_silence(node) if target in nodes
    )
