"""The memory: what got a yes for it, unsigned, in files that are safe, the same while it is."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from signal import SIGKILL
from threading import Thread
from zipfile import ZipFile

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from bot.app import App
from bot.config.models import load_config
from bot.core.errors import UserError
from bot.core.message import FileKind, NotMadeError
from bot.memory.folder import LIST, alone, write_folder, zipped
from bot.memory.gathering import TAKEN_BACK
from bot.memory.rules import Memory, MemoryKind, MemoryRecord
from bot.memory.writing import files, front_matter
from bot.outside.content import OutsideContent
from bot.pile import finding
from bot.pile.rules import PieceKind, PilePiece
from bot.question import answering, asking
from bot.question import store as questions
from tests.memory.lived import configured, files_of, lives, memory_of
from tests.outside.lived import announced, held
from tests.room import Room, caller, open_room

KEPT = "fiches/questions/questions-1.md"


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return open_room(tmp_path)


def test_an_answer_is_there_once_a_coordinator_chose_it_and_names_nobody(room: Room) -> None:
    lives(room)

    shown = room.does("amina", "reseau mémoire")

    assert "L'imprimante du tiers-lieu" in shown.text
    assert KEPT not in files_of(room)

    room.does("amina", "reseau mémoire-garder 1")

    found = files_of(room)
    assert "Formatez la clé en FAT32" in found[KEPT]
    assert "fiches/questions/questions-2.md" not in found
    told = " ".join(found.values()).casefold()
    assert not any(f"{name} " in told for name in ("louis", "zoé", "amina"))


def test_what_was_published_is_there_without_a_choice(room: Room) -> None:
    lives(room)

    found = files_of(room)

    assert "On garde le jeudi" in found["fiches/decisions/decisions-1.md"]
    assert "Réserver la salle" in found["fiches/comptes-rendus/comptes-rendus-1.md"]
    assert "accessibilité" in found["tableaux/veille.csv"]
    assert "<opml" in found["flux.opml"]


@pytest.mark.parametrize(
    "gesture",
    [
        ("louis", "besoin rendre-privée 1"),
        ("louis", "besoin rouvrir 1"),
        ("zoé", "besoin compléter 1 Puis jetez la clé."),
        ("amina", "reseau mémoire-laisser 1"),
    ],
)
def test_what_no_longer_has_its_yes_is_there_no_more(room: Room, gesture: tuple[str, str]) -> None:
    lives(room)
    room.does("amina", "reseau mémoire-garder 1")

    room.does(*gesture)
    room.clock.forward(days=2)

    assert KEPT not in files_of(room)


def test_a_question_that_has_other_words_awaits_another_choice(room: Room) -> None:
    lives(room)
    room.does("amina", "reseau mémoire-garder 1")

    def edited(db: Connection) -> None:
        ctx = room.bot.context(db, room.bot.networks["loire"], room.clock.now)
        question = questions.get(db, "loire", 1)
        asking.reword(ctx, question, "L'imprimante de la mairie, que faire ?", caller("louis"))

    room.store(edited)

    assert KEPT not in files_of(room)


def test_what_others_choose_of_a_private_question_is_refused(room: Room) -> None:
    lives(room)
    room.does("louis", "besoin rendre-privée 1")

    said = room.does("amina", f"reseau mémoire-garder 1 {'9' * 30}")

    assert said.text.startswith("Rien n'a changé")
    assert room.does("louis", "reseau mémoire").refused


def test_what_its_author_no_longer_lets_leave_is_there_no_more(room: Room) -> None:
    lives(room)
    room.does("amina", "reseau mémoire-garder 1")

    def held_back(db: Connection) -> None:
        question = questions.get(db, "loire", 1)
        questions.save(db, replace(question, withheld_by_answerer=True))

    room.store(held_back)

    assert KEPT not in files_of(room)


def test_a_theme_s_second_page_is_no_other_theme_s(room: Room) -> None:
    def record(number: int, theme: str) -> MemoryRecord:
        content = OutsideContent(title="T", text="T")
        kind, day = MemoryKind.QUESTION, "2026-12-01"
        return MemoryRecord(kind, number, day, content, theme=theme)

    records = (*(record(each, "Web") for each in range(1, 302)), record(302, "Web 2"))
    memory = Memory(slug="loire", spoken="la Loire", records=records)

    paths = [path for path, _ in files(memory, room.bot.renderer)]

    assert len(paths) == len(set(paths))


def test_a_mail_address_that_names_someone_is_held_back(room: Room) -> None:
    lives(room)
    room.does("amina", "reseau mémoire-garder 2 1")
    bears(room, "Qui a demandé à contact@exemple.fr ?")
    assert memory_of(room).held == ()

    bears(room, "Qui a demandé à zoe.martin@exemple.fr ?")

    assert [each.name for each, _ in memory_of(room).held] == ["questions-1"]


def test_a_choice_is_taken_back(room: Room) -> None:
    lives(room)

    undo = room.does("amina", "reseau mémoire-garder 2 1").undo

    assert undo is not None
    room.does("amina", f"{undo.route} {undo.argument}")
    assert KEPT not in files_of(room)
    assert "L'imprimante" in room.does("amina", "reseau mémoire").text


def test_once_a_month_three_answers_wait_in_the_coordination_s_pile(room: Room) -> None:
    lives(room)
    room.clock.now = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)
    assert waiting(room, "amina") == []

    room.says("louis", "/besoin Où faire réparer une tablette ?")
    room.says("zoé", "/besoin répondre 3 Au repair café, le samedi.")
    room.clock.forward(days=1)

    (piece,) = waiting(room, "amina")
    assert [each.label for each in piece.first] == ["Pas ce mois-ci"]
    assert waiting(room, "louis") == []
    room.clock.forward(days=7)
    assert waiting(room, "amina") == []


def waiting(room: Room, who: str) -> list[PilePiece]:
    kinds, network = [PieceKind.MEMORY_TO_CHOOSE], room.bot.networks["loire"]
    ctx = room.bot.context
    return room.store(
        lambda db: [*finding.waiting(ctx(db, network, room.clock.now), caller(who), kinds)]
    )


def test_what_seems_to_tell_of_someone_is_held_back(room: Room) -> None:
    lives(room)
    room.does("amina", "reseau mémoire-garder 1")
    bears(room, "Appelez le 06 12 34 56 78")

    memory = memory_of(room)

    assert KEPT not in dict(files(memory, room.bot.renderer))
    ((held, reason),) = memory.held
    assert (held.name, reason) == ("questions-1", "un numéro de téléphone")


def test_a_letter_that_shows_what_was_taken_back_since_is_held_back(room: Room) -> None:
    lives(room)
    room.does("amina", "lettre garder 1")
    room.does("amina", "lettre publier confirmé")
    assert [each.name for each in memory_of(room).of(MemoryKind.LETTER)] == ["lettres-1"]
    assert "imprimante" in files_of(room)["fiches/lettres/lettres-1.md"]

    room.does("louis", "besoin rendre-privée 1")

    memory = memory_of(room)
    assert memory.of(MemoryKind.LETTER) == []
    assert [reason for _, reason in memory.held] == [TAKEN_BACK]


def test_a_letter_that_names_someone_is_held_back(room: Room) -> None:
    lives(room)
    room.does("amina", "lettre édito Merci à Zoé, qui envoie la fiche impôts.")
    room.does("amina", "lettre publier confirmé")

    memory = memory_of(room)

    assert memory.of(MemoryKind.LETTER) == []
    assert [reason for _, reason in memory.held] == ["le prénom d'une personne"]


EPSON = "/besoin Comment régler le vidéoprojecteur Epson ?"


def test_a_letter_that_shows_what_was_withdrawn_since_is_held_back(room: Room) -> None:
    room.says("louis", EPSON)
    room.does("amina", "lettre garder 1")
    room.does("amina", "lettre publier confirmé")
    assert "Epson" in files_of(room)["fiches/lettres/lettres-1.md"]

    room.does("louis", "besoin retirer 1")

    assert "fiches/lettres/lettres-1.md" not in files_of(room)


def rewords(room: Room, words: str) -> None:
    def work(db: Connection) -> None:
        question = questions.get(db, "loire", 1)
        assert question.answer is not None
        ctx = room.bot.context(db, room.loire, room.clock.now)
        answering.reword(ctx, question, replace(question.answer, text=words))

    room.store(work)


def test_a_letter_that_shows_an_answer_s_earlier_words_is_held_back(room: Room) -> None:
    lives(room)
    room.does("amina", "lettre garder 1")
    room.does("amina", "lettre publier confirmé")
    assert "FAT32" in files_of(room)["fiches/lettres/lettres-1.md"]
    room.clock.forward(days=1)

    rewords(room, "Appelez le fabricant.")

    assert not any("FAT32" in each for each in files_of(room).values())


def test_minutes_have_of_an_answer_the_words_that_were_chosen(room: Room) -> None:
    room.says("louis", EPSON)
    announced(room)
    held(room, "réponse 1 Appelez le support de Nantes")
    room.does("amina", "rencontre publier")
    room.does("amina", "reseau mémoire-garder 1")
    assert "Nantes" in files_of(room)["fiches/comptes-rendus/comptes-rendus-1.md"]

    rewords(room, "Appelez le fabricant.")
    room.does("amina", "reseau mémoire-garder 1")

    found = files_of(room)
    assert "le fabricant" in found["fiches/comptes-rendus/comptes-rendus-1.md"]
    assert not any("Nantes" in each for each in found.values())


def bears(room: Room, words: str) -> None:
    def work(db: Connection) -> None:
        questions.save(db, replace(questions.get(db, "loire", 1), text=words))

    room.store(work)


def test_nothing_is_written_where_nothing_changed(room: Room, tmp_path: Path) -> None:
    lives(room)
    room.does("amina", "reseau mémoire-garder 2 1")
    folder = tmp_path / "memoire"

    assert write_folder(folder, files(memory_of(room), room.bot.renderer)) > 0

    room.clock.forward(days=40)
    assert write_folder(folder, files(memory_of(room), room.bot.renderer)) == 0

    (folder / "mien.txt").write_text("à moi")
    room.does("amina", "reseau mémoire-laisser 1")
    write_folder(folder, files(memory_of(room), room.bot.renderer))
    assert not (folder / KEPT).exists()
    assert (folder / "fiches/questions/questions-2.md").exists()
    assert (folder / "mien.txt").read_text() == "à moi"


def test_a_folder_of_someone_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("à moi")

    with pytest.raises(UserError):
        write_folder(tmp_path, [("index.html", b"")])

    assert [each.name for each in tmp_path.iterdir()] == ["notes.txt"]


def test_a_full_disk_keeps_nothing_that_was_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "memoire"
    write_folder(folder, [("a/secret.md", b"1"), ("index.html", b"1")])

    def full(_path: Path, _content: bytes) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", full)
        with pytest.raises(OSError, match="No space"):
            write_folder(folder, [("index.html", b"2")])

    assert [each.name for each in (folder / "a").iterdir()] == []
    assert (folder / "index.html").read_bytes() == b"1"
    write_folder(folder, [("index.html", b"2")])
    assert sorted(each.name for each in folder.iterdir()) == [LIST, "index.html"]


def test_killed_at_its_very_first_file_it_begins_again(tmp_path: Path) -> None:
    (tmp_path / f"{LIST}.partial").write_text("ind")

    assert write_folder(tmp_path, [("index.html", b"1")]) == 1


DIES = """
import os, sys
from pathlib import Path
from bot.memory.folder import write_folder
Path.replace = lambda *_: os.kill(os.getpid(), 9)
write_folder(Path(sys.argv[1]), [("index.html", b"1"), ("site/fiches.js", b"secret")])
"""


def test_killed_at_any_file_it_leaves_nothing_of_what_is_taken_back(tmp_path: Path) -> None:
    folder, kept = tmp_path / "memoire", [("index.html", b"1"), ("site/fiches.js", b"old")]
    write_folder(folder, kept)
    died = subprocess.run([sys.executable, "-c", DIES, folder], check=False)  # noqa: S603  our own
    assert died.returncode == -SIGKILL

    write_folder(folder, kept)

    left = {str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file()}
    assert left == {LIST, "index.html", "site/fiches.js"}


def test_a_second_run_waits_for_the_first(tmp_path: Path) -> None:
    told: list[str] = []

    def second() -> None:
        with alone(tmp_path):
            told.append("second")

    with alone(tmp_path):
        waits = Thread(target=second)
        waits.start()
        waits.join(0.2)
        told.append("first")
    waits.join()

    assert told == ["first", "second"]


def test_a_list_that_a_power_cut_left_empty_of_sense_is_no_error(tmp_path: Path) -> None:
    (tmp_path / LIST).write_bytes(b"index.html\n" + bytes(64))

    assert write_folder(tmp_path, [("index.html", b"1")]) == 1


def test_nothing_is_written_through_a_link_to_elsewhere(tmp_path: Path) -> None:
    folder, home = tmp_path / "memoire", tmp_path / "maison"
    write_folder(folder, [("site/a.html", b"1")])
    (folder / "site/a.html").unlink()
    (folder / "site").rmdir()
    home.mkdir()
    (folder / "site").symlink_to(home)

    with pytest.raises(UserError):
        write_folder(folder, [("site/a.html", b"2")])

    assert list(home.iterdir()) == []


def test_a_list_that_leads_elsewhere_takes_nothing_away(tmp_path: Path) -> None:
    folder, other = tmp_path / "memoire", tmp_path / "autre.txt"
    other.write_text("à moi")
    folder.mkdir()
    (folder / "lien").symlink_to(tmp_path)
    (folder / LIST).write_text(f"../autre.txt\n{other}\nlien/autre.txt\nvieux.html\n")

    write_folder(folder, [("index.html", b"")])

    assert other.read_text() == "à moi"


HOSTILE = (
    "=cmd|'/c calc'!A0",
    "---\ntype: autre\n---",
    '" : {x: [y',
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "[a](javascript:alert(1)) ![b](https://pisteur.example/x.png) <https://a.example>",
    "</script><!--",
    "`${alert(1)}`\u2028\u0085\x00\x1b[31m\u202e",
    "../../../etc/passwd",
    "C:\\con",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_do_nothing_wherever_they_stand(words: str, room: Room) -> None:
    record = MemoryRecord(
        kind=MemoryKind.QUESTION,
        number=1,
        day="2026-12-01",
        theme=words,
        content=OutsideContent(title=words, text=words),
        plain=words,
        link=f"javascript:{words}",
    )
    memory = Memory(slug="loire", spoken=words, records=(record,))

    found = {path: content.decode() for path, content in files(memory, room.bot.renderer)}

    assert all(".." not in path and "\\" not in path and path.isascii() for path in found)
    sheet = found[KEPT].split("---\n")[1]
    assert set(yaml.safe_load(sheet)) <= {"type", "numero", "titre", "date", "theme", "reseau"}
    assert yaml.safe_load(sheet)["numero"] == 1
    rows = list(csv.reader(io.StringIO(found["tableaux/questions.csv"]), delimiter=";"))
    assert not any(cell[:1] in ("=", "+", "-", "@") for cell in rows[1])
    pages = " ".join(page for path, page in found.items() if path.endswith(".html"))
    for tag in ("<script>", "<img", '="javascript', "<!--"):
        assert tag not in pages
    known = found["site/fiches.js"].removeprefix("const FICHES = ").rstrip().removesuffix(";")
    assert len(json.loads(known)) == 1


@given(st.text(max_size=60))
def test_front_matter_is_yaml_whatever_the_words(words: str) -> None:
    told = yaml.safe_load(front_matter([("numero", 12), ("titre", words)]).strip("-"))

    assert told["numero"] == 12
    assert "\n" not in str(told.get("titre", ""))


TALKS = """
import structlog
from sqlalchemy.engine import Engine
from sqlalchemy import event
event.listens_for(Engine, "connect")(lambda *_: structlog.get_logger().info("said meanwhile"))
"""
"""What has the process that makes a ZIP log something."""


def test_the_zip_has_what_may_be_there_when_it_leaves(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lives(room)
    app = App(load_config(configured(tmp_path)))
    room.does("amina", "reseau mémoire-garder 2 1")
    room.does("amina", "reseau mémoire-emporter")
    message = room.outbox()[-1]
    room.does("amina", "reseau mémoire-laisser 2")

    assert message.user == "amina"
    assert message.file is not None
    assert message.file.kind is FileKind.MEMORY
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "sitecustomize.py").write_text(TALKS)
    archive = asyncio.run(app.memory_of(message.file.content))

    with ZipFile(io.BytesIO(archive)) as opened:
        names = opened.namelist()
    assert f"memoire-loire/{KEPT}" in names
    assert "memoire-loire/fiches/questions/questions-2.md" not in names
    assert archive == asyncio.run(app.memory_of("loire"))
    with pytest.raises(NotMadeError, match="rhone"):
        asyncio.run(app.memory_of("rhone"))


def test_the_same_files_make_the_same_zip() -> None:
    some = [("b.txt", b"2"), ("a.txt", b"1")]

    assert zipped("m", some) == zipped("m", reversed(some))
