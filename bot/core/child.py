"""A process of ours beside the bot: started when it is needed, asked one thing at a time.

For what takes time or memory that the bot has no use for afterwards. It ends by itself when nothing
is asked for a while, is started again at the next need, and may be killed at any moment: nothing is
shared with it but what is asked and answered, and it gets no secret of ours.

`child_side` is its side, and tells what passes between the two.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping
from contextlib import suppress

from bot.core.child_side import LENGTH, frame
from bot.core.message import NotMadeError

_PASSED_ON = ("PATH", "PYTHONPATH", "VIRTUAL_ENV", "LANG", "SYSTEMROOT")


class ChildError(Exception):
    """The process died, twice in a row."""


class ChildTooSlowError(ChildError):
    """The process did not answer in time."""


class Child:
    """The bot's side: `module` is what Python runs, with `arguments`.

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

    async def ask(self, *frames: bytes) -> bytes:
        """Ask once, and once more if the process had just ended by itself.

        Raises ChildError, ChildTooSlowError among them.
        """
        request = b"".join(map(frame, frames))
        async with self._turn:
            for last in (False, True):
                try:
                    async with asyncio.timeout(self._time_limit):
                        return await self._exchange(request)
                except TimeoutError:
                    await self.end()
                    raise ChildTooSlowError(f"no answer in {self._time_limit:g} s") from None
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
        process.stdin.write(request)
        await process.stdin.drain()
        size = int.from_bytes(await process.stdout.readexactly(LENGTH))
        return await process.stdout.readexactly(size)

    async def end(self) -> None:
        """Kill it, if it runs."""
        process, self._running = self._running, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def made_apart(module: str, given: bytes, *, time_limit: float) -> bytes:
    """Return what a module makes of what it is given, once, in a process that ends with it.

    It is killed after `time_limit` seconds, or when nobody waits for it. Raises NotMadeError.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            module,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        )
    except OSError as error:
        raise NotMadeError(f"no process: {error}") from error
    try:
        async with asyncio.timeout(time_limit):
            content, complaint = await process.communicate(given)
    except TimeoutError:
        raise NotMadeError(f"not made in {time_limit:g} s") from None
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    if process.returncode:
        last = (complaint.decode(errors="replace").strip().splitlines() or ["no word"])[-1]
        raise NotMadeError(f"status {process.returncode}: {last[:200]}")
    return content
