"""The log: one JSON line a fact on stderr, whoever tells it, with its name; nobody's words."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, MutableMapping
from typing import Any

import structlog

_FIRST = ("timestamp", "level", "event")
_LASTING = {"database_away", "health_failing", "peers_link_lost"}
_EVERY = 60.0


def log_to_stderr(level: int = logging.INFO) -> None:
    """Have our lines written from this level on, and what libraries tell from a warning on."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            _Seldom(),
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _in_order,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    least = max(level, logging.WARNING)
    logging.basicConfig(level=least, handlers=[_Libraries()])
    logging.captureWarnings(capture=True)


class _Libraries(logging.Handler):
    """Makes a line of ours of what a library logs, or warns of."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write it under one name, beside the library's."""
        structlog.get_logger().log(
            record.levelno,
            "library_told",
            library=record.name,
            text=record.getMessage(),
            exc_info=record.exc_info,
        )


class _Seldom:
    """Lets what lasts, and what many meet, be told each minute only."""

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self._told: dict[tuple[str, object], float] = {}

    def __call__(
        self, _logger: object, _method: str, line: MutableMapping[str, Any]
    ) -> MutableMapping[str, Any]:
        if line["event"] in _LASTING:
            fact, now = (line["event"], line.get("reason")), self._steady()
            if now < self._told.get(fact, now - _EVERY) + _EVERY:
                raise structlog.DropEvent
            self._told[fact] = now
        return line


def _in_order(_logger: object, _method: str, line: MutableMapping[str, Any]) -> dict[str, Any]:
    """Put first what is in every line."""
    return {**{key: line.pop(key) for key in _FIRST}, **line}
