"""One failure a fault: what breaks many tests is told whole once, then counted.

A slip in a template, or a column that no step makes, breaks each test that meets it, many of them
far from it: the dispatcher answers with a reference, a fixture is an error eight times. A fault is
known by what was raised first and where: a template and its line, a column that no step makes, a
route that does not exist. The first failure of each is shown; the others fail as well, and are
counted as « same fault ».
"""

from __future__ import annotations

import sys
import traceback
from collections import Counter
from collections.abc import Generator, Iterator, MutableMapping
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

from bot.core.errors import UserError
from tests.databases import LackingStepError
from tests.typable import NoRouteError

HOUSE = Path(__file__).parents[1]
SAME = "same fault"

_logged: list[BaseException] = []
_shown: dict[str, tuple[str, str]] = {}
_again: Counter[str] = Counter()


def note(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Remember what broke and was logged, as structlog's first processor."""
    raised = event.get("exc_info")
    error = sys.exc_info()[1] if raised is True else raised
    if isinstance(error, BaseException):
        _logged.append(error)
    return event


def of(raised: BaseException | None) -> str:
    """Return the fault that a failure comes from, "" where it is the test's own.

    What was logged first while the test ran comes before what the test saw of it.
    """
    logged = next(iter(_logged), None)
    found = (_known(error) for first in (raised, logged) for error in _chain(first))
    return next(filter(None, found), "")


def forget() -> None:
    """Begin another test."""
    _logged.clear()


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _known(error: BaseException) -> str:
    template = _template_of(error.__traceback__)
    if template:
        return f"{template}: {type(error).__name__}: {error}"
    if isinstance(error, NoRouteError | LackingStepError):
        return str(error)
    if isinstance(error, UserError) and error.reason.startswith("no route"):
        return error.reason
    return ""


def _template_of(trace: TracebackType | None) -> str:
    """Return the innermost place of a template among the frames: « templates/a.md.j2:3 »."""
    frames = [each for each in traceback.extract_tb(trace) if each.filename.endswith(".j2")]
    if not frames:
        return ""
    path = Path(frames[-1].filename)
    return f"{path.relative_to(HOUSE) if path.is_relative_to(HOUSE) else path}:{frames[-1].lineno}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    call: pytest.CallInfo[None],
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Write on each failure the fault that it comes from, for the process that tells them all."""
    report = yield
    if report.failed:
        report.__dict__["fault"] = of(call.excinfo.value if call.excinfo else None)
    if call.when == "teardown":
        forget()
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_report_teststatus(report: pytest.TestReport) -> tuple[str, str, str] | None:
    """Tell each fault once: later failures of it are counted, and still fail the run."""
    fault = getattr(report, "fault", "") if report.failed else ""
    this = (report.nodeid, str(report.when))
    if not fault or _shown.setdefault(fault, this) == this:
        return None
    _again[fault] += 1
    return SAME, "=", SAME.upper()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the faults, and how many failures come from each."""
    for fault, (test, _) in _shown.items():
        terminalreporter.write_line(f"FAULT {fault} ({test}, and {_again[fault]} more)")
