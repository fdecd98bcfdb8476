"""A network that enters is attacked while the bot runs, beside servers that others live on."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress
from dataclasses import replace
from functools import partial

import aiohttp
import pytest

from bot.config.models import load_config
from sandbox.demo import CONFIG_FILE
from sandbox.server import triggers, wire
from tests.amounts import some_or_all
from tests.waiting import eventually
from tests.whole.test_entering import accepted, enters, there
from tests.whole.test_kill import Bot
from tests.whole.test_past import labels
from tests.whole.test_restore import copied, file_of, put_back
from tests.whole.town import Village, trembling, twice

__all__ = ["there"]

SEED = 20_261_202

SAID = "hippopotame"
"""What is said in the channel before it is a network's."""


async def invites(village: Village, who: str = "maelle") -> str:
    person = await village.person(who)
    channel = str((await person.channel("ardeche"))["id"])
    assert (await person.types(channel, "/invite @courroie")).status == 200
    return channel


async def removes_the_bot(village: Village, channel: str) -> None:
    admin, bot = await village.person("admin"), await village.person("courroie")
    answer = await admin.call("DELETE", f"/channels/{channel}/members/{bot.id}")
    assert answer.status == 200, answer.body


def ends_account(village: Village, who: str, *, for_good: bool) -> None:
    """Deactivate an account, or delete it as if it had never been."""
    context = village.stage.sandbox.shared.servers["France"]
    user = context.world.user_named(who)
    assert user is not None
    if for_good:
        context.world.users.drop(user.id)
        return
    changed = context.world.users.keep(replace(user, delete_at=context.world.tick()))
    context.hub.publish("user_updated", {"user": wire.user(changed)})


def everything(village: Village) -> str:
    """Return all that our database holds, as text."""
    with closing(sqlite3.connect(file_of(village))) as db:
        return "\n".join(db.iterdump())


async def test_who_invited_it_is_gone_for_good_and_it_hears_all_others(there: Village) -> None:
    await invites(there)
    ends_account(there, "maelle", for_good=True)

    async with there.bot():
        assert "question" in await there.types("louis", "/besoin Qui prête une salle ?")


async def test_who_invited_it_has_no_account_by_now(there: Village) -> None:
    await invites(there)
    ends_account(there, "maelle", for_good=False)

    async with there.bot():
        await there.quietly()
    assert "Ardèche" not in everything(there).replace("entries", "")


async def test_nothing_that_is_said_before_is_kept_or_answered(there: Village) -> None:
    async with there.bot():
        channel = await enters(there)
        camille = await there.person("camille")
        post = await camille.says(channel, f"@courroie besoin Qui a vu un {SAID} ? #veille")
        await camille.reacts(post["id"], "newspaper")
        await camille.reacts(post["id"], "white_check_mark")
        body = {"message": f"@courroie besoin Qui a vu deux {SAID}s https://exemple.org #veille"}
        await camille.call("PUT", f"/posts/{post['id']}/patch", body)
        await camille.replies(post, f"Un {SAID} ? moi aussi")
        await there.quietly()
        assert SAID not in everything(there)
        assert await there.by_bot(where="ardeche") == []

        await accepted(there)
        await there.post_with("Courroie** fait le lien", "ardeche")
        await (await there.person("maelle")).reacts(post["id"], "newspaper")
        await camille.says(channel, "@courroie besoin Qui prête une salle ?")
        await there.post_with("Qui prête une salle", "ardeche")  # what came before is heard
        await there.quietly()
        assert SAID not in everything(there)
        assert not await there.by_bot(SAID, "ardeche")
        await camille.says(channel, "@courroie besoin Qui prête un vidéoprojecteur ?")
        await there.post_with("Qui prête un vidéoprojecteur", "ardeche")


