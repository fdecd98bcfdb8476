"""`courroie memoire`: the folder of each network, written while the bot may run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import program
from tests.memory.lived import configured, lives
from tests.room import Room, open_room


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return open_room(tmp_path)


def courroie(folder: Path, *words: object) -> tuple[int, str]:
    config, said = configured(folder), folder / "said"
    said.unlink(missing_ok=True)
    return program.run("memoire", folder / "memoire", "--config", config, *words, said=said)


def test_it_writes_a_folder_a_network_and_says_what_changed(room: Room, tmp_path: Path) -> None:
    lives(room)
    room.does("amina", "reseau mémoire-garder 2 1")

    first, again = courroie(tmp_path), courroie(tmp_path)

    assert (first[0], again[0]) == (0, 0), first[1] + again[1]
    assert first[1].startswith("loire : 5 fiches, ")
    assert again[1] == "loire : 5 fiches, rien n'a changé.\n"
    assert (tmp_path / "memoire/loire/index.html").read_text("utf-8").startswith("<!doctype html>")


def test_an_unknown_network_and_a_folder_of_others_get_a_sentence(
    room: Room, tmp_path: Path
) -> None:
    lives(room)

    status, said = courroie(tmp_path, "--reseau", "rhone")

    assert status == 1
    assert said == "Je ne connais pas le réseau « rhone ». Ceux que j'anime : loire.\n"

    (tmp_path / "memoire/loire").mkdir(parents=True)
    (tmp_path / "memoire/loire/notes.txt").write_text("à moi")
    status, said = courroie(tmp_path)
    assert status == 1
    assert "contient déjà autre chose" in said
