"""A step that makes tables anew loses no row of any table, killed at any moment or not.

The rows are made of the tables themselves, three in each, on the baseline; then come all the steps
that there are, and a made-up one that SQLite can only do by making each table anew.
"""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import MetaData, event, inspect, text

from bot.admin.failures import told
from bot.core import migrate as migrations
from bot.core.database import Database
from bot.core.database_errors import DatabaseAwayError
from bot.core.migrate import BASELINE, BrokenStepError, migrate, version_of
from bot.privacy.tables import TABLES
from tests.amounts import some_or_all
from tests.databases import Open, file_of
from tests.each_column import Rows, at_leisure, fill, reflected, rows_of
from tests.tomorrow import NEXT, REBUILD, Program, of_tomorrow

SEED = 20_261_204
KILLS = some_or_all(1, 3)
AT_THE_END, NEVER = -1, 0

CHILD = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from bot.core import migrate
from bot.core.database import Database
from bot.core.database_errors import DatabaseAwayError

url, steps, last = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
migrate.STEPS, migrate.HEAD, migrate.KNOWN = steps, "9999", {*migrate.KNOWN, "9999"}
database, said = Database(url), 0

def strike(*_):
    global said
    said += 1
    if said == last:
        os.kill(os.getpid(), signal.SIGKILL)

def strike_at_the_end(*_):
    if last == -1:
        os.kill(os.getpid(), signal.SIGKILL)

