"""The networks that entered from the chat, or may; the organisations that were accepted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select, update

from bot.core import channel_store as channels
from bot.core.grouping import grouped
from bot.core.rows import Mapper, change_one
from bot.core.upsert import insert_or_ignore, insert_or_replace
from bot.entry.rules import PATIENCE, WAITING, EntryState, NetworkChange, NetworkEntry, Proposal
from bot.entry.tables import entries, network_changes, organisations, proposals
from bot.french.folding import folded_line
from bot.network.network import Network
from bot.people import coordinators

_PROPOSALS = Mapper(Proposal, proposals.c)
_ENTRIES = Mapper(NetworkEntry, entries.c)
_CHANGES = Mapper(NetworkChange, network_changes.c)


def networks(db: Connection) -> Sequence[Network]:
    """Return the networks that entered from the chat, and those that are entering."""
    found = _all(db)
    named = coordinators.of(db, [entry.slug for entry in found]) if found else ()
    people = grouped((each.network, f"{each.name}:{each.user}") for each in named if each.user)
    return [entry.network(people.get(entry.slug, ())) for entry in found]


def of(db: Connection, slug: str) -> NetworkEntry | None:
    """Return the entry of a network, None for one of the file, or none at all."""
    return _ENTRIES.first(db, select(entries).where(entries.c.slug == slug))


def of_channel(db: Connection, server: str, channel: str) -> NetworkEntry | None:
    """Return the entry of a channel, if any."""
    return _ENTRIES.first(db, select(entries).filter_by(server=server, channel=channel))


def slugs(db: Connection) -> Collection[str]:
    """Return the slugs of all networks that entered or may."""
    return db.execute(select(entries.c.slug)).scalars().all()


def add(db: Connection, entry: NetworkEntry) -> None:
    """Add an entry."""
    db.execute(insert(entries), _ENTRIES.values(entry))


def change(db: Connection, entry: NetworkEntry, *, was: NetworkEntry) -> None:
    """Write an entry in place of what it was. Raises ChangedMeanwhileError."""
    changed = update(entries).where(_is_still(was)).values(_ENTRIES.values(entry))
    change_one(db, changed, f"entry of {was.slug}")


def drop(db: Connection, was: NetworkEntry, *, served: bool = False) -> None:
    """Erase what has not become live, and all that goes with it. Raises ChangedMeanwhileError.

    Where its slug is that of a network that is `served`, the rest is that one's.
    """
    change_one(db, delete(entries).where(_is_still(was)), f"entry of {was.slug}")
    db.execute(delete(proposals).where(proposals.c.network == was.slug))
    if not served:
        coordinators.drop(db, was.slug)
        channels.drop(db, was.slug)


def unname(db: Connection, network: str) -> None:
    """Have nobody coordinate what has not become live, nor be asked to."""
    db.execute(delete(proposals).where(proposals.c.network == network))
    coordinators.drop(db, network)


def erase(db: Connection, was: NetworkEntry) -> None:
    """Erase the entry of a network, with which all else goes. Raises ChangedMeanwhileError."""
    change_one(db, delete(entries).where(_is_still(was)), f"entry of {was.slug}")


def forget(db: Connection, server: str, user: str) -> None:
    """Erase what someone asked for and has not become live."""
    theirs = entries.c.server == server, entries.c.asked_by == user, entries.c.state.in_(WAITING)
    for each in _all(db, *theirs):
        drop(db, each)


def waiting(db: Connection) -> Sequence[NetworkEntry]:
    """Return what may yet become live."""
    return _all(db, entries.c.state.in_(WAITING))


def overdue(db: Connection, now: datetime, *states: EntryState) -> Sequence[NetworkEntry]:
    """Return what has been in one of these states for too long."""
    return _all(db, entries.c.state.in_(states), entries.c.at <= now - PATIENCE)


def waits_for_organisation(
    db: Connection, server: str, organisation: str
) -> Sequence[NetworkEntry]:
    """Return the entries of a server that wait for the yes to one organisation."""
    asked = entries.c.server == server, entries.c.state == EntryState.ASKED
    found = _all(db, *asked, entries.c.organisation_at.is_(None))
    key = folded_line(organisation)
    return [each for each in found if folded_line(each.organisation) == key]


def accept_organisation(db: Connection, server: str, name: str, now: datetime) -> None:
    """Keep that an organisation was accepted on a server."""
    values = {"server": server, "key": folded_line(name), "at": now}
    db.execute(insert_or_ignore(organisations), values)


def is_accepted(db: Connection, server: str, name: str) -> bool:
    """Tell whether an organisation was accepted on a server."""
    here = (organisations.c.server == server) & (organisations.c.key == folded_line(name))
    return db.execute(select(organisations.c.key).where(here)).first() is not None


def propose(db: Connection, proposal: Proposal) -> None:
    """Keep that someone is asked to coordinate a network."""
    db.execute(insert_or_replace(proposals), _PROPOSALS.values(proposal))


def proposed(db: Connection, network: str) -> Sequence[Proposal]:
    """Return who was asked to coordinate a network and has not answered."""
    here = select(proposals).where(proposals.c.network == network)
    return _PROPOSALS.all(db, here.order_by(proposals.c.name))


def answered(db: Connection, network: str, user: str) -> Proposal | None:
    """Take out what someone was asked, and return it; None where nothing is asked any more."""
    this = (proposals.c.network == network) & (proposals.c.user == user)
    found = _PROPOSALS.first(db, select(proposals).where(this))
    gone = db.execute(delete(proposals).where(this)).rowcount if found else 0
    return found if gone else None


def note(db: Connection, change: NetworkChange) -> None:
    """Keep that something of a network was changed."""
    db.execute(insert(network_changes), _CHANGES.values(replace(change, id=uuid4().hex)))


def changes(db: Connection, network: str, *, limit: int) -> Sequence[NetworkChange]:
    """Return what was changed of a network lately, the latest first."""
    here = select(network_changes).where(network_changes.c.network == network)
    latest = network_changes.c.at.desc(), network_changes.c.id
    return _CHANGES.all(db, here.order_by(*latest).limit(limit))


def forget_changes(db: Connection, before: datetime) -> int:
    """Forget what was changed of networks before a moment; return how much that was."""
    return db.execute(delete(network_changes).where(network_changes.c.at < before)).rowcount


def _all(db: Connection, *where: ColumnElement[bool]) -> Sequence[NetworkEntry]:
    return _ENTRIES.all(db, select(entries).where(*where).order_by(entries.c.slug))


def _is_still(was: NetworkEntry) -> ColumnElement[bool]:
    """Tell whether a row is what it was, and neither yes came meanwhile."""
    own = (
        entries.c.slug,
        entries.c.state,
        entries.c.at,
        entries.c.organisation_at,
        entries.c.place_at,
    )
    return and_(*(each.is_not_distinct_from(getattr(was, each.key)) for each in own))
