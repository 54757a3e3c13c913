"""baresip as a caller or as an agent's phone: a real SIP phone with a sine for a mouth and a file for an ear.

Driven over its control socket (netstrings with JSON). ``heard`` is what it has heard.
"""

from __future__ import annotations

import array
import contextlib
import json
import math
import os
import shutil
import socket
import subprocess
import time
import wave
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

CONFIG = """\
poll_method epoll
sip_listen 127.0.0.1:{sip_port}
sip_verify_server no
audio_source aufile,{folder}/mouth.wav
audio_player aubridge,nowhere
audio_alert aubridge,nowhere
ausrc_srate 8000
auplay_srate 8000
ausrc_channels 1
auplay_channels 1
audio_level no
call_max_calls 4
rtp_tos 184
rtp_ports {rtp_first}-{rtp_last}
rtp_timeout 0
net_interface 127.0.0.1
module_path {modules}
module aubridge.so
module g711.so
module aufile.so
module sndfile.so
module_tmp uuid.so
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:{control_port}
snd_path {folder}
"""
MODULES = next(
    (str(path) for path in Path("/usr/lib").glob("**/baresip/modules") if path.is_dir()),
    "/usr/lib/baresip/modules",
)


class PhoneError(AssertionError):
    """The phone did not do what was asked in time; its log is in the message."""


def free_port(kind: socket.SocketKind = socket.SOCK_DGRAM, count: int = 1) -> int:
    """The first of ``count`` free ports of the loopback address."""
    while True:
        with contextlib.ExitStack() as stack:
            first = stack.enter_context(socket.socket(socket.AF_INET, kind))
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            try:
                for offset in range(1, count):
                    other = stack.enter_context(socket.socket(socket.AF_INET, kind))
                    other.bind(("127.0.0.1", port + offset))
            except OSError:
                continue
            return port


def free_sip_port() -> int:
    """A port that is free for UDP and TCP, with the next one free for TLS: baresip takes all three."""
    while True:
        port = free_port(socket.SOCK_STREAM, count=2)
        with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.bind(("127.0.0.1", port))
            return port


@dataclass
class Baresip:
    """One phone process. ``events`` are all that it has told, newest last."""

    folder: Path
    process: subprocess.Popen[bytes]
    control: socket.socket
    sip_port: int
    events: list[dict[str, object]] = field(default_factory=list)
    _unread: bytes = b""

    def command(self, name: str, params: str = "") -> None:
        """Send one command of baresip's menu (dial, accept, hangup, ...)."""
        message = json.dumps({"command": name, "params": params, "token": name}).encode()
        self.control.sendall(b"%d:%s," % (len(message), message))

    def dial(self, uri: str) -> None:
        """Call somebody."""
        self.command("dial", uri)

    def hang_up(self) -> None:
        """End the call."""
        self.command("hangup")

    def press(self, key: str) -> None:
        """One key, as RFC 4733."""
        self.command("sndcode", key)

    def wait_for(self, kind: str, *, seconds: float = 60.0, skip: int = 0) -> dict[str, object]:
        """The first event of a kind after ``skip`` earlier ones of it."""
        deadline = time.monotonic() + seconds
        while True:
            found = [event for event in self.events if event.get("type") == kind]
            if len(found) > skip:
                return found[skip]
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise PhoneError(
                    f"no {kind} from baresip within {seconds} s\n{self.seen_kinds()}\n{self.log()}"
                )
            self._read(0.1)

    def seen(self, kind: str) -> int:
        """How many events of a kind there have been."""
        self._read(0.0)
        return sum(event.get("type") == kind for event in self.events)

    def seen_kinds(self) -> list[object]:
        """The kinds of all events, in order."""
        return [event["type"] for event in self.events if "type" in event]

    def heard(self) -> list[Path]:
        """What came in, as WAV files, newest last (baresip writes one a call)."""
        return sorted(self.folder.glob("dump-*-dec.wav"), key=lambda path: path.stat().st_mtime)

    def listen(self, holds: Callable[[list[int]], bool], *, seconds: float = 60.0) -> bool:
        """Whether what has been heard in the latest call comes to be as ``holds`` says."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self._read(0.25)
            if (files := self.heard()) and holds(samples(files[-1])):
                return True
        return False

    def until_logged(self, words: str, *, seconds: float = 60.0) -> None:
        """Wait until baresip has printed something; a registration may be answered before we can listen."""
        deadline = time.monotonic() + seconds
        while words not in self.log():
            if time.monotonic() > deadline:
                raise PhoneError(f"{words!r} not within {seconds} s\n{self.log()}")
            self._read(0.1)

    def log(self) -> str:
        """What baresip printed."""
        lines = (self.folder / "log").read_text(errors="replace").splitlines()
        return "\n".join(line for line in lines if line.strip() and "audio=" not in line)[-4000:]

    def _read(self, seconds: float) -> None:
        self.control.settimeout(max(seconds, 0.001))
        with contextlib.suppress(TimeoutError, BlockingIOError):
            self._unread += self.control.recv(65536)
        while b":" in self._unread:
            size, _, rest = self._unread.partition(b":")
            if len(rest) <= int(size):
                return
            self.events.append(json.loads(rest[: int(size)]))
            self._unread = rest[int(size) + 1 :]


@contextlib.contextmanager
def baresip(folder: Path, *, tone_hz: int, accounts: Sequence[str]) -> Iterator[Baresip]:
    """A running phone with these account lines (``<sip:user@host>;auth_pass=...``)."""
    folder.mkdir(parents=True, exist_ok=True)
    sip_port = free_sip_port()
    control_port = free_port(socket.SOCK_STREAM)
    rtp_first = free_port(count=20)
    config = CONFIG.format(
        sip_port=sip_port,
        control_port=control_port,
        rtp_first=rtp_first,
        rtp_last=rtp_first + 19,
        folder=folder,
        modules=MODULES,
    )
    write_tone(folder / "mouth.wav", tone_hz)
    (folder / "config").write_text(config)
    (folder / "accounts").write_text("".join(f"{line}\n" for line in accounts))
    (folder / "contacts").write_text("")
    program = shutil.which("baresip")
    assert program, "Debian's baresip is missing; ./test installs it"
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [program, "-f", str(folder), "-v"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=os.environ | {"HOME": str(folder)},
        )
    try:
        phone = Baresip(folder, process, _until_connected(control_port, process, folder), sip_port)
        yield phone
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def write_tone(path: Path, hz: int, seconds: int = 240, level_db: float = -12.0) -> None:
    """A sine that outlasts any call of a test, 8 kHz mono."""
    peak = 32767 * 10 ** (level_db / 20)
    one_second = array.array("h", (int(peak * math.sin(2 * math.pi * hz * n / 8000)) for n in range(8000)))
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        for _ in range(seconds):
            sound.writeframesraw(one_second.tobytes())


def _until_connected(port: int, process: subprocess.Popen[bytes], folder: Path) -> socket.socket:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(ConnectionRefusedError):
            return socket.create_connection(("127.0.0.1", port), timeout=1)
        time.sleep(0.05)  # polling a socket that is not there yet; nothing to wait on
    raise PhoneError((folder / "log").read_text(errors="replace")[-4000:])


def samples(path: Path) -> list[int]:
    """A mono WAV's samples, also of one that is still being written."""
    raw = path.read_bytes()
    with contextlib.suppress(wave.Error, EOFError), wave.open(str(path)) as sound:
        assert sound.getnchannels() == 1
        assert sound.getsampwidth() == 2
    body = raw[44:]
    return list(memoryview(body[: len(body) // 2 * 2]).cast("h"))
