"""A date poll's life, its counts and its closing time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import Refusal
from bot.french.workdays import DAY_ENDS, DAY_STARTS, is_working_day, last_working_hour
from bot.meeting.poll.rules import (
    BEFORE_THE_FIRST,
    CLOSING_OUT_OF_BOUNDS,
    MOST_DATES,
    OPEN_FOR,
    PAST_POLL_DATE,
    PENDING,
    POLL_ENDED,
    POLL_SIZE,
    SAME_DATE_TWICE,
    TRANSITIONS,
    Ballot,
    Poll,
    PollStatus,
    PollStep,
    Vote,
    closing_time,
    count,
    propose,
)
from tests.refusals import refused

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
DATES = tuple(NOW + timedelta(days=days) for days in (31, 36, 38))
POLL = Poll(
    network="loire",
    number=2,
    author="amina",
    dates=DATES,
    closes_at=NOW + timedelta(days=7),
    made_at=NOW,
)

PEOPLE = st.sampled_from(["amina", "louis", "zoe", "marc", "ines"])
CAST = st.dictionaries(st.tuples(PEOPLE, st.integers(1, 3)), st.sampled_from(Vote)).map(
    lambda found: [Ballot(user=who, date=at, vote=said) for (who, at), said in found.items()]
)


@given(CAST)
def test_every_vote_is_counted_once(ballots: list[Ballot]) -> None:
    standing = count(POLL, ballots)

    assert sum(count for each in standing.tallies for count, _ in each.said) == len(ballots)
    assert sum(each.yes for each in standing.tallies) == sum(
        each.vote is Vote.YES for each in ballots
    )
    assert standing.voters == len({each.user for each in ballots})
    assert [each.number for each in standing.tallies] == [1, 2, 3]
    assert [each.date for each in standing.tallies] == list(DATES)


@given(CAST, st.randoms())
def test_the_order_of_the_votes_changes_nothing(
    ballots: list[Ballot], random: st.DataObject
) -> None:
    mixed = list(ballots)
    random.shuffle(mixed)  # type: ignore[attr-defined]

    assert count(POLL, mixed) == count(POLL, ballots)


@given(CAST)
def test_the_best_has_most_yes_then_most_who_could_come_then_is_the_earliest(
    ballots: list[Ballot],
) -> None:
    standing = count(POLL, ballots)
    first = standing.ranked[0]

    for other in standing.ranked[1:]:
        assert first.yes >= other.yes
        assert first.yes > other.yes or first.able >= other.able
        assert (first.yes, first.able) != (other.yes, other.able) or first.date < other.date


@given(CAST)
def test_a_tie_is_told_whole_and_a_date_that_nobody_can_never_wins(ballots: list[Ballot]) -> None:
    standing = count(POLL, ballots)
    best = max((each.yes, each.able) for each in standing.tallies)
    tied = [each for each in standing.tallies if (each.yes, each.able) == best and each.able]

    assert list(standing.leaders) == tied


def test_if_needed_decides_between_equal_yes() -> None:
    said = [("louis", 1, Vote.YES), ("zoe", 2, Vote.YES), ("amina", 2, Vote.IF_NEEDED)]
    standing = count(POLL, [Ballot(user=user, date=at, vote=vote) for user, at, vote in said])

    assert [each.number for each in standing.leaders] == [2]
    assert [each.number for each in standing.ranked] == [2, 1, 3]


@given(st.lists(st.sampled_from(PollStep), max_size=6))
def test_any_sequence_is_legal_or_refused_with_a_sentence(turns: list[PollStep]) -> None:
    poll = POLL
    for turn in turns:
        before = poll
        if before.status in TRANSITIONS[turn]:
            poll = _turned(before, turn)
        else:
            with refused(POLL_ENDED[before.status]):
                _turned(before, turn)
        assert (poll.picked is not None) == (poll.status is PollStatus.PICKED)
        assert poll.closes_at <= POLL.closes_at


def _turned(poll: Poll, turn: PollStep) -> Poll:
    match turn:
        case PollStep.VOTED:
            poll.require_open(NOW)
            return poll
        case PollStep.CLOSED:
            return poll.close(NOW)
        case PollStep.EXTENDED:
            return poll.extend(POLL.closes_at, NOW)
        case PollStep.PICKED:
            return poll.pick(2, NOW)
        case PollStep.DROPPED:
            return poll.drop(NOW)


@pytest.mark.parametrize("status", PollStatus)
@pytest.mark.parametrize("turn", PollStep)
def test_the_table_says_what_each_state_allows(status: PollStatus, turn: PollStep) -> None:
    poll = replace(POLL, status=status)
    if status in TRANSITIONS[turn]:
        assert poll.require(turn) is TRANSITIONS[turn][status]
    else:
        with refused(POLL_ENDED[status]):
            poll.require(turn)


def test_nothing_leaves_an_ended_poll() -> None:
    ends = set(PollStatus) - set(PENDING)

    assert not any(ends & set(turns) for turns in TRANSITIONS.values())


def test_nobody_votes_past_the_time_even_before_the_job_comes() -> None:
    with refused(POLL_ENDED[PollStatus.CLOSED]):
        POLL.require_open(POLL.closes_at)


def test_a_date_that_is_over_is_not_picked() -> None:
    with refused(PAST_POLL_DATE):
        POLL.pick(1, DATES[0])


REFUSED: list[tuple[tuple[datetime, ...], Refusal]] = [
    ((), POLL_SIZE),
    (DATES[:1], POLL_SIZE),
    (tuple(NOW + timedelta(days=20 + n) for n in range(MOST_DATES + 1)), POLL_SIZE),
    ((DATES[0], DATES[1], DATES[0]), SAME_DATE_TWICE),
    ((NOW, DATES[0]), PAST_POLL_DATE),
    ((NOW + timedelta(days=1), DATES[0]), CLOSING_OUT_OF_BOUNDS),
]


@pytest.mark.parametrize(("dates", "refusal"), REFUSED)
def test_a_poll_has_from_two_to_eight_coming_dates_all_after_it_closes(
    dates: tuple[datetime, ...], refusal: Refusal
) -> None:
    with refused(refusal):
        propose(replace(POLL, dates=dates), now=NOW)


def test_a_poll_does_not_close_in_the_past() -> None:
    with refused(CLOSING_OUT_OF_BOUNDS):
        propose(replace(POLL, closes_at=NOW), now=NOW)


def test_a_poll_does_not_go_on_past_its_first_date() -> None:
    for until in (NOW, DATES[0] + timedelta(minutes=1)):
        with refused(CLOSING_OUT_OF_BOUNDS):
            POLL.extend(until, NOW)


def test_a_date_pressed_again_and_again_comes_back_to_nothing() -> None:
    said, turns = None, []
    for _ in range(4):
        said = Vote.after(said)
        turns.append(said)

    assert turns == [Vote.YES, Vote.IF_NEEDED, Vote.NO, None]


def test_dates_are_put_in_order() -> None:
    assert propose(replace(POLL, dates=DATES[::-1]), now=NOW).dates == DATES


ZONES = st.sampled_from(["Europe/Paris", "Indian/Reunion", "America/Cayenne"])
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS, st.floats(0.01, 60), ZONES)
def test_a_poll_closes_between_now_and_its_first_date(
    now: datetime, days: float, zone: str
) -> None:
    first = now + timedelta(days=days)
    closes = closing_time([first + timedelta(days=3), first], now=now, zone=zone)

    assert now < closes <= first
    assert closes <= now + OPEN_FOR


@given(MOMENTS, st.floats(8, 60), ZONES)
def test_with_time_enough_it_closes_on_a_working_hour_two_days_ahead(
    now: datetime, days: float, zone: str
) -> None:
    first = now + timedelta(days=days)
    closes = closing_time([first], now=now, zone=zone)
    local = closes.astimezone(ZoneInfo(zone))

    assert closes <= first - BEFORE_THE_FIRST
    assert is_working_day(local.date(), zone)
    assert DAY_STARTS <= local.time() < DAY_ENDS
    assert closes == last_working_hour(closes, zone)


def test_the_closing_time_by_example() -> None:
    """Made on a Monday at 9 h, a week later is a Monday at 9 h; 11 November is skipped."""
    assert closing_time(DATES, now=NOW, zone="Europe/Paris") == NOW + timedelta(days=7)
    armistice = datetime(2026, 11, 4, 10, tzinfo=UTC)
    local = closing_time(DATES, now=armistice, zone="Europe/Paris").astimezone(
        ZoneInfo("Europe/Paris")
    )
    assert (local.date(), local.time()) == (date(2026, 11, 10), time(17))
