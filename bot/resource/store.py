"""Resources, and those who thanked for them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, or_, select, update

from bot.core.card_keys import CardKind
from bot.core.numbered import NumberedMapper
from bot.core.upsert import insert_or_ignore
from bot.index.rules import DocumentKind, DocumentText, SearchedDocument
from bot.resource.rules import LOOKED_AGAIN_AFTER, LOOKED_AT_EVERY, UNKNOWN_RESOURCE, Resource
from bot.resource.tables import resource_thanks, resources

_THANKS = (
    select(func.count())
    .where(resource_thanks.c.resource == resources.c.id)
    .scalar_subquery()
    .label("thanks")
)
_ALL = select(resources, _THANKS)
_RESOURCES = NumberedMapper(Resource, resources, "resource", UNKNOWN_RESOURCE, found=_ALL)
_THERE = resources.c.withdrawn_at.is_(None)
SEARCHED = select(resources.c.network, resources.c.number).where(_THERE)
"""What the search finds: see SearchedKind."""
_LEAVING = _THERE & resources.c.licence.is_not(None)

add, get = _RESOURCES.add, _RESOURCES.get


def leaving(db: Connection, network: str) -> Sequence[Resource]:
    """Return the resources that may leave a network's channel, the oldest first.

    Their givers said that they have the right to share them, and under which licence; whether a
    file is there to be copied is for whoever copies it to see. The giver is told to nobody outside.
    """
    found = _ALL.where(resources.c.network == network, _LEAVING)
    return _RESOURCES.all(db, found.order_by(resources.c.number))


def texts(db: Connection, network: str, numbers: Collection[int]) -> Sequence[DocumentText]:
    """Return what there is to read of some resources, but of those that were taken away."""
    here = (resources.c.network == network, resources.c.number.in_(numbers), _THERE)
    return [
        DocumentText(
            network=network,
            document=SearchedDocument(DocumentKind.RESOURCE, each.number),
            text=f"{each.line} {each.title}".rstrip(),
            about=each.theme,
            called=f"Ressource n°\u00a0{each.number}",
            stands=", ".join(filter(None, (each.theme, "page disparue" if each.dead else ""))),
            link=each.link,
            post="" if each.link else each.post,
            opens=each.number,
        )
        for each in _RESOURCES.all(db, _ALL.where(*here))
    ]


def same(db: Connection, new: Resource) -> Resource | None:
    """Return the resource of the network that is this link, or this file, None where none is."""
    where = resources.c.link == new.link if new.link else resources.c.file == new.file
    return _RESOURCES.first(db, _ALL.where(resources.c.network == new.network, where, _THERE))


def save(db: Connection, changed: Resource, *, was: Resource) -> None:
    """Write a change, unless someone took it away or put it back. Raises ChangedMeanwhileError."""
    _RESOURCES.write(db, changed, withdrawn_at=was.withdrawn_at)


def to_look_at(
    db: Connection, networks: Collection[str], now: datetime, *, limit: int
) -> Sequence[Resource]:
    """Return the links of some networks whose page is to be looked at, or looked at again."""
    seen = resources.c.checked_at
    due = or_(
        seen.is_(None),
        seen <= now - LOOKED_AT_EVERY,
        resources.c.failing_since.is_not(None) & (seen <= now - LOOKED_AGAIN_AFTER),
    )
    here = resources.c.network.in_(networks) & (resources.c.link != "") & _THERE
    return _RESOURCES.all(db, _ALL.where(here, due).order_by(resources.c.id).limit(limit))


def looking_at(db: Connection, some: Sequence[Resource], now: datetime) -> None:
    """Note that the pages of some are being looked at."""
    looked = update(resources).where(resources.c.id.in_([each.id for each in some]))
    db.execute(looked.values(checked_at=now))


def thank(db: Connection, resource: Resource, user: str, at: datetime, *, on: bool) -> bool:
    """Count one more who thanks, or one less; False where that was so already."""
    thanking = {"resource": resource.id, "user": user}
    if on:
        return db.execute(insert_or_ignore(resource_thanks), thanking | {"at": at}).rowcount == 1
    return db.execute(delete(resource_thanks).filter_by(**thanking)).rowcount == 1


def thanks(db: Connection, resource: Resource, user: str) -> bool:
    """Tell whether someone thanked for a resource."""
    theirs = select(resource_thanks.c.user).filter_by(resource=resource.id, user=user)
    return db.execute(theirs).first() is not None


def forget(db: Connection, before: datetime) -> int:
    """Erase what was taken away before, and its card; return how many."""
    return _RESOURCES.forget(db, resources.c.withdrawn_at < before, CardKind.RESOURCE)
