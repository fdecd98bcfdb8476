"""PostgreSQL: one transaction puts the tables aside and others in their place, or nothing."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from bot.admin.backup import carrying, postgresql_dumps
from bot.admin.backup.contents import Contents
from bot.admin.backup.postgresql_restores import _pour, refused
from bot.core.database import Database
from bot.core.migrate import HEAD, migrate
from tests.admin.backup.cases import House
from tests.databases import made_file
from tests.tomorrow import NEXT, REBUILD, of_tomorrow


def test_a_dump_does_not_go_into_a_file(served: House, tmp_path: Path) -> None:
    backup = served.saves().path

    told = served.refuses(backup, to=f"sqlite:///{tmp_path}/courroie.db")

    assert "ne se remet que dans PostgreSQL" in told
    assert "dans aucun fichier" in served.refuses(backup, to="sqlite://")


@contextmanager
def session_of(url: str, name: str) -> Iterator[None]:
    engine = create_engine(url, poolclass=NullPool, connect_args={"application_name": name})
    with engine.connect():
        yield
    engine.dispose()


def test_a_server_database_that_a_bot_serves_is_not_replaced(served: House) -> None:
    served.writes("avant")
    backup = served.saves().path
    served.writes("après")
    with session_of(served.url, "courroie pid 7 ailleurs"):
        assert "sert encore (courroie pid 7 ailleurs)" in served.refuses(backup)
    lead = "INSERT INTO leader VALUES (1, 'courroie pid 8 x', 1, clock_timestamp() + interval"
    served.runs(f"{lead} '1 minute')")
    assert "sert encore (courroie pid 8 x)" in served.refuses(backup)

    assert served.holds() == {"avant", "après"}


def test_a_bot_that_starts_meanwhile_has_it_undone(
    served: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    served.writes("avant")
    backup = served.saves().path
    served.writes("après")
    file = served.folder / "autre.db"
    file.write_bytes(made_file())
    monkeypatch.setattr("bot.admin.backup.postgresql_restores.refuse_if_served", lambda _seen: None)
    with session_of(served.url, "courroie pid 7 ailleurs"):
        assert "un robot vient de se relancer" in served.refuses(backup)
        assert "sert encore (courroie pid 7 ailleurs)" in served.refuses(file)

    assert served.holds() == {"avant", "après"}


def test_a_transaction_that_began_before_finds_what_comes_back_not_empty_tables(
    served: House,
) -> None:
    served.writes("avant")
    backup = served.saves().path
    served.writes("après")
    engine = create_engine(served.url, isolation_level="SERIALIZABLE", poolclass=NullPool)
    with engine.connect() as earlier:
        earlier.execute(text("SELECT 1"))
        served.puts_back(backup)
        held = earlier.execute(text("SELECT name FROM settings")).scalars().all()
    engine.dispose()

    assert held == ["avant"]


def test_rows_that_are_missing_have_it_undone(
    served: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    served.writes("avant")
    backup = served.saves().path
    served.writes("après")
    schema, found = postgresql_dumps.dump_checked(backup)
    other = Contents(version=HEAD, rows={**found.rows, "settings": 2})
    monkeypatch.setattr(postgresql_dumps, "dump_checked", lambda _path: (schema, other))

    assert "Rien n'a changé : des lignes manquaient" in served.refuses(backup)
    assert served.holds() == {"avant", "après"}


def test_a_script_that_stops_midway_has_it_undone(
    served: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = served.saves().path
    served.writes("après")
    tool = tmp_path / "pg_restore"
    tool.write_text(
        f'#!/bin/sh\nfor each; do [ "$each" = --data-only ] && '
        f'exec {shutil.which("pg_restore")} "$@"; done\n'
        "echo 'CREATE TABLE settings (id int);'\necho 'pg_restore: error: cut' >&2\nexit 1\n"
    )
    tool.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")

    assert "ne se lit pas (pg_restore: error: cut)" in served.refuses(backup)
    assert served.holds() == {"après"}


def test_what_postgresql_refuses_is_told_without_anyones_words() -> None:
    assert "ne peut pas créer de schéma" in str(refused("psql:<stdin>:3: ERROR:  42501\n"))
    assert "(ERROR:  22P02)" in str(refused("ERROR:  22P02\n"))
    assert "sans rien dire" in str(refused(""))


def test_a_dump_goes_back_where_it_was_made(served: House, monkeypatch: pytest.MonkeyPatch) -> None:
    backup = served.saves().path
    _, found = postgresql_dumps.dump_checked(backup)
    monkeypatch.setattr(postgresql_dumps, "dump_checked", lambda _path: ("autre", found))

    assert "vient du schéma autre" in served.refuses(backup)


def test_tables_of_others_stay_where_they_are(served: House) -> None:
    served.runs("CREATE TABLE posts (message text)")
    backup = served.saves().path

    served.puts_back(backup)

    served.runs("SELECT message FROM public.posts")


def test_a_file_goes_into_postgresql_with_its_numbers(filed: House, served: House) -> None:
    """A network that grows leaves its file: moments, pictures and numbers come with it."""
    filed.writes("avant", "un\0deux")
    filed.runs(
        "INSERT INTO outbox (id, key, server, kind, text, buttons, status, attempts, made_at) "
        "VALUES (41, 'a', 's', 'post', 'A', '[]', 'sent', 1, '2026-11-20 08:05:00.250000')"
    )
    backup = filed.saves().path
    served.writes("autre")

    served.puts_back(backup)

    assert served.holds() == {"avant"}
    with closing(Database(served.url)) as database:
        assert migrate(database) is None
        made = text("SELECT made_at FROM outbox WHERE id = 41")
        when = database.submit(lambda db: db.execute(made).scalar_one()).result()
        value = text("SELECT value FROM settings WHERE name = 'avant'")
        kept = database.submit(lambda db: db.execute(value).scalar_one()).result()
        again = text(
            "INSERT INTO outbox (key, server, kind, text, buttons, status, attempts, made_at) "
            "VALUES ('b', 's', 'post', 'B', '[]', 'sent', 1, now()) RETURNING id"
        )
        next_id = database.submit(lambda db: db.execute(again).scalar_one()).result()
    assert when == datetime(2026, 11, 20, 8, 5, 0, 250_000, tzinfo=UTC)
    assert kept == "undeux"
    assert next_id == 42


def test_rows_that_are_missing_after_the_copy_have_it_undone(
    filed: House, served: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed.writes("avant")
    backup = filed.saves().path
    served.writes("autre")
    monkeypatch.setattr(carrying, "_copy", lambda _source, _target, _table: None)

    assert "des lignes manquaient" in served.refuses(backup)
    assert served.holds() == {"autre"}


def test_a_file_that_postgresql_cannot_hold_changes_nothing(filed: House, served: House) -> None:
    filed.runs("INSERT INTO counters VALUES ('loire', 'question', 1099511627776)")
    served.writes("autre")

    told = served.refuses(filed.saves().path)

    assert "PostgreSQL a refusé la copie" in told
    assert served.holds() == {"autre"}


def test_an_empty_place_takes_a_backup(filed: House, served: House) -> None:
    filed.writes("avant")
    served.runs("DROP SCHEMA public CASCADE")
    served.runs("CREATE SCHEMA public")

    served.puts_back(filed.saves().path)

    assert served.holds() == {"avant"}
    assert "DROP SCHEMA" not in served.text()


def test_an_older_file_is_brought_up_to_date_on_its_way(
    filed: House, served: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed.writes("avant")
    old = filed.saves().path
    of_tomorrow(tmp_path / "steps", monkeypatch).has(REBUILD)

    served.puts_back(old)

    assert f"mise à jour au prochain lancement, en version {NEXT}" in served.text()
    assert served.holds() == {"avant"}
    with closing(Database(served.url)) as database:
        assert migrate(database) is None


def test_a_setting_that_older_servers_do_not_know_is_left_out() -> None:
    """PostgreSQL 17's tools write it, whatever the server; a row that says the same stays."""
    setting = b"SET transaction_timeout = 0;\n"
    rest = b"SET lock_timeout = 0;\nCOPY public.a (b) FROM stdin%s;\n" + setting + b"\\.\n"
    told: list[tuple[int, int]] = []
    written = io.BytesIO()

    _pour(
        io.BytesIO(setting + rest % b""), written, lambda left, every: told.append((left, every)), 1
    )

    assert written.getvalue() == rest % b" WITH (FREEZE)"
    assert told == [(0, 1)]
