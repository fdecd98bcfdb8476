"""The outbox: what must be said, written with the fact it tells, said by the delivery job."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import astuple, fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    type_coerce,
    update,
)

from bot.core.card_keys import REWRITTEN, CardKind, card_key
from bot.core.channel import ChannelState
from bot.core.errors import ChangedMeanwhileError
from bot.core.generation import NEVER
from bot.core.message import Button, Delivery, File, FileKind, Message, MessageKind, Option
from bot.core.message_tables import channels, outbox
from bot.core.prepared import Prepared
from bot.core.rows import Mapper

AT_A_PLACE = 50
"""Messages of one place among those that are due: a place in trouble must not hide the others."""

_RANK = func.row_number().over(
    partition_by=[
        outbox.c.server,
        func.coalesce(outbox.c.channel, outbox.c.user, outbox.c.network, ""),
    ],
    order_by=outbox.c.id,
)
_CLOSED = select(channels.c.network).where(channels.c.state != ChannelState.OPEN)
_TO_CLOSED_CHANNEL = and_(
    outbox.c.user.is_(None), outbox.c.channel.is_(None), outbox.c.network.in_(_CLOSED)
)
"""What goes to a network's channel that is archived, or that we are not in: it waits there."""

_LAST_CHARACTER = "\U0010ffff"
_WAITS = outbox.c.status.in_([Delivery.PREPARED, Delivery.SENDING])
_ENDED = outbox.c.status.in_([Delivery.SENT, Delivery.FAILED])
_STATE = type_coerce(func.coalesce(outbox.c.status, ""), outbox.c.status.type)
"""The status where rows are few by their key: SQLite would rather take all that was ever said."""

_WAITING = (
    select(outbox, _RANK.label("rank"))
    .where(
        ~_TO_CLOSED_CHANNEL,
        _WAITS,
        or_(outbox.c.not_before.is_(None), outbox.c.not_before <= bindparam("now")),
    )
    .subquery()
)
_DUE = (
    select(_WAITING)
    .where(_WAITING.c.rank <= AT_A_PLACE)
    .order_by(_WAITING.c.id)
    .limit(bindparam("limit"))
)
# Not the column itself: SQLite would take it for its way in, by all that was ever said there.
_SERVER = func.coalesce(_WAITING.c.server, "")
_DUE_ON = _DUE.where(_SERVER.in_(bindparam("servers", expanding=True)))
_THIS = (outbox.c.id == bindparam("of")) & (outbox.c.key == bindparam("called"))
"""One message: SQLite gives the number of one that was dropped to another."""

_MOVE = update(outbox).where(_THIS, outbox.c.status == bindparam("was"))
_CLAIM = _MOVE.where(outbox.c.attempts == bindparam("tried")).values(
    status=Delivery.SENDING,
    attempts=outbox.c.attempts + 1,
    not_before=bindparam("until"),
    error=None,
)
_WEAR = (
    update(outbox)
    .where(outbox.c.key == bindparam("of"))
    .values(text=bindparam("said"), buttons=bindparam("worn"))
)
_BY_KEY = Prepared(select(outbox).where(outbox.c.key == bindparam("key")))
_BY_POST = Prepared(
    select(outbox).where(
        outbox.c.server == bindparam("server"),
        outbox.c.post == bindparam("post"),
        outbox.c.kind == MessageKind.POST,
    )
)
_NEWER_EDIT = (
    select(outbox.c.id)
    .where(outbox.c.edits == bindparam("edits"), outbox.c.id > bindparam("than"))
    .limit(1)
)


def add(db: Connection, message: Message) -> None:
    """Put a message behind those that wait; one to be held is not said before it is released."""
    status = Delivery.HELD if message.held_until else Delivery.PREPARED
    row = {
        **_MESSAGES.values(message),
        "buttons": _written(message.buttons),
        "file": _written_file(message.file),
        "status": status,
        "not_before": message.held_until,
    }
    _INSERT.run(db, row)


def due(
    db: Connection, now: datetime, *, servers: Collection[str] | None = None, limit: int = 1_000
) -> Sequence[Message]:
    """Return the messages to say now, oldest first, those in doubt included.

    At most AT_A_PLACE of each place, and of these `servers` only. What goes to a network's channel
    that is closed waits, without a try.
    """
    values: dict[str, object] = {"now": now, "limit": limit}
    if servers is None:
        return _MESSAGES.all(db, _DUE, values)
    return _MESSAGES.all(db, _DUE_ON, {**values, "servers": list(servers)})


