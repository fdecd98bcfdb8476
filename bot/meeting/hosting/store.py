"""Who would host, who is away, who was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, select, update

from bot.core.errors import ChangedMeanwhileError
from bot.core.rows import Mapper
from bot.core.upsert import insert_or_replace
from bot.meeting import store as meetings
from bot.meeting.hosting.rules import WAITED_FOR, Absence, Call, HostKind, HostReply, Offer, Rota
from bot.meeting.rules import Meeting
from bot.meeting.tables import host_calls, hosts
from bot.meeting.tables import meetings as meetings_table

_OFFERS = Mapper(Offer, hosts.c)
_ABSENCES = Mapper(Absence, hosts.c)
_CALLS = Mapper(Call, host_calls.c, reply="answer")


def offer(db: Connection, network: str, made: Offer) -> bool:
    """Keep an offer to host; False when there was one, which keeps its age and takes the words."""
    _drop(db, network, made.user, HostKind.RETIRED)
    earlier = offer_of(db, network, made.user)
    if earlier is None:
        _put(db, network, HostKind.OFFER, _OFFERS.values(made))
    elif made.words:
        here = _theirs(network, made.user, HostKind.OFFER)
        db.execute(update(hosts).where(here).values(words=made.words))
    return earlier is None


def offer_of(db: Connection, network: str, user: str) -> Offer | None:
    """Return someone's offer."""
    return _OFFERS.first(db, select(hosts).where(_theirs(network, user, HostKind.OFFER)))


def retire(db: Connection, network: str, user: str, at: datetime) -> bool:
    """Ask someone no more, and take their offer back; False when they had made none."""
    offered = _drop(db, network, user, HostKind.OFFER)
    _put(db, network, HostKind.RETIRED, {"user": user, "since": at})
    return offered


def away(db: Connection, network: str, absence: Absence, at: datetime) -> None:
    """Keep an absence, in place of an earlier one."""
    _put(db, network, HostKind.AWAY, _ABSENCES.values(absence) | {"since": at})


def back(db: Connection, network: str, user: str) -> bool:
    """Forget an absence; False when there was none."""
    return _drop(db, network, user, HostKind.AWAY)


def rota(db: Connection, network: str) -> Rota:
    """Return all that decides of turns in a network."""
    rows = db.execute(
        select(hosts).where(hosts.c.network == network).order_by(hosts.c.since, hosts.c.user)
    ).all()
    return Rota(
        offers=[_OFFERS.read(row) for row in rows if row.kind is HostKind.OFFER],
        absences=[_ABSENCES.read(row) for row in rows if row.kind is HostKind.AWAY],
        hosted=dict(meetings.hosted_by(db, network)),
        retired=frozenset(row.user for row in rows if row.kind is HostKind.RETIRED),
    )


def ask(db: Connection, meeting: Meeting, call: Call) -> None:
    """Keep that someone was asked to host a meeting, in place of what they said before."""
    db.execute(insert_or_replace(host_calls), _CALLS.values(call) | {"meeting": meeting.id})


def calls(db: Connection, meeting: Meeting) -> Sequence[Call]:
    """Return who was asked to host a meeting, in the order they were."""
    of_meeting = select(host_calls).where(host_calls.c.meeting == meeting.id)
    return _CALLS.all(db, of_meeting.order_by(host_calls.c.at, host_calls.c.user))


def asked_since(db: Connection, network: str, at: datetime) -> frozenset[str]:
    """Return those who were asked to host a meeting of a network since then."""
    found = select(host_calls.c.user).join(
        meetings_table, meetings_table.c.id == host_calls.c.meeting
    )
    lately = found.where(meetings_table.c.network == network, host_calls.c.at >= at)
    return frozenset(db.execute(lately).scalars())


def replied(db: Connection, meeting: Meeting, call: Call, reply: HostReply) -> None:
    """Keep what someone said, unless they said something else since the call was read.

    Raises ChangedMeanwhileError.
    """
    theirs = (host_calls.c.meeting == meeting.id) & (host_calls.c.user == call.user)
    as_read = theirs & (host_calls.c.answer == call.reply)
    if db.execute(update(host_calls).where(as_read).values(answer=reply)).rowcount != 1:
        raise ChangedMeanwhileError(f"call to host meeting {meeting.number}")


def drop_waiting(db: Connection, meeting: Meeting) -> Sequence[Call]:
    """Forget the calls that nobody has replied to; return them."""
    waiting = [each for each in calls(db, meeting) if each.waits]
    waited = host_calls.c.answer.in_(WAITED_FOR)
    db.execute(delete(host_calls).where(host_calls.c.meeting == meeting.id, waited))
    return waiting


def forget_absences(db: Connection, before: datetime) -> int:
    """Forget the absences that ended before; return how many."""
    ended = delete(hosts).where(hosts.c.kind == HostKind.AWAY, hosts.c.until < before)
    return db.execute(ended).rowcount


def forget_wishes(db: Connection, before: datetime) -> int:
    """Forget offers, refusals and endless absences from before; return how many."""
    return db.execute(delete(hosts).where(hosts.c.until.is_(None), hosts.c.since < before)).rowcount


def _put(db: Connection, network: str, kind: HostKind, row: Mapping[str, object]) -> None:
    blank = {"words": "", "until": None}
    db.execute(insert_or_replace(hosts), {**blank, **row, "network": network, "kind": kind})


def _drop(db: Connection, network: str, user: str, kind: HostKind) -> bool:
    return db.execute(delete(hosts).where(_theirs(network, user, kind))).rowcount == 1


def _theirs(network: str, user: str, kind: HostKind) -> ColumnElement[bool]:
    return (hosts.c.network == network) & (hosts.c.user == user) & (hosts.c.kind == kind)
