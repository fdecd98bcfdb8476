"""The veille on the sandbox: a message for it, a list of feeds as a file."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO

from aiohttp import FormData

from tests.sandbox.people import Json
from tests.waiting import eventually
from tests.whole.town import Village, key_of


async def test_a_message_for_the_veille_gets_a_newspaper_and_a_letter(village: Village) -> None:
    async with village.bot():
        said = await village.says("zoe", "Utile : https://exemple.fr/guide #veille")
        letter = await village.letter_with("zoe", "exemple.fr/guide")
        zoe = await village.person("zoe")

        async def reacted() -> bool:
            found = await zoe.get(f"/posts/{said['id']}/reactions")
            return [each["emoji_name"] for each in found or []] == ["newspaper"]

        await eventually(reacted)
        await village.click("zoe", letter, "Sans mon nom")
        shown = await village.types("louis", "/veille")

    assert "exemple.fr/guide" in shown


async def test_after_a_restart_nothing_is_gathered_twice_nor_missed(village: Village) -> None:
    async with village.bot():
        await village.says("zoe", "Utile : https://exemple.fr/guide #veille")
        await village.letter_with("zoe", "exemple.fr/guide")
        await village.quietly()
    missed = await village.says("louis", "Lu : https://exemple.fr/etude #veille")
    for _ in range(2):
        async with village.bot():
            await village.letter_with("louis", "exemple.fr/etude")
            await village.quietly()
            shown = await village.types("louis", "/veille")

    letters = {who: await village.letters(who) for who in ("zoe", "louis")}
    louis = await village.person("louis")
    reactions = await louis.get(f"/posts/{missed['id']}/reactions")
    assert [each["emoji_name"] for each in reactions] == ["newspaper"]
    assert [len(found) for found in letters.values()] == [1, 1]
    assert [shown.count(f"(https://exemple.fr/{each})") for each in ("guide", "etude")] == [1, 1]
    assert not await village.by_bot("exemple.fr")


async def test_a_list_of_feeds_comes_as_a_file_of_a_direct_message(village: Village) -> None:
    async with village.bot():
        assert "il me faut la liste" in (await imports(village, None)).lower()
        assert "dépasse 1 Mo" in await imports(village, b"x" * 1_100_000)
        assert "n'est pas une liste de flux" in await imports(village, b"<html><body/></html>")
        assert "2\u00a0flux ajoutés" in await imports(village, LIST)
        assert "Déjà là\u00a0: 2" in await imports(village, LIST)
        amina = await village.person("amina")
        answer = await amina.types(await village.channel(), "/veille flux")

    listed = json.dumps(answer.body, ensure_ascii=False)
    assert "Un site" in listed
    assert "Autre & Cie" in listed


LIST = b"""<?xml version="1.0"?><opml version="2.0"><body><outline text="Inclusion">
<outline text="Un site" xmlUrl="https://un.exemple.fr/flux?a=1&b=2"/>
<outline text="Autre &amp; Cie" xmlUrl="autre.exemple.fr/flux"/>
</outline></body></opml>"""


async def imports(village: Village, content: bytes | None) -> str:
    """Send Amina's list by direct message, and return what she is answered."""
    return str((await sends(village, "veille ~loire flux importer", content))["message"])


async def sends(village: Village, text: str, content: bytes | None) -> Json:
    """Send a text by direct message, with a list or without, and return what answers it."""
    amina, where = await village.person("amina"), await village.direct("amina")
    files = []
    if content is not None:
        form = FormData({"channel_id": where})
        form.add_field("files", BytesIO(content), filename="flux.opml", content_type="text/x-opml")
        sent = await amina.call("POST", "/files", data=form)
        files = [sent.body["file_infos"][0]["id"]]
    post = await amina.says(where, text, file_ids=files)

    async def answered() -> list[Json]:
        letters = await village.letters("amina")
        return [each for each in letters if key_of(each) == f"reply:{post['id']}"]

    return (await eventually(answered))[0]


def coordinating_two(village: Village) -> Village:
    """Return the same place where Amina coordinates the region too."""
    config = village.stage.config
    networks = tuple(
        each.model_copy(update={"coordinators": (*each.coordinators, "amina")})
        if each.slug == "aura"
        else each
        for each in config.networks
    )
    told = config.model_copy(update={"networks": networks})
    return replace(village, stage=replace(village.stage, config=told))


async def test_a_file_goes_on_to_the_network_that_is_chosen(village: Village) -> None:
    there = coordinating_two(village)
    async with there.bot():
        which = await sends(there, "veille flux importer", LIST)
        assert "dites-moi dans lequel" in which["message"]
        await there.click("amina", which, "Choisir le réseau…", "Auvergne-Rhône-Alpes")
        await there.letter_with("amina", "2 flux")


async def test_without_buttons_the_network_is_typed_and_has_the_file(village: Village) -> None:
    there = coordinating_two(village).without_callback()
    async with there.bot():
        await sends(there, "veille flux importer", LIST)
        told = await sends(there, "veille ~aura flux importer", None)

    assert "2 flux" in told["message"].replace("\u00a0", " ")


async def test_a_file_goes_where_alone_its_command_is_allowed(village: Village) -> None:
    async with village.bot():
        told = await sends(village, "veille flux importer", LIST)

    assert "2 flux" in told["message"].replace("\u00a0", " ")
