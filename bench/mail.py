"""How fast a letter leaves for 5,000 recipients, to a server on this machine, in its own process.

Every mail is claimed and settled durably, one at a time, as in life but for the pace. The letter is
as long as a month with a dozen entries.

Then a storm of mails is cut by kills, each some milliseconds after the server has taken a mail:
how many came twice. The one in flight at each kill may; no other.
"""

from __future__ import annotations

import asyncio
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.letter.mail.smtp import SmtpSender
from scheduler.mail import MailJob
from tests.letter.mail.server import server
from tests.mail_room import HTML, mail_room, publish, subscribe
from tests.room import Room

RECIPIENTS = 5_000
SECTIONS = 12

STORM = 150
KILLS = 40
LONGEST_AFTER = 0.02
"""Seconds between a mail that the server has taken and a kill, at most."""

SEED = 20_261_102


def figures() -> Iterator[tuple[str, float, str]]:
    """Yield the figures of one letter."""
    with TemporaryDirectory() as folder:
        yield from _measured(Path(folder))
    with TemporaryDirectory() as folder:
        yield f"mail_twice_of_{STORM}_after_{KILLS}_kills", _twice(Path(folder)), "mails"


def _measured(folder: Path) -> Iterator[tuple[str, float, str]]:
    room = mail_room(folder)
    start = time.perf_counter()
    subscribe(room, *(f"p{number}@loire.example.org" for number in range(RECIPIENTS)))
    yield "mail_import_5000", time.perf_counter() - start, "s"
    start = time.perf_counter()
    publish(room, html=HTML * SECTIONS)
    yield "mail_queue_5000", 1_000 * (time.perf_counter() - start), "ms"
    log = folder / "log"
    with _sink(folder, log) as port:
        before, start = _cpu(), time.perf_counter()
        sent = asyncio.run(_send(room, port))
        took, spent = time.perf_counter() - start, _cpu() - before
    assert sent == RECIPIENTS == len(_lines(log))
    yield "mail_sent", sent / took, "mails/s"
    yield "mail_cpu", 1_000 * spent / sent, "ms/mail"


def _twice(folder: Path) -> int:
    """Cut a storm of mails by kills, let the rest leave, and count those that came twice."""
    room = mail_room(folder)
    subscribe(room, *(f"p{number}@loire.example.org" for number in range(STORM)))
    publish(room)
    chance, log = random.Random(SEED), folder / "log"  # noqa: S311  a play that can be replayed
    with _sink(folder, log) as port:
        send = (
            sys.executable,
            "-m",
            "tests.letter.mail.sender",
            str(folder / "room.db"),
            str(port),
        )
        for _ in range(KILLS):
            after = len(_lines(log)) + chance.randint(1, 3)
            sender = subprocess.Popen([*send, "0"])  # noqa: S603
            while len(_lines(log)) < after and sender.poll() is None:
                time.sleep(0.001)
            time.sleep(chance.uniform(0, LONGEST_AFTER))
            sender.kill()
            sender.wait()
        subprocess.run([*send, "0"], check=True)  # noqa: S603
        subprocess.run([*send, "0.2"], check=True)  # noqa: S603  the claims of the dead lapse
    received = Counter(line.split()[0] for line in _lines(log))
    assert len(received) == STORM
    return sum(times - 1 for times in received.values())


@contextmanager
def _sink(folder: Path, log: Path) -> Iterator[int]:
    """Run a mail server that writes down what it takes; give its port."""
    port_file = folder / "port"
    sink = subprocess.Popen(  # noqa: S603  our own module
        [sys.executable, "-m", "tests.letter.mail.sink", str(port_file), str(log)]
    )
    try:
        while not port_file.exists():
            time.sleep(0.01)
        yield int(port_file.read_text(encoding="utf-8"))
    finally:
        sink.kill()
        sink.wait()


def _lines(log: Path) -> list[str]:
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


async def _send(room: Room, port: int) -> int:
    job = MailJob(room.database, room.bot, SmtpSender(server(port)), lambda: None, pace=1e9)
    return await job.send_due()


def _cpu() -> float:
    """Return the CPU seconds that this process took so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
