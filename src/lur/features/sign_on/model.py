"""Providers, what their groups mean here, and who somebody from there is: as values."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from lur.features import Refused

CheckName = Literal["doors", "keys", "secret", "redirect"]
"""What is tried: where its doors are, its keys, our id and secret, and the way back to us."""


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """Who is in ``group`` has ``role``; with ``agent`` they serve contacts and get a desk."""

    group: str
    role: str
    agent: bool = False
    team: str = ""


class Provider(msgspec.Struct, frozen=True, kw_only=True):
    """Where people sign on. The client's secret is in the vault, never here."""

    id: str
    name: str
    issuer: str
    client_id: str
    scopes: str = "openid profile email"
    groups_claim: str = "groups"
    """Where its groups are; dots lead into what lies within (``realm_access.roles``)."""
    link_by_email: bool = False
    """Whether an account whose name is the person's verified e-mail address becomes theirs."""
    enabled: bool = True
    rules: tuple[Rule, ...] = ()
    """The first whose group the person is in decides."""


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for all."""

    only_providers: bool = False
    """Passwords and passkeys are good for nobody, save those who are let in when the provider is away."""
    second_factor_roles: tuple[str, ...] = ()
    """Who signs in with a password needs a second factor in these roles."""


def check_issuer(issuer: str) -> None:
    """Only a provider on this very machine may be asked without TLS. Raises ``Refused``:
    issuer_without_tls."""
    here = re.match(r"http://(localhost|127\.[0-9.]+)(:\d+)?(/|$)", issuer)
    if not issuer.startswith("https://") and here is None:
        raise Refused("issuer_without_tls", issuer)


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Who came, as the provider tells it."""

    issuer: str
    subject: str
    login: str
    """What they are called there: a verified address before a name that they chose, which is never an
    address."""
    display_name: str
    language: str
    verified_email: str
    """Empty when the provider does not vouch for it."""
    groups: tuple[str, ...]
    sid: str
    id_token: str


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """How one trial went. ``code`` is empty when it went well."""

    name: CheckName
    ok: bool
    code: str = ""
    detail: str = ""
