"""One line of typing finds whom to turn to: who may decide, who knows, a number outside. Pure.

Among those who may decide, those who can be asked now come first, and then the one whose limit is the closest
above: the highest chief is asked last, not first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lur.core.ids import AgentId
from lur.features.colleagues.amounts import Amount, amount_in
from lur.features.colleagues.model import (
    Authority,
    Colleague,
    DecisionKind,
    Found,
    FoundColleague,
    Known,
    OutsideNumber,
    Understood,
)
from lur.features.colleagues.words import COMMON, DECIDING, likeness, words_in

MOST_FOUND = 50
NO_LIMIT = 1 << 60
_NAME, _SKILL, _TOPIC = 3, 2, 2
_FEWEST_DIGITS = 3

Rank = tuple[int, ...]


def find(
    query: str,
    kinds: Sequence[DecisionKind],
    kept: Mapping[AgentId, Colleague],
    known: Sequence[Known],
    outside: Sequence[OutsideNumber],
) -> Found:
    """Whoever fits, at most ``MOST_FOUND`` of each sort; nothing typed finds everybody."""
    amount = amount_in(query)
    words = words_in(query)
    asked, rest = _understood(words, words_in(_without(query, amount)), amount, kinds)
    people = _deciders(asked, rest, kinds, kept, known) if asked.is_decision else _knowing(words, kept, known)
    numbers = _outside(rest if asked.is_decision else words, query, outside)
    return Found(asked=asked, colleagues=people[:MOST_FOUND], outside=numbers[:MOST_FOUND])


# --- what was asked ----------------------------------------------------------------------------------------


def _understood(
    words: tuple[str, ...], beside: tuple[str, ...], amount: Amount | None, kinds: Sequence[DecisionKind]
) -> tuple[Understood, tuple[str, ...]]:
    """What is asked for, and the words that are left to look for. A bare number alone is no decision: it may
    be somebody's."""
    open_kinds = [each for each in kinds if not each.archived]
    meant = [(kind, word) for kind in open_kinds for word in beside if _means(kind, word)]
    decides = any(word in DECIDING for word in words)
    has_unit = amount is not None and amount.unit is not None
    is_decision = bool(meant) or decides or has_unit
    named = tuple(dict.fromkeys(kind.id for kind, _ in meant))
    asked = Understood(
        hundredths=amount.hundredths if amount is not None and is_decision else None,
        unit=amount.unit if amount is not None and is_decision else None,
        kind_ids=named,
        is_decision=is_decision,
    )
    used = {word for _, word in meant} | COMMON | DECIDING
    return asked, tuple(word for word in beside if word not in used)


def _without(query: str, amount: Amount | None) -> str:
    return query if amount is None else f"{query[: amount.start]} {query[amount.end :]}"


def _means(kind: DecisionKind, word: str) -> bool:
    """Whether a word is the kind's name, or one of its other words."""
    if word in COMMON or word in DECIDING:
        return False
    names = kind.names
    own = [each for each in words_in(f"{names.sv} {names.nb} {names.en} {kind.also}") if each not in COMMON]
    return likeness(word, tuple(own)) >= (3 if len(word) < 4 else 2)


# --- who may decide ----------------------------------------------------------------------------------------


def _deciders(
    asked: Understood,
    rest: tuple[str, ...],
    kinds: Sequence[DecisionKind],
    kept: Mapping[AgentId, Colleague],
    known: Sequence[Known],
) -> tuple[FoundColleague, ...]:
    meant = {kind.id: kind for kind in kinds if not kind.archived and _is_meant(kind, asked)}
    ranked: list[tuple[Rank, str, str, FoundColleague]] = []
    for each in known:
        authority = kept[each.agent_id].authority if each.agent_id in kept else ()
        may = [one for one in authority if one.kind_id in meant and _reaches(one, meant[one.kind_id], asked)]
        if may:
            found = FoundColleague(agent_id=each.agent_id, kind_ids=tuple(one.kind_id for one in may))
            rank = (not each.can_be_asked, -_fit(each, kept.get(each.agent_id), rest), min(map(_height, may)))
            ranked.append((rank, each.name, each.agent_id, found))
    return tuple(found for *_, found in sorted(ranked, key=lambda row: row[:3]))


def _is_meant(kind: DecisionKind, asked: Understood) -> bool:
    if asked.kind_ids and kind.id not in asked.kind_ids:
        return False
    return asked.unit is None or kind.unit == asked.unit


def _reaches(one: Authority, kind: DecisionKind, asked: Understood) -> bool:
    if asked.hundredths is None or kind.unit == "none" or one.limit_hundredths is None:
        return True
    return one.limit_hundredths >= asked.hundredths


def _height(one: Authority) -> int:
    return NO_LIMIT if one.limit_hundredths is None else one.limit_hundredths


# --- who knows ---------------------------------------------------------------------------------------------


def _knowing(
    words: tuple[str, ...], kept: Mapping[AgentId, Colleague], known: Sequence[Known]
) -> tuple[FoundColleague, ...]:
    """Those whom all words fit; when there is nobody, those whom the most of the longer words fit."""
    wanted = tuple(word for word in words if word not in COMMON) or words
    fits = {
        each.agent_id: [_word_fit(each, kept.get(each.agent_id), word) for word in wanted] for each in known
    }
    found = [each for each in known if all(fits[each.agent_id])]
    if not found:
        long = [n for n, word in enumerate(wanted) if len(word) >= 3]
        found = [each for each in known if any(fits[each.agent_id][n] for n in long)]

    def rank(each: Known) -> tuple[int, bool, int, str, str]:
        fit = fits[each.agent_id]
        missed = sum(not one for one in fit)
        return missed, not each.can_be_asked, -sum(fit), each.name, each.agent_id

    return tuple(FoundColleague(agent_id=each.agent_id, kind_ids=()) for each in sorted(found, key=rank))


def _fit(each: Known, kept: Colleague | None, words: tuple[str, ...]) -> int:
    return sum(_word_fit(each, kept, word) for word in words)


def _word_fit(each: Known, kept: Colleague | None, word: str) -> int:
    """A name weighs more than a skill; 0 when nothing of theirs fits."""
    name = likeness(word, words_in(each.name)) * _NAME
    number = _NAME * 3 if word == each.agent_id else 0
    skill = likeness(word, words_in(" ".join(each.skills))) * _SKILL
    topic = likeness(word, words_in(kept.topics)) * _TOPIC if kept is not None else 0
    return max(name, number, skill, topic)


# --- outside the house -------------------------------------------------------------------------------------


def _outside(
    words: tuple[str, ...], query: str, outside: Sequence[OutsideNumber]
) -> tuple[OutsideNumber, ...]:
    """By name, purpose and digits; all of them for nothing typed."""
    if not query.strip():
        return tuple(sorted(outside, key=lambda each: (each.name, each.id)))
    wanted = tuple(word for word in words if word not in COMMON)
    digits = "".join(filter(str.isdigit, query)).lstrip("0")
    ranked: list[tuple[int, str, str, OutsideNumber]] = []
    for each in outside:
        by_number = len(digits) >= _FEWEST_DIGITS and digits in each.number
        fit = [likeness(word, words_in(f"{each.name} {each.purpose}")) for word in wanted]
        if by_number or (fit and all(fit)):
            ranked.append((-sum(fit), each.name, each.id, each))
    return tuple(row[-1] for row in sorted(ranked, key=lambda row: row[:3]))
