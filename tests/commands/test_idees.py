"""`/rencontre`: animations proposed by members, supported, put on the agenda, held."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.message import MessageKind
from bot.meeting import store as meetings
from bot.meeting.agenda import AgendaPlace, ItemKind, ItemState
from bot.meeting.ideas import choosing
from bot.meeting.ideas import store as ideas
from bot.meeting.ideas.rules import IdeaStatus
from bot.talk.command import Command, Via
from bot.talk.reply import Reply
from commands.rencontre.proposing import PAGE
from tests.commands.gestures import reads, sends
from tests.room import Room, caller, open_room
from tests.typable import doing

MUR = "rencontre proposer Un mur de post-it en ligne"


@pytest.fixture
def planned(room: Room) -> Room:
    """Return a room with a meeting, and zoé's idea n° 1."""
    room.says("amina", "/rencontre planifier jeudi 10 décembre 14h, médiathèque de Valcombe")
    room.does("zoé", MUR)
    return room


def fills_in(room: Room, who: str, **fields: str) -> Reply:
    """Send the form back, as a chat does."""
    return room.asks(
        Command(
            text=fields.get("texte", ""),
            caller=caller(who),
            via=Via.DIALOG,
            channel="loire-channel",
            network="loire",
            route="rencontre proposer",
            fields=fields,
        )
    )


def takes_out(room: Room, line: str) -> None:
    """Erase a line of the agenda."""
    form = room.does("amina", "rencontre changer n° 1").dialog
    assert form is not None
    text = form.fields[0].default.replace("\ue000", "").replace("\ue001", "")
    assert line in text
    sends(room, "amina", form, texte=text.replace(f"- {line}", ""))


def status(room: Room, number: int = 1) -> IdeaStatus:
    return room.store(lambda db: ideas.get(db, "loire", number)).status


def card(room: Room) -> str:
    """Return the card of the first idea, as it was said last."""
    return [
        text
        for message, text in zip(room.outbox(), room.said(), strict=True)
        if "idea:loire:1" in (message.key, message.edits)
    ][-1]


# Proposing


def test_an_idea_is_kept_and_its_card_shown(room: Room) -> None:
    reply = room.does("zoé", MUR)

    [message] = room.outbox()
    assert reply.text == (
        "Merci, votre idée n°\u00a01 (partage de pratiques) est dans le canal. Elle y attend "
        "d'être retenue pour une rencontre."
    )
    assert (message.key, message.user) == ("idea:loire:1", None)
    assert card(room) == (
        "**Idée d'animation n°\u00a01** (partage de pratiques), proposée par Zoé\n"
        "> Un mur de post-it en ligne"
    )
    button, more = message.buttons
    assert (button.label, button.route, button.emoji, button.undo) == (
        "Soutenir",
        "rencontre soutenir",
        "+1",
        "rencontre ne-plus-soutenir",
    )
    assert (more.label, more.route, more.argument) == ("Plus…", "rencontre idée", "1")


def test_the_form_asks_for_the_kind_and_the_name(room: Room) -> None:
    dialog = room.does("zoé", "rencontre proposer").dialog

    assert dialog is not None
    names = [field.name for field in dialog.fields]
    assert names == ["texte", "genre", "contact", "visibilite", "certifie"]
    fills_in(room, "zoé", texte="La CNIL", genre="intervenant", visibilite="anonymous")
    assert card(room) == ("**Idée d'animation n°\u00a01** (intervention extérieure)\n> La CNIL")
    assert fills_in(room, "zoé", genre="n'importe quoi").refused
    refused = fills_in(room, "zoé", texte="Un quiz", genre="n'importe quoi")
    assert refused.refused
    assert "ce choix pour «\u00a0Genre\u00a0»" in refused.text


def test_an_unsigned_idea_names_nobody_anywhere(planned: Room) -> None:
    planned.does("louis", "rencontre proposer anonyme : Mon bot")
    planned.does("amina", "rencontre retenir 2")

    shown = [
        planned.says("amina", "/rencontre").text,
        planned.does("zoé", "rencontre idées").text,
        *(
            text
            for message, text in zip(planned.outbox(), planned.said(), strict=True)
            if message.user != "louis"
        ),
    ]
    assert any("Mon bot" in text for text in shown)
    assert not any("Louis" in text for text in shown)


