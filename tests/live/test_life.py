"""The whole life of a question on a real server, with commands, buttons, forms and files."""

from __future__ import annotations

import json

from tests.live.bot import House, eventually, is_a_picture
from tests.live.server import Server
from tests.sandbox.people import Json, Person

CHECK = "white_check_mark"


async def test_a_hashtag_files_the_question(house: House) -> None:
    said = await house.types(house.louis, "/besoin Un quiz pour la souris ? #bureautique")
    number = _number_in(said)
    await house.does(house.louis, f"besoin poser {number}")

    card = await house.card(number, "(Bureautique)")

    assert "#" not in card["message"]
    assert "Un quiz pour la souris" in await house.types(house.zoe, "/besoin liste bureautique")


async def test_an_unsigned_question_names_nobody_anywhere(house: House) -> None:
    number = await house.asks(house.louis, "anonyme Comment avouer que je débute sur Linux ?")
    post = await house.writes(house.louis, "besoin anonyme Faut-il vouvoyer les collégiens ?")
    await house.confirmed(house.louis, post)
    card = await house.card(number, "posée sans nom")
    other = await house.card(await house.numbered(house.louis, "Faut-il vouvoyer"))

    seen = await house.types(house.zoe, f"/besoin voir {number}")
    listed = await house.types(house.amina, "/besoin liste")

    for shown in (json.dumps(card), json.dumps(other), seen, listed):
        assert house.louis.id not in shown
        assert "Louis" not in shown


async def test_a_coordinator_writes_to_an_unsigned_author_who_stays_unnamed(house: House) -> None:
    number = await house.asks(house.louis, "anonyme Peut-on refuser un rendez-vous pénible ?")

    await house.does(house.amina, f"besoin écrire {number} De quel genre ?")
    asked = await house.told(house.louis, "De quel genre", f"n°\u00a0{number}")
    form = await house.form(house.louis, asked, "Répondre…")
    assert await house.louis.fills_in(form, house.here, texte="Quelqu'un qui crie") == {}

    letter = await house.told(house.amina, "Quelqu'un qui crie")
    assert letter["message"].startswith("La personne qui a posé la question vous écrit")


async def test_a_private_question_reaches_the_coordinator_then_all_if_its_author_agrees(
    house: House,
) -> None:
    words = "Mon employeur me demande une note de frais, que répondre ?"
    number = _number_in(await house.types(house.louis, f"/besoin privé {words}"))
    await house.does(house.louis, f"besoin transmettre {number}")
    letter = await house.told(house.amina, f"Question privée n°\u00a0{number}", words)
    assert await _unknown(house, house.zoe, number)

    told = await house.presses(house.amina, letter, "Proposer de la partager")
    asked = await house.told(house.louis, "Êtes-vous d'accord", f"n°\u00a0{number}")
    assert await _unknown(house, house.zoe, number)
    done = await house.presses(house.louis, asked, "D'accord, sans mon nom")

    assert "Je demande son accord" in told
    assert "posée au réseau, sans votre nom" in done
    card = await house.card(number, "posée sans nom", words)
    assert house.louis.id not in json.dumps(card)


async def test_a_private_question_is_answered_in_private(house: House) -> None:
    said = await house.types(house.zoe, "/besoin privée Puis-je changer de tuteur ?")
    number = _number_in(said)
    await house.does(house.zoe, f"besoin transmettre {number}")
    letter = await house.told(house.amina, "Puis-je changer de tuteur")
    window = await house.amina.listens()

    await house.amina.clicks(letter, "J'ai une réponse")
    told = await house.amina.fills_in(await window.form(), house.here, texte="Appelez-moi")

    assert told == {}
    await house.told(house.zoe, "Bonne nouvelle", f"n°\u00a0{number}", "> Appelez-moi")
    assert "tuteur" not in json.dumps(await house.all_said())
    await window.socket.close()


async def test_personal_data_is_kept_out_until_its_writer_confirms_that_it_is_none(
    house: House,
) -> None:
    words = "Le 06 39 98 12 34 est-il bien le numéro du standard ?"
    shown = await house.shows(house.louis, f"/besoin {words}")
    listed = await house.types(house.louis, "/besoin liste toutes")

    told = await house.presses(house.louis, shown, "Ce n'est pas une donnée personnelle")

    assert "Je n'ai rien enregistré" in shown["message"]
    assert "numéro de téléphone" in shown["message"]
    assert "standard" not in listed
    await house.does(house.louis, f"besoin poser {_number_in(told)}")
    await house.card(_number_in(told), words)


