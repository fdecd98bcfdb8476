"""People who come into a network's channel, who leave it, whose account ends."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from uuid import uuid4

from bot.core import settings
from bot.letter import dates as letter_dates
from bot.meeting import planning
from bot.people import acquaintances, ended_accounts
from bot.people import store as preferences
from bot.privacy import forgetting
from bot.privacy import service as privacy
from bot.talk import say
from bot.talk.context import Context

REACTIVATED_WITHIN = timedelta(days=30)
"""How long an ended account keeps its name in what it did: it may be reactivated."""

MET = "people-met"
"""The setting that says that a channel was read once: whoever comes later is a newcomer."""


def welcome(ctx: Context, present: Collection[str]) -> int:
    """Welcome those who are in the channel for the first time ever; return how many.

    Nobody the first time that the channel is read: all were there before us. Those who are back
    are written to again.
    """
    slug = ctx.network.slug
    newcomers = acquaintances.newcomers(ctx.db, slug, present)
    acquaintances.meet(ctx.db, slug, newcomers, ctx.now)
    acquaintances.see(ctx.db, slug, present, ctx.now)
    for user in preferences.gone_from(ctx.db, slug) & set(present):
        preferences.come_back(ctx.db, slug, user)
    for user in ended_accounts.of(ctx.db, ctx.network.server) & set(present):
        revive(ctx, user)
    if settings.put(ctx.db, slug, MET, "1") or not newcomers:
        return 0
    words = _words(ctx)
    for user in sorted(newcomers):
        say.to_user(ctx, f"welcome:{slug}:{uuid4().hex}", user, words)
    return len(newcomers)


def absent(ctx: Context, present: Collection[str], *, gone_too: bool) -> frozenset[str]:
    """Return those who are known here and not in the channel: perhaps they left.

    Those who left already only if `gone_too`.
    """
    known = forgetting.known_in(ctx.db, ctx.network.slug) - set(present)
    return known if gone_too else known - preferences.gone_from(ctx.db, ctx.network.slug)


def leave(ctx: Context, user: str) -> bool:
    """Take note that someone left the channel; False when it was known.

    Nobody is told. Their open questions stay, with their name, until their time.
    """
    slug = ctx.network.slug
    if preferences.of(ctx.db, slug, user).gone:
        return False
    gone = privacy.person(ctx, ctx.network.server, user)
    forgetting.let_go(ctx.db, gone, slug, ctx.now)
    return preferences.leave(ctx.db, slug, user, ctx.now)


def end(ctx: Context, user: str) -> bool:
    """Take note that someone's account has ended; forget them in time, and tell whether it was."""
    server = ctx.network.server
    since = ended_accounts.note(ctx.db, server, user, ctx.now)
    if ctx.now - since < REACTIVATED_WITHIN:
        return False
    privacy.forget(ctx, server, user)
    return True


def revive(ctx: Context, user: str) -> None:
    """Take note that someone's account is in use."""
    ended_accounts.revive(ctx.db, ctx.network.server, user)


def _words(ctx: Context) -> str:
    return ctx.render(
        "reseau/welcome.md.j2",
        network=ctx.network,
        parent=ctx.networks.get(ctx.network.parent or ""),
        meeting=planning.next_date(ctx),
        letter=letter_dates.next_at(ctx),
        wording=ctx.wording,
        buttons=ctx.buttons,
    )
