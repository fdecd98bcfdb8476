"""Migrations: the tables are those that the code says, and nothing is done twice or lost."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, bindparam, text

from bot.core import migrate as migrations
from bot.core.columns import Moment, metadata
from bot.core.database import Database
from bot.core.locks import RunLock
from bot.core.migrate import HEAD, NewerDatabaseError, back_up, migrate
from bot.question import store as questions
from bot.question import story_store as stories
from bot.question.rules import Answer, Question, Visibility
from bot.question.search.store import search_metadata
from tests.databases import Open


def test_the_steps_make_the_tables_that_the_code_says(database: Database) -> None:
    with database.engine.connect() as db:
        whole = MetaData()
        for table in (*metadata.tables.values(), *search_metadata.tables.values()):
            table.to_metadata(whole)
        context = MigrationContext.configure(db, opts={"compare_type": True})
        found = compare_metadata(context, whole)

    assert [each for each in found if "courroie_key" not in str(each)] == []


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
    monkeypatch.setattr(migrations, "_upgrade", lambda _db: None)

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
        with RunLock(database):
            migrate(database)
            monkeypatch.setattr(migrations, "HEAD", "9999")
            monkeypatch.setattr(migrations, "_upgrade", lambda _db: None)
            migrate(database)
            database.submit(lambda db: db.execute(text("DELETE FROM counters")).close()).result()
            modes = {each.name: each.stat().st_mode & 0o777 for each in folder.iterdir()}
        database.close()
    finally:
        os.umask(before)

    endings = ("", "-wal", "-shm", ".run", f".avant-9999-depuis-{HEAD}")
    assert {f"courroie.db{ending}" for ending in endings} <= {*modes}
    assert (folder.stat().st_mode & 0o777, {*modes.values()}) == (0o700, {0o600})


def test_each_older_database_is_brought_up_to_date(opened: Open) -> None:
    old = opened()
    config = Config()
    config.set_main_option("script_location", "bot.core:migrations")
    config.set_main_option("path_separator", "os")
    with old.engine.begin() as db:
        config.attributes["connection"] = db
        command.upgrade(config, "0001")
        db.execute(text("INSERT INTO counters VALUES ('loire', 'question', 7)"))

    migrate(old)

    with old.engine.connect() as db:
        assert db.execute(text("SELECT value FROM counters")).scalar_one() == 7
        assert db.execute(text("SELECT count(*) FROM search_documents")).scalar_one() == 0


def test_questions_of_before_their_stories_get_what_is_known_of_them(opened: Open) -> None:
    old = opened()
    config = Config()
    config.set_main_option("script_location", "bot.core:migrations")
    config.set_main_option("path_separator", "os")
    at = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
    with old.engine.begin() as db:
        config.attributes["connection"] = db
        command.upgrade(config, "0002")
        add = (
            "INSERT INTO questions (network, number, text, author, asked_at, status, answer_text, "
            "answer_by, answer_at, ended_at) VALUES ('loire', :number, :text, 'louis', :at, "
            ":status, :answer, :by, :answered, :ended)"
        )
        for number, status, answer, ended in (
            (1, "open", None, None),
            (2, "answered", "La Manufacture", at),
            (3, "withdrawn", None, at),
        ):
            db.execute(
                text(add).bindparams(
                    bindparam("at", type_=Moment()),
                    bindparam("answered", type_=Moment()),
                    bindparam("ended", type_=Moment()),
                ),
                {
                    "number": number,
                    "text": f"Question {number} ?",
                    "at": at,
                    "status": status,
                    "answer": answer,
                    "by": answer and "zoe",
                    "answered": ended if answer else None,
                    "ended": ended,
                },
            )
        join = 'INSERT INTO supporters (question, "user", at) VALUES (1, :user, :at)'
        for user in ("zoe", "amina"):
            db.execute(
                text(join).bindparams(bindparam("at", type_=Moment())), {"user": user, "at": at}
            )

    migrate(old)

    def read(db: Connection) -> list[tuple[Question, list[str]]]:
        found = [questions.get(db, "loire", number) for number in (1, 2, 3)]
        return [(each, [e.change.value for e in stories.of(db, each)]) for each in found]

    (first, asked), (second, answered), (third, withdrawn) = old.submit(read).result()
    assert (first.concerned, second.concerned, third.concerned) == (3, 1, 1)
    assert (first.visibility, first.version, first.reopened) == (Visibility.PUBLIC, 0, False)
    assert second.answer == Answer(text="La Manufacture", by="zoe", at=at)
    assert (asked, answered, withdrawn) == (
        ["asked"],
        ["asked", "answered"],
        ["asked", "withdrawn"],
    )
    old.submit(lambda db: questions.save(db, first.withdraw(at))).result()
    old.submit(lambda db: questions.save(db, third.reopen(wanting=False))).result()


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
