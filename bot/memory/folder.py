"""Where the files of a memory go: a folder that is kept up to date, or one ZIP."""

from __future__ import annotations

import fcntl
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path, PurePosixPath

from bot.core.errors import Refusal

LIST = ".courroie"
"""The file that lists what we wrote in a folder: nothing else there is ours to take away."""

_PARTIAL = f"{LIST}.partial"
"""The one file that is being written: killed meanwhile, the next run drops it."""

NOT_OURS = Refusal(
    "{folder} holds files that are not ours",
    reply="Le dossier {folder} contient déjà autre chose : donnez un dossier vide, ou celui d'une "
    "mémoire d'avant. Rien n'a été écrit.",
)

_DATE = (1980, 1, 1, 0, 0, 0)
"""Of each file in a ZIP, which has no earlier one: the same files make the same ZIP."""

_PUBLIC = 0o644


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold a folder: a second run waits, so that it writes what is so by then."""
    folder.mkdir(parents=True, exist_ok=True)
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def write_folder(folder: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Bring a folder up to date, and return how many files changed.

    What is the same is left as it is; what we wrote before and no longer stands is taken away,
    first: a full disk keeps nothing that was taken back. Killed in between, the next one finishes.
    Raises NOT_OURS and OSError.
    """
    before, begun = _listed(folder), folder / _PARTIAL
    if not before and folder.exists() and any(each != begun for each in folder.iterdir()):
        raise NOT_OURS(folder=folder)
    written = dict(files)
    if not all(_is_inside(folder, path) for path in written):
        raise NOT_OURS(folder=folder)
    folder.mkdir(parents=True, exist_ok=True)
    begun.unlink(missing_ok=True)
    gone = [folder / path for path in before if path not in written]
    for path in gone:
        if path.is_dir() and not path.is_symlink():
            continue
        path.unlink(missing_ok=True)
    _list(folder, {*before, *written})
    changed = sum(_write(folder, path, content) for path, content in written.items())
    for empty in sorted({path.parent for path in gone} - {folder}, reverse=True):
        if empty.is_dir() and not any(empty.iterdir()):
            empty.rmdir()
    _list(folder, written)
    return changed + len(gone)


def ours_in(folder: Path) -> frozenset[str]:
    """Return the names of the memories that were written in a folder."""
    return frozenset(each.parent.name for each in folder.glob(f"*/{LIST}"))


def zipped(name: str, files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return files as a ZIP, in a folder of this name."""
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as written:
        for path, content in sorted(files):
            told = zipfile.ZipInfo(f"{name}/{path}", _DATE)
            told.external_attr = _PUBLIC << 16
            told.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(told, content)
    return archive.getvalue()


def _listed(folder: Path) -> frozenset[str]:
    """Return what we wrote there before; an entry that leads out of the folder is none of ours."""
    try:
        lines = (folder / LIST).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return frozenset()
    return frozenset(each for each in lines if _is_inside(folder, each))


def _is_inside(folder: Path, path: str) -> bool:
    parts = PurePosixPath(path)
    if parts.is_absolute() or ".." in parts.parts or not parts.parts or "\0" in path:
        return False
    return (folder / parts).parent.resolve().is_relative_to(folder.resolve())


def _list(folder: Path, paths: Iterable[str]) -> None:
    _write(folder, LIST, "".join(f"{each}\n" for each in sorted(paths)).encode())


def _write(folder: Path, name: str, content: bytes) -> bool:
    """Put a file in place, whole or not at all; tell whether it was another."""
    path, partial = folder / name, folder / _PARTIAL
    if path.is_file() and not path.is_symlink() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        partial.write_bytes(content)
        partial.replace(path)
    except OSError:
        partial.unlink(missing_ok=True)
        raise
    return True