async def test_personal_data_by_mention_and_by_direct_message_is_refused_in_words(
    house: House,
) -> None:
    await house.mentions(house.zoe, "besoin Mme Michu née le 12/03/1950 veut un mail ?")
    await house.told(house.zoe, "Je n'ai rien enregistré", "supprimez-le")
    await house.writes(house.zoe, "besoin Écrire à paul.michu@example.org ou non ?")

    await house.told(house.zoe, "Un doute, avant d'enregistrer", "une adresse de courriel")

    assert "Michu" not in json.dumps(await house.all_said())


async def test_what_was_answered_already_is_offered_before_the_channel_rings(
    house: House,
) -> None:
    known, number = await _alike(house, "ouvrir un coffre-fort numérique à La Poste")
    offer = await house.told(house.zoe, "Avant que le réseau ne lise", f"n°\u00a0{number}")
    assert f"question:loire:{number}" not in json.dumps(await house.all_said())

    told = await house.presses(house.zoe, offer, "Cela répond à ma question")

    assert f"rejoint la n°\u00a0{known}" in told
    assert "réunie" in await house.types(house.zoe, f"/besoin voir {number}")
    assert f"question:loire:{number}" not in json.dumps(await house.all_said())


async def test_who_finds_no_answer_there_asks_anyway(house: House) -> None:
    _, number = await _alike(house, "scanner une vieille diapositive en couleur")
    offer = await house.told(house.zoe, "Avant que le réseau ne lise", f"n°\u00a0{number}")

    told = await house.presses(house.zoe, offer, "Poser quand même")

    assert "le réseau va lire votre question" in told
    await house.card(number, "scanner une vieille diapositive")


async def test_a_message_becomes_a_question_when_someone_mentions_the_bot_under_it(
    house: House,
) -> None:
    root = await house.zoe.says(house.here, "Quelqu'un sait brancher un TNI Promethean ?")

    await house.louis.replies(root, f"@{house.names['bot']} besoin")

    letter = await house.told(house.zoe, "a déposé votre message", "TNI Promethean")
    await house.told(house.louis, "la personne qui l'a écrite est prévenue")
    card = await house.card(await house.numbered(house.zoe, "Quelqu'un sait brancher un TNI"))
    assert "Zoé" in card["message"]
    buttons = letter["props"]["attachments"][0]["actions"]
    assert "Retirer" in [each["name"] for each in buttons]


async def test_a_reply_is_proposed_accepted_found_wanting_and_reopened_once(house: House) -> None:
    number = await house.asks(house.zoe, "Quel jeu pour apprendre le clavier ?")
    card = await house.card(number)
    await house.presses(house.louis, card, "Moi aussi")
    reply = await house.amina.replies(card, "Klavaro, c'est libre")
    await house.told(house.zoe, "a écrit dans le fil", f"n°\u00a0{number}")

    await house.zoe.reacts(reply["id"], CHECK)
    answered = await house.card(number, ":white_check_mark:", "> Klavaro, c'est libre")
    letter = await house.told(house.louis, "vous concerne aussi", "> Klavaro")
    form = await house.form(house.louis, letter, "Pas tout à fait…")
    told = await house.louis.fills_in(form, house.here, texte="Et sur tablette ?", a_qui="rouvrir")
    again = await house.card(number, "**Question", "2\u00a0personnes")
    await house.types(house.amina, f"/besoin répondre {number} TuxType alors")
    second = await house.told(house.louis, "> TuxType alors")

    assert answered["props"]["attachments"], "one may thank for it"
    assert told == {}
    assert again["props"]["attachments"], "one may join and answer again"
    await house.said(f"question:loire:{number}:reopened1", "Il manque encore", "> Et sur tablette")
    assert second["props"]["attachments"]
    refused = await house.does(house.zoe, f"besoin rouvrir {number}")
    assert "déjà été rouverte une fois" in refused


