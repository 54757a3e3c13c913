"""The very sentences people hear, held against sentences written by hand."""

from __future__ import annotations

import unicodedata
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.wire.words.choices_chart import CHOICES

from lur.wire.words import (
    LANGUAGES,
    SIMPLE,
    CallbackGreeting,
    CallbackOffer,
    CallbackPromised,
    CallEnding,
    Digits,
    Greeting,
    KeepPlaceOffer,
    Language,
    LanguageChoice,
    NobodySignedIn,
    NumberReadBack,
    Opening,
    OutgoingGreeting,
    OwnWords,
    PlaceCode,
    PlaceInQueue,
    PlaceKept,
    PresenceConfirmed,
    Prompt,
    QueueClosed,
    StillOnHold,
    TellAllOffer,
    WaitGrown,
    WaitRange,
    WaitRangeAgain,
    WaitUnknown,
    YourTurn,
    compose,
    en,
    key,
    nb,
    sv,
)
from lur.wire.words import prompts as p

CHART: list[tuple[Prompt, Language, str]] = [
    (
        Greeting("Exempelbolaget", recorded=True),
        "sv",
        "Välkommen till Exempelbolaget. Samtalet spelas in för att vi ska kunna lära och för att skydda "
        "både dig och oss. Tryck nio om du inte vill det.",
    ),
    (
        Greeting("Exempelbolaget", recorded=True, brief=True),
        "sv",
        "Välkommen till Exempelbolaget. Samtalet spelas in. Tryck nio om du inte vill det.",
    ),
    (
        Greeting("Eksempelselskapet", recorded=True, brief=True),
        "nb",
        "Velkommen til Eksempelselskapet. Samtalen tas opp. Trykk ni om du ikke ønsker det.",
    ),
    (
        Greeting("Example Company", recorded=True, brief=True),
        "en",
        "Welcome to Example Company. This call is recorded. Press nine if you would rather not.",
    ),
    (PlaceInQueue(3), "sv", "Du är på plats tre i kön."),
    (WaitRange(4, 6), "sv", "Vi räknar med att svara om mellan fyra och sex minuter."),
    (WaitRangeAgain(1, 1), "sv", "Om en minut."),
    (KeepPlaceOffer(), "sv", "Tryck ett om du vill behålla din plats och bli uppringd."),
    (YourTurn(), "sv", "Nu är det din tur."),
    (StillOnHold(), "sv", "Tack för att du väntar. Vi har inte glömt dig, vi arbetar med ditt ärende."),
    (
        Greeting("Eksempelselskapet", recorded=True),
        "nb",
        "Velkommen til Eksempelselskapet. Samtalen tas opp for opplæring og for å beskytte både deg og oss. "
        "Trykk ni om du ikke ønsker det.",
    ),
    (PlaceInQueue(3), "nb", "Du er nummer tre i køen."),
    (WaitRange(4, 6), "nb", "Vi regner med å svare om mellom fire og seks minutter."),
    (WaitRangeAgain(1, 1), "nb", "Om ett minutt."),
    (KeepPlaceOffer(), "nb", "Trykk én for å beholde plassen og bli ringt opp."),
    (YourTurn(), "nb", "Nå er det din tur."),
    (StillOnHold(), "nb", "Takk for at du venter. Vi har ikke glemt deg, vi jobber med saken din."),
    (
        Greeting("Example Company", recorded=True),
        "en",
        "Welcome to Example Company. This call is recorded, to learn and to protect both you and us. "
        "Press nine if you would rather not.",
    ),
    (PlaceInQueue(3), "en", "You are number three in the queue."),
    (WaitRange(4, 6), "en", "We expect to answer in between four and six minutes."),
    (WaitRangeAgain(1, 1), "en", "In one minute."),
    (KeepPlaceOffer(), "en", "Press one to keep your place and be called back."),
    (YourTurn(), "en", "It is your turn now."),
    (
        StillOnHold(),
        "en",
        "Thank you for holding. We have not forgotten you. We are working on your matter.",
    ),
]


