"""`courroie memoire`: the folder of each network, written while the bot may run."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.resource.keeping import file_button
from bot.talk.command import SharedFile
from tests import program
from tests.mattermost.rest_server import RestServer, says
from tests.memory.lived import configured, lives
from tests.room import Room, open_room


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return open_room(tmp_path)


def courroie(folder: Path, config: Path | None = None, *words: object) -> tuple[int, str]:
    config, said = config or configured(folder), folder / "said"
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


async def test_the_file_of_a_resource_is_copied_under_a_name_of_ours(tmp_path: Path) -> None:
    room = open_room(tmp_path)
    names = {"f" * 26: "Fiche.PDF", "g" * 26: "page.html", "h" * 26: "perdue.odt"}
    for file, name in names.items():
        shared = SharedFile(id=file, name=name, post="p", author="louis")
        keeping = file_button(shared)
        fields = {"texte": f"Une fiche {name}", "droit": "oui", "licence": "by-sa"}
        await asyncio.to_thread(room.fills, "louis", keeping.route, keeping.argument, **fields)

    async with RestServer() as server:
        for file in [*names][:2]:
            server.plan(f"GET /files/{file}/info", says({"id": file, "size": 3}))
            server.plan(f"GET /files/{file}", says("%PDF"))
        config = configured(tmp_path, server.url)
        written = await asyncio.to_thread(courroie, tmp_path, config)
        again = await asyncio.to_thread(courroie, tmp_path, config)

    assert written[0] == 0, written[1]
    folder = tmp_path / "memoire/loire/fichiers"
    assert {each.name for each in folder.iterdir()} == {"ressources-1.pdf", "ressources-2"}
    assert "rien n'a changé" in again[1]
    away = await asyncio.to_thread(courroie, tmp_path, config)
    assert away[0] == 1
    assert "son serveur ne répond pas" in away[1]
    assert len(list(folder.iterdir())) == 2


def test_an_unknown_network_and_a_folder_of_others_get_a_sentence(
    room: Room, tmp_path: Path
) -> None:
    lives(room)

    status, said = courroie(tmp_path, None, "--reseau", "rhone")

    assert status == 1
    assert said == "Je ne connais pas le réseau « rhone ». Ceux que j'anime : loire.\n"
    assert not (tmp_path / "memoire").exists()

    (tmp_path / "memoire/loire").mkdir(parents=True)
    (tmp_path / "memoire/loire/notes.txt").write_text("à moi")
    status, said = courroie(tmp_path)
    assert status == 1
    assert "contient déjà autre chose" in said


def test_a_folder_that_is_a_file_is_said_in_french(room: Room, tmp_path: Path) -> None:
    lives(room)
    (tmp_path / "memoire").write_text("à moi")

    status, said = courroie(tmp_path)

    assert status == 1
    assert "n'est pas un dossier" in said


RHONE = """
[[networks]]
slug = "rhone"
name = "69 - Rhône"
scale = "département"
server = "bac"
team = "france"
channel = "rhone"
coordinators = ["amina"]
"""


def test_a_network_that_is_not_written_keeps_no_other_from_it(room: Room, tmp_path: Path) -> None:
    lives(room)
    config = configured(tmp_path)
    config.write_text(config.read_text("utf-8") + RHONE, "utf-8")
    (tmp_path / "memoire/loire").mkdir(parents=True)
    (tmp_path / "memoire/loire/notes.txt").write_text("à moi")

    status, said = courroie(tmp_path, config)

    assert status == 1
    assert "rhone : 0 fiche" in said
    assert "contient déjà autre chose" in said
    assert (tmp_path / "memoire/rhone/index.html").exists()


def test_the_folder_of_a_network_that_is_served_no_more_is_told_of(
    room: Room, tmp_path: Path
) -> None:
    lives(room)
    config = configured(tmp_path)
    alone = config.read_text("utf-8")
    config.write_text(alone + RHONE, "utf-8")
    courroie(tmp_path, config)
    config.write_text(alone, "utf-8")

    status, said = courroie(tmp_path, config)

    assert status == 0
    assert "rhone : ce réseau n'est plus animé ; remettez-lui son dossier" in said
    assert (tmp_path / "memoire/rhone/index.html").exists()
