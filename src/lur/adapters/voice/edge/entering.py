"""Walks an entry flow: a pure state machine over the flow's nodes.

It comes to an end whatever is pressed: a node that is not there (the flow was changed meanwhile) and a walk
that goes in circles both lead to the flow's fallback queue.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from lur.adapters.voice.edge.dialogue import Enqueue, Part, Reply, Turn, Walk
from lur.core.flow import (
    RESERVED_KEY,
    ChooseLanguage,
    Flow,
    Goodbye,
    Menu,
    Node,
    NodeId,
    Say,
    ToQueue,
    WhenOpen,
    text_in,
)
from lur.core.flow import Words as Texts
from lur.core.flow_walk import MOST_STEPS
from lur.core.ids import Language, QueueId
from lur.wire import words
from lur.wire.words import Prompt

LANGUAGE_WAIT_MS = 6_000
MOST_CHOICES = 20
LONGEST_CHOICE = 40


class Walker:
    """A caller in a flow; ``flow`` None when it is there no more."""

    def __init__(
        self, walk: Walk, flow: Flow | None, fallback: QueueId, is_open: Callable[[QueueId], bool]
    ) -> None:
        self._walk = walk
        self._nodes = {} if flow is None else {node.id: node for node in flow.nodes}
        self._fallback = fallback
        self._is_open = is_open

    def again(self) -> Reply:
        """See ``Machine``."""
        return self._at(self._walk)

    def said(self) -> Reply:
        """See ``Machine``."""
        node = self._nodes.get(self._walk.node)
        return self._go(node.then) if isinstance(node, Say) else self._at(self._walk)

    def silent(self) -> Reply:
        """See ``Machine``."""
        match self._nodes.get(self._walk.node):
            case ChooseLanguage(then=then):
                return self._go(then)
            case Menu() as menu:
                return self._ask_again(menu, ())
            case _:
                return self._at(self._walk)

    def pressed(self, key: str) -> Reply | None:
        """See ``Machine``. The key that declines the recording is never one of the flow's."""
        node = self._nodes.get(self._walk.node)
        if key == RESERVED_KEY:
            return None
        match node:
            case ChooseLanguage(options=languages):
                chosen = next((each.language for each in languages if each.key == key), None)
                return self._go(node.then, language=chosen)
            case Menu(options=options):
                option = next((each for each in options if each.key == key), None)
                if option is None:
                    return self._ask_again(node, (words.NotAChoice(),))
                return self._go(option.then, choice=option.name)
            case _:
                return None

    def _ask_again(self, menu: Menu, before: tuple[Prompt, ...]) -> Reply:
        walk = self._walk
        if walk.asked >= menu.tries:
            return self._go(menu.otherwise)
        asked = msgspec.structs.replace(walk, asked=walk.asked + 1, steps=walk.steps + 1)
        state, turn = self._at(asked)
        return state, msgspec.structs.replace(turn, say=(*before, *turn.say))

    def _go(self, to: NodeId, *, language: Language | None = None, choice: str = "") -> Reply:
        walk = self._walk
        name = choice.strip()[:LONGEST_CHOICE]
        choices = (*walk.choices, name)[:MOST_CHOICES] if name else walk.choices
        return self._at(_moved(walk, to, language or walk.language, choices))

    def _at(self, walk: Walk) -> Reply:
        """Come to a node: pass on what needs no words, say what does."""
        while walk.steps < MOST_STEPS:
            node = self._nodes.get(walk.node)
            match node:
                case None:
                    break
                case ToQueue(queue_id=queue_id):
                    return None, Turn(deed=Enqueue(queue_id, walk.language, walk.choices))
                case Goodbye():
                    return None, Turn(deed=Part(_spoken(node.words, walk)))
                case WhenOpen():
                    walk = _moved(walk, node.open if self._is_open(node.queue_id) else node.closed)
                case Say() if not _spoken(node.words, walk):
                    walk = _moved(walk, node.then)
                case _:
                    return walk, _turn_at(node, walk)
        return None, Turn(deed=Enqueue(self._fallback, walk.language, walk.choices))


def _moved(
    walk: Walk, to: NodeId, language: Language | None = None, choices: tuple[str, ...] | None = None
) -> Walk:
    return Walk(
        node=to,
        language=language or walk.language,
        home=walk.home,
        steps=walk.steps + 1,
        choices=walk.choices if choices is None else choices,
    )


def _turn_at(node: Node, walk: Walk) -> Turn:
    match node:
        case ChooseLanguage(options=options):
            asked = tuple(words.LanguageChoice(each.language, each.key) for each in options)
            return Turn(say=asked, wait_ms=LANGUAGE_WAIT_MS)
        case Menu():
            return Turn(say=_spoken(node.words, walk), wait_ms=node.wait_ms)
        case Say():
            return Turn(say=_spoken(node.words, walk))
        case _:
            return Turn()


def _spoken(texts: Texts, walk: Walk) -> tuple[Prompt, ...]:
    """The text in the caller's language, or in one that it has; nothing when it cannot be said."""
    language, text = text_in(texts, walk.language, walk.home)
    return own_words(text, language)


def own_words(text: str, language: Language) -> tuple[Prompt, ...]:
    """What the company wrote, as a prompt; none when there is nothing in it that can be said."""
    prompt = words.own_words(text, language)
    return () if prompt is None else (prompt,)
