"""What the team has put into words: flows, results, answers, phrases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

import msgspec

from lur.core.flow import Flow, Node
from lur.core.flow_check import flow_faults
from lur.core.ids import Language, QueueId
from lur.features import Refused
from lur.features.answers.model import QUESTION_LENGTH, CommonAnswer
from lur.features.answers.model import TEXT_LENGTH as ANSWER_LENGTH
from lur.features.answers.service import MOST_ANSWERS, Answers
from lur.features.directory.service import DirectoryService
from lur.features.flows.service import MOST_FLOWS, Flows
from lur.features.phrases.model import TEXT_LENGTH as PHRASE_LENGTH
from lur.features.phrases.model import Moment, Phrase, strange_braces
from lur.features.phrases.service import MOST_PHRASES, Phrases
from lur.features.wrap_up.model import Disposition
from lur.features.wrap_up.service import Dispositions
from lur.features.wrap_up.tree import check as check_tree
from lur.web.office.hand import Hand
from lur.web.office.queue_section import QueueItem
from lur.web.office.sections import Fault, ItemBase, Section, Shown, Whole, Work, new_ids, too_many
from lur.web.payloads.common import Name

Position = Annotated[int, msgspec.Meta(ge=0, le=100_000)]


# --- flows -------------------------------------------------------------------------------------------------


class FlowItem(ItemBase, frozen=True, kw_only=True):
    """A flow as the file has it."""

    name: Name
    first: str
    fallback: str
    nodes: list[Node]


class FlowSection(Section[FlowItem]):
    """What callers hear and may press first."""

    name = "flows"
    note = "What callers hear and may press before a queue: boxes that lead to each other (docs/flows.md)."
    item = FlowItem

    def __init__(self, hand: Hand, flows: Flows, directory: DirectoryService) -> None:
        self._hand = hand
        self._flows = flows
        self._directory = directory

    async def read(self) -> dict[str, FlowItem]:
        """All flows as they are now."""
        return {
            each.flow_id: FlowItem(
                name=each.name, first=each.first, fallback=each.fallback, nodes=list(each.nodes)
            )
            for each in self._flows.flows()
        }

    async def check(self, work: Work[FlowItem], whole: Whole) -> Sequence[Fault]:
        """None may trap a caller, and none goes to which an address leads."""
        faults: list[Fault] = []
        voice = [
            QueueId(key)
            for key, queue in whole.items.get("queues", {}).items()
            if isinstance(queue, QueueItem) and queue.channel == "voice"
        ]
        for key, (before, after) in work.put.items():
            if before is None:
                faults.extend(new_ids(self, (key,)))
            for each in flow_faults(_flow(key, after), voice):
                faults.append(
                    self.fault(key, "flow_has_faults", f"{each.code} {each.detail}".strip(), each.node_id)
                )
        for address, entry in whole.items.get("entries", {}).items():
            if (flow_id := getattr(entry, "flow", "")) in work.drop:
                faults.append(self.fault(flow_id, "flow_in_use", address))
        return (*faults, *too_many(self, whole, MOST_FLOWS, "too_many_flows"))

    async def make_way(self, work: Work[FlowItem]) -> None:
        """When there is no room for what comes, those go first to which no address leads."""
        new = sum(1 for before, _ in work.put.values() if before is None)
        if len(self._flows.flows()) + new > MOST_FLOWS:
            used = {each.flow_id for each in await self._directory.entries()}
            for key in work.drop:
                if key not in used:
                    await self._flows.remove(key)

    async def put(self, key: str, before: FlowItem | None, after: FlowItem, shown: Shown) -> None:
        """One more version."""
        made_of = next((each.version for each in self._flows.newest() if each.flow.flow_id == key), 0)
        queues = self._hand.centre.state.queues
        voice = [queue_id for queue_id, queue in queues.items() if queue.settings.channel == "voice"]
        await self._flows.save(_flow(key, after), made_of, voice, self._hand.by.actor)

    async def drop(self, key: str, before: FlowItem) -> None:
        """It is forgotten, with its past."""
        if any(each.flow_id == key for each in self._flows.flows()):
            await self._flows.remove(key)


def _flow(flow_id: str, item: FlowItem) -> Flow:
    return Flow(
        flow_id=flow_id,
        name=item.name,
        first=item.first,
        nodes=tuple(item.nodes),
        fallback=QueueId(item.fallback),
    )


# --- results -----------------------------------------------------------------------------------------------


class ResultItem(ItemBase, frozen=True, kw_only=True):
    """A result as the file has it."""

    parent: str = ""
    position: Position = 0
    sv: Name
    nb: Name
    en: Name
    archived: bool = False


class Results(Section[ResultItem]):
    """The company's words for how a contact ended. None is removed: contacts have it."""

    name = "results"
    note = "How a contact can end, at most three levels. None is removed: archived = true stops offering it."
    item = ResultItem

    def __init__(self, dispositions: Dispositions) -> None:
        self._dispositions = dispositions

    async def read(self) -> dict[str, ResultItem]:
        """All of them."""
        return {
            each.id: ResultItem(
                parent=each.parent or "",
                position=each.position,
                sv=each.sv,
                nb=each.nb,
                en=each.en,
                archived=each.archived,
            )
            for each in self._dispositions.tree()
        }

    async def check(self, work: Work[ResultItem], whole: Whole) -> Sequence[Fault]:
        """It stays a tree, and none goes."""
        faults = [self.fault(key, "result_stays", key) for key in work.drop]
        faults += new_ids(self, [key for key, (before, _) in work.put.items() if before is None])
        tree = {
            key: _result(key, item)
            for key, item in whole.items.get("results", {}).items()
            if isinstance(item, ResultItem)
        }
        for key in work.put:
            faults += self._misplaced(key, tree)
        return faults

    def _misplaced(self, key: str, tree: Mapping[str, Disposition]) -> Iterator[Fault]:
        try:
            if any(each.parent and each.parent not in tree for each in tree.values()):
                parent = tree[key].parent
                if parent and parent not in tree:
                    yield self.fault(key, "unknown_disposition", parent, "parent")
                return
            check_tree(tree[key], tree)
        except Refused as error:
            yield self.fault(key, error.code, error.detail, "parent")

    async def put_all(self, work: Work[ResultItem], shown: Shown) -> None:
        """Parents first; what is moved goes to the top on its way, so that no step makes a loop."""
        known = {each.id: each for each in self._dispositions.tree()}
        for key, (_, after) in work.put.items():
            if key in known and (known[key].parent or "") != after.parent:
                await self._dispositions.change(msgspec.structs.replace(known[key], parent=None))
        for key in _parents_first({key: after for key, (_, after) in work.put.items()}):
            new = _result(key, work.put[key][1])
            await (self._dispositions.change(new) if key in known else self._dispositions.add(new))


