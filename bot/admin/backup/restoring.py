"""`courroie restore`: a backup looked at, told, agreed to, and put in the place of the database."""

from __future__ import annotations

import os
import pwd
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.admin.backup import sqlite_files
from bot.admin.backup.backing_up import Bar, silent
from bot.admin.backup.contents import OURS, Contents
from bot.admin.backup.errors import BackupError, told_of_file
from bot.core.database import Database
from bot.core.locks import migrating, run_lock
from bot.core.migrate import HEAD, KNOWN
from bot.talk.render import moment


@dataclass(frozen=True, slots=True, kw_only=True)
class _Backup:
    """A backup to put back, what it holds, and its schema if it is a dump of PostgreSQL."""

    path: Path
    contents: Contents
    schema: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restoring:
    """One restore: when, in which zone moments are told, to whom it is said, and who agrees."""

    now: datetime
    zone: str
    say: Callable[[str], None]
    agree: Callable[[], bool]
    bar: Bar = silent

    def run(self, path: Path, address: str) -> None:
        """Put a backup in the place of the database of an address, which no bot may serve.

        Nothing is touched before `agree` says yes to what was said; what the database was is kept.
        Killed at any moment, it leaves the database as it was, or as the backup holds it. Raises
        BackupError, DatabaseError, AlreadyRunningError.
        """
        url = make_url(address)
        if url.get_backend_name() != "sqlite":
            self._into_postgresql(_looked_at(path), address)
        elif url.database and url.database != ":memory:":
            self._into_file(path, Path(url.database).resolve(), address)
        else:
            raise BackupError("Cette base n'est dans aucun fichier : donnez-en un à bot.database.")

    def _into_file(self, path: Path, place: Path, address: str) -> None:
        if place.exists() and path.exists() and path.samefile(place):
            raise BackupError(f"{path} est la base elle-même : nommez une sauvegarde.")
        backup = _looked_at(path)
        if backup.schema:
            raise BackupError(
                f"{path} vient de PostgreSQL, et ne se remet que dans PostgreSQL : voyez "
                "bot.database."
            )
        refuse_root(place)
        aside = place.with_name(f"{place.name}.avant-restauration-{self._stamp}")
        with closing(Database(address)) as database, run_lock(database):
            present = sqlite_files.usable(place)
            damaged = place.exists() and present is None
            self._ask(backup, present, "La base en place est abîmée." if damaged else "")
            sqlite_files.put_back(backup.path, place, aside)
            if sqlite_files.usable(place) != backup.contents:
                raise BackupError(
                    f"{place} ne contient pas ce que contient {path}. L'ancienne base est {aside}."
                )
        kept = f"L'ancienne base est gardée : {aside}" if aside.exists() else ""
        self._tell_done(kept and f"{kept} ; effacez-la quand tout va bien.")

    def _into_postgresql(self, backup: _Backup, address: str) -> None:
        from bot.admin.backup import (  # noqa: PLC0415  their driver is optional
            carrying,
            postgresql_dumps,
            postgresql_restores,
        )

        aside = f"courroie_avant_{self._stamp.rstrip('Z').replace('-', '_')}"
        with closing(Database(address)) as database, migrating(database):
            with postgresql_dumps.session(address) as seen:
                postgresql_restores.refuse_if_served(seen)
                present = seen.contents() if seen.tables & OURS else None
            if backup.schema not in ("", seen.schema):
                raise BackupError(
                    f"{backup.path} vient du schéma {backup.schema}, la base de bot.database a le "
                    f"schéma {seen.schema} : donnez-lui celui de la sauvegarde (search_path)."
                )
            self._ask(backup, present)
            newer = present is not None and present.newer_than_us
            moved = sorted(seen.tables if newer else seen.tables & OURS)
            with self.bar() as progress:
                replacing = postgresql_restores.Replacing(
                    seen=seen, moved=moved, aside=aside, bar=progress
                )
                if backup.schema:
                    postgresql_restores.put_back(backup.path, backup.contents, replacing)
                else:
                    carrying.carry(backup.path, replacing)
        self._tell_done(
            f"L'ancienne base est gardée dans le schéma {aside} ; quand tout va bien : "
            f"DROP SCHEMA {aside} CASCADE."
            if moved
            else ""
        )

    def _ask(self, backup: _Backup, present: Contents | None, besides: str = "") -> None:
        """Say what comes and what goes, and raise BackupError unless they agree."""
        self.say(f"La sauvegarde {backup.path} : {backup.contents.told(self.zone)}.")
        if backup.contents.version < HEAD:
            self.say(f"Elle sera mise à jour au prochain lancement, en version {HEAD}.")
        if present is not None:
            self.say(f"Elle remplace la base en place : {present.told(self.zone)}.")
            if backup.contents.newest is not None:
                since = moment(backup.contents.newest, self.zone)
                self.say(f"Ce que le réseau a fait depuis le {since} n'y sera plus.")
        else:
            self.say(besides or "Il n'y a pas de base en place.")
        if not self.agree():
            raise BackupError("Rien n'a changé.")

    def _tell_done(self, kept: str) -> None:
        self.say("La sauvegarde est remise.")
        if kept:
            self.say(kept)
        self.say("Relancez le robot : il voit de lui-même que la base est plus ancienne.")
        self.say(
            "Il oublie de nouveau les personnes qui l'ont demandé depuis la sauvegarde, d'après ce "
            "qu'il leur en avait dit en privé ; un compte fermé, 30 jours après."
        )

    @property
    def _stamp(self) -> str:
        return f"{self.now.astimezone(UTC):%Y%m%d-%H%M%SZ}"


def refuse_root(place: Path) -> None:
    """Raise BackupError if root would leave files that the bot's own account cannot open."""
    folder = place.absolute().parent
    if os.geteuid() or not folder.exists() or not (owner := folder.stat().st_uid):
        return
    try:
        name = pwd.getpwuid(owner).pw_name
    except KeyError:
        name = f"#{owner}"
    raise BackupError(
        f"Le dossier {folder} est à {name} : lancez cette commande sous ce compte (sudo -u {name} "
        "…), sinon le robot ne pourrait pas ouvrir ce qu'elle y laisse."
    )


def _looked_at(path: Path) -> _Backup:
    """Read a backup whole. Raises BackupError if it is damaged, newer than us, or none of ours."""
    with told_of_file("Impossible de lire", path):
        is_sqlite = sqlite_files.is_sqlite(path)
    if is_sqlite:
        backup = _Backup(path=path, contents=sqlite_files.checked(path))
    else:
        from bot.admin.backup import postgresql_dumps  # noqa: PLC0415  its driver is optional

        if not postgresql_dumps.is_dump(path):
            raise BackupError(
                f"{path} n'est pas une sauvegarde : il faut un fichier SQLite, ou une sauvegarde "
                "de PostgreSQL (pg_dump --format=custom)."
            )
        schema, contents = postgresql_dumps.dump_checked(path)
        backup = _Backup(path=path, contents=contents, schema=schema)
    version = backup.contents.version
    if backup.contents.newer_than_us:
        raise BackupError(
            f"{path} vient d'une version plus récente de Courroie ({version}, ce programme connaît "
            f"{HEAD}) : installez-la, puis recommencez."
        )
    if version not in KNOWN:
        raise BackupError(
            f"{path} vient d'une version d'essai de Courroie ({version}), que ce programme ne sait "
            "pas reprendre : remettez-la avec la version qui l'a écrite."
        )
    return backup
