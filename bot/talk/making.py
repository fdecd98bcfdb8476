"""What a message makes is noted with it, so that its edits and its deletion are followed."""

from __future__ import annotations

from bot.core import sources
from bot.core.source import MadeKind, Source
from bot.talk.command import Command
from bot.talk.context import Context


def note(
    ctx: Context, command: Command, kind: MadeKind, ref: object = "", *, whole: bool = False
) -> None:
    """Note what was made from the message that asked for it, or the `whole` one it points at.

    Nothing where no message did.
    """
    refers = command.refers if whole else None
    post = refers.post if refers else command.made_from or command.post
    if not post or (whole and refers is None):
        return
    sources.put(
        ctx.db,
        Source(
            server=ctx.network.server,
            post=post,
            root=refers.root if refers else command.thread or "",
            author=refers.author.id if refers else command.caller.id,
            network=ctx.network.slug,
            kind=kind,
            ref=str(ref),
            channel=command.channel,
            at=ctx.now,
            whole=whole,
            edited_at=None if whole else command.edited_at,
        ),
    )
