"""The card of a meeting: what each one reads of it, and what they do from there without typing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.message import Button
from bot.meeting import card
from bot.meeting import store as meetings
from bot.meeting.agenda import LEAST_MINUTES, Agenda
from bot.meeting.rules import Meeting, MeetingStatus
from bot.people import store as preferences
from bot.talk.command import Command, Via
from bot.talk.reply import Dialog, Reply
from commands import ROUTES
from tests.commands.gestures import presses, reads, told
from tests.room import Room, caller, open_room
from tests.rounds import goes
from tests.typable import doing

PLAN = "/rencontre planifier jeudi 3 décembre 14h, 2h, médiathèque de Valcombe"

UNPLANNED = ["Planifier…", "Proposer des dates…", "Passer cette date", "Plus…"]
"""What a coordinator may do where no meeting is planned."""

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
    planned.does("amina", "rencontre annoncer")
    return planned


def labels(reply: Reply) -> list[str]:
    return [each.label for each in reply.buttons]


def labelled(reply: Reply, label: str) -> Button:
    return next(each for each in reply.buttons if each.label.startswith(label))


def clicks(room: Room, who: str, reply: Reply, label: str) -> Reply:
    """Press the button of a card."""
    return presses(room, who, labelled(reply, label))


def read(room: Room, who: str, reply: Reply, label: str) -> Reply:
    """Press the button of a card that its reader alone was shown."""
    button = labelled(reply, label)
    return reads(room, who, f"{button.route} {button.argument}".rstrip())


def picks(room: Room, who: str, reply: Reply, menu: str, option: str) -> Reply:
    """Choose in the menu of a card."""
    options = labelled(reply, menu).options
    return room.does(who, next(doing(each) for each in options if option in each.label))


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
    assert labels(room.says("amina", "/rencontre")) == UNPLANNED


def test_without_buttons_the_verbs_of_a_card_are_numbers(tmp_path: Path) -> None:
    room = open_room(tmp_path, buttons=False)
    room.says("amina", PLAN)
    room.says("amina", "rencontre", via=Via.MENTION)
    [card] = told(room, "amina")

    choices = card.text[card.text.index("Répondez dans ce fil") :].replace("\u00a0", " ")

    assert choices == (
        "Répondez dans ce fil : **1** Annoncer (ou :mega:) · **2** Modifier · "
        "**3** Ordre du jour · **4** Plus"
    )


def test_more_is_what_this_person_may_do_now_eight_things_at_most(announced: Room) -> None:
    announced.does("amina", "rencontre hôte @zoe")
    entrusted(announced, "louis")

    shown = {who: announced.does(who, "rencontre plus 1").buttons for who in ("amina", "zoé")}

    assert [each.label for each in shown["zoé"][0].options] == [
        "Qui vient",
        "Accueil…",
        "Les idées d'animation",
        "Suivre dans mon agenda",
    ]
    assert [each.label for each in shown["amina"][0].options][4:] == [
        "Outils d'animation…",
        "Reprendre l'animation",
        "Annuler la rencontre…",
    ]
    for who, (menu,) in shown.items():
        for each in menu.options:
            assert not announced.does(who, f"{each.route} {each.argument}".rstrip()).refused


def test_dates_put_to_the_vote_are_a_click_away(room: Room) -> None:
    room.says("amina", "/rencontre sonder jeudi 3 décembre 14h ; mardi 8 décembre 14h")

    card = room.says("zoé", "/rencontre")

    assert "Des dates sont au vote." in card.text
    assert "mar.\u00a08\u00a0déc." in read(room, "zoé", card, "Voir les dates").text


def test_every_verb_of_a_card_is_there() -> None:
    named = {value for name, value in vars(card).items() if name.isupper()}
    routes = {value for value in named if isinstance(value, str) and " " in value}

    assert routes <= {route.path for route in ROUTES}


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
    announced.does(
        "amina", "rencontre modifier jeudi 3 décembre 14h, mairie, https://v.example.org"
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


@pytest.mark.parametrize("slot", [20, 45, 60, 61, 119, 150, 179])
def test_an_agenda_always_fits_and_parts_keep_a_sensible_time(slot: int) -> None:
    agenda = Agenda()

    lengths = [each.minutes for each in agenda.fit(slot).parts]

    assert min(lengths) >= min(LEAST_MINUTES, slot // len(lengths))
    assert sum(lengths) == slot
    assert all(new <= old.minutes for new, old in zip(lengths, agenda.parts, strict=True))


def test_what_was_announced_changes_only_when_someone_changes_it_and_says_so(
    announced: Room,
) -> None:
    announced.says("zoé", "/besoin Une question arrivée trop tard ?")
    announced.does("zoé", "rencontre présence 1 place")
    assert "trop tard" not in announced.said()[-1]
    assert "modifié" not in announced.said()[-1]

    card = announced.says("amina", "/rencontre")
    form = clicks(announced, "amina", card, "Ajouter 1\u00a0question…").dialog
    assert form is not None
    sends(announced, "amina", form, form.fields[0].default)

    assert "3. Questions et besoins" in announced.said()[-1]
    assert "Ordre du jour modifié le lundi 2\u00a0novembre 2026." in announced.said()[-1]
    assert "trop tard" in announced.does("louis", "rencontre ordre-du-jour").text
    assert "Ajouter 1\u00a0question…" not in labels(announced.says("amina", "/rencontre"))


def test_an_announced_question_keeps_its_place_and_tells_what_became_of_it(
    announced: Room,
) -> None:
    announced.says("zoé", "/besoin répondre 1 La mairie")
    announced.does("louis", "besoin retirer 2")

    agenda = announced.does("zoé", "rencontre ordre-du-jour").text

    assert "- 3.1 **n°\u00a01** Qui prête une salle à Brest ? (réponse trouvée)" in agenda
    assert "- 3.2 **n°\u00a02** question retirée" in agenda


def test_at_the_opening_what_ended_is_left_out_and_what_was_promised_is_there(
    announced: Room,
) -> None:
    announced.says("zoé", "/besoin répondre 1 La mairie")
    for text in ("Une question promise à la rencontre ?", "Une autre question, plus tard ?"):
        announced.says("zoé", f"/besoin {text}")
    announced.does("amina", "besoin reporter 3 rencontre")

    announced.says("amina", "/rencontre tenir confirmé")

    asked = [item.ref for item in kept(announced).agenda.items if item.ref]
    assert asked == [2, 3]


def entrusted(room: Room, who: str) -> None:
    """Have Amina ask someone to hold the meeting, who says yes."""
    assert not room.does("amina", f"aide confier rencontre 1 @{caller(who).id}").refused
    assert not room.does(who, "aide accepter rencontre 1").refused


def test_whoever_is_asked_to_hold_a_meeting_holds_it_once_they_say_yes(announced: Room) -> None:
    card = announced.says("amina", "/rencontre")
    form = picks(announced, "amina", card, "Plus", "Confier l'animation…").dialog

    sends(announced, "amina", form, "@zoe")

    [message] = told(announced, "zoé")
    assert "vous propose l'animation de la rencontre du" in message.text
    assert [each.label for each in message.buttons] == ["D'accord", "Pas cette fois"]
    assert kept(announced).entrusted_to == ""
    assert announced.says("zoé", "/rencontre tenir confirmé").refused

    presses(announced, "zoé", message.buttons[0])

    assert kept(announced).entrusted_to == "zoe"
    assert "se charge de l'animation de la rencontre" in told(announced, "amina")[-1].text
    assert "Zoé l'anime." in announced.says("amina", "/rencontre").text
    assert announced.says("louis", "/rencontre tenir confirmé").refused
    assert not announced.says("zoé", "/rencontre tenir confirmé").refused
    assert kept(announced).held_by == "zoe"


def test_who_says_no_is_asked_no_more_and_the_coordination_knows(announced: Room) -> None:
    announced.does("amina", "aide confier rencontre 1 @zoe")
    [message] = told(announced, "zoé")

    presses(announced, "zoé", message.buttons[1])

    assert "ne peut pas se charger cette fois de l'animation" in told(announced, "amina")[-1].text
    assert presses(announced, "zoé", message.buttons[0]).refused
    assert kept(announced).entrusted_to == ""


def test_who_can_no_longer_hold_it_gives_it_back(announced: Room) -> None:
    entrusted(announced, "zoé")
    announced.clock.forward(days=31)

    no_more = labelled(announced.says("zoé", "/rencontre"), "Je ne peux plus l'animer")
    presses(announced, "zoé", no_more)

    assert "elle revient à la coordination" in told(announced, "amina")[-1].text
    assert kept(announced).entrusted_to == ""
    assert presses(announced, "zoé", no_more).refused


def test_of_two_who_are_asked_the_first_holds_the_meeting(announced: Room) -> None:
    announced.does("amina", "aide confier rencontre 1 @zoe")
    announced.does("amina", "aide confier rencontre 1 @louis")
    announced.does("louis", "aide accepter rencontre 1")

    assert "déjà" in announced.does("zoé", "aide accepter rencontre 1").text
    assert kept(announced).entrusted_to == "louis"


def test_one_may_be_asked_for_two_meetings_and_take_one(announced: Room) -> None:
    announced.says("amina", "/rencontre planifier confirmé jeudi 17 décembre 14h, mairie")
    announced.does("amina", "aide confier rencontre 1 @zoe")
    announced.does("amina", "aide confier rencontre 2 @zoe")

    announced.does("zoé", "aide rendre rencontre 2")
    announced.does("zoé", "aide accepter rencontre 1")

    assert kept(announced).entrusted_to == "zoe"
    assert announced.does("zoé", "aide accepter rencontre 2").refused


def test_what_is_taken_back_is_told(announced: Room) -> None:
    entrusted(announced, "zoé")

    picks(announced, "amina", announced.says("amina", "/rencontre"), "Plus", "Reprendre")

    assert "La coordination a repris l'animation" in told(announced, "zoé")[-1].text
    assert announced.says("zoé", "/rencontre tenir confirmé").refused


def test_a_holder_who_leaves_the_channel_holds_it_no_more(announced: Room) -> None:
    entrusted(announced, "zoé")
    announced.store(lambda db: preferences.leave(db, "loire", "zoe", announced.clock.now))

    goes(announced, "entrusted")

    assert kept(announced).entrusted_to == ""
    assert "a quitté le canal" in told(announced, "amina")[-1].text


def test_the_host_may_hold_it_too_and_be_asked_to(announced: Room) -> None:
    announced.does("amina", "rencontre hôte @zoe")
    assert "Tenir" in labels(announced.says("zoé", "/rencontre"))

    card = announced.says("amina", "/rencontre")
    picks(announced, "amina", card, "Plus", "Confier l'animation à l'hôte")

    assert "vous propose l'animation" in told(announced, "zoé")[-1].text


@pytest.mark.parametrize("named", ["@inconnue", "Zoé", "hôte"])
def test_nobody_is_named_by_mistake(announced: Room, named: str) -> None:
    assert announced.does("amina", f"aide confier rencontre 1 {named}").refused


def test_called_off_by_a_form_those_who_come_and_its_holder_read_why(announced: Room) -> None:
    announced.does("louis", "rencontre présence 1 place")
    entrusted(announced, "zoé")
    card = announced.says("amina", "/rencontre")

    form = picks(announced, "amina", card, "Plus", "Annuler").dialog
    done = sends(announced, "amina", form, "La salle n'est plus libre")

    assert labels(done) == UNPLANNED
    for who in ("louis", "zoé"):
        assert "La salle n'est plus libre" in told(announced, who)[-1].text


def test_moved_those_who_come_answer_again_by_a_button(announced: Room) -> None:
    announced.does("louis", "rencontre présence 1 place")

    announced.does("amina", "rencontre modifier jeudi 10 décembre 14h")

    [news] = told(announced, "louis")
    assert [each.label for each in news.buttons] == ["Je viens", "Je ne viens pas"]
    assert "`" not in news.text


def test_a_member_knows_of_a_draft_only_when_they_hold_it(planned: Room) -> None:
    assert "Valcombe" not in planned.says("zoé", "/rencontre").text
    assert planned.does("zoé", "rencontre ordre-du-jour").refused

    entrusted(planned, "zoé")

    card = planned.says("zoé", "/rencontre")
    assert "Valcombe" in card.text
    assert labels(card) == ["Tenir", "Je ne peux plus l'animer", "Ordre du jour"]
    assert "Brest" in clicks(planned, "zoé", card, "Ordre du jour").text


def test_minutes_to_read_over_come_first_and_the_next_meeting_is_a_click_away(
    announced: Room,
) -> None:
    announced.says("amina", "/rencontre planifier mardi 15 décembre 14h, mairie de Brézieux")
    announced.says("amina", "/rencontre tenir confirmé")
    announced.does("amina", "rencontre terminer")

    card = announced.says("amina", "/rencontre")

    assert "Compte rendu en relecture" in card.text
    assert "Brézieux" in read(announced, "amina", card, "Celle du 15\u00a0décembre").text
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
    room.does("amina", "rencontre hôte @zoe")
    for number in range(4):
        room.does("amina", f"rencontre ajouter n° 1 Un quiz en équipes sur la sécurité {number}")
    cards = [room.says(who, "/rencontre"), room.does(who, "rencontre ordre-du-jour")]
    room.does("amina", "rencontre annoncer")
    cards += [room.says(who, "/rencontre"), room.does(who, "rencontre ordre-du-jour")]

    assert [height(each.text) for each in cards if height(each.text) > LINES] == []


def height(text: str) -> int:
    """Return how many lines a phone shows of a text; between paragraphs half of one is lost."""
    shown = [each.replace("**", "") for each in text.split("\n")]
    full = sum(-(-len(each) // PHONE) for each in shown if each)
    return full + sum(not each for each in shown) // 2
