"""Signatures and messages as the Standard Webhooks specification and our own page have them."""

from __future__ import annotations

import msgspec

from lur.core import events as e
from lur.core.ids import ContactId, QueueId
from lur.features.webhooks.messages import SHAPES, TABLE, told_of
from lur.features.webhooks.signing import PREFIX, headers_of, new_secret, signature

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ID = "msg_p5jXN8AQM9LWM0D4loKWxJek"
BODY = b'{"test": 2432232314}'


def test_the_signature_is_the_specifications_own_example() -> None:
    """Receivers check with any library for Standard Webhooks."""
    assert signature(SECRET, ID, 1_614_265_330, BODY) == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_headers_are_the_specifications() -> None:
    """Id, time in seconds, and one signature for each secret, the newest first."""
    old, new = new_secret(), new_secret()
    headers = headers_of((new, old), "w1.7", 1_614_265_330_999, BODY)
    assert headers["webhook-id"] == "w1.7"
    assert headers["webhook-timestamp"] == "1614265330"
    assert headers["webhook-signature"] == " ".join(
        signature(each, "w1.7", 1_614_265_330, BODY) for each in (new, old)
    )
    assert new.startswith(PREFIX)
    assert new != old


def test_each_kind_takes_its_fields_from_its_events() -> None:
    """A field of the journal that is renamed fails here, and not at a receiver."""
    for event, (kind, shape) in TABLE.items():
        assert SHAPES[kind] is shape
        assert set(shape.__struct_fields__) - {"seq"} <= set(event.__struct_fields__), event


def test_a_message_says_what_and_when_and_nothing_else() -> None:
    """An instant is written so that any program reads it; the fields are those of the page."""
    event = e.ContactMoved(at=1_700_000_000_123, contact_id=ContactId("c1"), queue_id=QueueId("q"), due=5)
    told = told_of(12, event)
    assert told is not None
    assert told[:2] == ("contact.moved", "c1")
    assert msgspec.json.decode(told[2]) == {
        "type": "contact.moved",
        "timestamp": "2023-11-14T22:13:20.123Z",
        "data": {"contact_id": "c1", "seq": 12, "queue_id": "q", "due": 5},
    }


def test_what_nobody_said_is_not_told() -> None:
    """A wrap-up that ran out describes nothing."""
    event = e.WrapUpFinished(at=1, agent_id="101", contact_id="c1")  # type: ignore[arg-type]
    assert told_of(1, event) is None