def claim(db: Connection, message: Message, until: datetime | None = None) -> None:
    """Mark it as being said; raises ChangedMeanwhileError if someone else does.

    One that is in doubt is claimed once as well: its count of attempts tells. Another process takes
    what is being said for being in doubt after `until`, at once without it.
    """
    values = {"was": message.status, "tried": message.attempts, "until": until}
    if db.execute(_CLAIM, _this(message) | values).rowcount != 1:
        raise ChangedMeanwhileError(f"message {message.id}")


def posted(db: Connection, message: Message, *, post: str) -> None:
    """Note the post of a message that is still being said: people may react to it already."""
    _move(db, message, was=Delivery.SENDING, status=Delivery.SENDING, post=post)


def sent(db: Connection, message: Message, *, post: str | None, at: datetime) -> None:
    """Mark it as said, by this post; its text is not kept any longer than it is of use.

    The message whose post it rewrote has its words and buttons from now on; the one whose post it
    removed gives up its key and its words. Both drop the edits before.
    """
    _move(db, message, was=Delivery.SENDING, status=Delivery.SENT, post=post, sent_at=at, file=None)
    if message.edits is None or post is None:
        return
    if message.kind is MessageKind.REMOVE:
        removed = update(outbox).where(outbox.c.key == message.edits)
        key = f"{message.edits}:removed:{message.id}"
        db.execute(removed.values(key=key, text=message.text, buttons=[]))
    else:
        worn = {"said": message.text, "worn": _written(message.buttons)}
        db.execute(_WEAR, worn | {"of": message.edits})
    before = (outbox.c.edits == message.edits) & (outbox.c.id < message.id) & _ENDED
    db.execute(delete(outbox).where(_starts(db, f"{message.edits}:"), before))


def later(db: Connection, message: Message, *, until: datetime, error: str, doubt: bool) -> None:
    """Put it back for another try; in doubt it stays `sending`, to be looked for first."""
    status = Delivery.SENDING if doubt else Delivery.PREPARED
    _move(db, message, was=Delivery.SENDING, status=status, not_before=until, error=error)


def failed(db: Connection, message: Message, *, error: str) -> None:
    """Give it up: the chat refuses it for good."""
    _move(db, message, was=Delivery.SENDING, status=Delivery.FAILED, error=error)


def discard(db: Connection, message: Message) -> None:
    """Forget a message that is being said and must not be.

    Whom it was for has left, or it would come too late.
    """
    claimed = delete(outbox).where(_THIS, outbox.c.status == Delivery.SENDING)
    db.execute(claimed, _this(message))


def hold(db: Connection, key: str, until: datetime) -> None:
    """Hold a message that was not said yet, for longer or for less."""
    held = update(outbox).where(outbox.c.key == key, outbox.c.status == Delivery.HELD)
    db.execute(held.values(not_before=until))


def reword(db: Connection, key: str, text: str, buttons: Sequence[Button]) -> bool:
    """Have a held message say something else; False when it is not held any more."""
    held = update(outbox).where(outbox.c.key == key, outbox.c.status == Delivery.HELD)
    return db.execute(held.values(text=text, buttons=_written(buttons))).rowcount == 1


def release(db: Connection, key: str) -> bool:
    """Let a held message be said; False when it was not held any more."""
    return _release(db, outbox.c.key == key)


def release_due(db: Connection, networks: Collection[str], now: datetime) -> bool:
    """Let what these networks held long enough be said; return whether anything was."""
    return _release(db, outbox.c.network.in_(networks) & (outbox.c.not_before <= now))


def networks_held(db: Connection, now: datetime | None = None) -> Sequence[str]:
    """Return the networks whose channel has held messages; with `now`, those that owe any too."""
    in_channel = outbox.c.user.is_(None)
    owed = in_channel if now is None else in_channel | (outbox.c.not_before <= now)
    held = (outbox.c.status == Delivery.HELD) & owed
    return db.execute(select(outbox.c.network).where(held).distinct()).scalars().all()


def drop(db: Connection, key: str) -> bool:
    """Never say a held message; False when it was released already."""
    held = delete(outbox).where(outbox.c.key == key, outbox.c.status == Delivery.HELD)
    return db.execute(held).rowcount == 1


def cancel(db: Connection, key: str) -> bool:
    """Never say a message that nobody has begun to say; False when it is too late."""
    return _cancel(db, outbox.c.key == key)


