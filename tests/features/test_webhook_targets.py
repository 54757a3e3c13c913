"""Webhooks against real servers on this machine: one that hangs, one that answers 500 for a day. The day is a
clock's that we move.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.fakes.post_target import Got, PostTarget
from tests.features.test_webhook_delivery import KINDS, Room

from lur.adapters.storage.readmodel import ReadModel
from lur.adapters.webhooks.http_poster import HttpPoster
from lur.core.ids import DAY_MS
from lur.features.webhooks.delivering import Delivering
from lur.features.webhooks.service import Webhooks

pytestmark = pytest.mark.anyio


class RealRoom(Room):
    """A room that posts by HTTP, and gives up soon."""

    def __init__(self, database: ReadModel) -> None:
        self.poster = HttpPoster(allow_private=True, whole_s=0.3)
        super().__init__(database)
        self.webhooks = Webhooks(
            database=database, vault=self.vault, journal=self.journal, clock=self.clock, poster=self.poster
        )

    def start(self) -> Delivering:
        """See ``Room.start``."""
        return Delivering(
            database=self.database,
            vault=self.vault,
            journal=self.journal,
            clock=self.clock,
            poster=self.poster,
        )


@pytest.fixture
async def real(tmp_path: Path) -> AsyncIterator[RealRoom]:
    """A room without webhooks."""
    room = RealRoom(await ReadModel.open(tmp_path / "lur.db"))
    yield room
    await room.engine.close()
    await room.poster.close()
    await room.database.close()


@pytest.fixture
async def targets() -> AsyncIterator[tuple[PostTarget, PostTarget]]:
    """Two servers."""
    both = (PostTarget(), PostTarget())
    for each in both:
        await each.open()
    yield both
    for each in both:
        await each.close()


def seqs(got: list[Got]) -> list[int]:
    """Which events were told, in the order of their coming."""
    return [each.message["data"]["seq"] for each in got]


async def test_a_target_that_hangs_loses_nothing_and_holds_up_nobody(
    real: RealRoom, targets: tuple[PostTarget, PostTarget]
) -> None:
    """The other target gets everything meanwhile; the one that hung gets it when it is back, in order."""
    hung, well = targets
    hung.answer = None
    await real.webhooks.add("hung", hung.url, KINDS)
    await real.webhooks.add("well", well.url, KINDS)
    expected = [await real.happen("a") for _ in range(3)]
    for _ in range(8):
        real.clock.at += 60_000
        await real.round()
    assert seqs(well.taken) == expected
    assert seqs(hung.got)
    assert hung.taken == []
    assert hung.most_open == 1
    hung.say(200)
    await real.run()
    assert seqs(hung.taken) == expected


async def test_a_target_that_answers_500_for_a_day_gets_all_of_it(
    real: RealRoom, targets: tuple[PostTarget, PostTarget]
) -> None:
    """Also what happened while a killed Lur was away; each message with one id, however often it came."""
    target, _ = targets
    target.say(500, "no database")
    hook, _secret = await real.webhooks.add("cases", target.url, KINDS)
    began = real.clock.at
    for number in range(12):
        await real.happen(f"c{number % 3}")
    while real.clock.at < began + DAY_MS:
        next_at = await real.round()
        real.clock.at = max(real.clock.at + 300_000, next_at or 0)
    (row,) = await real.webhooks.page(hook.id, None, None, 1)
    assert row.state == "waiting"
    oldest = (await real.webhooks.page(hook.id, None, None, 100))[-1]
    assert (oldest.status, oldest.fault, oldest.answer) == (500, "answered", "no database")
    await real.kill()
    target.say(200)
    await real.run()
    assert sorted(seqs(target.taken)) == list(range(1, 13))
    for contact in ("c0", "c1", "c2"):
        mine = [each for each in target.taken if each.message["data"]["contact_id"] == contact]
        assert seqs(mine) == sorted(seqs(mine))
    ids = {each.headers["webhook-id"] for each in target.got}
    assert len(ids) == len({each.message["data"]["seq"] for each in target.got})


def is_signed(got: Got, secret: str) -> bool:
    """As docs/api.md tells receivers to check."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = b".".join(
        (got.headers["webhook-id"].encode(), got.headers["webhook-timestamp"].encode(), got.body)
    )
    right = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    given = [each.partition(",")[2] for each in got.headers["webhook-signature"].split()]
    return any(hmac.compare_digest(each, right) for each in given)


async def test_a_receiver_can_check_who_sent_it(
    real: RealRoom, targets: tuple[PostTarget, PostTarget]
) -> None:
    """With the secret of before, or the new one, for a day after a change; and a try is signed too."""
    target, _ = targets
    hook, old = await real.webhooks.add("cases", target.url, KINDS)
    new, _until = await real.webhooks.rotate(hook.id)
    await real.happen("a")
    await real.run()
    said = await real.webhooks.ping(hook.id)
    assert said.is_good
    message, ping = target.got
    assert all(is_signed(each, secret) for each in (message, ping) for secret in (old, new))
    assert not is_signed(message, "whsec_AAAA")
    assert ping.message["type"] == "webhook.ping"
