"""What the shell needs from outside, as Protocols. Adapters implement them; one contract suite tests each
port.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import Literal, Protocol

import msgspec

from lur.core.commands import AnyCommand
from lur.core.events import AnyEvent
from lur.core.ids import CommandId, ContactId, Instant


class Recorded(msgspec.Struct, frozen=True):
    """An event as the journal keeps it: numbered without gaps from 1, chained by hash.

    ``hash`` = SHA-256 over the row before's hash and this row's own bytes, hex.
    """

    seq: int
    event: AnyEvent
    command_id: CommandId
    actor: str
    hash: str


class Snapshot(msgspec.Struct, frozen=True):
    """A whole state, as bytes, as it was right after event ``seq``; it only saves time, the journal is the
    truth.
    """

    seq: int
    state: bytes
    format: int


class JournalUnavailable(Exception):
    """The journal cannot be written now (disk full, server gone). Nothing was written; no effect may happen.

    ``reason`` is a stable code: ``disk_full``, ``write_failed``, ``server_gone``, ``fenced``.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


class VaultUnavailable(Exception):
    """The vault cannot be read or written now. ``reason`` is ``disk_full`` or ``write_failed``."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


class JournalBroken(Exception):
    """The stored chain does not verify: a row was changed, removed or cut. ``seq`` is the first bad row."""

    def __init__(self, seq: int, detail: str) -> None:
        super().__init__(f"row {seq}: {detail}")
        self.seq = seq
        self.detail = detail


class Journal(Protocol):
    """The record of all that has happened. Appends are durable when they return."""

    async def append(
        self, events: Sequence[AnyEvent], command_id: CommandId, actor: str
    ) -> Sequence[Recorded]:
        """Append one command's events as one whole. Raises ``JournalUnavailable``; then nothing was kept."""
        ...

    async def events_of(self, command_id: CommandId) -> Sequence[Recorded]:
        """The events a command gave earlier, empty if it is not known: makes commands idempotent.

        Raises ``JournalUnavailable``.
        """
        ...

    def read(self, after: int = 0) -> AsyncIterator[Recorded]:
        """All rows with ``seq`` above ``after``, in order, each checked against the chain
        (``JournalBroken``).
        """
        ...

    async def head_seq(self) -> int:
        """The number of the last row, 0 when there is none."""
        ...

    async def probe(self) -> None:
        """Try to write something that leaves no row. Raises ``JournalUnavailable`` while appends would
        fail.
        """
        ...

    async def save_snapshot(self, snapshot: Snapshot) -> None:
        """Keep a snapshot; older ones may be dropped. Raises ``JournalUnavailable``."""
        ...

    async def latest_snapshot(self) -> Snapshot | None:
        """The newest snapshot, or None when there is none or it is damaged."""
        ...

    async def close(self) -> None:
        """Let go of files and connections."""
        ...


class Vault(Protocol):
    """Personal data beside the journal, encrypted with one key for each subject (a contact, a person)."""

    async def put(self, subject: str, field: str, value: str) -> None:
        """Keep ``value`` (replaces an earlier one of the same field)."""
        ...

    async def append(self, subject: str, field: str, value: str, at: Instant) -> None:
        """Add to a field that is a list (keys pressed, notes); the same value at the same time is kept
        once.
        """
        ...

    async def get(self, subject: str) -> dict[str, list[str]]:
        """All fields of a subject; empty when unknown or erased."""
        ...

    async def erase(self, subject: str) -> None:
        """Destroy the subject's key and rows: the person is gone, the journal still verifies."""
        ...

    async def close(self) -> None:
        """Let go of files and connections."""
        ...


class Clock(Protocol):
    """The only source of time in the shell."""

    def now(self) -> Instant:
        """Milliseconds since 1970-01-01 UTC."""
        ...

    def utc_offset_min(self, at: Instant) -> int:
        """The company's local time minus UTC at ``at``, in minutes."""
        ...


class Entropy(Protocol):
    """The only source of chance in the shell."""

    def token(self, prefix: str) -> str:
        """A new unguessable id, as ``prefix`` + at least 96 random bits in URL-safe characters."""
        ...


