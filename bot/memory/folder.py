"""Where the files of a memory go: a folder that is kept up to date, or one ZIP."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path, PurePosixPath

from bot.core.errors import Refusal

LIST = ".courroie"
"""The file that lists what we wrote in a folder: nothing else there is ours to take away."""

NOT_OURS = Refusal(
    "{folder} holds files that are not ours",
    reply="Le dossier {folder} contient déjà autre chose : donnez un dossier vide, ou celui d'une "
    "mémoire d'avant. Rien n'a été écrit.",
)

_DATE = (1980, 1, 1, 0, 0, 0)
"""Of each file in a ZIP, which has no earlier one: the same files make the same ZIP."""

_PUBLIC = 0o644


def write_folder(folder: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Bring a folder up to date, and return how many files changed.

    What is the same is left as it is; what we wrote before and no longer stands is taken away.
    Killed in between, the next one finishes. Raises NOT_OURS and OSError.
    """
    before = _listed(folder)
    if not before and folder.exists() and any(folder.iterdir()):
        raise NOT_OURS(folder=folder)
    written = dict(files)
    folder.mkdir(parents=True, exist_ok=True)
    _list(folder, {*before, *written})
    changed = sum(_write(folder / path, content) for path, content in written.items())
    gone = [folder / path for path in before if path not in written]
    for path in gone:
        path.unlink(missing_ok=True)
    for empty in sorted({path.parent for path in gone} - {folder}, reverse=True):
        if empty.is_dir() and not any(empty.iterdir()):
            empty.rmdir()
    _list(folder, written)
    return changed + len(gone)


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
        lines = (folder / LIST).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return frozenset()
    return frozenset(each for each in lines if _is_inside(folder, each))


def _is_inside(folder: Path, path: str) -> bool:
    parts = PurePosixPath(path)
    if parts.is_absolute() or ".." in parts.parts or not parts.parts:
        return False
    return (folder / parts).parent.resolve().is_relative_to(folder.resolve())


def _list(folder: Path, paths: Iterable[str]) -> None:
    _write(folder / LIST, "".join(f"{each}\n" for each in sorted(paths)).encode())


def _write(path: Path, content: bytes) -> bool:
    """Put a file in place, whole or not at all; tell whether it was another."""
    if path.is_file() and not path.is_symlink() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.partial")
    partial.unlink(missing_ok=True)
    partial.write_bytes(content)
    partial.replace(path)
    return True
