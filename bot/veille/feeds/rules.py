"""A feed that networks follow: when it may be fetched again, and what is wrong with it.

The rules are those of a polite reader: validators go back verbatim, what the publisher asks for
(Retry-After, Cache-Control) is obeyed up to a month, a failing feed is tried ever more rarely
but never given up, and only a 410 stops it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2s
from typing import Self

from bot.core.labels import Labelled
from bot.veille.article import Article
from bot.veille.elsewhere.rules import CalendarEvent
from bot.veille.link import secured

INTERVAL = timedelta(hours=1)
"""Between two collections of a feed that says nothing else."""

LONGEST_BACKOFF = timedelta(days=7)
"""Between two tries of a feed that fails for long."""

LONGEST_WAIT = timedelta(days=31)
"""The most that a publisher's Retry-After or Cache-Control is obeyed."""

MOVE_AFTER = timedelta(days=3)
"""How long a permanent redirect must repeat before the address is rewritten: a captive portal,
or a mistake of the publisher, does not last that long."""


class Ailment(Labelled):
    """What keeps a feed from being read; the value is stored, `Trouble.sentence` is read."""

    HTTP = "http", "le site est en panne"
    GONE = "gone", "le site a arrêté ce flux"
    SILENT = "silent", "le site ne répond pas"
    SLOW = "slow", "le site met trop de temps à répondre"
    UNKNOWN_HOST = "unknown-host", "ce nom de site n'existe pas"
    TLS = "tls", "la connexion sécurisée au site échoue"
    NOT_A_FEED = "not-a-feed", "ce n'est pas un flux"
    NOT_A_PAGE = "not-a-page", "ce n'est pas une page web"
    UNREADABLE = "unreadable", "le flux est trop abîmé pour être lu"
    TOO_BIG = "too-big", "le flux est trop gros pour être lu"
    INTERNAL_ADDRESS = (
        "internal-address",
        "cette adresse est interne au réseau : elle n'est pas permise",
    )
    BAD_ADDRESS = "bad-address", "cette adresse n'est pas celle d'une page web publique"
    REDIRECTS = "redirects", "le site renvoie d'adresse en adresse, sans fin"


_WRONG_ADDRESS = frozenset(
    {
        Ailment.UNKNOWN_HOST,
        Ailment.NOT_A_FEED,
        Ailment.NOT_A_PAGE,
        Ailment.INTERNAL_ADDRESS,
        Ailment.BAD_ADDRESS,
    }
)

