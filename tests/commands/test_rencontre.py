"""The card of a meeting: what each one reads of it, and what they do from there without typing."""

from __future__ import annotations

import pytest

from bot.core.message import Button
from bot.french.folding import fold
from bot.meeting import card
from bot.meeting import store as meetings
from bot.meeting.agenda import LEAST_MINUTES, Agenda
from bot.meeting.rules import Meeting, MeetingStatus
from bot.talk.command import Command, Via
from bot.talk.reply import Dialog, Reply
from bot.talk.verbs import in_words
from commands import ROUTES
from tests.commands.gestures import presses, told
from tests.room import Room, caller

PLAN = "/rencontre planifier jeudi 3 décembre 14h, 2h, médiathèque de Valcombe"

PHONE = 42
"""Characters of a line on a phone, and lines of a message there."""
LINES = 25


@pytest.fixture
def planned(room: Room) -> Room:
    for text in ("Qui prête une salle à Brest ?", "Où imprimer en grand format ?"):
        room.says("louis", f"/besoin {text}")
    room.says("amina", PLAN)
    return room


@pytest.fixture
def announced(planned: Room) -> Room:
    planned.says("amina", "/rencontre annoncer")
    return planned


def labels(reply: Reply) -> list[str]:
    return [each.label for each in reply.buttons]


def labelled(reply: Reply, label: str) -> Button:
    return next(each for each in reply.buttons if each.label.startswith(label))


def clicks(room: Room, who: str, reply: Reply, label: str) -> Reply:
    """Press the button of a card."""
    return presses(room, who, labelled(reply, label))


def picks(room: Room, who: str, reply: Reply, menu: str, option: str) -> Reply:
    """Choose in the menu of a card."""
    options = labelled(reply, menu).options
    return room.picks(who, next(each.command for each in options if option in each.label))


def sends(room: Room, who: str, form: Dialog | None, text: str, **fields: str) -> Reply:
    """Send a form that was opened, its other entries as they were, and read the answer there."""
    assert form is not None
    defaults = {each.name: each.default for each in form.fields[1:] if each.default}
    return room.asks(
        Command(
            text=f"{form.argument} {text}".strip(),
            caller=caller(who),
            via=Via.DIALOG,
            channel="loire-channel",
            network="loire",
            route=form.route,
            fields={name: value for name, value in (defaults | fields).items() if value},
            people={"zoe": "zoe"},
            on_the_spot=True,
        )
    )


def kept(room: Room, number: int = 1) -> Meeting:
    return room.store(lambda db: meetings.get(db, "loire", number))


def test_from_nothing_to_announced_there_are_three_gestures(room: Room) -> None:
    card = room.says("amina", "/rencontre")
    assert "jeudi 12\u00a0novembre 2026 à 9\u00a0h\u00a030" in card.text

    form = clicks(room, "amina", card, "Planifier").dialog
    assert form is not None
    draft = sends(room, "amina", form, form.fields[0].default)
    done = clicks(room, "amina", draft, "Annoncer")

    assert done.text.startswith("**C'est annoncé**")
    assert kept(room).status is MeetingStatus.ANNOUNCED
    assert "lieu à préciser" in room.said()[-1]


def test_dates_can_be_proposed_from_there_too(room: Room) -> None:
    assert labels(room.says("amina", "/rencontre")) == ["Planifier…", "Proposer des dates…"]


def test_without_buttons_the_verbs_of_a_card_are_typed(planned: Room) -> None:
    planned.says("amina", "/rencontre durées 30 30 60 60")

    words = in_words(planned.says("amina", "/rencontre").buttons, planned.bot.usages)

    assert "`/rencontre modifier n° 1 <date et heure>, <durée>, <lieu ou visio>`" in words
    assert "`/rencontre durées n° 1 20 20 40 40`" in words
    by_mention = planned.says("amina", "/rencontre changer 3.1", via=Via.MENTION)
    assert by_mention.text == ""
    assert "`/rencontre changer 3.1 <titre>, <durée>, par <qui>`" in told(planned, "amina")[-1].text


def test_dates_put_to_the_vote_are_a_click_away(room: Room) -> None:
    room.says("amina", "/rencontre sonder jeudi 3 décembre 14h ; mardi 8 décembre 14h")

    card = room.says("zoé", "/rencontre")

    assert "Des dates sont au vote." in card.text
    assert "mar.\u00a08\u00a0déc." in clicks(room, "zoé", card, "Voir les dates").text


