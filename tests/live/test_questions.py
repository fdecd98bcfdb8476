"""Questions on a real server: the command, the card and its buttons, the forms."""

from __future__ import annotations

from tests.live.bot import House, dialog_of, eventually, plain, whisper_to
from tests.live.server import in_direct, posts_in


async def test_a_question_is_confirmed_to_its_author_and_shown_to_all(house: House) -> None:
    said = await house.types(house.louis, "/besoin Qui prête une salle à Brest ?")

    assert "paraît dans le canal, **avec votre nom**" in said
    number = int(said.split("n°\u00a0")[1].split("**")[0])
    await house.does(house.louis, f"besoin poser {number}")
    card = await house.card(number, "Louis", "> Qui prête une salle à Brest ?")
    assert card["user_id"] == house.bot.id
    (attachment,) = card["props"]["attachments"]
    actions = [(each["name"], each["type"]) for each in attachment["actions"]]
    assert actions == [
        ("Moi aussi", "button"),
        ("J'ai une réponse", "button"),
        ("Plus…", "button"),
    ]


async def test_readers_of_a_card_never_see_its_tickets(house: House) -> None:
    number = await house.asks(house.louis, "Un modèle de charte ?")

    card = await house.card(number)

    assert "ticket" not in str(card)
    assert "integration" not in str(card)


async def test_the_bare_command_opens_a_form_whose_content_is_the_question(house: House) -> None:
    window = await house.louis.listens()
    await house.types(house.louis, "/besoin")
    opened = await window.next("open_dialog")

    answer = await house.submits(house.louis, opened, "Qui connaît Aidants Connect ?")

    assert answer == {}
    form = dialog_of(opened)
    assert form["title"] == "Poser une question"
    assert len(form["title"]) <= 24
    assert all(len(each["display_name"]) <= 24 for each in form["elements"])
    number = await house.numbered(house.louis, "Qui connaît Aidants Connect")
    await house.card(number, "> Qui connaît Aidants Connect ?")
    await window.socket.close()


async def test_a_form_sent_empty_stays_open_and_says_why(house: House) -> None:
    window = await house.louis.listens()
    await house.types(house.louis, "/besoin")
    opened = await window.next("open_dialog")

    answer = await house.submits(house.louis, opened, "   ")

    assert "Il me manque votre question" in answer["error"]
    await window.socket.close()


async def test_a_cancelled_form_asks_nothing(house: House) -> None:
    window = await house.louis.listens()
    await house.types(house.louis, "/besoin")
    opened = await window.next("open_dialog")

    answer = await house.submits(house.louis, opened, "Rien du tout ?", cancelled=True)

    assert answer == {}
    assert "Rien du tout" not in await house.types(house.louis, "/besoin liste")
    await window.socket.close()


async def test_me_too_is_counted_whispered_to_who_clicked_and_taken_back(house: House) -> None:
    number = await house.asks(house.louis, "Une imprimante 3D à visiter ?")
    card = await house.card(number)
    window = await house.zoe.listens()

    first = await house.clicks(house.zoe, card, "moiaussi")
    noted = await whisper_to(window)
    card = await house.card(number, "Elle concerne 2\u00a0personnes")
    await house.clicks(house.zoe, card, "moiaussi")

    assert first.status == 200
    assert "concerne maintenant 2\u00a0personnes" in noted
    assert "ne vous compte plus" in await whisper_to(window)
    assert card["props"]["attachments"][0]["actions"], "its buttons stay"
    await window.socket.close()


async def test_the_author_does_not_join_their_own_question(house: House) -> None:
    number = await house.asks(house.louis, "Qui a un vidéoprojecteur ?")
    window = await house.louis.listens()

    await house.clicks(house.louis, await house.card(number), "moiaussi")

    assert "vous" in (await whisper_to(window)).lower()
    assert "concerne" not in (await house.card(number))["message"]
    await window.socket.close()


async def test_an_answer_is_kept_on_the_card_in_its_thread_and_told_to_the_asker(
    house: House,
) -> None:
    number = await house.asks(house.louis, "Où trouver des tablettes ?")
    card = await house.card(number)
    window = await house.zoe.listens()

    await house.clicks(house.zoe, card, "reponse")
    opened = await window.next("open_dialog")
    answer = await house.submits(house.zoe, opened, "À la médiathèque\nle mardi")

    assert answer == {}
    assert dialog_of(opened)["title"] == f"Répondre à la n°\u00a0{number}"
    answered = await house.card(number, ":white_check_mark:", "> À la médiathèque\n> le mardi")
    assert answered["id"] == card["id"]
    assert answered["props"]["attachments"][0]["actions"][0]["name"] == "Merci"
    reply = await house.said(f"question:loire:{number}:answer0", "répond", "> À la médiathèque")
    assert reply["root_id"] == card["id"]
    await house.told(house.louis, "Bonne nouvelle", f"n°\u00a0{number}", "> le mardi")
    await window.socket.close()


