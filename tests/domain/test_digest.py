"""A digest: grouped by theme, newest first, late when it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.digest import Digest, Entry, compose

DUE = datetime(2026, 11, 3, 8, 0, tzinfo=UTC)


def test_themes_come_in_the_order_of_the_feeds_and_articles_newest_first() -> None:
    digest = _compose(
        [
            _entry(1, "Santé", 5),
            _entry(2, "Droits", 1),
            _entry(3, "Santé", 2),
            _entry(4, "Droits", 3),
        ]
    )

    assert [
        (section.theme, [entry.article for entry in section.entries]) for section in digest.sections
    ] == [("Santé", [3, 1]), ("Droits", [2, 4])]
    assert digest.count == 4


def test_articles_of_the_same_moment_have_a_steady_order() -> None:
    entries = [_entry(number, "Santé", 1) for number in (2, 3, 1)]

    assert _compose(entries) == _compose(reversed(entries))


def test_a_digest_of_nothing_counts_nothing() -> None:
    assert _compose([]).count == 0
    assert _compose([]).sections == ()


@pytest.mark.parametrize(
    ("wait", "late"),
    [(timedelta(0), False), (timedelta(hours=1), False), (timedelta(hours=1, seconds=1), True)],
)
def test_a_digest_is_late_past_an_hour(wait: timedelta, late: bool) -> None:  # noqa: FBT001
    assert compose("Loire", [], due=DUE, made=DUE + wait).late is late


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.integers(0, 5)), max_size=20))
def test_no_article_is_lost_or_doubled(kinds: list[tuple[str, int]]) -> None:
    entries = [_entry(number, theme, days) for number, (theme, days) in enumerate(kinds)]

    digest = _compose(entries)

    shown = [entry.article for section in digest.sections for entry in section.entries]
    assert sorted(shown) == list(range(len(entries)))
    assert len({section.theme for section in digest.sections}) == len(digest.sections)


def _compose(entries: Iterable[Entry]) -> Digest:
    return compose("42 - Loire", entries, due=DUE, made=DUE)


def _entry(article: int, theme: str, days: int) -> Entry:
    return Entry(
        article=article,
        title=f"Article {article}",
        link=f"https://site.example/{article}",
        source="Inclusion",
        theme=theme,
        published=DUE - timedelta(days=days),
    )
