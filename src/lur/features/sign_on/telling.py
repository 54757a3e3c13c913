"""What a provider tells of a person, read. Pure: claims in, a ``Person`` out; nothing odd is believed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lur.features.sign_on.model import Person, Provider, Rule

LONGEST = 120
MOST_GROUPS = 2_000
NORWEGIAN = ("nb", "no", "nn")


def person_of(provider: Provider, claims: Mapping[str, Any], id_token: str) -> Person:
    """Who came."""
    email = _text(claims, "email").casefold()
    vouched = _is_true(claims.get("email_verified")) or _is_true(claims.get("xms_edov"), "1")
    named = _text(claims, "preferred_username") or email or _text(claims, "sub")
    return Person(
        issuer=provider.issuer,
        subject=str(claims["sub"]),
        login=_login(email if vouched and email else named.replace("@", "-")),
        display_name=_text(claims, "name") or named,
        language=_language(_text(claims, "locale")),
        verified_email=email if vouched else "",
        groups=groups_in(claims, provider.groups_claim),
        sid=_text(claims, "sid"),
        id_token=id_token,
    )


def groups_in(claims: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """The groups at a claim's name: a list of names, or one name."""
    found = _within(claims, name)
    if isinstance(found, str):
        return (found,)
    if not isinstance(found, list):
        return ()
    return tuple(each for each in found[:MOST_GROUPS] if isinstance(each, str))


def rule_for(provider: Provider, groups: tuple[str, ...]) -> Rule | None:
    """The first rule that is met; None: nothing here is theirs."""
    mine = set(groups)
    return next((rule for rule in provider.rules if rule.group in mine), None)


def _within(claims: Mapping[str, Any], name: str) -> object:
    """A claim by its whole name, since some are web addresses, or else by the way that the dots show."""
    if name in claims:
        return claims[name]
    found: Any = claims
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _is_true(value: object, *more: str) -> bool:
    """True, and the word for it; nothing that is merely like it."""
    return value is True or (isinstance(value, str) and value in ("true", *more))


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return " ".join(value.split())[:LONGEST] if isinstance(value, str) else ""


def _login(name: str) -> str:
    """A name as accounts have them."""
    return re.sub(r"[^A-Za-z0-9._@+-]", "-", name.casefold())[:64]


def _language(locale: str) -> str:
    base = locale.lower().partition("-")[0].partition("_")[0]
    return "nb" if base in NORWEGIAN else base if base in ("sv", "en") else ""