async def test_a_button_of_an_answered_question_is_gone(house: House) -> None:
    number = await house.asks(house.louis, "Quel tableur libre ?")
    card = await house.card(number)
    await house.types(house.zoe, f"/besoin répondre {number} LibreOffice Calc")
    await house.card(number, ":white_check_mark:")

    late = await house.clicks(house.amina, card, "moiaussi")

    assert late.status == 404


async def test_only_the_first_answer_is_kept(house: House) -> None:
    number = await house.asks(house.louis, "Qui répare les écrans ?")
    await house.types(house.zoe, f"/besoin répondre {number} Le Repair Café")

    second = await house.types(house.amina, f"/BESOIN Repondre n°{number} Moi")

    assert f"La question n°\u00a0{number} a déjà sa réponse, de " in second
    assert "> Le Repair Café" in second


async def test_questions_are_listed_seen_and_withdrawn_by_their_author(house: House) -> None:
    number = await house.asks(house.zoe, "Un atelier sur les mots de passe ?")

    listed = await house.types(house.louis, "/besoin liste ouvertes")
    seen = await house.types(house.louis, f"/besoin voir #{number}")
    refused = await house.does(house.louis, f"besoin retirer {number}")
    withdrawn = await house.does(house.zoe, f"besoin retirer {number}")

    assert "Un atelier sur les mots de passe" in listed
    assert "> Un atelier sur les mots de passe ?" in plain(seen)
    assert "réservé" in refused
    assert "est retirée" in withdrawn
    card = await house.card(number, "retirée")
    assert not card["props"].get("attachments")
    assert "mots de passe" not in await house.types(house.louis, "/besoin liste ouvertes")


async def test_a_coordinator_closes_and_the_author_reads_why(house: House) -> None:
    number = await house.asks(house.louis, "Question hors sujet ?")

    refused = await house.does(house.amina, f"besoin retirer {number}")
    await house.does(house.amina, f"besoin fermer {number} Voyez le canal hors-sujet")

    assert "réservé" in refused
    await house.told(house.louis, f"question n°\u00a0{number}", "est fermée", "canal hors-sujet")
    await house.card(number, "fermée", "Voyez le canal hors-sujet")


async def test_other_people_s_words_ring_nobody(house: House) -> None:
    place = f"/channels/{house.here}/members/{house.zoe.id}"
    before = (await house.zoe.get(place))["mention_count"]
    window = await house.zoe.listens()
    number = await house.asks(
        house.louis, f"@channel @all @here @{house.names['bot']} #urgent qui sait [x](y) ?"
    )
    card = await house.card(number)

    while True:
        event = await window.next("posted")
        if card["id"] in event["data"]["post"]:
            break

    assert "mentions" not in event["data"]
    assert card["hashtags"] == ""
    assert (await house.zoe.get(place))["mention_count"] == before
    await window.socket.close()


async def test_a_name_full_of_markdown_is_shown_not_obeyed(house: House) -> None:
    number = await house.asks(house.zoe, "Qui a une rallonge ?")

    card = await house.card(number)

    assert "Zoé\\_\\*la\\* \\[belle\\](http://x.fr) @\u200bchannel" in card["message"]


async def test_the_longest_question_and_answer_fit_in_a_card(house: House) -> None:
    words = "très " * 395 + "long ?"
    number = await house.asks(house.louis, words)
    await house.types(house.zoe, f"/besoin répondre {number} {words}")

    card = await house.card(number, ":white_check_mark:")

    assert card["message"].count("très") == 2 * 395


async def test_the_same_words_typed_twice_are_one_question(house: House) -> None:
    first = await house.asks(house.louis, "Qui a déjà essayé Grist ?")

    second = await house.types(house.louis, "/besoin Qui a déjà essayé Grist ?")

    assert f"déjà déposée\u00a0: c'est la **n°\u00a0{first}**" in second


async def test_a_deleted_card_stops_nothing(house: House) -> None:
    number = await house.asks(house.louis, "Où acheter des câbles solides ?")
    card = await house.card(number)
    answer = await house.amina.call("DELETE", f"/posts/{card['id']}")
    if answer.status != 200:  # only its author or an administrator may
        await house.bot.call("DELETE", f"/posts/{card['id']}")

    said = await house.types(house.zoe, f"/besoin répondre {number} Oui, rien ne se perd")

    assert "Votre réponse paraît" in said
    await house.told(house.louis, f"n°\u00a0{number}", "> Oui, rien ne se perd")


async def test_a_deleted_card_s_answer_is_still_said_in_the_channel(house: House) -> None:
    number = await house.asks(house.louis, "Qui anime un jeu de piste au parc ?")
    card = await house.card(number)
    await house.bot.call("DELETE", f"/posts/{card['id']}")

    await house.types(house.zoe, f"/besoin répondre {number} Dite sous sa carte")

    async def found() -> bool:
        posts = await posts_in(house.zoe, house.here)
        return any("> Dite sous sa carte" in each["message"] for each in posts)

    assert await eventually(found)


async def test_a_refusal_of_a_direct_message_reaches_its_author(house: House) -> None:
    channel = await in_direct(house.louis, house.bot)

    await house.louis.says(channel, "besoin voir 99999")

    await house.told(house.louis, "99999")
