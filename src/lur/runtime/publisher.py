"""Tells everybody who listens what has become true; one listener's bug is logged and stops nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

import structlog

log = structlog.get_logger("lur.runtime")

News = TypeVar("News")


class Publisher(Generic[News]):
    """Listeners in the order they came."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[News], None]] = []

    def subscribe(self, listener: Callable[[News], None]) -> Callable[[], None]:
        """Call ``listener`` with all news from now on, until what is returned is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def publish(self, news: News) -> None:
        """Tell all of them. Listeners must not block; what they raise is logged."""
        for listener in tuple(self._listeners):
            try:
                listener(news)
            except Exception:
                log.exception(
                    "subscriber_failed", subscriber=getattr(listener, "__qualname__", str(listener))
                )
