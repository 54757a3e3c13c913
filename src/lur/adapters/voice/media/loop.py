"""The loop of the media plane: packets first, then the timer, then the controllers."""

from __future__ import annotations

import os
import select
import signal
import time
from pathlib import Path

from lur.adapters.voice.media.control import Control
from lur.adapters.voice.media.music import music_and_tone
from lur.adapters.voice.media.pacing import CATCH_UP_FRAMES, PHASE_MS, PHASES
from lur.adapters.voice.media.plane import Options, Plane
from lur.adapters.voice.media.protocol import Event
from lur.adapters.voice.media.timer import Timer
from lur.adapters.voice.media.verbs import Verbs

SOCKET_NAME = "media.sock"
IDLE_TICK_MS = 100
LAST_WRITES_S = 5.0


class MediaLoop:
    """The whole process."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._plane = Plane(options, self._emit)
        self._read_clock()
        self._verbs = Verbs(self._plane)
        self._verbs.browsers.prepare()
        for sound in music_and_tone(options.data / "cache"):
            self._verbs.sounds.keep(sound.buffer, sound.law, sound.sound)
        self._control = Control(self._plane, _socket_path(options.data))
        self._control.carry_out = self._verbs.carry_out
        self._timer = Timer()
        self._plane.epoll.register(self._timer.fd, select.EPOLLIN)
        self._scribe_fd = self._verbs.recorder.scribe.wakeup_fd
        self._plane.epoll.register(self._scribe_fd, select.EPOLLIN)
        self._busy_ms = self._plane.now_ms
        self._stopping = False

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT, or until nobody has needed the plane for long."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        self._plane.log.info("started", pid=os.getpid())
        poll = self._plane.epoll.poll
        take = self._verbs.path.take
        self._timer.every(IDLE_TICK_MS)
        while not self._stopping:
            ready = poll()
            self._read_clock()
            for fd, mask in take(ready):
                self._serve(fd, mask)
        self._finish()

    def _serve(self, fd: int, mask: int) -> None:
        try:
            if fd == self._timer.fd:
                self._tick()
            elif (leg := self._plane.by_door.get(fd)) is not None:
                self._verbs.sockets.knock(leg)
            elif fd == self._scribe_fd:
                self._verbs.recorder.take_reports()
            else:
                self._control.handle(fd, mask)
        except Exception:
            self._plane.fault("loop", self._plane.by_door.get(fd))

    def _tick(self) -> None:
        fired = self._timer.fired()
        if fired > PHASES and self._verbs.mixer.is_used:
            self._take_waiting()
        if self._plane.legs:
            if self._timer.interval_ms == PHASE_MS:
                self._verbs.pacer.tick(fired)
            self._timer.every(PHASE_MS)
            self._busy_ms = self._plane.now_ms
        else:
            self._timer.every(IDLE_TICK_MS)
            self._check_idle()
        self._verbs.recorder.turn()
        self._verbs.watch.look()
        self._verbs.browsers.look()

    def _take_waiting(self) -> None:
        """After a stall several packets of each phone wait: a mix that ticks before it has them would give
        silence, and then be late for good.
        """
        for _ in range(CATCH_UP_FRAMES):
            ready = self._plane.epoll.poll(0)
            if len(self._verbs.path.take(ready)) == len(ready):
                return

    def _check_idle(self) -> None:
        if not self._control.is_alone:
            self._busy_ms = self._plane.now_ms
        limit_ms = self._options.idle_exit_minutes * 60_000
        if limit_ms and self._plane.now_ms - self._busy_ms >= limit_ms:
            self._plane.log.info("idle_exit")
            self._stopping = True

    def _read_clock(self) -> None:
        self._plane.now_us = time.monotonic_ns() // 1000
        self._plane.now_ms = self._plane.now_us // 1000

    def _emit(self, event: Event) -> None:
        self._control.emit(event)

    def _stop(self, number: int, frame: object) -> None:
        self._stopping = True

    def _finish(self) -> None:
        self._verbs.recorder.stop_all()
        self._verbs.recorder.scribe.close(LAST_WRITES_S)
        self._verbs.recorder.take_reports()
        self._control.close()
        self._plane.log.info("stopped")


def _socket_path(data: Path) -> Path:
    return data / "run" / SOCKET_NAME
