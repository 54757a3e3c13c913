"""What customers read, in three languages: short, calm, no blame. ``{names}`` are filled in by phrases.py.

The words are those of docs/glossary.md.
"""

from __future__ import annotations

from typing import NamedTuple


class Texts(NamedTuple):
    """All sentences of one language."""

    name: str
    language: str
    your_place: str
    in_queue: str
    update: str
    away: str
    only_yours: str
    # --- states: heading and what it means ---
    entering: tuple[str, str]
    closed: tuple[str, str]
    full: tuple[str, str]
    waiting: tuple[str, str]
    waiting_call: tuple[str, str]
    turn: tuple[str, str]
    turn_call: tuple[str, str]
    calling: tuple[str, str]
    talking: tuple[str, str]
    resting: tuple[str, str]
    missed: tuple[str, str]
    ends: dict[str, tuple[str, str]]
    # --- the wait ---
    range_answer: str
    range_call: str
    range_none: str
    range_soon: str
    said_at: str
    between: str
    within: str
    a_minute: str
    minutes: str
    under_a_minute: str
    hours: str
    grown: dict[str, str]
    how_it_moved: str
    moved: str
    # --- time ---
    clock: str
    today: str
    tomorrow: str
    weekdays: tuple[str, ...]
    on_day: str
    # --- meanwhile ---
    tell: str
    tell_hint: str
    what_happened: str
    upset: str
    upset_hint: str
    rather_not: str
    tell_all: str
    send: str
    told: str
    told_count: str
    picture: str
    picture_hint: str
    send_picture: str
    answers: str
    may_fit: str
    # --- being called ---
    call: str
    call_hint: str
    change_call: str
    number: str
    number_hint: str
    number_known: str
    when: str
    in_turn: str
    call_me: str
    change: str
    asked: str
    # --- leaving ---
    leave: str
    leave_kept: str
    leave_lost: str
    leave_yes: str
    regret: str
    regret_hint: str
    take_back: str
    # --- an incident ---
    tell_me: str
    tell_me_hint: str
    tell_me_yes: str
    call_about: str
    called_about: str
    # --- how it went ---
    rate: str
    rate_hint: str
    rate_as: tuple[str, str, str, str, str]
    """1 to 5."""
    rate_words: str
    rate_send: str
    rate_again: str
    rated: str
    rate_given: str
    # --- the receipt ---
    receipt: str
    you_were: str
    answered_at_once: str
    you_waited: str
    had_told: str
    it_held: str
    it_was_shorter: str
    it_was_longer: str
    fair: str
    unfair_one: str
    unfair: str
    proof: str
    # --- /place, /callback, /help ---
    see_place: str
    see_place_hint: str
    code: str
    see: str
    callback: str
    callback_hint: str
    about: str
    closed_now: str
    asked_before: str
    no_queue: str
    help: str
    incidents: str
    no_incidents: str
    no_answers: str
    other_ways: str
    # --- what went wrong ---
    nothing_here: tuple[str, str]
    slow_down: tuple[str, str]
    not_now: tuple[str, str]
    faults: dict[str, str]
    # --- text messages ---
    text_place: str
    text_call: str
    text_missed: str