def cancel_about(db: Connection, prefix: str, *, but: str) -> bool:
    """Never say the messages of a key that starts so, but those to one person."""
    others = outbox.c.user.is_(None) | (outbox.c.user != but)
    return _cancel(db, _starts(db, prefix) & others)


def keys_of_posts(db: Connection, prefix: str) -> Sequence[str]:
    """Return the keys that start so of the posts in a channel that were said, or are being said."""
    said = _STATE.in_([Delivery.SENT, Delivery.SENDING])
    to_channel = (outbox.c.kind == MessageKind.POST) & outbox.c.user.is_(None)
    found = select(outbox.c.key).where(_starts(db, prefix), to_channel, said)
    return db.execute(found.order_by(outbox.c.id)).scalars().all()


def hasten(db: Connection, server: str) -> int:
    """Retry at once the messages that a server refused, now that it is back; return how many."""
    here = update(outbox).where(
        outbox.c.server == server,
        _WAITS,
        outbox.c.not_before.is_not(None),
        outbox.c.error.is_not(None),
        ~_TO_CLOSED_CHANNEL,
    )
    return db.execute(here.values(not_before=None)).rowcount


def put_off(db: Connection, message: Message, until: datetime) -> None:
    """Have a message wait for its turn, which it does not lose when its server is back."""
    _move(
        db, message, was=Delivery.PREPARED, status=Delivery.PREPARED, not_before=until, error=None
    )


def doubt_waiting(db: Connection, made_until: datetime) -> None:
    """Have each post that waits since then looked for before it is said: it may have been.

    What is held is not held any longer than before, and is no more to be reworded or dropped.
    """
    waits = _STATE.in_([Delivery.HELD, Delivery.PREPARED]) & (outbox.c.made_at <= made_until)
    posts = update(outbox).where(waits, outbox.c.kind == MessageKind.POST)
    db.execute(posts.values(status=Delivery.SENDING))


def has_ended(db: Connection, message: Message) -> bool:
    """Tell whether nobody may act any more on a card that was never shown: its last edit tells."""
    if not message.buttons or message.status is not Delivery.PREPARED:
        return False
    edits = select(outbox.c.buttons).where(
        outbox.c.edits == message.key, outbox.c.kind == MessageKind.EDIT, _WAITS
    )
    last = db.execute(edits.order_by(outbox.c.id.desc()).limit(1)).first()
    return last is not None and not last.buttons


def expire_at(db: Connection, key: str, not_after: datetime) -> None:
    """Have a message that still waits never be said after a moment."""
    db.execute(update(outbox).where(outbox.c.key == key, _WAITS).values(not_after=not_after))


def drop_waiting(db: Connection, key: str) -> None:
    """Never say a message that waits, nor what goes under it or rewrites it."""
    about = or_(outbox.c.key == key, outbox.c.thread == key, outbox.c.edits == key)
    db.execute(delete(outbox).where(about, _WAITS))


def drop_waiting_for(db: Connection, network: str, user: str, *, but: Iterable[str]) -> None:
    """Never say what waits to be said to someone of a network, but what is about these cards."""
    theirs = (outbox.c.network == network) & (outbox.c.user == user)
    waits = select(outbox.c.key).where(theirs, _WAITS | (outbox.c.status == Delivery.HELD))
    kept = tuple(f"{key}:" for key in but)
    dropped = [key for key in db.execute(waits).scalars() if not key.startswith(kept)]
    db.execute(delete(outbox).where(outbox.c.key.in_(dropped)))


def by_key(db: Connection, key: str) -> Message | None:
    """Return the message that bears this key."""
    return _MESSAGES.first(db, _BY_KEY, {"key": key})


def by_post(db: Connection, server: str, post: str) -> Message | None:
    """Return the message that a post says, if it is one of ours, with the buttons it has today."""
    return _MESSAGES.first(db, _BY_POST, {"server": server, "post": post})


def being_said(db: Connection, server: str) -> Sequence[Message]:
    """Return what is being said on a server by posts that are not noted yet."""
    unsure = select(outbox).where(
        func.coalesce(outbox.c.server, "") == server,  # see _SERVER
        outbox.c.status == Delivery.SENDING,
        outbox.c.post.is_(None),
        outbox.c.kind == MessageKind.POST,
    )
    return _MESSAGES.all(db, unsure)


