"""Which articles exist at an instant: a pure function of the feed's name and of the instant.

Article number n of a feed appears n × `days` after a fixed epoch, at an hour that varies, and never
changes after.
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

EPOCH = datetime(2024, 1, 3, 7, 30, tzinfo=UTC)
SHOWN = 15
_DEADLINE_DAYS = 45
_PLACES = (
    "Valcombe",
    "Brézieux",
    "Montclair",
    "Saint-Aubin",
    "Rochebrune",
    "Villeneuve",
    "Pont-Neuf",
)
_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


@dataclass(frozen=True, slots=True)
class Article:
    """An invented article. `title` and `summary` are HTML, entities included, as in feeds."""

    feed: str
    number: int
    title: str
    summary: str
    tags: tuple[str, ...]
    published: datetime

    @property
    def guid(self) -> str:
        """Identify the article for ever, whatever the feed's address."""
        return f"tag:exemple.invalid,2024:{self.feed}:{self.number}"


@dataclass(frozen=True, slots=True)
class Source:
    """A feed's title, its beat in days, and the turns its articles take."""

    name: str
    title: str
    days: int
    items: tuple[tuple[str, str, tuple[str, ...]], ...]


@cache
def sources() -> dict[str, Source]:
    """Read the invented feeds, once."""
    raw = json.loads(Path(__file__).with_name("articles.json").read_text(encoding="utf-8"))
    return {
        name: Source(
            name,
            one["title"],
            one["days"],
            tuple((title, summary, tuple(tags)) for title, summary, tags in one["items"]),
        )
        for name, one in raw.items()
    }


def latest(name: str, now: datetime) -> list[Article]:
    """List a feed's latest articles at this instant, newest first."""
    source = sources()[name]
    last = (now - EPOCH) // timedelta(days=source.days)
    numbers = range(last, max(last - SHOWN - 1, -1), -1)
    articles = (article(name, number) for number in numbers)
    return [one for one in articles if one.published <= now][:SHOWN]


def article(name: str, number: int) -> Article:
    """Write one article of a feed; its text and its date depend on its number alone."""
    source = sources()[name]
    published = EPOCH + timedelta(days=source.days * number, minutes=number * 137 % 600)
    title, summary, tags = source.items[number % len(source.items)]
    words = {
        "mois": f"{_MONTHS[published.month - 1]} {published.year}",
        "lieu": _PLACES[number % len(_PLACES)],
        "limite": in_full(published + timedelta(days=_DEADLINE_DAYS)),
    }
    return Article(name, number, _elided(title.format(**words)), summary, tags, published)


def _elided(title: str) -> str:
    """Return a title with « d'octobre », where its month begins with a vowel."""
    return re.sub(r"\bde (?=(?:avril|août|octobre) )", "d'", title)


def in_full(day: datetime) -> str:
    """Write a day: « 1er décembre 2026 »."""
    first = "1er" if day.day == 1 else str(day.day)
    return f"{first} {_MONTHS[day.month - 1]} {day.year}"