async def test_the_button_of_a_proposed_answer_keeps_it(house: House) -> None:
    number = await house.asks(house.louis, "Comment nettoyer un écran tactile ?")
    await house.zoe.replies(await house.card(number), "Un chiffon doux, sans alcool")
    letter = await house.told(house.louis, "a écrit dans le fil", f"n°\u00a0{number}")

    told = await house.presses(house.louis, letter, "C'est la réponse")

    assert "a sa réponse" in told
    await house.card(number, "Réponse de", "> Un chiffon doux")


async def test_only_the_asker_or_a_coordinator_accepts(house: House) -> None:
    number = await house.asks(house.louis, "Une police lisible pour dyslexiques ?")
    reply = await house.zoe.replies(await house.card(number), "Luciole")

    await house.zoe.reacts(reply["id"], CHECK)
    await house.types(house.zoe, "/aide")
    before = await house.card(number)
    await house.amina.reacts(reply["id"], CHECK)

    assert "Luciole" not in before["message"]
    await house.card(number, "> Luciole")


async def test_me_too_by_reaction_is_taken_back_with_it(house: House) -> None:
    number = await house.asks(house.louis, "Un traceur GPS pour le vélo-atelier ?")
    card = await house.card(number)

    await house.zoe.reacts(card["id"], "raising_hand")
    await house.card(number, "Elle concerne 2\u00a0personnes")
    await house.zoe.takes_back(card["id"], "raising_hand")

    async def alone() -> bool:
        return "concerne" not in (await house.card(number))["message"]

    assert await eventually(alone)


async def test_a_coordinator_defers_by_form_and_the_card_says_where_to(house: House) -> None:
    number = await house.asks(house.louis, "Faire venir un notaire pour expliquer FranceConnect ?")
    await house.card(number)

    form = await house.opens(house.amina, f"besoin reporter {number}")
    told = await house.amina.fills_in(form, house.here, quand="La prochaine rencontre")

    assert told == {}
    await house.card(number, ":calendar: Reportée à la prochaine rencontre")
    assert "attend" in await house.types(house.amina, "/rencontre")
    assert "notaire" in await house.types(house.zoe, "/besoin liste rencontre")


async def test_a_question_deferred_to_mattermost_is_put_to_the_channel_again(house: House) -> None:
    number = await house.asks(house.louis, "Qui prête un chariot de portables ?")

    await house.does(house.amina, f"besoin reporter {number} mattermost")

    call = await house.said(f"question:loire:{number}:call1", "Qui peut répondre", "chariot")
    told = await house.presses(house.zoe, call, "Moi aussi")
    assert "concerne maintenant 2" in told


async def test_doubles_are_made_one_by_a_form_that_names_them(house: House) -> None:
    first = await house.asks(house.louis, "Qui connaît un plombier pour la fuite du local ?")
    await house.card(first)
    second = await house.asks(house.zoe, "Un plombier pour la fuite du local, qui connaît ?")
    await house.card(second)

    form = await house.opens(house.amina, f"besoin fusionner {second}")
    told = await house.amina.fills_in(
        form,
        house.here,
        texte=f"n°\u00a0{first} · Qui connaît un plombier pour la fuite du local ?",
    )

    assert told == {}
    await house.card(first, "Elle concerne 2\u00a0personnes")
    await house.card(second, f"réunie avec la n°\u00a0{first}")
    await house.types(house.amina, f"/besoin répondre {first} La régie des eaux")
    await house.told(house.zoe, "> La régie des eaux")


async def test_what_a_coordinator_does_a_member_may_not(house: House) -> None:
    number = await house.asks(house.louis, "Un photocopieur à donner, ça intéresse ?")
    for line in (f"reporter {number} lettre", f"fermer {number} Non", "exporter"):
        assert "réservé à la coordination" in await house.does(house.zoe, f"besoin {line}")


