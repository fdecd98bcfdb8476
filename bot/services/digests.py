"""The digests: what a network has not read of its feeds, shown before and published once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.digest import Digest, Entry, compose
from bot.domain.following import Following, Standing
from bot.domain.question import Occasion, Question, QuestionStatus
from bot.services import deadlines, say
from bot.store import articles, followings, occurrences, questions
from bot.store.articles import Unread
from bot.store.questions import Choice
from bot.talk.context import Context

DIGEST = "digest"
"""The kind of occurrence that a monthly digest is."""

_TITLE_WORDS = 14
"""Words of a summary that stand for a title where there is none, as on Mastodon."""


def unread(ctx: Context) -> Sequence[Entry]:
    """Return what the network has not read, in the order of its feeds, then newest first."""
    followed = {
        each.feed.id: each
        for each in followings.of_network(ctx.db, ctx.network.slug)
        if each.standing is Standing.FOLLOWED
    }
    found = [each for each in articles.unread(ctx.db, ctx.network.slug) if each.feed in followed]
    found.sort(key=lambda each: followed[each.feed].number)
    return [_entry(followed[each.feed], each) for each in found]


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
    articles.publish(ctx.db, ctx.network.slug, read, due)
    text = ctx.render(
        "veille/digest.md.j2",
        digest=digest,
        deadlines=deadlines.block(ctx),
        questions=deferred(ctx),
        network=ctx.network,
    )
    say.in_channel(ctx, f"digest:{ctx.network.slug}:{due:%Y-%m-%dT%H:%M}", text)
    return digest


def deferred(ctx: Context) -> Sequence[Question]:
    """Return the questions deferred to the letter, which the digest carries until there is one."""
    choice = Choice(statuses=(QuestionStatus.SCHEDULED,), occasion=Occasion.LETTER)
    return questions.listed(ctx.db, ctx.network.slug, choice)


def _entry(following: Following, article: Unread) -> Entry:
    return Entry(
        article=article.id,
        title=article.title or _opening(article.summary) or article.link,
        link=article.link,
        source=following.shown,
        theme=following.theme,
        published=article.published,
        summary=article.summary if article.title else "",
    )


def _opening(summary: str) -> str:
    words = summary.split()
    return " ".join(words[:_TITLE_WORDS]) + ("…" if len(words) > _TITLE_WORDS else "")
