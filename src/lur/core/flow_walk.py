"""A call through a flow in thought: what is said, what is pressed, where it ends.

The admin pages show it before anybody calls, and the tests hold the voice edge's walk against it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from lur.core.flow import (
    ChooseLanguage,
    Flow,
    Goodbye,
    Menu,
    Node,
    NodeId,
    Say,
    ToQueue,
    WhenOpen,
)
from lur.core.ids import Language, QueueId

TryHappening = Literal["went_on", "pressed", "wrong_key", "silent", "open", "closed", "queued", "ended"]
"""What came of a step. wrong_key: a key that the question does not have."""
TryEnd = Literal["queue", "goodbye", "fallback"]
"""fallback: the flow could not go on, so the caller stands in its fallback queue."""
SILENCE = "-"
MOST_STEPS = 500
MOST_TRIES = 5
"""What a sound flow may have; a draft that asks oftener is not walked so often."""


class Step(msgspec.Struct, frozen=True):
    """One step: the node, the language then, what was pressed (empty: nothing) and what came of it."""

    node: Node
    language: Language
    happened: TryHappening
    key: str = ""


class Walk(msgspec.Struct, frozen=True, kw_only=True):
    """The whole way and where it ended; no queue after a goodbye."""

    steps: tuple[Step, ...]
    end: TryEnd
    queue_id: QueueId | None
    language: Language
    choices: tuple[str, ...]


@dataclass(slots=True)
class _Caller:
    """Where somebody is in a flow, and the keys that they will still press."""

    keys: Iterator[str]
    language: Language
    is_open: Callable[[QueueId], bool]
    at: NodeId
    choices: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def note(self, node: Node, happened: TryHappening, key: str = "") -> None:
        self.steps.append(Step(node, self.language, happened, key))

    def press(self) -> str:
        return next(self.keys, SILENCE).replace(SILENCE, "")


def walk(flow: Flow, keys: str, language: Language, is_open: Callable[[QueueId], bool]) -> Walk:
    """Walk a flow. One of ``keys`` for each question in turn, ``-`` for none, and silence when they are used
    up. A flow with faults is walked as far as it goes."""
    nodes = {node.id: node for node in flow.nodes}
    caller = _Caller(iter(keys), language, is_open, flow.first)
    for _ in range(MOST_STEPS):
        node = nodes.get(caller.at)
        match node:
            case None:
                break
            case ToQueue():
                caller.note(node, "queued")
                return _ended(caller, "queue", node.queue_id)
            case Goodbye():
                caller.note(node, "ended")
                return _ended(caller, "goodbye", None)
            case _:
                caller.at = _next(caller, node)
    return _ended(caller, "fallback", flow.fallback)


def _ended(caller: _Caller, end: TryEnd, queue_id: QueueId | None) -> Walk:
    return Walk(
        steps=tuple(caller.steps),
        end=end,
        queue_id=queue_id,
        language=caller.language,
        choices=tuple(caller.choices),
    )


def _next(caller: _Caller, node: Say | ChooseLanguage | Menu | WhenOpen) -> NodeId:
    match node:
        case Say():
            caller.note(node, "went_on")
            return node.then
        case WhenOpen():
            is_open = caller.is_open(node.queue_id)
            caller.note(node, "open" if is_open else "closed")
            return node.open if is_open else node.closed
        case ChooseLanguage():
            return _after_language(caller, node)
        case _:
            return _after_menu(caller, node)


def _after_language(caller: _Caller, node: ChooseLanguage) -> NodeId:
    key = caller.press()
    chosen = next((option.language for option in node.options if option.key == key), None)
    caller.note(node, _came_of(key, known=chosen is not None), key)
    caller.language = chosen or caller.language
    return node.then


def _after_menu(caller: _Caller, node: Menu) -> NodeId:
    for _ in range(min(node.tries, MOST_TRIES)):
        key = caller.press()
        chosen = next((option for option in node.options if option.key == key), None)
        caller.note(node, _came_of(key, known=chosen is not None), key)
        if chosen is not None:
            caller.choices.append(chosen.name)
            return chosen.then
    return node.otherwise


def _came_of(key: str, *, known: bool) -> TryHappening:
    if known:
        return "pressed"
    return "wrong_key" if key else "silent"
