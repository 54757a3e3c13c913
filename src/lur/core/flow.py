"""Entry flows as data: what a caller hears and may press before standing in a queue.

The greeting with the recording notice comes first in every call and is no part of the flow. A flow is a
graph of nodes that name each other; it ends in a queue or in a goodbye. Whether the queue is open, full or
may call back is not the flow's business but the queue's, so no flow can let anybody past it. The voice edge
walks it, the admin pages draw it, and neither can save one that would trap a caller (``flow_faults``).
"""

from __future__ import annotations

from typing import Literal

import msgspec

from lur.core.ids import Language, QueueId

NodeId = str
KEYS = "0123456789*#"
RESERVED_KEY = "9"
"""Declines the recording at any moment of a call, so no question may use it."""
LANGUAGES: tuple[Language, ...] = ("sv", "nb", "en")


class Words(msgspec.Struct, frozen=True):
    """One text in the three languages; an empty one is spoken in the flow's own language."""

    sv: str = ""
    nb: str = ""
    en: str = ""


class _Node(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag=True):
    """What all nodes have: an id that is theirs alone in the flow."""

    id: NodeId


class Say(_Node, frozen=True, kw_only=True):
    """Says something and goes on."""

    words: Words
    then: NodeId


class LanguageOption(msgspec.Struct, frozen=True):
    """A key and the language that it chooses."""

    key: str
    language: Language


class ChooseLanguage(_Node, frozen=True, kw_only=True):
    """Each option is said in its own language. Without a key the entry's language stays."""

    options: tuple[LanguageOption, ...]
    then: NodeId


class MenuOption(msgspec.Struct, frozen=True):
    """A key, the name that agents see ("invoice"), and where it leads."""

    key: str
    name: str
    then: NodeId


class Menu(_Node, frozen=True, kw_only=True):
    """Asks for a key, at most ``tries`` times; who presses nothing goes on at ``otherwise``."""

    words: Words
    options: tuple[MenuOption, ...]
    otherwise: NodeId
    tries: int = 2
    wait_ms: int = 6_000


class WhenOpen(_Node, frozen=True, kw_only=True):
    """Which way, by a queue's opening hours and special days."""

    queue_id: QueueId
    open: NodeId
    closed: NodeId


class ToQueue(_Node, frozen=True, kw_only=True):
    """The end: the contact takes its place, or hears that the queue is closed or full."""

    queue_id: QueueId


class Goodbye(_Node, frozen=True, kw_only=True):
    """The other end: says something and hangs up."""

    words: Words


Node = Say | ChooseLanguage | Menu | WhenOpen | ToQueue | Goodbye
NodeKind = Literal["Say", "ChooseLanguage", "Menu", "WhenOpen", "ToQueue", "Goodbye"]


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """A whole flow. ``fallback`` is the queue of a caller whose flow cannot go on."""

    flow_id: str
    name: str
    first: NodeId
    nodes: tuple[Node, ...]
    fallback: QueueId


def text_in(words: Words, language: Language, home: Language) -> tuple[Language, str]:
    """The text in a language, else in the entry's own, else in the first that has one."""
    for each in (language, home, *LANGUAGES):
        text: str = getattr(words, each).strip()
        if text:
            return each, text
    return language, ""


def ways_on(node: Node) -> tuple[NodeId, ...]:
    """Every node that comes next, whatever is pressed and whenever it is."""
    match node:
        case Say() | ChooseLanguage():
            return (node.then,)
        case Menu():
            return (*(option.then for option in node.options), node.otherwise)
        case WhenOpen():
            return (node.open, node.closed)
        case _:
            return ()


def ways_in_silence(node: Node) -> tuple[NodeId, ...]:
    """Every node that comes next for a caller who presses nothing, whenever it is."""
    return (node.otherwise,) if isinstance(node, Menu) else ways_on(node)
