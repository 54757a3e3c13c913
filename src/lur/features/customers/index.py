"""All customers in memory, found by typing anything: asked at each key press and at each call that arrives.

The vault is sealed, so no database can search it. Words are kept sorted: what begins as typed is found by
bisection; what only contains it by one scan over all words, when the beginnings gave too little. The rarest
word of a query gives the candidates, the others are looked for in those.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from lur.features.customers.folding import fold, words_of
from lur.features.customers.model import Customer, CustomerRow
from lur.features.customers.numbers import ways_to_search

MOST_FOUND = 50
MOST_LOOKED_AT = 1_000
"""Of so many that fit, the best are chosen: a single letter fits everybody."""
MOST_COMBINED = 3_000
"""Among so many who fit one word of a query the others are looked for."""
FEW = 200
"""When a word of the query has no more than these, no rarer one is looked for."""
FRESH_KEPT = 500
NUMBER_SIGNS = frozenset("0123456789 +-()/.\u00a0")
BREAK = "\n"


class Entry(NamedTuple):
    """One customer as it is searched. The texts are words between blanks."""

    row: CustomerRow
    numbers: tuple[str, ...]
    names: str
    others: str

    @property
    def words(self) -> Iterator[str]:
        """All that it is found by."""
        return chain(self.names.split(), self.others.split(), (number[1:] for number in self.numbers))


class Term(NamedTuple):
    """One word of a query; ``digits`` are the ways in which it may begin a number, none when it is no
    number."""

    text: str
    begins: str
    """With the blank before it."""
    whole: str
    digits: tuple[str, ...]


class Index:
    """Everybody who is not merged away. ``country`` is the code (``46``) of numbers without one."""

    def __init__(self, country: str) -> None:
        self._country = country
        self._entries: dict[str, Entry] = {}
        self._holders: dict[str, list[str]] = {}
        """Customers by word, numbers without their plus sign among the words."""
        self._sorted: list[str] = []
        self._joined = BREAK
        """All words, to be scanned; those that came since are in ``_fresh``, and some may be nobody's now."""
        self._fresh: list[str] = []

    def __len__(self) -> int:
        return len(self._entries)

    def load(self, customers: Iterable[Customer]) -> None:
        """Many at once, into an empty index."""
        for customer in customers:
            self._add(customer)
        self._sorted = sorted(self._holders)
        self._join()

    def _join(self) -> None:
        self._joined = BREAK.join(["", *self._sorted, ""])
        self._fresh.clear()

    def put(self, customer: Customer) -> None:
        """New or changed."""
        self.remove(customer.id)
        for word in self._add(customer):
            insort(self._sorted, word)
            self._fresh.append(word)
        if len(self._fresh) > FRESH_KEPT:
            self._join()

    def remove(self, customer_id: str) -> None:
        """Forget somebody."""
        entry = self._entries.pop(customer_id, None)
        for word in dict.fromkeys(entry.words) if entry else ():
            holders = self._holders[word]
            holders.remove(customer_id)
            if not holders:
                del self._holders[word]
                del self._sorted[bisect_left(self._sorted, word)]

    def _add(self, customer: Customer) -> list[str]:
        """The words that were not there before."""
        entry = self._entries[customer.id] = _entry(customer)
        fresh = []
        for word in dict.fromkeys(entry.words):
            holders = self._holders.setdefault(word, [])
            if not holders:
                fresh.append(word)
            holders.append(customer.id)
        return fresh

    # --- questions -----------------------------------------------------------------------------------------

    def row(self, customer_id: str) -> CustomerRow | None:
        """Somebody in short."""
        entry = self._entries.get(customer_id)
        return entry.row if entry else None

    def with_number(self, number: str) -> tuple[CustomerRow, ...]:
        """Those who have an E.164 number, by name."""
        found = [self._entries[each] for each in self._holders.get(number[1:], ()) if number]
        rows = [_shown(each, number) for each in found if number in each.numbers]
        return tuple(sorted(rows, key=lambda row: (fold(row.name), row.id)))

    def search(self, query: str) -> tuple[CustomerRow, ...]:
        """The best of those who fit all words of the query, at most ``MOST_FOUND``."""
        terms = self._terms(query)
        if not terms:
            return ()
        ranked: list[tuple[int, str, str]] = []
        for customer_id in self._rarest(terms):
            entry = self._entries[customer_id]
            if (score := _score(entry, terms)) is not None:
                ranked.append((score, entry.names, customer_id))
        return tuple(_fitting(self._entries[each], terms) for _, _, each in sorted(ranked)[:MOST_FOUND])

    def _rarest(self, terms: list[Term]) -> list[str]:
        """Those who fit the word that the fewest fit; long words are likelier to be rare."""
        best: list[str] | None = None
        most = MOST_LOOKED_AT if len(terms) == 1 else MOST_COMBINED
        for term in sorted(terms, key=lambda term: -len(term.text)):
            found = self._candidates(term, most)
            if best is None or len(found) < len(best):
                best = found
            if len(best) <= FEW:
                break
        return best or []

    def _terms(self, query: str) -> list[Term]:
        if NUMBER_SIGNS.issuperset(query):
            digits = _digits(query)
            return [self._term(digits)] if digits else []
        return [self._term(word) for word in fold(query).replace(",", " ").replace(";", " ").split()]

    def _term(self, word: str) -> Term:
        digits = _digits(word) if NUMBER_SIGNS.issuperset(word) else ""
        ways = tuple(ways_to_search(digits, self._country)) if digits else ()
        return Term(word, f" {word}", f" {word} ", ways)

    def _candidates(self, term: Term, most: int) -> list[str]:
        """Beginnings first; then, when they are few, what merely contains the word."""
        found: dict[str, None] = {}
        for beginning in dict.fromkeys((term.text, *term.digits)):
            self._gather(found, self._beginning_with(beginning), most)
        if len(found) < MOST_FOUND:
            part = term.digits[0].lstrip("0") if term.digits else term.text
            self._gather(found, self._containing(part), most)
        return list(found)

    def _gather(self, found: dict[str, None], words: Iterable[str], most: int) -> None:
        for word in words:
            found.update(dict.fromkeys(self._holders.get(word, ())[: most - len(found)]))
            if len(found) >= most:
                return

    def _beginning_with(self, text: str) -> Iterator[str]:
        for position in range(bisect_left(self._sorted, text), len(self._sorted)):
            if not self._sorted[position].startswith(text):
                return
            yield self._sorted[position]

    def _containing(self, text: str) -> Iterator[str]:
        yield from (word for word in self._fresh if text in word)
        joined, position = self._joined, -1
        while text and (position := joined.find(text, position + 1)) >= 0:
            begin, end = joined.rfind(BREAK, 0, position) + 1, joined.find(BREAK, position)
            yield joined[begin:end]
            position = end


