"""The phrases that Lur brings: the demo company's, and where any other team may begin.

Short sentences that can be said as they stand. None of them tells a customer how to feel, blames anybody, or
promises what the agent may not be able to keep.
"""

from __future__ import annotations

from collections.abc import Iterator

from lur.features.phrases.model import Moment, Phrase

_WORDS: dict[Moment, tuple[tuple[str, str, str], ...]] = {
    "greet": (
        (
            "Hej, du pratar med {agent} på {company}. Vad kan jag hjälpa dig med?",
            "Hei, du snakker med {agent} hos {company}. Hva kan jeg hjelpe deg med?",
            "Hello, this is {agent} at {company}. What can I help you with?",
        ),
        (
            "Hej, bra att du ringer igen. Jag ser vad vi har pratat om, så du slipper börja från början.",
            "Hei, fint at du ringer igjen. Jeg ser hva vi har snakket om, så du slipper å begynne forfra.",
            "Hello, good to hear from you again. I can see what we talked about, so you need not start over.",
        ),
    ),
    "let_finish": (
        ("Berätta, jag lyssnar.", "Fortell, jeg lytter.", "Tell me, I am listening."),
        (
            "Ta den tid du behöver. Jag antecknar under tiden.",
            "Ta den tiden du trenger. Jeg noterer underveis.",
            "Take the time you need. I am taking notes.",
        ),
        (
            "Är det något mer jag bör veta?",
            "Er det noe mer jeg bør vite?",
            "Is there anything else I should know?",
        ),
    ),
    "say_back": (
        (
            "Jag vill vara säker på att jag har förstått. Det som har hänt är att …",
            "Jeg vil være sikker på at jeg har forstått. Det som har skjedd, er at …",
            "I want to be sure that I have understood. What has happened is that …",
        ),
        (
            "Det viktigaste för dig just nu är alltså att …",
            "Det viktigste for deg akkurat nå er altså at …",
            "So what matters most to you right now is that …",
        ),
        (
            "Jag förstår att det har ställt till det för dig. Så här har jag uppfattat det: …",
            "Jeg skjønner at det har gjort det vanskelig for deg. Slik har jeg oppfattet det: …",
            "I can see that it has made things difficult for you. This is how I understand it: …",
        ),
    ),
    "check": (
        ("Stämmer det?", "Stemmer det?", "Is that right?"),
        ("Har jag missat något?", "Er det noe jeg har gått glipp av?", "Have I missed anything?"),
    ),
    "solve": (
        ("Så här kan vi lösa det: …", "Slik kan vi løse det: …", "This is how we can solve it: …"),
        (
            "Det går att göra på två sätt: … eller … Vilket passar dig bäst?",
            "Det kan gjøres på to måter: … eller … Hva passer best for deg?",
            "It can be done in two ways: … or … Which suits you best?",
        ),
        (
            "Jag gör det åt dig nu, medan du är kvar.",
            "Jeg gjør det for deg nå, mens du er på linjen.",
            "I will do that for you now, while you are on the line.",
        ),
    ),
    "confirm": (
        (
            "Då är vi överens om att jag … och att du …",
            "Da er vi enige om at jeg … og at du …",
            "Then we agree that I … and that you …",
        ),
        (
            "Känns det löst för din del?",
            "Føles det løst for din del?",
            "Does that solve it for you?",
        ),
    ),
    "close": (
        (
            "Är det något mer jag kan hjälpa dig med?",
            "Er det noe mer jeg kan hjelpe deg med?",
            "Is there anything else I can help you with?",
        ),
        (
            "Tack för att du hörde av dig. Ha det så bra.",
            "Takk for at du tok kontakt. Ha det fint.",
            "Thank you for getting in touch. Take care.",
        ),
        (
            "Ring gärna igen om det är något. Det vi har sagt i dag finns antecknat.",
            "Ring gjerne igjen om det er noe. Det vi har snakket om i dag, er notert.",
            "Do call again if there is anything. What we said today is written down.",
        ),
    ),
    "hold": (
        (
            "Jag behöver kolla en sak. Går det bra att du väntar kvar en stund?",
            "Jeg må sjekke en ting. Er det greit at jeg setter deg på vent litt?",
            "I need to check something. I will put you on hold a moment, is that fine?",
        ),
        (
            "Jag vill fråga en kollega, så att det blir rätt. Går det bra att vänta ungefär en minut?",
            "Jeg vil spørre en kollega, så det blir riktig. Er det greit at du venter i omtrent ett minutt?",
            "I want to ask a colleague, to get it right. Is it fine if you hold for about a minute?",
        ),
        (
            "Tack för att du väntade. Nu vet jag mer.",
            "Takk for at du ventet. Nå vet jeg mer.",
            "Thank you for waiting. Now I know more.",
        ),
    ),
    "transfer": (
        (
            "Min kollega som beslutar om det här hjälper dig vidare. "
            "Jag berättar vad vi har sagt, så du slipper ta det igen.",
            "Kollegaen min som beslutter om dette, hjelper deg videre. "
            "Jeg forteller hva vi har snakket om, så du slipper å ta det på nytt.",
            "My colleague who decides on this will help you. "
            "I will tell them what we have said, so you need not say it again.",
        ),
        (
            "Nu har jag min kollega här och har berättat vad det gäller. Då lämnar jag över.",
            "Nå har jeg kollegaen min her og har fortalt hva det gjelder. Da setter jeg deg over.",
            "I have my colleague here now and have explained what it is about. I will hand you over.",
        ),
    ),
    "long_wait": (
        (
            "Tack för att du har väntat i {minutes} minuter. Berätta från början.",
            "Takk for at du har ventet i {minutes} minutter. Fortell fra begynnelsen.",
            "Thank you for waiting {minutes} minutes. Tell me from the start.",
        ),
        (
            "Det blev en lång väntan, {minutes} minuter. Nu tar vi den tid det behöver.",
            "Det ble lang ventetid, {minutes} minutter. Nå tar vi den tiden det trenger.",
            "That was a long wait, {minutes} minutes. Now we take the time it needs.",
        ),
    ),
    "yes_no": (
        (
            "Har du ditt ordernummer framför dig?",
            "Har du ordrenummeret foran deg?",
            "Do you have your order number in front of you?",
        ),
        ("Har det fungerat tidigare?", "Har det virket tidligere?", "Did it work before?"),
        (
            "Är det samma sak som förra gången?",
            "Er det det samme som forrige gang?",
            "Is it the same as last time?",
        ),
        ("Vill du att jag gör så?", "Vil du at jeg gjør det slik?", "Shall I do it that way?"),
        (
            "Räcker det om du får svar i morgon?",
            "Holder det om du får svar i morgen?",
            "Is it soon enough if you get an answer tomorrow?",
        ),
    ),
}


def _starters() -> Iterator[Phrase]:
    for moment, phrases in _WORDS.items():
        for position, (sv, nb, en) in enumerate(phrases):
            yield Phrase(
                id=f"first-{moment.replace('_', '-')}-{position + 1}",
                version=1,
                moment=moment,
                position=position,
                sv=sv,
                nb=nb,
                en=en,
                archived=False,
                changed_at=0,
                changed_by="",
                demo=False,
            )


STARTERS: tuple[Phrase, ...] = tuple(_starters())
