"""A feed as one network follows it: what it is called there, and how its articles are taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from functools import lru_cache

from bot.core.patterns import lazy_pattern
from bot.french.folding import spaced
from bot.french.themes.names import singular
from bot.veille.feeds.rules import Feed

MOST_FEEDS = 500
"""Feeds of one network, and of one list: more than anyone reads."""

USUAL_THEME = "Actualité"
"""The theme of an article whose feed has none, when its words give none away."""

_WORD = lazy_pattern(r"[^\W_]+")


AILING_TOLD_AFTER = timedelta(days=3)
"""How long a feed fails before coordinators are told; one that is gone (410), at once."""


class FollowingStatus(Enum):
    """What a network does with a feed.

    One that was dropped keeps its number, and is not taken up again because the configuration
    names it: only because someone asks.
    """

    FOLLOWED = "followed"
    SUSPENDED = "suspended"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How a network takes a feed's articles, by their words.

    An article must say one of `include`, if there are any, and none of `exclude`. `themes` gives
    themes and the words that lead there, the first one found winning; `cap` is the most articles
    that a digest shows of the feed, 0 for `ranking.CAP`. Words are whole; accents, case and usual
    plurals are forgiven (« bourses », « journaux »); several may stand together (« appel à
    projets »).
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    themes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    cap: int = 0

    @property
    def choose(self) -> bool:
        """Whether they may leave an article out."""
        return bool(self.include or self.exclude)

    def refusing(self, text: str) -> str:
        """Return which rule leaves an article out, by all the words that it has; "" for none."""
        said = _framed(text) if self.choose else ""
        if self.include and not any(_phrase(each) in said for each in self.include):
            return "include"
        return "exclude" if any(_phrase(each) in said for each in self.exclude) else ""

    def theme_of(self, text: str) -> str:
        """Return the theme that an article's words lead to, "" when none does."""
        said = _framed(text) if self.themes else ""
        for theme, words in self.themes:
            if any(_phrase(each) in said for each in words):
                return theme
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Following:
    """A feed that a network follows, known there by its number.

    `address` is what the network gave; `configured` when its configuration names it, `by` who
    last changed it by command, "" when nobody did. `sorted` tells whether its first articles were
    sorted: before that none is shown.
    """

    network: str
    number: int
    feed: Feed
    address: str
    name: str
    theme: str
    standing: FollowingStatus = FollowingStatus.FOLLOWED
    rules: Rules = Rules()
    configured: bool = False
    by: str = ""
    sorted: bool = False

    @property
    def shown(self) -> str:
        """What it is called: its name here, else its own title, else its address."""
        return self.name or self.feed.title or self.address

    def theme_of(self, text: str) -> str:
        """Return the theme of an article here, by its words, else the feed's own, else ""."""
        return self.rules.theme_of(text) or self.theme

    @property
    def broken(self) -> bool:
        """Whether it is followed and cannot be read now."""
        followed = self.standing is FollowingStatus.FOLLOWED
        return followed and (self.feed.stopped or self.feed.failing_since is not None)

    def fails(self, now: datetime) -> bool:
        """Tell whether coordinators are told that it fails.

        Not while someone has just taken it up again: it is to be tried first.
        """
        feed = self.feed
        if self.standing is not FollowingStatus.FOLLOWED or feed.failing_since is None:
            return False
        if feed.stopped:
            return True
        return feed.next_at is not None and now - feed.failing_since >= AILING_TOLD_AFTER


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedTrial:
    """An address to be read for someone, and followed if `follows` and it is a feed."""

    network: str
    address: str
    name: str
    theme: str
    user: str
    follows: bool
    at: datetime
    id: int = 0


def _framed(text: str) -> str:
    """Return words between spaces, so that a whole word is found by a plain search."""
    return f" {' '.join(singular(each) for each in _WORD.findall(spaced(text)))} "


_phrase = lru_cache(maxsize=4096)(_framed)
"""The words of a rule, which are looked for in each article."""
