"""What callers hear: listened to, given a recorded voice, and given back."""

from __future__ import annotations

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from lur.core.ids import Language
from lur.features import Refused
from lur.features.prompts.model import Sentence
from lur.web.asking import Asked, services_of
from lur.web.payloads.setup import PromptsAnswer
from lur.wire.words import LANGUAGES

MOST_BYTES = 16 * 1024 * 1024
"""A minute in stereo at 48 kHz and 16 bits is 11.5 MB."""
WAV = "audio/wav"


@get("/api/prompts/{language:str}", permission="manage_queues")
async def prompts(request: Asked, language: FromPath[str]) -> PromptsAnswer:
    """All sentences that can have a recorded voice, in the order of a call, and the kinds that Lur always
    speaks itself."""
    spoken = _language(language)
    kept = services_of(request).setup.prompts
    return PromptsAnswer(
        sentences=await kept.listed(await _company(request, spoken), spoken),
        spoken_only=kept.spoken_only(spoken),
    )


@get("/api/prompts/{language:str}/{key:str}/sound", permission="manage_queues")
async def prompt_sound(
    request: Asked, language: FromPath[str], key: FromPath[str], spoken: FromQuery[bool] = False
) -> Response[bytes]:
    """What callers hear, as a WAV file; with ``spoken``, Lur's own voice."""
    tongue = _language(language)
    company = await _company(request, tongue)
    sound = await services_of(request).setup.prompts.sound(company, tongue, key, spoken=spoken)
    return Response(sound, media_type=WAV, headers={"content-disposition": "inline"})


@post(
    "/api/prompts/{language:str}/{key:str}/sound",
    permission="manage_queues",
    status_code=200,
    request_max_body_size=MOST_BYTES,
)
async def record_prompt(
    request: Asked,
    language: FromPath[str],
    key: FromPath[str],
    made_of: FromQuery[str | None] = None,
) -> Sentence:
    """A recorded voice: the WAV file itself is the body. ``made_of``: the version that was seen."""
    tongue = _language(language)
    company = await _company(request, tongue)
    content = await request.body()
    return await services_of(request).setup.prompts.record(company, tongue, key, content, made_of)


@post("/api/prompts/{language:str}/{key:str}/spoken", permission="manage_queues", status_code=200)
async def speak_prompt(
    request: Asked,
    language: FromPath[str],
    key: FromPath[str],
    made_of: FromQuery[str | None] = None,
) -> Sentence:
    """Lur's own voice again; the recorded one can be taken back."""
    tongue = _language(language)
    company = await _company(request, tongue)
    return await services_of(request).setup.prompts.speak(company, tongue, key, made_of)


@post("/api/prompts/{language:str}/{key:str}/take-back", permission="manage_queues", status_code=200)
async def take_prompt_back(request: Asked, language: FromPath[str], key: FromPath[str]) -> Sentence:
    """As it was before the last change."""
    tongue = _language(language)
    company = await _company(request, tongue)
    return await services_of(request).setup.prompts.take_back(company, tongue, key)


def _language(text: str) -> Language:
    found = next((each for each in LANGUAGES if each == text), None)
    if found is None:
        raise Refused("unknown_prompt", text)
    return found


async def _company(request: Asked, language: Language) -> str:
    name = await services_of(request).directory.company()
    return {"sv": name.sv, "nb": name.nb, "en": name.en}[language]


HANDLERS = (prompts, prompt_sound, record_prompt, speak_prompt, take_prompt_back)
