"""A backup is restored without a word to the bot: numbers go on, buttons of what was lost rest.

What was said since is not said again, and what only looks like a restore is taken for none.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot.admin.check import check_all
from bot.admin.setup import set_up_all
from bot.core.counters import LEAP
from bot.core.migrate import back_up
from tests.waiting import eventually
from tests.whole.town import Village, twice

LOST = "date d'avant une restauration"


def file_of(village: Village) -> Path:
    return Path(make_url(village.stage.config.bot.database).database or "")


def copied(village: Village) -> Path:
    """Back the database up, as `sqlite3 .backup` does."""
    copy = file_of(village).with_name("sauvegarde.db")
    back_up(file_of(village), copy)
    return copy


def put_back(village: Village, copy: Path) -> None:
    """Restore a backup as the guide says: the file, without the old `-wal` and `-shm`."""
    for end in ("-wal", "-shm"):
        file_of(village).with_name(f"{file_of(village).name}{end}").unlink(missing_ok=True)
    shutil.copyfile(copy, file_of(village))


def change(copy: Path, statement: str) -> int:
    """Have a backup be one of another moment; return how many rows it changes."""
    with closing(sqlite3.connect(copy)) as db, db:
        return db.execute(statement).rowcount


async def database_line(village: Village) -> str:
    """Return what `courroie check` says of the database."""
    lines: list[str] = []
    await check_all(village.stage.config, lines.append)
    return lines[0]


async def asks(village: Village, words: str) -> int:
    """Ask something, wait for its card, and return its number."""
    await village.types("louis", f"/besoin {words}")
    return number_in((await village.post_with(words))["message"])


def number_in(message: str) -> int:
    found = re.search(r"n°\s(\d+)", message)
    assert found
    return int(found[1])


async def presses(village: Village, who: str, words: str, label: str) -> str:
    """Press a button of the card that holds these words, and return what is told in private."""
    card, person = await village.post_with(words), await village.person(who)
    window = await person.listens()
    await village.click(who, card, label)
    told = str((await window.whisper())["message"])
    await window.socket.close()
    return told


async def test_numbers_go_on_after_a_restore_and_lost_buttons_say_so(village: Village) -> None:
    async with village.bot():
        first = await asks(village, "Qui prête une salle à Brest ?")
        await village.quietly()
        copy = copied(village)
        lost = [await asks(village, f"Après la sauvegarde {each} ?") for each in range(2)]
        await village.quietly()
    put_back(village, copy)
    async with village.bot():
        again = await asks(village, "Après la restauration ?")
        refused = await presses(village, "zoe", "Après la sauvegarde 0", "Moi aussi")
        taken = await presses(village, "zoe", "Qui prête une salle", "Moi aussi")

    assert (first, lost) == (1, [2, 3])
    assert again == max(lost) + LEAP + 1
    assert LOST in refused
    assert "n'existe plus" in refused
    assert LOST not in taken


async def test_a_restore_is_noticed_once(village: Village) -> None:
    async with village.bot():
        await asks(village, "Avant la sauvegarde ?")
        await village.quietly()
        copy = copied(village)
        await asks(village, "Après la sauvegarde ?")
        await village.quietly()
    put_back(village, copy)
    async with village.bot():
        again = await asks(village, "Après la restauration ?")
        await village.quietly()
    async with village.bot():
        assert await asks(village, "Après un redémarrage ?") == again + 1
        assert "une sauvegarde y avait été remise" in await database_line(village)


async def test_a_base_begun_anew_goes_on_with_the_numbers_shown(village: Village) -> None:
    async with village.bot():
        await asks(village, "Avant la perte ?")
        await village.quietly()
    for each in file_of(village).parent.glob(f"{file_of(village).name}*"):
        each.unlink()
    assert await set_up_all(village.stage.config, lambda _line: None) == 0
    async with village.bot():
        assert await asks(village, "Après la perte ?") > 1
        assert LOST in await presses(village, "zoe", "Avant la perte", "Moi aussi")
        told = await database_line(village)
        assert "installation précédente" in told
        assert "sauvegarde y avait été remise" not in told
    async with village.bot():
        assert LOST in await presses(village, "zoe", "Avant la perte", "Moi aussi")
        assert "sauvegarde y avait été remise" not in await database_line(village)


async def test_a_start_after_a_cut_is_no_restore(village: Village) -> None:
    """What was said after the last place that was noted is known to the outbox."""
    async with village.bot():
        await asks(village, "Avant la coupure ?")
        await village.quietly()
        copy = copied(village)
    put_back(village, copy)  # as a kill would leave it: all is there but the places
    async with village.bot():
        assert await asks(village, "Après la coupure ?") == 2


@pytest.mark.parametrize("status", ["prepared", "held"])
async def test_cards_that_waited_in_the_backup_are_not_said_again(
    village: Village, status: str
) -> None:
    cards = 8
    async with village.bot():
        for each in range(cards):
            await asks(village, f"Qui prête la salle {each} ?")
        await village.quietly()
        copy = copied(village)
    waits = (
        f"UPDATE outbox SET status = '{status}', not_before = made_at, post = NULL, "  # noqa: S608
        "sent_at = NULL, attempts = 0 WHERE kind = 'post' AND key GLOB 'question:loire:[0-9]'"
    )
    assert change(copy, waits) == cards  # it was taken before they were said
    put_back(village, copy)
    async with village.bot():
        await village.quietly()
        assert twice(await village.posts()) == []
        assert len(await village.by_bot("Qui prête la salle")) == cards
        assert "Zoé" not in await presses(village, "zoe", "Qui prête la salle 0", "Moi aussi")
        assert "une sauvegarde y avait été remise" in await database_line(village)


async def test_a_mention_after_the_backup_is_not_answered_twice(village: Village) -> None:
    async with village.bot():
        await asks(village, "Avant la sauvegarde ?")
        await village.quietly()
        copy = copied(village)
        await village.says("louis", "@courroie besoin Où imprimer à Feurs ?")
        await village.post_with("Où imprimer à Feurs")
        await village.quietly()
        said = await village.by_bot("")
    put_back(village, copy)
    await village.says("louis", "@courroie besoin Pendant la restauration ?")
    async with village.bot():
        await village.post_with("Pendant la restauration")
        await village.quietly()
        again = await village.by_bot("")

    assert "Où imprimer" not in "".join(str(each["message"]) for each in again[len(said) :])
    assert len([each for each in again if "Où imprimer" in str(each["message"])]) == 1


async def test_a_kill_soon_after_a_private_sentence_is_no_restore(village: Village) -> None:
    """What is dropped once it is said is known to nobody but Mattermost."""
    async with village.bot():
        await asks(village, "Avant la coupure ?")
        written = await (await village.person("louis")).says(
            await village.direct("louis"), "Qui a un cloud privé, en toute confidentialité ?"
        )
        bot = await village.person("courroie")

        async def answered() -> bool:
            letters = await village.letters("louis")
            return bool(letters[-1]["user_id"] == bot.id and letters[-1]["id"] != written["id"])

        await eventually(answered)
        await village.quietly()
        copy = copied(village)
    assert change(copy, "DELETE FROM outbox WHERE key GLOB 'once:*'") == 1
    put_back(village, copy)  # as a kill would leave it, the next cleaning done
    async with village.bot():
        assert await asks(village, "Après la coupure ?") == 2
        assert "sauvegarde y avait été remise" not in await database_line(village)


async def test_whoever_was_forgotten_since_the_backup_is_forgotten_again(village: Village) -> None:
    async with village.bot():
        await asks(village, "Avant la sauvegarde ?")
        await village.quietly()
        copy = copied(village)
        await village.types("louis", "/reseau oublie-moi confirmé")
        await village.quietly()
    louis = (await village.person("louis")).id
    put_back(village, copy)
    assert names(village, louis)
    async with village.bot():
        await village.quietly()
        assert not names(village, louis)
        await village.does("louis", "reseau messages demandé")
        await village.quietly()
    async with village.bot():  # a start that is no restore forgets nobody
        await village.quietly()
        assert names(village, louis)


def names(village: Village, user: str) -> bool:
    """Tell whether the database names someone where forgetting takes them out."""
    with closing(sqlite3.connect(file_of(village))) as db:
        return any(
            db.execute(f'SELECT 1 FROM "{table}" WHERE "{column}" = ?', (user,)).fetchone()  # noqa: S608  ours
            for table, column in (("questions", "author"), ("preferences", "user"))
        )