event.listen(database.engine, "before_cursor_execute", strike)
event.listen(database.engine, "commit", strike_at_the_end)
migrate.migrate(database)
print(said)
"""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    return of_tomorrow(tmp_path / "100 % steps", monkeypatch)


def begun(database: Database) -> MetaData:
    """Make the tables of the baseline, and rows in each; return these tables.

    A file has what the first one was given.
    """
    if database.path is None:
        return _made(database)
    content, tables = _made_file()
    database.path.write_bytes(content)
    return tables


@cache
def _made_file() -> tuple[bytes, MetaData]:
    with TemporaryDirectory() as folder:
        path = Path(folder, "made.db")
        database = Database(f"sqlite:///{path}")
        tables = _made(database)
        return file_of(database, path), tables


def _made(database: Database) -> MetaData:
    with database.engine.begin() as db:
        migrations.upgrade(db, BASELINE)
        tables = reflected(db)
        fill(db, tables)
        return tables


def standing(database: Database, tables: MetaData) -> Rows:
    """Return the rows of some tables, without the columns that later steps added."""
    with at_leisure(database) as db:
        return rows_of(db, tables)


def changed(database: Database) -> set[bool]:
    """Tell whether tables are those of tomorrow: both, if some are."""
    with at_leisure(database) as db:
        look = inspect(db)
        return {
            any(column["name"] == "tomorrow" for column in look.get_columns(name))
            for name in look.get_table_names()
            if name != "alembic_version"
        }


def test_each_table_has_rows_and_a_step_that_makes_all_anew_keeps_every_one(
    opened: Open, program: Program
) -> None:
    tables = begun(opened())
    before = standing(opened(), tables)
    since_the_baseline = {table.name for table in TABLES} - before.keys()
    assert {name for name, rows in before.items() if len(rows) == 3} >= {
        table.name for table in TABLES
    } - since_the_baseline
    program.has(REBUILD)

    migrate(opened())

    assert changed(opened()) == {True}
    after = standing(opened(), tables)
    assert {name: len(rows) for name, rows in after.items()} == dict.fromkeys(before, 3)
    assert after == before


def test_the_keys_are_on_again_after_a_step(opened: Open, program: Program) -> None:
    tables = begun(opened())
    program.has(REBUILD)
    database = opened()
    migrate(database)

    database.submit(lambda db: db.execute(text("DELETE FROM questions WHERE id = 1"))).result()

    left = standing(database, tables)
    assert len(left["supporters"]) == len(left["readers"]) == 2


def test_a_step_that_would_leave_rows_hanging_is_undone_and_told(
    opened: Open, url: str, program: Program
) -> None:
    if url.startswith("postgresql"):
        pytest.skip("its keys stay on")
    tables = begun(opened())
    before = standing(opened(), tables)
    program.has('    op.execute("DELETE FROM questions")')

    with pytest.raises(BrokenStepError, match=r"supporters → questions: 3"):
        migrate(opened())

    assert standing(opened(), tables) == before


def test_a_step_that_breaks_half_way_is_undone_and_told_as_a_defect(
    opened: Open, program: Program
) -> None:
    tables = begun(opened())
    before = standing(opened(), tables)
    program.has(f"{REBUILD}    op.drop_table('nowhere')")

    with pytest.raises(BrokenStepError) as raised:
        migrate(opened())

    assert (changed(opened()), standing(opened(), tables)) == ({False}, before)
    assert "rien n'y a été changé" in told(raised.value)[0]


def test_rows_that_hung_before_hold_no_step_up(opened: Open, url: str, program: Program) -> None:
    if url.startswith("postgresql"):
        pytest.skip("its keys stay on")
    begun(opened())
    with opened().engine.begin() as db:
        db.exec_driver_sql("PRAGMA foreign_keys = OFF")
        db.execute(text("DELETE FROM questions"))
    program.has(REBUILD)

    migrate(opened())

    assert changed(opened()) == {True}


@pytest.mark.parametrize("kills", KILLS)
def test_killed_in_the_middle_a_step_is_wholly_done_or_not_at_all(
    url: str, opened: Open, program: Program, kills: int
) -> None:
    tables = begun(opened())
    before = standing(opened(), tables)
    program.has(REBUILD)
    draw = random.Random(SEED)  # noqa: S311
    moments = [*sorted(draw.sample(range(1, 3 * len(TABLES)), kills)), AT_THE_END]

    for moment in moments:
        killed = migrated(url, program, moment)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        assert (changed(opened()), standing(opened(), tables)) == ({False}, before)
    ended = migrated(url, program, NEVER)

    assert ended.returncode == 0, ended.stderr
    assert int(ended.stdout) > max(moments)
    assert (changed(opened()), standing(opened(), tables)) == ({True}, before)
    assert version_of(opened()) == NEXT


def test_of_two_processes_that_start_at_once_one_takes_the_step(
    url: str, opened: Open, program: Program
) -> None:
    tables = begun(opened())
    before = standing(opened(), tables)
    program.has(REBUILD)

    with ThreadPoolExecutor(2) as pool:
        ended = [*pool.map(lambda _: migrated(url, program, NEVER), range(2))]

    assert [(each.returncode, each.stderr) for each in ended] == [(0, "")] * 2
    assert (changed(opened()), standing(opened(), tables)) == ({True}, before)


def test_what_a_killed_step_put_aside_is_whole_under_its_name_only(
    tmp_path: Path, program: Program
) -> None:
    path = tmp_path / "courroie.db"
    with closing(Database(f"sqlite:///{path}")) as database:
        tables = begun(database)
        before = standing(database, tables)
        program.has(REBUILD)
        copy = path.with_name(f"courroie.db.avant-{NEXT}-depuis-{BASELINE}")
        copy.with_name(f"{copy.name}.partiel").write_bytes(b"killed in the middle")

        assert migrate(database) == copy

    with closing(Database(f"sqlite:///{copy}")) as database:
        assert (changed(database), standing(database, tables)) == ({False}, before)
    assert not list(tmp_path.glob("*.partiel*"))


def test_a_full_disk_leaves_the_database_as_it_was_and_is_told(
    tmp_path: Path, program: Program
) -> None:
    with closing(Database(f"sqlite:///{tmp_path / 'courroie.db'}")) as database:
        tables = begun(database)
        before = standing(database, tables)
        program.has(REBUILD)

        def capped(connection: sqlite3.Connection, _record: object) -> None:
            connection.execute("PRAGMA max_page_count = 1")  # no page more than there are

        event.listen(database.engine, "connect", capped)
        with pytest.raises(DatabaseAwayError, match="full") as raised:
            migrate(database)
        event.remove(database.engine, "connect", capped)

        assert "Le disque est plein" in told(raised.value)[0]
        assert (changed(database), standing(database, tables)) == ({False}, before)


def migrated(url: str, program: Program, last: int) -> subprocess.CompletedProcess[str]:
    """Have a process of tomorrow migrate, killed as it says its `last` statement."""
    return subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-c", CHILD, url, str(program.steps), str(last)],
        capture_output=True,
        text=True,
        check=False,
    )
