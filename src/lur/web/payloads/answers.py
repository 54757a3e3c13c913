"""Bodies about answers to common questions; as in ``payloads``."""

from __future__ import annotations

from typing import Annotated

import msgspec

from lur.core.ids import Language, QueueId
from lur.features.answers.model import QUESTION_LENGTH, TEXT_LENGTH
from lur.web.payloads.common import END, Body

Question = Annotated[
    str, msgspec.Meta(min_length=1, max_length=QUESTION_LENGTH, pattern=rf"^[^\x00-\x1f\x7f]*{END}")
]
PlainText = Annotated[
    str, msgspec.Meta(min_length=1, max_length=TEXT_LENGTH, pattern=rf"^[^\x00-\x09\x0b-\x1f\x7f]*{END}")
]
"""Line breaks are kept; nothing in it is markup."""
AnswerVersion = Annotated[int, msgspec.Meta(ge=1, le=1 << 50)]


class AnswerBody(Body, frozen=True, kw_only=True):
    """POST /api/answers: a common question and its answer. Without queues it is for everybody."""

    language: Language
    question: Question
    text: PlainText
    queue_ids: Annotated[tuple[QueueId, ...], msgspec.Meta(max_length=50)] = ()
    position: Annotated[int, msgspec.Meta(ge=0, le=100_000)] = 0


class ChangeAnswerBody(AnswerBody, frozen=True, kw_only=True):
    """POST /api/answers/{id}: all of it anew. ``version`` is the one that was seen; when somebody else was
    quicker the answer is ``changed_meanwhile``. To undo, send the words that were before."""

    version: AnswerVersion


class RemoveAnswerBody(Body, frozen=True, kw_only=True):
    """POST /api/answers/{id}/remove: the version that was seen."""

    version: AnswerVersion
