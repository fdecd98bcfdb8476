"""A story told in short."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.question.rules import Change
from bot.question.story import StoryEvent, in_short

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


def happened(*changes: Change) -> list[StoryEvent]:
    return [
        StoryEvent(change=change, at=NOW + timedelta(hours=number), who=f"u{number}")
        for number, change in enumerate(changes)
    ]


def told(*changes: Change) -> list[tuple[Change, int]]:
    return [(event.change, event.people) for event in in_short(happened(*changes))]


def test_an_empty_story_is_told_empty() -> None:
    assert in_short([]) == []


def test_those_who_joined_in_a_row_are_told_together() -> None:
    joined, left, asked = Change.JOINED, Change.LEFT, Change.ASKED

    assert told(asked, joined, joined, joined) == [(asked, 1), (joined, 3)]
    assert told(asked, joined, left, joined) == [(asked, 1), (joined, 1), (left, 1), (joined, 1)]
    assert told(joined, left, left) == [(joined, 1), (left, 2)]


def test_other_changes_are_each_told() -> None:
    changes = (Change.EDITED, Change.EDITED, Change.DEFERRED, Change.DEFERRED)

    assert told(*changes) == [(change, 1) for change in changes]


def test_a_story_is_told_from_the_moment_of_the_first() -> None:
    story = happened(Change.JOINED, Change.JOINED)

    assert in_short(story)[0].at == NOW
    assert story[0].people == 1