def private_posts(db: Connection, server: str, since: datetime) -> Sequence[str]:
    """Return the posts of private messages said since then where a reaction stands for a button."""
    found = select(outbox.c.post, outbox.c.buttons).where(
        outbox.c.server == server,
        outbox.c.user.is_not(None),
        outbox.c.post.is_not(None),
        outbox.c.kind == MessageKind.POST,
        outbox.c.made_at > since,
    )
    return [post for post, worn in db.execute(found) if any(each["emoji"] for each in worn)]


def newest(db: Connection, now: datetime) -> datetime:
    """Return when the newest message was made, NEVER if there is none; dates to come are wrong."""
    found = select(func.max(outbox.c.made_at)).where(outbox.c.made_at <= now)
    return db.execute(found).scalar() or NEVER


def told_since(db: Connection, user: str, prefix: str, since: datetime) -> bool:
    """Tell whether someone was told something, of a key that starts so, since then."""
    found = select(outbox.c.id).where(
        outbox.c.user == user,
        outbox.c.made_at > since,
        _starts(db, prefix),
    )
    return db.execute(found.limit(1)).first() is not None


def latest_to(db: Connection, server: str, user: str, most: int) -> Sequence[Message]:
    """Return the last posts that someone was sent in private, the latest first."""
    found = select(outbox).where(
        outbox.c.server == server,
        outbox.c.user == user,
        outbox.c.post.is_not(None),
        outbox.c.edits.is_(None),
    )
    return _MESSAGES.all(db, found.order_by(outbox.c.id.desc()).limit(most))


def last_key(db: Connection, user: str, prefix: str) -> str | None:
    """Return the key of the last message to someone whose key starts so, None for none."""
    found = select(outbox.c.key).where(
        outbox.c.user == user, outbox.c.edits.is_(None), _starts(db, prefix)
    )
    return db.execute(found.order_by(outbox.c.id.desc()).limit(1)).scalar()


def overtaken(db: Connection, message: Message) -> bool:
    """Tell whether a newer edit of the same post waits: this one may then be skipped."""
    if message.edits is None:
        return False
    found = db.execute(_NEWER_EDIT, {"edits": message.edits, "than": message.id})
    return found.first() is not None


def edit_again(db: Connection, key: str) -> None:
    """Have the newest edit of a post said once more, if it was said."""
    newest = select(func.max(outbox.c.id)).where(outbox.c.edits == key).scalar_subquery()
    said = update(outbox).where(outbox.c.id == newest, outbox.c.status == Delivery.SENT)
    db.execute(said.values(status=Delivery.PREPARED, not_before=None))


def count(db: Connection, status: Delivery) -> int:
    """Count the messages in one state."""
    found = select(func.count()).where(outbox.c.status == status)
    return db.execute(found).scalar_one()


def due_since(db: Connection, now: datetime, servers: Collection[str]) -> datetime | None:
    """Return since when the oldest message that should be said by now waits, None for none.

    What is held, goes to a closed channel, or was put off until a later turn is not late.
    """
    put_off = (
        (outbox.c.status == Delivery.PREPARED)
        & outbox.c.error.is_(None)
        & outbox.c.not_before.is_not(None)
    )
    since = case((put_off, outbox.c.not_before), else_=outbox.c.made_at)
    late = select(outbox.c.server, func.min(since)).where(_WAITS, ~_TO_CLOSED_CHANNEL, since <= now)
    oldest = db.execute(late.group_by(outbox.c.server))  # asking for servers leaves the index
    return min((at for server, at in oldest if server in servers), default=None)


def forget_said(db: Connection, prefix: str) -> int:
    """Drop the messages of a key that starts so, once they are said or given up.

    Of those under which someone may choose, only the words.
    """
    ended = _STATE.in_([Delivery.SENT, Delivery.FAILED])
    said = select(outbox.c.id, outbox.c.buttons).where(ended, _starts(db, prefix))
    found = db.execute(said.where(outbox.c.text != "")).all()
    if kept := [each.id for each in found if each.buttons]:
        db.execute(update(outbox).where(outbox.c.id.in_(kept)).values(text=""))
    if gone := [each.id for each in found if not each.buttons]:
        db.execute(delete(outbox).where(outbox.c.id.in_(gone)))
    return len(found)


def forget_about(db: Connection, prefix: str) -> None:
    """Drop all the messages of a key that starts so, said or not."""
    db.execute(delete(outbox).where(_starts(db, prefix)))


