"""The mail job in a process of its own, to be killed.

`python -m tests.letter.mail.sender DB PORT HOURS`.

Its clock is so many hours after the tests' start.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta

from bot.core.database import Database
from bot.letter.mail.smtp import SmtpSender
from scheduler.mail import MailJob
from tests.letter.mail.server import server
from tests.mail_room import OFFICE
from tests.room import MONDAY, Clock, Room


async def main(path: str, port: int, hours: float) -> None:
    """Send all that may leave."""
    clock = Clock(MONDAY + timedelta(hours=hours))
    room = Room(Database(f"sqlite:///{path}"), clock=clock, reachable=True, office=OFFICE)
    job = MailJob(room.database, room.bot, SmtpSender(server(port)), lambda: None, pace=1e9)
    await job.send_due()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))
