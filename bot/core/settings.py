"""What a network has chosen by command, each under its name."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, delete, select

from bot.core.tables import settings
from bot.core.upsert import insert_or_replace


def get(db: Connection, network: str, name: str) -> str:
    """Return what a network has chosen, "" when it never did."""
    found = select(settings.c.value).where(settings.c.network == network, settings.c.name == name)
    return db.execute(found).scalar() or ""


def named(db: Connection, names: Collection[str]) -> Mapping[tuple[str, str], str]:
    """Return what all networks have chosen under some names, by network and name."""
    found = select(settings).where(settings.c.name.in_(names))
    return {(row.network, row.name): row.value for row in db.execute(found)}


def put(db: Connection, network: str, name: str, value: str) -> bool:
    """Keep what a network chooses, "" to forget it; False when it was so already."""
    if get(db, network, name) == value:
        return False
    if value:
        row = {"network": network, "name": name, "value": value}
        db.execute(insert_or_replace(settings), row)
    else:
        db.execute(delete(settings).filter_by(network=network, name=name))
    return True
