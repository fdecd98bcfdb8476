"""Which reactions of others were acted upon, so that those missed are told from those known."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.core.message_tables import reactions
from bot.core.upsert import insert_or_ignore


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardReaction:
    """Someone's reaction on a post; `emoji` is its name without colons, as the server has it."""

    post: str
    user: str
    emoji: str


def add(db: Connection, server: str, reaction: HeardReaction, at: datetime) -> None:
    """Note that a reaction was acted upon."""
    db.execute(insert_or_ignore(reactions), {"server": server, "at": at, **_values(reaction)})


def remove(db: Connection, server: str, reaction: HeardReaction) -> None:
    """Note that a reaction was taken back."""
    here = [reactions.c[name] == value for name, value in _values(reaction).items()]
    db.execute(delete(reactions).where(reactions.c.server == server, *here))


def on(db: Connection, server: str, posts: Collection[str]) -> frozenset[HeardReaction]:
    """Return those that were acted upon on some posts."""
    found = select(reactions).where(reactions.c.server == server, reactions.c.post.in_(posts))
    return frozenset(
        HeardReaction(post=row.post, user=row.user, emoji=row.emoji) for row in db.execute(found)
    )


def _values(reaction: HeardReaction) -> dict[str, str]:
    return {"post": reaction.post, "user": reaction.user, "emoji": reaction.emoji}
