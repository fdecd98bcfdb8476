"""The same life where no click can reach the bot: mentions, direct messages, reactions."""

from __future__ import annotations

import json

from tests.live.bot import House, eventually, is_a_picture
from tests.sandbox.people import Json

CHECK = "white_check_mark"
HAND = "raising_hand"
KEY = "courroie_key"


async def test_an_answer_is_offered_with_reactions_and_one_is_answered_in_words(
    quiet: House,
) -> None:
    known, asked = await _alike(quiet, "réparer un vidéoprojecteur bruyant")
    offer = await quiet.told(quiet.zoe, "Avant que le réseau ne lise", f"n°\u00a0{asked}")
    assert await _first_reactions(quiet, offer, 2) == ["one", "mega"]
    assert not offer["props"].get("attachments")

    await quiet.zoe.reacts(offer["id"], "one")

    await quiet.told(
        quiet.zoe, "Tant mieux", f"n°\u00a0{asked} a sa réponse", f"rejoint la n°\u00a0{known}"
    )
    await quiet.card(known, "Comme ceci")
    assert f"question:loire:{asked}" not in json.dumps(await quiet.all_said())


async def test_the_other_reaction_shows_the_card_with_its_own(quiet: House) -> None:
    _, asked = await _alike(quiet, "louer une remorque électrique")
    offer = await quiet.told(quiet.zoe, "Avant que le réseau ne lise", f"n°\u00a0{asked}")
    assert await _first_reactions(quiet, offer, 2) == ["one", "mega"]

    await quiet.zoe.reacts(offer["id"], "mega")

    await quiet.told(quiet.zoe, "C'est entendu", f"n°\u00a0{asked}")
    card = await quiet.card(
        asked, "louer une remorque", "Répondez dans ce fil : **1** Moi aussi (ou :raising_hand:)"
    )
    assert await quiet.reactions(quiet.louis, card) == [HAND]


async def test_a_reaction_that_comes_too_late_is_told_so(quiet: House) -> None:
    known, asked = await _alike(quiet, "dompter un correcteur orthographique")
    offer = await quiet.told(quiet.zoe, "Avant que le réseau ne lise", f"n°\u00a0{asked}")
    await _first_reactions(quiet, offer, 2)
    await quiet.zoe.reacts(offer["id"], "one")
    await quiet.told(quiet.zoe, f"n°\u00a0{asked} a sa réponse", f"rejoint la n°\u00a0{known}")

    await quiet.zoe.reacts(offer["id"], "mega")

    await quiet.told(quiet.zoe, f"n°\u00a0{asked} a rejoint la n°\u00a0{known}")


async def test_me_too_is_a_reaction_taken_back_with_it(quiet: House) -> None:
    number, card = await quiet.asks_aloud(quiet.louis, "Un ping-pong pour la pause ?")
    assert await quiet.reactions(quiet.zoe, card) == [HAND]

    await quiet.zoe.reacts(card["id"], HAND)
    await quiet.card(number, "Elle concerne 2\u00a0personnes")
    await quiet.zoe.takes_back(card["id"], HAND)

    async def alone() -> bool:
        return "concerne" not in (await quiet.card(number))["message"]

    assert await eventually(alone)


async def test_a_proposed_answer_is_kept_by_a_reaction_to_the_direct_message(quiet: House) -> None:
    number, card = await quiet.asks_aloud(quiet.louis, "Où graver un disque de nos jours ?")
    await quiet.zoe.replies(card, "Chez moi, j'ai un graveur")
    letter = await quiet.told(quiet.louis, "a écrit dans le fil", f"n°\u00a0{number}")
    assert await _first_reactions(quiet, letter, 1) == [CHECK]

    await quiet.louis.reacts(letter["id"], CHECK)

    await quiet.told(quiet.louis, f"votre question n°\u00a0{number} a sa réponse")
    await quiet.card(number, ":white_check_mark:", "> Chez moi, j'ai un graveur")


