"""What people did lately, in a few words of ours."""

from __future__ import annotations

from sqlalchemy import Column, Index, Text

from bot.core.columns import Fate, Holds, Moment, Privacy, Retention, person_column, table, waits

_DID = Privacy(
    Fate.DELETED,
    "Vos derniers gestes, pour les annuler",
    {"line": "geste", "at": "le"},
    leaves=True,
    kept=Retention("derniers gestes", days=30, since="at"),
)

# `line` names an object by its number, and holds none of anyone's words. `route` with `argument`
# takes it back, « » where nothing does. Of what is
# done at `due_at` only, they do it: until then, dropping the row takes it back.
gestures = table(
    "gestures",
    Column("id", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("network", Text, nullable=False, info=Holds.IMPERSONAL),
    person_column("user", _DID),
    Column("line", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("route", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("argument", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("at", Moment, nullable=False, info=Holds.PAST),
    Column("due_at", Moment, info=waits(days=1, since="at")),
    Index("ix_gestures_user", "user", "at"),
)
