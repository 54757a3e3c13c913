"""A whole Lur for a test: ``lur serve`` on free ports and a new data folder, spoken to as an operator would.

Everything goes through the command line and the API; what a test knows of the inside is only where the
process files lie, so that it can kill the right one, and where prompts are cached, to know them by ear.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fakes.tones import decoded
from journeys.baresip import free_port, free_sip_port
from lur.adapters.speech import EspeakVoice, PromptCache
from lur.core.ids import Language
from lur.wire.words import Prompt

LUR = (sys.executable, "-m", "lur.cli")
START_S = 90.0
PATIENCE_S = 60.0
"""How long a test waits for what takes a second: on a busy machine it takes many."""
GREETING_MS = 13_000
"""Longer than any language's greeting with its notice; an agent hears a tone until it is over."""


@dataclass(frozen=True)
class Phone:
    """What an agent's SIP phone needs."""

    agent_id: str
    username: str
    secret: str

    def account(
        self, sip_port: int, *, answer: str = "auto", transport: str = "udp", codecs: str = "pcma,pcmu"
    ) -> str:
        """baresip's account line: registered with Lur, G.711 only, answering by itself or ``manual``."""
        return (
            f"<sip:{self.username}@127.0.0.1:{sip_port};transport={transport}>"
            f";auth_user={self.username};auth_pass={self.secret}"
            f";regint=60;answermode={answer};audio_codecs={codecs}"
        )


class Desk:
    """What an operator sees of a Lur and says to it, on free ports and in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.log = folder / "serve.log"
        self.http_port = free_port(socket.SOCK_STREAM)
        self.sip_port = free_sip_port()
        self.tls_port = free_port(socket.SOCK_STREAM)
        first = free_port(count=400)
        self.rtp = (first, first + 399)
        self.process: subprocess.Popen[bytes] | None = None

    def cli(self, *words: str, ok: bool = True, seconds: float = 60) -> subprocess.CompletedProcess[str]:
        """One ``lur`` command against this house."""
        done = subprocess.run(
            [*LUR, *words, "--data", str(self.data)],
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        assert not ok or done.returncode == 0, f"{words}: {done.stdout}{done.stderr}\n{self.tail()}"
        return done

    def queue(self, name: str, *options: str) -> None:
        """``lur queue add``, reachable by its own name in small letters."""
        self.cli("queue", "add", name, "--number", name.lower(), *options)

    def agent(self, name: str, *options: str) -> Phone:
        """``lur agent add``."""
        told = dict(
            line.split(":", 1)
            for line in self.cli("agent", "add", name, *options).stdout.splitlines()
            if ":" in line
        )
        fields = {key.strip(): value.strip() for key, value in told.items()}
        return Phone(fields["agent"], fields["user"], fields["secret"])

    def status(self) -> dict[str, Any]:
        """What ``lur status --json`` prints, by the API."""
        return self.get("/api/status")

    def get(self, path: str) -> Any:
        """One API answer as JSON."""
        return json.loads(self.get_bytes(path))

    def get_bytes(self, path: str) -> bytes:
        """One API answer."""
        token = (self.data / "run" / "token").read_text().strip()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.http_port}{path}", headers={"Authorization": f"Bearer {token}"}
        )
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
            body: bytes = answer.read()
        return body

    def post(self, path: str, body: object = None) -> Any:
        """What an operator's program says by the API; the answer."""
        token = (self.data / "run" / "token").read_text().strip()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.http_port}{path}",
            data=json.dumps(body or {}).encode(),
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
            return json.loads(answer.read())

    def until(self, holds: Callable[[dict[str, Any]], Any], *, seconds: float = PATIENCE_S) -> dict[str, Any]:
        """Ask for the status until something holds; the status in which it did."""
        deadline = time.monotonic() + seconds
        status: Any = None
        while True:
            with contextlib.suppress(OSError, ValueError):
                status = self.status()
                if holds(status):
                    return dict(status)
            assert time.monotonic() < deadline, f"not within {seconds} s: {json.dumps(status)}\n{self.tail()}"
            time.sleep(0.05)  # between two looks, not instead of one

    def until_registered(self, phone: Phone) -> None:
        """Wait until an agent's phone is known to be there."""
        self.until(
            lambda s: any(a["id"] == phone.agent_id and a["phone_registered"] for a in s["agents"]),
        )

    def until_greeted(self) -> None:
        """Wait until greeting and notice are over for all who are here, by the house's own clock."""
        self.until(lambda s: all(s["at"] - c["entered"] > GREETING_MS for c in s["contacts"]))

    def until_recorded(self, count: int) -> None:
        """Wait until so many talks are recorded, which they are from the moment that both hear each other: an
        agent who hangs up before gives the customer back.
        """
        self.until(lambda _: len(list(self.data.glob("recordings/*/*/*/rec-*.lurrec"))) >= count)

    def until_story(self, contact_id: str, kind: str, *, seconds: float = PATIENCE_S) -> dict[str, Any]:
        """A contact's page, once an event of this kind is in it."""
        deadline = time.monotonic() + seconds
        while True:
            story: dict[str, Any] = self.get(f"/api/contacts/{contact_id}")
            if any(row["event"]["kind"] == kind for row in story["events"]):
                return story
            assert time.monotonic() < deadline, f"no {kind}: {story}\n{self.tail()}"
            time.sleep(0.05)  # between two looks, not instead of one

    def prompt(self, prompt: Prompt, language: Language) -> list[int]:
        """The very sound of a prompt as this house says it: its own cached file, as 8 kHz samples."""
        cache = PromptCache(self.data, EspeakVoice())
        try:
            return list(decoded(cache.path(prompt, language, "alaw").read_bytes()))
        finally:
            cache.close()

    def waiting(self, queue: str) -> list[str]:
        """The contacts that wait in a queue, in order."""
        return [
            contact for row in self.status()["queues"] if row["id"] == queue for contact in row["waiting"]
        ]

    def sip(self, address: str, *, transport: str = "udp") -> str:
        """The URI to dial for an address."""
        port = self.tls_port if transport == "tls" else self.sip_port
        return f"sip:{address}@127.0.0.1:{port};transport={transport}"

    def logs(self) -> list[Path]:
        """All logs of all processes."""
        return [log for log in (self.log, *sorted((self.data / "log").glob("*.log"))) if log.exists()]

    def log_lines(self) -> list[str]:
        """What all processes have logged."""
        return [line for log in self.logs() for line in log.read_text(errors="replace").splitlines()]

    def tail(self) -> str:
        """The ends of all logs."""
        return "\n".join(f"--- {log.name}\n{log.read_text(errors='replace')[-3000:]}" for log in self.logs())


