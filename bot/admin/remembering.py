"""What each network knows, written while the bot runs: in a folder, or as the ZIP that it sends.

`courroie memoire` writes the folder. For a ZIP, `python -m bot.admin.remembering` is told on its
stdin which configuration and which network, and writes it on its stdout: ten thousand answers take
half a minute, which the bot does not wait for.
"""

from __future__ import annotations

import asyncio
import pickle
import sys
from collections.abc import Collection, Iterator
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
from bot.memory.folder import alone, write_folder, zipped
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

LARGEST = 50_000_000
"""Bytes of a resource's file that is copied: a larger one stays in the chat."""


def write_all(config: Config, folder: Path, only: Collection[str], say: Say) -> None:
    """Write the memory of each network, or of these ones; say what is there, and what is held.

    One that is not written keeps no other from it. Raises UNKNOWN_NETWORK, NOT_OURS, FILES_AWAY.
    """
    bot, refused = App(config).bot, list[UserError]()
    with alone(folder):
        for network, read in _memories(config, bot, only):
            try:
                memory = asyncio.run(_with_files(config, network, read))
                changed = write_folder(folder / memory.slug, files(memory, bot.renderer))
            except UserError as error:
                refused.append(error)
            else:
                say(typeset(_told(memory, changed)))
    for each in refused[:-1]:
        say(each.reply)
    if refused:
        raise refused[-1]


def zip_of(config: Config, slug: str) -> bytes:
    """Return the memory of a network as a ZIP. Raises UNKNOWN_NETWORK, FILES_AWAY."""
    bot = App(config).bot
    [(network, read)] = _memories(config, bot, [slug])
    memory = asyncio.run(_with_files(config, network, read))
    return zipped(f"memoire-{slug}", files(memory, bot.renderer))


def _memories(config: Config, bot: Bot, only: Collection[str]) -> Iterator[tuple[Network, Memory]]:
    """Yield each network, or these ones, with its memory, read in one short transaction."""
    with closing(Database(config.bot.database)) as database:
        migrate(database)
        database.submit(bot.reread).result()
        for slug in only:
            if slug not in bot.networks:
                raise UNKNOWN_NETWORK(slug=slug, known=", ".join(bot.networks))
        for network in [bot.networks[slug] for slug in only or bot.networks]:

            def read(db: Connection) -> Memory:
                return gather(bot.context(db, network, bot.clock()))  # noqa: B023  done at once

            yield network, database.submit(read).result().sifted()


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
