"""Who coordinates a network that entered changes by itself: no file, no restart, no administrator.

Renamed, gone from the channel, deactivated, two at once, the last one: on the sandbox's server.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.entry import handing
from bot.entry.changing import SET
from commands.reseau.settings import SETTINGS
from sandbox.server import wire
from sandbox.server.seed import BOT_NAME
from tests.sandbox.people import Json, Person
from tests.waiting import eventually
from tests.whole.conftest import village
from tests.whole.test_entering import accepted, enters, there
from tests.whole.town import Village
from tests.whole.verbs import fill, press

__all__ = ["there", "village"]

SLUG = "07-ardeche"


async def _channel(village: Village) -> str:
    return str((await (await village.person("rachid")).channel("ardeche"))["id"])


async def presses(village: Village, who: Person, route: str, argument: str = "") -> str:
    """Press a verb of the Ardèche, and return what is read at once."""
    config, here = village.stage.config, await _channel(village)
    return await press(village.town.http, config, SLUG, who.id, here, (route, argument))


async def fills(village: Village, who: Person, route: str, typed: str) -> None:
    """Send a form of the Ardèche."""
    config, here = village.stage.config, await _channel(village)
    await fill(village.town.http, config, SLUG, who.id, here, route, {"texte": typed})


async def letter(village: Village, who: Person, words: str) -> Json:
    """Wait for a direct message to someone, whatever their account is called by now."""
    bot = await village.town.person(BOT_NAME)
    direct = (await who.post("/channels/direct", [who.id, bot.id], status=201))["id"]

    async def look() -> list[Json]:
        told = await who.get(f"/channels/{direct}/posts?per_page=200")
        return [each for each in told["posts"].values() if words in each["message"]]

    return (await eventually(look))[0]


async def takes(village: Village, by: Person, who: Person, name: str) -> None:
    """Have someone be proposed to by the name of their account, and say yes."""
    await fills(village, by, handing.PROPOSE, f"@{name}")
    asked = await letter(village, who, "vous propose de coordonner")
    assert (await who.clicks(asked, "D'accord")).status == 200
    await coordinates(village, who)


async def coordinates(village: Village, who: Person) -> None:
    """Wait until someone may read the settings."""

    async def look() -> bool:
        return "Réglages" in await presses(village, who, SETTINGS)

    await eventually(look)


def account(village: Village, who: Person, **changes: object) -> None:
    """Change someone's account, as an administrator does."""
    context = village.stage.sandbox.shared.servers["France"]
    user = context.world.users[who.id]
    changed = context.world.users.keep(replace(user, **changes))  # type: ignore[arg-type]
    context.hub.publish("user_updated", {"user": wire.user(changed)})


async def test_it_changes_hands_whatever_happens_to_people(there: Village) -> None:
    maelle, thibault, lena, camille = [
        await there.person(name) for name in ("maelle", "thibault", "lena", "camille")
    ]
    async with there.bot():
        channel = await enters(there)
        await accepted(there)
        await there.letter_with("maelle", "vous le coordonnez")
        await coordinates(there, maelle)

        # His account is renamed before his yes, and another one takes its name.
        await fills(there, maelle, handing.PROPOSE, "@thibault")
        asked = await letter(there, thibault, "vous propose de coordonner")
        account(there, thibault, username="t.roure")
        account(there, lena, username="thibault")
        assert (await thibault.clicks(asked, "D'accord")).status == 200
        await coordinates(there, thibault)
        assert "réservé" in await presses(there, lena, SETTINGS)

        # Two who end each other's office at once.
        told = await asyncio.gather(
            presses(there, maelle, handing.REMOVE, f"{thibault.id} confirmé"),
            presses(there, thibault, handing.REMOVE, f"{maelle.id} confirmé"),
        )
        assert [("C'est fait" in text) for text in told].count(True) == 1, told
        one, other = (maelle, thibault) if "C'est fait" in told[0] else (thibault, maelle)
        await letter(there, other, "a mis fin à votre coordination")

        # What one sets, the other one is told, and has.
        await takes(there, one, camille, "camille")
        await presses(there, camille, SET, "visio https://visio.example.org/ardeche")
        await letter(there, one, "a changé la salle de visio")
        assert "visio.example.org" in await presses(there, one, SETTINGS)

        # Who leaves the channel, and whose account ends, have no right from then on.
        await takes(there, camille, lena, "thibault")
        gone = await one.call("DELETE", f"/channels/{channel}/members/{one.id}")
        assert gone.status == 200
        account(there, lena, delete_at=1)

        async def refused() -> bool:
            told = [await presses(there, each, SETTINGS) for each in (one, lena)]
            return all("Réglages" not in each for each in told)

        await eventually(refused)

        # The last one leaves: the level above names a successor, who says yes.
        assert "Plus personne" in await presses(there, camille, handing.REMOVE, camille.id)
        await presses(there, camille, handing.REMOVE, f"{camille.id} confirmé")
        rachid = await there.person("rachid")
        card = await letter(there, rachid, "Plus personne ne coordonne")
        window = await rachid.listens()
        assert (await rachid.clicks(card, "Proposer quelqu'un…")).status == 200
        form = await window.form()
        account_of = {maelle.id: "maelle", thibault.id: "t.roure"}
        wrong = await rachid.fills_in(form, card["channel_id"], texte=f"@{account_of[other.id]}")
        assert wrong == {}
        asked = await letter(there, other, "Rachid")
        assert (await other.clicks(asked, "D'accord")).status == 200
        await coordinates(there, other)
        await letter(there, rachid, "coordonne désormais")
