"""The log: one JSON line a fact, whoever tells it; what lasts is not told at each look."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import structlog

from bot.core.logs import _Seldom

_TOLD = """
import logging, warnings, structlog
from bot.core.logs import log_to_stderr
log_to_stderr()
log = structlog.get_logger()
try:
    raise LookupError("a defect")
except LookupError:
    log.exception("job_failed", job="mail")
    logging.getLogger("aiohttp.server").exception("Error handling\\nrequest")
warnings.warn("old", DeprecationWarning)
logging.getLogger("apscheduler.scheduler").info("Added job")
for _ in range(3):
    log.warning("database_away", reason="full", job="mail")
log.warning("database_away", reason="locked", job="mail")
structlog.contextvars.bind_contextvars(server="drome")
log.info("socket_lost")
"""


def test_each_fact_is_one_line_of_json_that_begins_with_when_how_bad_and_what() -> None:
    lines = [json.loads(line) for line in _told(_TOLD).splitlines()]

    assert {(*line,)[:3] for line in lines} == {("timestamp", "level", "event")}
    assert [(line["level"], line["event"]) for line in lines] == [
        ("error", "job_failed"),
        ("error", "library_told"),
        ("warning", "library_told"),
        ("warning", "database_away"),
        ("warning", "database_away"),
        ("info", "socket_lost"),
    ]
    assert "LookupError: a defect" in lines[0]["exception"]
    assert lines[-1]["server"] == "drome"
    assert lines[1]["library"] == "aiohttp.server"
    assert "LookupError: a defect" in lines[1]["exception"]


def test_what_lasts_is_told_again_after_a_minute() -> None:
    now = 1_000.0
    seldom = _Seldom(lambda: now)

    def tells(**line: Any) -> bool:  # noqa: ANN401  a line holds what it does
        try:
            seldom(None, "warning", line)
        except structlog.DropEvent:
            return False
        return True

    assert tells(event="database_away", reason="full")
    now += 59
    assert not tells(event="database_away", reason="full")
    assert tells(event="health_failing", reason="full")
    assert [tells(event="peers_link_lost", reason="away") for _ in range(2)] == [True, False]
    assert all(tells(event="job_failed", job="mail") for _ in range(2))
    now += 1
    assert tells(event="database_away", reason="full")


def _told(program: str) -> str:
    return subprocess.run(  # noqa: S603  our own
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    ).stderr
