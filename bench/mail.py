"""How fast a letter leaves for 5,000 recipients, to a server on this machine, in its own process.

Every mail is claimed and settled durably, one at a time, as in life but for the pace. The letter is
as long as a month with a dozen entries.
"""

from __future__ import annotations

import asyncio
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.mail.smtp import Carrier
from scheduler.mail import Postman
from tests.mail.server import config
from tests.mail_room import HTML, mail_room, publish, subscribe
from tests.room import Room

RECIPIENTS = 5_000
SECTIONS = 12


def figures() -> Iterator[tuple[str, float, str]]:
    """Yield the figures of one letter."""
    with TemporaryDirectory() as folder:
        yield from _measured(Path(folder))


def _measured(folder: Path) -> Iterator[tuple[str, float, str]]:
    room = mail_room(folder)
    start = time.perf_counter()
    subscribe(room, *(f"p{number}@loire.example.org" for number in range(RECIPIENTS)))
    yield "mail_import_5000", time.perf_counter() - start, "s"
    start = time.perf_counter()
    publish(room, html=HTML * SECTIONS)
    yield "mail_queue_5000", 1_000 * (time.perf_counter() - start), "ms"
    port_file, log = folder / "port", folder / "log"
    sink = subprocess.Popen([sys.executable, "-m", "tests.mail.sink", str(port_file), str(log)])  # noqa: S603
    try:
        while not port_file.exists():
            time.sleep(0.01)
        port = int(port_file.read_text(encoding="utf-8"))
        before, start = _cpu(), time.perf_counter()
        sent = asyncio.run(_send(room, port))
        took, spent = time.perf_counter() - start, _cpu() - before
    finally:
        sink.kill()
        sink.wait()
    assert sent == RECIPIENTS == len(log.read_text(encoding="utf-8").splitlines())
    yield "mail_sent", sent / took, "mails/s"
    yield "mail_cpu", 1_000 * spent / sent, "ms/mail"


async def _send(room: Room, port: int) -> int:
    job = Postman(room.database, room.house, Carrier(config(port)), lambda: None, pace=1e9)
    return await job.send_due()


def _cpu() -> float:
    """Return the CPU seconds that this process took so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