def _entry(customer: Customer) -> Entry:
    names = words_of(customer.names)
    others = words_of(chain(customer.companies, customer.mails, customer.addresses))
    row = CustomerRow(
        id=customer.id,
        name=_first(customer.names),
        company=_first(customer.companies),
        number=_first(customer.numbers),
        mail=_first(customer.mails),
    )
    return Entry(row, customer.numbers, f" {' '.join(names)} ", f" {' '.join(others)} ")


def _first(texts: tuple[str, ...]) -> str:
    return texts[0] if texts else ""


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _score(entry: Entry, terms: list[Term]) -> int | None:
    """How well all words fit, 0 the best; None when one does not."""
    total = 0
    for term in terms:
        score = _score_of(entry, term)
        if score is None:
            return None
        total += score
    return total


def _score_of(entry: Entry, term: Term) -> int | None:
    if term.begins in entry.names:
        return 0 if term.whole in entry.names else 1
    if term.digits and any(number[1:].startswith(term.digits) for number in entry.numbers):
        return 1
    if term.begins in entry.others:
        return 2
    if term.text in entry.names:
        return 3
    if term.text in entry.others or _number_within(entry, term):
        return 4
    return None


def _number_within(entry: Entry, term: Term) -> str | None:
    """The number that a term means."""
    for number in entry.numbers:
        if any(way.lstrip("0") in number for way in term.digits if way.strip("0")):
            return number
    return None


def _fitting(entry: Entry, terms: list[Term]) -> CustomerRow:
    for term in terms:
        if term.digits and (number := _number_within(entry, term)):
            return _shown(entry, number)
    return entry.row


def _shown(entry: Entry, number: str) -> CustomerRow:
    row = entry.row
    return CustomerRow(id=row.id, name=row.name, company=row.company, number=number, mail=row.mail)
