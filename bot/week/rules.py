"""What waits for coordinators, and when their week begins."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from bot.core.message import Button
from bot.french.folding import fold
from bot.people.wish import DELIVERY


class TodoKind(Enum):
    """What may wait for coordinators; `todo.FINDERS` has them in order, the most urgent first."""

    PRIVATE = "private question"
    HELD = "was it held"
    END = "meeting to end"
    MINUTES = "minutes to publish"
    HOLD = "meeting today"
    DECIDE = "needs from below"
    CHOOSE = "answers from above"
    SUM_UP = "summary to send"
    POLL = "poll to settle"
    ANNOUNCE = "meeting to announce"
    HOST = "host missing"
    EDITO = "edito to write"
    ANSWERS = "answers promised"
    MAIL = "mails that failed"
    SORT = "veille to sort"
    ANNOUNCED = "announcements to choose"
    SURVEY = "survey to let through"
    DEADLINES = "deadlines to check"
    FORM = "form to export"
    LINES = "lines of a form"
    OFFER = "answer to offer"
    CLIMB = "question to transmit"
    DOUBLES = "likely doubles"
    QUESTIONS = "questions waiting"
    EMPTY = "empty month"
    COPIES = "copies to look at"
    FEEDS = "feeds that fail"
    PLACES = "list of places that fails"


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
    local = now.astimezone(ZoneInfo(zone))
    monday = local.date() - timedelta(days=local.weekday())
    begins = datetime.combine(monday, DELIVERY, ZoneInfo(zone))
    if begins > now:
        begins = datetime.combine(monday - timedelta(weeks=1), DELIVERY, ZoneInfo(zone))
    return begins.astimezone(now.tzinfo)


def click(label: str, route: str, *numbers: int) -> tuple[Button, ...]:
    """Return the one button of something to do."""
    argument = " ".join(map(str, numbers))
    name = "".join(each for each in fold(f"{route}{argument}") if each.isalnum())
    return (Button(name, label, route, argument),)
