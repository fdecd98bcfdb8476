"""Surveys, what is answered until they close, and the free lines that are left of them."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, Text

from bot.core.columns import (
    EnumText,
    Fate,
    Holds,
    Moment,
    Privacy,
    Retention,
    numbered_table,
    person_column,
    table,
    table_with_id,
)
from bot.survey.rules import SurveyStatus

_AUTHOR = Privacy(
    Fate.UNNAMED,
    "Les enquêtes que vous avez menées",
    {"number": "enquête n°", "made_at": "préparée le"},
    kept=Retention("noms des personnes qui ont mené une enquête", days=365, since="made_at"),
)

# `parent` is the survey launched above, at any level, that a territory's is of. `tallies` are
# counts that wait for the parent to add them up; `results` and `merged` are what may be told.
surveys = numbered_table(
    "surveys",
    Column("status", EnumText(SurveyStatus), nullable=False),
    Column("questions", JSON, nullable=False, info=Holds.WORDS),
    person_column("author", _AUTHOR),
    Column("link", Text, nullable=False, info=Holds.WORDS),
    Column("spread", Boolean, nullable=False),
    Column("parent", ForeignKey("surveys.id", ondelete="SET NULL")),
    Column("made_at", Moment, nullable=False, info=Holds.PAST),
    Column("opened_at", Moment, info=Holds.PAST),
    Column("remind_at", Moment, info=Holds.CHOSEN),
    Column("closes_at", Moment, nullable=False, info=Holds.CHOSEN),
    Column("ended_at", Moment, info=Holds.PAST),
    Column("people", Integer, nullable=False),
    Column("tallies", JSON, nullable=False, info=Holds.IMPERSONAL),
    Column("results", JSON, nullable=False, info=Holds.IMPERSONAL),
    Column("merged", JSON, nullable=False, info=Holds.IMPERSONAL),
    Column("carried", Integer, nullable=False),
    Column("merged_at", Moment, info=Holds.PAST),
    Index("ix_surveys_status", "status", "closes_at"),
    Index("ix_surveys_parent", "parent"),
)

_ANSWERER = Privacy(
    Fate.DELETED,
    "Vos réponses à une enquête en cours (détruites dès qu'elle est close)",
    {"survey": "enquête (numéro interne)", "question": "question", "said": "réponse"},
    leaves=True,
)

# What each person answers, while the survey is open: the only place that links people and answers.
# All of it goes in the transaction that closes the survey. `said` is an option's letter, a free
# line, or nothing for what was skipped. No moment: it would tell who answered after whom.
survey_answers = table(
    "survey_answers",
    Column("survey", ForeignKey("surveys.id", ondelete="CASCADE"), primary_key=True),
    person_column("user", _ANSWERER, primary_key=True),
    Column("question", Integer, primary_key=True),
    Column("said", Text, nullable=False, info=Holds.WORDS),
)

# The free lines of a closed survey, shuffled: nothing tells whose they are.
survey_lines = table_with_id(
    "survey_lines",
    Column("survey", ForeignKey("surveys.id", ondelete="CASCADE"), nullable=False),
    Column("text", Text, nullable=False, info=Holds.WORDS),
    Index("ix_survey_lines_survey", "survey", "id"),
)
