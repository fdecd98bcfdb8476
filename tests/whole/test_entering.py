"""A network enters while the bot runs, from an invitation to its first question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.config.models import load_config
from sandbox.demo import CONFIG_FILE
from tests.whole.town import Village


@pytest.fixture
def there(village: Village) -> Village:
    """Have Ada administrate the country's server for the bot."""
    file = village.stage.folder / CONFIG_FILE
    told = file.read_text("utf-8")
    if "administrators" not in told:
        told = told.replace("[[servers]]", '[[servers]]\nadministrators = ["admin"]', 1)
        file.write_text(told, "utf-8")
    return replace(village, stage=replace(village.stage, config=load_config(file)))


async def enters(village: Village) -> str:
    """Invite the bot into the Ardèche's channel, and ask for its network; return the channel."""
    maelle = await village.person("maelle")
    channel = str((await maelle.channel("ardeche"))["id"])
    assert (await maelle.types(channel, "/invite @courroie")).status == 200
    asked = await village.letter_with("maelle", "Merci de m'avoir invité")
    heard = await maelle.listens()
    await village.click("maelle", asked, "Faire entrer ce réseau…")
    told = await maelle.fills_in(
        await heard.form(), channel, donnees="Hub des Alpes\nhub@alpes.example"
    )
    assert told == {}
    return channel


async def accepted(village: Village) -> None:
    """Have both say yes: who administrates the server, and the region above."""
    organisation = await village.letter_with("admin", "Hub des Alpes")
    await village.click("admin", organisation, "Accepter cette organisation")
    place = await village.letter_with("rachid", "demande à placer")
    heard = await (await village.person("rachid")).listens()
    await village.click("rachid", place, "D'accord…")
    rachid = await village.person("rachid")
    told = await rachid.fills_in(await heard.form(), place["channel_id"], accord="Convention")
    assert told == {}


async def test_it_lives_without_file_or_restart(there: Village) -> None:
    async with there.bot():
        channel = await enters(there)
        camille = await there.person("camille")
        await camille.says(channel, "@courroie où trouver une imprimante ?")
        await there.quietly()
        assert await there.by_bot(where="ardeche") == []

        await accepted(there)
        await there.letter_with("maelle", "vous le coordonnez")
        await there.letter_with("admin", "accord est donné")
        await there.letter_with("rachid", "ce réseau a sa place")
        await there.post_with("Courroie** fait le lien", "ardeche")
        await camille.says(channel, "@courroie besoin Qui prête un vidéoprojecteur ?")
        await there.post_with("Qui prête un vidéoprojecteur", "ardeche")
        assert not await there.by_bot("imprimante", "ardeche")

    async with there.bot():  # and after a restart
        assert "vidéoprojecteur" in await there.types("camille", "/besoin liste", "ardeche")


async def test_an_invitation_is_found_after_an_absence(there: Village) -> None:
    maelle = await there.person("maelle")
    channel = (await maelle.channel("ardeche"))["id"]
    assert (await maelle.types(channel, "/invite @courroie")).status == 200

    async with there.bot():
        await there.letter_with("maelle", "Merci de m'avoir invité")
    async with there.bot():
        await there.quietly()
    found = [each for each in await there.letters("maelle") if "invité" in str(each["message"])]
    assert len(found) == 1