class House(Desk):
    """One running Lur."""

    def __init__(self, folder: Path, *options: str) -> None:
        super().__init__(folder)
        self._argv = [
            *LUR,
            "serve",
            "--data",
            str(self.data),
            "--http",
            f"127.0.0.1:{self.http_port}",
            "--sip",
            f"127.0.0.1:{self.sip_port}",
            "--sip-tls",
            f"127.0.0.1:{self.tls_port}",
            "--rtp",
            f"{self.rtp[0]}-{self.rtp[1]}",
            *options,
        ]

    def start(self) -> None:
        """Start, and wait until calls can be taken."""
        folder = self.log.parent
        folder.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(self._argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.until(
            lambda status: status["health"]["edge"] == status["health"]["media"] == "up", seconds=START_S
        )

    def stop(self) -> int:
        """Ctrl-C; the exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE_S)

    def kill(self, name: str) -> None:
        """SIGKILL one of ``runtime``, ``edge`` or ``media``."""
        if name == "runtime":
            assert self.process is not None
            self.process.kill()
            self.process.wait()
            return
        os.kill(self.pid(name), signal.SIGKILL)

    def pid(self, name: str) -> int:
        """The process number of ``edge`` or ``media``."""
        return int(json.loads((self.data / "run" / f"{name}.pid").read_text())["pid"])

    def clean_up(self) -> None:
        """Leave nothing running, whatever the test did."""
        if self.process is not None and self.process.poll() is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.stop()
            self.process.kill()
            self.process.wait()
        for name in ("edge", "media"):
            with contextlib.suppress(OSError, ValueError):
                os.kill(self.pid(name), signal.SIGKILL)


@contextlib.contextmanager
def house(folder: Path, *options: str) -> Iterator[House]:
    """A started house, cleaned up afterwards."""
    built = House(folder, *options)
    try:
        built.start()
        yield built
    finally:
        built.clean_up()