@pytest.mark.parametrize(("prompt", "language", "expected"), CHART)
def test_sentences_of_the_word_chart(prompt: Prompt, language: Language, expected: str) -> None:
    """The sentences agreed for the ear are spoken to the letter."""
    assert compose(prompt, language) == expected


WAITS: list[tuple[int, int, str, str, str]] = [
    (0, 0, "om mindre än en minut", "om mindre enn ett minutt", "in less than one minute"),
    (0, 1, "om mindre än en minut", "om mindre enn ett minutt", "in less than one minute"),
    (1, 1, "om en minut", "om ett minutt", "in one minute"),
    (1, 2, "om mellan en och två minuter", "om mellom ett og to minutter", "in between one and two minutes"),
    (0, 6, "inom sex minuter", "innen seks minutter", "within six minutes"),
    (4, 4, "om ungefär fyra minuter", "om omtrent fire minutter", "in about four minutes"),
    (
        20,
        21,
        "om mellan tjugo och tjugoen minuter",
        "om mellom tjue og tjueett minutter",
        "in between twenty and twenty-one minutes",
    ),
    (
        90,
        120,
        "om mellan nittio och hundratjugo minuter",
        "om mellom nitti og hundre og tjue minutter",
        "in between ninety and one hundred and twenty minutes",
    ),
    (70, 121, "om mellan en och tre timmar", "om mellom én og tre timer", "in between one and three hours"),
    (50, 130, "inom tre timmar", "innen tre timer", "within three hours"),
    (180, 180, "om ungefär tre timmar", "om omtrent tre timer", "in about three hours"),
    (1260, 1260, "om ungefär tjugoen timmar", "om omtrent tjueén timer", "in about twenty-one hours"),
]


@pytest.mark.parametrize(("low", "high", "swedish", "norwegian", "english"), WAITS)
def test_waits(low: int, high: int, swedish: str, norwegian: str, english: str) -> None:
    """A range is told in minutes up to two hours, in outward-rounded hours beyond."""
    assert compose(WaitRange(low, high), "sv") == f"Vi räknar med att svara {swedish}."
    assert compose(WaitRange(low, high), "nb") == f"Vi regner med å svare {norwegian}."
    assert compose(WaitRange(low, high), "en") == f"We expect to answer {english}."
    assert compose(WaitRangeAgain(low, high), "sv") == f"{swedish[0].upper()}{swedish[1:]}."


CLOCKS: list[tuple[int, int, str, str, str]] = [
    (8, 0, "klockan åtta", "klokka åtte", "at eight in the morning"),
    (8, 15, "klockan kvart över åtta", "klokka kvart over åtte", "at a quarter past eight in the morning"),
    (8, 30, "klockan halv nio", "klokka halv ni", "at half past eight in the morning"),
    (9, 45, "klockan kvart i tio", "klokka kvart på ti", "at a quarter to ten in the morning"),
    (11, 30, "klockan halv tolv", "klokka halv tolv", "at half past eleven in the morning"),
    (12, 0, "klockan tolv", "klokka tolv", "at noon"),
    (12, 30, "klockan tolv och trettio", "klokka tolv tretti", "at half past twelve in the afternoon"),
    (13, 0, "klockan tretton", "klokka tretten", "at one in the afternoon"),
    (7, 5, "klockan sju och fem", "klokka sju null fem", "at seven oh five in the morning"),
    (1, 0, "klockan ett", "klokka ett", "at one at night"),
    (21, 20, "klockan tjugoett och tjugo", "klokka tjueén tjue", "at nine twenty in the evening"),
    (0, 0, "vid midnatt", "ved midnatt", "at midnight"),
    (0, 30, "klockan noll och trettio", "klokka null tretti", "at half past twelve at night"),
    (
        22,
        45,
        "klockan tjugotvå och fyrtiofem",
        "klokka tjueto førtifem",
        "at a quarter to eleven in the evening",
    ),
]


