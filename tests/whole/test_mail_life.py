"""A letter by mail, from end to end: asked for in the chat, confirmed on the web, received once."""

from __future__ import annotations

from dataclasses import replace

import httpx

from bot.config.mail import MailConfig
from tests.letter.mail.server import Post, config, smtp_server
from tests.mail_room import body, read
from tests.waiting import until
from tests.whole.town import Village

OUTSIDE = "zoe@ailleurs.example"


def with_mail(village: Village, mail: MailConfig) -> Village:
    whole = village.stage.config.model_copy(update={"mail": mail})
    return replace(village, stage=replace(village.stage, config=whole))


def without_mail(village: Village) -> Village:
    whole = village.stage.config.model_copy(update={"mail": None})
    return replace(village, stage=replace(village.stage, config=whole))


def link_in(post: Post, number: int, place: str) -> str:
    """Return the link to one of our pages in a mail that was received."""
    content = post.kept[number].content
    assert isinstance(content, bytes)
    return next(word for word in body(read(content)).split() if f"/{place}/" in word)


async def test_from_asking_to_receiving_to_leaving(village: Village) -> None:
    post = Post()
    async with smtp_server(post) as port:
        lived = with_mail(village, config(port, pace=10_000))
        async with lived.bot(), httpx.AsyncClient() as web:
            told = await lived.types("zoe", f"/lettre abonner {OUTSIDE}")
            assert "ouvrez-le et confirmez" in told
            await until(lambda: post.kept)
            link = link_in(post, 0, "abonnement")
            assert (await web.get(link)).status_code == 200
            assert "est confirmé" in (await web.post(link)).text

            told = await lived.does("amina", "lettre publier confirmé")
            assert "est parue" in told
            await until(lambda: len(post.kept) == 2)
            assert post.kept[1].rcpt_tos == [OUTSIDE]

            leave = link_in(post, 1, "desabonnement")
            gone = await web.post(leave, data={"List-Unsubscribe": "One-Click"})
            assert gone.status_code == 200
            shown = await lived.does("amina", "lettre abonnés")
            assert "n'existent plus\u00a0: 1" in shown


async def test_without_a_mail_server_the_coordinator_receives_the_letter_ready_to_send(
    village: Village,
) -> None:
    lived = without_mail(village)
    async with lived.bot():
        told = await lived.types("zoe", f"/lettre abonner {OUTSIDE}")
        assert "ne part pas encore par courriel" in told

        assert "est parue" in await lived.does("amina", "lettre publier confirmé")
        post = await lived.letter_with("amina", "prête à envoyer")

        (file,) = post["metadata"]["files"]
        assert file["name"] == "lettre-1-loire.eml"
        amina = await lived.person("amina")
        assert "X-Unsent: 1" in (await amina.call("GET", f"/files/{file['id']}")).body
