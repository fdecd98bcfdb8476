"""Discretion on a real server: what is taken back is gone, and who left is told nothing more."""

from __future__ import annotations

from tests.live.bot import House, eventually
from tests.live.server import Server, in_direct, posts_in


async def test_a_question_made_private_leaves_the_channel(house: House) -> None:
    number = await house.asks(house.louis, "Comment dire non à mon employeur ?")
    card = await house.card(number)

    made = await house.does(house.louis, f"besoin rendre-privée {number}")

    assert "elle sera lue par" in made

    async def gone() -> bool | None:
        posts = await posts_in(house.zoe, house.here)
        return card["id"] not in [each["id"] for each in posts] or None

    assert await eventually(gone)


async def test_with_replies_its_card_is_rewritten_and_they_stay(house: House) -> None:
    number = await house.asks(house.louis, "Que répondre à une demande de note de frais ?")
    card = await house.card(number)
    await house.zoe.replies(card, "Demandez-la par écrit, toujours.")
    await house.does(house.louis, f"besoin rendre-privée {number}")

    rewritten = await house.card(number, "ne la partage plus avec le réseau")

    assert rewritten["id"] == card["id"]
    assert "note de frais" not in str(rewritten)
    said = [each["message"] for each in await posts_in(house.zoe, house.here)]
    assert "Demandez-la par écrit, toujours." in said


async def test_a_name_is_taken_off_a_card(house: House) -> None:
    number = await house.asks(house.louis, "Qui connaît un bon clavier adapté ?")
    await house.card(number)

    await house.does(house.louis, f"besoin retirer-mon-nom {number}")

    card = await house.card(number, "posée sans nom")
    assert house.louis.id not in str(card)


async def test_who_left_the_channel_is_told_nothing_more(server: Server, house: House) -> None:
    nora = await server.person("nora-part")
    await server.admin.post(
        f"/teams/{house.team.id}/members",
        {"team_id": house.team.id, "user_id": nora.id},
        status=201,
    )
    await house.louis.post(f"/channels/{house.here}/members", {"user_id": nora.id}, status=201)
    await house.told(nora, "**Bienvenue.**")
    number = await house.asks(nora, "Où imprimer des affiches en grand ?")
    await house.card(number)
    await house.louis.call("DELETE", f"/channels/{house.here}/members/{nora.id}")

    await house.types(house.zoe, f"/besoin répondre {number} À la médiathèque, le mardi")
    await house.card(number, "À la médiathèque")
    await house.asks(house.louis, "Qui a un scanner à plat ?")

    letters = await posts_in(nora, await in_direct(nora, house.bot))
    assert not [each for each in letters if "médiathèque" in each["message"]]
