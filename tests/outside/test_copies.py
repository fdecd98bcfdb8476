"""`/reseau copies` and Monday's pile: coordinators know what failed, what is in doubt, once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.outside import store
from bot.outside.rules import CopyState, OutsideTool
from tests.outside.fake import copies, dies, says
from tests.outside.lived import AAP, SALLE, announced, deposited, in_state, state_of, with_words
from tests.outside.test_discord import Discord
from tests.outside.test_discord import line_of as discord_line
from tests.outside.test_grist import Grist
from tests.outside.test_grist import line_of as grist_line
from tests.pile_cases import waiting
from tests.ports import held_port
from tests.room import Room
from tests.typable import doing


@pytest.fixture
def hook() -> Iterator[Discord]:
    with held_port() as port:
        yield Discord(port)


@pytest.fixture
def grist() -> Iterator[Grist]:
    with held_port() as port:
        yield Grist(port)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def monday(room: Room) -> str:
    """Return what a coordinator has to do."""
    return waiting(room)


def test_a_network_without_tools_sees_nothing_of_it(room: Room) -> None:
    reply = room.does("amina", "reseau copies")

    assert reply.text.startswith("Aucun autre outil")
    assert reply.buttons == ()
    assert "Copies" not in monday(room)


def test_what_is_in_doubt_is_told_until_someone_has_looked(room: Room, hook: Discord) -> None:
    line = discord_line(hook)
    copies(room, hook, line)
    announced(room)
    dies(room, hook, line)
    copies(room, hook, line)

    assert "Copies vers d'autres outils : 1 à regarder" in monday(room).replace("*", "")

    reply = room.does("amina", "reseau copies")
    assert "- Rencontre n° 1 (Discord)" in plain(reply.text)
    (button,) = reply.buttons
    assert button.label == "J'ai vérifié"

    reply = room.clicks("amina", button.route, button.argument)
    assert plain(reply.text).startswith("C'est noté : 1 copie vérifiée.")
    assert "Copies" not in monday(room)


def test_what_is_held_back_is_told_with_its_reason_on_one_card(room: Room, grist: Grist) -> None:
    deposited(room)
    with_words(room, "Qui appelle Mme Durand ?")
    room.clock.forward(minutes=15)
    copies(room, grist, grist_line(grist))

    assert "1 à regarder" in monday(room)
    shown = plain(room.does("amina", "reseau copies").text)
    assert "- Question n° 1 (Grist) : le nom d'une personne" in shown

    room.clock.forward(days=8)

    assert "à regarder" not in monday(room)
    assert "Question n° 1" in plain(room.does("amina", "reseau copies").text)


def test_a_short_outage_is_told_to_nobody_and_a_long_one_is(room: Room, grist: Grist) -> None:
    deposited(room)
    room.clock.forward(minutes=15)
    grist.plays = [says(503)]
    copies(room, grist, grist_line(grist))

    assert "Copies" not in monday(room)

    room.clock.forward(days=1)

    assert "1 outil en panne" in monday(room)
    shown = plain(room.does("amina", "reseau copies").text)
    assert "- **Grist** : aucune copie pour l'instant, 1 en attente. En panne depuis" in shown

    copies(room, grist, grist_line(grist))

    assert "Copies" not in monday(room)


def test_a_tool_that_failed_at_what_is_no_longer_to_be_sent_is_told_of_no_more(
    room: Room, grist: Grist
) -> None:
    deposited(room)
    room.clock.forward(minutes=15)
    grist.plays = [says(503)]
    copies(room, grist, grist_line(grist))
    room.does("louis", "besoin retirer 1")
    room.clock.forward(days=1)
    copies(room, grist, grist_line(grist))

    assert "Copies" not in monday(room)
    assert len(grist.asked) == 1


def test_a_tool_that_refuses_us_is_tried_again_when_asked(room: Room, grist: Grist) -> None:
    deposited(room)
    room.clock.forward(minutes=15)
    line = grist_line(grist)
    grist.plays = [says(403)]
    copies(room, grist, line)
    reply = room.does("amina", "reseau copies")

    assert "Arrêté : il refuse notre clé" in plain(reply.text)
    assert "1 outil en panne" in monday(room), "at once: it does not mend itself"

    button, _ = reply.buttons
    room.clicks("amina", button.route, button.argument)

    assert copies(room, grist, line) == 1
    assert state_of(room, line).reason == ""


def test_a_row_refused_again_and_again_is_told(room: Room, grist: Grist) -> None:
    room.fills("amina", "veille échéance", **AAP)
    for _ in range(3):
        grist.plays = [says(400)]
        copies(room, grist, grist_line(grist))
        room.clock.forward(hours=6)

    assert "1 à regarder" in monday(room)
    shown = plain(room.does("amina", "reseau copies").text)
    assert "- Échéance n° 1 (Grist) : il refuse cette copie (erreur 400)" in shown
    assert len(in_state(room, CopyState.REFUSED)) == 1


def test_a_tool_that_was_taken_out_of_the_configuration_is_told_of_no_more(
    room: Room, grist: Grist
) -> None:
    line = grist_line(grist)
    deposited(room)
    room.clock.forward(minutes=15)
    grist.plays = [says(403)]
    copies(room, grist, line)
    room.store(lambda db: store.switch_off(db, [("loire", OutsideTool.DISCORD)]))

    assert "Copies" not in monday(room)
    assert room.does("amina", "reseau copies").text.startswith("Aucun autre outil")

    copies(room, grist, line)

    assert state_of(room, line).on


def test_members_are_not_shown_it(room: Room) -> None:
    assert room.does("louis", "reseau copies").refused


def test_a_question_is_copied_only_where_a_coordinator_chose_it(room: Room, grist: Grist) -> None:
    line = grist_line(grist)
    room.says("louis", SALLE)
    room.says("zoé", "/besoin anonyme Comment gérer un public agressif ?")
    room.says("louis", "/besoin privé Mon employeur refuse ma formation")
    room.clock.forward(minutes=15)

    assert copies(room, grist, line) == 0
    shown = room.does("amina", "reseau copies")
    assert "Une question ne part vers Grist que si vous la choisissez" in plain(shown.text)
    assert "ne peut plus être rappelé" in shown.text
    [menu] = [each for each in shown.buttons if each.options]
    assert [doing(each) for each in menu.options] == ["reseau copier 2", "reseau copier 1"]

    chosen = room.does("amina", doing(menu.options[1]))

    assert "se lira aussi dans Grist, sans nom" in chosen.text
    assert copies(room, grist, line) == 1
    assert list(grist.rows["Besoins"]) == ["loire:question:1"]

    room.clicks("amina", "reseau ne-plus-copier", "1")
    assert copies(room, grist, line) == 1
    assert grist.rows["Besoins"]["loire:question:1"]["texte"] == ""


def test_who_chooses_coordinates_and_what_is_private_is_copied_nowhere(
    room: Room, grist: Grist
) -> None:
    copies(room, grist, grist_line(grist))
    room.says("louis", SALLE)
    room.says("amina", "/besoin privé Mon employeur refuse ma formation")

    assert room.does("louis", "reseau copier 1").refused
    assert "Ce n'est plus possible" in room.does("amina", "reseau copier 2").text
    room.does("amina", "reseau copier 1")
    room.does("louis", "besoin rendre-privée 1")
    room.does("louis", "besoin retirer-mon-nom 1 confirmé")
    room.clock.forward(minutes=15)

    assert copies(room, grist, grist_line(grist)) == 0


def test_without_a_tool_that_gets_questions_none_is_chosen(room: Room, grist: Grist) -> None:
    room.says("louis", SALLE)

    assert "rien à copier" in room.does("amina", "reseau copier 1").text
    room.clock.forward(minutes=15)
    assert copies(room, grist, grist_line(grist)) == 0
