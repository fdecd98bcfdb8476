"""What a store would keep of one feed: decisions are applied to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.veille.article import Article, Known, Version
from bot.veille.identity.deciding import Decision, decide

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


class Shelf:
    def __init__(self) -> None:
        self.by_id: dict[int, Known] = {}
        self.decision = Decision()

    def receives(self, *articles: Article, now: datetime = NOW) -> list[str]:
        """Collect a feed; give the titles of the news."""
        return [article.title for article in self.collect(articles, now)]

    def collect(self, articles: Sequence[Article], now: datetime = NOW) -> Sequence[Article]:
        """Collect a feed; give the news."""
        self.decision = decide(articles, list(self.by_id.values()))
        for update in self.decision.updated:
            past = self.by_id[update.id].past
            self._keep(update.id, update.article, update.told, _with(past, update.was))
        for twin in self.decision.twins:
            known = self.by_id[twin.id]
            past = _with(known.past, twin.version)
            self.by_id[twin.id] = _known(known.id, known, known.published, known.told, past)
        for place, article in enumerate(self.decision.new):
            past = tuple(version for of, version in self.decision.beside if of == place)
            self._keep(len(self.by_id) + 1, article.dated(now), article.published, past)
        return self.decision.new

    def _keep(
        self, number: int, article: Article, told: datetime | None, past: tuple[Version, ...]
    ) -> None:
        self.by_id[number] = _known(number, article, article.published, told, past)


def _known(
    number: int,
    article: Article | Known,
    published: datetime | None,
    told: datetime | None,
    past: tuple[Version, ...],
) -> Known:
    return Known(
        id=number,
        guid=article.guid,
        link=article.link,
        title=article.title,
        summary=article.summary,
        published=published,
        told=told,
        past=past,
    )


def _with(past: tuple[Version, ...], version: Version | None) -> tuple[Version, ...]:
    return past if version is None else (*past, version)
