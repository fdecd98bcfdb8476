"""What waits for a coordinator: shown when they ask, told on Monday at nine, and once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.message import Button, Message
from bot.people.wish import can_wait
from bot.veille.feeds.rules import Ailment, Failed, Trouble
from bot.week.rules import week_of
from tests.commands.articles import collected, outcome
from tests.commands.gestures import deliver
from tests.lettered import open_lettered
from tests.room import Room
from tests.rounds import goes


def at(room: Room, when: str) -> None:
    """Make it some moment (UTC)."""
    room.clock.now = datetime.fromisoformat(when).replace(tzinfo=UTC)


def week(room: Room, who: str = "amina") -> str:
    return room.says(who, "/aide").text.replace("\u00a0", " ")


def clicks(buttons: Sequence[Button]) -> dict[str, str]:
    """Return what can be done, by label, the options of menus among it."""
    found = [(each.label, f"{each.route} {each.argument}".strip()) for each in buttons]
    found += [(each.label, each.command) for button in buttons for each in button.options]
    return {label.replace("\u00a0", " "): command for label, command in found}


def cards(room: Room) -> list[Message]:
    return [each for each in room.outbox() if each.key.startswith("week:")]


def asks(room: Room, who: str, text: str) -> None:
    assert not room.says(who, f"/besoin {text}").refused


def test_a_coordinator_reads_what_there_is_to_do_and_clicks_it(room: Room) -> None:
    asks(room, "louis", "privé Comment parler de mon contrat à ma direction ?")
    room.says("louis", "/besoin transmettre 1")
    asks(room, "zoé", "Qui prête une salle à Roanne ?")
    room.clock.forward(days=8)

    reply = room.says("amina", "/aide")

    text = reply.text.replace("\u00a0", " ")
    assert text.startswith("**À faire cette semaine**, 42 - Loire")
    assert "- **Question privée** n° 1 : elle attend votre réponse depuis 8 jours" in text
    assert "- **Questions** : 1 attend une réponse" in text
    assert text.index("privée") < text.index("**Questions**")
    found = clicks(reply.buttons)
    assert found["Lire la n° 1"] == "besoin voir 1"
    assert found["Voir ce qui attend"] == "besoin suivi"
    assert found["Poser une question"] == "besoin"
    assert reply.buttons[0].primary
    assert len(reply.buttons) <= 6


def test_only_who_was_sent_a_private_question_is_told_of_it(room: Room) -> None:
    asks(room, "louis", "privé Comment parler de mon contrat à ma direction ?")

    assert "Question privée" not in week(room)  # nobody was sent it yet


def test_many_things_to_do_are_one_menu(room: Room) -> None:
    for number in range(1, 8):
        asks(room, "louis", f"privé Ma question {number} sur mon contrat de travail ?")
        room.says("louis", f"/besoin transmettre {number}")

    reply = room.says("amina", "/aide")

    first, others = reply.buttons
    assert first.label == "Commencer par…"
    assert "besoin voir 7" in [each.command for each in first.options]
    assert "reseau messages" in [each.command for each in others.options]
    assert len(reply.text.splitlines()) <= 25


def test_nothing_to_do_is_said_in_a_word_and_never_by_itself(room: Room) -> None:
    room.says("amina", "/rencontre planifier confirmé 12/11/2026 9h30, médiathèque")
    room.says("amina", "/rencontre annoncer")
    at(room, "2026-11-09T08:05")

    assert week(room).startswith("**Rien ne presse** pour 42 - Loire")
    assert goes(room, "week") == 0
    assert not cards(room)


def test_the_card_comes_on_monday_at_nine_once_a_week(room: Room) -> None:
    asks(room, "louis", "Qui prête une salle à Roanne ?")
    at(room, "2026-11-09T07:59")
    assert goes(room, "week") == 0

    at(room, "2026-11-16T08:00")
    assert goes(room, "week") == 1
    assert goes(room, "week") == 0

    (card,) = cards(room)
    assert card.user == "amina"
    assert card.text == room.says("amina", "/aide").text
    assert card.buttons == room.says("amina", "/aide").buttons


def test_a_new_card_takes_the_place_of_the_last_one(room: Room) -> None:
    asks(room, "louis", "Qui prête une salle à Roanne ?")
    at(room, "2026-11-16T08:00")
    goes(room, "week")
    (first,) = cards(room)
    assert first.key in deliver(room)
    at(room, "2026-11-23T08:00")
    goes(room, "week")

    removed, _ = cards(room)
    assert removed.edits == first.key
    assert removed.text.replace("\u00a0", " ").endswith("Ce qui attend aujourd'hui : `/aide`")


def test_after_an_outage_or_a_holiday_it_comes_late_in_working_hours(room: Room) -> None:
    asks(room, "louis", "Qui prête une salle à Roanne ?")
    at(room, "2026-11-17T22:00")
    assert goes(room, "week") == 0  # nobody is written to at night
    at(room, "2026-11-18T10:00")
    assert goes(room, "week") == 1


def test_nobody_is_told_in_august(room: Room) -> None:
    asks(room, "louis", "Qui prête une salle à Roanne ?")
    at(room, "2027-08-09T08:00")

    assert goes(room, "week") == 0


def test_who_wishes_for_silence_is_told_only_when_alone_to_be(room: Room) -> None:
    room.says("amina", "/reseau messages silence")
    asks(room, "louis", "Qui prête une salle à Roanne ?")
    at(room, "2026-11-16T08:00")

    assert goes(room, "week") == 1
    assert [each.user for each in cards(room)] == ["amina"]


def test_a_meeting_is_followed_from_its_plan_to_its_minutes(room: Room) -> None:
    room.says("amina", "/rencontre planifier confirmé 12/11/2026 9h30, médiathèque")
    assert "**Rencontre du 12 novembre** : à annoncer" in week(room)

    room.says("amina", "/rencontre annoncer")
    assert "12 novembre" not in week(room).split("**Rien ne presse**")[0]

    at(room, "2026-11-12T08:00")
    assert "**Rencontre aujourd'hui**" in week(room)
    at(room, "2026-11-13T08:00")
    assert "**Rencontre du 12 novembre** : a-t-elle eu lieu ?" in week(room)
    found = clicks(room.says("amina", "/aide").buttons)
    assert found["Oui, elle a eu lieu"] == "rencontre eu-lieu 1 oui"

    room.says("amina", "/rencontre eu-lieu oui")
    assert "**Compte rendu** du 12 novembre : à relire et à publier" in week(room)


def test_a_meeting_without_a_host_is_told_once_someone_would_host(room: Room) -> None:
    room.says("amina", "/rencontre planifier confirmé 10/12/2026 9h30, médiathèque")
    assert "hôte" not in week(room)

    room.says("zoé", "/rencontre accueillir La médiathèque, 20 places")
    assert "pas encore d'hôte, 1 personne à qui demander" in week(room)

    room.says("amina", "/rencontre proposer-hôte")
    assert "hôte" not in week(room)


def test_a_month_with_nothing_planned_is_told_from_the_tenth_before(room: Room) -> None:
    at(room, "2026-12-09T10:00")
    assert "**Janvier 2027**" not in week(room)

    at(room, "2026-12-10T10:00")
    assert "- **Janvier 2027** : rien de prévu, ni rencontre ni lettre" in week(room)
    found = clicks(room.says("amina", "/aide").buttons)
    assert found["Planifier une rencontre"] == "rencontre planifier"

    room.says("amina", "/rencontre planifier confirmé jeudi 14 janvier 2027 9h30, médiathèque")
    assert "**Janvier 2027**" not in week(room)


def test_a_letter_that_is_near_asks_for_its_edito_and_its_answers(tmp_path: Path) -> None:
    room = open_lettered(tmp_path)
    asks(room, "louis", "Qui prête une salle à Roanne ?")
    room.says("amina", "/besoin reporter 1 lettre")
    at(room, "2026-11-20T10:00")
    assert "**Lettre" not in week(room)

    at(room, "2026-12-01T10:00")
    assert "- **Lettre du 10 décembre** : l'édito est à écrire" in week(room)
    assert "- **Lettre du 10 décembre** : 1 réponse promise est à écrire" in week(room)

    room.says("amina", "/lettre édito Bonjour à tout le réseau, voici ce que nous avons vécu.")
    room.says("amina", "/lettre répondre 1 La Manufacture, le mardi")
    assert "**Lettre" not in week(room)
    room.database.close()


def test_a_digest_that_nobody_has_sorted_is_told_before_it_comes(room: Room) -> None:
    collected(room, "Un guide", "Un atelier", later=True)
    assert "à trier" in week(room)  # the digest of 3 November

    room.says("amina", "/veille garder 1")
    assert "à trier" not in week(room)


def test_a_feed_that_fails_for_days_is_told_as_long_as_it_does(room: Room) -> None:
    failure = Failed(trouble=Trouble(ailment=Ailment.SLOW))
    outcome(room, failure)
    assert "**Flux**" not in week(room)

    room.clock.forward(days=4)
    assert "- **Flux** : 1 ne se lit plus" in week(room)

    room.says("amina", "/veille flux suspendre 1")
    assert "**Flux**" not in week(room)


def test_questions_that_ask_the_same_can_be_made_one(room: Room) -> None:
    asks(room, "louis", "Qui peut prêter une salle de réunion à Roanne pour un atelier ?")
    asks(room, "zoé", "Qui peut prêter une salle de réunion à Roanne pour un atelier smartphone ?")

    assert "**Questions** n° 2 et n° 1 : elles se ressemblent" in week(room)
    found = clicks(room.says("amina", "/aide").buttons)
    assert found["Réunir n° 2 et n° 1"] == "besoin fusionner 2 1"
    assert not any(each.user == "amina" for each in room.outbox())

    room.says("amina", "/besoin fusionner 2 1")
    assert "se ressemblent" not in week(room)


def test_a_question_that_came_back_is_told_though_it_is_young(room: Room) -> None:
    asks(room, "louis", "Qui prête une salle à Roanne ?")
    room.says("amina", "/besoin reporter 1 mattermost")
    room.clock.forward(days=15)
    goes(room, "bring back")

    assert "- **Questions** : 1 attend une réponse, dont 1 reportée" in week(room)


@pytest.mark.parametrize(
    ("now", "begins"),
    [
        ("2026-11-09T07:59", "2026-11-02T08:00"),
        ("2026-11-09T08:00", "2026-11-09T08:00"),
        ("2027-03-29T06:59", "2027-03-22T08:00"),  # summer time began in between
        ("2027-03-29T07:00", "2027-03-29T07:00"),
    ],
)
def test_a_week_begins_on_monday_at_nine_on_the_network_s_clock(now: str, begins: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)

    assert week_of(moment, "Europe/Paris") == datetime.fromisoformat(begins).replace(tzinfo=UTC)


def test_what_matters_before_wednesday_cannot_wait_for_monday() -> None:
    thursday = datetime(2026, 11, 5, 10, tzinfo=UTC)

    assert not can_wait(thursday, "Europe/Paris", datetime(2026, 11, 11, 7, tzinfo=UTC))
    assert can_wait(thursday, "Europe/Paris", datetime(2026, 11, 11, 9, tzinfo=UTC))
