"""Questions as they live in the store, on both databases: lists, people, stories, doubles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.core.database import Database
from bot.index.store import nearest, search
from bot.network.period import Period
from bot.question import reader_store as readers
from bot.question import store as questions
from bot.question import story_store as stories
from bot.question.rules import (
    WAITING,
    Answer,
    Change,
    Occasion,
    Origin,
    Question,
    QuestionStatus,
    Visibility,
)
from bot.question.store import COUNTED, QuestionFilter
from bot.question.story import StoryEvent
from tests.databases import store
from tests.room import LOIRE, NATIONAL

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
LATER = NOW + timedelta(days=40)


def ask(database: Database, text: str = "Qui prête une salle ?", **more: Any) -> Question:  # noqa: ANN401  a question's own fields
    question = Question(network="loire", number=0, text=text, author="louis", asked_at=NOW)
    given = replace(question, **more)
    number = store(database, lambda db: questions.add(db, given)).number
    return get(database, number, given.network)


def get(database: Database, number: int, network: str = "loire") -> Question:
    return store(database, lambda db: questions.get(db, network, number))


def save(database: Database, question: Question) -> Question:
    store(database, lambda db: questions.save(db, question))
    return get(database, question.number, question.network)


def listed(database: Database, choice: QuestionFilter, **more: int) -> list[int]:
    found = store(database, lambda db: questions.listed(db, "loire", choice, **more))
    return [each.number for each in found]


def counted(database: Database, choice: QuestionFilter) -> int:
    return store(database, lambda db: questions.count(db, "loire", choice))


@pytest.fixture
def lived(database: Database) -> Database:
    """Return a database with a question in each state, one private, one of another network."""
    some = [ask(database, f"Question {number} ?", theme="Logement") for number in range(1, 8)]
    save(database, some[1].resolve(Answer(text="Oui", by="zoe", at=NOW)))
    save(database, some[2].close("Déjà vu", NOW))
    save(database, some[3].withdraw(NOW))
    save(database, some[4].merge(some[0], NOW))
    save(database, some[5].defer(Occasion.LETTER, NOW + timedelta(days=1)))
    private = ask(database, "Privée ?", visibility=Visibility.PRIVATE, author="zoe")
    store(database, lambda db: readers.name(db, private, ["amina"]))
    store(database, lambda db: readers.send(db, private, ["amina"], NOW))
    waiting = ask(database, "À venir ?", visibility=Visibility.PRIVATE, author="nina")
    store(database, lambda db: readers.name(db, waiting, ["amina"]))
    ask(database, "Ailleurs ?", network="national")
    return database


def test_a_question_comes_back_as_it_was_kept(database: Database) -> None:
    given: dict[str, Any] = {
        "visibility": Visibility.ANONYMOUS,
        "theme": "Logement",
        "hoped": Occasion.MEETING,
    }
    kept = ask(database, **given)
    assert {name: getattr(kept, name) for name in given} == given
    assert (kept.number, kept.concerned, kept.version) == (1, 1, 0)

    for moved in (
        kept.defer(Occasion.LETTER, LATER),
        replace(kept.close("Déjà vu", LATER), reopened=True),
        kept.resolve(Answer(text="Oui", by="zoe", at=LATER)),
        replace(kept, text="Autre ?", theme="", visibility=Visibility.PUBLIC),
    ):
        now = get(database, 1)
        assert save(database, replace(moved, version=now.version)) == replace(
            moved, version=now.version + 1
        )


@pytest.mark.parametrize(
    ("choice", "numbers"),
    [
        (QuestionFilter(), [1, 6, 7]),
        (QuestionFilter(reader="amina"), [1, 6, 7, 8]),
        (QuestionFilter(statuses=()), [7, 6, 5, 4, 3, 2, 1]),
        (QuestionFilter(statuses=(), reader="amina"), [8, 7, 6, 5, 4, 3, 2, 1]),
        (QuestionFilter(statuses=(QuestionStatus.OPEN,)), [7, 1]),
        (QuestionFilter(statuses=(QuestionStatus.ANSWERED, QuestionStatus.CLOSED)), [3, 2]),
        (QuestionFilter(statuses=(QuestionStatus.SCHEDULED,), occasion=Occasion.LETTER), [6]),
        (QuestionFilter(statuses=(QuestionStatus.SCHEDULED,), occasion=Occasion.MEETING), []),
        (QuestionFilter(theme="Logement"), [1, 6, 7]),
        (QuestionFilter(theme=""), []),
        (QuestionFilter(statuses=(), author="zoe"), [8]),
        (QuestionFilter(statuses=(), reader="bruno"), [7, 6, 5, 4, 3, 2, 1]),
        (QuestionFilter(statuses=(), author="nina", reader="amina"), [9]),
    ],
)
def test_a_choice_lists_and_counts_the_same(
    lived: Database, choice: QuestionFilter, numbers: Sequence[int]
) -> None:
    assert listed(lived, choice) == numbers
    assert counted(lived, choice) == len(numbers)
    assert listed(lived, choice, limit=2, offset=1) == list(numbers)[1:3]


def test_only_all_that_waits_is_waiting() -> None:
    assert QuestionFilter().waiting
    assert QuestionFilter(statuses=list(WAITING)).waiting
    assert not QuestionFilter(statuses=(QuestionStatus.OPEN,)).waiting
    assert not QuestionFilter(statuses=()).waiting


def test_what_most_share_is_to_answer_first_then_the_oldest(lived: Database) -> None:
    for number, people in ((7, "ab"), (6, "abc")):
        question = get(lived, number)
        for user in people:
            store(lived, lambda db, q=question, u=user: questions.join(db, q, u, NOW))  # type: ignore[misc]

    def first(**more: int) -> list[int]:
        return listed(lived, QuestionFilter(reader="amina", shared_first=True), **more)

    assert first() == [6, 7, 1, 8]
    assert first(offset=2) == [1, 8]


def test_a_count_stops_where_nobody_reads(database: Database) -> None:
    def many(db: Connection) -> None:
        for number in range(COUNTED + 5):
            questions.add(
                db,
                Question(network="loire", number=0, text=f"{number} ?", author="l", asked_at=NOW),
            )

    store(database, many)

    assert counted(database, QuestionFilter()) == COUNTED


def test_people_carried_from_below_are_counted_beside_those_who_are_here(
    database: Database,
) -> None:
    asked, climbed = ask(database), ask(database, author="", origin=Origin.RELAY)
    for question in (asked, climbed):
        assert store(database, partial(questions.carry, question=question, people=4, territories=2))
        store(database, partial(questions.join, question=question, user="zoe", at=NOW))
    again = get(database, 1)
    assert not store(database, partial(questions.carry, question=again, people=4, territories=2))

    assert (get(database, 1).concerned, get(database, 1).territories) == (6, 2)
    assert (get(database, 2).concerned, get(database, 2).territories) == (5, 2)
    assert store(database, lambda db: questions.leave(db, climbed, "zoe"))
    assert get(database, 2).concerned == 4
    assert store(database, lambda db: questions.people_of(db, asked)) == {"louis", "zoe"}


def test_people_are_carried_to_the_question_that_stays(database: Database) -> None:
    stays, double = ask(database, author="zoe"), ask(database)
    for user in ("zoe", "amina"):
        store(database, lambda db, u=user: questions.join(db, double, u, NOW))  # type: ignore[misc]
    store(database, lambda db: questions.join(db, stays, "amina", NOW))

    for _ in range(2):
        store(database, lambda db: questions.carry_people(db, double, stays))

    assert store(database, lambda db: questions.supporters_of(db, stays)) == ["amina", "louis"]
    assert get(database, 1).concerned == 3
    assert get(database, 2).concerned == 3


def test_a_forgotten_author_is_not_carried(database: Database) -> None:
    stays, double = ask(database, author="zoe"), ask(database, author="")

    store(database, lambda db: questions.carry_people(db, double, stays))

    assert get(database, 1).concerned == 1


def test_what_was_deferred_is_due_at_its_moment(database: Database) -> None:
    for days, network in ((1, "loire"), (2, "national"), (3, "loire")):
        question = ask(database, network=network)
        save(database, question.defer(Occasion.LETTER, NOW + timedelta(days=days)))

    def due(days: float) -> Mapping[str, Sequence[Question]]:
        at = NOW + timedelta(days=days)
        return store(database, lambda db: questions.due_back(db, (LOIRE, NATIONAL), at))

    assert due(0.99) == {}
    assert [*due(1)] == ["loire"]
    assert {network: len(found) for network, found in due(9).items()} == {
        "loire": 2,
        "national": 1,
    }
    save(database, due(9)["loire"][0].come_back())
    assert {network: len(found) for network, found in due(9).items()} == {
        "loire": 1,
        "national": 1,
    }
    at = NOW + timedelta(days=9)
    alone = store(database, lambda db: questions.due_back(db, (NATIONAL,), at))
    assert [*alone] == ["national"]


def _from(since: datetime) -> Period:
    return Period(since=since, until=since + timedelta(days=365))


def test_the_figures_leave_out_what_is_private_or_older(lived: Database) -> None:
    def lately(since: datetime) -> list[str]:
        return [
            each.status.value
            for each in store(lived, lambda db: questions.lately(db, "loire", _from(since)))
        ]

    assert lately(NOW) == [
        "open",
        "answered",
        "closed",
        "withdrawn",
        "merged",
        "scheduled",
        "open",
    ]
    assert lately(NOW + timedelta(seconds=1)) == []
    answered = store(lived, lambda db: questions.lately(db, "loire", _from(NOW)))[1]
    assert (answered.theme, answered.asked_at, answered.answered_at) == ("Logement", NOW, NOW)


def test_doubles_are_those_that_wait_and_are_not_private(database: Database) -> None:
    text = "Qui prête une salle de réunion à Brest ?"
    some = [ask(database, text, author=f"u{number}") for number in range(3)]
    ask(database, text, visibility=Visibility.PRIVATE)
    ask(database, text, network="national")
    save(database, some[1].resolve(Answer(text="La Manufacture", by="zoe", at=NOW)))

    def read(db: Connection) -> list[int]:
        new = questions.new_to_search(db, "loire", limit=10)
        for each in new:
            questions.index(db, each)
        return [each.number for each in new]

    assert store(database, read) == [1, 2, 3]
    assert store(database, read) == []
    first = get(database, 1)
    alike = store(
        database,
        lambda db: questions.of_hits(db, nearest(db, "loire", text, limit=3, but=first.id)),
    )
    assert sorted(each.number for each, _ in alike) == [2, 3]


def test_what_becomes_private_or_ends_leaves_the_search(database: Database) -> None:
    question = ask(database, "Qui connaît les zèbres ?")
    store(database, lambda db: questions.index(db, question))

    def found() -> list[int]:
        hits = store(
            database, lambda db: questions.of_hits(db, search(db, "loire", "zèbre", limit=3))
        )
        return [each.number for each, _ in hits]

    assert found() == [1]
    withdrawn = save(database, question.withdraw(NOW))
    assert found() == []
    save(database, withdrawn.reopen(wanting=False))
    store(database, lambda db: questions.index(db, get_one(db)))
    assert found() == [1]
    store(
        database,
        lambda db: questions.index(db, replace(get_one(db), visibility=Visibility.PRIVATE)),
    )
    assert found() == []


def get_one(db: Connection) -> Question:
    return questions.get(db, "loire", 1)


def test_a_story_is_told_in_order_and_of_its_question_only(database: Database) -> None:
    first, second = ask(database), ask(database)
    told = [
        StoryEvent(change=Change.ASKED, at=NOW, who="louis", how="slash"),
        StoryEvent(change=Change.DEFERRED, at=NOW, who="amina", how="button", detail="lettre"),
        StoryEvent(change=Change.RETURNED, at=LATER, how="clock", detail="lettre"),
    ]
    for event in told:
        store(database, lambda db, e=event: stories.add(db, first, e))  # type: ignore[misc]
    store(database, lambda db: stories.add(db, second, told[0]))

    assert store(database, lambda db: stories.of(db, first)) == told
    assert store(database, lambda db: stories.of(db, second)) == told[:1]


def test_forgetting_takes_people_out_of_stories_and_answers(database: Database) -> None:
    question = save(database, ask(database).resolve(Answer(text="Oui", by="zoe", at=NOW)))
    store(database, lambda db: questions.join(db, question, "amina", NOW))
    store(
        database,
        lambda db: stories.add(db, question, StoryEvent(change=Change.ASKED, at=NOW, who="louis")),
    )
    assert store(database, lambda db: questions.forget_authors(db, NOW)) == []

    forgotten = store(database, lambda db: questions.forget_authors(db, LATER))

    kept = get(database, 1)
    assert forgotten == [("loire", 1)]
    assert (kept.author, kept.concerned) == ("", 2)
    assert kept.answer is not None
    assert kept.answer.by == ""
    assert [e.who for e in store(database, lambda db: stories.of(db, kept))] == [""]
    assert store(database, lambda db: questions.supporters_of(db, kept)) == []
    assert store(database, lambda db: questions.forget_authors(db, LATER)) == []


def test_someone_who_acts_on_a_forgotten_question_is_forgotten_too(database: Database) -> None:
    question = save(database, ask(database).withdraw(NOW))
    store(database, lambda db: questions.forget_authors(db, LATER))
    store(
        database,
        lambda db: stories.add(db, question, StoryEvent(change=Change.THEMED, at=NOW, who="amina")),
    )

    assert store(database, lambda db: questions.forget_authors(db, LATER)) == [("loire", 1)]
