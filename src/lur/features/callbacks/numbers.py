"""Which numbers Lur calls: those of people in the countries that the operator chose, and none that costs.

A number is data from a stranger. Without a rule, a form on the web would let anybody make the company dial
premium lines; so what is not plainly a person's number in an allowed country is refused, before dialling.
"""

from __future__ import annotations

from typing import Literal

import msgspec
import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberType

LONGEST = 40
COUNTRIES = ("SE", "NO", "DK", "FI")
SAME_NETWORK = ("SJ", "AX")
"""Svalbard and Åland: codes of their own in Norway's and Finland's networks."""

NumberFault = Literal["number_invalid", "number_premium", "number_foreign"]
FAULTS: frozenset[str] = frozenset(("number_invalid", "number_premium", "number_foreign"))

PEOPLE = frozenset(
    {
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.MOBILE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE,
        PhoneNumberType.VOIP,
    }
)
MOBILE = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
"""Kinds of numbers that a text may be sent to."""
COMPANIES = PEOPLE | {PhoneNumberType.TOLL_FREE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN}
"""Kinds that the company itself may choose to call: a carrier's, an authority's. None that costs extra."""


class NumberRule(msgspec.Struct, frozen=True, kw_only=True):
    """``region`` reads numbers without a country code; ``countries`` may be called."""

    region: str = "SE"
    countries: tuple[str, ...] = COUNTRIES

    def checked(self, text: str) -> str | NumberFault:
        """The number as E.164 with its plus, or why it may not be called."""
        number = self._parsed(text)
        if number is None:
            return "number_invalid"
        return self._fault(number) or phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def fault_in(self, text: str) -> NumberFault | None:
        """Why the number may not be called; None when it may."""
        number = self._parsed(text)
        return "number_invalid" if number is None else self._fault(number)

    def checked_of_ours(self, text: str) -> str | NumberFault:
        """As ``checked``, for a number that the company has written into its own directory."""
        number = self._parsed(text)
        if number is None:
            return "number_invalid"
        fault = self._fault(number, COMPANIES)
        return fault or phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def may_be_texted(self, text: str) -> bool:
        """Whether it is a mobile number that may be called."""
        number = self._parsed(text)
        return (
            number is not None and self._fault(number) is None and phonenumbers.number_type(number) in MOBILE
        )

    def _parsed(self, text: str) -> PhoneNumber | None:
        if not 0 < len(text) <= LONGEST:
            return None
        try:
            return phonenumbers.parse(text, self.region)
        except phonenumbers.NumberParseException:
            return None

    def _fault(self, number: PhoneNumber, kinds: frozenset[int] = PEOPLE) -> NumberFault | None:
        country = phonenumbers.region_code_for_country_code(number.country_code or 0)
        if not self._is_ours(number, country):
            return "number_foreign"
        if number.extension or not phonenumbers.is_valid_number(number):
            return "number_invalid"
        return None if phonenumbers.number_type(number) in kinds else "number_premium"

    def _is_ours(self, number: PhoneNumber, country: str) -> bool:
        """Whether the number is in an allowed country; a short or impossible one is judged by its code."""
        region = phonenumbers.region_code_for_number(number) or country
        return region in self.countries or (region in SAME_NETWORK and country in self.countries)


def masked(number: str) -> str:
    """So much of a number as its owner knows it by, and nobody else learns it from: ``••• 4567``."""
    return f"••• {number[-4:]}" if len(number) >= 8 else ""