def forget_cards(db: Connection, kind: CardKind, shown: Iterable[tuple[str, int]]) -> None:
    """Drop the cards of what bears these numbers in these networks: they are rewritten no more."""
    keys = [card_key(kind, network, number) for network, number in shown]
    db.execute(delete(outbox).where(outbox.c.key.in_(keys)))


def keys_to_people(
    db: Connection, prefix: str, *, but: str = "", among: Collection[str] | None = None
) -> Sequence[str]:
    """Return the keys that start so of the messages to people, said or still to be said.

    Those to one person are left out, and to others than those `among` them.
    """
    people = outbox.c.user.is_not(None) & (outbox.c.user != but)
    if among is not None:
        people &= outbox.c.user.in_(sorted(among))
    to_people = _starts(db, prefix) & (outbox.c.kind == MessageKind.POST) & people
    return db.execute(select(outbox.c.key).where(to_people).order_by(outbox.c.id)).scalars().all()


def said_at(db: Connection, key: str) -> datetime | None:
    """Return when the message of a key was said, None when it was not, or is forgotten."""
    found = db.execute(select(outbox.c.sent_at).where(outbox.c.key == key)).scalar()
    return found if isinstance(found, datetime) else None


def forget_before(db: Connection, before: datetime) -> int:
    """Drop what was said or given up long ago, but for posts that may still be rewritten."""
    cards = or_(
        *(
            outbox.c.key.like(f"{kind.value}:%") & outbox.c.key.not_like(f"{kind.value}:%:%:%")
            for kind in REWRITTEN
        )
    )
    rewritten = cards & (outbox.c.kind == MessageKind.POST)
    old = delete(outbox).where(_ENDED, ~rewritten, outbox.c.made_at < before)
    return db.execute(old).rowcount


def _starts(db: Connection, prefix: str) -> ColumnElement[bool]:
    """Return what is true of the keys that start so, by an index: LIKE would look at all of them.

    PostgreSQL compares by bytes, as SQLite does, by operators of their own.
    """
    not_before, before = ("~>=~", "~<~") if db.dialect.name == "postgresql" else (">=", "<")
    key = outbox.c.key
    return key.bool_op(not_before)(prefix) & key.bool_op(before)(f"{prefix}{_LAST_CHARACTER}")


def _release(db: Connection, which: ColumnElement[bool]) -> bool:
    held = update(outbox).where(which, outbox.c.status == Delivery.HELD)
    return db.execute(held.values(status=Delivery.PREPARED, not_before=None)).rowcount > 0


def _cancel(db: Connection, which: ColumnElement[bool]) -> bool:
    waits = outbox.c.status.in_([Delivery.HELD, Delivery.PREPARED])
    return db.execute(delete(outbox).where(which, waits, outbox.c.attempts == 0)).rowcount > 0


def _move(db: Connection, message: Message, *, was: Delivery, **values: object) -> None:
    written = db.execute(_MOVE.values(values), _this(message) | {"was": was})
    if written.rowcount != 1:
        raise ChangedMeanwhileError(f"message {message.id}")


def _this(message: Message) -> dict[str, object]:
    return {"of": message.id, "called": message.key}


def _held_until(row: Row[Any]) -> datetime | None:
    return row.not_before if row.status is Delivery.HELD else None


def _written(buttons: Sequence[Button]) -> Sequence[Mapping[str, object]]:
    return [
        {name: getattr(each, name) for name in _FIELDS}
        | {"options": [astuple(option) for option in each.options]}
        for each in buttons
    ]


_FIELDS = [each.name for each in fields(Button) if each.name != "options"]


def _buttons(row: Row[Any]) -> Sequence[Button]:
    return tuple(map(read_button, row.buttons))


def read_button(written: Mapping[str, Any]) -> Button:
    """Return a button as it was written."""
    options = tuple(Option(*each) for each in written["options"])
    return Button(**{**written, "options": options})


def _written_file(file: File | None) -> Mapping[str, str] | None:
    if file is None:
        return None
    return {"name": file.name, "kind": file.kind.value, "content": file.content}


def _file(row: Row[Any]) -> File | None:
    if row.file is None:
        return None
    return File(name=row.file["name"], kind=FileKind(row.file["kind"]), content=row.file["content"])


_MESSAGES = Mapper(Message, outbox.c, buttons=_buttons, file=_file, held_until=_held_until)
_INSERT = Prepared(insert(outbox), keys=(*_MESSAGES.written, "buttons", "file", "not_before"))
