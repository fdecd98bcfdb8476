"""Forms that networks follow, what is kept of their sendings, the lines to be decided on.

Nobody stands in any of them: who answered is dropped when a file is read, and who sent the file is
not kept.
"""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, Text

from bot.core.columns import Holds, Moment, numbered_table, table, table_with_id

# `counts` has what was answered, by question and option, and by theme.
online_forms = numbered_table(
    "online_forms",
    Column("title", Text, nullable=False, info=Holds.WORDS),
    Column("link", Text, nullable=False, info=Holds.WORDS),
    Column("made_at", Moment, nullable=False, info=Holds.PAST),
    Column("seal", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("expires_at", Moment, info=Holds.CHOSEN),
    Column("answers", Integer, nullable=False),
    Column("counts", JSON, nullable=False, info=Holds.WORDS),
    Column("imported_at", Moment, info=Holds.PAST),
    Column("version", Integer, nullable=False),
)

# A sending that is counted, as a keyed hash of its number.
form_sendings = table(
    "form_sendings",
    Column("form", ForeignKey("online_forms.id", ondelete="CASCADE"), primary_key=True),
    Column("imprint", Text, primary_key=True, info=Holds.IMPERSONAL),
    sqlite_with_rowid=False,
)

form_lines = table_with_id(
    "form_lines",
    Column("form", ForeignKey("online_forms.id", ondelete="CASCADE"), nullable=False),
    Column("question", Text, nullable=False, info=Holds.WORDS),
    Column("text", Text, nullable=False, info=Holds.WORDS),
    Column("theme", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("at", Moment, nullable=False, info=Holds.PAST),
    Index("ix_form_lines_form", "form"),
)
