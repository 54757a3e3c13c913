"""Answers to common questions: everybody reads them, supervisors keep them right."""

from __future__ import annotations

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody

from lur.core.ids import Language, QueueId
from lur.features import Refused
from lur.features.answers.model import CommonAnswer
from lur.web.asking import Asked, AskedByAnyone, once, services_of
from lur.web.payloads.answers import AnswerBody, ChangeAnswerBody, RemoveAnswerBody


@get("/api/answers", permission="public")
async def answers(
    request: AskedByAnyone, language: FromQuery[Language | None] = None, queue: FromQuery[str | None] = None
) -> tuple[CommonAnswer, ...]:
    """In their order: of one language, for one queue's callers, or all."""
    return services_of(request).answers.listed(language, QueueId(queue) if queue else None)


@get("/api/answers/removed", permission="manage_answers")
async def removed_answers(request: Asked) -> tuple[CommonAnswer, ...]:
    """What can be put back, the latest removed first, at most fifty."""
    return services_of(request).answers.removed()


@post("/api/answers", permission="manage_answers")
async def add_answer(request: Asked, data: JSONBody[AnswerBody]) -> CommonAnswer:
    """One more."""
    _check_queues(request, data)
    return await services_of(request).answers.add(_answer(once(request, "answer-"), 1, data))


@post("/api/answers/{answer_id:str}", permission="manage_answers", status_code=200)
async def change_answer(
    request: Asked, answer_id: FromPath[str], data: JSONBody[ChangeAnswerBody]
) -> CommonAnswer:
    """Other words, other queues, another place."""
    _check_queues(request, data)
    return await services_of(request).answers.change(_answer(answer_id, data.version, data))


@post("/api/answers/{answer_id:str}/remove", permission="manage_answers", status_code=200)
async def remove_answer(
    request: Asked, answer_id: FromPath[str], data: JSONBody[RemoveAnswerBody]
) -> CommonAnswer:
    """Nobody sees it any more; it can be put back."""
    return await services_of(request).answers.remove(answer_id, data.version)


@post("/api/answers/{answer_id:str}/put-back", permission="manage_answers", status_code=200)
async def put_answer_back(request: Asked, answer_id: FromPath[str]) -> CommonAnswer:
    """It is seen again, where it was."""
    return await services_of(request).answers.put_back(answer_id)


def _check_queues(request: Asked, data: AnswerBody) -> None:
    known = services_of(request).centre.state.queues
    if (strange := next((each for each in data.queue_ids if each not in known), None)) is not None:
        raise Refused("unknown_queue", strange)


def _answer(answer_id: str, version: int, data: AnswerBody) -> CommonAnswer:
    return CommonAnswer(
        id=answer_id,
        version=version,
        language=data.language,
        question=data.question.strip(),
        text=data.text.strip(),
        queue_ids=tuple(dict.fromkeys(data.queue_ids)),
        position=data.position,
        removed_at=None,
        demo=False,
    )


HANDLERS = (answers, removed_answers, add_answer, change_answer, remove_answer, put_answer_back)