async def test_who_asked_leaves_before_the_yeses(there: Village) -> None:
    async with there.bot():
        channel = await enters(there)
        maelle = await there.person("maelle")
        await maelle.call("DELETE", f"/channels/{channel}/members/{maelle.id}")
        await there.quietly()
        await asyncio.sleep(1)  # nothing tells that it was heard
        asked = await there.letter_with("admin", "Hub des Alpes")
        window = await (await there.person("admin")).listens()
        await there.click("admin", asked, "Accepter cette organisation")

        told = str((await window.whisper())["message"])
        assert "n'est plus dans le canal" in told
        await there.quietly()
        assert await there.by_bot(where="ardeche") == []


async def test_removed_while_it_is_asked_and_invited_again_it_begins_anew(there: Village) -> None:
    async with there.bot():
        channel = await enters(there)
        await removes_the_bot(there, channel)
        await there.quietly()
        await enters(there)
        await accepted(there)
        await there.letter_with("maelle", "vous le coordonnez")
        await removes_the_bot(there, channel)
        await there.letter_with("maelle", "ne suis plus dans le canal")
        await invites(there)
        camille = await there.person("camille")
        await camille.says(channel, "@courroie besoin Qui prête un vidéoprojecteur ?")
        await there.post_with("Qui prête un vidéoprojecteur", "ardeche")
        told = [each["message"] for each in await there.letters("maelle")]
        assert sum("la suite est plus bas" in each for each in told) == 2  # once an invitation


async def test_the_yes_comes_once_the_channel_is_archived(there: Village) -> None:
    async with there.bot():
        channel = await enters(there)
        admin = await there.person("admin")
        assert (await admin.call("DELETE", f"/channels/{channel}")).status == 200
        await accepted(there)
        await there.letter_with("maelle", "vous le coordonnez")
        await eventually(partial(is_archived, there))
        assert "question" in await there.types("louis", "/besoin Qui prête une salle ?")
    async with there.bot():
        await eventually(partial(is_archived, there))


async def is_archived(village: Village) -> bool:
    """Tell whether the bot is well, and knows that the channel is closed: what it says waits."""
    told = await village.health()
    if told is None or told["status"] != "ok":
        return False
    return "archived" in told["channels"].values()


async def test_it_enters_by_words_alone(there: Village) -> None:
    """Mattermost cannot reach the bot: no button, no form, no slash command."""
    file = there.stage.folder / CONFIG_FILE
    alone = replace(there, stage=replace(there.stage, config=load_config(file))).without_callback()

    async with alone.bot():
        channel = await invites(alone)
        await alone.letter_with("maelle", "Merci de m'avoir invité")
        maelle = await alone.person("maelle")
        await maelle.says(await alone.direct("maelle"), "1")
        form = await alone.letter_with("maelle", "une ligne pour chacune")
        filled = "-\n-\n-\n-\nHub des Alpes\nhub@alpes.example"
        await alone.reply("maelle", form, filled)
        await alone.letter_with("maelle", "C'est demandé")
        admin = await alone.letter_with("admin", "Hub des Alpes")
        await alone.reply("admin", admin, "1")
        place = await alone.letter_with("rachid", "sous votre réseau")
        await alone.reply("rachid", place, "1 Convention de mars")
        await alone.letter_with("maelle", "vous le coordonnez")
        await alone.post_with("Courroie** fait le lien", "ardeche")
        camille = await alone.person("camille")
        await camille.says(channel, "@courroie besoin Qui prête un vidéoprojecteur ?")
        await alone.post_with("Qui prête un vidéoprojecteur", "ardeche")


async def test_a_backup_put_back_has_what_waited_asked_again(there: Village) -> None:
    async with there.bot():
        await enters(there)
        await there.quietly()
        copy = copied(there)
        await accepted(there)
        await there.letter_with("maelle", "vous le coordonnez")
        await there.post_with("Courroie** fait le lien", "ardeche")
        await there.quietly()
    put_back(there, copy)
    there.stage.clock.advance(60)
    async with there.bot():
        await there.letter_with("maelle", "attend encore")
        await there.quietly()
        await accepted(there)
        camille = await there.person("camille")
        await there.quietly()
        channel = str((await camille.channel("ardeche"))["id"])
        await camille.says(channel, "@courroie besoin Qui prête un vidéoprojecteur ?")
        await there.post_with("Qui prête un vidéoprojecteur", "ardeche")


