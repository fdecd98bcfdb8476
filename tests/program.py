"""The `courroie` command, a process each, forked from one that has loaded the program already.

To load it takes a second or two of processor, and some tests start it tens of times.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import resource
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.context import ForkServerProcess
from pathlib import Path

_LOADED = (
    "bot.cli",
    "bot.app",
    "bot.admin.backup.by_hand",
    "bot.admin.backup.carrying",
    "bot.admin.backup.postgresql_restores",
    "bot.admin.check",
    "bot.admin.collect",
    "bot.admin.diagnostic",
    "bot.admin.remembering",
    "bot.admin.setup",
    "sandbox.server.clock",
)

_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload([*_LOADED])


@dataclass(frozen=True, slots=True)
class Running:
    """A command that was started, as asyncio shows its own processes."""

    process: ForkServerProcess

    @property
    def returncode(self) -> int | None:
        """How it ended, None while it runs."""
        return self.process.exitcode

    def send_signal(self, what: signal.Signals) -> None:
        assert self.process.pid is not None
        os.kill(self.process.pid, what)

    def kill(self) -> None:
        self.process.kill()

    async def wait(self) -> int:
        return await asyncio.to_thread(self.ends)

    def ends(self) -> int:
        """Wait until it ends, and return its status."""
        self.process.join()
        assert self.process.exitcode is not None
        return self.process.exitcode


def start(
    *words: object,
    said: Path,
    reads: Path | None = None,
    env: Mapping[str, str] | None = None,
    limit: int = 0,
) -> Running:
    """Start `courroie` with these words; what it says is appended to a file.

    `limit` is the size in bytes that none of its files may exceed, 0 for none.
    """
    given = (
        [str(each) for each in words],
        str(said),
        str(reads or os.devnull),
        {**os.environ, **(env or {})},
        limit,
    )
    process = _SERVER.Process(target=_run, args=given)
    process.start()
    return Running(process)


def run(
    *words: object,
    said: Path,
    reads: Path | None = None,
    env: Mapping[str, str] | None = None,
    limit: int = 0,
) -> tuple[int, str]:
    """Run `courroie` to its end; return its status, and what the file then says."""
    status = start(*words, said=said, reads=reads, env=env, limit=limit).ends()
    return status, said.read_text("utf-8").replace("\u00a0", " ")


def _run(words: list[str], said: str, reads: str, env: dict[str, str], limit: int) -> None:
    """Be the command, in its process."""
    out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for source, number in ((os.open(reads, os.O_RDONLY), 0), (out, 1), (out, 2)):
        os.dup2(source, number)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115  multiprocessing closed the other
    os.environ.clear()
    os.environ.update(env)
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    sys.argv = ["courroie", *words]
    import_module("bot.cli").main()
