"""The veille on the sandbox: a message for it, a list of feeds as a file."""

from __future__ import annotations

import json
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


async def imports(village: Village, content: bytes) -> str:
    """Join Amina's list in the thread of what asks for it, and return what she is answered."""
    amina, where = await village.person("amina"), await village.direct("amina")
    await village.does("amina", "veille flux importer")
    asked = await village.letter_with("amina", "Joignez le fichier")
    form = FormData({"channel_id": where})
    form.add_field("files", BytesIO(content), filename="flux.opml", content_type="text/x-opml")
    sent = await amina.call("POST", "/files", data=form)
    files = [sent.body["file_infos"][0]["id"]]
    post = await amina.says(where, "Voici", file_ids=files, root_id=asked["id"])

    async def answered() -> list[Json]:
        letters = await village.letters("amina")
        return [each for each in letters if key_of(each) == f"reply:{post['id']}"]

    return str((await eventually(answered))[0]["message"])
