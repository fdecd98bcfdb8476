"""A backup's file: its name tells the moment, and only a whole and checked one bears it.

It is written beside under a hidden name, made durable, then renamed. What a killed process left is
cleared by the next one, which holds the folder's lock.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from bot.admin.backup.errors import BackupError, told_of_file

_PARTIAL = ".partiel"
_MOMENT = "%Y%m%d-%H%M%SZ"


def name_of(stem: str, moment: datetime, suffix: str) -> str:
    """Return « courroie-20261126-163005Z.db »."""
    return f"{stem}-{moment.astimezone(UTC):{_MOMENT}}{suffix}"


def moment_of(name: str, stem: str) -> datetime | None:
    """Return the moment that the name of a backup tells, None if it is no backup of `stem`."""
    found = re.fullmatch(rf"{re.escape(stem)}-(\d{{8}}-\d{{6}}Z)\.(?:db|dump)", name)
    if found is None:
        return None
    try:
        return datetime.strptime(found[1], _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None


@contextmanager
def only_backup_in(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, made if need be, once what unfinished backups left is removed.

    Raises BackupError.
    """
    with told_of_file("Impossible d'écrire dans le dossier", folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError(
                f"Une autre sauvegarde s'écrit en ce moment dans {folder} : attendez qu'elle "
                "finisse."
            ) from None
        except OSError:  # some network disks have no such lock
            pass
        else:
            clear(folder.glob(f".*{_PARTIAL}*"))
        yield
    finally:
        os.close(held)


@contextmanager
def written_beside(path: Path) -> Iterator[Path]:
    """Yield the place where to write, an empty file for its owner only.

    After the block it is durable and bears the name of `path`; if the block fails, it is gone.
    Raises BackupError.
    """
    partial = path.with_name(f".{path.name}{_PARTIAL}")
    try:
        with told_of_file("Impossible d'écrire dans le dossier", path.parent):
            os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield partial
        with told_of_file("Impossible d'écrire", path):
            make_durable(partial)
            if path.exists():
                raise BackupError(f"{path} existe déjà : je n'écris par-dessus rien.")
            partial.rename(path)
            make_durable(path.parent)
    finally:
        clear(path.parent.glob(f"{partial.name}*"))


def clear(paths: Iterator[Path]) -> None:
    """Remove files; those that the system refuses to remove stay."""
    for each in paths:
        with suppress(OSError):
            each.unlink()


def make_durable(path: Path) -> None:
    """Wait until a file, or what a folder lists, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_older(folder: Path, stem: str, since: datetime) -> list[Path]:
    """Remove our backups of before a moment, nothing else; return them. Raises BackupError."""
    removed = []
    for each in sorted(folder.iterdir()):
        made = moment_of(each.name, stem)
        if made is None or made >= since or each.is_symlink() or not each.is_file():
            continue
        with told_of_file("La nouvelle sauvegarde est là, mais impossible d'ôter", each):
            each.unlink()
        removed.append(each)
    return removed
