"""The whole bot while its channel is archived, renamed, or it is removed from it."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from sandbox.demo import bot_beside
from tests.sandbox.people import Json
from tests.waiting import eventually, until
from tests.whole.town import Village, twice


async def archive(village: Village, where: str = "loire") -> None:
    amina = await village.person("amina")
    answer = await amina.call("DELETE", f"/channels/{await village.channel(where)}")
    assert answer.status == 200


async def restore(village: Village, where: str = "loire") -> None:
    admin = await village.person("admin")
    await admin.post(f"/channels/{await village.channel(where)}/restore")


async def rename(village: Village, name: str) -> None:
    amina = await village.person("amina")
    path = f"/channels/{await village.channel()}/patch"
    assert (await amina.call("PUT", path, {"name": name, "display_name": name})).status == 200


async def put_out(village: Village) -> None:
    amina, bot = await village.person("amina"), await village.person("courroie")
    path = f"/channels/{await village.channel()}/members/{bot.id}"
    assert (await amina.call("DELETE", path)).status == 200


async def take_in(village: Village) -> None:
    amina, bot = await village.person("amina"), await village.person("courroie")
    path = f"/channels/{await village.channel()}/members"
    await amina.post(path, {"user_id": bot.id}, status=201)


async def put_out_of_team(village: Village) -> None:
    admin, bot = await village.person("admin"), await village.person("courroie")
    path = f"/teams/{(await admin.team())['id']}/members"
    assert (await admin.call("DELETE", f"{path}/{bot.id}")).status == 200


async def take_in_team(village: Village) -> None:
    admin, bot = await village.person("admin"), await village.person("courroie")
    await admin.post(
        f"/teams/{(await admin.team())['id']}/members", {"user_id": bot.id}, status=201
    )


async def told(village: Village, state: str | None) -> None:
    """Wait until /health says that of the Loire's channel, still in good health."""

    async def look() -> bool:
        health = await village.health()
        if health is None or health["status"] != "ok":
            return False
        channels: Json = health["channels"]
        return channels.get("loire") == state

    await eventually(look)


async def noted(village: Village) -> None:
    """Wait until the bot has written where the channels are."""
    path = village.stage.config.bot.database.removeprefix("sqlite:///")

    def count() -> int:
        with closing(sqlite3.connect(path)) as file:
            found: int = file.execute("SELECT count(*) FROM channels").fetchone()[0]
            return found

    await until(lambda: count() == len(village.networks))


async def letters(village: Village, who: str, words: str) -> int:
    return sum(words in each["message"] for each in await village.letters(who))


async def test_what_is_for_an_archived_channel_is_said_when_it_is_back(village: Village) -> None:
    async with village.bot():
        await archive(village)
        await told(village, "archived")
        louis = await village.person("louis")
        await louis.says(await village.direct("louis"), "besoin ~loire Qui prête une salle ?")
        await village.letter_with("louis", "n°")
        await village.letter_with("amina", "vient d'être archivé")
        assert not await village.by_bot("Qui prête")
        await restore(village)
        await village.post_with("Qui prête une salle")
        await told(village, None)
        await village.quietly()

        assert len(await village.by_bot("Qui prête")) == 1
        assert await letters(village, "amina", "archivé") == 1


async def test_a_channel_archived_and_restored_around_restarts(village: Village) -> None:
    async with village.bot():
        await noted(village)
    await archive(village)
    async with village.bot():
        await told(village, "archived")
        louis = await village.person("louis")
        await louis.says(await village.direct("louis"), "besoin ~loire Qui prête une salle ?")
        await village.letter_with("louis", "n°")
        await village.letter_with("amina", "vient d'être archivé")
    async with village.bot():
        await told(village, "archived")
    await restore(village)
    await village.says("zoe", "@courroie besoin Qui prête un écran ?")
    async with village.bot():
        await village.post_with("Qui prête une salle")
        await village.post_with("Qui prête un écran")
        await village.quietly()

        assert await letters(village, "amina", "vient d'être archivé") == 1
        assert not twice(await village.posts())


async def test_a_renamed_channel_is_served_also_after_a_restart(village: Village) -> None:
    async with village.bot():
        await noted(village)
        await rename(village, "loire-42")
        await village.says("zoe", "@courroie besoin Avant le redémarrage ?")
        await village.post_with("Avant le redémarrage")

        async def by_new_name() -> bool:
            return "n°" in await village.types("louis", "/besoin ~loire-42 Par son nouveau nom ?")

        await eventually(by_new_name)
    async with village.bot():
        await village.says("zoe", "@courroie besoin Après le redémarrage ?")
        await village.post_with("Après le redémarrage")
        await told(village, None)


async def test_a_bot_that_is_removed_tells_once_and_catches_up_on_return(village: Village) -> None:
    async with village.bot():
        await village.quietly()
        await put_out(village)
        await told(village, "removed")
        await village.letter_with("amina", "/invite @courroie")
        await village.says("zoe", "@courroie besoin En son absence ?")
        await take_in(village)
        await village.post_with("En son absence")
        await told(village, None)
        await village.quietly()

        assert await letters(village, "amina", "/invite @courroie") == 1
        assert not twice(await village.posts())


async def test_a_bot_that_is_removed_from_the_team_catches_up_on_return(village: Village) -> None:
    async with village.bot():
        await village.quietly()
        await put_out_of_team(village)
        await told(village, "removed")
        await village.says("zoe", "@courroie besoin En son absence ?")
        await take_in_team(village)
        await take_in(village)
        await village.post_with("En son absence")
        await told(village, None)


async def test_a_bot_removed_and_taken_back_while_it_was_stopped(village: Village) -> None:
    async with village.bot():
        await noted(village)
    await put_out(village)
    async with bot_beside(village.stage):
        await told(village, "removed")
        await village.letter_with("amina", "/invite @courroie")
        assert "/invite" in await village.types("louis", "/besoin Y a-t-il quelqu'un ?")
    await village.says("zoe", "@courroie besoin Pendant l'arrêt ?")
    await take_in(village)
    async with village.bot():
        await village.post_with("Pendant l'arrêt")
        await told(village, None)
