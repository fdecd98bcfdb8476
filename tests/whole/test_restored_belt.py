"""A backup is put back under a survey, an announcement and a climb: nothing is said twice."""

from __future__ import annotations

import asyncio
import re

import pytest

from tests import program
from tests.sandbox.people import Json
from tests.whole.busy import SURVEY
from tests.whole.conftest import village
from tests.whole.test_restore import LOST, asks
from tests.whole.town import Village, key_of

__all__ = ["village"]

NEED, LATER = "Qui forme à l'intelligence artificielle ?", "Qui répare les ordinateurs donnés ?"
NEWS, LATE_NEWS = "Les candidatures sont ouvertes.", "La date est repoussée."


async def climbs(village: Village, number: int, words: str) -> None:
    """Have a question of Louis's climb to the region."""
    await village.does("amina", f"besoin transmettre {number} {words}")
    asked = await village.letter_with("louis", "Êtes-vous d'accord")
    assert asked
    assert "part vers" in await village.does("louis", f"besoin accord {number}")


async def presses(village: Village, who: str, words: str, label: str) -> None:
    letter = await village.letter_with(who, words)
    await village.click(who, letter, label)


async def courroie(village: Village, *words: str) -> None:
    folder = village.stage.folder
    config = ("--config", str(folder / "config.toml"))
    status, said = await asyncio.to_thread(program.run, *words, *config, said=folder / "said")
    assert status == 0, said


def repeated(posts: list[Json]) -> list[str]:
    """Return what was said twice: a second answer is another text."""
    said = [f"{key_of(each)} {each['message']}" for each in posts if key_of(each)]
    return sorted({each for each in said if said.count(each) > 1})


@pytest.mark.long
async def test_what_was_under_way_is_known_once_to_both(village: Village) -> None:
    folder = village.stage.folder / "sauvegardes"
    async with village.bot():
        await climbs(village, await asks(village, NEED), NEED)
        await presses(village, "rachid", NEED, "Prendre")
        await village.post_with(NEED, "aura")
        await village.does("nadia", f"reseau annoncer {NEWS}", "national")
        await village.does("amina", f"reseau préparer-enquête {SURVEY}")
        await village.does("amina", "reseau lancer-enquête 1")
        await village.post_with("3 questions")
        for who, letter in (("louis", "a"), ("zoe", "b")):
            await village.does(who, f"reseau enquête 1 1 {letter}")
        await village.quietly()
        await courroie(village, "backup", str(folder))
        lost = await asks(village, LATER)
        await climbs(village, lost, LATER)
        await presses(village, "rachid", LATER, "Prendre")
        await village.post_with(LATER, "aura")
        await village.types("rachid", "/besoin répondre 1 Le module 3 du parcours", "aura")
        down = await village.letter_with("amina", "Le module 3")
        await village.does("nadia", f"reseau annoncer {LATE_NEWS}", "national")
        await village.does("amina", "reseau enquête 1 1 a")
        await village.quietly()
    (backup,) = folder.iterdir()
    await courroie(village, "restore", str(backup), "--yes")
    async with village.bot():
        await village.quietly()
        standing = await village.does("amina", "besoin transmis")
        above = await village.does("rachid", "besoin transmis", "aura")
        again = await village.types("rachid", "/besoin répondre 1 Le module 4", "aura")
        await village.letter_with("amina", "Le module 4")
        closed = await village.does("amina", "reseau clore-enquête 1")
        results = await village.post_with("Enquête close")
        await village.quietly()
        person = await village.person("amina")
        window = await person.listens()
        await village.click("amina", down, "Publier")
        refused = (await window.whisper())["message"]
        await window.socket.close()

        assert NEED in standing.replace("\u00a0", " ")
        assert NEED in above.replace("\u00a0", " ")
        assert LATER not in (standing + above).replace("\u00a0", " ")
        assert "sa réponse" in again or "Votre réponse paraît" in again
        assert LOST in refused
        assert not re.search(r"\d+ (?:personne|réponse|%)", results["message"].replace("\xa0", " "))
        assert closed
        for where in ("loire", "aura", "national"):
            assert repeated(await village.posts(where)) == []
        for words in (NEWS, LATE_NEWS):
            assert len(await village.by_bot(words, "national")) <= 1
        for who in ("amina", "louis", "rachid", "nadia"):
            assert repeated(await village.letters(who)) == []
