"""``lur account``: who may sign in, and the ways back in when somebody, or everybody, is locked out.

These work on the machine itself with the token of its data folder, so they need neither a password nor the
company's sign-on provider.
"""

from __future__ import annotations

import argparse
from urllib.parse import quote

from lur.cli import table
from lur.cli.client import Client, add_client_options
from lur.cli.parsing import Commands
from lur.web.payloads.common import Done, NewPasswordAnswer
from lur.web.payloads.sign_on import AccountSafety, BreakGlassBody, PolicyBody, SignOnSettings


def add_to(commands: Commands) -> None:
    """Add ``lur account`` and its verbs."""
    parser = commands.add_parser("account", help="who may sign in, and ways back in when locked out")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    listing = verbs.add_parser("list", help="all accounts, and how they are kept safe")
    add_client_options(listing)
    listing.set_defaults(run=_list)
    _add_verb(verbs, "new-password", "make and print a new password; its sessions end", _new_password)
    _add_verb(
        verbs,
        "reset-second-factor",
        "forget a lost authenticator app, passkeys and recovery codes; its sessions end",
        _reset,
    )
    _add_verb(verbs, "end-sessions", "sign somebody out everywhere", _end_sessions)
    _add_verb(
        verbs,
        "let-in",
        "let an administrator sign in with a password even when all others must use the provider",
        _let_in,
    )
    passwords = verbs.add_parser(
        "allow-passwords", help="let everybody sign in with a password again, when the provider is away"
    )
    add_client_options(passwords)
    passwords.set_defaults(run=_allow_passwords)


def _add_verb(verbs: Commands, name: str, help_text: str, run: object) -> None:
    parser = verbs.add_parser(name, help=help_text)
    parser.add_argument("account", help="what is typed to sign in")
    add_client_options(parser)
    parser.set_defaults(run=run)


def _list(options: argparse.Namespace) -> int:
    rows = [
        (
            each.account.account,
            each.account.display_name,
            each.account.role,
            each.provider or "password",
            _second(each),
            str(each.sessions),
            "yes" if each.break_glass else "",
        )
        for each in Client(options).get("/api/accounts/safety", tuple[AccountSafety, ...])
    ]
    table.show(("ACCOUNT", "NAME", "ROLE", "SIGNS IN BY", "SECOND FACTOR", "SESSIONS", "LET IN"), rows)
    return 0


def _second(account: AccountSafety) -> str:
    found = ["app"] if account.codes else []
    found += [f"passkeys:{account.passkeys}"] if account.passkeys else []
    return " ".join(found)


def _at(options: argparse.Namespace, verb: str) -> str:
    return f"/api/accounts/{quote(options.account, safe='')}/{verb}"


def _new_password(options: argparse.Namespace) -> int:
    answer = Client(options).post(_at(options, "new-password"), {}, NewPasswordAnswer)
    print(f"password: {answer.password}")
    return 0


def _reset(options: argparse.Namespace) -> int:
    Client(options).post(_at(options, "reset-second-factor"), {}, Done)
    return 0


def _end_sessions(options: argparse.Namespace) -> int:
    Client(options).post(_at(options, "end-sessions"), {}, Done)
    return 0


def _let_in(options: argparse.Namespace) -> int:
    Client(options).post(_at(options, "break-glass"), BreakGlassBody(on=True), Done)
    return 0


def _allow_passwords(options: argparse.Namespace) -> int:
    client = Client(options)
    now = client.get("/api/sign-on/settings", SignOnSettings)
    body = PolicyBody(only_providers=False, second_factor_roles=now.second_factor_roles)
    client.post("/api/sign-on/policy", body, Done)
    return 0
