"""A number that somebody types may be anybody's: nobody is rung again and again by a stranger's doing, and
nobody learns what another has written."""

from __future__ import annotations

import pytest
from tests.web.house import House
from tests.web.places import link_of

from lur.core.ids import QueueId
from lur.features.answers.demo import ANSWERS
from lur.web.public.texts import TEXTS

pytestmark = pytest.mark.anyio

OTHERS = "070-987 65 43"


async def test_taking_a_place_back_to_another_number_counts(house: House) -> None:
    """Leave, take back to a number that was typed, and again: the fifth time is refused."""
    path = await link_of(house, await house.arrive("c1"))
    for _ in range(4):
        assert (await house.client.post(f"{path}/leave")).status_code == 303
        sent = await house.client.post(f"{path}/take-back", data={"number": OTHERS})
        assert sent.status_code == 303, sent.text
        path = sent.headers["location"].partition("?")[0]
    assert (await house.client.post(f"{path}/leave")).status_code == 303
    assert (await house.client.post(f"{path}/take-back", data={"number": OTHERS})).status_code == 429
    assert (
        await house.client.post("/callback", data={"number": OTHERS, "queue": "retur"})
    ).status_code == 429


async def test_changing_the_number_again_and_again_counts(house: House) -> None:
    """The same number is typed at most four times; one's own, which is known, as often as one likes."""
    path = await link_of(house, await house.arrive("c1"))
    typed = [await house.client.post(f"{path}/call", data={"number": OTHERS}) for _ in range(5)]
    assert [each.status_code for each in typed] == [303] * 4 + [429]
    assert (await house.client.post(f"{path}/call", data={"number": ""})).status_code == 303


async def test_a_link_that_may_only_look_does_not_show_what_was_written(house: House) -> None:
    """Answers that fit the words would tell what the words are about."""
    contact_id = await house.arrive("c1")
    answer = next(each for each in ANSWERS if QueueId("leverans") in each.queue_ids)
    await house.services.public.statements.keep_text(contact_id, answer.question, None, False)
    mine = await house.client.get(f"{await link_of(house, contact_id)}?lang=sv")
    theirs = await house.client.get(f"{await link_of(house, contact_id, may_change=False)}?lang=sv")
    assert TEXTS["sv"].may_fit in mine.text
    assert TEXTS["sv"].may_fit not in theirs.text
