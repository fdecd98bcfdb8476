"""`/rencontre`: a date for members, a draft agenda for the coordination."""

from __future__ import annotations

import pytest

from bot.domain.meeting import NEWS_SHOWN
from tests.commands.shelf import collected
from tests.room import Room


def test_a_member_reads_the_next_date(room: Room) -> None:
    assert room.says("louis", "/rencontre").text == (
        "La prochaine rencontre de 42 - Loire\u00a0: **jeudi 12\u00a0novembre 2026 à "
        "9\u00a0h\u00a030**, d'après le rythme du réseau.\n\n"
        "Une question à y traiter\u00a0? `/besoin <votre question>`"
    )


def test_the_day_of_the_meeting_the_next_one_is_today_until_it_begins(room: Room) -> None:
    room.clock.forward(days=10, minutes=29)
    assert "jeudi 12\u00a0novembre 2026" in room.says("louis", "/rencontre").text
    room.clock.forward(minutes=1)

    assert "jeudi 14\u00a0janvier 2027" in room.says("louis", "/rencontre").text


def test_a_coordinator_reads_the_draft_of_the_agenda(room: Room) -> None:
    room.says("louis", "/besoin Qui prête une salle ?")
    room.says("zoé", "/besoin Qui forme aux tablettes ?")
    room.says("louis", "/besoin moi-aussi 2")
    collected(room, "Un appel à projets", "Une étude")

    text = room.says("amina", "/rencontre").text

    assert text.startswith(
        "#### Rencontre de 42 - Loire\u00a0: projet d'ordre du jour\n\n"
        "**jeudi 12\u00a0novembre 2026 à 9\u00a0h\u00a030**, d'après le rythme du réseau. "
        "Durée prévue\u00a0: 3\u00a0h. Personne d'autre que vous ne voit ce projet."
    )
    parts = [text.index(f"**{number}. ") for number in (1, 2, 3, 4)]
    assert parts == sorted(parts)
    assert "- [Un appel à projets](https://flux.example.org/1) (Inclusion, " in text
    first, second = text.index("Qui forme"), text.index("Qui prête")
    assert parts[2] < first < second < parts[3]
    assert "(2\u00a0personnes concernées)" in text
    assert "(1\u00a0personne concernée)" in text


def test_an_empty_agenda_invites(room: Room) -> None:
    text = room.says("amina", "/rencontre").text

    assert "Rien de neuf dans la veille pour l'instant." in text
    assert "Aucune question en attente." in text
    assert "S'il reste du temps" not in text


def test_what_does_not_fit_is_named_by_its_number(room: Room) -> None:
    for number in range(11):
        room.says("louis", f"/besoin Qui connaît le logiciel {number} ?")
    collected(room, *(f"Article {number}" for number in range(NEWS_SHOWN + 1)), later=True)

    text = room.says("amina", "/rencontre").text

    assert (
        "S'il reste du temps, 2\u00a0autres questions attendent\u00a0: n°\u00a010, n°\u00a011."
    ) in text
    assert "- et 1\u00a0autre article\u00a0: `/veille`" in text


@pytest.mark.parametrize("who", ["louis", "amina"])
def test_another_network_has_its_own_rhythm(room: Room, who: str) -> None:
    if who == "louis":
        assert room.says(who, "/rencontre", network="national").refused
    else:
        text = room.says(who, "/rencontre", network="national").text
        assert text.startswith("La prochaine rencontre de Réseau national")
        assert "jeudi 14\u00a0janvier 2027" in text


def test_answered_questions_leave_the_agenda(room: Room) -> None:
    room.says("louis", "/besoin Qui prête une salle ?")
    room.says("zoé", "/besoin répondre 1 La mairie")

    assert "Aucune question en attente." in room.says("amina", "/rencontre").text
