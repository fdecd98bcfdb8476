"""Every other way in: mentions, direct messages, reactions, where no click can reach the bot."""

from __future__ import annotations

from tests.live.bot import House, eventually, number_before, plain
from tests.live.server import Server, in_direct, posts_in
from tests.sandbox.people import Json

HAND = "raising_hand"


async def _asks(house: House, text: str) -> Json:
    """Have louis ask by mention, and return the card."""
    _, card = await house.asks_aloud(house.louis, text)
    return card


async def test_a_mention_asks_and_is_confirmed_by_direct_message(quiet: House) -> None:
    await _asks(quiet, "Qui prête un ordinateur ?")

    await quiet.told(quiet.louis, "Votre question", "paraît dans le canal")


async def test_the_bot_calls_itself_by_its_account_s_name(quiet: House) -> None:
    card = await _asks(quiet, "Qui me montre ses fiches ?")
    await quiet.writes(quiet.louis, "aide tout")

    assert "**1** Moi aussi (ou :raising_hand:)" in card["message"]
    await quiet.told(quiet.louis, f"`@{quiet.names['bot']} besoin chercher <")


async def test_a_mention_within_a_sentence_asks_nothing(quiet: House) -> None:
    name = quiet.names["bot"]
    await quiet.louis.says(quiet.here, f"Demandez donc à @{name} besoin Une phrase ?")

    await _asks(quiet, "Et ceci, après ?")

    assert all("Une phrase" not in each["message"] for each in await quiet.all_said())


async def test_a_direct_message_needs_no_name(quiet: House) -> None:
    channel = await in_direct(quiet.zoe, quiet.bot)

    await quiet.zoe.says(channel, "Rencontre")

    await quiet.told(quiet.zoe, "encontre de la Loire")  # planned by another test, or not


async def test_a_greeting_is_shown_what_waits(quiet: House) -> None:
    await quiet.writes(quiet.louis, "bonjour toi")

    pile = await quiet.told(quiet.louis, "Une minute pour le réseau", "**1** ")
    assert number_before(pile, "Plus tard")


async def test_a_sentence_is_offered_as_a_question_and_a_sign_asks_it(quiet: House) -> None:
    channel = await in_direct(quiet.zoe, quiet.bot)

    await quiet.zoe.says(channel, "Bonjour, qui aurait une rallonge pour samedi ?")

    offer = await quiet.told(quiet.zoe, "Est-ce une question pour le réseau")
    assert "Poser cette question" in offer["message"]
    await quiet.zoe.says(channel, "oui")
    await quiet.told(quiet.zoe, "paraît dans le canal")


async def test_the_bot_reacts_first_and_counts_who_does_the_same(quiet: House) -> None:
    card = await _asks(quiet, "Un lieu pour le café numérique ?")

    async def hands() -> list[str]:
        reactions = (await quiet.zoe.get(f"/posts/{card['id']}/reactions")) or []
        return [each["user_id"] for each in reactions if each["emoji_name"] == HAND]

    assert await eventually(hands) == [quiet.bot.id]
    reaction = {"user_id": quiet.zoe.id, "post_id": card["id"], "emoji_name": HAND}
    await quiet.zoe.post("/reactions", reaction, status=await _reaction_status(quiet))

    async def counted() -> bool:
        post = await quiet.zoe.get(f"/posts/{card['id']}")
        return "Elle concerne 2\u00a0personnes" in post["message"]

    assert await eventually(counted)
    assert not (await quiet.zoe.get(f"/posts/{card['id']}"))["props"].get("attachments")


async def test_an_answer_by_mention_reaches_card_thread_and_asker(quiet: House) -> None:
    card = await _asks(quiet, "Quel antivirus conseiller ?")
    number = card["message"].split("n°\u00a0")[1].split("**")[0]

    await quiet.zoe.says(
        quiet.here, f"@{quiet.names['bot']} : besoin répondre {number} Aucun", root_id=card["id"]
    )

    async def said() -> bool:
        posts = await posts_in(quiet.louis, quiet.here)
        return any(each["root_id"] == card["id"] and "répond" in each["message"] for each in posts)

    assert await eventually(said)
    await quiet.told(quiet.louis, "Bonne nouvelle", "Quel antivirus conseiller")
    await quiet.told(quiet.zoe, f"Votre réponse paraît sous la question n°\u00a0{number}")


async def test_a_form_that_cannot_open_is_filled_in_the_thread_that_asks_for_it(
    quiet: House,
) -> None:
    door = await quiet.answered(quiet.louis, await quiet.writes(quiet.louis, "besoin"))
    asked = await quiet.chooses(quiet.louis, door, "Poser une question")
    assert "Répondez à ce message, dans son fil" in plain(asked["message"])

    said = await quiet.louis.replies(asked, "Qui prête une agrafeuse géante ?")

    number = await quiet.confirmed(quiet.louis, said)
    await quiet.card(number, "Qui prête une agrafeuse géante ?")


async def test_what_another_bot_says_is_not_obeyed(server: Server, quiet: House) -> None:
    other = await server.bot("autre")
    await server.join_team(quiet.team.id, other)
    path = f"/channels/{quiet.here}/members"
    await server.admin.post(path, {"user_id": other.id}, status=201)
    await other.says(quiet.here, f"@{quiet.names['bot']} besoin De robot à robot ?")

    await _asks(quiet, "Et d'une personne ?")

    assert all("robot à robot" not in each["message"] for each in await quiet.all_said())


async def test_a_message_edited_into_a_command_is_not_one(quiet: House) -> None:
    post = await quiet.louis.says(quiet.here, "bonjour")
    edit = {"id": post["id"], "message": f"@{quiet.names['bot']} besoin Modifiée ?"}
    await quiet.louis.call("PUT", f"/posts/{post['id']}/patch", edit)

    await _asks(quiet, "Et non modifiée ?")

    assert all("> Modifiée" not in each["message"] for each in await quiet.all_said())


async def _reaction_status(house: House) -> int:
    """Return what this server answers to a new reaction: 200 in 5.37, 201 later."""
    post = await house.zoe.says(house.here, "essai")
    reaction = {"user_id": house.zoe.id, "post_id": post["id"], "emoji_name": HAND}
    return (await house.zoe.call("POST", "/reactions", reaction)).status