def test_the_same_words_sent_twice_are_one_idea(room: Room) -> None:
    room.does("zoé", MUR)

    assert "Je la garde une seule fois." in room.does("zoé", MUR).text
    assert len(room.outbox()) == 1
    assert "n°\u00a02" in room.does("louis", MUR).text


def test_an_idea_with_personal_data_is_refused_unless_certified(room: Room) -> None:
    words = "Appeler le 06 12 34 56 78"

    assert room.does("zoé", f"rencontre proposer {words}").refused
    assert room.outbox() == []
    assert not room.does("zoé", f"rencontre proposer certifié {words}").refused


@pytest.mark.parametrize("who", ["gaspard", "marc"])
@pytest.mark.parametrize("typed", ["proposer Un atelier", "idées", "soutenir 1", "retenir 1"])
def test_guests_and_strangers_have_no_part_in_it(planned: Room, who: str, typed: str) -> None:
    assert planned.does(who, f"rencontre {typed}").refused


# The list


def test_the_list_shows_the_most_supported_first(planned: Room) -> None:
    planned.does("louis", "rencontre proposer Nos fiches")
    planned.does("amina", "rencontre soutenir 2")
    planned.does("amina", "rencontre retenir 1")

    assert planned.does("louis", "rencontre idées").text == (
        "**2\u00a0idées d'animation** dans la Loire, les plus soutenues d'abord\n\n"
        "- **n°\u00a02** Nos fiches (partage de pratiques, 1\u00a0soutien)\n"
        "- **n°\u00a01** Un mur de post-it en ligne (partage de pratiques, retenue)"
    )


def test_a_long_list_has_pages(room: Room) -> None:
    for number in range(PAGE + 2):
        room.does("zoé", f"rencontre proposer Atelier {number}")

    first = room.does("louis", "rencontre idées")
    menu, following, _ = first.buttons
    second = room.clicks("louis", following.route, following.argument)

    assert "(page 1 sur 2)" in first.text
    assert len(menu.options) == PAGE
    assert second.text.count("- **n°") == 2
    assert "La suite" not in [each.label for each in second.buttons]
    assert room.does("louis", "rencontre idées 99").text == second.text


def test_an_empty_list_invites(room: Room) -> None:
    [propose] = room.does("louis", "rencontre idées").buttons
    assert room.clicks("louis", propose.route, propose.argument).dialog is not None


def test_an_idea_is_opened_from_the_list_with_what_each_may_do(planned: Room) -> None:
    def opened(who: str) -> list[str]:
        menu = planned.does(who, "rencontre idées").buttons[0]
        reply = reads(planned, who, doing(menu.options[0]))
        assert "**Idée d'animation n°\u00a01**" in reply.text
        return [each.label for each in reply.buttons]

    assert opened("louis") == ["Soutenir"]
    planned.does("louis", "rencontre soutenir 1")
    assert opened("louis") == ["Ne plus soutenir"]
    assert opened("amina") == ["Soutenir", "Retenir pour la prochaine rencontre"]
    assert opened("zoé") == ["Retirer"]


# Support


def test_a_support_is_counted_once_and_the_card_says_it(planned: Room) -> None:
    reply = planned.does("louis", "rencontre soutenir 1")

    edits = [message for message in planned.outbox() if message.kind is MessageKind.EDIT]
    assert reply.text == "C'est noté, vous soutenez l'idée n°\u00a01 (1\u00a0soutien)."
    assert len(edits) == 1
    assert card(planned).endswith("\n\n1\u00a0soutien.")


def test_the_button_pressed_again_takes_the_support_back(planned: Room) -> None:
    button, _ = planned.outbox()[-1].buttons

    planned.clicks("louis", button.route, button.argument)
    assert "1\u00a0soutien" in card(planned)
    assert "vous ne soutenez plus" in planned.clicks("louis", button.route, button.argument).text
    assert "soutien" not in card(planned)


