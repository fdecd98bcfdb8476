"""What can be done with a question, by its state and by who reads it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.core.message import Button
from bot.network.rights import Role, Tie
from bot.question.rules import Answer, Change, Occasion, Question, Readers, Visibility
from bot.question.verbs import (
    QuestionReader,
    calling,
    leaving,
    main_verbs,
    receipt,
    reopening,
    sharing,
    undeferring,
    verbs,
)

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
OPEN = Question(
    network="loire", number=3, text="Qui prête ?", author="louis", asked_at=NOW, theme="Lieux"
)
PRIVATE = replace(OPEN, visibility=Visibility.PRIVATE)
UNSIGNED = replace(OPEN, visibility=Visibility.ANONYMOUS)
ANSWERED = OPEN.resolve(Answer(text="La mairie", by="zoe", at=NOW))
DEFERRED = OPEN.defer(Occasion.LETTER, NOW)
CLOSED = OPEN.close("Déjà vu", NOW)
MERGED = OPEN.merge(replace(OPEN, number=5), NOW)
WITHDRAWN = OPEN.withdraw(NOW)

ZOE = QuestionReader(id="zoe", role=Role.MEMBER, tie=Tie.NONE)
CONCERNED = QuestionReader(id="zoe", role=Role.MEMBER, tie=Tie.CONCERNED)
LOUIS = QuestionReader(id="louis", role=Role.MEMBER, tie=Tie.AUTHOR)
AMINA = QuestionReader(id="amina", role=Role.COORDINATOR, tie=Tie.NONE)
READS = QuestionReader(id="amina", role=Role.COORDINATOR, tie=Tie.READER)


def labels(buttons: Iterable[Button]) -> list[str]:
    return [each.label for each in buttons]


def managed(question: Question, reader: QuestionReader) -> list[str]:
    """Return what the menu « Plus… » offers."""
    return [
        option.label
        for each in verbs(question, reader)
        if each.label == "Plus…"
        for option in each.options
    ]


@pytest.mark.parametrize(
    ("question", "reader", "shown"),
    [
        (OPEN, None, ["Moi aussi", "J'ai une réponse"]),
        (OPEN, ZOE, ["Moi aussi", "J'ai une réponse"]),
        (OPEN, CONCERNED, ["Sans moi", "J'ai une réponse"]),
        (OPEN, LOUIS, ["J'ai une réponse"]),
        (PRIVATE, None, ["J'ai une réponse"]),
        (PRIVATE, LOUIS, ["J'ai une réponse", "Me rappeler plutôt"]),
        (PRIVATE, READS, ["J'ai une réponse", "Proposer de la partager"]),
        (ANSWERED, None, ["Merci"]),
        (ANSWERED, LOUIS, ["Merci"]),
        (ANSWERED, ZOE, []),
        (MERGED, None, ["Voir la n°\u00a05"]),
        (CLOSED, None, []),
        (WITHDRAWN, LOUIS, []),
    ],
)
def test_each_state_and_reader_has_its_buttons(
    question: Question, reader: QuestionReader | None, shown: list[str]
) -> None:
    assert labels(main_verbs(question, reader)) == shown


def test_the_main_button_answers_and_leads_to_its_number() -> None:
    join, answer = main_verbs(OPEN)

    assert (join.primary, answer.primary) == (False, True)
    assert (answer.route, answer.argument) == ("besoin répondre", "3")
    [joined] = main_verbs(MERGED)
    assert (joined.route, joined.argument) == ("besoin voir", "5")


def test_in_the_channel_one_button_leads_to_the_rest() -> None:
    assert labels(verbs(OPEN)) == ["Moi aussi", "J'ai une réponse", "Plus…"]
    assert labels(verbs(ANSWERED)) == ["Merci", "Plus…"]
    [*_, more] = verbs(OPEN)
    assert (more.route, more.argument, more.options) == ("besoin voir", "3", ())


def test_whoever_looks_is_offered_what_they_may_do() -> None:
    assert managed(OPEN, AMINA) == [
        "Reporter…",
        "Demander à qui sait",
        "Transmettre à un autre réseau…",
        "Réunir avec une autre…",
        "Fermer sans réponse…",
        "Changer le thème…",
        "Écrire à ce sujet…",
    ]
    assert managed(OPEN, LOUIS) == [
        "Modifier…",
        "Retirer mon nom",
        "La rendre privée",
        "La retirer",
        "Demander à qui sait",
        "Écrire à ce sujet…",
    ]
    assert managed(OPEN, ZOE) == []
    assert managed(ANSWERED, CONCERNED) == ["Pas tout à fait…", "Compléter…"]
    assert "Rouvrir" in managed(CLOSED, AMINA)
    assert "Retirer mon nom" not in managed(UNSIGNED, LOUIS)
    assert "La rendre privée" in managed(UNSIGNED, LOUIS)
    assert "La poser sans mon nom" in managed(PRIVATE, LOUIS)
    assert {"La rendre privée", "Demander à qui sait"}.isdisjoint(managed(PRIVATE, LOUIS))


def test_what_climbs_is_taken_back_and_not_sent_twice() -> None:
    sent = managed(OPEN, replace(AMINA, upward="à la région", belt=(Change.CAME_BACK,)))
    free = managed(OPEN, replace(AMINA, upward="à la région"))

    assert "Ne plus transmettre" in sent
    assert "Transmettre à la région…" not in sent
    assert "Transmettre à la région…" in free


def test_a_menu_has_eight_choices_at_most() -> None:
    questions = (OPEN, PRIVATE, UNSIGNED, ANSWERED, DEFERRED, CLOSED, MERGED, WITHDRAWN)
    readers = (ZOE, CONCERNED, LOUIS, AMINA, READS, replace(LOUIS, role=Role.COORDINATOR))
    every = (Change.CLIMBED, Change.CAME_BACK)

    longest = max(
        len(managed(question, replace(reader, belt=belt, unsent=question.private)))
        for question in questions
        for reader in readers
        for belt in (every[:1], every[1:], *((every,) if reader.tie < Tie.AUTHOR else ()))
    )

    assert longest == 8


def test_a_withdrawn_question_shows_nothing_but_to_its_author() -> None:
    assert verbs(WITHDRAWN) == ()
    assert "Rouvrir" in managed(WITHDRAWN, LOUIS)


def test_who_reopens_is_its_author_where_they_ended_it_or_coordinators() -> None:
    assert "Rouvrir" in managed(MERGED, LOUIS)
    assert "Rouvrir" not in managed(CLOSED, LOUIS)
    assert "Rouvrir" not in managed(MERGED, ZOE)
    assert "Rouvrir" in managed(CLOSED, AMINA)


def test_only_what_nobody_reads_yet_is_sent() -> None:
    send = "Transmettre à la coordination"

    assert send in managed(PRIVATE, replace(LOUIS, unsent=True))
    assert send not in managed(PRIVATE, LOUIS)


@pytest.mark.parametrize(
    ("question", "readers", "shown"),
    [
        (OPEN, Readers(), ["Sans mon nom", "En privé", "Modifier", "Retirer"]),
        (UNSIGNED, Readers(), ["En privé", "Modifier", "Retirer"]),
        (ANSWERED, Readers(), []),
        (
            PRIVATE,
            Readers(possible=("amina",)),
            ["Transmettre", "Sans mon nom", "Modifier", "Retirer", "Me rappeler plutôt"],
        ),
        (PRIVATE, Readers(), ["Sans mon nom", "Modifier", "Retirer"]),
        (
            PRIVATE,
            Readers(sent=("amina",), possible=("amina",)),
            ["Ajouter un détail…", "Me rappeler plutôt", "Retirer"],
        ),
    ],
)
def test_an_author_can_be_named_to_fewer(
    question: Question, readers: Readers, shown: list[str]
) -> None:
    assert labels(receipt(question, readers)) == shown


def test_what_undoes_a_gesture_says_so() -> None:
    assert calling(PRIVATE).undo == calling(replace(PRIVATE, call_back=True)).route
    assert calling(replace(PRIVATE, call_back=True)).label == "Ne plus me rappeler"
    assert [each.route for each in reopening(CLOSED)] == ["besoin rouvrir"]
    assert undeferring(DEFERRED).argument == "3 annuler"
    assert [each.primary for each in sharing(PRIVATE)] == [True]
    assert leaving(OPEN).route == "besoin sans-moi"
