"""The sheets of networks' years."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.core.rows import Mapper
from bot.core.upsert import insert_or_replace
from bot.year.sheet import NO_SHEET, YearSheet
from bot.year.tables import year_sheets as sheets

_SHEETS = Mapper(YearSheet, sheets.columns)


def find(db: Connection, network: str, year: int) -> YearSheet | None:
    """Return the sheet of a year, None where there is none."""
    return _SHEETS.first(db, select(sheets).filter_by(network=network, year=year))


def get(db: Connection, network: str, year: int) -> YearSheet:
    """Return the sheet of a year. Raises NO_SHEET."""
    return NO_SHEET.unless(find(db, network, year), year=year)


def put(db: Connection, sheet: YearSheet) -> None:
    """Keep a sheet, in place of an earlier one of its year."""
    db.execute(insert_or_replace(sheets), _SHEETS.values(sheet))


def forget(db: Connection, before: datetime) -> int:
    """Drop what was shown before; return how many."""
    return db.execute(delete(sheets).where(sheets.c.shown_at < before)).rowcount
