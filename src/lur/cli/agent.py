"""``lur agent``: the people who serve."""

from __future__ import annotations

import argparse
from urllib.parse import quote

from lur.cli import table
from lur.cli.client import Client, add_client_options
from lur.cli.parsing import LANGUAGES, Commands, skill
from lur.runtime.views import AgentView
from lur.web.payloads.common import AddAccountBody, AddAgentBody, Done, NewAccount, NewAgent, PauseBody


def add_to(commands: Commands) -> None:
    """Add ``lur agent`` and its verbs."""
    parser = commands.add_parser("agent", help="add agents and change their presence")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    _add_add(verbs)
    _add_verb(verbs, "ready", "the agent takes contacts from now on", _ready)
    pause = _add_verb(verbs, "pause", "the agent pauses, after the contact if there is one", _pause)
    pause.add_argument("--reason", default="break", help="break, lunch, meeting, training ... (break)")
    pause.add_argument("--minutes", type=int, metavar="N", help="sign out when it has lasted so long")
    _add_verb(verbs, "standby", "the agent is there for colleagues, and is offered no contacts", _stand_by)
    _add_verb(verbs, "sign-out", "the agent leaves, after the contact if there is one", _sign_out)
    listing = verbs.add_parser("list", help="all agents and their presence")
    add_client_options(listing)
    listing.set_defaults(run=_list)


def _add_add(verbs: Commands) -> None:
    parser = verbs.add_parser(
        "add", help="add an agent and a phone for them; prints the phone's user name and secret"
    )
    parser.add_argument("name", help="the name that colleagues see")
    parser.add_argument("--id", help="short id, for example 120; else the next free number")
    parser.add_argument(
        "--skill",
        type=skill,
        action="append",
        default=[],
        metavar="NAME[:LEVEL]",
        help="a skill and its level, 1 (can) to 5 (master); may be given many times",
    )
    parser.add_argument("--language", choices=LANGUAGES, default="sv", help="of phone and pages (sv)")
    parser.add_argument("--email", help="make a sign-in to the pages with this name; prints its password")
    parser.add_argument(
        "--leads",
        action="store_true",
        help="the sign-in is a supervisor's: calls for help come to them while they stand by",
    )
    add_client_options(parser)
    parser.set_defaults(run=_add)


def _add_verb(verbs: Commands, name: str, help_text: str, run: object) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=help_text)
    parser.add_argument("id", help="the agent's id or name, as `lur agent list` shows them")
    add_client_options(parser)
    parser.set_defaults(run=run)
    return parser


def _add(options: argparse.Namespace) -> int:
    client = Client(options)
    body = AddAgentBody(
        name=options.name, id=options.id, skills=tuple(options.skill), language=options.language
    )
    new = client.post("/api/agents", body, NewAgent)
    print(f"agent:    {new.agent_id}")
    print(f"phone:    {new.phone.address}")
    print(f"user:     {new.phone.username}")
    print(f"secret:   {new.phone.secret}")
    if options.email:
        _add_account(client, options, new)
    return 0


def _add_account(client: Client, options: argparse.Namespace, new: NewAgent) -> None:
    account = AddAccountBody(
        account=options.email,
        display_name=options.name,
        role="supervisor" if options.leads else "agent",
        language=options.language,
        agent_id=new.agent_id,
    )
    made = client.post("/api/accounts", account, NewAccount)
    print(f"sign-in:  {made.account.account}")
    print(f"password: {made.password}")


def _ready(options: argparse.Namespace) -> int:
    client = Client(options)
    client.post(f"/api/agents/{_id_of(client, options.id)}/ready", {}, Done)
    return 0


def _pause(options: argparse.Namespace) -> int:
    limit_ms = options.minutes * 60_000 if options.minutes is not None else None
    body = PauseBody(reason=options.reason, limit_ms=limit_ms)
    client = Client(options)
    client.post(f"/api/agents/{_id_of(client, options.id)}/pause", body, Done)
    return 0


def _stand_by(options: argparse.Namespace) -> int:
    client = Client(options)
    client.post(f"/api/agents/{_id_of(client, options.id)}/standby", {}, Done)
    return 0


def _sign_out(options: argparse.Namespace) -> int:
    client = Client(options)
    client.post(f"/api/agents/{_id_of(client, options.id)}/sign-out", {}, Done)
    return 0


def _id_of(client: Client, word: str) -> str:
    """What was meant: an id, or the name of exactly one agent. Else the word as it is, to be refused."""
    agents = client.get("/api/agents", tuple[AgentView, ...])
    named = [each.id for each in agents if each.name.casefold() == word.casefold()]
    if len(named) == 1 and all(each.id != word for each in agents):
        return named[0]
    return quote(word, safe="")


def _list(options: argparse.Namespace) -> int:
    agents = Client(options).get("/api/agents", tuple[AgentView, ...])
    rows = [
        (
            each.id,
            each.name,
            each.presence,
            each.reason,
            " ".join(f"{known.name}:{known.level}" for known in each.skills),
            _phone(each),
        )
        for each in agents
    ]
    table.show(("ID", "NAME", "PRESENCE", "REASON", "SKILLS", "PHONE"), rows)
    return 0


def _phone(agent: AgentView) -> str:
    if agent.at_desk:
        return "at the desk"
    return agent.phone_address if agent.phone_registered else "not registered"