class TextsUnavailable(Exception):
    """A text message was not taken. ``reason`` is a stable code: ``unreachable`` and ``busy`` may pass,
    ``not_allowed`` (the gateway does not know us) and ``refused`` (this message) do not by themselves.
    """

    def __init__(self, reason: Literal["unreachable", "busy", "not_allowed", "refused"]) -> None:
        super().__init__(reason)
        self.reason = reason

    @property
    def may_pass(self) -> bool:
        """Whether trying again later makes sense."""
        return self.reason in ("unreachable", "busy")


class Texts(Protocol):
    """A gateway for text messages to mobile phones."""

    async def send(self, number: str, text: str) -> None:
        """Hand over one message to a number (E.164). Raises ``TextsUnavailable``."""
        ...


class MailAttachment(msgspec.Struct, frozen=True, kw_only=True):
    """A file that goes with a mail; ``media_type`` as ``application/pdf``."""

    name: str
    media_type: str
    content: bytes


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """One mail to one recipient. ``id`` is the same for every try, so that mail programs show it once."""

    id: str
    to: str
    subject: str
    text: str
    at: Instant
    attachments: tuple[MailAttachment, ...] = ()
    html: str = ""
    """The same words with looks; empty: plain text alone."""
    logo: bytes = b""
    """A PNG that ``html`` shows as ``cid:logo``."""


MailReason = Literal["unreachable", "busy", "untrusted", "not_allowed", "bad_recipient", "refused"]


class MailUnavailable(Exception):
    """A mail was not taken. ``reason`` is a stable code: ``unreachable`` (or too slow) and ``busy`` may pass;
    ``untrusted`` (the server does not prove who it is), ``not_allowed`` (it does not let us in),
    ``bad_recipient`` and ``refused`` (this mail) do not by themselves. ``detail`` is what the server said.
    """

    def __init__(self, reason: MailReason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail

    @property
    def may_pass(self) -> bool:
        """Whether trying again later makes sense."""
        return self.reason in ("unreachable", "busy")


class Mailer(Protocol):
    """A server that takes mail to people of the company."""

    async def send(self, mail: Mail) -> None:
        """Hand over one mail; taken when this returns. Ends within a minute, whatever the server does. Raises
        ``MailUnavailable``."""
        ...


PostFault = Literal[
    "bad_address",
    "private_address",
    "unknown_host",
    "unreachable",
    "timed_out",
    "bad_certificate",
    "bad_answer",
]


class PostFailed(Exception):
    """Nothing was answered. ``private_address`` and ``bad_address``: nothing was sent either."""

    def __init__(self, reason: PostFault) -> None:
        super().__init__(reason)
        self.reason = reason


class Posted(msgspec.Struct, frozen=True, kw_only=True):
    """What a server answered: its status, the beginning of its text, and how long it asked us to wait."""

    status: int
    text: str = ""
    retry_after_s: int | None = None


class Poster(Protocol):
    """A way to other people's servers on the internet, and to nothing behind our own walls."""

    def check(self, url: str) -> None:
        """Whether an address is of a kind that may be asked. Raises ``PostFailed``: bad_address,
        private_address."""
        ...

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Posted:
        """One request; no redirect is followed. Raises ``PostFailed``."""
        ...


class VoiceEdge(Protocol):
    """What the runtime asks of the SIP side. Calls return at once; the edge converges in its own time."""

    def effects_of(self, recorded: Sequence[Recorded]) -> None:
        """New events were made durable: ring, connect, announce, hang up. Safe to repeat by event number."""
        ...


Subscriber = Callable[[Sequence[Recorded]], None]
"""Called in the writer's loop after each durable batch; must not block and must not raise."""


class Writer(Protocol):
    """The one way in: features, web and edges submit commands here."""

    async def submit(self, command: AnyCommand) -> Sequence[Recorded]:
        """Decide, journal, apply, publish. Raises ``lur.runtime.CommandRejected`` or
        ``JournalUnavailable``.
        """
        ...


class PersonalNote(msgspec.Struct, frozen=True, kw_only=True):
    """Something personal about a contact, for the vault: ``caller_number``, ``caller_name``, ``key``,
    ``callback_number``, ``caller_unproved`` (the number is only what the caller says)."""

    contact_id: ContactId
    field: str
    value: str
    at: Instant
