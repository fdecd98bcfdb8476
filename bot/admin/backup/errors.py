"""What stops a backup or a restore, said to whoever looks after the bot."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class BackupError(Exception):
    """A backup or a restore cannot be made; the message, in French, says what to do."""


_SYSTEM = {
    errno.ENOSPC: "le disque est plein. Faites de la place",
    errno.EDQUOT: "ce compte a atteint son quota. Faites de la place",
    errno.EFBIG: "un fichier n'y peut être si grand. Relevez la limite (LimitFSIZE)",
    errno.EROFS: "ce disque ne peut qu'être lu",
    errno.EACCES: "ce compte n'en a pas le droit. Donnez-le-lui",
    errno.EPERM: "ce compte n'en a pas le droit. Donnez-le-lui",
    errno.ENOTDIR: "ce n'est pas un dossier",
    errno.EISDIR: "c'est un dossier. Donnez l'un de ses fichiers",
    errno.EEXIST: "il y a déjà un fichier de ce nom",
    errno.ENOENT: "ce chemin n'existe pas",
}
_SQLITE = {
    sqlite3.SQLITE_FULL: "le disque est plein. Faites de la place, puis recommencez",
    sqlite3.SQLITE_IOERR: "le disque n'a pas pu être lu ou écrit (plein ? en panne ?)",
    sqlite3.SQLITE_BUSY: "un autre programme la tient. Réessayez quand il aura fini",
    sqlite3.SQLITE_LOCKED: "un autre programme la tient. Réessayez quand il aura fini",
    sqlite3.SQLITE_CANTOPEN: "elle ne s'ouvre pas. Vérifiez le chemin, et les droits de ce compte",
    sqlite3.SQLITE_PERM: "ce compte n'en a pas le droit",
    sqlite3.SQLITE_READONLY: "ce compte ne peut pas y écrire",
    sqlite3.SQLITE_NOTADB: "ce n'est pas une base SQLite, ou elle est abîmée",
    sqlite3.SQLITE_CORRUPT: "elle est abîmée",
}
"""By SQLite's primary code, https://www.sqlite.org/rescode.html."""


@contextmanager
def told_of_file(doing: str, path: Path) -> Iterator[None]:
    """Raise BackupError for what the system refuses; `doing`, « Impossible d'écrire dans »."""
    try:
        yield
    except OSError as error:
        why = _SYSTEM.get(error.errno or 0, error.strerror or type(error).__name__)
        raise BackupError(f"{doing} {path} : {why}.") from error


@contextmanager
def told_of_sqlite(doing: str) -> Iterator[None]:
    """Raise BackupError for what SQLite refuses; `doing`, « La base … ne se copie pas »."""
    try:
        yield
    except sqlite3.Error as error:
        code: int = getattr(error, "sqlite_errorcode", 0)
        why = _SQLITE.get(code & 0xFF, getattr(error, "sqlite_errorname", "erreur de SQLite"))
        raise BackupError(f"{doing} : {why}.") from error
