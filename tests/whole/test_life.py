"""The whole life of a question on the sandbox: what people type, click, react to, and read."""

from __future__ import annotations

import json
import re
from datetime import timedelta

from sandbox.play.player import text_of
from tests.sandbox.people import Json
from tests.waiting import eventually
from tests.whole.town import Village, twice

CHECK = "white_check_mark"
KNOWN = "Comment ouvrir un coffre-fort numérique à La Poste ?"
AGAIN = "Qui sait ouvrir un coffre-fort numérique à La Poste ?"


async def test_an_unsigned_question_names_nobody(village: Village) -> None:
    async with village.bot():
        louis = await village.person("louis")
        told = await village.types("louis", "/besoin anonyme Un quiz pour débuter ? #bureautique")
        card = await village.post_with("Un quiz pour débuter")
        seen = await village.types("zoe", f"/besoin voir {_number_in(told)}")

    assert "posée sans nom (Bureautique)" in card["message"].replace("\u00a0", " ")
    for shown in (json.dumps(card), seen):
        assert "Louis" not in shown
        assert louis.id not in shown


async def test_a_private_question_is_shared_when_its_author_agrees(village: Village) -> None:
    async with village.bot():
        told = await village.types("zoe", "/besoin privé Dois-je tenir la régie de la cantine ?")
        number = _number_in(told)
        assert "lue par Amina" in told
        sent = await village.does("zoe", f"besoin transmettre {number}")
        assert "est transmise à Amina" in sent
        letter = await village.letter_with("amina", "Question privée")
        hidden = await village.types("louis", f"/besoin voir {number}")
        await village.click("amina", letter, "Proposer de la partager")
        asked = await village.letter_with("zoe", "Êtes-vous d'accord")
        unseen = await village.by_bot("la régie")
        await village.click("zoe", asked, "D'accord, sans mon nom")
        card = await village.post_with("la régie de la cantine")

    assert "Je ne trouve pas de question" in hidden
    assert not unseen
    assert "posée sans nom" in card["message"]


async def test_personal_data_is_refused_until_it_is_said_to_be_none(village: Village) -> None:
    async with village.bot():
        louis = await village.person("louis")
        window = await louis.listens()
        await village.types("louis", "/besoin Son portable, le 06 39 98 12 34, est-il le bon ?")
        shown = await window.whisper()
        await village.types("louis", "/besoin liste toutes")
        listed = (await window.whisper())["message"]
        await village.click("louis", shown, "Ce n'est pas une donnée personnelle")
        confirmed = await window.whisper()
        await village.post_with("06 39 98 12 34")
        await window.socket.close()

    assert "Je n'ai rien enregistré" in shown["message"]
    assert "portable" not in listed
    assert "paraît dans le canal" in confirmed["message"]


async def test_an_answer_is_offered_and_taken_before_the_channel_rings(village: Village) -> None:
    async with village.bot():
        offer = await _offered(village)
        await village.click("zoe", offer, "Cela répond à ma question")
        seen = await village.types("zoe", "/besoin voir 2")
        village.stage.clock.advance(3600)
        await village.types("louis", "/besoin Une autre, pour passer le temps ?")
        await village.post_with("Une autre")

        assert not await village.by_bot(AGAIN)
        assert "réunie avec la n°\u00a01" in seen


async def test_an_offer_that_nobody_takes_lets_the_card_through(village: Village) -> None:
    async with village.bot():
        await _offered(village)
        assert not await village.by_bot(AGAIN)

        village.stage.clock.advance(timedelta(minutes=30).total_seconds())

        await village.post_with(AGAIN)


async def test_an_offer_outlives_a_restart(village: Village) -> None:
    async with village.bot():
        offer = await _offered(village)
    async with village.bot():
        await village.quietly()
        assert not await village.by_bot(AGAIN)
        await village.click("zoe", offer, "Poser quand même")
        await village.post_with(AGAIN)
        await village.quietly()

        assert not twice([*await village.posts(), *await village.letters("zoe")])


async def test_a_message_becomes_a_question_by_a_mention_under_it(village: Village) -> None:
    async with village.bot():
        said = await village.says("zoe", "Quelqu'un sait brancher un TNI ?")
        await village.reply("louis", said, "@courroie besoin")
        await village.letter_with("zoe", "a déposé votre message")
        card = await village.post_with("brancher un TNI")

    assert "de Zoé Lambert" in card["message"]


async def test_a_reply_accepted_then_found_wanting_is_reopened_once(village: Village) -> None:
    async with village.bot():
        await village.types("louis", "/besoin Quel jeu pour apprendre le clavier ?")
        card = await village.post_with("apprendre le clavier")
        await village.click("zoe", card, "Moi aussi")
        reply = await village.reply("amina", card, "Klavaro, c'est libre")
        await village.letter_with("louis", "a écrit dans le fil")
        await village.react("louis", reply["id"], CHECK)
        await village.post_with("Réponse d'Amina Belkacem")
        letter = await village.letter_with("zoe", "Klavaro")
        await village.click("zoe", letter, "Merci")
        await village.does("zoe", "besoin pas-tout-à-fait 1 Sur tablette aussi ?")
        await village.post_with("est rouverte. Il manque encore")
        await village.types("amina", "/besoin répondre 1 TuxType alors")
        await village.letter_with("zoe", "TuxType")
        refused = await village.does("louis", "besoin rouvrir 1")
        await village.quietly()

        assert "déjà été rouverte une fois" in refused
        assert not twice(await village.posts())


