"""What a database or a backup of it holds, in figures: to compare two, and to say what is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.core.columns import PERSONAL, Privacy
from bot.core.migrate import HEAD
from bot.privacy.tables import TABLES
from bot.talk.render import moment, plural

VERSION = "alembic_version"
"""The table that tells the version of the others."""

OURS = frozenset(table.name for table in TABLES) | {VERSION}
"""The tables of the program, of whatever version: no step ever dropped or renamed one."""

_OF_MEMBERS = frozenset(
    table.name
    for table in TABLES
    if any(isinstance(column.info.get(PERSONAL), Privacy) for column in table.columns)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The version of the tables, how many rows each has, when the newest message was made."""

    version: str
    rows: Mapping[str, int]
    newest: datetime | None = None

    @property
    def newer_than_us(self) -> bool:
        """Tell whether a newer program wrote it."""
        return self.version > HEAD

    def told(self, zone: str) -> str:
        """Return « 12 questions, 3 rencontres, … », moments in `zone`."""
        of_members = sum(count for name, count in self.rows.items() if name in _OF_MEMBERS)
        figures = (
            plural(self.rows.get("questions", 0), "question"),
            plural(self.rows.get("meetings", 0), "rencontre"),
            plural(of_members, "élément de membres", "éléments de membres"),
        )
        last = f"dernier message du {moment(self.newest, zone)}" if self.newest else "aucun message"
        return f"{', '.join(figures)} ; {last} (version {self.version})"


def counted(ask: Callable[[str], Any], tables: Iterable[str]) -> Contents:
    """Count the rows of these tables; `ask` runs a query and returns its one value."""
    rows = {name: int(ask(f'SELECT count(*) FROM "{name}"')) for name in sorted(tables)}  # noqa: S608  names of tables
    newest = ask("SELECT max(made_at) FROM outbox") if "outbox" in rows else None
    version = ask("SELECT version_num FROM alembic_version") if rows.get(VERSION) == 1 else ""
    return Contents(version=str(version), rows=rows, newest=read_moment(newest))


def read_moment(kept: datetime | str | None) -> datetime | None:
    """Read a moment as a driver, or a dump, gives it: one without a zone is UTC."""
    if not kept:
        return None
    read = datetime.fromisoformat(kept) if isinstance(kept, str) else kept
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
