"""Telephone numbers, one way of writing for each: E.164, so that a caller is known however it was typed."""

from __future__ import annotations

from collections.abc import Iterable

import phonenumbers

REGION = "SE"
"""Where a number without a country code is read, unless the settings say another."""
LONGEST = 60


def normalised(text: str, region: str = REGION) -> str | None:
    """``070-123 45 67`` and ``0046 70 1234567`` as ``+46701234567``; None when it is no telephone number."""
    if len(text) > LONGEST:
        return None
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def country_code(region: str) -> str:
    """``46`` for SE."""
    return str(phonenumbers.country_code_for_region(region))


def ways_to_search(digits: str, country: str) -> Iterable[str]:
    """What typed digits may begin with inside an E.164 number without its plus sign."""
    yield digits
    if digits.startswith("00"):
        yield digits[2:]
    elif digits.startswith("0") and len(digits) > 1:
        yield country + digits[1:]