def test_a_support_may_be_taken_back(planned: Room) -> None:
    back = "rencontre ne-plus-soutenir 1"
    planned.does("louis", "rencontre soutenir 1")

    assert "vous ne soutenez plus" in planned.does("louis", back).text
    assert "soutien" not in card(planned)
    assert "Vous ne souteniez pas" in planned.does("louis", back).text


def test_a_reaction_supports_and_taking_it_back_undoes_it(planned: Room) -> None:
    button, _ = next(m for m in planned.outbox() if m.key == "idea:loire:1").buttons

    planned.clicks("louis", button.route, button.argument, via=Via.REACTION)
    assert "1\u00a0soutien" in card(planned)
    planned.clicks("louis", button.undo, button.argument, via=Via.REACTION)

    assert "soutien" not in card(planned)


def test_one_does_not_support_ones_own_idea(planned: Room) -> None:
    reply = planned.does("zoé", "rencontre soutenir 1")

    assert reply.refused
    assert "L'idée n°\u00a01 est la vôtre" in reply.text


@pytest.mark.parametrize("route", ["soutenir", "ne-plus-soutenir", "retirer-idée"])
def test_an_idea_that_is_gone_is_said(room: Room, route: str) -> None:
    reply = room.does("louis", f"rencontre {route} 12")

    assert reply.refused
    assert "Je ne trouve pas d'idée n°\u00a012 ici." in reply.text


def test_without_buttons_the_card_says_how_to_react(tmp_path: Path) -> None:
    room = open_room(tmp_path, buttons=False)
    room.does("zoé", MUR)

    said = card(room)
    room.database.close()
    assert said.endswith("Répondez dans ce fil\u00a0: **1** Soutenir (ou :+1:) · **2** Plus")


# On the agenda


def test_a_chosen_idea_is_on_the_agenda_with_its_author(planned: Room) -> None:
    planned.does("louis", "rencontre soutenir 1")

    reply = planned.does("amina", "rencontre retenir 1")

    assert reply.text.startswith(
        "Idée n°\u00a01 à l'ordre du jour de la rencontre du jeudi 10\u00a0décembre 2026, "
        "avec le nom de Zoé."
    )
    assert "- 4.1 Un mur de post-it en ligne, idée de Zoé" in (
        planned.says("amina", "/rencontre").text
    )
    assert card(planned).startswith(":calendar: **Idée d'animation n°\u00a01**")
    assert "Retenue pour la prochaine rencontre, avec 1\u00a0soutien." in card(planned)
    [news] = [m for m in planned.outbox() if m.user == "zoe"]
    assert news.text.startswith("Votre idée n°\u00a01 est retenue pour la prochaine rencontre")
    again = planned.does("amina", "rencontre retenir 1")
    assert again.refused
    assert "déjà à l'ordre du jour" in again.text


def test_an_idea_taken_out_of_the_agenda_waits_again(planned: Room) -> None:
    planned.does("amina", "rencontre retenir 1")

    takes_out(planned, "idée n° 1 Un mur de post-it en ligne, @zoe")

    assert status(planned) is IdeaStatus.OPEN
    assert "post-it" not in planned.says("amina", "/rencontre").text
    planned.does("amina", "rencontre retenir 1")
    assert "- 4.1 Un mur de post-it" in planned.says("amina", "/rencontre").text


def test_ideas_of_a_meeting_that_is_called_off_wait_again(planned: Room) -> None:
    planned.does("amina", "rencontre retenir 1")

    planned.does("amina", "rencontre annuler La salle est prise")

    assert status(planned) is IdeaStatus.OPEN
    assert "Retenue" not in card(planned)


def test_only_coordinators_choose_and_for_a_planned_meeting(room: Room) -> None:
    room.does("zoé", MUR)

    assert "réservé à la coordination" in room.does("louis", "rencontre retenir 1").text
    assert "Aucune rencontre n'est planifiée" in room.does("amina", "rencontre retenir 1").text
    assert status(room) is IdeaStatus.OPEN


