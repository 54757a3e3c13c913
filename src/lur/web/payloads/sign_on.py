"""What the API says and hears of signing in: second factors, passkeys, sessions, providers."""

from __future__ import annotations

from typing import Annotated

import msgspec

from lur.core.ids import AgentId, Instant
from lur.features.accounts.model import Passkey, Role, Way
from lur.features.sign_on.model import Check
from lur.web.payloads.common import END, AccountRow, Answer, Body, Id, Me, Name, Password

Ticket = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
TypedCode = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
Credential = Annotated[str, msgspec.Meta(min_length=2, max_length=20_000)]
"""What the browser made, as JSON (``PublicKeyCredential.toJSON``)."""
KeyName = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
Issuer = Annotated[str, msgspec.Meta(min_length=8, max_length=300, pattern=rf"^https?://[^\s?#]+{END}")]
Line = Annotated[str, msgspec.Meta(min_length=1, max_length=300, pattern=rf"^[^\x00-\x1f\x7f]+{END}")]

# --- signing in --------------------------------------------------------------------------------------------


class ProviderDoor(Answer, frozen=True, kw_only=True):
    """A button on the page to sign in."""

    id: str
    name: str


class SignInWays(Answer, frozen=True, kw_only=True):
    """GET /api/sign-on: how one may sign in here."""

    providers: tuple[ProviderDoor, ...]
    only_providers: bool


class SecondFactorAsked(Answer, frozen=True, kw_only=True):
    """POST /api/sign-in, 202: the password is right, and now a second factor."""

    ticket: str
    codes: bool
    recovery: bool
    passkey: str
    """What the browser needs to use a passkey, as JSON; empty: there is none for these pages."""
    must_set_up: bool
    """The role asks for one and there is none yet: an authenticator app is set up now."""


class SecondFactorBody(Body, frozen=True, kw_only=True):
    """POST /api/sign-in/second-factor: one of the three."""

    ticket: Ticket
    code: TypedCode | None = None
    recovery: TypedCode | None = None
    credential: Credential | None = None


class TicketBody(Body, frozen=True, kw_only=True):
    """POST /api/sign-in/set-up"""

    ticket: Ticket


class TicketCodeBody(Body, frozen=True, kw_only=True):
    """POST /api/sign-in/set-up/confirm"""

    ticket: Ticket
    code: TypedCode


class PasskeyAsked(Answer, frozen=True, kw_only=True):
    """POST /api/sign-in/passkey/begin and /api/me/passkeys/begin"""

    ticket: str
    options: str
    """As JSON, for ``navigator.credentials``."""


class PasskeySignInBody(Body, frozen=True, kw_only=True):
    """POST /api/sign-in/passkey"""

    ticket: Ticket
    credential: Credential


class SignedOut(Answer, frozen=True, kw_only=True):
    """POST /api/sign-out"""

    go_to: str
    """Where to end the session at the provider too; empty: nowhere."""


# --- one's own account -------------------------------------------------------------------------------------


class SessionView(Answer, frozen=True, kw_only=True):
    """A place where one is signed in."""

    id: str
    here: bool
    way: Way
    started_at: Instant
    seen_at: Instant
    address: str
    browser: str


class Security(Answer, frozen=True, kw_only=True):
    """GET /api/me/security: how one's account is kept safe."""

    has_password: bool
    codes: bool
    recovery_left: int
    passkeys: tuple[Passkey, ...]
    required: bool
    """The role asks for a second factor."""
    sessions: tuple[SessionView, ...]


class CodesToSetUp(Answer, frozen=True, kw_only=True):
    """What to photograph, or to type, into an authenticator app."""

    address: str
    secret: str


class CodeBody(Body, frozen=True, kw_only=True):
    """POST /api/me/codes/confirm"""

    code: TypedCode


class RecoveryCodes(Answer, frozen=True, kw_only=True):
    """Shown this once; empty when those that one has are still good."""

    codes: tuple[str, ...]


class SignedInWithCodes(Answer, frozen=True, kw_only=True):
    """POST /api/sign-in/set-up/confirm"""

    me: Me
    codes: tuple[str, ...]


class ConfirmBody(Body, frozen=True, kw_only=True):
    """POST /api/me/confirm"""

    password: Password


class AddPasskeyBody(Body, frozen=True, kw_only=True):
    """POST /api/me/passkeys"""

    name: KeyName
    credential: Credential


class RenamePasskeyBody(Body, frozen=True, kw_only=True):
    """POST /api/me/passkeys/{id}/name"""

    name: KeyName


class NewPasskey(Answer, frozen=True, kw_only=True):
    """A passkey that was just made, and recovery codes when there were none."""

    passkey: Passkey
    recovery_codes: tuple[str, ...]


# --- administration ----------------------------------------------------------------------------------------


class AccountSafety(Answer, frozen=True, kw_only=True):
    """GET /api/accounts/safety: an account and how it is kept safe."""

    account: AccountRow
    codes: bool
    passkeys: int
    sessions: int
    provider: str
    """Where the account signs on; empty: here."""
    break_glass: bool


class ChangeAccountBody(Body, frozen=True, kw_only=True):
    """POST /api/accounts/{account}/change"""

    role: Role
    agent_id: AgentId | None = None


class BreakGlassBody(Body, frozen=True, kw_only=True):
    """POST /api/accounts/{account}/break-glass"""

    on: bool


class RuleBody(Body, frozen=True, kw_only=True):
    """What a group means here."""

    group: Line
    role: Role
    agent: bool = False
    team: Annotated[str, msgspec.Meta(max_length=64)] = ""


class ProviderBody(Body, frozen=True, kw_only=True):
    """POST /api/sign-on/providers: replaces an earlier one with its id; an empty secret keeps the old."""

    id: Id
    name: Name
    issuer: Issuer
    client_id: Line
    secret: Annotated[str, msgspec.Meta(max_length=1000)] = ""
    scopes: Line = "openid profile email"
    groups_claim: Line = "groups"
    link_by_email: bool = False
    enabled: bool = True
    rules: Annotated[tuple[RuleBody, ...], msgspec.Meta(max_length=200)] = ()


class RuleRow(Answer, frozen=True, kw_only=True):
    """What a group means here."""

    group: str
    role: Role
    agent: bool
    team: str


class ProviderRow(Answer, frozen=True, kw_only=True):
    """A provider as it is set up; its secret is never shown."""

    id: str
    name: str
    issuer: str
    client_id: str
    has_secret: bool
    scopes: str
    groups_claim: str
    link_by_email: bool
    enabled: bool
    rules: tuple[RuleRow, ...]
    redirect: str
    """The way back to us, to be registered there, as these pages are reached now."""
    signed_out: str
    """Where its own sign-out leads back to."""
    back_channel: str
    """Where it may tell us that a session is over."""


class SignOnSettings(Answer, frozen=True, kw_only=True):
    """GET /api/sign-on/settings"""

    providers: tuple[ProviderRow, ...]
    only_providers: bool
    second_factor_roles: tuple[Role, ...]


class PolicyBody(Body, frozen=True, kw_only=True):
    """POST /api/sign-on/policy"""

    only_providers: bool
    second_factor_roles: Annotated[tuple[Role, ...], msgspec.Meta(max_length=10)] = ()


class TrialAnswer(Answer, frozen=True, kw_only=True):
    """POST /api/sign-on/providers/{id}/try"""

    checks: tuple[Check, ...]
