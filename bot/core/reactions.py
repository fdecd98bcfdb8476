"""Which reactions of others were acted upon, so that those missed are told from those known."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.core.message_tables import reactions
from bot.core.rows import Mapper
from bot.core.upsert import insert_or_ignore


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardReaction:
    """Someone's reaction on a post; `emoji` is its name without colons, as the server has it."""

    post: str
    user: str
    emoji: str


_REACTIONS = Mapper(HeardReaction, reactions.c)


def add(db: Connection, server: str, reaction: HeardReaction, at: datetime) -> None:
    """Note that a reaction was acted upon."""
    row = _REACTIONS.values(reaction) | {"server": server, "at": at}
    db.execute(insert_or_ignore(reactions), row)


def remove(db: Connection, server: str, reaction: HeardReaction) -> None:
    """Note that a reaction was taken back."""
    here = [reactions.c[name] == value for name, value in _REACTIONS.values(reaction).items()]
    db.execute(delete(reactions).where(reactions.c.server == server, *here))


def on(db: Connection, server: str, posts: Collection[str]) -> frozenset[HeardReaction]:
    """Return those that were acted upon on some posts."""
    found = select(reactions).where(reactions.c.server == server, reactions.c.post.in_(posts))
    return frozenset(_REACTIONS.all(db, found))
