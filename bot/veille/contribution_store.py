"""What members do for the articles of the veille: propose them, find them useful."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, Row, delete, select

from bot.core.upsert import insert_or_replace
from bot.veille.pick import Contribution, Gift
from bot.veille.tables import contributions


def of_articles(
    db: Connection, network: str, ids: Collection[int]
) -> Mapping[int, Sequence[Contribution]]:
    """Return what members of a network did for these articles, the first one first, by article."""
    if not ids:
        return {}
    found: dict[int, list[Contribution]] = {}
    near = contributions.c.article.between(min(ids), max(ids))  # no list of thousands of ids
    rows = db.execute(
        select(contributions)
        .where(contributions.c.network == network, near)
        .order_by(contributions.c.at, contributions.c.user)
    )
    wanted = set(ids)
    for row in rows:
        if row.article in wanted:
            found.setdefault(row.article, []).append(_contribution(row))
    return found


def of_member(db: Connection, network: str, article: int, user: str) -> Contribution | None:
    """Return what one member did for an article."""
    here = _here(network, article, user)
    row = db.execute(select(contributions).where(*here)).one_or_none()
    return None if row is None else _contribution(row)


def of_post(db: Connection, network: str, post: str, user: str) -> Sequence[Contribution]:
    """Return what one member proposed by a message."""
    rows = db.execute(
        select(contributions)
        .where(
            contributions.c.network == network,
            contributions.c.post == post,
            contributions.c.user == user,
        )
        .order_by(contributions.c.article)
    )
    return [_contribution(row) for row in rows]


def put(db: Connection, given: Contribution) -> None:
    """Keep what a member did for an article, instead of what they had done."""
    row = {
        "network": given.network,
        "article": given.article,
        "user": given.user,
        "kind": given.kind.value,
        "signed": given.signed,
        "words": given.words,
        "post": given.post,
        "at": given.at,
    }
    db.execute(insert_or_replace(contributions), row)


def remove(db: Connection, given: Contribution) -> None:
    """Take back what a member did for an article."""
    db.execute(delete(contributions).where(*_here(given.network, given.article, given.user)))


def _here(network: str, article: int, user: str) -> tuple[ColumnElement[bool], ...]:
    return (
        contributions.c.network == network,
        contributions.c.article == article,
        contributions.c.user == user,
    )


def _contribution(row: Row[tuple[object, ...]]) -> Contribution:
    return Contribution(
        network=row.network,
        article=row.article,
        user=row.user,
        at=row.at,
        kind=Gift(row.kind),
        signed=row.signed,
        words=row.words,
        post=row.post,
    )