def test_what_was_held_is_done_and_what_was_left_goes_on(planned: Room) -> None:
    planned.does("louis", "rencontre proposer Nos fiches")
    planned.does("amina", "rencontre retenir 1")
    planned.does("amina", "rencontre retenir 2")
    now = planned.clock.now
    meeting = planned.store(lambda db: meetings.get(db, "loire", 1))
    place = meeting.agenda.find(ItemKind.IDEA, 1)
    assert place is not None
    parts = list(meeting.agenda.parts)
    items = [
        replace(each, state=ItemState.DONE) if each.ref == 1 else each
        for each in parts[place.part - 1].items
    ]
    parts[place.part - 1] = replace(parts[place.part - 1], items=tuple(items))
    running = replace(meeting, agenda=meeting.agenda.with_parts(parts)).start(now)
    ended = planned.store(lambda db: meetings.save(db, running.finish(now)))

    loire = planned.bot.networks["loire"]
    planned.store(lambda db: choosing.held(planned.bot.context(db, loire, now), ended))

    assert (status(planned, 1), status(planned, 2)) == (IdeaStatus.HELD, IdeaStatus.CHOSEN)
    assert "Animée en rencontre." in card(planned)
    planned.says("amina", "/rencontre planifier mardi 2 février 14h, La Manufacture")
    agenda = planned.does("amina", "rencontre ordre-du-jour").text
    assert "- 4.1 Nos fiches, idée de Louis" in agenda
    assert "post-it" not in agenda
    assert planned.does("louis", "rencontre soutenir 1").refused


def test_a_meeting_that_ends_has_held_the_ideas_that_it_came_to(planned: Room) -> None:
    planned.does("louis", "rencontre proposer Nos fiches")
    for number in (1, 2):
        planned.does("amina", f"rencontre retenir {number}")
    takes_out(planned, "idée n° 2 Nos fiches, @louis")
    planned.says("amina", "/rencontre tenir confirmé")
    for _ in range(3):
        planned.does("amina", "rencontre suivant")

    planned.does("amina", "rencontre terminer")

    assert (status(planned, 1), status(planned, 2)) == (IdeaStatus.HELD, IdeaStatus.OPEN)


def test_an_idea_that_a_meeting_did_not_come_to_goes_on(planned: Room) -> None:
    planned.does("amina", "rencontre retenir 1")
    planned.says("amina", "/rencontre tenir confirmé")
    planned.does("amina", "rencontre terminer")

    assert status(planned) is IdeaStatus.CHOSEN
    planned.says("amina", "/rencontre planifier mardi 2 février 14h, La Manufacture")
    agenda = planned.does("amina", "rencontre ordre-du-jour n° 2").text
    assert "Un mur de post-it en ligne" in agenda


def test_without_a_part_for_animations_an_idea_goes_to_the_last_one(planned: Room) -> None:
    meeting = planned.store(lambda db: meetings.get(db, "loire", 1))
    short = meeting.agenda.with_parts(meeting.agenda.parts[:3])
    planned.store(lambda db: meetings.save(db, meeting.plan(short)))

    planned.does("amina", "rencontre retenir 1")

    kept = planned.store(lambda db: meetings.get(db, "loire", 1))
    assert kept.agenda.find(ItemKind.IDEA, 1) == AgendaPlace(3, 1)


# Withdrawing


def test_the_author_takes_an_idea_back_out_of_the_agenda_too(planned: Room) -> None:
    planned.does("amina", "rencontre retenir 1")

    reply = planned.does("zoé", "rencontre retirer-idée 1")

    assert reply.text == "Votre idée n°\u00a01 est retirée."
    assert card(planned) == "**Idée d'animation n°\u00a01**, retirée"
    assert "post-it" not in planned.says("amina", "/rencontre").text
    assert planned.does("zoé", "rencontre retirer-idée 1").refused


@pytest.mark.parametrize("who", ["louis", "amina"])
def test_nobody_else_takes_it_back(planned: Room, who: str) -> None:
    reply = planned.does(who, "rencontre retirer-idée 1")

    assert reply.refused
    assert "réservé à la personne qui a proposé l'idée" in reply.text
