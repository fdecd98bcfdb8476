"""The reading of a mailbox in a process of its own, to be killed.

`python -m tests.letter.inbox.reader DB PORT USER`.
"""

from __future__ import annotations

import asyncio
import sys

from bot.core.database import Database
from bot.letter.inbox.imap import ImapMailbox
from bot.letter.mail.settings import ImapServer
from scheduler.inbox import InboxJob
from tests.letter.mail.server import trust
from tests.mail_room import OFFICE
from tests.room import Room


async def main(path: str, port: int, user: str) -> None:
    """Read all that is in the box."""
    room = Room(Database(f"sqlite:///{path}"), reachable=True, office=OFFICE)
    server = ImapServer(host="localhost", port=port, username=user, password="secret")
    mailbox = ImapMailbox(server, trust=trust)
    await InboxJob(room.database, room.bot, mailbox.opened, lambda: None).read()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), sys.argv[3]))
