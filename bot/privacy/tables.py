"""All the tables, in the order in which people are told what these hold of them."""

from __future__ import annotations

from sqlalchemy import Table

from bot.core import message_tables
from bot.core import tables as core_tables
from bot.entry import tables as entry_tables
from bot.framaforms import tables as form_tables
from bot.helping import tables as helping_tables
from bot.index import tables as search_tables
from bot.letter import tables as letter_tables
from bot.letter.inbox import tables as inbox_tables
from bot.letter.mail import tables as mail_tables
from bot.meeting import tables as meeting_tables
from bot.meeting.record import tables as record_tables
from bot.outside import tables as outside_tables
from bot.past import tables as past_tables
from bot.people import tables as people_tables
from bot.pile import tables as pile_tables
from bot.question import tables as question_tables
from bot.relay import tables as relay_tables
from bot.relay.announcing import tables as announcement_tables
from bot.resource import tables as resource_tables
from bot.survey import tables as survey_tables
from bot.talk.entrusting import tables as entrusted_tables
from bot.talk.gestures import tables as gesture_tables
from bot.talk.undecided import tables as undecided_tables
from bot.veille import tables as veille_tables
from bot.year import tables as year_tables

TABLES: tuple[Table, ...] = tuple(
    table
    for module in (
        question_tables,
        search_tables,
        resource_tables,
        helping_tables,
        meeting_tables,
        letter_tables,
        mail_tables,
        inbox_tables,
        relay_tables,
        announcement_tables,
        survey_tables,
        form_tables,
        people_tables,
        entry_tables,
        pile_tables,
        veille_tables,
        undecided_tables,
        gesture_tables,
        entrusted_tables,
        past_tables,
        record_tables,
        year_tables,
        outside_tables,
        message_tables,
        core_tables,
    )
    for table in vars(module).values()
    if isinstance(table, Table)
)
"""Whoever imports them has the whole metadata."""
