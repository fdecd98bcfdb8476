"""A backup is looked at before anything is touched; the database is the old one or the new one."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.admin.backup import files, postgresql_dumps, sqlite_files
from bot.admin.backup.contents import Contents
from bot.admin.backup.errors import BackupError
from bot.core.database import Database
from bot.core.locks import AlreadyRunningError, run_lock
from bot.core.migrate import migrate
from tests.admin.backup.cases import House, each_file_beside


def test_a_backup_takes_the_place_of_the_database_which_is_kept(house: House) -> None:
    house.writes("avant")
    backup = house.saves().path
    house.writes("après")

    house.puts_back(backup)

    assert house.holds() == {"avant"}
    assert "Elle remplace la base en place : 0 question, 0 rencontre" in house.text()
    assert "Relancez le robot" in house.text()
    if house.of_file:
        (aside,) = house.file.parent.glob("courroie.db.avant-restauration-*")
        assert aside.stat().st_mode & 0o777 == 0o600
        assert House(f"sqlite:///{aside}", house.folder).holds() == {"avant", "après"}
    else:
        schema = "courroie_avant_20261126_163205"
        assert f"DROP SCHEMA {schema} CASCADE" in house.text()
        house.runs(f"ALTER TABLE {schema}.settings RENAME TO kept")


def test_it_is_said_what_comes_and_what_goes_before_anything_is_touched(house: House) -> None:
    tell = "INSERT INTO outbox (key, server, kind, text, buttons, status, attempts, made_at) VALUES"
    house.runs(f"{tell} ('a', 's', 'post', 'A', '[]', 'sent', 1, '2026-11-20 08:05:00+00:00')")
    backup = house.saves().path
    house.runs(f"{tell} ('b', 's', 'post', 'B', '[]', 'sent', 1, '2026-11-25 09:00:00+00:00')")

    with pytest.raises(BackupError, match="Rien n'a changé"):
        house.puts_back(backup, agrees=False)

    said = house.text()
    assert f"La sauvegarde {backup} : " in said
    assert "2 éléments de membres ; dernier message du mercredi 25 novembre 2026 à 10 h" in said
    assert "depuis le vendredi 20 novembre 2026 à 9 h 05 n'y sera plus" in said
    assert house.saves().contents.rows["outbox"] == 2


def test_a_file_that_is_no_backup_is_refused(house: House) -> None:
    house.writes("avant")
    other = house.folder.parent / "autre"
    assert "n'existe pas" in house.refuses(other)
    other.write_text("Ceci n'est pas une base.")
    assert "n'est pas une sauvegarde" in house.refuses(other)
    other.unlink()
    with closing(sqlite3.connect(other)) as db:
        db.execute("CREATE TABLE posts (id)")
    assert "n'est pas une base de Courroie" in house.refuses(other)

    assert house.holds() == {"avant"}


def test_a_backup_that_was_cut_or_damaged_is_refused(house: House) -> None:
    house.writes("avant", "x" * 200_000)
    backup = house.saves().path
    whole = backup.read_bytes()
    backup.write_bytes(whole[: len(whole) // 2])
    cut = house.refuses(backup)
    damaged = bytearray(whole)
    damaged[len(whole) // 3 : len(whole) // 2] = os.urandom(len(whole) // 2 - len(whole) // 3)
    backup.write_bytes(damaged)
    broken = house.refuses(backup)

    for told in (cut, broken):
        assert "abîmée" in told or "ne se lit pas" in told
    assert house.holds() == {"avant"}


@pytest.mark.parametrize(
    ("version", "told"), [("9999", "version plus récente"), ("0010", "version d'essai")]
)
def test_a_backup_of_a_version_that_we_cannot_serve_is_refused(
    house: House, version: str, told: str
) -> None:
    house.writes("avant")
    backup = house.saves().path
    if house.of_file:
        with closing(sqlite3.connect(backup)) as db:
            db.execute("UPDATE alembic_version SET version_num = ?", (version,))
            db.commit()
    else:
        found = postgresql_dumps.dump_checked(backup)[1]
        other = Contents(version=version, rows=found.rows)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(postgresql_dumps, "dump_checked", lambda _path: ("public", other))
            assert told in house.refuses(backup)
        return

    assert told in house.refuses(backup)
    assert house.holds() == {"avant"}


def test_a_newer_database_gives_way_to_the_backup_of_an_older_program(house: House) -> None:
    """That is how one goes back to an older version."""
    house.writes("avant")
    backup = house.saves().path
    house.runs("CREATE TABLE things_to_come (id integer)")
    house.runs("UPDATE alembic_version SET version_num = '9999'")

    house.puts_back(backup)

    assert house.holds() == {"avant"}
    with closing(Database(house.url)) as database:
        assert migrate(database) is None
        there = text("SELECT 1 FROM things_to_come")
        with pytest.raises(Exception, match="Error"):
            database.submit(lambda db: db.execute(there).close()).result()


def test_a_file_that_a_bot_serves_is_not_replaced(filed: House) -> None:
    backup = filed.saves().path
    with (
        closing(Database(filed.url)) as database,
        run_lock(database),
        pytest.raises(AlreadyRunningError, match=f"pid {os.getpid()}"),
    ):
        filed.puts_back(backup)


def test_a_file_that_another_command_writes_is_not_replaced(
    filed: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_files, "_PATIENCE", 0.1)
    filed.writes("avant")
    backup = filed.saves().path
    filed.writes("après")
    with closing(sqlite3.connect(filed.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "un autre programme la tient" in filed.refuses(backup)

    assert filed.holds() == {"avant", "après"}


def test_the_database_itself_is_no_backup(filed: House) -> None:
    assert "est la base elle-même" in filed.refuses(filed.file)


def test_a_base_that_is_lost_comes_back(filed: House) -> None:
    filed.writes("avant")
    backup = filed.saves().path
    for end in list(each_file_beside(filed.file)):
        filed.file.with_name(filed.file.name + end).unlink()

    filed.puts_back(backup)

    assert filed.holds() == {"avant"}
    assert "Il n'y a pas de base en place" in filed.text()
    assert filed.file.stat().st_mode & 0o777 == 0o600


def test_a_damaged_base_is_put_aside_with_its_journal(filed: House) -> None:
    filed.writes("avant")
    backup = filed.saves().path
    filed.file.write_bytes(b"abime" * 1_000)
    for end in ("-wal", "-shm"):
        filed.file.with_name(f"courroie.db{end}").write_bytes(b"old")

    filed.puts_back(backup)

    assert filed.holds() == {"avant"}
    assert "La base en place est abîmée" in filed.text()
    aside = filed.file.with_name("courroie.db.avant-restauration-20261126-163205Z")
    assert aside.read_bytes() == b"abime" * 1_000
    assert aside.with_name(f"{aside.name}-wal").read_bytes() == b"old"
    assert set(each_file_beside(filed.file)) & {"-wal", "-shm"} == set()


def test_a_damaged_base_behind_a_link_is_replaced_where_it_stands(filed: House) -> None:
    filed.writes("avant")
    backup = filed.saves().path
    elsewhere = filed.folder / "disque" / "base.db"
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(b"abime" * 1_000)
    filed.file.unlink()
    filed.file.symlink_to(elsewhere)

    filed.puts_back(backup)

    assert filed.holds() == {"avant"}
    assert filed.file.is_symlink()
    (aside,) = elsewhere.parent.glob("base.db.avant-restauration-*")
    assert aside.read_bytes() == b"abime" * 1_000


def test_a_disk_without_second_names_gets_a_copy(
    filed: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_source: Path, _target: Path) -> None:
        raise PermissionError(1, "no links here")

    backup = filed.saves().path
    filed.file.write_bytes(b"abime" * 1_000)
    monkeypatch.setattr(os, "link", refuse)

    filed.puts_back(backup)

    (aside,) = filed.file.parent.glob("*.avant-restauration-*")
    assert aside.read_bytes() == b"abime" * 1_000


def test_the_journals_of_before_do_not_come_back(filed: House) -> None:
    filed.writes("avant")
    backup = filed.saves().path
    saved = filed.file.with_name("saved")
    with closing(sqlite3.connect(filed.file)) as live:  # a bot that was killed leaves its journal
        live.execute("INSERT INTO settings VALUES ('loire', 'journal', '1')")
        live.commit()
        shutil.copytree(filed.file.parent, saved, ignore=shutil.ignore_patterns("saved"))
    for each in saved.glob("courroie.db*"):
        shutil.copy(each, filed.file.parent / each.name)
    assert filed.file.with_name("courroie.db-wal").stat().st_size

    filed.puts_back(backup)

    assert filed.holds() == {"avant"}
    (aside,) = filed.file.parent.glob("*.avant-restauration-*")
    assert House(f"sqlite:///{aside}", filed.folder).holds() == {"avant", "journal"}


def test_a_backup_in_a_folder_that_cannot_be_written_is_read(filed: House) -> None:
    filed.writes("avant")
    copy = filed.folder.parent / "sans-journal.db"
    filed.folder.mkdir()
    with closing(sqlite3.connect(filed.file)) as live, closing(sqlite3.connect(copy)) as target:
        live.backup(target)  # as `sqlite3 .backup` does: the file says that it has a journal
    filed.writes("après")

    filed.puts_back(copy)

    assert filed.holds() == {"avant"}
    assert set(each_file_beside(copy)) == {""}


@pytest.mark.skipif(os.geteuid() != 0, reason="root alone gives files away")
def test_root_does_not_leave_files_that_the_bot_cannot_open(filed: House) -> None:
    backup = filed.saves().path
    os.chown(filed.file.parent, 12_345, -1)
    try:
        assert "est à #12345 : lancez cette commande sous ce compte" in filed.refuses(backup)
        os.chown(filed.file.parent, 1, -1)
        assert "sudo -u daemon" in filed.refuses(backup)
    finally:
        os.chown(filed.file.parent, 0, -1)


def test_what_came_other_than_expected_is_told(
    filed: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = filed.saves().path
    filed.writes("après")
    monkeypatch.setattr(sqlite_files, "_rewrite", lambda _backup, _path: None)

    assert "ne contient pas ce que contient" in filed.refuses(backup)


def test_a_copy_aside_that_does_not_fit_leaves_all_as_it_was(
    filed: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path) -> None:
        raise OSError(28, "No space left on device")

    backup = filed.saves().path
    filed.writes("après")
    monkeypatch.setattr(files, "make_durable", full)

    assert "le disque est plein" in filed.refuses(backup)
    assert filed.holds() == {"après"}
    assert not list(filed.file.parent.glob("*.avant-restauration-*"))