async def test_what_was_put_off_comes_back_though_the_bot_was_stopped(village: Village) -> None:
    async with village.bot():
        await village.types("louis", "/besoin Qui prête un chariot de portables ?")
        await village.does("amina", "besoin reporter 1 mattermost")
        await village.post_with("Qui peut répondre à la question")
    village.stage.clock.advance(timedelta(days=15).total_seconds())
    async with village.bot():
        await village.post_with("De nouveau ouverte, après avoir été reportée une")
        await village.quietly()

        await _comes_to(village, "amina", "De nouveau ouverte")
        assert not twice(await village.letters("amina"))


async def test_doubles_are_merged_by_the_coordinator(village: Village) -> None:
    async with village.bot():
        await village.types("louis", "/besoin Qui connaît un plombier pour la fuite du local ?")
        await village.post_with("Qui connaît un plombier")
        await village.types("zoe", "/besoin Un plombier pour la fuite du local, qui connaît ?")
        pile = await _comes_to(village, "amina", "Ces deux questions se ressemblent")
        await village.click("amina", pile, "Réunir n°\u00a02 et n°\u00a01")
        await village.post_with("Elle concerne 2")
        await village.types("amina", "/besoin répondre 1 La plomberie du plateau")

        await village.letter_with("zoe", "La plomberie du plateau")


async def test_a_form_with_menus_keeps_what_was_chosen(village: Village) -> None:
    async with village.bot():
        louis = await village.person("louis")
        window = await louis.listens()
        await village.types("louis", "/besoin")
        told = await louis.fills_in(
            await window.form(),
            await village.channel(),
            texte="Un diplôme à distance ?",
            theme="Bureautique",
            visibilite="Le réseau, sans mon nom",
            ou="À la prochaine rencontre",
        )
        card = await village.post_with("Un diplôme à distance")
        await window.socket.close()

    assert told == {}
    assert "posée sans nom" in card["message"]
    assert "Réponse espérée à la prochaine rencontre" in card["message"]


async def test_the_picture_and_the_table_are_files_of_direct_messages(village: Village) -> None:
    async with village.bot():
        await village.types("louis", "/besoin Qui prête une salle à Brest ?")
        await village.types("amina", "/reseau bilan")
        await village.does("amina", "besoin exporter")
        picture = await _file(village, await village.letter_with("amina", "#### Le bilan"))
        table = await _file(village, await village.letter_with("amina", "en tableau"))
        refused = await village.does("zoe", "besoin exporter")

    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert "Qui prête une salle" in table.decode("utf-8-sig")
    assert b"Louis" not in table
    assert "réservé à la coordination" in refused


async def test_without_callback_an_offer_is_taken_by_a_reaction_and_answered(
    village: Village,
) -> None:
    place = village.without_callback()
    async with place.bot():
        await place.says("louis", f"@courroie besoin {KNOWN}")
        await place.post_with(KNOWN)
        await place.says("amina", "@courroie besoin répondre 1 Sur le site")
        await place.post_with("Sur le site")
        await place.says("zoe", f"@courroie besoin {AGAIN}")
        offer = await place.letter_with("zoe", "Avant que le réseau ne lise")
        zoe = await place.person("zoe")

        async def ready() -> bool:
            found = await zoe.get(f"/posts/{offer['id']}/reactions")
            return [each["emoji_name"] for each in found or []] == ["one", "mega"]

        assert await eventually(ready)
        await place.react("zoe", offer["id"], "one")
        await place.letter_with("zoe", "Tant mieux")
        await place.quietly()

        assert not await place.by_bot(AGAIN)


async def _comes_to(village: Village, who: str, words: str) -> Json:
    """Have someone ask for their pile and leave what waits for later, until it shows these words.

    A morning may have opened one before: the last one counts.
    """
    assert "en message direct" in await village.types(who, "/aide")
    await village.letter_with(who, "Ce qui vous attend")
    await village.quietly()

    async def look() -> Json | None:
        piles = [each for each in await village.letters(who) if "Ce qui vous attend" in str(each)]
        village.stage.clock.advance(2)  # longer than a thumb takes
        if words in text_of(piles[-1]):
            return piles[-1]
        await village.click(who, piles[-1], "Plus tard")
        await village.quietly()
        return None

    found = await eventually(look)
    assert found is not None
    return found


async def _offered(village: Village) -> Json:
    """Have a question answered and asked again: what the second asker is offered."""
    await village.types("louis", f"/besoin {KNOWN}")
    await village.post_with(KNOWN)
    await village.types("amina", "/besoin répondre 1 Sur le site, en trois étapes")
    await village.types("zoe", f"/besoin {AGAIN}")
    return await village.letter_with("zoe", "Avant que le réseau ne lise")


async def _file(village: Village, post: Json) -> bytes:
    amina = await village.person("amina")
    (file,) = post["metadata"]["files"]
    url = f"{amina.url}/api/v4/files/{file['id']}"
    headers = {"Authorization": f"Bearer {amina.token}"}
    async with village.town.http.get(url, headers=headers) as answer:
        assert answer.status == 200
        return await answer.read()


def _number_in(told: str) -> int:
    found = re.search(r"n°\s(\d+)", told)
    assert found, told
    return int(found[1])
