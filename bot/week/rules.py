"""What waits for coordinators, and when their week begins."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from zoneinfo import ZoneInfo

from bot.core.message import Button
from bot.french.folding import fold
from bot.people.wish import next_delivery


class TodoKind(Enum):
    """What may wait for coordinators; `todo.FINDERS` has them in order, the most urgent first."""

    PRIVATE_QUESTION = auto()
    WAS_IT_HELD = auto()
    MEETING_TO_END = auto()
    MINUTES_TO_PUBLISH = auto()
    MEETING_TODAY = auto()
    NEEDS_FROM_BELOW = auto()
    ANSWERS_FROM_ABOVE = auto()
    SUMMARY_TO_SEND = auto()
    POLL_TO_SETTLE = auto()
    MEETING_TO_ANNOUNCE = auto()
    HOST_MISSING = auto()
    EDITO_TO_WRITE = auto()
    ANSWERS_PROMISED = auto()
    MAILS_THAT_FAILED = auto()
    VEILLE_TO_SORT = auto()
    ANNOUNCEMENTS_TO_CHOOSE = auto()
    SURVEY_TO_LET_THROUGH = auto()
    DEADLINES_TO_CHECK = auto()
    FORM_TO_EXPORT = auto()
    LINES_OF_A_FORM = auto()
    ANSWER_TO_OFFER = auto()
    QUESTION_TO_TRANSMIT = auto()
    LIKELY_DOUBLES = auto()
    QUESTIONS_WAITING = auto()
    EMPTY_MONTH = auto()
    COPIES_TO_LOOK_AT = auto()
    FEEDS_THAT_FAIL = auto()
    LIST_OF_PLACES_THAT_FAILS = auto()


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing that waits, and what to click for it.

    `number` is what it is about, `count` how many there are, `also` how many of them are of
    another sort (questions that came back), or the number of a double; `at` is its moment, `why`
    what speaks for it.
    """

    kind: TodoKind
    buttons: tuple[Button, ...]
    _: KW_ONLY
    number: int = 0
    count: int = 0
    also: int = 0
    at: datetime | None = None
    why: str = ""


def week_of(now: datetime, zone: str) -> datetime:
    """Return the last Monday at DELIVERY (UTC), on an IANA zone's clock, not after now."""
    following = next_delivery(now, zone).astimezone(ZoneInfo(zone))
    return (following - timedelta(weeks=1)).astimezone(now.tzinfo)


def click(label: str, route: str, *numbers: int) -> tuple[Button, ...]:
    """Return the button of something to do, in a tuple."""
    argument = " ".join(map(str, numbers))
    name = "".join(each for each in fold(f"{route}{argument}") if each.isalnum())
    return (Button(name, label, route, argument),)
