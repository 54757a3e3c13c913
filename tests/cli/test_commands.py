"""The command line against a real ``lur serve``: what operators lean on, with its exit codes."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lur.cli.processes import started_at

LUR = (sys.executable, "-m", "lur.cli")


def free_ports() -> tuple[int, int]:
    """Two ports that nobody has, the second for both TCP and UDP."""
    with socket.socket() as one, socket.socket() as two, socket.socket(type=socket.SOCK_DGRAM) as three:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        three.bind(two.getsockname())
        return one.getsockname()[1], two.getsockname()[1]


def lur(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """One command, to its end."""
    return subprocess.run(
        [*LUR, *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )


class Serve:
    """A ``lur serve`` in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self.output = folder / "output"
        self.http, self.sip = free_ports()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def words(self) -> list[str]:
        """Its options."""
        ports = ["--http", f"127.0.0.1:{self.http}", "--sip", f"127.0.0.1:{self.sip}"]
        return ["--data", str(self.data), *ports, "--rtp", "40000-40099"]

    def start(self) -> None:
        """Start it and wait until edge and media plane are there."""
        with self.output.open("ab") as output:
            self.process = subprocess.Popen([*LUR, "serve", *self.words], stdout=output, stderr=output)
        self._until_up(self.process)

    def _until_up(self, process: subprocess.Popen[bytes], seconds: float = 40.0) -> None:
        deadline = time.monotonic() + seconds
        while not self._is_up():
            assert time.monotonic() < deadline, self.output.read_text()
            assert process.poll() is None, self.output.read_text()
            time.sleep(0.1)

    def _is_up(self) -> bool:
        done = self.ask("status", "--json")
        if done.returncode != 0:
            return False
        health = json.loads(done.stdout)["health"]
        return bool(health["edge"] == health["media"] == "up")

    def ask(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command for it."""
        return lur(*words, "--data", str(self.data))

    def status(self) -> Any:
        """``lur status --json``."""
        return json.loads(self.ask("status", "--json").stdout)

    def pid_of(self, name: str) -> int:
        """The number of ``edge`` or ``media``."""
        return int(json.loads((self.data / "run" / f"{name}.pid").read_text())["pid"])

    def end(self, signal_number: int) -> int:
        """Send it a signal; its exit code."""
        assert self.process is not None
        self.process.send_signal(signal_number)
        return self.process.wait(30)


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """One that runs for all of these tests."""
    serve = Serve(tmp_path_factory.mktemp("serve"))
    serve.start()
    yield serve
    if serve.process is not None and serve.process.poll() is None:
        serve.end(signal.SIGTERM)


def test_a_queue_is_added_with_its_numbers(serve: Serve) -> None:
    """Every option of ``lur queue add`` is found again in the status; a second time it is refused."""
    words = [
        "queue",
        "add",
        "Retur",
        "--number",
        "retur",
        "--number",
        "retur.nb:nb",
        "--promise",
        "90",
        "--skill",
        "retur:2",
    ]
    done = serve.ask(
        *words, "--number", "retur.nb:nb", "--ring-timeout", "7", "--hours", "mon-sun 00:00-24:00"
    )
    assert done.returncode == 0, done.stderr
    (queue,) = [each for each in serve.status()["queues"] if each["name"] == "Retur"]
    assert (queue["promise_ms"], queue["required_skills"]) == (90_000, [{"name": "retur", "level": 2}])
    assert queue["open"]
    dial = serve.status()["centre"]["dial"]
    assert f"sip:retur.nb@127.0.0.1:{serve.sip}" in dial
    assert queue["id"] in serve.ask("queue", "list").stdout
    again = serve.ask(*words)
    assert again.returncode == 1
    assert "queue_exists" in again.stderr


def test_a_queue_without_a_number_is_dialled_by_its_id(serve: Serve) -> None:
    """The shortest command gives a queue that can be called."""
    assert serve.ask("queue", "add", "Växeln").returncode == 0
    (queue,) = [each for each in serve.status()["queues"] if each["name"] == "Växeln"]
    assert f"sip:{queue['id']}@127.0.0.1:{serve.sip}" in serve.status()["centre"]["dial"]


def test_an_agent_is_added_and_moved_about(serve: Serve) -> None:
    """``lur agent add`` prints what the phone needs; ready, pause, standby and sign-out change the
    presence."""
    done = serve.ask("agent", "add", "Åsa Öberg", "--id", "150", "--skill", "retur:3", "--email", "asa")
    assert done.returncode == 0, done.stderr
    told = dict(line.split(":", 1) for line in done.stdout.splitlines())
    assert told["user"].strip() == "150"
    assert len(told["secret"].strip()) >= 20
    assert told["sign-in"].strip() == "asa"
    moves = (("ready", "ready"), ("pause", "pause"), ("standby", "standby"), ("sign-out", "signed_out"))
    for verb, presence in moves:
        assert serve.ask("agent", verb, "150").returncode == 0
        (agent,) = [each for each in serve.status()["agents"] if each["id"] == "150"]
        assert agent["presence"] == presence
    assert "Åsa Öberg" in serve.ask("agent", "list").stdout
    assert serve.ask("agent", "ready", "åsa öberg").returncode == 0
    assert next(each for each in serve.status()["agents"] if each["id"] == "150")["presence"] == "ready"


def test_a_trunk_is_added(serve: Serve) -> None:
    """Its secret comes from the environment and is printed nowhere."""
    words = ("trunk", "add", "telia", "127.0.0.1:5999", "--username", "lur", "--number", "+4610")
    done = lur(*words, "--data", str(serve.data), LUR_TRUNK_SECRET="planted-secret")
    assert done.returncode == 0, done.stderr
    assert "planted-secret" not in done.stdout + serve.ask("trunk", "list").stdout + serve.output.read_text()


def test_refusals_have_a_code_and_an_exit_code(serve: Serve) -> None:
    """1 refused, 2 usage, 3 not reached; what went wrong is on standard error."""
    refused = serve.ask("agent", "ready", "nobody")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "unknown_agent" in refused.stderr
    assert serve.ask("agent", "dance").returncode == 2
    elsewhere = lur("status", "--data", str(serve.data / "nowhere"))
    assert elsewhere.returncode == 3
    assert "lur serve" in elsewhere.stderr


def test_url_and_token_reach_it_from_elsewhere(serve: Serve) -> None:
    """``LUR_URL`` and ``LUR_TOKEN`` are enough; a wrong token is told so."""
    url = f"http://127.0.0.1:{serve.http}"
    token = (serve.data / "run" / "token").read_text().strip()
    assert lur("status", LUR_URL=url, LUR_TOKEN=token).returncode == 0
    wrong = lur("status", LUR_URL=url, LUR_TOKEN="wrong")
    assert wrong.returncode == 1
    assert "bad_token" in wrong.stderr


def test_secrets_are_for_their_owner_alone(serve: Serve) -> None:
    """Token, key and data are not readable by others."""
    for path in (serve.data / "run" / "token", serve.data / "keys" / "master.key", serve.data / "vault.db"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for path in (serve.data, serve.data / "run", serve.data / "keys"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700


def test_a_second_one_is_refused(serve: Serve, tmp_path: Path) -> None:
    """The same folder, or the same port: each is said, with what to do."""
    same_folder = lur("serve", *serve.words)
    assert same_folder.returncode == 1
    assert "data_in_use" in same_folder.stderr
    same_port = lur("serve", *serve.words, "--data", str(tmp_path / "other"))
    assert same_port.returncode == 1
    assert "port_taken" in same_port.stderr
    assert "--http" in same_port.stderr


def test_a_kill_leaves_calls_alone_and_a_stop_ends_everything(serve: Serve) -> None:
    """SIGKILL: edge and media plane live and are found again, nothing is forgotten. SIGINT: all are gone."""
    pids = {name: serve.pid_of(name) for name in ("edge", "media")}
    before = serve.status()
    serve.end(signal.SIGKILL)
    assert None not in [started_at(pid) for pid in pids.values()]
    serve.start()
    assert {name: serve.pid_of(name) for name in ("edge", "media")} == pids
    after = serve.status()
    assert [q["id"] for q in after["queues"]] == [q["id"] for q in before["queues"]]
    assert serve.end(signal.SIGINT) == 0
    assert [started_at(pid) for pid in pids.values()] == [None, None]
    assert serve.ask("status").returncode == 3
    assert "Traceback" not in serve.output.read_text()


def test_a_broken_journal_is_refused_by_row(tmp_path: Path) -> None:
    """``lur serve`` does not start on a journal that was changed, and says which row."""
    serve = Serve(tmp_path)
    serve.start()
    assert serve.ask("queue", "add", "Retur").returncode == 0
    assert serve.ask("agent", "add", "Sara").returncode == 0
    serve.end(signal.SIGTERM)
    change_row(serve.data / "journal.db")
    done = lur("serve", *serve.words)
    assert done.returncode == 1
    assert "journal_broken: row 1" in done.stderr


def change_row(path: Path) -> None:
    """What an intruder would do."""
    with sqlite3.connect(path) as db:
        db.execute("UPDATE journal SET actor = 'account:intruder' WHERE seq = 1")
    db.close()


@pytest.mark.parametrize("words", [[], ["serve"], ["status"], ["agent", "add"], ["queue", "add"], ["trunk"]])
def test_every_command_explains_itself(words: list[str]) -> None:
    """``--help`` works everywhere, without a running Lur."""
    done = lur(*words, "--help")
    assert done.returncode == 0
    assert done.stdout.startswith("usage: lur")
