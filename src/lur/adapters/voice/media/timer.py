"""A steady timer as a file descriptor (timerfd), which Python itself has only from 3.13 on."""

from __future__ import annotations

import ctypes
import os
import struct

_CLOCK_MONOTONIC = 1
_FLAGS = os.O_NONBLOCK | os.O_CLOEXEC
_NS = 1_000_000_000


class _Timespec(ctypes.Structure):
    _fields_ = (("seconds", ctypes.c_long), ("nanoseconds", ctypes.c_long))


class _Itimerspec(ctypes.Structure):
    _fields_ = (("interval", _Timespec), ("value", _Timespec))


_libc = ctypes.CDLL(None, use_errno=True)


class Timer:
    """Fires at a fixed interval; `fd` is readable when it has fired."""

    def __init__(self) -> None:
        self.fd = int(_libc.timerfd_create(_CLOCK_MONOTONIC, _FLAGS))
        if self.fd < 0:
            raise OSError(ctypes.get_errno(), "timerfd_create")
        self.interval_ms = 0

    def every(self, interval_ms: int) -> None:
        """Fire with this interval from now on."""
        if interval_ms == self.interval_ms:
            return
        self.interval_ms = interval_ms
        span = _Timespec(*divmod(interval_ms * 1_000_000, _NS))
        setting = _Itimerspec(span, span)
        if _libc.timerfd_settime(self.fd, 0, ctypes.byref(setting), None) < 0:
            raise OSError(ctypes.get_errno(), "timerfd_settime")

    def fired(self) -> int:
        """How often it has fired since the last call."""
        try:
            return int(struct.unpack("=Q", os.read(self.fd, 8))[0])
        except BlockingIOError:
            return 0
