"""The controllers' side of the plane: a Unix socket that several may use and leave, while the sound goes
on.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import socket
from collections import deque
from collections.abc import Callable
from pathlib import Path

from lur.adapters.voice.media.frames import FrameReader, MediaProtocolError
from lur.adapters.voice.media.plane import Plane
from lur.adapters.voice.media.protocol import (
    Answer,
    Event,
    Request,
    frame,
    request_from,
)

MAX_WAITING_BYTES = 8 * 1024 * 1024
MAX_KEPT_EVENTS = 10_000
READ_BYTES = 65536


class Controller:
    """One connection."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.fd = connection.fileno()
        self.frames = FrameReader()
        self.waiting = bytearray()


class Control:
    """Accepts controllers, carries requests in and answers and events out."""

    def __init__(self, plane: Plane, path: Path) -> None:
        self._plane = plane
        self._path = path
        self._lock = _take_lock(path)
        self._listener = _listen(path)
        self._controllers: dict[int, Controller] = {}
        self._kept: deque[bytes] = deque(maxlen=MAX_KEPT_EVENTS)
        self.carry_out: Callable[[Request], Answer] | None = None
        plane.epoll.register(self._listener.fileno(), select.EPOLLIN)

    @property
    def is_alone(self) -> bool:
        """No controller is connected."""
        return not self._controllers

    def emit(self, event: Event) -> None:
        """Tell all controllers; with none there, keep it for the next."""
        encoded = frame(event)
        if not self._controllers:
            self._kept.append(encoded)
        for controller in tuple(self._controllers.values()):
            self._send(controller, encoded)

    def handle(self, fd: int, mask: int) -> bool:
        """Serve this descriptor if it is ours."""
        if fd == self._listener.fileno():
            self._accept()
            return True
        controller = self._controllers.get(fd)
        if controller is None:
            return False
        if mask & select.EPOLLOUT:
            self._flush(controller)
        if mask & (select.EPOLLIN | select.EPOLLHUP | select.EPOLLERR):
            self._read(controller)
        return True

    def close(self) -> None:
        """Stop listening and say goodbye."""
        for controller in tuple(self._controllers.values()):
            self._flush(controller)
            self._drop(controller)
        self._listener.close()
        with contextlib.suppress(OSError):
            self._path.unlink()
        os.close(self._lock)

    def _accept(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except OSError:
            return
        connection.setblocking(False)
        controller = Controller(connection)
        self._controllers[controller.fd] = controller
        self._plane.epoll.register(controller.fd, select.EPOLLIN)
        while self._kept:
            self._send(controller, self._kept.popleft())

    def _read(self, controller: Controller) -> None:
        try:
            received = controller.connection.recv(READ_BYTES)
        except BlockingIOError:
            return
        except OSError:
            received = b""
        if not received:
            self._drop(controller)
            return
        try:
            for body in controller.frames.feed(received):
                if self.carry_out is not None:
                    self._send(controller, frame(self.carry_out(request_from(body))))
        except MediaProtocolError as error:
            self._plane.log.warning("bad_frame", error=str(error))
            self._drop(controller)

    def _send(self, controller: Controller, encoded: bytes) -> None:
        if controller.fd not in self._controllers:
            return
        controller.waiting += encoded
        if len(controller.waiting) > MAX_WAITING_BYTES:
            self._plane.log.warning("controller_too_slow")
            self._drop(controller)
            return
        self._flush(controller)

    def _flush(self, controller: Controller) -> None:
        try:
            sent = controller.connection.send(controller.waiting) if controller.waiting else 0
        except BlockingIOError:
            sent = 0
        except OSError:
            self._drop(controller)
            return
        del controller.waiting[:sent]
        mask = select.EPOLLIN | (select.EPOLLOUT if controller.waiting else 0)
        self._plane.epoll.modify(controller.fd, mask)

    def _drop(self, controller: Controller) -> None:
        if self._controllers.pop(controller.fd, None) is not None:
            self._plane.epoll.unregister(controller.fd)
            controller.connection.close()


class AlreadyRunning(Exception):
    """Another media plane serves this data directory."""


def _take_lock(path: Path) -> int:
    """Hold a lock beside the socket for as long as the process lives; raises `AlreadyRunning`."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(lock)
        raise AlreadyRunning(str(path)) from error
    return lock


def _listen(path: Path) -> socket.socket:
    """Bind privately beside the path, then take the path over in one step, so that no one meets a half-made
    socket.
    """
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.setblocking(False)
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    with contextlib.suppress(FileNotFoundError):
        beside.unlink()
    old_mask = os.umask(0o177)
    try:
        listener.bind(str(beside))
    finally:
        os.umask(old_mask)
    listener.listen(16)
    beside.rename(path)
    return listener
