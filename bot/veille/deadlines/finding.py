"""Deadlines found in the articles that a collection brings, but for those that are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.french.folding import folded_line
from bot.french.legible import cut
from bot.veille import store as articles
from bot.veille.article import Article
from bot.veille.deadlines import store as deadlines
from bot.veille.deadlines.passages import passages
from bot.veille.deadlines.rules import TITLE, Deadline, DeadlineStatus
from bot.veille.feeds import following_store as followings
from bot.veille.feeds.following import Following
from bot.veille.link import canonical_link


def read_in(
    db: Connection,
    feed: int,
    new: Sequence[Article],
    zones: Mapping[str, str],
    now: datetime,
) -> int:
    """Keep, to be checked, what new articles of a feed tell, for each network that is shown them.

    `zones` gives the networks' IANA zones by slug. One call is one deadline: what has the link,
    or the title and the end, of another that the network had is left out, dropped or not. Of
    several dates of one article the nearest is taken, of those that are certain if any is. Return
    how many were kept.
    """
    titles = passages("\n".join(each.title for each in new))  # most have none: told at once
    dated = [each for each in new if each.phrases or (titles and passages(each.title))]
    if not dated:
        return 0
    ids = articles.last_ids(db, feed, len(new))
    kept = 0
    for following in followings.followers(db, feed):
        network = following.network
        if network not in zones:
            continue
        spared = articles.spared(db, network, ids.values())
        known = KnownDeadlines(deadlines.every(db, network))
        for article in dated:
            id_ = ids.get((article.guid, article.link, article.title))
            if id_ is None or id_ in spared:
                continue
            found = _found(article, following, id_, zones[network], now)
            if found is not None and known.fresh(found):
                deadlines.add(db, found)
                kept += 1
    return kept


class KnownDeadlines:
    """The deadlines that a network ever had: what a new one may repeat."""

    def __init__(self, every: Sequence[Deadline]) -> None:
        self._by_page = {canonical_link(each.link): each for each in every if each.link}
        self._by_words = {_words(each) for each in every}

    def of_link(self, link: str) -> Deadline | None:
        """Return the deadline of a page, whichever way its address is written."""
        return self._by_page.get(canonical_link(link))

    def fresh(self, found: Deadline) -> bool:
        """Tell whether it is none of them, and count it among them from now on."""
        page = canonical_link(found.link) if found.link else ""
        if _words(found) in self._by_words or page in self._by_page:
            return False
        self._by_words.add(_words(found))
        if page:
            self._by_page[page] = found
        return True


def _words(deadline: Deadline) -> tuple[str, datetime | None]:
    return folded_line(deadline.title), deadline.ends


_NEWS = "Actualités"
"""What a feed is taken to tell when the network gives it no theme."""


def _found(
    article: Article, following: Following, number: int, zone: str, now: datetime
) -> Deadline | None:
    """Return what an article tells, to be checked, None when it tells nothing to come.

    What it is about is told by the theme that the network gives it, by the feed's name, and by
    the publisher's tags.
    """
    # What reads a deadline takes a third of a second to load: at the first article with a date.
    from bot.veille.deadlines.reading import found_in  # noqa: PLC0415

    text = "\n".join((article.title, *article.phrases))
    theme = following.theme_of(" ".join((article.title, article.summary, *article.tags)))
    about = " ".join((theme or _NEWS, following.shown, *article.tags))
    told = [
        each
        for each in found_in(text, article.published or now, zone, about)
        if each.ends is None or each.ends > now
    ]
    if not told:
        return None
    first = min(told, key=lambda each: (not each.certain, each.ends is None, each.ends or now))
    return Deadline(
        network=following.network,
        number=0,
        title=cut(article.title or first.phrase, TITLE),
        link=article.link,
        phrase=first.phrase,
        starts=first.starts,
        ends=first.ends,
        status=DeadlineStatus.TO_CHECK if first.certain else DeadlineStatus.DOUBTFUL,
        at=now,
        by="",
        article=number,
    )