def test_every_verb_of_a_card_is_a_command() -> None:
    named = {value for name, value in vars(card).items() if name.isupper()}
    routes = {value for value in named if isinstance(value, str) and " " in value}

    known = {f"{route.root} {word}" for route in ROUTES for word in route.last_words}
    assert {each for each in routes if fold(each) not in known} == set()


@pytest.mark.parametrize(
    ("date", "hour", "begins"),
    [("mardi 8 décembre", "14h30", "14\u00a0h\u00a030"), ("8/12 à 10h", "14h30", "10\u00a0h")],
)
def test_the_hour_is_that_of_the_menu_unless_the_date_says_it(
    room: Room, date: str, hour: str, begins: str
) -> None:
    form = room.says("amina", "/rencontre planifier").dialog

    draft = sends(room, "amina", form, date, heure=hour)

    assert f"mardi 8\u00a0décembre 2026 à {begins}" in draft.text


def test_a_form_changes_a_meeting_and_takes_away_what_was_emptied(announced: Room) -> None:
    announced.says(
        "amina", "/rencontre modifier jeudi 3 décembre 14h, mairie, https://v.example.org"
    )
    card = announced.says("amina", "/rencontre")
    form = clicks(announced, "amina", card, "Modifier").dialog
    assert form is not None
    assert [each.default for each in form.fields[1:]] == [
        "14h00",
        "2\u00a0h",
        "mairie",
        "https://v.example.org",
    ]

    changed = sends(announced, "amina", form, "vendredi 4 décembre", lieu="MJC", visio="")

    assert "**vendredi 4\u00a0décembre 2026 à 14\u00a0h" in changed.text
    assert (kept(announced).place, kept(announced).link) == ("MJC", "")


def test_a_card_keeps_to_its_meeting_when_another_is_planned_before_it(planned: Room) -> None:
    card = planned.says("amina", "/rencontre")
    planned.says("amina", "/rencontre planifier mardi 24 novembre 14h, mairie")

    clicks(planned, "amina", card, "Annoncer")
    form = clicks(planned, "amina", card, "Modifier").dialog
    sends(planned, "amina", form, "vendredi 4 décembre")

    assert (kept(planned).status, kept(planned).at.day) == (MeetingStatus.ANNOUNCED, 4)
    assert kept(planned, 2).status is MeetingStatus.DRAFT


def test_points_are_picked_not_typed(planned: Room) -> None:
    agenda = clicks(planned, "amina", planned.says("amina", "/rencontre"), "Ordre du jour")

    added = sends(
        planned,
        "amina",
        clicks(planned, "amina", agenda, "Ajouter un point").dialog,
        "Un quiz en équipes",
        partie="4",
        duree="20 min",
    )
    form = picks(planned, "amina", added, "Changer", "imprimer").dialog
    changed = sends(planned, "amina", form, "Imprimer en grand", qui="Zoé", rang="1")
    left = picks(planned, "amina", changed, "Enlever", "Brest")

    assert "- 4.1 Un quiz en équipes (20\u00a0min)" in left.text
    assert "- 3.1 **n°\u00a02** Imprimer en grand, Zoé" in left.text
    assert "Brest" not in left.text


def test_a_choice_finds_its_point_where_it_has_gone(planned: Room) -> None:
    agenda = planned.says("amina", "/rencontre ordre-du-jour")
    picks(planned, "amina", agenda, "Enlever", "Brest")

    left = picks(planned, "amina", agenda, "Enlever", "3.2 Où imprimer")
    gone = picks(planned, "amina", agenda, "Enlever", "Brest")

    assert "imprimer" not in left.text
    assert gone.refused
    assert "ce point n'y est plus" in gone.text


def test_an_agenda_that_overruns_is_made_to_fit_and_given_back(planned: Room) -> None:
    planned.says("amina", "/rencontre durées 30 30 60 60")
    card = planned.says("amina", "/rencontre")

    fitted = clicks(planned, "amina", card, "Ajuster à 2\u00a0h")
    assert kept(planned).agenda.lengths == (20, 20, 40, 40)
    assert "Il dure 2\u00a0h, sur 2\u00a0h." in fitted.text

    back = clicks(planned, "amina", fitted, "Remettre")

    assert kept(planned).agenda.lengths == (30, 30, 60, 60)
    assert "Ajuster à 2\u00a0h" in labels(back)


