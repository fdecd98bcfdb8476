"""The whole bot beside the sandbox, from what people type to what they read."""

from __future__ import annotations

import pytest

from tests.waiting import eventually
from tests.whole.town import Village, key_of, twice

TITLES = {"loire": "La veille de la Loire", "national": "La veille du réseau national"}


async def test_a_question_by_slash_command_becomes_a_card(village: Village) -> None:
    async with village.bot():
        told = await village.types("louis", "/besoin Qui prête une salle à Brest ?")
        card = await village.post_with("Qui prête une salle à Brest")

    assert "**n°\u00a01**" in told
    assert "Louis Perrot" in card["message"]
    assert key_of(card) == "question:loire:1"
    assert [each["name"] for each in card["props"]["attachments"][0]["actions"]] == [
        "Moi aussi",
        "J'ai une réponse",
        "Plus…",
    ]


async def test_a_question_by_mention_is_answered_in_its_thread(village: Village) -> None:
    async with village.bot():
        asked = await village.says("zoe", "@courroie besoin Qui connaît un atelier Linux ?")
        told = await village.letter_with("zoe", "paraît dans le canal")
        await village.post_with("Qui connaît un atelier Linux")
        await village.quietly()

    assert "**n°\u00a01**" in told["message"]
    assert key_of(told) == f"reply:{asked['id']}"


async def test_a_question_by_direct_message_goes_to_the_only_network_of_its_author(
    village: Village,
) -> None:
    async with village.bot():
        louis = await village.person("louis")
        where = await village.direct("louis")
        await louis.says(where, "besoin ~loire Où imprimer en grand ?")
        await village.letter_with("louis", "paraît dans le canal")
        card = await village.post_with("Où imprimer en grand")

    assert key_of(card) == "question:loire:1"


async def test_our_name_in_passing_gets_a_sign_there_and_an_offer_in_private(
    village: Village,
) -> None:
    async with village.bot():
        said = await village.says("zoe", "Bonjour @courroie, qui connaît un atelier Linux ?")
        offer = await village.letter_with("zoe", "Est-ce une question")
        zoe = await village.person("zoe")

        async def signed() -> bool:
            found = await zoe.get(f"/posts/{said['id']}/reactions")
            return [each["emoji_name"] for each in found or []] == ["envelope"]

        await eventually(signed)
        assert not await village.by_bot("atelier Linux")
        await village.click("zoe", offer, "Poser cette question")
        card = await village.post_with("Bonjour, qui connaît un atelier Linux")

    assert key_of(card) == "question:loire:1"


async def test_a_button_counts_one_more_person(village: Village) -> None:
    async with village.bot():
        await village.types("louis", "/besoin Qui prête une salle à Brest ?")
        card = await village.post_with("Qui prête")
        told = await village.click("zoe", card, "Moi aussi")
        await village.post_with("Elle concerne 2")

    assert told.get("status") == "OK"


async def test_a_stranger_is_told_whom_to_ask(village: Village) -> None:
    async with village.bot():
        marc = await village.person("marc")
        channel = (await marc.channel("hors-sujet"))["id"]
        answer = await marc.types(channel, "/besoin Je peux entrer ?")

    assert "d'aucun des réseaux" in answer.body["text"]


async def test_a_dialog_keeps_the_answer_and_tells_the_asker(village: Village) -> None:
    async with village.bot():
        await village.types("louis", "/besoin Qui prête une salle à Brest ?")
        card = await village.post_with("Qui prête")
        zoe = await village.person("zoe")
        listener = await zoe.listens()
        await village.click("zoe", card, "J'ai une réponse")
        told = await zoe.fills_in(
            await listener.form(), card["channel_id"], texte="La Manufacture, le mardi"
        )
        letter = await village.letter_with("louis", "La Manufacture")
        await village.post_with("Réponse de Zoé Lambert")
        await village.quietly()
        answered = await village.by_bot("Zoé Lambert répond")
        await listener.socket.close()

    assert not told
    assert "Zoé Lambert a répondu" in letter["message"]
    assert [each["root_id"] for each in answered] == [card["id"]]


async def test_two_networks_number_their_questions_apart(village: Village) -> None:
    async with village.bot():
        here = await village.types("louis", "/besoin Une question de la Loire ?")
        there = await village.types("nadia", "/besoin Une question du pays ?", "national")
        await village.post_with("Une question de la Loire", "loire")
        await village.post_with("Une question du pays", "national")
        await village.quietly()

        assert not await village.by_bot("du pays", "loire")
    assert "**n°\u00a01**" in here
    assert "**n°\u00a01**" in there


async def test_where_clicks_cannot_reach_us_reactions_do(village: Village) -> None:
    place = village.without_callback()
    async with place.bot():
        await place.says("louis", "@courroie besoin Qui prête une salle à Brest ?")
        card = await place.post_with("Qui prête une salle")
        louis = await place.person("louis")

        async def offered() -> list[str]:
            found = await louis.get(f"/posts/{card['id']}/reactions")
            return [each["emoji_name"] for each in found or []]

        assert await eventually(offered) == ["raising_hand"]
        await place.react("zoe", card["id"], "raising_hand")
        await place.post_with("Elle concerne 2")
        await place.react("amina", card["id"], "raising_hand_medium_dark_skin_tone")
        await place.post_with("Elle concerne 3")
        await place.says("zoe", "@courroie besoin répondre 1 La Manufacture")
        await place.post_with("Réponse de Zoé")
        await place.quietly()

        assert "attachments" not in card["props"]
        assert not twice(await place.posts())


@pytest.mark.feeds
async def test_moving_the_clock_to_the_due_date_publishes_each_digest_once(
    village: Village,
) -> None:
    async with village.bot():
        network = village.networks["loire"]
        due = network.digest.next_dates(village.stage.clock.now(), network.timezone, 1)[0]
        village.stage.clock.move_to(due)
        for where, title in TITLES.items():
            await village.post_with(title, where)
        await village.quietly()

        for where, title in TITLES.items():
            digests = await village.by_bot(title, where)
            assert [key_of(each) for each in digests] == [f"digest:{where}:{due:%Y-%m-%dT%H:%M}"]
            assert "Avec du retard" not in digests[0]["message"]