_REFUSALS = {
    401: "le site refuse que je le lise",
    403: "le site refuse que je le lise",
    404: "la page a disparu du site",
    429: "le site demande d'attendre",
}
"""What the answers of a site that is not broken mean, by their HTTP status."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Why a feed could not be read. `status` is the HTTP one, for Ailment.HTTP only."""

    ailment: Ailment
    status: int | None = None

    @property
    def code(self) -> str:
        """The stable word to store and to count by: `http-403`, `not-a-feed`."""
        return f"http-{self.status}" if self.ailment is Ailment.HTTP else self.ailment.value

    @property
    def sentence(self) -> str:
        """What coordinators read: plain French, no capital, no full stop."""
        return _REFUSALS.get(self.status or 0, self.ailment.label)

    @property
    def precise(self) -> str:
        """What operators read: the same, with the number that the site gave."""
        return f"{self.sentence} ({self.status})" if self.status else self.sentence

    @property
    def passes(self) -> bool:
        """Tell whether the site may mend it by itself: the address is not a wrong one."""
        return self.ailment not in _WRONG_ADDRESS

    @classmethod
    def from_code(cls, code: str) -> Self:
        """Read back `code`. Raises ValueError on a word that it never gives."""
        if code.startswith("http-"):
            return cls(ailment=Ailment.HTTP, status=int(code.removeprefix("http-")))
        return cls(ailment=Ailment(code))


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """The feed was read.

    Validators are verbatim; `fresh_for` is how long its publisher says that it will not change;
    `moved_to` is set if every redirect on the way was permanent. `events` are the dates of a
    calendar, None of any other feed.
    """

    articles: tuple[Article, ...]
    events: tuple[CalendarEvent, ...] | None = None
    title: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    fresh_for: timedelta | None = None
    moved_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The server said 304, or sent the very feed that it sent before; as for Collected."""

    etag: str | None = None
    last_modified: str | None = None
    fresh_for: timedelta | None = None
    moved_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """The feed could not be read. `detail` is English, for the log.

    `feeds` are the addresses of feeds that a web page announces, where one was given instead.
    Unless `asked`, nobody was: the host had said, about another feed, to be left alone.
    """

    trouble: Trouble
    retry_after: timedelta | None = None
    detail: str = ""
    feeds: tuple[str, ...] = ()
    asked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """The server said 410: this feed will not come back."""


Outcome = Collected | Unchanged | Failed | Gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The state of a feed between two collections.

    `next_at`: not before, across restarts; None when never collected. `held_until`: not before,
    whoever asks, for its publisher said so (Retry-After).
    `trouble` dates from `fetched_at`, its series from `failing_since`; a success clears them.
    """

    id: int
    url: str
    title: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    next_at: datetime | None = None
    fetched_at: datetime | None = None
    succeeded_at: datetime | None = None
    failing_since: datetime | None = None
    failures: int = 0
    trouble: Trouble | None = None
    moved_to: str | None = None
    moved_since: datetime | None = None
    stopped: bool = False
    held_until: datetime | None = None

    @property
    def new(self) -> bool:
        """Whether no collection has succeeded yet: see `article.first_news`."""
        return self.succeeded_at is None

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses to ask, each if the one before fails: https comes before http.

        Where http was read before, https was tried first, and failed: http is asked alone, until
        it redirects. Where https answered, `moved_to` says so, and soon takes the place of `url`.
        """
        read = self.succeeded_at or self.etag or self.last_modified
        secure = (self.moved_to or "").startswith("https://")
        first = secured(self.url) if secure or not read else None
        return (self.url,) if first is None else (first, self.url)

    def due(self, now: datetime) -> bool:
        """Tell whether it may be fetched now."""
        return not self.stopped and (self.next_at is None or self.next_at <= now)

    def held(self, now: datetime) -> bool:
        """Tell whether it is to be left alone, even if a person asks."""
        return self.stopped or (self.held_until is not None and self.held_until > now)

    def after(self, outcome: Outcome, now: datetime) -> Self:
        """Give the state that follows a collection."""
        match outcome:
            case Collected() | Unchanged():
                return self._succeeded(outcome, now)
            case Failed():
                return self._failed(outcome, now)
            case Gone():
                gone = Failed(trouble=Trouble(ailment=Ailment.GONE))
                return replace(self._failed(gone, now), next_at=None, stopped=True)

    def resumed(self) -> Self:
        """Follow it again after a stop, or try it at once after failures, as a person asked.

        What its publisher asked is obeyed still.
        """
        return replace(self, stopped=False, next_at=self.held_until, failures=0)

    def _succeeded(self, outcome: Collected | Unchanged, now: datetime) -> Self:
        wait = max(_spread(INTERVAL, self.url), _capped(outcome.fresh_for))
        title, etag, last_modified = self.title, outcome.etag, outcome.last_modified
        if isinstance(outcome, Collected):
            title = outcome.title or title
        else:
            etag, last_modified = etag or self.etag, last_modified or self.last_modified
        return replace(
            self._moved(outcome.moved_to, now),
            title=title,
            etag=etag,
            last_modified=last_modified,
            next_at=now + wait,
            fetched_at=now,
            succeeded_at=now,
            failing_since=None,
            failures=0,
            trouble=None,
            held_until=None,
        )

    def _moved(self, target: str | None, now: datetime) -> Self:
        if target is None or target == self.url:
            return replace(self, moved_to=None, moved_since=None)
        if target != self.moved_to or self.moved_since is None:
            return replace(self, moved_to=target, moved_since=now)
        if now - self.moved_since < MOVE_AFTER:
            return self
        return replace(self, url=target, moved_to=None, moved_since=None)

    def _failed(self, outcome: Failed, now: datetime) -> Self:
        doublings = min(self.failures + 1, 16)
        backoff = min(INTERVAL * 2**doublings, LONGEST_BACKOFF)
        wait = _capped(outcome.retry_after)
        held_until = now + wait if wait else None
        if not outcome.asked:
            return replace(self, next_at=held_until, held_until=held_until)
        return replace(
            self,
            next_at=now + max(_spread(backoff, self.url), wait),
            held_until=held_until,
            fetched_at=now,
            failing_since=self.failing_since or now,
            failures=self.failures + 1,
            trouble=outcome.trouble,
        )


def _spread(wait: timedelta, url: str) -> timedelta:
    """Shorten a wait by up to a tenth, always the same for one address.

    Feeds then do not all wake in the same second, and no wait exceeds its limit.
    """
    share = int.from_bytes(blake2s(url.encode(), digest_size=2).digest()) / 0xFFFF
    return wait * (1 - share / 10)


def _capped(asked: timedelta | None) -> timedelta:
    return min(max(asked or timedelta(), timedelta()), LONGEST_WAIT)