@pytest.mark.parametrize("slot", [30, 45, 60, 61, 119, 150, 179])
def test_parts_keep_a_sensible_time(slot: int) -> None:
    agenda = Agenda()

    lengths = agenda.fitted(slot)

    assert min(lengths) >= LEAST_MINUTES
    assert sum(lengths) == max(slot, LEAST_MINUTES * len(agenda.parts))
    assert all(new <= old for new, old in zip(lengths, agenda.lengths, strict=True))


def test_what_was_announced_changes_only_when_someone_changes_it_and_says_so(
    announced: Room,
) -> None:
    announced.says("zoé", "/besoin Une question arrivée trop tard ?")
    announced.says("zoé", "/rencontre présence oui")
    assert "trop tard" not in announced.said()[-1]
    assert "modifié" not in announced.said()[-1]

    card = announced.says("amina", "/rencontre")
    clicks(announced, "amina", card, "Ajouter 1 question")

    assert "3. Questions et besoins" in announced.said()[-1]
    assert "Ordre du jour modifié le lundi 2\u00a0novembre 2026." in announced.said()[-1]
    assert "trop tard" in announced.says("louis", "/rencontre ordre-du-jour").text
    assert "Ajouter 1 question" not in labels(announced.says("amina", "/rencontre"))


def test_an_announced_question_keeps_its_place_and_tells_what_became_of_it(
    announced: Room,
) -> None:
    announced.says("zoé", "/besoin répondre 1 La mairie")
    announced.says("louis", "/besoin retirer 2")

    agenda = announced.says("zoé", "/rencontre ordre-du-jour").text

    assert "- 3.1 **n°\u00a01** Qui prête une salle à Brest ? (réponse trouvée)" in agenda
    assert "- 3.2 **n°\u00a02** question retirée" in agenda


def test_at_the_opening_what_ended_is_left_out_and_what_was_promised_is_there(
    announced: Room,
) -> None:
    announced.says("zoé", "/besoin répondre 1 La mairie")
    for text in ("Une question promise à la rencontre ?", "Une autre question, plus tard ?"):
        announced.says("zoé", f"/besoin {text}")
    announced.says("amina", "/besoin reporter 3 rencontre")

    announced.says("amina", "/rencontre tenir confirmé")

    asked = [item.ref for item in kept(announced).agenda.items if item.ref]
    assert asked == [2, 3]


def test_whoever_a_meeting_is_entrusted_to_is_told_and_holds_it(announced: Room) -> None:
    card = announced.says("amina", "/rencontre")
    form = picks(announced, "amina", card, "Gérer", "Confier l'animation…").dialog

    named = sends(announced, "amina", form, "@zoe")

    assert "Zoé l'anime." in named.text
    [message] = told(announced, "zoé")
    assert [each.label for each in message.buttons] == ["Tenir", "Je ne peux pas l'animer"]
    assert announced.says("louis", "/rencontre tenir confirmé").refused
    assert not announced.says("zoé", "/rencontre tenir confirmé").refused
    assert kept(announced).held_by == "zoe"


def test_who_declines_gives_it_back_and_the_coordination_knows(announced: Room) -> None:
    announced.says("amina", "/rencontre animation @zoe")
    [message] = told(announced, "zoé")

    reply = presses(announced, "zoé", message.buttons[1])

    assert "vous n'animez pas" in reply.text
    assert "Zoé ne peut pas animer la rencontre" in announced.said()[-1]
    assert kept(announced).entrusted_to == ""
    assert presses(announced, "zoé", message.buttons[1]).refused


def test_what_is_taken_back_is_told(announced: Room) -> None:
    announced.says("amina", "/rencontre animation @zoe")

    picks(announced, "amina", announced.says("amina", "/rencontre"), "Gérer", "Reprendre")

    assert "ne vous est plus confiée" in told(announced, "zoé")[-1].text
    assert announced.says("zoé", "/rencontre tenir confirmé").refused


def test_the_host_may_hold_it_too_and_be_asked_to(announced: Room) -> None:
    announced.says("amina", "/rencontre hôte @zoe")
    assert "Tenir" in labels(announced.says("zoé", "/rencontre"))

    card = announced.says("amina", "/rencontre")
    asked = picks(announced, "amina", card, "Gérer", "Confier l'animation à l'hôte")

    assert "Zoé l'anime." in asked.text


