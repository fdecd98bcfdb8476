"""The program of tomorrow: today's, with one more step, which every table is changed by."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.admin.backup import restoring
from bot.core import migrate as migrations
from bot.core.migrate import HEAD, STEPS

NEXT = "9999"

STEP = f'''"""Rebuild."""

import sqlalchemy as sa
from alembic import op

revision = "{NEXT}"
down_revision = "{HEAD}"


def upgrade() -> None:
    """Rebuild."""
'''

REBUILD = """
    db = op.get_bind()
    for name in sorted(sa.inspect(db).get_table_names()):
        if name == "alembic_version":
            continue
        kept = next(each for each in sa.inspect(db).get_columns(name) if not each["nullable"])
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("tomorrow", sa.Text(), nullable=True))
            table.alter_column(kept["name"], existing_type=kept["type"], nullable=False)
"""


@dataclass
class Program:
    """The program of tomorrow: the steps of today and one more."""

    steps: Path
    monkeypatch: pytest.MonkeyPatch

    def has(self, step: str) -> None:
        """Have the last step do this."""
        (self.steps / f"step_{NEXT}.py").write_text(STEP + step, encoding="utf-8")
        self.monkeypatch.setattr(migrations, "STEPS", self.steps)
        for module in (migrations, restoring):
            self.monkeypatch.setattr(module, "HEAD", NEXT)
        self.monkeypatch.setattr(migrations, "KNOWN", {*migrations.KNOWN, NEXT})


def of_tomorrow(steps: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Return the program of tomorrow, whose steps stand in this folder."""
    shutil.copytree(STEPS, steps, ignore=shutil.ignore_patterns("__pycache__"))
    return Program(steps, monkeypatch)