def _result(key: str, item: ResultItem) -> Disposition:
    return Disposition(
        id=key,
        parent=item.parent or None,
        position=item.position,
        sv=item.sv,
        nb=item.nb,
        en=item.en,
        archived=item.archived,
        demo=False,
    )


def _parents_first(items: Mapping[str, ResultItem]) -> list[str]:
    ordered: list[str] = []
    left = list(items)
    while left:
        ready = [key for key in left if items[key].parent not in left]
        ordered += ready
        left = [key for key in left if key not in ready] if ready else []
    return ordered


# --- answers -----------------------------------------------------------------------------------------------


class AnswerItem(ItemBase, frozen=True, kw_only=True):
    """A common question and its answer as the file has them."""

    language: Language
    question: Annotated[str, msgspec.Meta(max_length=QUESTION_LENGTH)]
    text: Annotated[str, msgspec.Meta(max_length=ANSWER_LENGTH)]
    queues: list[str] = msgspec.field(default_factory=list)
    position: Position = 0


class AnswerSection(Section[AnswerItem]):
    """Answers to common questions."""

    name = "answers"
    note = "Answers to common questions, which everybody may read; no queues: for everybody's callers."
    item = AnswerItem
    goes = "first"

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    async def read(self) -> dict[str, AnswerItem]:
        """All that are shown."""
        return {
            each.id: AnswerItem(
                language=each.language,
                question=each.question,
                text=each.text,
                queues=list(each.queue_ids),
                position=each.position,
            )
            for each in self._answers.listed()
        }

    def normal(self, key: str, item: AnswerItem) -> AnswerItem:
        """Trimmed. Raises ``Refused``: empty_text."""
        new = msgspec.structs.replace(
            item,
            question=item.question.strip(),
            text=item.text.strip(),
            queues=list(dict.fromkeys(item.queues)),
        )
        if not new.question or not new.text:
            raise Refused("empty_text", key)
        return new

    async def check(self, work: Work[AnswerItem], whole: Whole) -> Sequence[Fault]:
        """Queues are there."""
        return (
            *(
                self.fault(key, "unknown_queue", each, "queues")
                for key, (_, after) in work.put.items()
                for each in after.queues
                if not whole.has("queues", each)
            ),
            *too_many(self, whole, MOST_ANSWERS, "too_many_answers"),
        )

    async def put(self, key: str, before: AnswerItem | None, after: AnswerItem, shown: Shown) -> None:
        """So it is shown; one that was removed is put back."""
        new = CommonAnswer(
            id=key,
            version=1,
            language=after.language,
            question=after.question,
            text=after.text,
            queue_ids=tuple(QueueId(each) for each in after.queues),
            position=after.position,
            removed_at=None,
            demo=False,
        )
        if any(each.id == key for each in self._answers.removed()):
            await self._answers.put_back(key)
        version = next((each.version for each in self._answers.listed() if each.id == key), None)
        if version is None:
            await self._answers.add(new)
        else:
            await self._answers.change(msgspec.structs.replace(new, version=version))

    async def drop(self, key: str, before: AnswerItem) -> None:
        """Nobody sees it any more; it can be put back."""
        for each in self._answers.listed():
            if each.id == key:
                await self._answers.remove(key, each.version)


