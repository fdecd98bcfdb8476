"""What members did for articles of a network's veille."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, select

from bot.domain.pick import Contribution, Gift
from bot.store.tables import contributions


def of_articles(
    db: Connection, network: str, ids: Collection[int]
) -> Mapping[int, Sequence[Contribution]]:
    """Return the contributions to some articles, oldest first, by the articles' ids."""
    wanted, found = set(ids), dict[int, list[Contribution]]()
    rows = select(contributions).where(contributions.c.network == network)
    for row in db.execute(rows.order_by(contributions.c.at)).mappings():
        if row["article"] in wanted:
            values = {**row, "kind": Gift(row["kind"])}
            found.setdefault(row["article"], []).append(Contribution(**values))
    return found
