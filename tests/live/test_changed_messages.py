"""Messages that are edited or deleted on a real server: what they made follows them."""

from __future__ import annotations

from tests.live.bot import House
from tests.sandbox.people import Json, Person


async def _edits(who: Person, post: Json, message: str) -> None:
    answer = await who.call("PUT", f"/posts/{post['id']}/patch", {"message": message})
    assert answer.status == 200, answer.body


async def _asked(house: House, words: str) -> tuple[Json, int, Json]:
    """Have louis ask by mention: his message, the number, and the card."""
    post = await house.mentions(house.louis, f"besoin {words}")
    number = await house.confirmed(house.louis, post)
    await house.writes(house.louis, f"besoin poser {number}")
    return post, number, await house.card(number)


async def test_an_edit_that_says_less_is_followed(quiet: House) -> None:
    words = "Qui prête un vidéoprojecteur ?"
    post, number, card = await _asked(quiet, f"{words} Rose le cherche.")

    await _edits(quiet.louis, post, f"@{quiet.names['bot']} besoin {words}")

    await quiet.told(quiet.louis, f"n°\u00a0{number} dit maintenant")
    rewritten = await quiet.card(number, words)
    assert rewritten["id"] == card["id"]


async def test_another_edit_is_asked_about(quiet: House) -> None:
    post, number, _ = await _asked(quiet, "Qui prête un micro ?")

    await _edits(quiet.louis, post, f"@{quiet.names['bot']} besoin Qui prête une enceinte ?")

    await quiet.told(quiet.louis, f"n°\u00a0{number} dit toujours", "une enceinte")


async def test_a_deletion_hides_what_it_made(quiet: House) -> None:
    post, number, card = await _asked(quiet, "Qui prête un écran ?")

    await quiet.louis.call("DELETE", f"/posts/{post['id']}")

    await quiet.told(quiet.louis, f"n°\u00a0{number} n'est plus montrée à personne")
    hidden = await quiet.card(number, "retirée par la personne qui l'a posée")
    assert hidden["id"] == card["id"]
    assert "un écran" not in str(hidden)


async def test_a_message_goes_with_the_thread_that_it_stands_in(quiet: House) -> None:
    root = await quiet.zoe.says(quiet.here, "Des nouvelles du matériel ?")
    asked = "besoin Qui prête un pupitre ?"
    post = await quiet.mentions(quiet.louis, asked, root_id=root["id"])
    number = await quiet.confirmed(quiet.louis, post)
    await quiet.writes(quiet.louis, f"besoin poser {number}")
    await quiet.card(number)

    await quiet.zoe.call("DELETE", f"/posts/{root['id']}")

    await quiet.told(quiet.louis, f"n°\u00a0{number} n'est plus montrée à personne")
