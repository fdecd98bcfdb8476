"""Where the publishers are, for the programs that collect them, and what running one takes."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from bench.publishers import address

_LOOK = 0.05
_TICKS = os.sysconf("SC_CLK_TCK")

Told = Mapping[str, float]
"""What a collection took: `wall` or when it `ended`, `cpu`, `memory`, and what was `kept`."""


@dataclass(frozen=True, slots=True)
class Town:
    """Where the publishers are, and a folder for the programs' files."""

    port: int
    folder: Path
    publishers: int

    @property
    def addresses(self) -> Path:
        """The file that names every feed, a line each."""
        path = self.folder / "urls"
        if not path.exists():
            lines = (address(each, self.port) for each in range(self.publishers))
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def asks(self, path: str) -> str:
        """Tell the publishers something, or ask them."""
        with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=30) as told:
            return str(told.read().decode())


Program = Callable[[Town, str], Told]
"""Makes one collection, in a folder of its own, and tells what it took."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A process that ended well: when (monotonic clock), seconds of processor, megabytes.

    Its children are included; memory is the highest of each, of those that lived together.
    """

    ended: float
    cpu: float
    memory: float
    output: str


def run(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Ran:
    """Run a program to its end, which must be a good one."""
    memory = 0
    with TemporaryDirectory(prefix="courroie-bench-") as folder:
        output, errors = Path(folder) / "output", Path(folder) / "errors"
        with output.open("wb") as out, errors.open("wb") as err:
            process = subprocess.Popen(command, stdout=out, stderr=err, env=environment)  # noqa: S603
            while True:
                memory = max(memory, _memory_of(process.pid))
                ended, status, used = os.wait4(process.pid, os.WNOHANG)
                if ended:
                    break
                time.sleep(_LOOK)
            moment = time.monotonic()
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, errors.read_text(encoding="utf-8")
        return Ran(
            ended=moment,
            cpu=used.ru_utime + used.ru_stime,
            memory=memory / 1000,
            output=output.read_text(encoding="utf-8"),
        )


def cpu_of(top: int) -> float:
    """Return the seconds of processor of a process and of those that it has started."""
    stats = (stat.rpartition(")")[2].split() for stat in _tree(top, "stat"))
    return sum(sum(map(int, each[11:15])) for each in stats) / _TICKS


def _memory_of(top: int) -> int:
    """Return the sum of the highest that each of these processes has held, in kB."""
    lines = (line for status in _tree(top, "status") for line in status.splitlines())
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


def _tree(top: int, file: str) -> Iterator[str]:
    """Read a file of /proc of a process and of those that it has started, but for the ended."""
    waiting = [top]
    while waiting:
        process = Path("/proc") / str(waiting.pop())
        try:
            read = (process / file).read_text(encoding="utf-8")
            for task in (process / "task").iterdir():
                waiting += map(int, (task / "children").read_text(encoding="utf-8").split())
        except OSError:
            continue
        yield read
