"""A backup is restored without a word to the bot: numbers go on, buttons of what was lost rest."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.admin.check import check_all
from bot.admin.setup import set_up_all
from bot.core.counters import LEAP
from bot.core.migrate import back_up
from tests.whole.town import Village

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
        lines: list[str] = []
        await check_all(village.stage.config, lines.append)
        assert "une sauvegarde y avait été remise" in lines[0]


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


async def test_a_start_after_a_cut_is_no_restore(village: Village) -> None:
    """What was said after the last place that was noted is known to the outbox."""
    async with village.bot():
        await asks(village, "Avant la coupure ?")
        await village.quietly()
        copy = copied(village)
    put_back(village, copy)  # as a kill would leave it: all is there but the places
    async with village.bot():
        assert await asks(village, "Après la coupure ?") == 2
