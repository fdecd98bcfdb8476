"""What the bot says of itself: put in the outbox, in the transaction of the fact it tells.

Every message has a key of its own, made from what it is about: what is said `once` is not said
when something was said under its key already, however long ago.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import uuid4

from bot.core import outbox
from bot.core.message import Button, File, Message, MessageKind
from bot.network.rights import Role
from bot.people import store as preferences
from bot.people.store import MessageWish
from bot.people.wish import Weight, next_delivery
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.markdown import pages

ERASED = "once:"
"""What the keys of messages start with that are dropped from the outbox once they are said."""

_NOBODY = MessageWish(gone=True)


def in_channel(  # noqa: PLR0913  a message has that many parts
    ctx: Context,
    key: str,
    text: str,
    *,
    buttons: tuple[Button, ...] = (),
    thread: str = "",
    file: File | None = None,
    held_until: datetime | None = None,
    pinned: bool = False,
) -> None:
    """Say something in the network's channel, under the post of another key if given.

    A text longer than a post goes on in its thread; buttons and file go with its first page.
    Held, it keeps to one post: what releases or drops it knows one key.
    """
    (_, first), *others = _keyed_pages(key, text)
    here = ctx.network.slug
    _add(
        ctx,
        key=key,
        text=first,
        network=here,
        buttons=buttons,
        thread=thread or None,
        file=file,
        held_until=held_until,
        pinned=pinned,
    )
    for page_key, page in others if held_until is None else ():
        _add(ctx, key=page_key, text=page, network=here, thread=thread or key)


def was_said(ctx: Context, key: str) -> bool:
    """Tell whether something was said under a key, or waits to be."""
    return outbox.by_key(ctx.db, key) is not None


def reaction(ctx: Context, key: str, post: str, emoji: str) -> None:
    """Put a reaction of ours on someone's message in the network's channel; once a key."""
    if not was_said(ctx, key):
        _add(
            ctx,
            key=key,
            text=emoji,
            network=ctx.network.slug,
            thread=post,
            kind=MessageKind.REACTION,
        )


def again(ctx: Context, key: str, text: str, *, buttons: tuple[Button, ...] = ()) -> None:
    """Rewrite the post that was said under this key, if any; while it is held, what it will say."""
    first, *_ = pages(text)
    if outbox.reword(ctx.db, key, first, buttons):
        return
    said = outbox.by_key(ctx.db, key)
    if said is None:
        return
    _add(
        ctx,
        key=f"{key}:{uuid4().hex}",
        text=first,
        network=ctx.network.slug,
        user=said.user,
        buttons=buttons,
        kind=MessageKind.EDIT,
        edits=key,
    )


def remove(ctx: Context, key: str, text: str) -> None:
    """Delete the post that was said under this key, for good; this text instead, if it has replies.

    One that is still to be said is never said.
    """
    if outbox.cancel(ctx.db, key) or not was_said(ctx, key):
        return
    _add(
        ctx,
        key=f"{key}:{uuid4().hex}",
        text=text,
        network=ctx.network.slug,
        kind=MessageKind.REMOVE,
        edits=key,
    )


def to_user(  # noqa: PLR0913  a message has that many parts
    ctx: Context,
    key: str,
    user: str,
    text: str,
    *,
    weight: Weight = Weight.OWN,
    buttons: tuple[Button, ...] = (),
    file: File | None = None,
    not_before: datetime | None = None,
    once: bool = False,
) -> None:
    """Tell one person, by direct message, unless they wish otherwise or left the network.

    What they asked for is always told; nothing is, to a person who was forgotten (« »). Buttons
    and file go with the first page. `not_before` holds it that long at least; what is said `once`
    is not said again under its key.
    """
    if once and was_said(ctx, key):
        return
    here = ctx.network.slug
    if weight is Weight.ANSWER:
        _to_user(ctx, key, user, text, buttons=buttons, file=file, network=here)
        return
    standing = preferences.of(ctx.db, here, user) if user else _NOBODY
    if standing.gone or not standing.wish.lets(weight):
        return
    later = standing.wish.waits(weight)
    until = next_delivery(ctx.now, ctx.network.timezone) if later else not_before
    _to_user(ctx, key, user, text, buttons=buttons, file=file, network=here, held_until=until)


def about_oneself(  # noqa: PLR0913  a message has that many parts
    ctx: Context,
    key: str,
    user: str,
    text: str,
    *,
    buttons: tuple[Button, ...] = (),
    file: File | None = None,
) -> None:
    """Tell someone by direct message what is about them alone: also once they left the network."""
    _to_user(ctx, key, user, text, buttons=buttons, file=file, network=None)


def to_coordinators(  # noqa: PLR0913  a message has that many parts
    ctx: Context,
    key: str,
    text: str,
    *,
    weight: Weight = Weight.ASKED,
    buttons: tuple[Button, ...] = (),
    file: File | None = None,
    among: frozenset[str] | None = None,
    not_before: datetime | None = None,
    once: bool = False,
) -> None:
    """Tell each of the network's coordinators, or those `among` them, by direct message.

    As they wish; what only they can deal with reaches at least one: all of them, where none wishes
    for it. What is said `once` is said to those who were not told under this key.
    """
    users = sorted(ctx.coordinators if among is None else among)
    if weight is Weight.DUTY and not any(_wishes(ctx, user, weight) for user in users):
        weight = Weight.ANSWER
    for user in users:
        to_user(
            ctx,
            f"{key}:{user}",
            user,
            text,
            weight=weight,
            buttons=buttons,
            file=file,
            not_before=not_before,
            once=once,
        )


def to_caller(  # noqa: PLR0913  a message has that many parts
    ctx: Context,
    command: Command,
    text: str,
    *,
    private: bool,
    buttons: tuple[Button, ...] = (),
    erased: bool = False,
) -> None:
    """Answer someone whose chat does not wait for the answer.

    Publicly under their message; privately, with buttons if any, by direct message. What someone
    who is no member is answered tells nothing of the network. `erased` when the outbox must not
    keep it once it is said.
    """
    key = f"{ERASED if erased else ''}reply:{command.post or uuid4().hex}"
    caller = command.caller
    if private and caller.role_in(ctx.network.slug) >= Role.MEMBER:
        to_user(ctx, key, caller.id, text, weight=Weight.ANSWER, buttons=buttons)
        return
    if private:
        about_oneself(ctx, key, caller.id, text, buttons=buttons)
        return
    for page_key, page in _keyed_pages(key, text):
        _add(
            ctx,
            key=page_key,
            text=page,
            network=ctx.network.slug,
            channel=command.channel,
            thread=command.thread,
        )


def _wishes(ctx: Context, user: str, weight: Weight) -> bool:
    standing = preferences.of(ctx.db, ctx.network.slug, user)
    return standing.wish.lets(weight) and not standing.gone


def _to_user(  # noqa: PLR0913  a message has that many parts
    ctx: Context,
    key: str,
    user: str,
    text: str,
    *,
    buttons: tuple[Button, ...],
    file: File | None,
    network: str | None,
    held_until: datetime | None = None,
) -> None:
    for page_key, page in _keyed_pages(key, text):
        _add(
            ctx,
            key=page_key,
            text=page,
            user=user,
            buttons=buttons,
            file=file,
            network=network,
            held_until=held_until,
        )
        buttons, file = (), None


def _keyed_pages(key: str, text: str) -> Iterator[tuple[str, str]]:
    """Cut a text into posts, each under a key of its own: the first one's is the whole's."""
    for number, page in enumerate(pages(text), start=1):
        yield (key if number == 1 else f"{key}:{number}"), page


def _add(  # noqa: PLR0913  a message has that many parts
    ctx: Context,
    *,
    key: str,
    text: str,
    network: str | None,
    buttons: tuple[Button, ...] = (),
    kind: MessageKind = MessageKind.POST,
    channel: str | None = None,
    user: str | None = None,
    thread: str | None = None,
    edits: str | None = None,
    file: File | None = None,
    held_until: datetime | None = None,
    pinned: bool = False,
) -> None:
    message = Message(
        server=ctx.network.server,
        network=network,
        key=key,
        text=text,
        made_at=ctx.now,
        kind=kind,
        channel=channel,
        user=user,
        thread=thread,
        edits=edits,
        buttons=buttons,
        file=file,
        held_until=held_until,
        pinned=pinned,
    )
    outbox.add(ctx.db, message)
