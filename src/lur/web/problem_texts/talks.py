"""Codes about talks with colleagues and calls that agents begin: status and what to do, as in
problem_texts.py."""

from __future__ import annotations

TALKS: dict[str, tuple[int, str, str, str]] = {
    "queue_closed": (
        409,
        "Kön har stängt. Välj en som är öppen, eller avtala en återuppringning.",
        "Køen er stengt. Velg en som er åpen, eller avtal en tilbakeringing.",
        "The queue is closed. Choose one that is open, or arrange a callback.",
    ),
    "same_agent": (
        409,
        "Det är samma person. Välj en kollega.",
        "Det er samme person. Velg en kollega.",
        "That is the same person. Choose a colleague.",
    ),
    "agent_not_available": (
        409,
        "Kollegans telefon nås inte just nu. Välj någon som är redo, eller ge kunden till kön.",
        "Kollegaens telefon nås ikke akkurat nå. Velg noen som er klar, eller gi kunden til køen.",
        "Your colleague's phone cannot be reached. Choose somebody who is ready, or a queue.",
    ),
    "already_in_talk": (
        409,
        "Kollegan är redan med i samtalet eller tillfrågad. Titta bland dem som är med.",
        "Kollegaen er allerede med i samtalen eller spurt. Se blant dem som er med.",
        "That colleague is in the call or has been asked. Look among those who are there.",
    ),
    "already_asking": (
        409,
        "Du frågar redan någon. Vänta på svaret, eller ta tillbaka frågan först.",
        "Du spør allerede noen. Vent på svaret, eller trekk spørsmålet tilbake først.",
        "You are asking somebody already. Wait for the answer, or take the question back first.",
    ),
    "too_many_in_talk": (
        409,
        "Det är så många i samtalet som får plats. Någon behöver lämna det först.",
        "Det er så mange i samtalen som det er plass til. Noen må forlate den først.",
        "There are as many in the call as there is room for. Somebody has to leave it first.",
    ),
    "nobody_to_help": (
        409,
        "Ingen är redo att hjälpa just nu. Fråga en kollega som är redo, eller säg att ni ringer upp.",
        "Ingen er klar til å hjelpe akkurat nå. Spør en kollega som er klar, eller si at dere ringer opp.",
        "Nobody is there to help right now. Ask a colleague who is ready, or offer to call back.",
    ),
    "nobody_to_leave_to": (
        409,
        "Ingen annan är kopplad till kunden. Koppla in någon först, eller ge kunden till en kö.",
        "Ingen andre er koblet til kunden. Koble inn noen først, eller gi kunden til en kø.",
        "Nobody else is with the customer. Join somebody first, or give the customer to a queue.",
    ),
    "moves_in_a_loop": (
        409,
        "Kunden har redan skickats just dit härifrån. Hjälp själv, eller fråga en kollega, som kan ta över.",
        "Kunden er allerede sendt akkurat dit herfra. Hjelp selv, eller spør en kollega, som kan ta over.",
        "The customer has been sent that way before. Help them yourself, or ask somebody, who can take over.",
    ),
    "ask_is_over": (
        409,
        "Frågan gäller inte längre: samtalet är slut eller har gått vidare. Du behöver inte göra något.",
        "Spørsmålet gjelder ikke lenger: samtalen er slutt eller har gått videre. Du trenger ikke gjøre noe.",
        "That is over: the call has ended or moved on. You need not do anything.",
    ),
    "ask_not_answered": (
        409,
        "Den du frågar har inte svarat än. Vänta tills hen är med.",
        "Den du spør, har ikke svart ennå. Vent til hen er med.",
        "Whoever you asked has not answered yet. Wait until they are there.",
    ),
    "only_listens": (
        409,
        "Kollegan lyssnar bara. Be hen ta över, eller fråga någon som kan ta kunden.",
        "Kollegaen lytter bare. Be hen om å ta over, eller spør noen som kan ta kunden.",
        "Your colleague only listens. Have them take over, or ask somebody who can have the customer.",
    ),
    "already_taken_over": (
        409,
        "En annan kollega hann före och har kunden nu. Se på skärmen vem som har kunden.",
        "En annen kollega kom først og har kunden nå. Se på skjermen hvem som har kunden.",
        "Another colleague was first and has the customer now. The screen shows who.",
    ),
    "part_forbidden": (
        409,
        "Så kan den personen inte vara med. Välj något av det som visas.",
        "Slik kan ikke den personen være med. Velg noe av det som vises.",
        "That person cannot take part that way. Choose one of the ways that are shown.",
    ),
    "not_sitting_in": (
        409,
        "Du sitter inte med någon just nu.",
        "Du sitter ikke med noen akkurat nå.",
        "You are not sitting in with anybody right now.",
    ),
    "number_unknown": (
        400,
        "Det finns inget nummer att ringa. Skriv ett.",
        "Det finnes ikke noe nummer å ringe. Skriv et.",
        "There is no number to call. Write one.",
    ),
    "nobody_named": (
        400,
        "Välj en kollega eller ett nummer. Hjälp frågas bara inom huset.",
        "Velg en kollega eller et nummer. Hjelp spørres det bare om internt.",
        "Choose a colleague or a number. Help is asked of colleagues only.",
    ),
    "not_your_ask": (
        403,
        "Frågan gäller en kollega. Bara hen kan svara på den.",
        "Spørsmålet gjelder en kollega. Bare hen kan svare på det.",
        "That is a colleague's to answer. Only they can.",
    ),
    "came_by_themselves": (
        403,
        "Arbetsledare och handledare går själva när de är klara. Säg till om du vill vara ensam med kunden.",
        "Teamledere og veiledere går selv når de er ferdige. Si fra om du vil være alene med kunden.",
        "Supervisors and mentors leave when they are done. Tell them if you want to talk alone.",
    ),
    "may_not_join": (
        403,
        "Bara arbetsledare och kollegans handledare kan gå med oombedda. Be kollegan fråga dig.",
        "Bare teamledere og kollegaens veileder kan bli med uoppfordret. Be kollegaen om å spørre deg.",
        "Only supervisors and the colleague's mentor can come in unasked. Have your colleague ask you.",
    ),
    "may_not_sit_in": (
        403,
        "Du är inte handledare åt den kollegan. Be en arbetsledare utse dig.",
        "Du er ikke veileder for den kollegaen. Be en teamleder om å utpeke deg.",
        "You are not that colleague's mentor. Ask a supervisor to name you.",
    ),
    "not_in_talk": (
        403,
        "Bara den som är med i samtalet kan skriva tips. Gå med i det först.",
        "Bare den som er med i samtalen, kan skrive tips. Bli med i den først.",
        "Only somebody who is in the call can write hints. Join it first.",
    ),
    "empty_hint": (
        400,
        "Skriv några ord först.",
        "Skriv noen ord først.",
        "Write a few words first.",
    ),
    "too_many_hints": (
        409,
        "Det är redan många tips i samtalet. Viska i stället.",
        "Det er allerede mange tips i samtalen. Hvisk i stedet.",
        "There are many hints in this call already. Whisper instead.",
    ),
    "too_many_mentors": (
        409,
        "Det finns redan så många handledare som får plats. Ta bort ett par först.",
        "Det er allerede så mange veiledere som det er plass til. Fjern et par først.",
        "There are as many mentors as there is room for. Remove a pair first.",
    ),
}

