"""What a message makes is noted with it, so that its edits and its deletion are followed."""

from __future__ import annotations

from datetime import datetime

from bot.core import sources
from bot.core.source import MadeKind, Source
from bot.talk.command import Command
from bot.talk.context import Context


def note(
    ctx: Context, command: Command, kind: MadeKind, ref: object = "", *, at: datetime | None = None
) -> None:
    """Note what was made from the message that asked for it; nothing where no message did."""
    post = command.made_from or command.post
    if post:
        _note(ctx, command, post, kind, ref, at=at)


def note_whole(
    ctx: Context, command: Command, kind: MadeKind, ref: object = "", *, at: datetime | None = None
) -> None:
    """Note what was made from the whole message that a command points at."""
    if command.refers is not None:
        _note(ctx, command, command.refers.post, kind, ref, whole=True, at=at)


def _note(  # noqa: PLR0913  a link has two ends
    ctx: Context,
    command: Command,
    post: str,
    kind: MadeKind,
    ref: object,
    *,
    at: datetime | None,
    whole: bool = False,
) -> None:
    sources.put(
        ctx.db,
        Source(
            server=ctx.network.server,
            post=post,
            network=ctx.network.slug,
            kind=kind,
            ref=str(ref),
            channel=command.channel,
            at=at or ctx.now,
            whole=whole,
            edited_at=None if whole else command.edited_at,
        ),
    )
