"""Troubles that tests switch on: what a real server and a real network sometimes do."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum


class FaultKind(Enum):
    """What goes wrong."""

    RATE_LIMIT = "rate_limit"
    ERROR = "error"
    DELAY = "delay"
    DROP_ANSWER = "drop_answer"
    CUT = "cut"
    HANG = "hang"


@dataclass(slots=True, kw_only=True)
class Fault:
    """One trouble, for the next `times` requests that match (None: for all of them)."""

    kind: FaultKind
    path: str = ""
    method: str = ""
    times: int | None = 1
    seconds: float = 0.0
    status: int = 500

    def strikes(self, method: str, path: str) -> bool:
        """Tell whether it applies to a request, and count it if so."""
        if self.times == 0 or (self.method and self.method != method):
            return False
        if not re.search(self.path, path):
            return False
        if self.times is not None:
            self.times -= 1
        return True


class Faults:
    """The troubles in force. `path` is a regular expression searched in the request's path."""

    def __init__(self) -> None:
        self.thawed = asyncio.Event()
        self.thawed.set()
        self.let_go = asyncio.Event()
        self.socket_auth_seconds = 5.0
        self.close_sockets: Callable[[], None] = lambda: None
        self._planned: list[Fault] = []

    def rate_limit(
        self, path: str = "", *, method: str = "", times: int | None = 1, retry_after: int = 1
    ) -> None:
        """Answer 429 with Retry-After (seconds) and a plain-text body, before anything is done."""
        fault = Fault(kind=FaultKind.RATE_LIMIT, path=path, method=method, times=times)
        fault.seconds = float(retry_after)
        self._planned.append(fault)

    def error(
        self, path: str = "", *, method: str = "", times: int | None = 1, status: int = 500
    ) -> None:
        """Answer an error, before anything is done."""
        fault = Fault(kind=FaultKind.ERROR, path=path, method=method, times=times, status=status)
        self._planned.append(fault)

    def delay(
        self, seconds: float, path: str = "", *, method: str = "", times: int | None = 1
    ) -> None:
        """Wait before doing anything."""
        fault = Fault(kind=FaultKind.DELAY, path=path, method=method, times=times, seconds=seconds)
        self._planned.append(fault)

    def drop_answer(self, path: str = "", *, method: str = "", times: int | None = 1) -> None:
        """Do what was asked, then cut the connection instead of answering."""
        fault = Fault(kind=FaultKind.DROP_ANSWER, path=path, method=method, times=times)
        self._planned.append(fault)

    def cut(self) -> None:
        """Let nobody reach the API, nor stay on a socket, until `clear`."""
        self._planned.append(Fault(kind=FaultKind.CUT, times=None))
        self.close_sockets()

    def hang(self, path: str = "", *, method: str = "", times: int | None = None) -> None:
        """Take the request and never answer, nor do anything; `clear` cuts the connection."""
        self.let_go.clear()
        fault = Fault(kind=FaultKind.HANG, path=path, method=method, times=times)
        self._planned.append(fault)

    def freeze_sockets(self) -> None:
        """Keep every socket open and mute: nothing is sent any more, not even a pong."""
        self.thawed.clear()

    def clear(self) -> None:
        """Put everything right again, frozen sockets included (what they missed is then sent)."""
        self.thawed.set()
        self.let_go.set()
        self._planned.clear()

    def striking(self, method: str, path: str) -> list[Fault]:
        """Give the troubles that this request meets, counting each."""
        return [fault for fault in self._planned if fault.strikes(method, path)]
