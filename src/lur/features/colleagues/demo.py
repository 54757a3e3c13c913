"""The demo company's decisions: who may approve what, when to hand over, and two numbers outside.

The numbers are those that the Swedish authority keeps for films, so that nobody is rung.
"""

from __future__ import annotations

from lur.core.flow import Words
from lur.core.ids import AgentId
from lur.features.colleagues.model import (
    Authority,
    DecisionKind,
    HandoverRule,
    OutsideNumber,
    Unit,
)


def _kind(id: str, unit: Unit, sv: str, nb: str, en: str, also: str) -> DecisionKind:
    names = Words(sv=sv, nb=nb, en=en)
    return DecisionKind(id=id, version=1, names=names, unit=unit, also=also, archived=False, demo=True)


KINDS: tuple[DecisionKind, ...] = (
    _kind("contract", "none", "Avtalsändring", "Avtaleendring", "Contract change", "avtal avtale uppsägning"),
    _kind("discount", "percent", "Rabatt", "Rabatt", "Discount", "prisavdrag avslag reduction"),
    _kind("goodwill", "kr", "Goodwill", "Goodwill", "Goodwill", "kulans ersättning erstatning compensation"),
    _kind("refund", "kr", "Återbetalning", "Tilbakebetaling", "Refund", "pengar tillbaka penger retur"),
)

_LIMITS: dict[str, dict[str, int | None]] = {
    "101": {"goodwill": 300_00, "discount": 10_00},
    "103": {"goodwill": 800_00, "refund": 2_000_00, "discount": 15_00},
    "104": {"goodwill": 300_00},
    "105": {"goodwill": 1_500_00, "refund": 5_000_00, "discount": 20_00},
    "106": {"goodwill": None, "refund": None, "discount": None, "contract": None},
    "108": {"refund": 2_000_00},
    "109": {"goodwill": 800_00, "contract": None},
}
AUTHORITY: tuple[tuple[AgentId, Authority], ...] = tuple(
    (AgentId(agent_id), Authority(kind_id=kind_id, limit_hundredths=limit))
    for agent_id, limits in _LIMITS.items()
    for kind_id, limit in limits.items()
)
TOPICS: dict[AgentId, str] = {
    AgentId("101"): "utlandspaket, tull, spårning",
    AgentId("102"): "routrar, nätverk, äldre modeller",
    AgentId("103"): "reklamationer, konsumentköplagen",
    AgentId("105"): "bedriftskunder, faktura",
    AgentId("106"): "avtaler, batterier, elsykler",
    AgentId("108"): "phones, tablets, Finnish",
}

_RULES = (
    (
        "demo-general",
        None,
        Words(
            sv="Kunden vill ha mer än du får besluta om, och du har sagt vad du själv kan göra.",
            nb="Kunden vil ha mer enn du kan beslutte, og du har sagt hva du selv kan gjøre.",
            en="The customer wants more than you may decide, and you have said what you can do yourself.",
        ),
        Words(
            sv="Min kollega som beslutar om det här hjälper dig. Jag berättar först vad du har sagt.",
            nb="Kollegaen min som beslutter dette, hjelper deg. Jeg forteller først hva du har sagt.",
            en="My colleague who decides on this will help you. First I will tell them what you have said.",
        ),
    ),
    (
        "demo-contract",
        "contract",
        Words(
            sv="Avtalet ska ändras eller sägas upp. Ha kundens namn och adress klara.",
            nb="Avtalen skal endres eller sies opp. Ha kundens navn og adresse klare.",
            en="The contract is to be changed or ended. Have the customer's name and address ready.",
        ),
        Words(
            sv="Avtal ändras av min kollega, som har allt framför sig. Är det bra att jag kopplar dig dit?",
            nb="Avtaler endres av kollegaen min, som har alt foran seg. Er det greit at jeg setter deg over?",
            en="My colleague changes contracts and has it all at hand. Is it all right if I connect you?",
        ),
    ),
)
RULES: tuple[HandoverRule, ...] = tuple(
    HandoverRule(id=id, version=1, kind_id=kind_id, when=when, say=say, position=number, demo=True)
    for number, (id, kind_id, when, say) in enumerate(_RULES, 1)
)

OUTSIDE: tuple[OutsideNumber, ...] = (
    OutsideNumber(
        id="demo-carrier",
        version=1,
        name="Nordbud, trafikledningen",
        number="+46313900610",
        languages=("sv", "nb"),
        hours="Alla dagar 6–22",
        purpose="Paket på väg, skadade paket, ombud",
        demo=True,
    ),
    OutsideNumber(
        id="demo-workshop",
        version=1,
        name="Cykelverkstaden i Malmö",
        number="+46406280410",
        languages=("sv", "en"),
        hours="Vardagar 8–17",
        purpose="Reparationer av elcyklar, garanti",
        demo=True,
    ),
)