@pytest.mark.long
@pytest.mark.parametrize("kills", some_or_all(1, 4))
async def test_killed_again_and_again_it_enters_once(
    there: Village, monkeypatch: pytest.MonkeyPatch, kills: int
) -> None:
    monkeypatch.setattr(triggers, "PENDING_SECONDS", 0.0)
    chance = random.Random(SEED)  # noqa: S311  a reproducible play, not a secret
    bot = Bot(there)

    async def dies() -> None:
        for _ in range(kills):
            await asyncio.sleep(chance.uniform(0, 0.3))
            await bot.kill()
            there.stage.clock.advance(2)
            await bot.start()

    await bot.start()
    try:
        await invites(there)
        await dies()
        await answered(there, "maelle", "Merci de m'avoir invité", "Faire entrer ce réseau…", dies)
        await answered(there, "admin", "Hub des Alpes", "Accepter cette organisation", dies)
        await answered(there, "rachid", "sous votre réseau", "D'accord…", dies)
        await there.letter_with("maelle", "vous le coordonnez")
        await there.post_with("Courroie** fait le lien", "ardeche")
        await there.quietly()
        for who in ("maelle", "admin", "rachid"):
            letters = await there.letters(who)
            assert twice(letters) == []
        assert len(await there.by_bot("Courroie** fait le lien", "ardeche")) == 1
    finally:
        await bot.kill()


@pytest.mark.long
async def test_a_server_that_limits_and_fails_lets_it_enter_once(there: Village) -> None:
    async with there.bot():
        maelle = await there.person("maelle")
        channel = str((await maelle.channel("ardeche"))["id"])
        await maelle.types(channel, "/invite @courroie")
        await trembling(there)
        asked = await there.letter_with("maelle", "Merci de m'avoir invité")
        window = await maelle.listens()
        await there.click("maelle", asked, "Faire entrer ce réseau…")
        form = await window.form()
        await maelle.fills_in(form, channel, donnees="Hub des Alpes\nhub@alpes.example")
        await trembling(there)
        organisation = await there.letter_with("admin", "Hub des Alpes")
        await there.click("admin", organisation, "Accepter cette organisation")
        await trembling(there)
        place = await there.letter_with("rachid", "demande à placer")
        rachid = await there.person("rachid")
        window = await rachid.listens()
        await there.click("rachid", place, "D'accord…")
        form = await window.form()
        await rachid.fills_in(form, place["channel_id"], accord="Convention")
        await trembling(there)
        await there.letter_with("maelle", "vous le coordonnez")
        await there.post_with("Courroie** fait le lien", "ardeche")
        await there.quietly()
        for who in ("maelle", "admin", "rachid"):
            assert twice(await there.letters(who)) == []
        assert len(await there.by_bot("Courroie** fait le lien", "ardeche")) == 1


async def answered(
    village: Village, who: str, words: str, label: str, dies: Callable[[], Awaitable[None]]
) -> None:
    """Have someone press while the bot dies, and again, until what was asked says it is done."""
    filled = {"Faire entrer ce réseau…": {"donnees": "Hub des Alpes\nhub@alpes.example"}}
    forms = filled | {"D'accord…": {"accord": "Convention"}}
    person = await village.person(who)

    async def presses() -> None:
        card = await village.letter_with(who, words)
        with suppress(aiohttp.ClientError, AssertionError, TimeoutError):
            window = await person.listens()
            await person.clicks(card, label)
            if label in forms:
                await person.fills_in(
                    await asyncio.wait_for(window.form(), 5), card["channel_id"], **forms[label]
                )

    async def over() -> bool:
        return not any(label in labels(each) for each in await village.letters(who))

    pressing = asyncio.create_task(presses())
    await dies()
    await pressing
    await village.heard()
    if not await over():
        await presses()
    await eventually(over)
