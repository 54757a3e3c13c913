"""Swedish: sentences about keys, callbacks, numbers, statements, codes and incidents."""

from __future__ import annotations

from lur.wire.words import choices as c
from lur.wire.words.sv import cardinal, when
from lur.wire.words.tongue import Tongue

_SIMPLE: dict[c.Choices, str] = {
    c.AlreadyWaiting(): (
        "Du har redan bett oss ringa upp dig. Tryck ett om du hellre väntar här, på samma plats."
    ),
    c.QueueFull(): "Tyvärr väntar så många just nu att vi inte hinner svara dig inom rimlig tid.",
    c.StatementOffer(): "Tryck två om du redan nu vill berätta vad det gäller. Du behåller din plats.",
    c.StatementIntro(): (
        "Berätta efter tonen vad det gäller. Du har två minuter. Tryck fyrkant när du är klar."
    ),
    c.RatingQuestion(): (
        "Hur gick det? Tryck ett om det gick dåligt, upp till fem om det gick mycket bra."
        " Du kan också bara lägga på."
    ),
    c.RatingThanks(): "Tack för svaret. Hej då.",
    c.StatementFull(): "Nu har två minuter gått. Det du har sagt är sparat, och du har kvar din plats.",
    c.StatementKept(): "Tack, det du har sagt är sparat. Du har kvar din plats.",
    c.TellAllNoted(): "Tack, då får du berätta allt först.",
    c.KeyInNumber(): "Slå telefonnumret som vi ska ringa och avsluta med fyrkant.",
    c.NumberHeard(): "Det här numret har du slagit.",
    c.NumberCheck(): "Tryck ett om det stämmer, två om du vill göra om.",
    c.CannotCallNumber(): "Det numret kan vi tyvärr inte ringa.",
    c.NotAChoice(): "Det valet finns inte.",
    c.PlaceCodeIntro(): "Du kan följa din plats på vår webbplats, under plats. Här kommer din kod.",
    c.OnceMore(): "En gång till.",
    c.PlaceTexted(): "Vi har skickat ett sms med en länk där du kan följa din plats.",
    c.IncidentOffer(): "Tryck tre, så säger vi till när det fungerar igen. Då behöver du inte vänta.",
    c.WillBeTold(): "Tack. Vi säger till när det fungerar igen. Du kan lägga på nu.",
}

TONGUE = Tongue(
    simple=_SIMPLE,
    offers={
        "closed": "Tryck ett, så ringer vi upp dig när vi har öppnat.",
        "full": "Tryck ett, så ringer vi upp dig när det är din tur.",
    },
    keys={"*": "stjärna", "#": "fyrkant"},
    notice=" Samtalet spelas in. Tryck nio om du inte vill det.",
    greeting="Hej, det är {name}. Du bad oss ringa upp dig.{notice} Ett ögonblick, så får du prata med oss.",
    outgoing="Hej, det är {name}.{notice}",
    place_kept=("din plats", "plats {place}"),
    we_call=("Vi ringer", "Vi öppnar {opens} och ringer"),
    promised="Tack. Du behåller {kept} i kön. {call} upp dig när det är din tur. Du kan lägga på nu.",
    tell_all="Tryck {key} om du vill berätta allt innan vi försöker lösa det.",
    language="För svenska, tryck {key}.",
    cardinal=cardinal,
    when=when,
)
