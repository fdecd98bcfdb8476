"""What the bot says of itself: put in the outbox, in the transaction of the fact it tells.

Every message has a key of its own, made from what it is about: what is said `once` is not said
when something was said under its key already, however long ago.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TypedDict, Unpack
from uuid import uuid4

from bot.core import outbox
from bot.core.message import Button, File, Message, MessageKind
from bot.network.rights import Role
from bot.people import store as preferences
from bot.people.store import MessageWish
from bot.people.wish import Weight, can_wait
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.markdown import pages, typeset
from bot.talk.numbers import in_reactions, in_words

ERASED = "once:"
"""What the keys of messages start with that are dropped from the outbox once they are said."""

FAREWELL = f"{ERASED}farewell:"
"""Of the keys of what tells someone that they were forgotten: our memory of it after a restore."""

_REPLY = "reply:"
"""What the keys of answers start with; the post that is answered follows."""

_NOBODY = MessageWish(gone=True)


class MessageParts(TypedDict, total=False):
    """What a message may have besides its words; not said by `not_after`, it is never said."""

    buttons: tuple[Button, ...]
    file: File | None
    not_after: datetime | None
    head: str


class ChannelParts(MessageParts, total=False):
    """What a message in the channel may have too: the key or the id of the post it goes under.

    Held, it is said then at the latest, when nothing has released or dropped it before.
    """

    thread: str | None
    held_until: datetime | None
    pinned: bool


class _AllParts(ChannelParts, total=False):
    network: str | None
    channel: str | None
    user: str | None
    edits: str | None


def in_channel(ctx: Context, key: str, text: str, **parts: Unpack[ChannelParts]) -> None:
    """Say something in the network's channel, under the post of another key if given.

    A text longer than a post goes on in its thread; buttons and file go with its first page.
    Held, it keeps to one post: what releases or drops it knows one key.
    """
    words = in_reactions if parts.get("thread") else in_words
    text = _with_verbs(ctx, text, parts.get("buttons", ()), words)
    (_, first), *others = _keyed_pages(key, text)
    here = ctx.network.slug
    _add(ctx, key, first, network=here, **parts)
    for page_key, page in others if parts.get("held_until") is None else ():
        _add(ctx, page_key, page, network=here, thread=parts.get("thread") or key)


def in_thread(ctx: Context, key: str, text: str, *, under: str = "") -> None:
    """Say in the thread of a post what it has no room for, in posts that a phone shows.

    The post is the one said `under` a key, else under its own.
    """
    for number, page in enumerate(pages(text, _THREAD_POST), start=1):
        _add(ctx, f"{key}:fil{number}", page, network=ctx.network.slug, thread=under or key)


_THREAD_POST = 1_900
"""Characters, of which links are a part that nobody sees: some sixty lines of a phone."""


def was_said(ctx: Context, key: str) -> bool:
    """Tell whether something was said under a key, or waits to be."""
    return outbox.by_key(ctx.db, key) is not None


def reaction(ctx: Context, key: str, post: str, emoji: str) -> None:
    """Put a reaction of ours on someone's message in the network's channel; once a key."""
    if not was_said(ctx, key):
        here = ctx.network.slug
        _add(ctx, key, emoji, MessageKind.REACTION, network=here, thread=post)


def again(
    ctx: Context, key: str, text: str, *, buttons: tuple[Button, ...] = (), head: str = ""
) -> None:
    """Rewrite the post that was said under this key, if any; while it is held, what it will say."""
    first, *_ = pages(_with_verbs(ctx, text, buttons))
    if outbox.reword(ctx.db, key, first, buttons):
        return
    said = outbox.by_key(ctx.db, key)
    if said is not None:
        _add(
            ctx,
            f"{key}:{uuid4().hex}",
            first,
            MessageKind.EDIT,
            network=ctx.network.slug if said.network else None,  # else it was about them alone
            user=said.user,
            buttons=buttons,
            edits=key,
            head=head,
        )


def remove(ctx: Context, key: str, text: str) -> None:
    """Delete the post that was said under this key, for good; this text instead, if it has replies.

    One that is still to be said is never said.
    """
    if outbox.cancel(ctx.db, key):
        outbox.drop_waiting(ctx.db, key)  # what rewrites it
    elif was_said(ctx, key):
        own, here = f"{key}:{uuid4().hex}", ctx.network.slug
        _add(ctx, own, text, MessageKind.REMOVE, network=here, edits=key)


def to_user(  # noqa: PLR0913  whom, what, when
    ctx: Context,
    key: str,
    user: str,
    text: str,
    *,
    weight: Weight = Weight.OWN,
    not_before: datetime | None = None,
    once: bool = False,
    **parts: Unpack[MessageParts],
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
        _to_user(ctx, key, user, text, network=here, **parts)
        return
    wish = preferences.of(ctx.db, here, user) if user else _NOBODY
    if wish.gone or not wish.wish.lets(weight):
        return
    _to_user(ctx, key, user, text, network=here, held_until=not_before, **parts)


def gathered(ctx: Context, key: str, user: str, text: str) -> None:
    """Tell someone what others thank them for, in one message under a key.

    It waits GATHERED_FOR; later ones rewrite it, and "" takes back one that still waits.
    """
    if not text:
        outbox.cancel(ctx.db, key)
    elif was_said(ctx, key):
        again(ctx, key, text)
    else:
        until = ctx.now + GATHERED_FOR
        to_user(ctx, key, user, text, weight=Weight.NEWS, not_before=until)


GATHERED_FOR = timedelta(hours=1)
"""The first thanks wait so long, for others to come with them."""


def hand_over(ctx: Context, user: str | None, text: str, file: File) -> None:
    """Send a file that someone asked for: by direct message, or to the channel for None."""
    key = f"file:{ctx.network.slug}:{uuid4().hex}"
    if user is None:
        in_channel(ctx, key, text, file=file)
    else:
        to_user(ctx, key, user, text, weight=Weight.ANSWER, file=file)


def about_oneself(
    ctx: Context, key: str, user: str, text: str, **parts: Unpack[MessageParts]
) -> None:
    """Tell someone by direct message what is about them alone: also once they left the network."""
    _to_user(ctx, key, user, text, network=None, **parts)


def to_coordinators(  # noqa: PLR0913  whom, what, when
    ctx: Context,
    key: str,
    text: str,
    *,
    weight: Weight = Weight.ASKED,
    among: frozenset[str] | None = None,
    until: datetime | None = None,
    once: bool = False,
    **parts: Unpack[MessageParts],
) -> None:
    """Tell each of the network's coordinators, or those `among` them, by direct message.

    As they wish; what only they can deal with reaches at least one: all of them, where none wishes
    for it. What matters `until` a moment is not said when Monday's pile tells it in time. What is
    said `once` is said to those who were not told under this key.
    """
    if until is not None and can_wait(ctx.now, ctx.network.timezone, until):
        return
    users = sorted(ctx.coordinators if among is None else among)
    weight = as_duty(ctx, users) if weight is Weight.DUTY else weight
    for user in users:
        to_user(ctx, f"{key}:{user}", user, text, weight=weight, once=once, **parts)


def again_to_coordinators(
    ctx: Context, key: str, text: str, *, buttons: tuple[Button, ...] = ()
) -> None:
    """Rewrite what each of the network's coordinators was told under this key, if anything was."""
    for user in sorted(ctx.coordinators):
        again(ctx, f"{key}:{user}", text, buttons=buttons)


