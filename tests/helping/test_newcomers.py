"""A newcomer's first month: three messages at most, someone to turn to, and nothing kept for it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

import pytest
from sqlalchemy import Connection, select

from bot.network.rights import Role
from bot.people.tables import acquaintances
from tests.commands.gestures import deliver, everything, told
from tests.pile_cases import labels, opens, presses, reads, waiting
from tests.room import ROLES, Room
from tests.rounds import go
from tests.scheduler.test_memberships import Chat, looks

AROUND, QUESTIONS = "**Autour de vous**", "**Et vos questions ?**"


@pytest.fixture
def chat(room: Room, monkeypatch: pytest.MonkeyPatch) -> Chat:
    """Return a chat where Marc has just joined those who were there when the bot came."""
    for name in ("marc", "ana", "luc"):
        monkeypatch.setitem(ROLES, name, {"loire": Role.MEMBER})
    found = Chat()
    looks(room, found)
    room.clock.forward(hours=1)
    found.members.append("marc")
    looks(room, found)
    return found


def lives(room: Room, chat: Chat, days: int) -> None:
    """Let days go by, the round looking each morning at what newcomers are to be told."""

    async def members(network: str) -> Collection[str]:
        return await chat.members_of(network)

    for _ in range(days):
        room.clock.forward(days=1)
        asyncio.run(go(room.database, room.bot, "newcomers", members))


def heard(room: Room, who: str = "marc") -> list[str]:
    return [each.text.replace("\u00a0", " ") for each in told(room, who)]


def test_a_newcomer_is_told_three_things_in_a_month_and_nothing_after(
    room: Room, chat: Chat
) -> None:
    lives(room, chat, 8)
    assert len(heard(room)) == 1
    lives(room, chat, 40)

    welcome, around, questions = heard(room)
    assert "Je vous écrirai deux fois encore ce mois-ci" in welcome
    assert around.startswith(AROUND)
    assert questions.startswith(QUESTIONS)


def test_those_who_were_there_before_the_bot_are_told_nothing(room: Room, chat: Chat) -> None:
    lives(room, chat, 40)

    assert heard(room, "louis") == heard(room, "zoé") == []


def test_what_structures_receive_is_told_without_who_said_it(room: Room, chat: Chat) -> None:
    room.fills(
        "louis",
        "besoin recevoir",
        texte="Personnes sourdes, le mardi",
        structure="La médiathèque",
        commune="Roanne",
    )
    lives(room, chat, 12)

    [around] = [each for each in heard(room) if each.startswith(AROUND)]
    assert "- **La médiathèque** (Roanne) : Personnes sourdes, le mardi" in around
    assert "louis" not in around.casefold()
    [news] = [each for each in told(room, "marc") if "Autour de vous" in each.text]
    assert [each.label for each in news.buttons] == [
        "Demander à qui sait",
        "Où orienter quelqu'un…",
        "Cela me suffit",
    ]


def test_whoever_has_asked_is_not_asked_for_questions(room: Room, chat: Chat) -> None:
    lives(room, chat, 12)
    room.says("marc", "/besoin Qui prête une salle à Roanne ?")
    lives(room, chat, 30)

    assert not any(each.startswith(QUESTIONS) for each in heard(room))


@pytest.mark.parametrize("day", [0, 12])
def test_one_press_ends_it(room: Room, chat: Chat, day: int) -> None:
    lives(room, chat, day)
    before = len(heard(room))
    [ending] = [each for each in told(room, "marc")[-1].buttons if each.label == "Cela me suffit"]
    assert not room.does("marc", str(ending.route)).refused
    lives(room, chat, 40)

    assert not any(QUESTIONS in each or AROUND in each for each in heard(room)[before:])


def test_so_do_a_wish_for_fewer_messages_leaving_and_being_forgotten(
    room: Room, chat: Chat
) -> None:
    chat.members += ["ana", "luc"]
    looks(room, chat)
    room.does("marc", "reseau messages essentiel")
    chat.members.remove("ana")
    looks(room, chat)
    room.does("luc", "reseau oublie-moi confirmé")
    lives(room, chat, 40)

    for name in ("marc", "ana", "luc"):
        assert not any(QUESTIONS in each or AROUND in each for each in heard(room, name))


def test_nothing_is_kept_of_a_newcomer_but_an_imprint(room: Room, chat: Chat) -> None:
    assert chat.members[-1] == "marc"
    lives(room, chat, 80)
    deliver(room)
    room.forgets(days=1)

    assert "marc" not in everything(room)
    assert room.store(_arrivals) == 1


def _arrivals(db: Connection) -> int:
    """Count the different days that are kept of who came."""
    return len(set(db.execute(select(acquaintances.c.at)).scalars()))


def test_the_pile_proposes_someone_to_turn_to_until_one_is_asked(room: Room, chat: Chat) -> None:
    assert chat.members[-1] == "marc"
    asked = "**1 personne a rejoint le canal.** Qui pourrait être sa personne-repère ?"
    assert asked in waiting(room)

    opens(room)
    while asked not in reads(room):
        presses(room, "amina", "Plus tard")
    assert "Proposer une personne-repère…" in labels(room)
    form = presses(room, "amina", "Proposer une personne-repère…").dialog
    assert form is not None
    room.fills("amina", "aide confier", "repère", texte="@zoe")
    assert "rejoint le canal" not in waiting(room)
    [proposed] = [each for each in heard(room, "zoé") if "Un coup de main" in each]
    assert "vous propose l'accueil des personnes qui arrivent, jusqu'au 2 décembre." in proposed


def test_a_yes_has_newcomers_read_who_it_is_and_a_no_does_not(room: Room, chat: Chat) -> None:
    room.fills("amina", "aide confier", "repère", texte="@zoe")
    room.does("zoé", "aide rendre repère")
    assert "rejoint le canal" in waiting(room)
    chat.members.append("ana")
    looks(room, chat)
    assert "personne-repère" not in heard(room, "ana")[0]

    room.fills("amina", "aide confier", "repère", texte="@louis")
    room.does("louis", "aide accepter repère")
    chat.members.append("luc")
    looks(room, chat)
    lives(room, chat, 12)

    assert (
        "accueille les personnes qui arrivent : c'est votre personne-repère."
        in (heard(room, "luc")[0])
    )
    assert all("personne-repère" in each for each in heard(room)[1:])


def test_a_coordinator_who_arrives_is_no_newcomer_to_guide(room: Room) -> None:
    chat = Chat(members=["louis", "zoe"])
    looks(room, chat)
    room.clock.forward(hours=1)
    chat.members.append("amina")
    looks(room, chat)
    lives(room, chat, 30)

    assert "rejoint le canal" not in waiting(room)
    assert not any(QUESTIONS in each or AROUND in each for each in heard(room, "amina"))
