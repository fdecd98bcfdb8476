"""The feeds that networks follow: from the configuration or by command; what they brought."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.core import occurrences
from bot.network.network import Network, Subscription
from bot.talk.context import Context
from bot.veille import store as articles
from bot.veille.article import FIRST_NEWS, Article, first_news
from bot.veille.deadlines import finding
from bot.veille.elsewhere import store as events
from bot.veille.feeds import following_store as followings
from bot.veille.feeds import store as feeds
from bot.veille.feeds.following import Following, FollowingStatus
from bot.veille.feeds.rules import Collected, Feed, Outcome
from bot.veille.identity.deciding import decide


def configure(db: Connection, networks: Iterable[Network], now: datetime) -> None:
    """Make each network follow the feeds of its configuration, and start those that are new.

    What coordinators changed by command stays: a feed they dropped is not taken up again, one
    they added is kept though the configuration does not name it.
    """
    for network in networks:
        occurrences.start(db, network.slug, now)
        given = {each.url: each for each in network.feeds}
        for following in followings.of_network(db, network.slug):
            _configured_again(db, following, given.pop(following.address, None))
        for each in given.values():
            followings.add(db, network.slug, each, configured=True)
    sort_first(db, now)


def keep(
    db: Connection, feed: Feed, outcome: Outcome, now: datetime, zones: Mapping[str, str]
) -> int:
    """Write what a collection brought; return how many articles are new.

    `zones` gives by slug the IANA zones of the networks whose deadlines are read.
    """
    new: Sequence[Article] = ()
    if isinstance(outcome, Collected):
        decision = decide(outcome.articles, articles.known(db, feed.id))
        new = articles.keep(db, feed.id, decision, now)
        if outcome.events is not None:
            events.replace(db, feed.id, outcome.events)
    feeds.save(db, feed.after(outcome, now))
    if feed.new:
        sort_first(db, now, feed.id)
    finding.read_in(db, feed.id, new, zones, now)
    return len(new)


def sort_first(db: Connection, now: datetime, feed: int | None = None) -> None:
    """Spare each network the past of a feed that it starts to follow: a few news, no flood.

    Looks at one feed, or, without `feed`, at all of them.
    """
    for network, each in followings.unsorted(db, feed):
        news = first_news(articles.latest(db, each, FIRST_NEWS), now)
        articles.spare_others(db, network, each, [article.id for article in news])
        followings.sorted_out(db, network, each, now)


def of_network(ctx: Context) -> Sequence[Following]:
    """Return the feeds that the network follows or has suspended, by number."""
    found = followings.of_network(ctx.db, ctx.network.slug)
    return [each for each in found if each.standing is not FollowingStatus.DROPPED]


def _configured_again(db: Connection, following: Following, given: Subscription | None) -> None:
    """Bring what is followed in line with the configuration, but for what was changed by command.

    A feed that the configuration names no more goes, unless someone changed it here.
    """
    if given is None and following.configured:
        if following.by:
            followings.save(db, replace(following, configured=False))
        else:
            followings.remove(db, following)
    elif given is not None:
        name, theme = (
            (following.name, following.theme) if following.by else (given.name, given.theme)
        )
        wanted = replace(following, configured=True, name=name, theme=theme)
        if wanted != following:
            followings.save(db, wanted)
