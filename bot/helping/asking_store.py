"""Questions that are put to those who know, and whom they were put to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.core.prepared import Prepared
from bot.core.rows import Mapper
from bot.core.upsert import insert_or_ignore
from bot.helping.rules import Asked, Asking, AskReply
from bot.helping.tables import askings, put_questions
from bot.network.network import Network, grouped
from bot.question.rules import Question

_ASKINGS = Mapper(Asking, askings.c)
_OF = Prepared(select(askings).where(askings.c.question == bindparam("of")).order_by(askings.c.id))
_IS_PUT = Prepared(
    select(put_questions.c.question).where(put_questions.c.question == bindparam("of"))
)


def put(db: Connection, question: Question, look_at: datetime) -> bool:
    """Put a question to those who know; False when it is already."""
    row = {"question": question.id, "network": question.network, "look_at": look_at}
    return db.execute(insert_or_ignore(put_questions), row).rowcount == 1


def is_put(db: Connection, question: Question) -> bool:
    """Tell whether a question is put to those who know."""
    return bool(_IS_PUT.rows(db, {"of": question.id}))


def look_again(db: Connection, question: Question, at: datetime) -> None:
    """Have whom to ask looked for then, if the question is still put."""
    here = put_questions.c.question == question.id
    db.execute(update(put_questions).where(here).values(look_at=at))


def put_no_more(db: Connection, question: Question) -> bool:
    """Put a question to nobody else; False when it was not put."""
    here = put_questions.c.question == question.id
    return db.execute(delete(put_questions).where(here)).rowcount == 1


def due(db: Connection, networks: Sequence[Network], now: datetime) -> Mapping[str, Sequence[int]]:
    """Return the ids of the questions for which to look whom to ask now, by network."""
    found = select(put_questions.c.network, put_questions.c.question).where(
        put_questions.c.network.in_([each.slug for each in networks]),
        put_questions.c.look_at <= now,
    )
    rows = db.execute(found.order_by(put_questions.c.question))
    return grouped((network, question) for network, question in rows)


def ask(db: Connection, asking: Asking) -> Asking:
    """Keep that someone is asked; return it with its id."""
    written = db.execute(insert(askings).values(_ASKINGS.values(asking)).returning(askings))
    return _ASKINGS.read(written.one())


def replied(db: Connection, asking: Asking, reply: AskReply, offer: str = "") -> bool:
    """Keep what became of asking someone; False when something had already."""
    waiting = (askings.c.id == asking.id) & (askings.c.reply == AskReply.WAITED_FOR)
    written = update(askings).where(waiting).values(reply=reply, offer=offer)
    return db.execute(written).rowcount == 1


def offered(db: Connection, number: int) -> Asking | None:
    """Return an asking whose answer is offered to another network, None without such an offer."""
    found = (askings.c.id == number) & (askings.c.reply == AskReply.OFFERED)
    return _ASKINGS.first(db, select(askings).where(found))


def of(db: Connection, question: int) -> Sequence[Asking]:
    """Return whom a question was put to, in order."""
    return _ASKINGS.all(db, _OF, {"of": question})


def asked_of(db: Connection, network: str, user: str, number: int) -> Asking | None:
    """Return what someone was asked, by the number of the asking."""
    theirs = (askings.c.network == network) & (askings.c.user == user)
    return _ASKINGS.first(db, select(askings).where(theirs, askings.c.id == number))


def asked_in(db: Connection, networks: Collection[str]) -> Asked:
    """Return when each person of some networks was asked anything."""
    found = select(askings.c.network, askings.c.user, askings.c.at)
    moments: dict[tuple[str, str], list[datetime]] = {}
    for network, user, at in db.execute(found.where(askings.c.network.in_(networks))):
        moments.setdefault((network, user), []).append(at)
    return moments