# --- phrases -----------------------------------------------------------------------------------------------

Text = Annotated[str, msgspec.Meta(max_length=PHRASE_LENGTH)]


class PhraseItem(ItemBase, frozen=True, kw_only=True):
    """A phrase as the file has it; ``position`` within its moment, from 1."""

    moment: Moment
    position: Position
    sv: Text = ""
    nb: Text = ""
    en: Text = ""


class PhraseSection(Section[PhraseItem]):
    """The team's phrases."""

    name = "phrases"
    note = "Something good to say, by moment; {agent}, {company} and {minutes} are filled in."
    item = PhraseItem
    goes = "first"

    def __init__(self, hand: Hand, phrases: Phrases) -> None:
        self._hand = hand
        self._phrases = phrases

    async def read(self) -> dict[str, PhraseItem]:
        """All that are shown, numbered as they stand."""
        return self.settled({each.id: _phrase_item(each) for each in self._phrases.listed()})

    def settled(self, items: dict[str, PhraseItem]) -> dict[str, PhraseItem]:
        """Each moment is numbered without gaps."""
        count: dict[str, int] = {}
        places: dict[str, int] = {}
        for key in sorted(items, key=lambda key: (items[key].position, key)):
            places[key] = count[items[key].moment] = count.get(items[key].moment, 0) + 1
        return {key: msgspec.structs.replace(item, position=places[key]) for key, item in items.items()}

    def normal(self, key: str, item: PhraseItem) -> PhraseItem:
        """Trimmed. Raises ``Refused``: empty_text, unknown_placeholder."""
        new = msgspec.structs.replace(item, sv=item.sv.strip(), nb=item.nb.strip(), en=item.en.strip())
        if not (new.sv or new.nb or new.en):
            raise Refused("empty_text", key)
        if (strange := next(filter(None, map(strange_braces, (new.sv, new.nb, new.en))), None)) is not None:
            raise Refused("unknown_placeholder", strange)
        return new

    async def check(self, work: Work[PhraseItem], whole: Whole) -> Sequence[Fault]:
        """Not too many."""
        return tuple(too_many(self, whole, MOST_PHRASES, "too_many_phrases"))

    async def put_all(self, work: Work[PhraseItem], shown: Shown) -> None:
        """Words first, then each moment in its order."""
        await super().put_all(work, shown)
        wanted = {**await self.read(), **{key: after for key, (_, after) in work.put.items()}}
        for moment in dict.fromkeys(after.moment for _, after in work.put.values()):
            mine = [key for key, item in wanted.items() if item.moment == moment]
            await self._phrases.order(
                moment, tuple(sorted(mine, key=lambda key: (wanted[key].position, key)))
            )

    async def put(self, key: str, before: PhraseItem | None, after: PhraseItem, shown: Shown) -> None:
        """So it is shown; one that was archived is taken back."""
        by = self._hand.by.display_name
        if any(each.id == key for each in self._phrases.archived()):
            await self._phrases.take_back(key, by)
        known = next((each for each in self._phrases.listed() if each.id == key), None)
        new = Phrase(
            id=key,
            version=known.version if known else 1,
            moment=after.moment,
            position=0,
            sv=after.sv,
            nb=after.nb,
            en=after.en,
            archived=False,
            changed_at=0,
            changed_by="",
            demo=False,
        )
        if known is None:
            await self._phrases.add(new, by)
        elif (known.moment, known.texts) != (new.moment, new.texts):
            await self._phrases.change(new, by)

    async def drop(self, key: str, before: PhraseItem) -> None:
        """The desks show it no more; it can be taken back."""
        for each in self._phrases.listed():
            if each.id == key:
                await self._phrases.archive(key, each.version, self._hand.by.display_name)


def _phrase_item(each: Phrase) -> PhraseItem:
    return PhraseItem(moment=each.moment, position=each.position, sv=each.sv, nb=each.nb, en=each.en)