@pytest.mark.parametrize(("hour", "minute", "swedish", "norwegian", "english"), CLOCKS)
def test_clock_times(hour: int, minute: int, swedish: str, norwegian: str, english: str) -> None:
    """Clock times are told as people say them, without doubt about morning or evening."""
    assert sv.clock(hour, minute) == swedish
    assert nb.clock(hour, minute) == norwegian
    assert en.clock(hour, minute) == english


@pytest.mark.parametrize(
    ("opens", "language", "expected"),
    [
        (Opening("monday", 8), "sv", "Vi har stängt nu. Vi öppnar igen på måndag klockan åtta."),
        (Opening("tomorrow", 8, 30), "sv", "Vi har stängt nu. Vi öppnar igen i morgon klockan halv nio."),
        (Opening("saturday", 10), "nb", "Vi har stengt nå. Vi åpner igjen på lørdag klokka ti."),
        (Opening("today", 13), "en", "We are closed now. We open again today at one in the afternoon."),
        (None, "nb", "Vi har stengt nå. Velkommen til å ringe en annen dag."),
    ],
)
def test_closed_tells_when_it_opens(opens: Opening | None, language: Language, expected: str) -> None:
    """Closed hours are told with the next opening, when it is known."""
    assert compose(QueueClosed(opens), language) == expected


def test_no_estimate_is_no_number() -> None:
    """Without an honest estimate the prompt says so and names no time."""
    assert compose(WaitUnknown(), "nb") == (
        "Akkurat nå kan vi ikke si hvor lang ventetiden blir. Du beholder plassen din."
    )


@pytest.mark.parametrize(
    ("name", "swedish"),
    [
        ("Radio 103", "Välkommen till Radio hundratre."),
        ("Bolaget 24/7", "Välkommen till Bolaget tjugofyra / sju."),
        ("1337 Data", "Välkommen till ett tre tre sju Data."),
        ("Kontor 007", "Välkommen till Kontor noll noll sju."),
        ("Handel & Co.", "Välkommen till Handel & Co."),
        ("A\u0000B\n", "Välkommen till A B."),
    ],
)
def test_company_names_lose_their_digits(name: str, swedish: str) -> None:
    """Digits in a company's name become words, and control characters are dropped."""
    assert compose(Greeting(name, recorded=False), "sv") == swedish


ONE_OF_EACH: list[Prompt] = [
    *SIMPLE,
    Greeting("Lur", recorded=True),
    PlaceInQueue(1),
    PlaceKept(1),
    WaitRange(4, 6),
    WaitRangeAgain(4, 6),
    WaitGrown("unknown"),
    QueueClosed(),
    PresenceConfirmed("ready"),
    *(prompt for prompt, *_ in CHOICES if prompt not in SIMPLE),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_prompt_has_its_own_sentence(language: Language) -> None:
    """No prompt lacks words in a language, and no two prompts sound alike."""
    assert {type(prompt) for prompt in ONE_OF_EACH} == set(get_args(Prompt))
    assert len({compose(prompt, language) for prompt in ONE_OF_EACH}) == len(ONE_OF_EACH)


def _opening() -> st.SearchStrategy[Opening | None]:
    days = st.sampled_from(["today", "tomorrow", *sv._DAYS])
    return st.none() | st.builds(Opening, days, st.integers(0, 23), st.integers(0, 59))


def _ranges(kind: type[WaitRange] | type[WaitRangeAgain]) -> st.SearchStrategy[Prompt]:
    pairs = st.tuples(st.integers(0, p.LONGEST_WAIT_MIN), st.integers(0, p.LONGEST_WAIT_MIN))
    return pairs.map(lambda pair: kind(min(pair), max(pair)))


def _own_texts() -> st.SearchStrategy[str]:
    typed = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=80)
    return typed.filter(lambda text: any(char.isalnum() for char in text))


