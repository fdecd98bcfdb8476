"""Forms that networks follow, what is kept of their sendings, the lines to be decided on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import astuple
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, select

from bot.core.errors import TOO_LATE
from bot.core.numbered import NumberedMapper
from bot.core.rows import Mapper
from bot.core.upsert import insert_or_ignore
from bot.framaforms.rules import UNKNOWN_FORM, NeedLine, OnlineForm, QuestionCounts
from bot.framaforms.tables import form_lines, form_sendings, online_forms
from bot.network.small_numbers import GroupedCounts

_WAITING = (
    select(func.count())
    .where(form_lines.c.form == online_forms.c.id)
    .scalar_subquery()
    .label("lines")
)
_ALL = select(online_forms, _WAITING)


def _counts(kept: Sequence[Any]) -> QuestionCounts:
    name, options, *others = kept
    told = options and GroupedCounts(tuple((each, count) for each, count in options[0]), options[1])
    return QuestionCounts(name, told, *others)


def _by_hand(form: OnlineForm) -> dict[str, Any]:
    return {
        "counts": {"questions": [*map(astuple, form.questions)], "themes": astuple(form.themes)}
    }


_FORMS = NumberedMapper(
    OnlineForm,
    online_forms,
    "online form",
    UNKNOWN_FORM,
    found=_ALL,
    by_hand=_by_hand,
    questions=lambda row: tuple(map(_counts, row.counts["questions"])),
    themes=lambda row: _counts(row.counts["themes"]),
)
_LINES = Mapper(NeedLine, form_lines.c)
_KEEP = insert_or_ignore(form_sendings)

add, get, save = _FORMS.add, _FORMS.get, _FORMS.save


def followed(db: Connection, network: str) -> Sequence[OnlineForm]:
    """Return all that a network follows, the latest first."""
    found = _ALL.where(online_forms.c.network == network).order_by(online_forms.c.number.desc())
    return _FORMS.all(db, found)


def remove(db: Connection, form: OnlineForm) -> None:
    """Forget a form with all that it brought."""
    db.execute(delete(online_forms).where(online_forms.c.id == form.id))


def counted(db: Connection, form: OnlineForm) -> frozenset[str]:
    """Return the imprints of the sendings that are counted already."""
    found = select(form_sendings.c.imprint).where(form_sendings.c.form == form.id)
    return frozenset(db.execute(found).scalars())


def keep(
    db: Connection, form: OnlineForm, imprints: Collection[str], lines: Sequence[NeedLine]
) -> None:
    """Keep that some sendings are counted, and what they wrote."""
    rows = [{"form": form.id, "imprint": each} for each in sorted(imprints)]
    if rows:
        db.execute(_KEEP, rows)
    if lines:
        db.execute(insert(form_lines), [_LINES.values(each) for each in lines])


def waiting(db: Connection, network: str) -> Sequence[NeedLine]:
    """Return the lines that wait in a network, the oldest first."""
    return _LINES.all(db, _lines_of(network).order_by(form_lines.c.id))


def line(db: Connection, network: str, number: int) -> NeedLine:
    """Return a line that waits in a network, by its id; raises TOO_LATE."""
    found = _LINES.first(db, _lines_of(network).where(form_lines.c.id == number))
    return TOO_LATE.unless(found, what=f"line {number}")


def take_out(db: Connection, decided: NeedLine) -> None:
    """Erase a line, once: raises TOO_LATE for whoever decides second."""
    if db.execute(delete(form_lines).where(form_lines.c.id == decided.id)).rowcount != 1:
        raise TOO_LATE(what=f"line {decided.id}")


def forget_lines(db: Connection, before: datetime) -> int:
    """Erase the lines on which nobody decided since; return how many."""
    return db.execute(delete(form_lines).where(form_lines.c.at < before)).rowcount


def forget(db: Connection, before: datetime) -> int:
    """Forget the forms that ended before, or of which nothing was told since; return how many."""
    of_use = (online_forms.c.expires_at, online_forms.c.imported_at, online_forms.c.made_at)
    return db.execute(delete(online_forms).where(func.coalesce(*of_use) < before)).rowcount


def _lines_of(network: str) -> Select[Any]:
    here = select(online_forms.c.id).where(online_forms.c.network == network)
    return select(form_lines).where(form_lines.c.form.in_(here))