_BUSY = (
    "Kollegan är i ett samtal. Välj någon annan, eller ge kunden till kön.",
    "Kollegaen er i en samtale. Velg noen andre, eller gi kunden til køen.",
    "Your colleague is on a call. Choose somebody else, or give the customer to a queue.",
)
_SOON = (
    "Kollegan gör klart efter ett samtal. Försök strax igen, eller välj någon annan.",
    "Kollegaen gjør seg ferdig etter en samtale. Prøv igjen snart, eller velg noen andre.",
    "Your colleague is finishing a call. Try again shortly, or choose somebody else.",
)
_AWAY = (
    "Kollegan har paus. Välj någon annan, eller ge kunden till kön.",
    "Kollegaen har pause. Velg noen andre, eller gi kunden til køen.",
    "Your colleague is on a pause. Choose somebody else, or give the customer to a queue.",
)
_GONE = (
    "Kollegan är inte inloggad. Välj någon annan, eller skriv ett nästa steg till kollegan.",
    "Kollegaen er ikke pålogget. Velg noen andre, eller skriv et neste steg til kollegaen.",
    "Your colleague is not signed in. Choose somebody else, or write them a next step.",
)
BY_PRESENCE: dict[str, tuple[str, str, str]] = {
    "on_contact": _BUSY,
    "offered": _BUSY,
    "asked": _BUSY,
    "assisting": _BUSY,
    "wrap_up": _SOON,
    "breath": _SOON,
    "pause": _AWAY,
    "signed_out": _GONE,
}
"""What to do when a colleague is not available, by what they do; else their phone cannot be reached."""