PROMPTS: st.SearchStrategy[Prompt] = st.one_of(
    st.builds(Greeting, st.text(max_size=100), st.booleans(), st.booleans()),
    st.builds(PlaceInQueue, st.integers(1, p.HIGHEST_NUMBER)),
    st.builds(PlaceKept, st.integers(1, p.HIGHEST_NUMBER)),
    _ranges(WaitRange),
    _ranges(WaitRangeAgain),
    st.builds(WaitGrown, st.sampled_from(get_args(p.GrownReason))),
    st.builds(QueueClosed, _opening()),
    st.builds(PresenceConfirmed, st.sampled_from(["ready", "paused", "signed_out"])),
    st.builds(CallbackPromised, st.none() | st.integers(1, p.HIGHEST_NUMBER), _opening()),
    st.builds(CallbackGreeting, st.text(max_size=100), st.booleans()),
    st.builds(OutgoingGreeting, st.text(max_size=100)),
    st.builds(CallbackOffer, st.sampled_from(["closed", "full"])),
    st.builds(TellAllOffer, st.sampled_from("0123456789*#")),
    st.builds(LanguageChoice, st.sampled_from(LANGUAGES), st.sampled_from("0123456789*#")),
    st.builds(NumberReadBack, st.text("0123456789", min_size=1, max_size=20)),
    st.builds(PlaceCode, st.text("0123456789", min_size=1, max_size=20)),
    st.builds(Digits, st.text("0123456789", min_size=1, max_size=3)),
    st.builds(OwnWords, _own_texts(), st.none() | st.sampled_from(LANGUAGES)),
    st.sampled_from(SIMPLE),
)


@given(PROMPTS, st.sampled_from(LANGUAGES))
def test_no_sentence_holds_a_digit(prompt: Prompt, language: Language) -> None:
    """Whatever is said, no digit reaches a voice, and each text of ours is whole sentences."""
    text = compose(prompt, language)
    assert not any(char.isdigit() or unicodedata.category(char) == "Cc" for char in text)
    assert text[0].isupper() or isinstance(prompt, OwnWords)
    assert text.endswith((".", "!", "?"))
    assert "  " not in text


@given(PROMPTS)
def test_prompts_travel_as_messages(prompt: Prompt) -> None:
    """A prompt survives encoding, so it can cross between processes."""
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(prompt), type=Prompt) == prompt


@given(PROMPTS, PROMPTS)
def test_keys_tell_prompts_apart(first: Prompt, second: Prompt) -> None:
    """Two prompts share a key, and so a recorded voice, only when they differ but in the company's name.

    Own words share theirs in all languages, for a recorded voice lies in the folder of its language.
    """
    if key(first) == key(second):
        assert type(first) is type(second)
        assert isinstance(first, Greeting | CallbackGreeting | OutgoingGreeting | OwnWords) or first == second


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        (Greeting("X", recorded=True), "greeting-recorded"),
        (Greeting("X", recorded=True, brief=True), "greeting-recorded-brief"),
        (Greeting("X", recorded=False), "greeting"),
        (PlaceInQueue(3), "place_in_queue-3"),
        (WaitRange(4, 6), "wait_range-4-6"),
        (QueueClosed(Opening("monday", 8)), "queue_closed-monday-0800"),
        (QueueClosed(), "queue_closed"),
        (NobodySignedIn(), "nobody_signed_in"),
        (CallEnding(), "call_ending"),
    ],
)
def test_keys_are_stable(prompt: Prompt, expected: str) -> None:
    """Keys name the files of recorded voices, so they never change."""
    assert key(prompt) == expected


@pytest.mark.parametrize(
    "make",
    [
        lambda: PlaceInQueue(0),
        lambda: PlaceKept(10_000),
        lambda: WaitRange(5, 4),
        lambda: WaitRange(-1, 4),
        lambda: WaitRangeAgain(0, 1441),
        lambda: Opening("monday", 24),
        lambda: Opening("monday", 8, 60),
    ],
)
def test_impossible_prompts_are_refused(make: object) -> None:
    """A prompt that could not be said truly cannot be made."""
    assert callable(make)
    with pytest.raises(ValueError, match="must be between"):
        make()