async def test_what_an_answer_misses_is_said_in_its_letter_s_thread_and_reopens_it(
    quiet: House,
) -> None:
    number, card = await quiet.asks_aloud(quiet.louis, "Quel papier pour une imprimante braille ?")
    await quiet.answers(quiet.zoe, card, "J'ai une réponse", "Du papier épais")
    letter = await quiet.told(quiet.louis, "Bonne nouvelle", "> Du papier épais")
    assert await _first_reactions(quiet, letter, 1) == ["pray"]
    form = await quiet.chooses(quiet.louis, letter, "Pas tout à fait…")

    await quiet.louis.replies(form, "Quel grammage ?\nrouvrir")

    card = await quiet.card(number, "**1** Moi aussi (ou :raising_hand:)")
    assert "papier épais" not in card["message"]
    await quiet.said(f"question:loire:{number}:reopened1", "> Quel grammage ?")


async def test_a_private_question_is_shared_by_its_author_s_reaction(quiet: House) -> None:
    await quiet.writes(quiet.louis, "besoin privé Comment gérer un conflit de bureau ?")
    waiting = await quiet.told(quiet.louis, "n'est pas encore transmise")
    assert "incoming_envelope" in await _first_reactions(quiet, waiting, 4)
    await quiet.louis.reacts(waiting["id"], "incoming_envelope")
    letter = await quiet.told(quiet.amina, "Question privée", "conflit de bureau")
    number = _number_in(letter)
    await _first_reactions(quiet, letter, 1)
    await quiet.amina.reacts(letter["id"], "busts_in_silhouette")
    await quiet.told(quiet.amina, "Je demande son accord")
    asked = await quiet.told(quiet.louis, "Êtes-vous d'accord", f"n°\u00a0{number}")
    await _first_reactions(quiet, asked, 1)

    await quiet.louis.reacts(asked["id"], CHECK)

    await quiet.told(quiet.louis, "posée au réseau, sans votre nom")
    card = await quiet.card(number, "posée sans nom", "conflit de bureau")
    assert quiet.louis.id not in json.dumps(card)


async def test_a_coordinator_does_all_in_the_threads_of_the_cards(quiet: House) -> None:
    first, deferred = await quiet.asks_aloud(quiet.louis, "Une webcam de secours pour mardi ?")
    second, closed = await quiet.asks_aloud(quiet.louis, "Un vieux minitel à exposer ?")
    third, merged = await quiet.asks_aloud(quiet.louis, "Un vieux minitel à exposer, qui en a ?")

    form = await quiet.chooses(quiet.amina, deferred, "Reporter…")
    await quiet.amina.replies(form, "La prochaine lettre")
    form = await quiet.chooses(quiet.amina, closed, "Fermer sans réponse…")
    await quiet.amina.replies(form, "Le musée en a trois")
    form = await quiet.chooses(quiet.amina, merged, "Réunir avec une autre…")
    await quiet.amina.replies(form, f"n° {first}")

    await quiet.card(first, "Reportée à la prochaine lettre")
    await quiet.card(second, "fermée", "Le musée en a trois")
    await quiet.card(third, f"réunie avec la n°\u00a0{first}")
    await quiet.told(quiet.louis, "Le musée en a trois")


async def test_the_picture_of_the_figures_comes_by_direct_message(quiet: House) -> None:
    await quiet.writes(quiet.amina, "reseau bilan")

    shown = await quiet.told(quiet.amina, "#### Le bilan de la Loire", filed=True)

    await is_a_picture(quiet, quiet.amina, shown)


async def _alike(quiet: House, words: str) -> tuple[int, int]:
    """Have a question answered, and the same asked again: their numbers."""
    first, _ = await quiet.asks_aloud(quiet.louis, f"Comment {words} ?")
    await quiet.answers(
        quiet.amina, await quiet.card(first), "J'ai une réponse", "Comme ceci, en trois étapes"
    )
    await quiet.card(first, ":white_check_mark:")
    asked = await quiet.writes(quiet.zoe, f"besoin Qui sait {words} ?")
    return first, await quiet.confirmed(quiet.zoe, asked)


async def _first_reactions(quiet: House, letter: Json, count: int) -> list[str]:
    """Return the reactions that the bot put first under what it said to someone."""

    async def look() -> list[str]:
        found = await quiet.reactions(quiet.bot, letter)
        return found if len(found) == count else []

    return await eventually(look)


def _number_in(post: Json) -> int:
    """Return the number of the question that the bot's post is about, from its key."""
    return int(post["props"][KEY].split(":")[2])
