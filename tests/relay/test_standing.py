"""Where all that climbs stands, as the coordinators of each level read it."""

from __future__ import annotations

from pathlib import Path

from bot.talk.reply import Reply
from sandbox.play.witness import Place, Seen
from tests.relay.steps import becomes
from tests.relay.tree_room import TreeRoom, button, labels, open_tree
from tests.typable import doing

QUESTION = "Qui forme à l'intelligence artificielle sans anglais ?"


def _transmits(room: TreeRoom, who: str, asker: str, text: str = QUESTION, number: int = 1) -> None:
    """Have a coordinator transmit a question, its asker agreeing."""
    room.says(asker, f"/besoin {text}")
    room.clicks(who, "besoin transmettre", f"{number} {text}", texte=text, territoire="nom")
    said = room.deliver()
    room.presses(asker, room.last(asker, said, "Êtes-vous d'accord"), "D'accord")


def _reads(room: TreeRoom, who: str, page: str = "") -> Reply:
    """Read where what climbs stands."""
    reply = room.does(who, f"besoin transmis {page}")
    assert not reply.refused, reply.text
    assert Seen(Place.CHANNEL, reply.text).lines <= Place.CHANNEL.limit
    return reply


def _text(reply: Reply) -> str:
    return reply.text.replace("\u00a0", " ")


def test_before_anything_climbs_it_says_how_it_would(room: TreeRoom) -> None:
    assert "Rien encore. Sous une question, **Plus…** le propose." in _text(_reads(room, "amina"))
    assert "rien n'attend votre décision" in _text(_reads(room, "nadia"))


def test_each_level_reads_where_a_need_stands_at_each_step(room: TreeRoom) -> None:
    room.says("louis", f"/besoin {QUESTION}")
    room.clicks("amina", "besoin transmettre", f"1 {QUESTION}", texte=QUESTION, territoire="nom")
    assert "**n° 1** Qui forme" in _text(_reads(room, "amina"))
    assert "attend un accord depuis aujourd'hui" in _text(_reads(room, "amina"))

    said = room.deliver()
    room.presses("louis", room.last("louis", said, "Êtes-vous d'accord"), "D'accord")
    room.clock.forward(days=3)
    below = _text(_reads(room, "amina"))
    assert "transmise, sans décision depuis 3 jours" in below
    above = _reads(room, "rachid")
    assert "1 besoin attend votre décision" in _text(above)
    assert "depuis 3 jours, une ou deux personnes" in _text(above)

    shown = room.takes("rachid", button(above, "Lire…").options[0])
    assert labels(shown)[0] == "Prendre"
    room.clicks("rachid", "besoin prendre", "1")
    assert "prise en charge depuis aujourd'hui" in _text(_reads(room, "amina"))
    assert "portée par 1 département, une ou deux personnes" in _text(_reads(room, "rachid"))

    room.says("rachid", "/besoin répondre 1 Le parcours « IA pour tous », module 3")
    below_now = _reads(room, "amina")
    assert "réponse reçue, attend votre choix depuis aujourd'hui" in _text(below_now)
    assert "réponse envoyée, pas encore publiée" in _text(_reads(room, "rachid"))
    reading = button(below_now, "Lire…").options[0]
    assert reading.label.startswith("Réponse reçue")
    answer = room.takes("amina", reading)
    assert "module 3" in answer.text
    room.clicks("amina", "besoin publier", "1")
    assert "la réponse est publiée" in _text(_reads(room, "amina"))
    assert "réponse publiée dans 1 réseau sur 1" in _text(_reads(room, "rachid"))


def test_a_network_in_the_middle_reads_both_halves(room: TreeRoom) -> None:
    _transmits(room, "amina", "louis")
    room.clicks("rachid", "besoin prendre", "1")
    room.clicks("rachid", "besoin transmettre", f"1 {QUESTION}", texte=QUESTION, territoire="nom")
    _transmits(room, "bruno", "ines", "Qui prête des tablettes pour un atelier ?")

    text = _text(_reads(room, "rachid"))

    assert text.index("besoin 3** Qui prête") < text.index("Où en est ce que nous avons transmis")
    assert "transmise, sans décision depuis aujourd'hui" in text


def test_a_need_that_was_returned_says_why(room: TreeRoom) -> None:
    _transmits(room, "amina", "louis")
    why = "La CAF répond au 3230"
    room.clicks("rachid", "besoin renvoyer", f"1 {why}", texte=why)

    assert "renvoyée : La CAF répond au 3230" in _text(_reads(room, "amina"))
    assert room.clicks("rachid", "besoin décider", "1").refused


def test_much_of_it_is_read_in_pages_of_one_screen(room: TreeRoom) -> None:
    for number in range(1, 9):
        _transmits(
            room,
            "amina",
            "louis",
            f"Qui sait la réponse {number} ? Je cherche encore aujourd'hui et demain",
            number,
        )

    first = _reads(room, "amina")
    assert "à la région Auvergne-Rhône-Alpes (page 1 sur 2)" in _text(first)
    further = button(first, "Page suivante")
    second = room.clicks("amina", further.route, further.argument)
    assert "Qui sait la réponse 8" in _text(second)
    above = _reads(room, "rachid")
    assert "8 besoins attendent votre décision" in _text(above)
    assert len(button(above, "Lire…").options) == 3


