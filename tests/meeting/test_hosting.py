"""Whose turn it is to host: fair over the years, and told why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.meeting.hosting.rules import Absence, HostReason, HostTurn, Offer, Rota

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
DAY = timedelta(days=1)
PEOPLE = ("amina", "louis", "zoe", "marc", "nour")


def offered(user: str, days: int = 0) -> Offer:
    return Offer(user=user, words="", since=NOW + days * DAY)


def order(rota: Rota, at: datetime = NOW) -> list[str]:
    return [turn.user for turn in rota.turns(at)]


def test_those_who_never_hosted_come_before_those_who_did_the_longest_ago() -> None:
    rota = Rota(
        offers=[offered("amina"), offered("louis", 1), offered("zoe", 2)],
        hosted={"amina": NOW - 10 * DAY, "louis": NOW - 90 * DAY},
    )

    assert order(rota) == ["zoe", "louis", "amina"]


def test_former_hosts_come_after_all_volunteers() -> None:
    rota = Rota(
        offers=[offered("amina")],
        hosted={"amina": NOW - DAY, "louis": NOW - 900 * DAY, "zoe": NOW - 400 * DAY},
    )

    assert order(rota) == ["amina", "louis", "zoe"]


def test_the_oldest_offer_decides_between_equals_and_it_is_said() -> None:
    rota = Rota(offers=[offered("zoe", 2), offered("louis", 1)])

    assert rota.turns(NOW) == (
        HostTurn(user="louis", why=HostReason.NEVER_HOSTED, since=NOW + DAY, tied=True),
        HostTurn(user="zoe", why=HostReason.NEVER_HOSTED, since=NOW + 2 * DAY),
    )


def test_each_turn_is_explained() -> None:
    rota = Rota(
        offers=[offered("louis"), offered("zoe")],
        hosted={"amina": NOW - 5 * DAY, "zoe": NOW - 3 * DAY},
    )

    assert [(turn.user, turn.why, turn.hosted) for turn in rota.turns(NOW)] == [
        ("louis", HostReason.NEVER_HOSTED, None),
        ("zoe", HostReason.LONGEST_AGO, NOW - 3 * DAY),
        ("amina", HostReason.NO_VOLUNTEER, NOW - 5 * DAY),
    ]


def test_who_is_away_that_day_is_not_asked_but_is_for_a_later_one() -> None:
    rota = Rota(
        offers=[offered("louis"), offered("zoe"), offered("amina")],
        absences=[Absence(user="louis", until=NOW + DAY), Absence(user="amina", until=None)],
    )

    assert order(rota, NOW + DAY) == ["zoe"]
    assert order(rota, NOW + 2 * DAY) == ["louis", "zoe"]


def test_who_said_no_or_retired_is_not_asked() -> None:
    rota = Rota(
        offers=[offered("louis"), offered("zoe")],
        hosted={"amina": NOW},
        retired=frozenset({"amina"}),
    )

    assert [each.user for each in rota.turns(NOW, but=frozenset({"louis"}))] == ["zoe"]


@given(st.permutations(PEOPLE), st.integers(1, 30), st.lists(st.integers(0, 40), min_size=5))
def test_everyone_hosts_once_before_anyone_hosts_twice(
    people: list[str], meetings: int, ages: list[int]
) -> None:
    offers = [offered(user, age) for user, age in zip(people, ages, strict=False)]
    hosted: dict[str, datetime] = {}
    counts = dict.fromkeys(people, 0)
    for number in range(meetings):
        at = NOW + number * 30 * DAY
        turn = Rota(offers=offers, hosted=hosted).turns(at)[0]
        counts[turn.user] += 1
        hosted[turn.user] = at
        assert max(counts.values()) - min(counts.values()) <= 1


@given(
    st.sets(st.sampled_from(PEOPLE)),
    st.dictionaries(st.sampled_from(PEOPLE), st.integers(0, 900)),
    st.dictionaries(st.sampled_from(PEOPLE), st.none() | st.integers(-30, 30)),
    st.sets(st.sampled_from(PEOPLE)),
)
def test_only_those_who_may_host_have_a_turn_each_once(
    volunteers: set[str], hosted: dict[str, int], away: dict[str, int | None], asked: set[str]
) -> None:
    rota = Rota(
        offers=[offered(user) for user in sorted(volunteers)],
        hosted={user: NOW - days * DAY for user, days in hosted.items()},
        absences=[
            Absence(user=user, until=None if days is None else NOW + days * DAY)
            for user, days in away.items()
        ],
    )

    turns = rota.turns(NOW, but=frozenset(asked))

    users = [turn.user for turn in turns]
    gone = {user for user, days in away.items() if days is None or days >= 0}
    assert sorted(users) == sorted((volunteers | hosted.keys()) - gone - asked)
    offering = [user in volunteers for user in users]
    assert offering == sorted(offering, reverse=True)
