"""Climbs, and what comes down: the only SQL of the belt."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, insert, select, update

from bot.core import counters
from bot.core.errors import TOO_LATE
from bot.core.rows import Mapper, change_one
from bot.network.network import Network, by_network
from bot.network.period import Period
from bot.question.rules import Visibility
from bot.question.tables import questions
from bot.relay.figures import BeltReport, ClimbLife, make_figures
from bot.relay.rules import CARRIED, OPEN, Climb, ClimbStatus, Descent, DescentStatus
from bot.relay.tables import climbs, descents

_CLIMBS = Mapper(Climb, climbs.c)
_COUNTER = "climb"
_DESCENTS = Mapper(Descent, descents.c)
_ALL = select(climbs)
_DOWN = select(descents)
_IS_OPEN = climbs.c.status.in_(OPEN)
_OF_CLIMB = descents.c.climb == climbs.c.id
_LAST_DOWN = select(descents.c.status).where(_OF_CLIMB).order_by(descents.c.version.desc()).limit(1)
_LIFE = select(
    *(climbs.c[name] for name in ("network", "status", "sent_at", "decided_at")),
    questions.c.theme,
    select(func.min(descents.c.at)).where(_OF_CLIMB).scalar_subquery().label("answered_at"),
    _LAST_DOWN.scalar_subquery().label("came_down"),
).join_from(climbs, questions, questions.c.id == climbs.c.question)
_LIVES = Mapper(ClimbLife, _LIFE.selected_columns)


def add(db: Connection, climb: Climb) -> Climb:
    """Keep a new climb, which comes back with its id.

    People type it: after a restore it is none that was read before, hence a counter.
    """
    counters.raise_to(db, "", _COUNTER, db.scalar(select(func.max(climbs.c.id))) or 0)
    numbered = replace(climb, id=counters.next_value(db, "", _COUNTER))
    db.execute(insert(climbs).values({**_CLIMBS.values(numbered), "id": numbered.id}))
    return numbered


def save(db: Connection, climb: Climb) -> Climb:
    """Write a change, unless someone else changed the climb meanwhile; return it as it is then.

    Raises ChangedMeanwhileError.
    """
    saved = replace(climb, version=climb.version + 1)
    as_read = (climbs.c.id == climb.id) & (climbs.c.version == climb.version)
    change = update(climbs).where(as_read).values(_CLIMBS.values(saved))
    change_one(db, change, f"climb {climb.id}")
    return saved


def by_id(db: Connection, climb: int) -> Climb | None:
    """Return a climb by its id, None if there is none."""
    return _CLIMBS.first(db, _ALL.where(climbs.c.id == climb))


def last_of(db: Connection, question: int) -> Climb | None:
    """Return the climb of a question, by its id, of which something may come, else the newest.

    One that came from a double is older than what its question did by itself.
    """
    found = _ALL.where(climbs.c.question == question)
    return _CLIMBS.first(db, found.order_by(_IS_OPEN.desc(), climbs.c.id.desc()).limit(1))


def all_of(db: Connection, question: int) -> Sequence[Climb]:
    """Return all the climbs of a question, by its id, oldest first."""
    return _CLIMBS.all(db, _ALL.where(climbs.c.question == question).order_by(climbs.c.id))


def still_said(db: Connection, parent_question: int, text: str) -> bool:
    """Tell whether a need that reached a question says this, and nobody took it back.

    What is no longer open may still be read there.
    """
    found = select(climbs.c.id).where(
        climbs.c.parent_question == parent_question,
        climbs.c.text == text,
        climbs.c.status != ClimbStatus.STOPPED,
    )
    return db.execute(found.limit(1)).first() is not None


def carried_by(db: Connection, parent_question: int) -> Sequence[Climb]:
    """Return the climbs that a question above stands for, oldest first, one a question below."""
    found = _ALL.where(
        climbs.c.parent_question == parent_question, climbs.c.status.in_(CARRIED)
    ).order_by(climbs.c.id)
    newest = {each.question: each for each in _CLIMBS.all(db, found)}
    return list(newest.values())


def waiting_above(db: Connection, parent: str) -> Sequence[Climb]:
    """Return what waits for a decision of a network above, oldest first."""
    found = _ALL.where(climbs.c.parent == parent, climbs.c.status == ClimbStatus.SENT)
    return _CLIMBS.all(db, found.order_by(climbs.c.sent_at, climbs.c.id))


def of_network(db: Connection, network: str, *, limit: int = 1_000) -> Sequence[Climb]:
    """Return what a network transmitted, the newest first."""
    found = _ALL.where(climbs.c.network == network).order_by(climbs.c.id.desc()).limit(limit)
    return _CLIMBS.all(db, found)


def silent(db: Connection, networks: Collection[Network]) -> Sequence[Climb]:
    """Return what waits for a decision above, and nobody below was told of, oldest first."""
    found = _ALL.where(
        climbs.c.network.in_([each.slug for each in networks]),
        climbs.c.status == ClimbStatus.SENT,
        climbs.c.parent != "",
        climbs.c.reminded_at.is_(None),
    )
    return _CLIMBS.all(db, found.order_by(climbs.c.id))


def carrying(db: Connection, networks: Collection[str]) -> Sequence[int]:
    """Return the questions of some networks that stand for needs from below, by id."""
    found = (
        select(climbs.c.parent_question)
        .where(climbs.c.parent.in_(list(networks)), climbs.c.parent_question.is_not(None))
        .distinct()
        .order_by(climbs.c.parent_question)
    )
    return list(db.execute(found).scalars())


def move(db: Connection, parent_question: int, into: int) -> None:
    """Have a question above stand for all that another one stood for: the two were made one."""
    db.execute(
        update(climbs)
        .where(climbs.c.parent_question == parent_question)
        .values(parent_question=into, version=climbs.c.version + 1)
    )


def forget_words(db: Connection, question: int) -> None:
    """Erase what was transmitted of a question, by its id: its author took its words away."""
    db.execute(update(climbs).where(climbs.c.question == question).values(text=""))


def digest(key: str) -> str:
    """Return what is kept of the key that lets someone forgotten take their words back."""
    return sha256(key.strip().casefold().encode()).hexdigest()


def with_key(db: Connection, key: str) -> Sequence[Climb]:
    """Return what a key takes back."""
    return _CLIMBS.all(db, select(climbs).where(climbs.c.key == digest(key)))


def hand_over(db: Connection, climb: Climb, *, question: int, number: int) -> None:
    """Have another question of the same network climb in the stead of one: they were made one."""
    ours = update(climbs).where(climbs.c.id == climb.id)
    moved = {"question": question, "number": number, "version": climbs.c.version + 1}
    db.execute(ours.values(moved))
    db.execute(update(descents).where(descents.c.climb == climb.id).values(number=number))


def add_descent(db: Connection, descent: Descent) -> Descent:
    """Keep what came down, which comes back with its id."""
    values = _DESCENTS.values(descent)
    (kept,) = db.execute(insert(descents).values(values)).inserted_primary_key or (0,)
    return replace(descent, id=kept)


def settle(db: Connection, descent: Descent, *, was: DescentStatus) -> None:
    """Write what became of an answer that came down, unless someone else decided meanwhile.

    Raises ChangedMeanwhileError.
    """
    change = update(descents).filter_by(id=descent.id, status=was).values(_DESCENTS.values(descent))
    change_one(db, change, f"descent {descent.id}")


def last_answer(db: Connection, question: int) -> Descent | None:
    """Return the newest answer that came down for a question, by whichever of its climbs."""
    return _DESCENTS.first(db, _answers_of(question))


def published_answer(db: Connection, question: int) -> Descent | None:
    """Return the newest answer that came down for a question and was published, None without."""
    published = descents.c.status == DescentStatus.PUBLISHED
    return _DESCENTS.first(db, _answers_of(question).where(published))


def last_descent(db: Connection, climb: int) -> Descent | None:
    """Return the newest version of the answer that came down for a climb."""
    found = _DOWN.where(descents.c.climb == climb).order_by(descents.c.version.desc()).limit(1)
    return _DESCENTS.first(db, found)


def due(
    db: Connection, networks: Collection[Network], now: datetime
) -> Mapping[str, Sequence[Descent]]:
    """Return what came down and has waited long enough for a choice, by network."""
    found = _DOWN.where(
        descents.c.network.in_([each.slug for each in networks]),
        descents.c.status == DescentStatus.WAITING,
        descents.c.due_at <= now,
    )
    return by_network(_DESCENTS.all(db, found.order_by(descents.c.id)))


def climbed(db: Connection, network: str) -> frozenset[int]:
    """Return the questions of a network that were ever to climb, by id."""
    found = select(climbs.c.question).where(climbs.c.network == network)
    return frozenset(db.execute(found).scalars())


def report(db: Connection, network: str, period: Period) -> BeltReport:
    """Count what a network transmitted in a period, and what reached it from below.

    What came of private questions is left out of the former.
    """
    theirs = (climbs.c.network == network) & (questions.c.visibility != Visibility.PRIVATE)
    return BeltReport(
        up=make_figures(_lived(db, theirs, period)),
        down=make_figures(_lived(db, climbs.c.parent == network, period)),
    )


def get(db: Connection, climb: int) -> Climb:
    """Return a climb by its id. Raises TOO_LATE."""
    return TOO_LATE.unless(by_id(db, climb), what=f"climb {climb}")


def _answers_of(question: int) -> Select[Any]:
    """Select what came down for a question, by whichever of its climbs, the newest first."""
    found = _DOWN.join(climbs, climbs.c.id == descents.c.climb)
    return found.where(climbs.c.question == question).order_by(descents.c.id.desc()).limit(1)


def _lived(db: Connection, which: ColumnElement[bool], period: Period) -> Sequence[ClimbLife]:
    sent = which & (climbs.c.sent_at >= period.since) & (climbs.c.sent_at < period.until)
    return _LIVES.all(db, _LIFE.where(sent).order_by(climbs.c.id))
