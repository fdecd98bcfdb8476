"""A process of ours beside the bot: started when it is needed, asked one thing at a time.

For what takes time or memory that the bot has no use for afterwards. It ends by itself when nothing
is asked for a while, is started again at the next need, and may be killed at any moment: nothing is
shared with it but what is asked and answered, and it gets no secret of ours.

A request is a frame on its stdin, an answer a frame on its stdout: four bytes of length,
big-endian, then as many bytes.
"""

from __future__ import annotations

import asyncio
import os
import select
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import BinaryIO

_PASSED_ON = ("PATH", "PYTHONPATH", "VIRTUAL_ENV", "LANG", "SYSTEMROOT")
_LENGTH = 4


class ChildError(Exception):
    """The process did not answer in time, or died twice."""


class Child:
    """The bot's side: `module` is what Python runs, with `arguments`, and calls `serve`.

    `time_limit` is in seconds, for one answer, the start included.
    """

    def __init__(
        self,
        module: str,
        *arguments: str,
        time_limit: float,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._command = (sys.executable, "-m", module, *arguments)
        self._time_limit = time_limit
        self._environment = dict(environment or {})
        self._running: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    @property
    def id(self) -> int | None:
        """The process's number, None while there is none."""
        running = self._running
        return None if running is None or running.returncode is not None else running.pid

    async def ask(self, request: bytes) -> bytes:
        """Ask once, and once more if the process had just ended by itself. Raises ChildError."""
        async with self._turn:
            for last in (False, True):
                try:
                    async with asyncio.timeout(self._time_limit):
                        return await self._exchange(request)
                except TimeoutError:
                    await self.end()
                    raise ChildError(f"no answer in {self._time_limit:g} s") from None
                except (OSError, EOFError) as error:
                    await self.end()
                    if last:
                        raise ChildError("the process died") from error
                except asyncio.CancelledError:
                    await self.end()  # its late answer would be taken for the next one's
                    raise
        raise AssertionError("unreachable")

    async def _exchange(self, request: bytes) -> bytes:
        process = self._running
        if process is None or process.returncode is not None:
            known = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
            process = self._running = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env=known | self._environment,
            )
        if process.stdin is None or process.stdout is None:
            raise EOFError
        process.stdin.write(_frame(request))
        await process.stdin.drain()
        size = int.from_bytes(await process.stdout.readexactly(_LENGTH))
        return await process.stdout.readexactly(size)

    async def end(self) -> None:
        """Kill it, if it runs."""
        process, self._running = self._running, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def serve(
    answer: Callable[[bytes], bytes],
    *,
    idle_limit: float,
    memory_limit: int,
) -> None:
    """Be the other side: answer until the bot closes, or asks nothing for `idle_limit` seconds.

    `memory_limit` is in bytes of address space, where the system can limit it.
    """
    with suppress(ImportError, ValueError, OSError):  # no such limit on some systems
        import resource  # noqa: PLC0415  Unix only

        resource.setrlimit(resource.RLIMIT_AS, (memory_limit, memory_limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # What a library prints must not pass for an answer.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    requests = sys.stdin.buffer
    while select.select([requests], [], [], idle_limit)[0]:
        request = _read_frame(requests)
        if request is None:
            return
        answers.write(_frame(answer(request)))
        answers.flush()


def _frame(payload: bytes) -> bytes:
    return len(payload).to_bytes(_LENGTH) + payload


def _read_frame(stream: BinaryIO) -> bytes | None:
    size = stream.read(_LENGTH)
    if len(size) < _LENGTH:
        return None
    payload = stream.read(int.from_bytes(size))
    return payload if len(payload) == int.from_bytes(size) else None
