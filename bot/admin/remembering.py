"""What each network knows, written while the bot runs: in a folder, or as the ZIP that it sends.

`courroie memoire` writes the folder. For a ZIP, `python -m bot.admin.remembering` is told on its
stdin which configuration and which network, and writes it on its stdout: ten thousand answers take
half a minute, which the bot does not wait for.
"""

from __future__ import annotations

import asyncio
import pickle
import sys
from collections.abc import Collection, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from bot.admin.setup import Say
from bot.app import App
from bot.config.models import Config
from bot.core.database import Database
from bot.core.errors import Refusal, UserError
from bot.core.migrate import migrate
from bot.mattermost.client import Mattermost
from bot.mattermost.errors import ForbiddenError, MattermostError, NotFoundError
from bot.memory.folder import alone, ours_in, write_folder, zipped
from bot.memory.gathering import gather
from bot.memory.rules import Memory
from bot.memory.writing import files
from bot.network.network import Network
from bot.talk.bot import Bot
from bot.talk.markdown import typeset
from bot.talk.render import plural

UNKNOWN_NETWORK = Refusal(
    "no network {slug}",
    reply="Je ne connais pas le réseau « {slug} ». Ceux que j'anime : {known}.",
)


FILES_AWAY = Refusal(
    "files of {slug} not read",
    reply="Je n'ai pas pu copier les fichiers des ressources de « {slug} » : son serveur ne répond "
    "pas. Rien n'a changé dans son dossier ; relancez plus tard.",
)

_LEFT = "{slug} : ce réseau n'est plus animé ; remettez-lui son dossier, ou effacez-le."

LARGEST = 50_000_000
"""Bytes of a resource's file that is copied: a larger one stays in the chat."""


def write_all(config: Config, folder: Path, only: Collection[str], say: Say) -> None:
    """Write the memory of each network, or of these ones; say what is there, and what is held.

    One that is not written keeps no other from it; the folder of one that is served no more is
    told of, and left as it is. Raises UNKNOWN_NETWORK, NOT_OURS, FILES_AWAY.
    """
    bot, refused = App(config).bot, list[UserError]()
    with closing(Database(config.bot.database)) as database:
        migrate(database)
        _asked(database, bot, only)
        with alone(folder):
            for network in _asked(database, bot, only):
                try:
                    memory = asyncio.run(
                        _with_files(config, network, _read(database, bot, network))
                    )
                    changed = write_folder(folder / memory.slug, files(memory, bot.renderer))
                except UserError as error:
                    refused.append(error)
                else:
                    say(typeset(_told(memory, changed)))
            for slug in sorted(ours_in(folder) - {*bot.networks}):
                say(typeset(_LEFT.format(slug=slug)))
    for each in refused[:-1]:
        say(each.reply)
    if refused:
        raise refused[-1]


def zip_of(config: Config, slug: str) -> bytes:
    """Return the memory of a network as a ZIP. Raises UNKNOWN_NETWORK, FILES_AWAY."""
    bot = App(config).bot
    with closing(Database(config.bot.database)) as database:
        migrate(database)
        [network] = _asked(database, bot, [slug])
        memory = asyncio.run(_with_files(config, network, _read(database, bot, network)))
    return zipped(f"memoire-{slug}", files(memory, bot.renderer))


def _asked(database: Database, bot: Bot, only: Collection[str]) -> Sequence[Network]:
    """Return these networks as they are now, or all. Raises UNKNOWN_NETWORK."""
    database.submit(bot.reread).result()
    for slug in only:
        if slug not in bot.networks:
            raise UNKNOWN_NETWORK(slug=slug, known=", ".join(bot.networks))
    return [bot.networks[slug] for slug in only or bot.networks]


def _read(database: Database, bot: Bot, network: Network) -> Memory:
    """Return the memory of a network, read in one short transaction."""

    def read(db: Connection) -> Memory:
        return gather(bot.context(db, network, bot.clock()))

    return database.submit(read).result().sifted()


async def _with_files(config: Config, network: Network, memory: Memory) -> Memory:
    """Return a memory with the files that its resources are, but those that the chat has no more.

    Raises FILES_AWAY.
    """
    server = next(each for each in config.servers if each.name == network.server)
    client, found = Mattermost(str(server.url), server.token), dict[str, bytes]()
    try:
        for each in memory.records:
            with suppress(NotFoundError, ForbiddenError):
                if each.file and (await client.file_info(each.file)).size <= LARGEST:
                    found[each.copied_to] = await client.file(each.file)
    except MattermostError as error:
        raise FILES_AWAY(slug=network.slug) from error
    finally:
        await client.close()
    return replace(memory, files=found)


def _told(memory: Memory, changed: int) -> str:
    count = plural(len(memory.records), "fiche")
    what = plural(changed, "fichier changé", "fichiers changés") if changed else "rien n'a changé"
    lines = [f"{memory.slug} : {count}, {what}."]
    lines += [
        f"  laissé de côté, dans « {each.kind.label} », n° {each.number} : {reason}"
        for each, reason in memory.held
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    written, sys.stdout = sys.stdout.buffer, sys.stderr  # what is logged is no part of the ZIP
    written.write(zip_of(*pickle.load(sys.stdin.buffer)))  # noqa: S301  our own words
