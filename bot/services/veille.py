"""The veille: what was collected, and what a network has not read of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.domain.article import decide, first_news
from bot.domain.digest import Digest, Entry, compose
from bot.domain.feed import Collected, Feed, Outcome
from bot.domain.network import Network
from bot.domain.question import Occasion, Question, QuestionStatus
from bot.services import say
from bot.store import articles, feeds, occurrences, questions
from bot.store.articles import Unread
from bot.store.questions import Choice
from bot.talk.context import Context

DIGEST = "digest"
"""The kind of occurrence that a monthly digest is."""

_TITLE_WORDS = 14
"""Words of a summary that stand for a title where there is none, as on Mastodon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHealth:
    """A feed as a network sees it: its name there, its theme, its state."""

    name: str
    theme: str
    feed: Feed


def follow(db: Connection, networks: Iterable[Network], now: datetime) -> None:
    """Make each network follow the feeds of its configuration, and start those that are new."""
    for network in networks:
        occurrences.start(db, network.slug, now)
        feeds.follow(db, network.slug, (each.url for each in network.feeds))
    open_subscriptions(db, now)


def keep(db: Connection, feed: Feed, outcome: Outcome, now: datetime) -> int:
    """Write what a collection brought; return how many articles are new."""
    new = 0
    if isinstance(outcome, Collected):
        decision = decide(outcome.articles, articles.known(db, feed.id), now)
        articles.add(db, feed.id, decision.new, now)
        articles.change(db, decision.updated)
        new = len(decision.new)
    feeds.save(db, feed.after(outcome, now))
    open_subscriptions(db, now)
    return new


def open_subscriptions(db: Connection, now: datetime) -> None:
    """Spare each network the past of a feed that it starts to follow: a few news, no flood."""
    for network, feed in feeds.unopened(db):
        kept = articles.known(db, feed)
        news = {each.id for each in first_news(kept, now)}
        spared = [each.id for each in kept if each.id not in news]
        articles.publish(db, network, spared, due=None)
        feeds.opened(db, network, feed, now)


def unread(ctx: Context) -> Sequence[Entry]:
    """Return what the network has not read, in the order of its feeds, then newest first."""
    order = {each.url: place for place, each in enumerate(ctx.network.feeds)}
    found = articles.unread(ctx.db, ctx.network.slug)
    shown = [each for each in found if each.subscribed in order]
    shown.sort(key=lambda each: order[each.subscribed])
    return [_entry(ctx.network, order, each) for each in shown]


def preview(ctx: Context) -> Digest:
    """Compose the digest to come with what is known now."""
    due = ctx.network.digest.next_dates(ctx.now, ctx.network.timezone, 1)[0]
    return compose(ctx.network.name, unread(ctx), due=due, made=ctx.now)


def publish(ctx: Context, due: datetime) -> Digest | None:
    """Say the digest that fell due, once; None when it was said already.

    The occurrence, what was read, and the posts commit together: a crash leaves all or nothing.
    """
    if not occurrences.record(ctx.db, ctx.network.slug, DIGEST, due=due, now=ctx.now):
        return None
    digest = compose(ctx.network.name, unread(ctx), due=due, made=ctx.now)
    read = [entry.article for section in digest.sections for entry in section.entries]
    articles.publish(ctx.db, ctx.network.slug, read, due=due)
    text = ctx.render(
        "veille/digest.md.j2", digest=digest, questions=deferred(ctx), network=ctx.network
    )
    say.in_channel(ctx, f"digest:{ctx.network.slug}:{due:%Y-%m-%dT%H:%M}", text)
    return digest


def deferred(ctx: Context) -> Sequence[Question]:
    """Return the questions deferred to the letter, which the digest carries until there is one."""
    choice = Choice(statuses=(QuestionStatus.SCHEDULED,), occasion=Occasion.LETTER)
    return questions.listed(ctx.db, ctx.network.slug, choice)


def health(ctx: Context) -> Sequence[FeedHealth]:
    """Return the network's feeds and how they are, in the order of its configuration."""
    state = {each.subscribed: each.feed for each in feeds.followed_by(ctx.db, ctx.network.slug)}
    return [
        FeedHealth(
            name=each.name or state[each.url].title or each.url,
            theme=each.theme,
            feed=state[each.url],
        )
        for each in ctx.network.feeds
        if each.url in state
    ]


def _entry(network: Network, order: dict[str, int], article: Unread) -> Entry:
    subscription = network.feeds[order[article.subscribed]]
    return Entry(
        article=article.id,
        title=article.title or _opening(article.summary) or article.link,
        link=article.link,
        source=subscription.name or article.feed_title or article.subscribed,
        theme=subscription.theme,
        published=article.published,
        summary=article.summary if article.title else "",
    )


def _opening(summary: str) -> str:
    words = summary.split()
    return " ".join(words[:_TITLE_WORDS]) + ("…" if len(words) > _TITLE_WORDS else "")
