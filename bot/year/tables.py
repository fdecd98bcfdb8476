"""What is given to those outside the network of each of its years."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Text

from bot.core.columns import Holds, Moment, table

year_sheets = table(
    "year_sheets",
    Column("network", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("year", Integer, primary_key=True),
    Column("content", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("shown_at", Moment, nullable=False, info=Holds.PAST),
)