async def test_a_form_with_menus_keeps_what_was_chosen(house: House) -> None:
    opened = await house.opens(house.louis, "/besoin")
    form = json.loads(json.dumps(opened["dialog"]))
    menus = [each["name"] for each in form["elements"] if each["type"] == "select"]

    told = await house.louis.fills_in(
        opened,
        house.here,
        texte="Un diplôme d'animation à distance ?",
        theme="Bureautique",
        visibilite="Le réseau, sans mon nom",
        ou="À la prochaine rencontre",
    )

    assert (told, menus) == ({}, ["theme", "visibilite", "ou"])
    card = await house.card(await house.numbered(house.louis, "Un diplôme d'animation"))
    assert "posée sans nom (Bureautique)" in card["message"]
    assert "Réponse espérée à la prochaine rencontre" in card["message"]


async def test_the_figures_come_with_their_picture(house: House) -> None:
    await house.asks(house.louis, "Un drone pour filmer la kermesse ?")

    said = await house.types(house.zoe, "/reseau bilan")

    assert "arrive en message direct" in said
    letter = await house.told(house.zoe, "Le bilan de la Loire", filed=True)
    await is_a_picture(house, house.zoe, letter)
    shown = await house.shows(house.amina, "/reseau bilan")
    await house.presses(house.amina, shown, "Publier dans le canal")
    post = await _filed(house, "#### Le bilan de la Loire")
    await is_a_picture(house, house.louis, post)


async def test_a_coordinator_takes_the_questions_away_as_a_table(house: House) -> None:
    await house.asks(house.louis, "=1+1 fait-il deux dans un tableur ?")

    said = await house.does(house.amina, "besoin exporter")

    assert "arrive en message direct" in said
    letter = await house.told(house.amina, "en tableau, sans aucun nom", filed=True)
    (file,) = letter["metadata"]["files"]
    table = (await house.content(house.amina, file)).decode("utf-8-sig")
    assert file["name"].endswith(".csv")
    assert table.startswith("numéro;thème;")
    assert "'=1+1 fait-il deux" in table
    assert "Louis" not in table
    assert house.louis.id not in table


async def test_a_stranger_learns_nothing_of_a_question(server: Server, house: House) -> None:
    number = await house.asks(house.louis, "Où poser un panneau d'affichage ?")
    square = await server.channel(house.team.id, "marche", house.marc, kind="O")
    lines = (
        "Une question d'ailleurs ?",
        f"voir {number}",
        f"répondre {number} Au mur",
        f"moi-aussi {number}",
        f"rouvrir {number}",
        f"~loire voir {number}",
        "chercher panneau",
        "bilan",
        "exporter",
        "mes",
    )

    for line in lines:
        said = await house.types(house.marc, f"/besoin {line}", str(square["id"]))
        assert "panneau" not in said
        assert "aucun des réseaux" in said or "réseau" in said
    await house.writes(house.marc, f"besoin voir {number}")
    await house.told(house.marc, "aucun des réseaux")
    assert "concerne" not in (await house.card(number))["message"]


async def test_a_guest_learns_nothing_of_a_question(server: Server, house: House) -> None:
    guest = await server.guest("gaelle")
    await server.join_team(house.team.id, guest)
    path = f"/channels/{house.here}/members"
    await server.admin.post(path, {"user_id": guest.id}, status=201)
    number = await house.asks(house.louis, "Un traiteur pour la rencontre ?")

    for line in (f"voir {number}", "liste", "chercher traiteur", f"répondre {number} Oui"):
        assert "réservé aux membres" in await house.types(guest, f"/besoin {line}")


async def _alike(house: House, words: str) -> tuple[int, int]:
    """Have a question answered, and the same asked again: their numbers."""
    first = await house.asks(house.louis, f"Comment {words} ?")
    await house.card(first)
    await house.types(house.amina, f"/besoin répondre {first} Comme ceci, en trois étapes")
    second = await house.asks(house.zoe, f"Qui sait {words} ?", anyway=False)
    return first, second


async def _filed(house: House, words: str) -> Json:
    async def look() -> Json | None:
        posts = await house.all_said()
        found = (each for each in posts if words in each["message"])
        return next((each for each in found if "files" in each["metadata"]), None)

    return await eventually(look)


async def _unknown(house: House, who: Person, number: int) -> bool:
    said = await house.types(who, f"/besoin voir {number}")
    return f"Je ne trouve pas de question n°\u00a0{number}" in said


def _number_in(said: str) -> int:
    return int(said.split("**n°\u00a0")[1].split("**", maxsplit=1)[0])
