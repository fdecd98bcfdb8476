"""Keeps every record in an append-only file of JSON lines.

Each line is a record whole, or its disappearance: the last line about a key wins. A line is written
in one call, so killing the process loses at most the line being written, and a torn last line is
dropped at the next start.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, Generic, TypeVar

from sandbox.server.records import Record

Line = dict[str, Any]


R = TypeVar("R", bound=Record)


class Journal:
    """The file. `lines` gives what it held when opened, already reduced to the last word."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.lines = _read(path)
        _rewrite(path, self.lines.values())
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def write(self, line: Line) -> None:
        """Append a line; it survives the death of the process, not that of the machine."""
        os.write(self._file, _encode(line))

    def close(self) -> None:
        """Close the file; the journal cannot be used any more."""
        os.close(self._file)


class Shelf(Generic[R]):
    """The records of one kind, in memory in their order of arrival, and in the journal."""

    def __init__(self, journal: Journal, kind: str, shape: type[R]) -> None:
        self._journal = journal
        self._kind = kind
        self._records: dict[str, R] = {}
        for (line_kind, key), line in journal.lines.items():
            if line_kind == kind:
                self._records[key] = shape(**line["value"])

    def keep(self, record: R) -> R:
        """Add a record, or replace the one with the same key."""
        self._records[record.key] = record
        value = {each.name: getattr(record, each.name) for each in fields(record)}
        self._journal.write({"kind": self._kind, "key": record.key, "value": value})
        return record

    def drop(self, key: str) -> None:
        """Forget a record; nothing happens when there is none."""
        if self._records.pop(key, None) is not None:
            self._journal.write({"kind": self._kind, "key": key, "value": None})

    def get(self, key: str) -> R | None:
        """Give the record with this key, if any."""
        return self._records.get(key)

    def __getitem__(self, key: str) -> R:
        return self._records[key]

    def __contains__(self, key: object) -> bool:
        return key in self._records

    def __iter__(self) -> Iterator[R]:
        return iter(list(self._records.values()))

    def __len__(self) -> int:
        return len(self._records)


def _read(path: Path) -> dict[tuple[str, str], Line]:
    kept: dict[tuple[str, str], Line] = {}
    if not path.exists():
        return kept
    for text in path.read_bytes().splitlines():
        try:
            line: Line = json.loads(text)
        except ValueError:  # the line that was being written when the process was killed
            continue
        place = (line["kind"], line["key"])
        if line["value"] is None:
            kept.pop(place, None)
        else:
            kept[place] = line
    return kept


def _rewrite(path: Path, lines: Iterable[Line]) -> None:
    """Keep only the last word about each record; the old file stays until the new one is whole."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_bytes(b"".join(_encode(line) for line in lines))
    fresh.replace(path)


def _encode(line: Line) -> bytes:
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
