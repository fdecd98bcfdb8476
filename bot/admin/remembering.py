"""`courroie memoire`: what each network knows, written in a folder, while the bot runs."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection

from bot.admin.setup import Say
from bot.app import App
from bot.config.models import Config
from bot.core.database import Database
from bot.core.errors import Refusal
from bot.core.migrate import migrate
from bot.memory.folder import write_folder
from bot.memory.gathering import gather
from bot.memory.rules import Memory
from bot.memory.writing import files
from bot.talk.markdown import typeset
from bot.talk.render import plural

UNKNOWN_NETWORK = Refusal(
    "no network {slug}",
    reply="Je ne connais pas le réseau « {slug} ». Ceux que j'anime : {known}.",
)


def write_all(config: Config, folder: Path, only: Collection[str], say: Say) -> None:
    """Write the memory of each network, or of these ones; say what is there, and what is held.

    Each is read in one short transaction, and written out of it. Raises UNKNOWN_NETWORK, NOT_OURS.
    """
    bot = App(config).bot
    with closing(Database(config.bot.database)) as database:
        migrate(database)
        database.submit(bot.reread).result()
        for slug in only:
            if slug not in bot.networks:
                raise UNKNOWN_NETWORK(slug=slug, known=", ".join(bot.networks))
        for slug in only or bot.networks:
            network = bot.networks[slug]

            def read(db: Connection) -> Memory:
                return gather(bot.context(db, network, bot.clock()))  # noqa: B023  done at once

            memory = database.submit(read).result().sifted()
            changed = write_folder(folder / slug, files(memory, bot.renderer))
            say(typeset(_told(memory, changed)))


def _told(memory: Memory, changed: int) -> str:
    count = plural(len(memory.records), "fiche")
    what = plural(changed, "fichier changé", "fichiers changés") if changed else "rien n'a changé"
    lines = [f"{memory.slug} : {count}, {what}."]
    lines += [
        f"  laissé de côté, dans « {each.kind.label} », n° {each.number} : {reason}"
        for each, reason in memory.held
    ]
    return "\n".join(lines)
