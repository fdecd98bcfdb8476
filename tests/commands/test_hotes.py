"""`/rencontre`: who hosts; offers, absences, the fair turn, what is asked and accepted, swaps."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from bot.core.message import Message, MessageKind
from bot.meeting import store as meetings
from bot.meeting.hosting import store as hosts
from bot.talk.command import Via
from bot.talk.markdown import person
from tests.room import Room
from tests.typable import doing

ACCEPT = "rencontre j'accueille"
DECLINE = "rencontre pas-cette-fois"
NO_NAME = "Donnez le nom d'utilisateur d'un membre du réseau, avec «\u00a0@\u00a0»"


EVE = datetime(2026, 12, 9, 8, 0, tzinfo=UTC)
"""The day before the meeting of the room below: what is urgent is said at once."""


@pytest.fixture
def planned(room: Room) -> Room:
    """Return a room with a meeting and two volunteers: zoé, then louis."""
    room.says("amina", "/rencontre planifier jeudi 10 décembre 14h, médiathèque de Valcombe")
    room.does("zoé", "rencontre accueillir La médiathèque, 20 places")
    room.clock.forward(minutes=1)
    room.fills("louis", "rencontre accueillir", texte="")
    room.clock.forward(minutes=1)
    return room


def host(room: Room, number: int = 1) -> str:
    return room.store(lambda db: meetings.get(db, "loire", number)).host


def told(room: Room, user: str) -> list[str]:
    """Return what was said to one person, oldest first."""
    said = zip(room.outbox(), room.said(), strict=True)
    return [text for message, text in said if message.user == user]


def last(room: Room, user: str) -> Message:
    return [message for message in room.outbox() if message.user == user][-1]


# Offers


def test_an_offer_is_read_with_its_words_on_the_coordinators_card(room: Room) -> None:
    reply = room.does("zoé", "rencontre accueillir La médiathèque, 20 places")

    assert reply.text.startswith(
        "Merci, vous voici volontaire pour accueillir les rencontres de la Loire."
    )
    assert room.outbox() == []
    assert "n'a pas encore accueilli\u00a0: La médiathèque, 20 places" in (
        room.does("amina", "rencontre accueil").text
    )


def test_one_offers_and_withdraws_by_the_buttons_of_ones_card(room: Room) -> None:
    offer = room.does("louis", "rencontre accueil").buttons[0]
    assert offer.label == "Proposer mon lieu…"
    form = room.clicks("louis", offer.route, offer.argument).dialog
    assert form is not None
    assert "Vous serez volontaire" in form.introduction
    assert room.store(lambda db: hosts.rota(db, "loire")).offers == []  # asked, not done

    room.fills("louis", form.route, texte="")

    assert "Merci, vous voici volontaire" in told(room, "louis")[-1]
    retire = room.does("louis", "rencontre accueil").buttons[0]
    assert retire.label == "Ne plus être volontaire"
    reply = room.clicks("louis", retire.route, retire.argument)
    assert "je ne vous demanderai plus" in reply.text
    assert reply.buttons[0].label == "Proposer mon lieu…"


def test_offering_twice_keeps_ones_place_and_takes_the_new_words(room: Room) -> None:
    room.fills("zoé", "rencontre accueillir", texte="")
    since = room.clock.now
    room.clock.forward(days=3)

    reply = room.does("zoé", "rencontre accueillir L'école")

    assert "Vous êtes déjà volontaire" in reply.text
    [kept] = room.store(lambda db: hosts.rota(db, "loire")).offers
    assert (kept.words, kept.since) == ("L'école", since)


def test_an_offer_taken_back_is_asked_no_more(planned: Room) -> None:
    assert "ne vous demanderai plus" in planned.does("zoé", "rencontre ne-plus-accueillir").text
    assert "tour de Louis" in planned.does("amina", "rencontre proposer-hôte").text


def test_a_host_who_retires_still_hosts_and_is_reminded_of_it(planned: Room) -> None:
    planned.does("amina", "rencontre hôte @zoe")

    reply = planned.does("zoé", "rencontre ne-plus-accueillir")

    assert "Vous accueillez toujours la rencontre du jeudi 10\u00a0décembre 2026" in reply.text
    assert host(planned) == "zoe"


def test_an_offer_with_personal_data_is_refused(room: Room) -> None:
    reply = room.does("zoé", "rencontre accueillir Appelez le 06 12 34 56 78")

    assert reply.refused
    assert room.store(lambda db: hosts.rota(db, "loire")).offers == []
    assert room.outbox() == []


@pytest.mark.parametrize("who", ["gaspard", "marc"])
@pytest.mark.parametrize(
    "typed",
    ["accueillir", "accueil", "absence 15 janvier", "j'accueille 1", "proposer-hôte"],
)
def test_guests_and_strangers_have_no_part_in_it(planned: Room, who: str, typed: str) -> None:
    before = len(planned.outbox())

    assert planned.does(who, f"rencontre {typed}").refused
    assert len(planned.outbox()) == before


@pytest.mark.parametrize("typed", ["proposer-hôte", "hôte @zoe", "hôte moi"])
def test_only_coordinators_choose(planned: Room, typed: str) -> None:
    reply = planned.does("louis", f"rencontre {typed}")

    assert reply.refused
    assert "réservé à la coordination" in reply.text


# Absences


@pytest.mark.parametrize(
    "typed",
    [
        "15 janvier",
        "vendredi 15 janvier",
        "15/01/2027",
        "15 janvier 2027 à 18h",
    ],
)
def test_an_absence_lasts_to_the_end_of_its_day(planned: Room, typed: str) -> None:
    reply = planned.does("zoé", f"rencontre absence {typed}")

    assert "jusqu'au vendredi 15\u00a0janvier 2027 inclus" in reply.text
    assert "tour de Louis" in planned.does("amina", "rencontre proposer-hôte").text


def test_an_absence_until_a_doubtful_day_is_asked_about(planned: Room) -> None:
    reply = planned.does("zoé", "rencontre absence lundi 15 janvier 2027")

    assert reply.refused
    assert "mais c'est un vendredi" in reply.text


def test_an_absence_that_ends_before_the_meeting_changes_nothing(planned: Room) -> None:
    planned.does("zoé", "rencontre absence 9 décembre")

    assert "tour de Zoé" in planned.does("amina", "rencontre proposer-hôte").text


def test_an_absence_may_have_no_end_and_be_taken_back(planned: Room) -> None:
    planned.fills("zoé", "rencontre absence", texte="")
    assert "sans date de retour" in planned.does("zoé", "rencontre accueil").text

    assert "Retour noté" in planned.does("zoé", "rencontre disponible").text
    assert "Aucune absence n'était notée" in planned.does("zoé", "rencontre disponible").text
    assert "tour de Zoé" in planned.does("amina", "rencontre proposer-hôte").text


@pytest.mark.parametrize("typed", ["bientôt", "la fin du mois", "15/10/2026"])
def test_an_absence_without_a_day_to_come_is_asked_about(room: Room, typed: str) -> None:
    reply = room.does("zoé", f"rencontre absence {typed}")

    assert reply.refused
    assert reply.text.startswith("Je ne lis pas ce jour.")


def test_a_host_who_will_be_away_is_told_what_can_be_done(planned: Room) -> None:
    planned.does("amina", "rencontre hôte @zoe")

    reply = planned.does("zoé", "rencontre absence 15 janvier")

    assert "Vous accueillez pourtant la rencontre du jeudi 10" in reply.text
    assert [each.label for each in reply.buttons[:3]] == [
        "Présenter mon lieu…",
        "Échanger mon tour…",
        "Je ne peux plus accueillir",
    ]


def test_the_form_of_an_absence_may_be_left_empty(room: Room) -> None:
    form = room.does("zoé", "rencontre absence").dialog
    assert form is not None

    room.clicks("zoé", form.route, "", via=Via.DIALOG)

    assert "d'ici à votre retour" in told(room, "zoe")[-1]


# The rota


def test_coordinators_read_the_rota(planned: Room) -> None:
    planned.does("amina", "rencontre proposer-hôte")
    planned.does("zoé", "rencontre pas-cette-fois 1")
    planned.does("amina", "rencontre absence 15 janvier")

    reply = planned.does("amina", "rencontre accueil")

    assert reply.text == (
        "**Accueil des rencontres de la Loire**, pour la coordination seulement\n\n"
        "Rencontre du jeudi 10\u00a0décembre 2026\u00a0: **l'hôte reste à trouver**.\n\n"
        "- Louis\u00a0: pas encore de réponse, demande du 2\u00a0novembre\n"
        "- Zoé\u00a0: pas cette fois\n\n"
        "Personne à qui demander pour cette date.\n\n"
        "Absences\u00a0: Amina jusqu'au 15\u00a0janvier."
    )
    [menu, *own] = reply.buttons
    assert [doing(option) for option in menu.options] == ["rencontre hôte moi", "rencontre hôte"]
    assert [each.label for each in own] == ["Proposer mon lieu…", "Je suis de retour"]


def test_a_coordinator_asks_or_names_from_the_card(planned: Room) -> None:
    ask, menu, *_ = planned.does("amina", "rencontre accueil").buttons

    assert ask.label == f"Demander à {person('zoe')}"
    assert "c'est le tour de Zoé" in planned.clicks("amina", ask.route, ask.argument).text
    assert "pas encore de réponse" in planned.clicks("amina", ask.route, ask.argument).text
    assert [option.label for option in menu.options] == [
        person("zoe"),
        person("louis"),
        "Moi",
        "Quelqu'un d'autre…",
    ]
    planned.does("amina", doing(menu.options[1]))
    assert host(planned) == "louis"
    assert planned.does("amina", doing(menu.options[3])).dialog is not None
    *_, nobody = planned.does("amina", "rencontre accueil").buttons[0].options
    planned.does("amina", doing(nobody))
    assert host(planned) == ""


def test_only_those_whom_the_menu_shows_are_named_by_their_id(planned: Room) -> None:
    assert planned.does("amina", "rencontre hôte gaspard").refused


def test_without_a_planned_meeting_the_rota_is_that_of_the_next_date(room: Room) -> None:
    room.fills("zoé", "rencontre accueillir", texte="")

    reply = room.does("amina", "rencontre accueil")

    assert "Aucune rencontre n'est planifiée" in reply.text
    assert "1. Zoé, volontaire depuis" in reply.text
    assert [each.route for each in reply.buttons] == ["rencontre accueillir", "rencontre absence"]


def test_members_read_their_own_part_and_nobody_elses(planned: Room) -> None:
    planned.does("amina", "rencontre proposer-hôte")
    planned.does("zoé", "rencontre pas-cette-fois 1")
    planned.does("zoé", "rencontre absence 15 janvier")

    asked = planned.does("louis", "rencontre accueil")
    zoe = planned.does("zoé", "rencontre accueil").text

    assert asked.text == (
        "**Accueil des rencontres de la Loire**\n\n"
        "- **Accueillir la rencontre du jeudi 10\u00a0décembre 2026\u00a0?** Votre réponse est "
        "attendue\n"
        "- Volontaire depuis le lundi 2\u00a0novembre 2026\n"
        "- Le réseau compte 2\u00a0volontaires"
    )
    assert [each.label for each in asked.buttons] == [
        "Oui, j'accueille",
        "Pas cette fois",
        "Ne plus être volontaire",
        "Absence…",
    ]
    assert "Votre absence\u00a0: jusqu'au vendredi 15\u00a0janvier 2027" in zoe
    assert "Louis" not in zoe


# Asking


def test_the_first_in_turn_is_asked_privately_and_the_reason_told(planned: Room) -> None:
    reply = planned.does("amina", "rencontre proposer-hôte")

    assert reply.text == (
        "Accueil de la rencontre du jeudi 10\u00a0décembre 2026\u00a0: c'est le tour de Zoé, "
        "volontaire depuis le 2\u00a0novembre, n'a pas encore accueilli (à égalité avec d'autres, "
        "la plus ancienne offre l'emporte). Je lui demande en privé\u00a0; si c'est non, je "
        "demande à la personne suivante. La carte de la rencontre dit où en est l'accueil."
    )
    asked = last(planned, "zoe")
    assert "C'est votre tour" in asked.text
    assert [(each.label, each.route, each.argument) for each in asked.buttons] == [
        ("Oui, j'accueille", ACCEPT, "1"),
        ("Pas cette fois", DECLINE, "1"),
    ]
    assert all(message.user for message in planned.outbox())


def test_nobody_is_asked_without_a_meeting(room: Room) -> None:
    room.fills("zoé", "rencontre accueillir", texte="")

    assert room.does("amina", "rencontre proposer-hôte").refused


def test_while_one_is_waited_for_the_next_is_asked_only_when_told_to(planned: Room) -> None:
    planned.does("amina", "rencontre proposer-hôte")

    waits = planned.does("amina", "rencontre proposer-hôte")
    button, *_ = waits.buttons
    further = planned.clicks("amina", button.route, button.argument)

    assert "- Zoé\u00a0: pas encore de réponse, demande du 2\u00a0novembre" in waits.text
    assert "tour de Louis" in further.text
    assert "Personne à qui demander" in planned.does("amina", "rencontre accueil").text


def test_a_yes_makes_a_host_and_rewrites_the_invitation(planned: Room) -> None:
    planned.does("amina", "rencontre proposer-hôte")

    reply = planned.clicks("zoé", ACCEPT, "1")

    assert host(planned) == "zoe"
    assert reply.text.startswith("Merci, vous accueillez la rencontre du **jeudi 10")
    rewritten = last(planned, "zoe")
    assert (rewritten.kind, rewritten.text) == (MessageKind.EDIT, reply.text)
    assert rewritten.buttons[0].label == "Présenter mon lieu…"
    assert told(planned, "amina") == []  # the meeting's card says it
    assert planned.clicks("zoé", ACCEPT, "1").text == reply.text
    assert planned.does("amina", "rencontre proposer-hôte").refused


def test_a_yes_by_reaction_is_a_no_when_it_is_taken_back(planned: Room) -> None:
    planned.does("amina", "rencontre proposer-hôte")
    yes, _ = last(planned, "zoe").buttons

    planned.clicks("zoé", yes.route, yes.argument, via=Via.REACTION)
    assert host(planned) == "zoe"
    planned.clicks("zoé", yes.undo, yes.argument, via=Via.REACTION)

    assert host(planned) == ""


def test_a_no_passes_the_turn_on_and_coordinators_are_told_when_nobody_is_left(
    planned: Room,
) -> None:
    planned.does("amina", "rencontre proposer-hôte")

    reply = planned.clicks("zoé", DECLINE, "1")

    assert reply.text.startswith("Pas cette fois, c'est entendu")
    assert "C'est votre tour" in last(planned, "louis").text
    assert told(planned, "amina") == []
    assert "- Zoé\u00a0: pas cette fois" in planned.does("amina", "rencontre accueil").text
    before = len(planned.outbox())
    assert planned.clicks("zoé", DECLINE, "1").text == reply.text
    assert len(planned.outbox()) == before

    planned.clock.now = EVE  # too late for Monday's card
    planned.clicks("louis", DECLINE, "1")

    [news] = told(planned, "amina")
    assert "plus personne à qui demander" in news
    assert last(planned, "amina").buttons[0].route == "rencontre accueil"


def test_who_was_asked_lately_is_not_asked_about_another_meeting(planned: Room) -> None:
    planned.does("amina", "rencontre proposer-hôte")
    planned.clicks("zoé", DECLINE, "1")
    planned.clicks("louis", ACCEPT, "1")
    planned.does("amina", "rencontre annuler La salle est prise")
    planned.says("amina", "/rencontre planifier jeudi 17 décembre 14h, La Manufacture")

    assert planned.does("amina", "rencontre proposer-hôte").refused
    planned.clock.forward(days=29)
    assert "tour de Zoé" in planned.does("amina", "rencontre proposer-hôte").text


def test_a_no_may_become_a_yes_while_there_is_no_host(planned: Room) -> None:
    planned.does("amina", "rencontre proposer-hôte")
    planned.clicks("zoé", DECLINE, "1")

    planned.clicks("zoé", ACCEPT, "1")

    assert host(planned) == "zoe"


def test_of_two_who_accept_at_once_one_hosts_and_the_other_is_thanked(planned: Room) -> None:
    planned.does("amina", "rencontre proposer-hôte")
    planned.does("amina", "rencontre proposer-hôte louis")

    async def both() -> list[str]:
        answers = (asyncio.to_thread(planned.clicks, who, ACCEPT, "1") for who in ("zoé", "louis"))
        return [reply.text for reply in await asyncio.gather(*answers)]

    replies = asyncio.run(both())

    won, lost = sorted(replies, key=lambda text: "a déjà trouvé son hôte" in text)
    assert won.startswith("Merci, vous accueillez")
    assert lost.startswith("Merci. Cette rencontre a déjà trouvé son hôte.")
    loser = {"zoe": "louis", "louis": "zoe"}[host(planned)]
    assert "l'accueil est trouvé, vous n'avez rien à faire" in told(planned, loser)[-1]


@pytest.mark.parametrize("route", [ACCEPT, DECLINE])
def test_whoever_was_not_asked_answers_nothing(planned: Room, route: str) -> None:
    reply = planned.clicks("louis", route, "1")
    assert reply.refused
    assert "Cette demande ne tient plus" in reply.text
    assert planned.clicks("louis", route, "12").refused


def test_a_called_off_meeting_has_no_host_to_find(planned: Room) -> None:
    planned.does("amina", "rencontre proposer-hôte")
    planned.store(
        lambda db: meetings.save(
            db, meetings.get(db, "loire", 1).cancel("La salle est prise", planned.clock.now)
        )
    )

    reply = planned.clicks("zoé", ACCEPT, "1")

    assert reply.refused
    assert "est annulée" in reply.text


def test_those_who_would_host_a_meeting_hear_that_it_is_called_off(planned: Room) -> None:
    planned.does("amina", "rencontre hôte @zoe")
    planned.says("amina", "/rencontre planifier mardi 2 février 14h, La Manufacture")
    planned.does("amina", "rencontre annuler La salle est prise")
    assert told(planned, "zoe")[-1].endswith("La raison\u00a0: La salle est prise")
    planned.does("zoé", "rencontre ne-plus-accueillir")

    planned.does("amina", "rencontre proposer-hôte")
    planned.does("amina", "rencontre annuler Trop tôt")

    assert "vous n'avez plus à l'accueillir" in told(planned, "louis")[-1]
    assert planned.clicks("louis", ACCEPT, "2").refused


# Naming


def test_a_coordinator_names_the_host_who_is_told(planned: Room) -> None:
    reply = planned.does("amina", "rencontre hôte @Zoe.")

    assert host(planned) == "zoe"
    assert reply.text == (
        "Accueil\u00a0: Zoé accueille la rencontre du jeudi 10\u00a0décembre 2026, et l'ordre du "
        "jour le dit."
    )
    named = last(planned, "zoe")
    assert "vous confie une rencontre" in named.text
    assert [button.route for button in named.buttons][-1] == DECLINE
    before = len(planned.outbox())
    planned.does("amina", "rencontre hôte @zoe")
    assert len(planned.outbox()) == before


def test_the_former_host_is_told_and_nobody_is_told_what_they_did(planned: Room) -> None:
    planned.does("amina", "rencontre hôte @zoe")

    planned.does("amina", "rencontre hôte moi")

    assert host(planned) == "amina"
    assert "change de mains" in told(planned, "zoe")[-1]
    assert "n'a plus d'hôte" in planned.does("amina", "rencontre hôte personne").text
    assert host(planned) == ""


@pytest.mark.parametrize("typed", ["hôte Zoé", "hôte @marc", "hôte @gaspard", "hôte @x"])
def test_only_a_member_named_by_account_can_be_the_host(planned: Room, typed: str) -> None:
    reply = planned.does("amina", f"rencontre {typed}")

    assert reply.refused
    assert reply.text.startswith(NO_NAME)


def test_a_host_gives_it_up_and_the_coordinators_find_another(planned: Room) -> None:
    planned.does("amina", "rencontre hôte @zoe")
    planned.does("zoé", "rencontre pas-cette-fois 1")
    assert told(planned, "amina") == []  # Monday's card tells it in time
    planned.does("amina", "rencontre hôte @zoe")
    planned.clock.now = EVE

    planned.does("zoé", "rencontre pas-cette-fois 1")

    assert host(planned) == ""
    [news] = told(planned, "amina")
    assert "ne pourra finalement pas accueillir" in news
    assert last(planned, "amina").buttons[0].route == "rencontre accueil"
    assert "tour de Louis" in planned.does("amina", "rencontre proposer-hôte").text


def test_turns_go_round_from_one_meeting_to_the_next(planned: Room) -> None:
    planned.does("amina", "rencontre proposer-hôte")
    planned.clicks("zoé", ACCEPT, "1")
    planned.clock.forward(days=40)
    planned.store(
        lambda db: meetings.save(
            db, meetings.get(db, "loire", 1).start(planned.clock.now).finish(planned.clock.now)
        )
    )
    planned.says("amina", "/rencontre planifier mardi 2 février 14h, La Manufacture")

    assert "tour de Louis" in planned.does("amina", "rencontre proposer-hôte").text
    planned.clicks("louis", DECLINE, "2")
    assert "C'est votre tour" in last(planned, "zoe").text


# Swaps


def test_a_host_asks_someone_to_take_their_turn(planned: Room) -> None:
    planned.does("amina", "rencontre hôte @zoe")

    reply = planned.does("zoé", "rencontre échanger @louis")

    assert reply.text == (
        "Je demande à Louis, en privé, d'accueillir à votre place la rencontre du jeudi "
        "10\u00a0décembre 2026. D'ici à son oui, rien ne change."
    )
    assert "Zoé vous le propose" in told(planned, "louis")[-1]
    before = len(planned.outbox())
    planned.does("zoé", "rencontre échanger @louis")
    assert len(planned.outbox()) == before

    planned.clicks("louis", ACCEPT, "1")

    assert host(planned) == "louis"
    assert told(planned, "zoe")[-1].startswith("Échange fait\u00a0: Louis accueille la rencontre")
    assert told(planned, "amina") == []


def test_two_hosts_exchange_their_meetings(planned: Room) -> None:
    planned.does("amina", "rencontre hôte @zoe")
    planned.does("zoé", "rencontre présentation La médiathèque")
    planned.says("amina", "/rencontre planifier mardi 2 février 14h, La Manufacture")
    second = planned.store(lambda db: meetings.get(db, "loire", 2))
    planned.store(lambda db: meetings.save(db, second.hosted("louis")))

    planned.does("zoé", "rencontre échanger @louis")
    assert "En retour, Zoé accueillerait à votre place" in told(planned, "louis")[-1]
    planned.does("louis", "rencontre j'accueille 1")

    assert (host(planned, 1), host(planned, 2)) == ("louis", "zoe")
    assert planned.store(lambda db: meetings.get(db, "loire", 1)).welcome == ""
    assert "et vous celle du mardi 2\u00a0février 2027" in told(planned, "zoe")[-1]


def test_a_refused_swap_is_told_to_nobody(planned: Room) -> None:
    planned.does("amina", "rencontre hôte @zoe")
    planned.does("zoé", "rencontre échanger @louis")
    before = len(planned.outbox())

    planned.clicks("louis", DECLINE, "1")

    assert len(planned.outbox()) == before
    assert host(planned) == "zoe"


def test_a_swap_does_not_hold_once_the_host_has_changed(planned: Room) -> None:
    planned.does("amina", "rencontre hôte @zoe")
    planned.does("zoé", "rencontre échanger @louis")
    planned.does("amina", "rencontre hôte moi")

    assert planned.clicks("louis", ACCEPT, "1").refused
    assert host(planned) == "amina"


def test_only_the_host_swaps_and_not_with_themselves(planned: Room) -> None:
    for who in ("louis", "amina"):
        reply = planned.does(who, "rencontre échanger @zoe")
        assert reply.refused
        assert "réservé à l'hôte de la rencontre" in reply.text
    planned.does("amina", "rencontre hôte @zoe")
    assert "C'est déjà vous." in planned.does("zoé", "rencontre échanger moi").text
    assert planned.does("zoé", "rencontre échanger").dialog is not None
    assert planned.does("zoé", "rencontre échanger Louis").text.startswith(NO_NAME)


# Presentations


def test_the_hosts_words_open_the_agenda(planned: Room) -> None:
    planned.does("amina", "rencontre hôte @zoe")

    reply = planned.does("zoé", "rencontre présentation Une médiathèque,\nses ateliers")

    assert reply.text.endswith("décembre 2026\u00a0:\n> Une médiathèque,\n> ses ateliers")
    agenda = planned.says("amina", "/rencontre").text
    assert "Zoé présente son lieu\u00a0: Une médiathèque, ses ateliers" in agenda
    planned.does("amina", "rencontre hôte @louis")
    assert "Une médiathèque" not in planned.says("amina", "/rencontre").text


def test_the_form_starts_from_what_is_known_of_the_place(planned: Room) -> None:
    planned.does("amina", "rencontre hôte @zoe")

    first = planned.does("zoé", "rencontre présentation").dialog
    assert first is not None
    assert first.fields[0].default == "La médiathèque, 20 places"
    planned.clicks("zoé", first.route, "Une médiathèque", via=Via.DIALOG)

    again = planned.does("zoé", "rencontre présentation").dialog
    assert again is not None
    assert again.fields[0].default == "Une médiathèque"


def test_a_coordinator_may_present_the_place_and_a_member_may_not(planned: Room) -> None:
    planned.does("amina", "rencontre hôte @zoe")

    assert planned.does("louis", "rencontre présentation Chez moi").refused
    assert not planned.does("amina", "rencontre présentation Une médiathèque").refused


def test_a_presentation_with_personal_data_is_refused_unless_certified(planned: Room) -> None:
    planned.does("amina", "rencontre hôte @zoe")
    words = "L'accueil répond au 06 12 34 56 78"

    assert planned.does("zoé", f"rencontre présentation {words}").refused
    assert not planned.does("zoé", f"rencontre présentation certifié {words}").refused