def as_duty(ctx: Context, users: Collection[str]) -> Weight:
    """Return the weight of what only these people can deal with: it reaches at least one."""
    wished = any(wishes(ctx, user, Weight.DUTY) for user in users)
    return Weight.DUTY if wished else Weight.ANSWER


def wishes(ctx: Context, user: str, weight: Weight) -> bool:
    """Tell whether someone who is still there lets a message of this weight reach them."""
    wish = preferences.of(ctx.db, ctx.network.slug, user)
    return wish.wish.lets(weight) and not wish.gone


def to_caller(  # noqa: PLR0913  what was asked, what is answered
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
    key = f"{ERASED if erased else ''}{reply_key(command.post or uuid4().hex)}"
    if command.change is not None:  # its first answer stands
        key = f"{key}:{uuid4().hex}"
    caller, here = command.caller, ctx.network.slug
    if private and caller.role_in(here) >= Role.MEMBER:
        to_user(ctx, key, caller.id, text, weight=Weight.ANSWER, buttons=buttons)
    elif private:
        about_oneself(ctx, key, caller.id, text, buttons=buttons)
    else:
        for own, page in _keyed_pages(key, text):
            _add(ctx, own, page, network=here, channel=command.channel, thread=command.thread)


def reply_key(post: str) -> str:
    """Return the key of what answers a post."""
    return f"{_REPLY}{post}"


def post_answered(key: str) -> str | None:
    """Return the post that a message answers, None when its key tells of none.

    >>> post_answered("reply:3fq9a7")
    '3fq9a7'
    """
    reply = key.removeprefix(ERASED)
    return reply.removeprefix(_REPLY).partition(":")[0] if reply.startswith(_REPLY) else None


def _to_user(  # noqa: PLR0913  whom, what, when
    ctx: Context,
    key: str,
    user: str,
    text: str,
    *,
    network: str | None,
    held_until: datetime | None = None,
    **parts: Unpack[MessageParts],
) -> None:
    text = _with_verbs(ctx, text, parts.get("buttons", ()))
    for page_key, page in _keyed_pages(key, text):
        _add(ctx, page_key, page, user=user, network=network, held_until=held_until, **parts)
        parts = {}


def _with_verbs(
    ctx: Context,
    text: str,
    buttons: Sequence[Button],
    words: Callable[[Sequence[Button]], str] = in_words,
) -> str:
    """Return a text with what its buttons do in words, where there are none."""
    if ctx.buttons or not buttons:
        return text
    return f"{text}\n\n{typeset(words(buttons))}".rstrip()


def _keyed_pages(key: str, text: str) -> Iterator[tuple[str, str]]:
    """Cut a text into posts, each under a key of its own: the first one's is the whole's."""
    for number, page in enumerate(pages(text), start=1):
        yield (key if number == 1 else f"{key}:{number}"), page


def _add(
    ctx: Context,
    key: str,
    text: str,
    kind: MessageKind = MessageKind.POST,
    **parts: Unpack[_AllParts],
) -> None:
    server = ctx.network.server
    message = Message(server=server, key=key, text=text, made_at=ctx.now, kind=kind, **parts)
    outbox.add(ctx.db, message)
