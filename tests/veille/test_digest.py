"""A digest: grouped by theme, newest first, late when it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.veille.digest import Digest, Entry, compose

DUE = datetime(2026, 11, 3, 8, 0, tzinfo=UTC)


def test_themes_come_in_the_order_of_their_best_article() -> None:
    digest = _compose(
        [_entry(1, "Santé", 5), _entry(2, "Droits", 1), _entry(3, "Santé", 2)],
    )

    assert [
        (section.theme, [entry.article for entry in section.entries]) for section in digest.sections
    ] == [("Santé", [1, 3]), ("Droits", [2])]
    assert digest.count == 3


def test_what_is_told_in_brief_stands_apart_and_counts() -> None:
    digest = _compose([_entry(1, "Santé", 5), replace(_entry(2, "Droits", 1), brief=True)])

    assert [entry.article for entry in digest.shown] == [1]
    assert [entry.article for entry in digest.also] == [2]
    assert digest.count == 2


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
