"""What members do for the articles of the veille: propose them, find them useful."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, delete, select

from bot.core.grouping import grouped
from bot.core.rows import Mapper
from bot.core.upsert import insert_or_replace
from bot.veille.pick import Contribution
from bot.veille.tables import contributions

_CONTRIBUTIONS = Mapper(Contribution, contributions.c)


def of_articles(
    db: Connection, network: str, ids: Collection[int]
) -> Mapping[int, Sequence[Contribution]]:
    """Return what members of a network did for these articles, the first one first, by article."""
    if not ids:
        return {}
    near = contributions.c.article.between(min(ids), max(ids))  # no list of thousands of ids
    rows = db.execute(
        select(contributions)
        .where(contributions.c.network == network, near)
        .order_by(contributions.c.at, contributions.c.user)
    )
    wanted = set(ids)
    return grouped((row.article, _CONTRIBUTIONS.read(row)) for row in rows if row.article in wanted)


def of_member(db: Connection, network: str, article: int, user: str) -> Contribution | None:
    """Return what one member did for an article."""
    here = _here(network, article, user)
    return _CONTRIBUTIONS.first(db, select(contributions).where(*here))


def of_post(db: Connection, network: str, post: str) -> Sequence[Contribution]:
    """Return what members proposed by a message."""
    found = select(contributions).filter_by(network=network, post=post)
    return _CONTRIBUTIONS.all(db, found.order_by(contributions.c.article))


def of_user(db: Connection, network: str, user: str) -> Sequence[Contribution]:
    """Return what someone proposed in a network, or found useful there."""
    return _CONTRIBUTIONS.all(db, select(contributions).filter_by(network=network, user=user))


def put(db: Connection, given: Contribution) -> None:
    """Keep what a member did for an article, instead of what they had done."""
    db.execute(insert_or_replace(contributions), _CONTRIBUTIONS.values(given))


def remove(db: Connection, given: Contribution) -> None:
    """Take back what a member did for an article."""
    db.execute(delete(contributions).where(*_here(given.network, given.article, given.user)))


def _here(network: str, article: int, user: str) -> tuple[ColumnElement[bool], ...]:
    return (
        contributions.c.network == network,
        contributions.c.article == article,
        contributions.c.user == user,
    )
