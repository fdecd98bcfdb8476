"""`courroie rebonds`: what came back of our mails, read from stdin, a Maildir or an mbox file."""

from __future__ import annotations

import mailbox
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from bot.admin.setup import Say
from bot.app import App
from bot.config.models import Config
from bot.core.database import Database
from bot.core.migrate import migrate
from bot.letter.mail import subscriber_store as subscribers
from bot.letter.mail import subscribing
from bot.letter.mail.bounces import Came, Returned, read_returned
from bot.letter.mail.settings import MailSettings
from bot.talk.bot import Bot

_TOLD = {
    Came.FOR_GOOD: "adresses qui n'existent plus, retirées",
    Came.FOR_NOW: "retours passagers, notés",
    Came.LEAVING: "désabonnements",
    None: "messages qui ne disaient rien",
}


def read_all(config: Config, messages: Iterable[bytes], say: Say) -> None:
    """Read messages and act on what they say, each in a transaction; say what they came to."""
    bot = App(config).bot
    found: Counter[Came | None] = Counter()
    with closing(Database(config.bot.database)) as database:
        migrate(database)
        database.submit(bot.reread).result()
        for content in messages:
            returned = read_returned(content, bot.settings.of(MailSettings))
            came = database.submit(partial(_act, bot=bot, returned=returned)).result()
            found[came] += 1
    for came, count in found.items():
        say(f"{_TOLD[came]} : {count}")
    if not found:
        say("Aucun message à lire.")


def messages_in(path: Path) -> Iterator[bytes]:
    """Yield the messages of a Maildir that nobody read yet, or all those of an mbox file.

    Those of a Maildir are then marked as read, each once it was dealt with.
    """
    if not path.is_dir():
        with closing(mailbox.mbox(path, create=False)) as box:
            yield from (box.get_bytes(key) for key in box.keys())  # noqa: SIM118  no dict
        return
    folder = mailbox.Maildir(path, create=False)
    for key in sorted(folder.keys()):
        message = folder[key]
        if message.get_subdir() == "new":
            yield folder.get_bytes(key)
            message.set_subdir("cur")
            message.add_flag("S")
            folder[key] = message


def _act(db: Connection, bot: Bot, returned: Returned | None) -> Came | None:
    """Note what came back; of someone who is no more in a list there is nothing to note."""
    known = subscribers.by_handle(db, returned.handle) if returned else None
    network = bot.networks.get(known.network) if known else None
    if returned is None or known is None or network is None:
        return None
    ctx = bot.context(db, network, bot.clock())
    if returned.came is Came.LEAVING:
        subscribing.unsubscribe(ctx, known.handle)
    else:
        hard = returned.came is Came.FOR_GOOD
        subscribing.bounced(ctx, known, returned.reason, hard=hard)
    return returned.came
