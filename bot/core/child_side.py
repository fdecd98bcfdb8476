"""The side of a process that `Child` starts: it answers what comes on its stdin, on its stdout.

A request is one or more frames, an answer is one: four bytes of length, big-endian, then as many
bytes. Nothing else is shared with the bot. It loads little, so that the process is there soon.
"""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO

LENGTH = 4
"""Bytes of a frame's length."""


def answer_all(
    requests: BinaryIO,
    answers: BinaryIO,
    answer: Callable[..., bytes],
    *,
    frames: int = 1,
    idle_limit: float,
) -> None:
    """Answer requests until the bot closes, or asks nothing for `idle_limit` seconds.

    `answer` is given the frames of a request, so many, and returns what is in the answer's.
    """
    while select.select([requests], [], [], idle_limit)[0]:
        request = [_read_frame(requests) for _ in range(frames)]
        if None in request:
            return
        answers.write(frame(answer(*request)))
        answers.flush()


def limited(memory_limit: int) -> tuple[BinaryIO, BinaryIO]:
    """Return where requests come from and answers go, the process's memory once limited.

    In bytes of address space, where the system can.
    """
    with suppress(ImportError, ValueError, OSError):  # no such limit on some systems
        import resource  # noqa: PLC0415  Unix only

        resource.setrlimit(resource.RLIMIT_AS, (memory_limit, memory_limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # What a library prints must not pass for an answer.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return sys.stdin.buffer, answers


def frame(payload: bytes) -> bytes:
    """Return a frame's bytes: its length, then its content."""
    return len(payload).to_bytes(LENGTH) + payload


def _read_frame(stream: BinaryIO) -> bytes | None:
    size = stream.read(LENGTH)
    if len(size) < LENGTH:
        return None
    payload = stream.read(int.from_bytes(size))
    return payload if len(payload) == int.from_bytes(size) else None
