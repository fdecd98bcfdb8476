"""Who can help with what, what their structures receive, and who is asked about which question."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from bot.core.grouping import grouped
from bot.core.prepared import Prepared
from bot.core.rows import Mapper
from bot.core.upsert import insert_or_ignore
from bot.helping.rules import Asked, Asking, AskReply, Helper, Welcome
from bot.helping.tables import askings, helpers, put_questions, welcomes
from bot.network.network import Network
from bot.question.rules import Question

_HELPERS = Mapper(Helper, helpers.c)
_KNOWING = Prepared(
    select(helpers)
    .where(helpers.c.network == bindparam("of"), helpers.c.theme == bindparam("about"))
    .order_by(helpers.c.since, helpers.c.user)
)
_WELCOMES = Mapper(Welcome, welcomes.c)
_ASKINGS = Mapper(Asking, askings.c)
_ASKED_ABOUT = Prepared(
    select(askings).where(askings.c.question == bindparam("of")).order_by(askings.c.id)
)
_IS_PUT = Prepared(
    select(put_questions.c.question).where(put_questions.c.question == bindparam("of"))
)


def tick(db: Connection, helper: Helper) -> bool:
    """Keep that someone can help with a theme; False when they had said so."""
    return db.execute(insert_or_ignore(helpers), _HELPERS.values(helper)).rowcount == 1


def untick(db: Connection, network: str, user: str, themes: Collection[str] | None = None) -> int:
    """Take back some themes of someone, all of them without; return how many there were."""
    gone = delete(helpers).filter_by(network=network, user=user)
    if themes is not None:
        gone = gone.where(helpers.c.theme.in_(themes))
    return db.execute(gone).rowcount


def reach(db: Connection, network: str, user: str, *, beyond: bool) -> None:
    """Keep whether other territories may ask someone too."""
    db.execute(update(helpers).filter_by(network=network, user=user).values(beyond=beyond))


def ticked(db: Connection, network: str, user: str) -> Sequence[Helper]:
    """Return what someone can help with, by theme."""
    found = select(helpers).filter_by(network=network, user=user)
    return _HELPERS.all(db, found.order_by(helpers.c.theme))


def knowing(db: Connection, network: str, theme: str) -> Sequence[Helper]:
    """Return those who can help with a theme in a network, the oldest offer first."""
    return _HELPERS.all(db, _KNOWING, {"of": network, "about": theme})


def welcome(db: Connection, made: Welcome) -> None:
    """Keep what someone's structure receives; the same twice is kept once."""
    db.execute(insert_or_ignore(welcomes), _WELCOMES.values(made))


def unwelcome(db: Connection, network: str, user: str, number: int) -> bool:
    """Take back one thing that someone's structure receives; False when it is not theirs."""
    gone = delete(welcomes).filter_by(network=network, user=user, id=number)
    return db.execute(gone).rowcount == 1


def welcomed(db: Connection, network: str, user: str = "") -> Sequence[Welcome]:
    """Return what the structures of a network receive, or someone's, by structure."""
    found = select(welcomes).where(welcomes.c.network == network)
    if user:
        found = found.where(welcomes.c.user == user)
    order = (func.lower(welcomes.c.structure), welcomes.c.commune, welcomes.c.id)
    return _WELCOMES.all(db, found.order_by(*order))


def put(db: Connection, question: Question, look_at: datetime) -> bool:
    """Put a question to those who know; False when it is already."""
    row = {"question": question.id, "network": question.network, "look_at": look_at}
    return db.execute(insert_or_ignore(put_questions), row).rowcount == 1


def is_put(db: Connection, question: Question) -> bool:
    """Tell whether a question is put to those who know."""
    return bool(_IS_PUT.rows(db, {"of": question.id}))


def look_again(db: Connection, question: Question, at: datetime) -> None:
    """Set when to look for the next people to ask, if the question is still put to them."""
    db.execute(update(put_questions).filter_by(question=question.id).values(look_at=at))


def put_no_more(db: Connection, question: Question) -> bool:
    """Put a question to nobody else; False when it was not put."""
    return db.execute(delete(put_questions).filter_by(question=question.id)).rowcount == 1


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
    return _ASKINGS.first(db, select(askings).filter_by(id=number, reply=AskReply.OFFERED))


def asked_about(db: Connection, question: int) -> Sequence[Asking]:
    """Return the askings of a question, by its id, in order."""
    return _ASKINGS.all(db, _ASKED_ABOUT, {"of": question})


def asked_of(db: Connection, network: str, user: str, number: int) -> Asking | None:
    """Return an asking of this person's by its number, None where they have none such."""
    return _ASKINGS.first(db, select(askings).filter_by(network=network, user=user, id=number))


def asked_in(db: Connection, networks: Collection[str]) -> Asked:
    """Return when each person of some networks was asked anything."""
    found = select(askings.c.network, askings.c.user, askings.c.at)
    rows = db.execute(found.where(askings.c.network.in_(networks)))
    return grouped(((network, user), at) for network, user, at in rows)
