"""Colleagues and refused numbers put together with what calls: the rule for numbers comes in here, and what
is kept here goes out to whoever dials.
"""

from __future__ import annotations

from functools import partial

from lur.adapters.storage.readmodel import ReadModel
from lur.features import Refused
from lur.features.callbacks.numbers import FAULTS, NumberRule
from lur.features.callbacks.service import Callbacks
from lur.features.colleagues.outside import CheckedNumber
from lur.features.colleagues.service import Colleagues
from lur.features.customers.numbers import normalised
from lur.features.refusals.service import Refusals
from lur.ports import Clock, Vault


def colleagues_with(database: ReadModel, vault: Vault, rule: NumberRule) -> Colleagues:
    """Not loaded yet."""
    return Colleagues(database, vault, rule_for(rule))


def rule_for(rule: NumberRule) -> CheckedNumber:
    """The rule for numbers as colleagues' numbers outside take it."""

    def checked(number: str) -> str:
        found = rule.checked_of_ours(number)
        if found in FAULTS:
            raise Refused(found)
        return found

    return checked


def refusals_in(database: ReadModel, vault: Vault, clock: Clock, region: str) -> Refusals:
    """Not loaded yet. ``region`` reads numbers without a country code."""
    return Refusals(database, vault, clock, partial(normalised, region=region))


def obeyed_by(callbacks: Callbacks, colleagues: Colleagues, refusals: Refusals) -> None:
    """From now on no refused number is dialled, and the company's own outside numbers may be."""
    callbacks.refuses = refusals.refuses
    callbacks.is_ours = colleagues.outside.has
