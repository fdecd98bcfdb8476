"""What `courroie check` says of the database, which it neither makes nor changes."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.admin.failures import told
from bot.admin.setup import Finding
from bot.config.models import Config
from bot.core.counters import LEAP
from bot.core.database import Database
from bot.core.database_errors import DatabaseError
from bot.core.inspection import Inspected, inspected
from bot.core.migrate import ForeignDatabaseError, NewerDatabaseError, TrialDatabaseError
from bot.talk.render import day

LEAST_FREE = 500_000_000
"""Bytes free on a disk below which one is warned, whatever the size of the file."""


def database_state(config: Config) -> tuple[Finding, bool]:
    """Look at the database, and whether the bot ever ran on it: before that, much is only to do.

    What it refuses is a finding.
    """
    try:
        found = inspected(config.bot.database)
    except (NewerDatabaseError, TrialDatabaseError, ForeignDatabaseError, DatabaseError) as error:
        mend, _ = told(error)
        return Finding("base de données : elle ne peut pas servir", mend=mend), True
    return _finding(found, config.zone), found.has_run


async def peers_findings(config: Config) -> AsyncIterator[Finding]:
    """Yield whether processes on one PostgreSQL database hear each other; nothing for a file."""
    with closing(Database(config.bot.database)) as database:
        if database.path is not None:
            return
        from bot.core.peers_postgresql import PostgresqlPeers  # noqa: PLC0415  optional driver

        heard = await PostgresqlPeers(database).hears()
    what = "base de données : les processus s'y entendent"
    if heard:
        yield Finding(what, well=True)
        return
    mend = (
        "la connexion doit être directe : sans pgbouncer entre Courroie et PostgreSQL, ou en mode "
        "« session »"
    )
    yield Finding(f"{what} mal", mend=mend)


def disk_findings(config: Config) -> Sequence[Finding]:
    """Return that the disk of the file is nearly full: a new version copies the file first."""
    url = make_url(config.bot.database)
    file = Path(url.database or "").absolute()
    if url.get_backend_name() != "sqlite":
        return ()
    left = shutil.disk_usage(next(each for each in file.parents if each.exists())).free
    if left >= max(LEAST_FREE, 2 * file.stat().st_size if file.is_file() else 0):
        return ()
    return [
        Finding(
            f"disque : il reste {left // 1_000_000} Mo là où est la base",
            mend="faites de la place ; plein, le robot ne garde plus rien de ce qu'on lui dit",
            warning=True,
        )
    ]


def _finding(found: Inspected, zone: str) -> Finding:
    if found.closed is not None:
        return Finding(
            f"base de données : ce compte ne peut pas écrire dans {found.closed}",
            mend="donnez-lui ce dossier, ou changez bot.database",
        )
    if found.empty:
        return Finding(
            "base de données : elle n'existe pas encore",
            mend="`courroie run` la fera",
            to_do=True,
        )
    text = "base de données : elle s'ouvre"
    if found.restored_at is not None:
        text += (
            f" ; le {day(found.restored_at, zone)}, le robot a remarqué qu'une sauvegarde y avait "
            f"été remise, et les numéros ont repris {LEAP} plus loin"
        )
    if found.followed_at is not None:
        text += (
            " ; elle a été commencée à neuf, à côté d'un compte robot qui avait déjà servi "
            f"(remarqué le {day(found.followed_at, zone)}) : les numéros reprennent après ceux de "
            "ses anciens messages, dont les boutons ne font rien. Si l'installation précédente "
            "avait une sauvegarde, `courroie restore` peut la remettre"
        )
    return Finding(text, well=True)
