"""Norwegian (bokmål): sentences about keys, callbacks, numbers, statements, codes and incidents."""

from __future__ import annotations

from lur.wire.words import choices as c
from lur.wire.words.nb import cardinal, when
from lur.wire.words.tongue import Tongue

_SIMPLE: dict[c.Choices, str] = {
    c.AlreadyWaiting(): (
        "Du har allerede bedt oss ringe deg opp. Trykk én hvis du heller vil vente her, på samme plass."
    ),
    c.QueueFull(): ("Dessverre venter så mange akkurat nå at vi ikke rekker å svare deg innen rimelig tid."),
    c.StatementOffer(): ("Trykk to om du vil fortelle allerede nå hva det gjelder. Du beholder plassen din."),
    c.StatementIntro(): (
        "Fortell etter tonen hva det gjelder. Du har to minutter. Trykk firkant når du er ferdig."
    ),
    c.RatingQuestion(): (
        "Hvordan gikk det? Trykk én hvis det gikk dårlig, opp til fem hvis det gikk veldig bra."
        " Du kan også bare legge på."
    ),
    c.RatingThanks(): "Takk for svaret. Ha det bra.",
    c.StatementFull(): (
        "Nå har det gått to minutter. Vi har tatt vare på det du har sagt, og du har fortsatt plassen din."
    ),
    c.StatementKept(): "Takk, vi har tatt vare på det du har sagt. Du har fortsatt plassen din.",
    c.TellAllNoted(): "Takk, da får du fortelle alt først.",
    c.KeyInNumber(): "Tast telefonnummeret vi skal ringe, og avslutt med firkant.",
    c.NumberHeard(): "Dette nummeret har du tastet.",
    c.NumberCheck(): "Trykk én om det stemmer, to om du vil gjøre det på nytt.",
    c.CannotCallNumber(): "Det nummeret kan vi dessverre ikke ringe.",
    c.NotAChoice(): "Det valget finnes ikke.",
    c.PlaceCodeIntro(): ("Du kan følge plassen din på nettstedet vårt, under plass. Her kommer koden din."),
    c.OnceMore(): "Én gang til.",
    c.PlaceTexted(): "Vi har sendt deg en sms med en lenke der du kan følge plassen din.",
    c.IncidentOffer(): "Trykk tre, så sier vi fra når det virker igjen. Da trenger du ikke å vente.",
    c.WillBeTold(): "Takk. Vi sier fra når det virker igjen. Du kan legge på nå.",
}

TONGUE = Tongue(
    simple=_SIMPLE,
    offers={
        "closed": "Trykk én, så ringer vi deg opp når vi har åpnet.",
        "full": "Trykk én, så ringer vi deg opp når det er din tur.",
    },
    keys={"*": "stjerne", "#": "firkant"},
    notice=" Samtalen tas opp. Trykk ni om du ikke ønsker det.",
    greeting="Hei, dette er {name}. Du ba oss ringe deg opp.{notice} Et øyeblikk, så får du snakke med oss.",
    outgoing="Hei, dette er {name}.{notice}",
    place_kept=("plassen din", "plassen din som nummer {place}"),
    we_call=("Vi ringer", "Vi åpner {opens} og ringer"),
    promised="Takk. Du beholder {kept} i køen. {call} deg opp når det er din tur. Du kan legge på nå.",
    tell_all="Trykk {key} om du vil fortelle alt før vi prøver å løse det.",
    language="For norsk, trykk {key}.",
    cardinal=cardinal,
    when=when,
)
