"""What the people in demo calls say, and how they sound, so that a first visitor hears a small conversation.

Written as words throughout, like the prompts.
"""

from __future__ import annotations

from lur.adapters.speech.espeak import Timbre
from lur.wire.words import Language

CUSTOMER_TIMBRES: tuple[Timbre, ...] = (
    Timbre("f2", words_per_minute=165, pitch=58),
    Timbre("m3", words_per_minute=160, pitch=38),
    Timbre("f4", words_per_minute=155, pitch=50),
    Timbre("m7", words_per_minute=170, pitch=46),
)
AGENT_TIMBRES: tuple[Timbre, ...] = (
    Timbre("f3", words_per_minute=155, pitch=52),
    Timbre("m1", words_per_minute=155, pitch=42),
)

CUSTOMER_LINES: dict[Language, tuple[str, ...]] = {
    "sv": (
        "Hej. Jag väntar på ett paket som skulle ha kommit i går.",
        "Det står att det är levererat, men jag har inte fått något.",
        "Ja, det stämmer.",
        "I morgon passar bra. Tack för hjälpen.",
        "Hej då.",
    ),
    "nb": (
        "Hei. Jeg venter på en pakke som skulle ha kommet i går.",
        "Det står at den er levert, men jeg har ikke fått noe.",
        "Ja, det stemmer.",
        "I morgen passer fint. Takk for hjelpen.",
        "Ha det bra.",
    ),
    "en": (
        "Hello. I am waiting for a parcel that should have come yesterday.",
        "It says it has been delivered, but I have not received anything.",
        "Yes, that is right.",
        "Tomorrow is fine. Thank you for your help.",
        "Goodbye.",
    ),
}
AGENT_LINES: dict[Language, tuple[str, ...]] = {
    "sv": (
        "Hej och välkommen. Vad kan jag hjälpa dig med?",
        "Jag förstår. Jag tittar efter var paketet är.",
        "Bor du kvar på samma adress?",
        "Det ligger kvar på terminalen. Du får det i morgon förmiddag.",
        "Tack för att du ringde. Ha en fin dag.",
    ),
    "nb": (
        "Hei og velkommen. Hva kan jeg hjelpe deg med?",
        "Jeg forstår. Jeg ser etter hvor pakken er.",
        "Bor du fortsatt på samme adresse?",
        "Den ligger fortsatt på terminalen. Du får den i morgen formiddag.",
        "Takk for at du ringte. Ha en fin dag.",
    ),
    "en": (
        "Hello and welcome. How can I help you?",
        "I understand. Let me see where the parcel is.",
        "Do you still live at the same address?",
        "It is still at the depot. You will have it tomorrow morning.",
        "Thank you for calling. Have a good day.",
    ),
}
