"""Hosts and ideas, on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from bot.core.database import Database
from bot.core.errors import ChangedMeanwhileError
from bot.meeting import store as meetings
from bot.meeting.hosting import store as hosts
from bot.meeting.hosting.rules import Absence, Call, HostReply, Offer
from bot.meeting.ideas import store as ideas
from bot.meeting.ideas.rules import UNKNOWN_IDEA, Idea, IdeaKind, IdeaStatus
from bot.meeting.rules import Meeting
from bot.privacy import forgetting
from tests.databases import Open, store
from tests.refusals import refused

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
DAY = timedelta(days=1)
OFFER = Offer(user="zoe", words="La médiathèque", since=NOW)
IDEA = Idea(network="loire", number=0, text="Un mur de post-it", author="zoe", at=NOW)


def planned(database: Database, days: int = 30, host: str = "") -> Meeting:
    meeting = Meeting(network="loire", number=0, at=NOW + days * DAY, host=host)
    return store(database, lambda db: meetings.add(db, meeting))


def asked(user: str, reply: HostReply = HostReply.WAITED_FOR, days: int = 0) -> Call:
    return Call(user=user, reply=reply, at=NOW + days * DAY)


def test_an_offer_keeps_its_age_and_takes_new_words(database: Database) -> None:
    later = Offer(user="zoe", words="L'école", since=NOW + DAY)
    fresh = [
        store(database, lambda db, made=made: hosts.offer(db, "loire", made))  # type: ignore[misc]
        for made in (OFFER, later, Offer(user="zoe", words="", since=NOW + 2 * DAY))
    ]

    assert fresh == [True, False, False]
    kept = store(database, lambda db: hosts.offer_of(db, "loire", "zoe"))
    assert kept == Offer(user="zoe", words="L'école", since=NOW)
    assert store(database, lambda db: hosts.offer_of(db, "national", "zoe")) is None


def test_the_rota_holds_all_that_decides_of_turns(database: Database) -> None:
    planned(database, host="louis")
    store(database, lambda db: hosts.offer(db, "loire", OFFER))
    absence = Absence(user="zoe", until=NOW + DAY)
    endless = Absence(user="louis", until=None)
    for each in (Absence(user="zoe", until=NOW), absence, endless):
        store(database, lambda db, each=each: hosts.away(db, "loire", each, NOW))  # type: ignore[misc]
    assert not store(database, lambda db: hosts.retire(db, "loire", "amina", NOW))

    rota = store(database, lambda db: hosts.rota(db, "loire"))

    assert list(rota.offers) == [OFFER]
    assert sorted(rota.absences, key=lambda each: each.user) == [endless, absence]
    assert rota.hosted == {"louis": NOW + 30 * DAY}
    assert rota.retired == {"amina"}
    assert store(database, lambda db: hosts.rota(db, "national")).offers == []


def test_whoever_retires_may_offer_again(database: Database) -> None:
    store(database, lambda db: hosts.offer(db, "loire", OFFER))
    assert store(database, lambda db: hosts.retire(db, "loire", "zoe", NOW))
    assert not store(database, lambda db: hosts.retire(db, "loire", "zoe", NOW))

    assert store(database, lambda db: hosts.offer(db, "loire", OFFER))
    assert store(database, lambda db: hosts.rota(db, "loire")).retired == frozenset()


def test_an_absence_is_taken_back_once(database: Database) -> None:
    absence = Absence(user="zoe", until=NOW)
    store(database, lambda db: hosts.away(db, "loire", absence, NOW))

    assert store(database, lambda db: hosts.back(db, "loire", "zoe"))
    assert not store(database, lambda db: hosts.back(db, "loire", "zoe"))


def test_calls_are_kept_in_order_and_replied_to_once(database: Database) -> None:
    meeting = planned(database)
    for call in (asked("zoe"), asked("louis", days=1), asked("amina", HostReply.SWAP, days=2)):
        store(database, lambda db, call=call: hosts.ask(db, meeting, call))  # type: ignore[misc]

    store(database, lambda db: hosts.replied(db, meeting, asked("zoe"), HostReply.NO))
    with pytest.raises(ChangedMeanwhileError):
        store(database, lambda db: hosts.replied(db, meeting, asked("zoe"), HostReply.YES))

    dropped = store(database, lambda db: hosts.drop_waiting(db, meeting))
    assert [call.user for call in dropped] == ["louis", "amina"]
    assert store(database, lambda db: hosts.calls(db, meeting)) == [asked("zoe", HostReply.NO)]


async def test_of_two_replies_at_once_one_is_kept(opened: Open, database: Database) -> None:
    meeting = planned(database)
    store(database, lambda db: hosts.ask(db, meeting, asked("zoe")))

    def says(reply: HostReply) -> Callable[[Connection], None]:
        return lambda db: hosts.replied(db, meeting, asked("zoe"), reply)

    found = await asyncio.gather(
        database.run(says(HostReply.YES)),
        opened().run(says(HostReply.NO)),
        return_exceptions=True,
    )

    assert [type(each) for each in found if each] == [ChangedMeanwhileError]


def test_what_is_past_its_time_is_forgotten(database: Database) -> None:
    meeting = planned(database)
    store(database, lambda db: hosts.ask(db, meeting, asked("zoe")))
    store(database, lambda db: hosts.offer(db, "loire", OFFER))
    absence = Absence(user="zoe", until=NOW + DAY)
    store(database, lambda db: hosts.away(db, "loire", absence, NOW))

    month, more = meeting.at + 30 * DAY, meeting.at + 31 * DAY
    assert store(database, lambda db: forgetting.forget_names(db, month))["host_calls"] == 0
    assert store(database, lambda db: forgetting.forget_names(db, more))["host_calls"] == 1
    assert store(database, lambda db: hosts.forget_absences(db, NOW + DAY)) == 0
    assert store(database, lambda db: hosts.forget_wishes(db, NOW + DAY)) == 1
    assert store(database, lambda db: hosts.forget_absences(db, NOW + 2 * DAY)) == 1


# Ideas


def test_an_idea_comes_back_as_it_was_kept(database: Database) -> None:
    made = Idea(
        network="loire",
        number=0,
        text="La CNIL",
        author="louis",
        at=NOW,
        kind=IdeaKind.SPEAKER,
        signed=False,
    )
    kept = store(database, lambda db: ideas.add(db, made))

    assert kept.number == 1
    assert store(database, lambda db: ideas.get(db, "loire", 1)) == kept
    with refused(UNKNOWN_IDEA):
        store(database, lambda db: ideas.get(db, "national", 1))


def test_the_second_to_move_an_idea_is_told(database: Database) -> None:
    meeting = planned(database)
    idea = store(database, lambda db: ideas.add(db, IDEA))
    chosen = idea.choose(meeting.id)
    store(database, lambda db: ideas.save(db, chosen, was=idea.status))

    with pytest.raises(ChangedMeanwhileError):
        store(database, lambda db: ideas.save(db, idea.withdraw(NOW), was=idea.status))

    assert store(database, lambda db: ideas.chosen(db, "loire")) == [chosen]


def test_votes_are_counted_once_and_give_the_order(database: Database) -> None:
    first, second, third = (store(database, lambda db: ideas.add(db, IDEA)) for _ in range(3))

    def votes(idea: Idea, user: str) -> bool:
        return store(database, lambda db: ideas.support(db, idea, user, NOW))

    assert [votes(second, "louis"), votes(second, "louis"), votes(third, "amina")] == [
        True,
        False,
        True,
    ]
    assert votes(second, "amina")

    found = store(database, lambda db: ideas.waiting(db, "loire"))
    assert [(each.number, each.votes) for each in found] == [(2, 2), (3, 1), (1, 0)]
    page = store(database, lambda db: ideas.waiting(db, "loire", limit=1, offset=1))
    assert [each.number for each in page] == [3]
    assert store(database, lambda db: ideas.unsupport(db, second, "louis"))
    assert not store(database, lambda db: ideas.unsupport(db, first, "louis"))
    store(database, lambda db: ideas.save(db, first.withdraw(NOW), was=IdeaStatus.OPEN))
    assert store(database, lambda db: ideas.count_waiting(db, "loire")) == 2


def test_the_same_words_soon_after_are_the_same_idea(database: Database) -> None:
    kept = store(database, lambda db: ideas.add(db, IDEA))

    def again(**changes: object) -> Idea | None:
        values = {"network": "loire", "number": 0, "text": "un MUR de post-it", "author": "zoe"}
        made = Idea(**{**values, "at": NOW + timedelta(minutes=9), **changes})  # type: ignore[arg-type]
        return store(database, lambda db: ideas.same_deposit(db, made))

    assert again() == kept
    assert again(author="louis") is None
    assert again(at=NOW + timedelta(minutes=11)) is None
    assert again(text="Autre chose") is None


def test_only_ended_ideas_lose_their_people(database: Database) -> None:
    ended, waiting = (store(database, lambda db: ideas.add(db, IDEA)) for _ in range(2))
    for idea in (ended, waiting):
        store(database, lambda db, i=idea: ideas.support(db, i, "louis", NOW))  # type: ignore[misc]
    store(database, lambda db: ideas.save(db, ended.hold(planned_id(db), NOW), was=ended.status))

    assert store(database, lambda db: ideas.forget_people(db, NOW + DAY)) == [("loire", 1)]
    assert store(database, lambda db: ideas.forget_people(db, NOW + DAY)) == []
    kept = [store(database, lambda db, n=n: ideas.get(db, "loire", n)) for n in (1, 2)]  # type: ignore[misc]
    assert [(each.author, each.votes) for each in kept] == [("", 0), ("zoe", 1)]


def planned_id(db: Connection) -> int:
    return meetings.add(db, Meeting(network="loire", number=0, at=NOW)).id
