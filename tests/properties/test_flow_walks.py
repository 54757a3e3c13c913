"""The walk in thought, which the pages show, and the walk on the line, which callers hear, are the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.core.test_flow import SOME_KEYS, flows

from lur.adapters.voice.edge.dialogue import Enqueue, Part, Reply, Walk
from lur.adapters.voice.edge.entering import MOST_CHOICES, Walker
from lur.core.flow import Flow
from lur.core.flow_walk import SILENCE, walk
from lur.core.ids import Language, QueueId

End = tuple[QueueId | None, Language, tuple[str, ...]]


def on_the_line(flow: Flow, keys: str, *, opened: bool) -> End:
    """A caller who presses these keys, then none, as the voice edge takes it."""
    presses = iter(keys)
    state = Walk(node=flow.first, language="sv", home="sv")
    reply: Reply = Walker(state, flow, flow.fallback, lambda _: opened).again()
    while isinstance(reply[0], Walk):
        state, turn = reply
        walker = Walker(state, flow, flow.fallback, lambda _: opened)
        key = SILENCE if turn.wait_ms is None else next(presses, SILENCE)
        if turn.wait_ms is None:
            reply = walker.said()
        else:
            reply = (walker.pressed(key) if key != SILENCE else None) or walker.silent()
    deed = reply[1].deed
    if isinstance(deed, Enqueue):
        return deed.queue_id, deed.language, deed.choices
    assert isinstance(deed, Part)
    return None, state.language, state.choices


@given(flows(), st.text(SOME_KEYS, max_size=30), st.booleans())
def test_what_is_tried_is_what_callers_get(flow: Flow, keys: str, opened: bool) -> None:
    """The same end, the same language, the same choices for the agent, whatever is pressed."""
    thought = walk(flow, keys, "sv", lambda _: opened)
    line = on_the_line(flow, keys, opened=opened)
    assert line[0] == thought.queue_id
    if thought.queue_id is not None:
        assert line[1:] == (thought.language, thought.choices[:MOST_CHOICES])