@pytest.mark.parametrize("named", ["@inconnue", "Zoé", ""])
def test_nobody_is_named_by_mistake(announced: Room, named: str) -> None:
    reply = announced.says("amina", f"/rencontre animation {named}", via=Via.MENTION)

    assert kept(announced).entrusted_to == ""
    assert not reply.dialog


def test_without_a_host_nobody_is_asked_in_their_place(announced: Room) -> None:
    assert "pas encore d'hôte" in announced.says("amina", "/rencontre animation hôte").text


def test_called_off_by_a_form_those_who_come_and_its_holder_read_why(announced: Room) -> None:
    announced.says("louis", "/rencontre présence oui")
    announced.says("amina", "/rencontre animation @zoe")
    card = announced.says("amina", "/rencontre")

    form = picks(announced, "amina", card, "Gérer", "Annuler").dialog
    done = sends(announced, "amina", form, "La salle n'est plus libre")

    assert labels(done) == ["Planifier…", "Proposer des dates…"]
    for who in ("louis", "zoé"):
        assert "La salle n'est plus libre" in told(announced, who)[-1].text


def test_moved_those_who_come_answer_again_by_a_button(announced: Room) -> None:
    announced.says("louis", "/rencontre présence oui")

    announced.says("amina", "/rencontre modifier jeudi 10 décembre 14h")

    [news] = told(announced, "louis")
    assert [each.label for each in news.buttons] == ["Je viens", "Je ne viens pas"]
    assert "`" not in news.text


def test_a_member_knows_of_a_draft_only_when_they_hold_it(planned: Room) -> None:
    assert "Valcombe" not in planned.says("zoé", "/rencontre").text
    assert planned.says("zoé", "/rencontre ordre-du-jour").refused

    planned.says("amina", "/rencontre animation @zoe")

    card = planned.says("zoé", "/rencontre")
    assert "Valcombe" in card.text
    assert labels(card) == ["Tenir", "Je ne peux pas l'animer", "Ordre du jour"]
    assert "Brest" in clicks(planned, "zoé", card, "Ordre du jour").text


def test_minutes_to_read_over_come_first_and_the_next_meeting_is_a_click_away(
    announced: Room,
) -> None:
    announced.says("amina", "/rencontre planifier mardi 15 décembre 14h, mairie de Brézieux")
    announced.says("amina", "/rencontre tenir confirmé")
    announced.says("amina", "/rencontre terminer")

    card = announced.says("amina", "/rencontre")

    assert "Compte rendu en relecture" in card.text
    assert "Brézieux" in clicks(announced, "amina", card, "Celle du 15\u00a0décembre").text
    assert "est en relecture" in announced.says("louis", "/rencontre").text


def test_a_date_that_is_past_asks_whether_it_was_held(announced: Room) -> None:
    announced.clock.forward(days=32)

    card = announced.says("amina", "/rencontre")

    assert "a-t-elle eu lieu" in card.text
    assert labels(card)[:2] == ["Oui, elle a eu lieu", "Non"]
    assert "Je viens" not in labels(announced.says("louis", "/rencontre"))


@pytest.mark.parametrize("who", ["amina", "zoé"])
def test_cards_fit_on_a_phone(room: Room, who: str) -> None:
    for number in range(9):
        asked = f"Qui connaît un lieu qui prête une salle équipée le samedi matin, n{number} ?"
        room.says("louis", f"/besoin {asked}")
    room.says("amina", "/rencontre planifier 3 décembre 14h, médiathèque, https://v.example.org/a")
    room.says("amina", "/rencontre hôte @zoe")
    for number in range(4):
        room.says("amina", f"/rencontre ajouter 4 Un quiz en équipes sur la sécurité {number}")
    cards = [room.says(who, "/rencontre"), room.says(who, "/rencontre ordre-du-jour")]
    room.says("amina", "/rencontre annoncer")
    cards += [room.says(who, "/rencontre"), room.says(who, "/rencontre ordre-du-jour")]

    assert [height(each.text) for each in cards if height(each.text) > LINES] == []


def height(text: str) -> int:
    """Return how many lines a phone shows of a text; between paragraphs half of one is lost."""
    shown = [each.replace("**", "") for each in text.split("\n")]
    full = sum(-(-len(each) // PHONE) for each in shown if each)
    return full + sum(not each for each in shown) // 2
