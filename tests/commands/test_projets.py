"""Projects built together: proposed, joined by people who are put in touch, followed, ended."""

from __future__ import annotations

import pytest

from bot.core.message import Message
from bot.meeting import store as meetings
from bot.meeting.agenda import ItemKind
from bot.meeting.ideas import store as ideas
from bot.meeting.ideas.rules import Idea, IdeaKind, IdeaStatus
from bot.privacy import forgetting
from bot.privacy.forgetting import Person
from bot.talk.command import Via
from tests.commands.gestures import deliver, labels, reads
from tests.room import Room
from tests.survey.crowds import presses

TEXT = "Qui veut construire un escape game numérique avec nous ?"


@pytest.fixture
def proposed(room: Room) -> Room:
    """Return a room where Zoé proposes a project."""
    propose(room, "none")
    return room


def propose(room: Room, visibility: str) -> None:
    entries = {"texte": TEXT, "genre": "projet", "visibilite": visibility}
    room.fills("zoé", "rencontre proposer", **entries)


def project(room: Room) -> Idea:
    return room.store(lambda db: ideas.get(db, "loire", 1))


def told(room: Room, who: str) -> list[Message]:
    return [each for each in room.outbox() if each.user == who]


def card(room: Room) -> str:
    about = ("idea:loire:1", "idea:loire:1:")
    shown = [each for each in room.outbox() if each.key.startswith(about) and each.user is None]
    return shown[-1].text.replace("\u00a0", " ")


def test_a_project_is_a_proposal_of_its_own_kind(proposed: Room) -> None:
    [post, thanks] = proposed.outbox()
    assert "votre projet n°" in thanks.text
    assert project(proposed).kind is IdeaKind.PROJECT
    assert labels(post) == ["Ça m'intéresse", "Plus…"]
    assert "Projet à plusieurs" in post.text


def test_those_interested_are_put_in_touch(proposed: Room) -> None:
    reply = proposed.does("louis", "rencontre soutenir 1")
    assert "Zoé en est aussi : vous pouvez vous écrire." in reply.text.replace("\u00a0", " ")

    later = proposed.does("amina", "rencontre soutenir 1")

    assert "Zoé et Louis en sont aussi" in later.text
    assert "2 personnes intéressées" in card(proposed)


def test_the_author_is_told_of_the_first_and_reads_the_others(proposed: Room) -> None:
    proposed.does("louis", "rencontre soutenir 1")
    proposed.clock.forward(hours=1)
    proposed.does("amina", "rencontre soutenir 1")

    _, message = told(proposed, "zoe")
    assert "veut construire avec vous" in message.text
    shown = reads(proposed, "zoé", "rencontre idée 1")
    assert "Avec Louis et Amina" in shown.text
    assert labels(shown) == ["C'est lancé", "C'est abandonné", "Retirer"]


def test_names_are_for_those_who_are_of_it_only(proposed: Room) -> None:
    proposed.does("louis", "rencontre soutenir 1")

    assert "louis" not in card(proposed)
    assert "Louis" not in reads(proposed, "amina", "rencontre idée 1").text
    assert "Avec Zoé" in reads(proposed, "louis", "rencontre idée 1").text


def test_who_proposed_without_a_name_is_not_named(room: Room) -> None:
    propose(room, "anonymous")

    reply = room.does("louis", "rencontre soutenir 1")

    assert "Zoé" not in reply.text
    assert "la personne qui l'a proposé le sait" in reply.text
    assert {each.user for each in room.outbox() if each.user} == {"zoe"}


def test_a_second_press_takes_it_back_and_tells_nobody(proposed: Room) -> None:
    for _ in range(2):
        proposed.clicks("louis", "rencontre soutenir", "1")

    assert project(proposed).votes == 0
    assert len(told(proposed, "zoe")) == 2
    proposed.clicks("louis", "rencontre soutenir", "1")
    assert len(told(proposed, "zoe")) == 2


def test_a_reaction_joins_and_puts_in_touch_by_direct_message(proposed: Room) -> None:
    deliver(proposed)

    proposed.clicks("louis", "rencontre soutenir", "1", via=Via.REACTION)

    assert project(proposed).votes == 1
    assert [each for each in told(proposed, "louis") if "vous pouvez vous écrire" in each.text]


def test_an_idea_is_supported_without_a_name_and_one_s_own_is_not(proposed: Room) -> None:
    proposed.does("zoé", "rencontre proposer Un quiz en équipes")

    counted = proposed.does("louis", "rencontre soutenir 2")
    assert "vous soutenez l'idée" in counted.text
    assert "en est aussi" not in counted.text
    assert proposed.does("zoé", "rencontre soutenir 1").refused


def test_a_project_is_on_the_agenda_of_each_meeting_until_it_ends(proposed: Room) -> None:
    proposed.does("louis", "rencontre soutenir 1")
    plan = "/rencontre planifier confirmé {} 14h, La Manufacture"
    proposed.says("amina", plan.format("3 décembre 2026"))
    assert "escape game" in proposed.does("amina", "rencontre ordre-du-jour").text
    proposed.says("amina", "/rencontre tenir confirmé")
    for _ in range(4):
        proposed.does("amina", "rencontre suivant")
    proposed.does("amina", "rencontre terminer")
    assert project(proposed).status is IdeaStatus.OPEN

    proposed.says("amina", plan.format("4 février 2027"))
    assert "escape game" in proposed.does("amina", "rencontre ordre-du-jour n° 2").text
    proposed.does("zoé", "rencontre projet-lancé 1")

    kept = proposed.store(lambda db: meetings.get(db, "loire", 2))
    assert kept.agenda.find(ItemKind.IDEA, 1) is None
    assert "escape game" not in proposed.does("amina", "rencontre ordre-du-jour n° 2").text


@pytest.mark.parametrize(
    ("typed", "status", "shown"),
    [
        ("projet-lancé", IdeaStatus.LAUNCHED, "Lancé, avec 1 personne intéressée."),
        ("projet-abandonné", IdeaStatus.ABANDONED, "Abandonné."),
    ],
)
def test_its_author_says_what_became_of_it(
    proposed: Room, typed: str, status: IdeaStatus, shown: str
) -> None:
    proposed.does("louis", "rencontre soutenir 1")

    assert proposed.says("louis", f"/rencontre {typed} 1").refused
    assert not proposed.does("zoé", f"rencontre {typed} 1").refused

    assert project(proposed).status is status
    assert shown in card(proposed)
    assert proposed.does("zoé", f"rencontre {typed} 1").refused
    assert proposed.does("amina", "rencontre soutenir 1").refused


def test_who_is_forgotten_is_of_no_project(proposed: Room) -> None:
    presses(proposed, "m1", "rencontre soutenir 1")
    proposed.does("louis", "rencontre soutenir 1")
    person = Person(server="test", id="m1")

    proposed.store(lambda db: forgetting.forget(db, person, proposed.clock.now, erased=str))

    shown = reads(proposed, "louis", "rencontre idée 1").text
    assert "Avec Zoé." in shown


def test_an_ended_project_forgets_who_joined_it(proposed: Room) -> None:
    proposed.does("louis", "rencontre soutenir 1")
    proposed.does("zoé", "rencontre projet-lancé 1")

    proposed.forgets(days=366)

    assert (project(proposed).author, project(proposed).votes) == ("", 0)
