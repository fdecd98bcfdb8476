"""A backup is whole, checked and named, or it is not there; older ones go only then."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.admin.backup import backing_up, files, sqlite_files
from bot.admin.backup.backing_up import back_up_to
from bot.admin.backup.contents import OURS, Contents
from bot.admin.backup.errors import BackupError
from bot.admin.failures import told
from bot.core.database_errors import DatabaseError
from bot.core.migrate import HEAD, STEPS
from tests.admin.backup.cases import NOW, House
from tests.admin.test_failures import AWAY

DAY = timedelta(days=1)


def test_a_backup_tells_its_moment_and_is_for_its_owner_only(house: House) -> None:
    before = os.umask(0o000)
    try:
        made = house.saves()
    finally:
        os.umask(before)

    assert made.path.name.endswith("-20261126-163105Z.db" if house.of_file else "-163105Z.dump")
    assert house.files() == {made.path.name}
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert house.folder.stat().st_mode & 0o777 == 0o700
    assert made.contents.version == HEAD


def test_what_is_written_during_a_backup_does_not_disturb_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_files, "_PAGES", 1)
    house.writes("avant", "x" * 100_000)
    stop = threading.Event()

    def live() -> None:
        for number in range(40):
            if stop.is_set():
                return
            house.writes(f"pendant {number}")

    life = threading.Thread(target=live)
    life.start()
    try:
        made = house.saves()
    finally:
        stop.set()
        life.join()
    house.puts_back(made.path)

    assert "avant" in house.holds()
    assert made.contents.rows["settings"] == len(house.holds())


def test_older_backups_go_once_the_new_one_is_there_and_nothing_else(house: House) -> None:
    old = house.saves().path
    others = [
        old.with_name("notes.db"),
        old.with_name(f"autre-{old.name}"),
        old.with_name(old.name + ".bak"),
        old.with_name(old.name.replace("20261126", "20269999")),
    ]
    for each in others:
        each.write_bytes(b"")
    link = old.with_name(old.name.replace("20261126", "20250101"))
    link.symlink_to(old)
    house.now += 29 * DAY
    recent = house.saves(keep=30).path
    assert old.exists()

    house.now += 2 * DAY
    made = house.saves(keep=30)

    assert made.removed == [old]
    names = {each.name for each in (*others, link, recent, made.path)}
    assert house.files() == names


def test_without_a_term_nothing_goes(house: House) -> None:
    old = house.saves().path
    house.now += 400 * DAY

    assert house.saves().removed == []
    assert old.exists()


def test_a_backup_that_does_not_hold_what_the_database_does_is_not_kept(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = house.saves().path
    monkeypatch.setattr(
        sqlite_files, "checked", lambda _path: Contents(version=HEAD, rows={"settings": 1})
    )
    monkeypatch.setattr(
        "bot.admin.backup.postgresql_dumps.dump_checked",
        lambda _path: ("public", Contents(version=HEAD, rows={"settings": 1})),
    )
    house.now += 400 * DAY

    with pytest.raises(BackupError, match="ne contient pas"):
        house.saves(keep=30)

    assert house.files() == {old.name}


def test_two_backups_do_not_write_in_one_folder_at_once(house: House) -> None:
    with (
        files.only_backup_in(house.folder),
        pytest.raises(BackupError, match="Une autre sauvegarde s'écrit"),
    ):
        house.saves()


def test_what_a_killed_backup_left_is_cleared_by_the_next(house: House) -> None:
    house.folder.mkdir()
    (house.folder / ".courroie-20261125-163005Z.db.partiel-journal").write_bytes(b"half")

    made = house.saves()

    assert house.files() == {made.path.name}


def test_a_backup_never_writes_over_a_file(house: House) -> None:
    made = house.saves()
    house.now -= timedelta(minutes=1)

    with pytest.raises(BackupError, match="existe déjà"):
        house.saves()

    assert house.files() == {made.path.name}


def test_a_folder_that_is_a_file_is_told(house: House) -> None:
    house.folder.write_text("")

    with pytest.raises(BackupError, match=r"Impossible d'écrire dans le dossier .*sauvegardes"):
        house.saves()


def test_a_disk_that_fills_up_is_told_and_leaves_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "make_durable", full)

    with pytest.raises(BackupError, match="le disque est plein"):
        house.saves()

    assert house.files() == set()


def test_a_database_that_does_not_exist_is_told_and_not_made(tmp_path: Path) -> None:
    missing = tmp_path / "absente.db"

    with pytest.raises(BackupError, match=r"absente\.db n'existe pas"):
        back_up_to(tmp_path / "s", f"sqlite:///{missing}", NOW)
    with pytest.raises(BackupError, match="dans aucun fichier"):
        back_up_to(tmp_path / "s", "sqlite://", NOW)

    assert not missing.exists()
    assert list((tmp_path / "s").iterdir()) == []


def test_a_damaged_database_is_told_and_older_backups_stay(filed: House) -> None:
    filed.writes("avant", "x" * 100_000)
    old = filed.saves().path
    content = bytearray(filed.file.read_bytes())
    content[8_192:200_000] = os.urandom(200_000 - 8_192)
    filed.file.write_bytes(content)
    filed.now += 400 * DAY

    with pytest.raises(BackupError, match="abîmée"):
        filed.saves(keep=30)

    assert filed.files() == {old.name}


def test_a_file_that_is_no_database_is_told(filed: House) -> None:
    filed.file.write_text("Ceci n'est pas une base. " * 100, encoding="utf-8")

    with pytest.raises(BackupError, match="n'est pas une base SQLite"):
        filed.saves()


def test_a_backup_is_one_file_that_any_disk_can_open(filed: House) -> None:
    filed.writes("avant")
    made = filed.saves()

    with closing(sqlite3.connect(f"{made.path.as_uri()}?mode=ro", uri=True)) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert db.execute("SELECT name FROM settings").fetchall() == [("avant",)]
    assert filed.files() == {made.path.name}


def test_a_server_that_is_away_is_told_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError) as away:
        back_up_to(tmp_path, AWAY, NOW)

    sentence, status = told(away.value)
    assert "PostgreSQL ne répond pas" in sentence
    assert "motdepasse" not in sentence
    assert status == 1
    assert list(tmp_path.iterdir()) == []


def test_a_tool_that_is_missing_or_older_than_the_server_is_told(
    served: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match=r"Il manque ici `pg_dump`.*postgresql-client-\d+"):
        served.saves()

    tool = tmp_path / "pg_dump"
    tool.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n")
    tool.chmod(0o700)
    with pytest.raises(BackupError, match="en version 9, plus ancienne que le serveur"):
        served.saves()

    assert served.files() == set()


def test_a_tool_that_stops_is_told(
    served: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, does in (
        ("pg_dump", "echo 'pg_dump: error: no room' >&2; exit 1"),
        ("pg_restore", ""),
    ):
        tool = tmp_path / name
        tool.write_text(
            f'#!/bin/sh\n[ "$1" = --version ] && echo "{name} (PostgreSQL) 99.1" && exit\n{does}\n'
        )
        tool.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")

    with pytest.raises(BackupError, match="pg_dump n'a pas pu finir : pg_dump: error: no room"):
        served.saves()

    assert served.files() == set()


def test_the_password_goes_by_the_environment(
    served: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool, seen = tmp_path / "pg_dump", tmp_path / "seen"
    tool.write_text(
        f'#!/bin/sh\necho "$@" >> {seen}\necho "mot: $PGPASSWORD" >> {seen}\n'
        f'exec {shutil.which("pg_dump")} "$@"\n'
    )
    tool.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    served.url = served.url.replace("courroie@", "courroie:motdepasse@", 1)

    served.saves()

    told = seen.read_text().splitlines()
    assert "mot: motdepasse" in told
    assert not [each for each in told if "motdepasse" in each and not each.startswith("mot: ")]
    assert any("--format=custom" in each for each in told)


def test_a_database_without_tables_is_told(served: House) -> None:
    for name in OURS:
        served.runs(f'DROP TABLE "{name}" CASCADE')

    with pytest.raises(BackupError, match="n'a pas encore de tables"):
        served.saves()


def test_tables_of_others_in_the_same_schema_are_not_saved(served: House) -> None:
    served.runs("CREATE TABLE posts (message text)")

    assert "posts" not in served.saves().contents.rows


def test_a_newer_server_database_is_not_half_saved(served: House) -> None:
    served.runs("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(BackupError, match="version plus récente"):
        served.saves()


def test_no_step_ever_dropped_or_renamed_a_table() -> None:
    """What OURS supposes: a table of an older version is still one of ours."""
    text = "\n".join(each.read_text(encoding="utf-8") for each in STEPS.glob("step_*.py"))

    assert "drop_table" not in text
    assert "rename_table" not in text


def test_a_silent_backup_shows_nothing() -> None:
    with backing_up.silent() as progress:
        progress(1, 2)
