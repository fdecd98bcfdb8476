"""What the bot says of itself: put in the outbox, in the transaction of the fact it tells.

Every message has a key of its own, made from what it is about, so that the same fact can never
be told twice.
"""

from __future__ import annotations

from uuid import uuid4

from bot.domain.message import Button, Kind, Message
from bot.store import outbox
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.markdown import pages


def in_channel(
    ctx: Context, key: str, text: str, *, buttons: tuple[Button, ...] = (), thread: str = ""
) -> None:
    """Say something in the network's channel, under the post of another key if given.

    A text longer than a post goes on in its thread.
    """
    first, *others = pages(text)
    _add(ctx, key=key, text=first, buttons=buttons, thread=thread or None)
    for number, page in enumerate(others, start=2):
        _add(ctx, key=f"{key}:{number}", text=page, thread=thread or key)


def again(ctx: Context, key: str, text: str, *, buttons: tuple[Button, ...] = ()) -> None:
    """Rewrite the post that was said under this key."""
    first, *_ = pages(text)
    _add(
        ctx,
        key=f"{key}:{uuid4().hex}",
        text=first,
        buttons=buttons,
        kind=Kind.EDIT,
        edits=key,
    )


def to_user(ctx: Context, key: str, user: str, text: str) -> None:
    """Tell one person, by direct message."""
    for number, page in enumerate(pages(text), start=1):
        _add(ctx, key=key if number == 1 else f"{key}:{number}", text=page, user=user)


def to_caller(ctx: Context, command: Command, text: str, *, private: bool) -> None:
    """Answer someone whose chat does not wait for the answer.

    Publicly under their message; privately by direct message.
    """
    key = f"reply:{command.post or uuid4().hex}"
    if private:
        to_user(ctx, key, command.caller.id, text)
        return
    for number, page in enumerate(pages(text), start=1):
        _add(
            ctx,
            key=key if number == 1 else f"{key}:{number}",
            text=page,
            channel=command.channel,
            thread=command.thread,
        )


def _add(  # noqa: PLR0913  a message has that many parts
    ctx: Context,
    *,
    key: str,
    text: str,
    buttons: tuple[Button, ...] = (),
    kind: Kind = Kind.POST,
    channel: str | None = None,
    user: str | None = None,
    thread: str | None = None,
    edits: str | None = None,
) -> None:
    message = Message(
        server=ctx.network.server,
        network=ctx.network.slug,
        key=key,
        text=text,
        made_at=ctx.now,
        kind=kind,
        channel=channel,
        user=user,
        thread=thread,
        edits=edits,
        buttons=buttons,
    )
    outbox.add(ctx.db, message)
