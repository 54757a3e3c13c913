"""Sentences about choices written out by hand: each prompt in Swedish, Norwegian and English."""

from __future__ import annotations

from lur.wire import words as w
from lur.wire.words import Opening, Prompt

CHOICES: list[tuple[Prompt, str, str, str]] = [
    (
        w.CallbackPromised(3),
        "Tack. Du behåller plats tre i kön. Vi ringer upp dig när det är din tur. Du kan lägga på nu.",
        "Takk. Du beholder plassen din som nummer tre i køen. Vi ringer deg opp når det er din tur. "
        "Du kan legge på nå.",
        "Thank you. You keep your place as number three in the queue. We will call you when it is your turn. "
        "You can hang up now.",
    ),
    (
        w.CallbackPromised(),
        "Tack. Du behåller din plats i kön. Vi ringer upp dig när det är din tur. Du kan lägga på nu.",
        "Takk. Du beholder plassen din i køen. Vi ringer deg opp når det er din tur. Du kan legge på nå.",
        "Thank you. You keep your place in the queue. We will call you when it is your turn. "
        "You can hang up now.",
    ),
    (
        w.CallbackPromised(21, Opening("tomorrow", 8)),
        "Tack. Du behåller plats tjugoett i kön. Vi öppnar i morgon klockan åtta och ringer upp dig när det "
        "är din tur. Du kan lägga på nu.",
        "Takk. Du beholder plassen din som nummer tjueén i køen. Vi åpner i morgen klokka åtte og ringer deg "
        "opp når det er din tur. Du kan legge på nå.",
        "Thank you. You keep your place as number twenty-one in the queue. We open tomorrow at eight in the "
        "morning and will call you when it is your turn. You can hang up now.",
    ),
    (
        w.CallbackPromised(opens=Opening("monday", 8, 30)),
        "Tack. Du behåller din plats i kön. Vi öppnar på måndag klockan halv nio och ringer upp dig när det "
        "är din tur. Du kan lägga på nu.",
        "Takk. Du beholder plassen din i køen. Vi åpner på mandag klokka halv ni og ringer deg opp når det "
        "er din tur. Du kan legge på nå.",
        "Thank you. You keep your place in the queue. We open on Monday at half past eight in the morning "
        "and will call you when it is your turn. You can hang up now.",
    ),
    (
        w.CallbackGreeting("Lur", recorded=True),
        "Hej, det är Lur. Du bad oss ringa upp dig. Samtalet spelas in. Tryck nio om du inte vill det. "
        "Ett ögonblick, så får du prata med oss.",
        "Hei, dette er Lur. Du ba oss ringe deg opp. Samtalen tas opp. Trykk ni om du ikke ønsker det. "
        "Et øyeblikk, så får du snakke med oss.",
        "Hello, this is Lur. You asked us to call you back. This call is recorded. Press nine if you would "
        "rather not. One moment, and you can talk to us.",
    ),
    (
        w.CallbackGreeting("Lur", recorded=False),
        "Hej, det är Lur. Du bad oss ringa upp dig. Ett ögonblick, så får du prata med oss.",
        "Hei, dette er Lur. Du ba oss ringe deg opp. Et øyeblikk, så får du snakke med oss.",
        "Hello, this is Lur. You asked us to call you back. One moment, and you can talk to us.",
    ),
    (
        w.OutgoingGreeting("Lur"),
        "Hej, det är Lur. Samtalet spelas in. Tryck nio om du inte vill det.",
        "Hei, dette er Lur. Samtalen tas opp. Trykk ni om du ikke ønsker det.",
        "Hello, this is Lur. This call is recorded. Press nine if you would rather not.",
    ),
    (
        w.CallbackOffer("closed"),
        "Tryck ett, så ringer vi upp dig när vi har öppnat.",
        "Trykk én, så ringer vi deg opp når vi har åpnet.",
        "Press one and we will call you when we have opened.",
    ),
    (
        w.CallbackOffer("full"),
        "Tryck ett, så ringer vi upp dig när det är din tur.",
        "Trykk én, så ringer vi deg opp når det er din tur.",
        "Press one and we will call you when it is your turn.",
    ),
    (
        w.AlreadyWaiting(),
        "Du har redan bett oss ringa upp dig. Tryck ett om du hellre väntar här, på samma plats.",
        "Du har allerede bedt oss ringe deg opp. Trykk én hvis du heller vil vente her, på samme plass.",
        "You have already asked us to call you back. Press one if you would rather wait here, in your place.",
    ),
    (
        w.QueueFull(),
        "Tyvärr väntar så många just nu att vi inte hinner svara dig inom rimlig tid.",
        "Dessverre venter så mange akkurat nå at vi ikke rekker å svare deg innen rimelig tid.",
        "We are sorry, so many people are waiting right now that we would not reach you in a reasonable "
        "time.",
    ),
    (
        w.StatementOffer(),
        "Tryck två om du redan nu vill berätta vad det gäller. Du behåller din plats.",
        "Trykk to om du vil fortelle allerede nå hva det gjelder. Du beholder plassen din.",
        "Press two to tell us now what it is about. You keep your place.",
    ),
    (
        w.StatementIntro(),
        "Berätta efter tonen vad det gäller. Du har två minuter. Tryck fyrkant när du är klar.",
        "Fortell etter tonen hva det gjelder. Du har to minutter. Trykk firkant når du er ferdig.",
        "After the tone, tell us what it is about. You have two minutes. Press hash when you are done.",
    ),
    (
        w.RatingQuestion(),
        "Hur gick det? Tryck ett om det gick dåligt, upp till fem om det gick mycket bra."
        " Du kan också bara lägga på.",
        "Hvordan gikk det? Trykk én hvis det gikk dårlig, opp til fem hvis det gikk veldig bra."
        " Du kan også bare legge på.",
        "How did it go? Press one if it went badly, up to five if it went very well."
        " You can also just hang up.",
    ),
    (
        w.RatingThanks(),
        "Tack för svaret. Hej då.",
        "Takk for svaret. Ha det bra.",
        "Thank you for your answer. Goodbye.",
    ),
    (
        w.StatementFull(),
        "Nu har två minuter gått. Det du har sagt är sparat, och du har kvar din plats.",
        "Nå har det gått to minutter. Vi har tatt vare på det du har sagt, og du har fortsatt plassen din.",
        "Two minutes have passed. What you have said is kept, and you still have your place.",
    ),
    (
        w.StatementKept(),
        "Tack, det du har sagt är sparat. Du har kvar din plats.",
        "Takk, vi har tatt vare på det du har sagt. Du har fortsatt plassen din.",
        "Thank you, what you have said is kept. You still have your place.",
    ),
    (
        w.TellAllOffer("1"),
        "Tryck ett om du vill berätta allt innan vi försöker lösa det.",
        "Trykk én om du vil fortelle alt før vi prøver å løse det.",
        "Press one to tell it all before we try to solve it.",
    ),
    (
        w.TellAllNoted(),
        "Tack, då får du berätta allt först.",
        "Takk, da får du fortelle alt først.",
        "Thank you, you will be able to tell it all first.",
    ),
    (
        w.KeyInNumber(),
        "Slå telefonnumret som vi ska ringa och avsluta med fyrkant.",
        "Tast telefonnummeret vi skal ringe, og avslutt med firkant.",
        "Key in the telephone number we should call, and end with hash.",
    ),
    (
        w.NumberHeard(),
        "Det här numret har du slagit.",
        "Dette nummeret har du tastet.",
        "This is the number you have keyed in.",
    ),
    (
        w.NumberCheck(),
        "Tryck ett om det stämmer, två om du vill göra om.",
        "Trykk én om det stemmer, to om du vil gjøre det på nytt.",
        "Press one if that is right, or two to do it again.",
    ),
    (
        w.NumberReadBack("0701234567"),
        "Det här numret har du slagit. Noll sju noll. Ett två tre. Fyra fem. Sex sju. "
        "Tryck ett om det stämmer, två om du vill göra om.",
        "Dette nummeret har du tastet. Null sju null. Én to tre. Fire fem. Seks sju. "
        "Trykk én om det stemmer, to om du vil gjøre det på nytt.",
        "This is the number you have keyed in. Zero seven zero. One two three. Four five. Six seven. "
        "Press one if that is right, or two to do it again.",
    ),
    (
        w.CannotCallNumber(),
        "Det numret kan vi tyvärr inte ringa.",
        "Det nummeret kan vi dessverre ikke ringe.",
        "We are sorry, we cannot call that number.",
    ),
    (
        w.NotAChoice(),
        "Det valet finns inte.",
        "Det valget finnes ikke.",
        "That is not one of the choices.",
    ),
    (w.LanguageChoice("sv", "1"), *["För svenska, tryck ett."] * 3),
    (w.LanguageChoice("nb", "2"), *["For norsk, trykk to."] * 3),
    (w.LanguageChoice("en", "3"), *["For English, press three."] * 3),
    (w.LanguageChoice("sv", "*"), *["För svenska, tryck stjärna."] * 3),
    (w.LanguageChoice("nb", "#"), *["For norsk, trykk firkant."] * 3),
    (
        w.PlaceCodeIntro(),
        "Du kan följa din plats på vår webbplats, under plats. Här kommer din kod.",
        "Du kan følge plassen din på nettstedet vårt, under plass. Her kommer koden din.",
        "You can follow your place on our website, under place. Here is your code.",
    ),
    (w.OnceMore(), "En gång till.", "Én gang til.", "Once more."),
    (
        w.PlaceCode("90210457"),
        "Du kan följa din plats på vår webbplats, under plats. Här kommer din kod. Nio noll. Två ett. "
        "Noll fyra. Fem sju. En gång till. Nio noll. Två ett. Noll fyra. Fem sju.",
        "Du kan følge plassen din på nettstedet vårt, under plass. Her kommer koden din. Ni null. To én. "
        "Null fire. Fem sju. Én gang til. Ni null. To én. Null fire. Fem sju.",
        "You can follow your place on our website, under place. Here is your code. Nine zero. Two one. "
        "Zero four. Five seven. Once more. Nine zero. Two one. Zero four. Five seven.",
    ),
    (
        w.PlaceTexted(),
        "Vi har skickat ett sms med en länk där du kan följa din plats.",
        "Vi har sendt deg en sms med en lenke der du kan følge plassen din.",
        "We have texted you a link where you can follow your place.",
    ),
    (w.Digits("016"), "Noll ett sex.", "Null én seks.", "Zero one six."),
    (
        w.IncidentOffer(),
        "Tryck tre, så säger vi till när det fungerar igen. Då behöver du inte vänta.",
        "Trykk tre, så sier vi fra når det virker igjen. Da trenger du ikke å vente.",
        "Press three and we will tell you when it works again. You need not wait.",
    ),
    (
        w.WillBeTold(),
        "Tack. Vi säger till när det fungerar igen. Du kan lägga på nu.",
        "Takk. Vi sier fra når det virker igjen. Du kan legge på nå.",
        "Thank you. We will tell you when it works again. You can hang up now.",
    ),
    (
        w.OwnWords("Öppet 8.00–16:30"),
        "Öppet åtta–sexton trettio.",
        "Öppet åtte–seksten tretti.",
        "Öppet eight–sixteen thirty.",
    ),
    (w.OwnWords("Trykk 1 for faktura", "nb"), *["Trykk én for faktura."] * 3),
]
"""A prompt, and what it is in sv, nb and en. Own words stay in the language in which they were written."""