def test_it_is_for_coordinators_and_never_shows_what_they_may_not_read(room: TreeRoom) -> None:
    assert room.does("louis", "besoin transmis").refused
    room.says("louis", f"/besoin {QUESTION}")
    room.clicks("amina", "besoin transmettre", f"1 {QUESTION}", texte=QUESTION, territoire="nom")
    room.does("louis", "besoin rendre-privée 1")

    assert "intelligence" not in _reads(room, "amina").text


def test_a_summary_may_be_sent_once_the_asker_has_not_answered_for_long(room: TreeRoom) -> None:
    room.says("louis", f"/besoin {QUESTION}")
    room.clicks("amina", "besoin transmettre", f"1 {QUESTION}", texte=QUESTION, territoire="nom")
    room.deliver()
    room.clock.forward(days=12)

    reply = _reads(room, "amina")

    assert "un résumé peut partir" in _text(reply)
    summing = button(reply, "Lire…").options[0]
    assert summing.label.startswith("À résumer")
    assert room.takes("amina", summing).dialog is not None


def test_an_answer_found_here_may_be_offered_where_it_is_awaited(room: TreeRoom) -> None:
    _transmits(room, "amina", "louis")
    room.clicks("rachid", "besoin prendre", "1")
    room.says("zoe", "/besoin répondre 1 Le Moulin, à Roanne", network="loire")

    reply = _reads(room, "amina")

    assert "réponse trouvée ici, attendue là-bas" in _text(reply)
    offering = button(reply, "Lire…").options[0]
    assert offering.label.startswith("Proposer la réponse")
    assert not room.takes("amina", offering).refused
    assert button(_reads(room, "amina"), "Lire…").options[0].label.startswith("n°")


def test_without_buttons_it_says_what_to_type(tmp_path: Path) -> None:
    room = open_tree(tmp_path, buttons=False)
    room.says("louis", f"/besoin {QUESTION}")
    room.does("amina", f"besoin transmettre 1 {QUESTION}")
    room.does("louis", "besoin accord 1")

    assert _reads(room, "rachid").buttons[0].options[0].route == "besoin décider"
    assert "Un besoin monte" in room.does("rachid", "besoin décider 1").text


def test_the_doors_lead_coordinators_to_it(room: TreeRoom) -> None:
    for door, label in (("/besoin liste", ""), ("/reseau", "Le bilan…")):
        reply = room.says("amina", door)
        commands = [doing(option) for each in reply.buttons for option in each.options]
        assert ("besoin transmis" in commands) is bool(label)
    assert "Le bilan…" not in labels(room.says("louis", "/reseau"))
    asked = room.says("amina", "/besoin")
    assert doing(button(asked, "Plus…").options[-1]) == "besoin transmis"


def test_an_adapted_answer_is_published_and_one_that_was_reopened_is_not_set_aside(
    room: TreeRoom,
) -> None:
    _transmits(room, "amina", "louis")
    room.clicks("rachid", "besoin prendre", "1")
    room.says("rachid", "/besoin répondre 1 Le module 3", network="aura")
    room.deliver()
    own = "Le module 3, avec Zoé"
    room.clicks("amina", "besoin adapter", f"1 {own}", texte=own, network="loire")
    room.does("rachid", "besoin compléter 1 Et le module 4", network="aura")

    assert "publiée dans 1 réseau sur 1" in _text(_reads(room, "rachid"))
    room.does("amina", "besoin rouvrir 1", network="loire")
    room.deliver()
    room.clicks("amina", "besoin publier", "1", network="loire")
    room.does("amina", "besoin rouvrir 1", network="loire")
    assert "a été publiée, puis la question rouverte" in _text(_reads(room, "amina"))


def test_each_need_is_told_to_be_where_it_is(room: TreeRoom) -> None:
    _transmits(room, "amina", "louis")
    assert "transmis** à la région Auvergne-Rhône-Alpes" in _text(_reads(room, "amina"))
    becomes(room, "loire", parent="national")

    told = _text(_reads(room, "amina"))

    assert "transmis** au réseau national" not in told
    assert "sans décision depuis aujourd'hui (vers la région Auvergne-Rhône-Alpes)" in told


def test_a_need_whose_level_above_changed_before_the_yes_is_asked_about_again(
    room: TreeRoom,
) -> None:
    room.says("louis", f"/besoin {QUESTION}")
    room.clicks("amina", "besoin transmettre", f"1 {QUESTION}", texte=QUESTION, territoire="nom")
    first = room.last("louis", room.deliver(), "Êtes-vous d'accord")
    becomes(room, "loire", parent="national")
    assert room.presses("louis", first, "D'accord").refused

    reply = _reads(room, "amina")

    assert "le réseau à qui la transmettre a changé : à transmettre de nouveau" in _text(reply)
    again = button(reply, "Lire…").options[0]
    assert again.label.startswith("À transmettre")
    form = room.takes("amina", again).dialog
    assert form is not None
    room.clicks("amina", "besoin transmettre", f"1 {QUESTION}", texte=QUESTION, territoire="nom")
    second = room.last("louis", room.deliver(), "Êtes-vous d'accord")
    assert "réseau national" in second.text
    assert not room.presses("louis", second, "D'accord").refused


def test_a_need_that_nothing_can_come_of_any_more_says_so(room: TreeRoom) -> None:
    _transmits(room, "amina", "louis")
    becomes(room, "loire", organisation="Département")

    assert "à transmettre de nouveau" in _text(_reads(room, "amina"))
    assert "n'est plus relié au nôtre" in room.says("louis", "/besoin voir 1").text
    assert "rien n'attend votre décision" in _text(_reads(room, "rachid"))
