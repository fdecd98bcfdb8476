"""The year at a glance, told and drawn."""

from __future__ import annotations

from bot.core.message import File, FileKind
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.veille.elsewhere.showing import between
from bot.year import sequence_store as sequences
from bot.year.glance import Glance, end
from bot.year.glance_drawing import draw


def told(ctx: Context, seen: Glance, *, coordinates: bool) -> str:
    """Return the year in words, with what calendars tell of the months to come."""
    return ctx.render(
        "reseau/glance.md.j2",
        glance=seen,
        ahead=seen.ahead(ctx.now),
        elsewhere=between(ctx, ctx.now, end(ctx.now, ctx.network.timezone)),
        coordinates=coordinates,
    )


def send(ctx: Context, by: Caller, *, to_channel: bool) -> Glance:
    """Send the year's picture, its words beside it for whoever cannot see it.

    To whoever asks, by direct message, or to the channel.
    """
    seen = sequences.look(ctx.db, ctx.network, ctx.now)
    text = told(ctx, seen, coordinates=False)
    file = File(
        name=f"rencontres-lettres-veilles-{ctx.network.slug}-{ctx.now:%Y-%m-%d}.png",
        kind=FileKind.DRAWING,
        content=draw(seen, ctx.network, ctx.render),
    )
    say.hand_over(ctx, None if to_channel else by.id, text, file)
    return seen
