"""Questions, their story, those who share them, and those who may read private ones."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Text, false, text, true

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
    waits,
)
from bot.question.follow_up import FollowUpKind
from bot.question.rules import Change, Occasion, Origin, QuestionStatus, Visibility

# Some indexes hold a part of the questions only: on PostgreSQL too, but to say so here would load
# its side of SQLAlchemy, 3 MB, for those who use SQLite. `bot/admin/migration.py` says it in steps.
_WAITS = text("ended_at IS NULL")

_AUTHOR = Privacy(
    Fate.UNNAMED,
    "Vos questions",
    {
        "number": "n°",
        "text": "texte",
        "theme": "thème",
        "visibility": "visibilité",
        "status": "état",
        "asked_at": "posée le",
        "call_back": "à rappeler",
    },
    erased={"visibility": "anonymous"},
)
_ANSWERED = Privacy(
    Fate.UNNAMED,
    "Vos réponses retenues",
    {
        "number": "question n°",
        "answer_text": "réponse",
        "answer_signed": "signée",
        "answer_at": "donnée le",
    },
)

questions = numbered_table(
    "questions",
    Column("text", Text, nullable=False, info=Holds.WORDS),
    person_column("author", _AUTHOR),
    Column("asked_at", Moment, nullable=False, info=Holds.PAST),
    Column("status", EnumText(QuestionStatus), nullable=False),
    Column("answer_text", Text, info=Holds.WORDS),
    person_column("answer_by", _ANSWERED, nullable=True),
    Column("answer_signed", Boolean, nullable=False, server_default=true()),
    Column("answer_at", Moment, info=Holds.PAST),
    Column("answer_hidden", Text, nullable=False, server_default="", info=Holds.WORDS),
    Column("ended_at", Moment, info=Holds.PAST),
    Column("visibility", EnumText(Visibility), nullable=False, server_default="public"),
    Column("theme", Text, nullable=False, server_default="", info=Holds.IMPERSONAL),
    Column("hoped", EnumText(Occasion)),
    Column("occasion", EnumText(Occasion)),
    Column("back_at", Moment, info=waits(days=366)),
    Column("deferrals", Integer, nullable=False, server_default="0"),
    Column("reopened", Boolean, nullable=False, server_default=false()),
    Column("reserved", Boolean, nullable=False, server_default=false()),
    Column("call_back", Boolean, nullable=False, server_default=false()),
    Column("copied", Boolean, nullable=False, server_default=false()),
    Column("remembered", Boolean),
    Column("unread_since", Moment, info=Holds.PAST),
    Column("hidden", EnumText(Visibility)),
    Column("reason", Text, nullable=False, server_default="", info=Holds.WORDS),
    Column("merged_into", Integer),
    Column("concerned", Integer, nullable=False, server_default="1"),
    Column("origin", EnumText(Origin), nullable=False, server_default="asked"),
    Column("carried", Integer, nullable=False, server_default="0"),
    Column("territories", Integer, nullable=False, server_default="0"),
    Column("opens_at", Moment, info=waits(days=60)),
    Column("withheld_by_asker", Boolean, nullable=False, server_default=false()),
    Column("withheld_by_answerer", Boolean, nullable=False, server_default=false()),
    Column("answer_from", Text, nullable=False, server_default="", info=Holds.IMPERSONAL),
    Column("version", Integer, nullable=False, server_default="0"),
    Index("ix_questions_status", "network", "status", "number"),
    Index("ix_questions_author", "network", "author", "asked_at"),
    Index("ix_questions_back", "back_at", sqlite_where=text("back_at IS NOT NULL")),
    Index("ix_questions_opens", "opens_at", sqlite_where=text("opens_at IS NOT NULL")),
    Index("ix_questions_waiting", "network", "number", sqlite_where=_WAITS),
    Index("ix_questions_theme", "network", "theme", "number", sqlite_where=_WAITS),
    Index("ix_questions_shared", "network", "concerned", "number", sqlite_where=_WAITS),
)

_ACTED = Privacy(
    Fate.UNNAMED,
    "Ce que vous avez fait des questions",
    {"question": "question (numéro interne)", "kind": "geste", "at": "le", "how": "venu"},
)

_SET_ASIDE = Privacy(
    Fate.UNNAMED,
    "Vos réponses à des questions rouvertes depuis",
    {"question.number": "question n°", "detail": "réponse", "at": "rouverte le"},
)

# What happened to a question, in order. `how` is the way that the change came in.
question_events = table_with_id(
    "question_events",
    Column("question", ForeignKey("questions.id", ondelete="CASCADE"), nullable=False),
    Column("kind", EnumText(Change), nullable=False),
    Column("at", Moment, nullable=False, info=Holds.PAST),
    person_column("who", _ACTED),
    Column("how", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("detail", Text, nullable=False, info=Holds.WORDS),
    person_column("words_of", _SET_ASIDE, server_default=""),
    Index("ix_question_events_question", "question", "id"),
)

_SUPPORTER = Privacy(
    Fate.DELETED,
    "Les questions que vous partagez",
    {"question": "question (numéro interne)", "at": "depuis le"},
)

supporters = table(
    "supporters",
    Column("question", ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True),
    person_column("user", _SUPPORTER, primary_key=True),
    Column("at", Moment, nullable=False, info=Holds.PAST),
)

_FOLLOWED = Privacy(
    Fate.DELETED,
    "Votre suivi",
    {
        "question.number": "question n°",
        "kind": "nature",
        "text": "texte",
        "due": "pour le",
        "at": "noté le",
    },
    leaves=True,
    kept=Retention("lignes du suivi d'une personne", 365, "at"),
)
_NOTED = Privacy(
    Fate.UNNAMED,
    "Ce que vous avez noté d'un suivi",
    {"question.number": "question n°", "kind": "nature", "text": "texte", "at": "noté le"},
)

# The follow-up of one person, a line each: read by them and by the readers of their question.
follow_up_lines = table_with_id(
    "follow_up_lines",
    Column("question", ForeignKey("questions.id", ondelete="CASCADE"), nullable=False),
    person_column("member", _FOLLOWED),
    person_column("by", _NOTED),
    Column("at", Moment, nullable=False, info=Holds.PAST),
    Column("kind", EnumText(FollowUpKind), nullable=False),
    Column("text", Text, nullable=False, info=Holds.WORDS),
    Column("due", Moment, info=Holds.CHOSEN),
    Index("ix_follow_up_lines_question", "question"),
)

_READER = Privacy(
    Fate.DELETED,
    "Les questions privées que l'on vous donne à lire",
    {"question": "question (numéro interne)", "sent_at": "depuis le"},
    leaves=True,
)

# Who may read a private question: the coordinators who were named to its author; from `sent_at` on,
# when the author agreed.
readers = table(
    "readers",
    Column("question", ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True),
    person_column("user", _READER, primary_key=True),
    Column("sent_at", Moment, info=Holds.PAST),
)
