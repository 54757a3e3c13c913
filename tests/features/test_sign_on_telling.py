"""What a provider tells of a person: groups in many shapes, addresses that it vouches for, and junk."""

from __future__ import annotations

from typing import Any

import pytest

from lur.features.sign_on.model import Provider, Rule
from lur.features.sign_on.telling import groups_in, person_of, rule_for

PROVIDER = Provider(
    id="p",
    name="P",
    issuer="https://p.example",
    client_id="lur",
    rules=(
        Rule(group="admins", role="admin"),
        Rule(group="kundtjanst", role="agent", agent=True),
    ),
)


@pytest.mark.parametrize(
    ("claims", "name", "groups"),
    [
        ({"groups": ["a", "b"]}, "groups", ("a", "b")),
        ({"groups": "a"}, "groups", ("a",)),
        ({"realm_access": {"roles": ["r"]}}, "realm_access.roles", ("r",)),
        ({"https://x.example/roles": ["u"]}, "https://x.example/roles", ("u",)),
        ({"hd": "firma.se"}, "hd", ("firma.se",)),
        ({"groups": ["a", 7, None, {"b": 1}]}, "groups", ("a",)),
        ({"groups": {"a": True}}, "groups", ()),
        ({"groups": 7}, "groups.deeper", ()),
        ({}, "groups", ()),
    ],
)
def test_groups_are_found_in_many_shapes(claims: dict[str, Any], name: str, groups: tuple[str, ...]) -> None:
    """A list, one name, within others by dots, under a name that is an address; what is odd counts for
    nothing."""
    assert groups_in(claims, name) == groups


def test_the_first_rule_that_is_met_decides() -> None:
    """In the order in which the administrator wrote them, whatever the provider's order is."""
    assert rule_for(PROVIDER, ("kundtjanst", "admins")) == PROVIDER.rules[0]
    assert rule_for(PROVIDER, ("KUNDTJANST",)) is None
    assert rule_for(PROVIDER, ()) is None


@pytest.mark.parametrize("vouched", [{"email_verified": True}, {"email_verified": "true"}, {"xms_edov": "1"}])
def test_a_vouched_address_is_the_name(vouched: dict[str, Any]) -> None:
    """Also as Entra says it."""
    person = person_of(PROVIDER, {"sub": "1", "email": "Pia@Example.se", "name": "Pia"} | vouched, "t")
    assert (person.login, person.verified_email, person.display_name) == (
        "pia@example.se",
        "pia@example.se",
        "Pia",
    )


@pytest.mark.parametrize(
    "vouched", [{}, {"email_verified": False}, {"email_verified": 1}, {"email_verified": None}]
)
def test_an_address_that_nobody_vouches_for_links_nothing(vouched: dict[str, Any]) -> None:
    """Else anybody who may write what they like there could become anybody here."""
    claims = {"sub": "1", "email": "admin@example.se", "preferred_username": "Eve Å"} | vouched
    person = person_of(PROVIDER, claims, "t")
    assert (person.verified_email, person.login) == ("", "eve--")
    for named in ({"preferred_username": "admin@example.se"}, {"preferred_username": None}):
        sly = person_of(PROVIDER, claims | named, "t")
        assert (sly.verified_email, sly.login) == ("", "admin-example.se")


def test_junk_makes_a_plain_person() -> None:
    """Types that are not text, and texts without end."""
    person = person_of(PROVIDER, {"sub": "s" * 255, "name": ["x"], "email": 7, "locale": "nn-NO"}, "t")
    assert (person.language, person.groups) == ("nb", ())
    assert len(person.login) <= 64
    assert len(person.display_name) <= 120
