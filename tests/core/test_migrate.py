"""Migrations: the tables are those that the code says, and nothing is done twice or lost."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Boolean, Column, Connection, MetaData, create_engine, false, text

from bot.admin.failures import told
from bot.admin.migration import changes
from bot.core import migrate as migrations
from bot.core.columns import Moment, metadata
from bot.core.database import Database
from bot.core.locks import run_lock
from bot.core.migrate import (
    BASELINE,
    HEAD,
    STEPS,
    ForeignDatabaseError,
    NewerDatabaseError,
    TrialDatabaseError,
    back_up,
    migrate,
)
from bot.privacy.tables import TABLES
from tests.databases import Open
from tests.each_column import Rows, at_leisure, fill, reflected, rows_of

FROZEN = "1d064cefccd956cb38f430718a0076204591485d7ac543fce432c9ee3938b6c1"
"""The SHA-256 of the baseline."""


def test_the_steps_make_the_tables_that_the_code_says(database: Database) -> None:
    with database.engine.connect() as db:
        context = MigrationContext.configure(db, opts={"compare_type": True})
        found = compare_metadata(context, TABLES[0].metadata)

    assert found == []


def test_the_baseline_never_changes() -> None:
    """Databases of it are in use: what the tables say besides is a step, by `make migration`."""
    written = (STEPS / f"step_{BASELINE}.py").read_bytes()

    assert sha256(written).hexdigest() == FROZEN


def test_head_is_the_newest_step() -> None:
    config = Config()
    config.set_main_option("script_location", "bot.core:migrations")
    config.set_main_option("path_separator", "os")

    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_a_second_start_changes_nothing(opened: Open) -> None:
    migrate(opened())

    assert migrate(opened()) is None


def test_a_newer_database_is_refused(database: Database) -> None:
    database.submit(
        lambda db: db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    ).result()

    with pytest.raises(NewerDatabaseError, match="9999"):
        migrate(database)


def test_a_copy_is_put_aside_before_a_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database(f"sqlite:///{tmp_path / 'courroie.db'}")
    migrate(database)
    database.submit(
        lambda db: db.execute(text("INSERT INTO counters VALUES ('loire', 'question', 7)"))
    ).result()
    monkeypatch.setattr(migrations, "HEAD", "9999")
    monkeypatch.setattr(migrations, "upgrade", lambda _db: None)

    copy = migrate(database)
    database.close()

    assert copy is not None
    assert copy.name == f"courroie.db.avant-9999-depuis-{HEAD}"
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("SELECT value FROM counters").fetchone() == (7,)


def test_all_that_is_written_is_for_its_owner_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, before = tmp_path / "new", os.umask(0o000)
    try:
        database = Database(f"sqlite:///{folder / 'courroie.db'}")
        with run_lock(database):
            migrate(database)
            monkeypatch.setattr(migrations, "HEAD", "9999")
            monkeypatch.setattr(migrations, "upgrade", lambda _db: None)
            migrate(database)
            database.submit(lambda db: db.execute(text("DELETE FROM counters")).close()).result()
            modes = {each.name: each.stat().st_mode & 0o777 for each in folder.iterdir()}
        database.close()
    finally:
        os.umask(before)

    endings = ("", "-wal", "-shm", ".run", f".avant-9999-depuis-{HEAD}")
    assert {f"courroie.db{ending}" for ending in endings} <= {*modes}
    assert (folder.stat().st_mode & 0o777, {*modes.values()}) == (0o700, {0o600})


@pytest.mark.parametrize("version", ["0014", "0028"])
def test_a_database_of_before_the_baseline_is_refused_untouched(
    database: Database, version: str
) -> None:
    def age(db: Connection) -> None:
        fill(db)
        db.execute(text(f"UPDATE alembic_version SET version_num = '{version}'"))  # noqa: S608  ours

    database.submit(age).result()
    before = _everything(database)

    with pytest.raises(TrialDatabaseError, match=version):
        migrate(database)

    assert _everything(database) == before


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE alembic_version SET version_num = 'ae1027a6acf'",
        "INSERT INTO alembic_version VALUES ('9998')",
        "DELETE FROM alembic_version",
        "DROP TABLE alembic_version",
    ],
)
def test_a_database_whose_version_is_not_one_of_ours_is_refused_untouched(
    database: Database, change: str
) -> None:
    def spoil(db: Connection) -> None:
        fill(db)
        db.execute(text(change))

    database.submit(spoil).result()

    with pytest.raises(ForeignDatabaseError) as raised:
        migrate(database)

    assert "n'est pas une base de Courroie" in told(raised.value)[0]
    with at_leisure(database) as db:
        assert db.execute(text("SELECT count(*) FROM questions")).scalar() == 3


def test_the_file_of_another_program_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "clients.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE clients (name TEXT)")
    with (
        closing(Database(f"sqlite:///{path}")) as database,
        pytest.raises(ForeignDatabaseError, match="clients"),
    ):
        migrate(database)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT name FROM sqlite_master").fetchall() == [("clients",)]


def test_the_next_step_is_written_from_what_the_tables_say(database: Database) -> None:
    wanted = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.tables.values():
        table.to_metadata(wanted)
    wanted.tables["counters"].append_column(
        Column("read", Boolean, nullable=False, server_default=false())
    )
    wanted.tables["counters"].append_column(Column("at", Moment))

    with database.engine.connect() as db:
        nothing, added = changes(db, metadata), changes(db, wanted)

    assert "pass" in nothing
    assert "sa.Column('read', sa.Boolean(), server_default=sa.false(), nullable=False)" in added
    assert "sa.Column('at', sa.DateTime(timezone=True), nullable=True)" in added


def test_a_copy_of_an_open_file_is_whole(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'courroie.db'}")
    migrate(database)
    assert database.path is not None

    back_up(database.path, tmp_path / "copie.db")
    database.close()

    with closing(sqlite3.connect(tmp_path / "copie.db")) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_start_with_nothing_to_do_loads_neither_alembic_nor_postgresql(tmp_path: Path) -> None:
    start = (
        "import sys; from bot.core.database import Database; "
        "from bot.core.migrate import migrate; "
        f"d = Database('sqlite:///{tmp_path / 'courroie.db'}'); migrate(d); d.close(); "
        "print('alembic' in sys.modules, 'sqlalchemy.dialects.postgresql' in sys.modules)"
    )

    told = [
        subprocess.run(  # noqa: S603  our own program
            [sys.executable, "-c", start], check=True, capture_output=True, text=True
        ).stdout.strip()
        for _ in range(2)
    ]

    assert told[-1] == "False False"


def test_an_index_is_on_postgresql_what_it_is_on_sqlite() -> None:
    with create_engine("sqlite://").connect() as db:
        told = changes(db, metadata)

    assert told.count("sqlite_where=") == told.count("postgresql_where=") > 0
    assert "postgresql_ops={'key': 'text_pattern_ops'}" in told


def _everything(database: Database) -> Rows:
    with at_leisure(database) as db:
        return rows_of(db, reflected(db))
