"""Meetings, and all that people say for them: dates, presence, hosts, ideas, notes, feelings."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, Text, UniqueConstraint

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
from bot.meeting.hosting.rules import HostKind, HostReply
from bot.meeting.ideas.rules import IdeaKind, IdeaStatus
from bot.meeting.minutes import NoteKind
from bot.meeting.poll.rules import PollStatus, Vote
from bot.meeting.rules import MeetingStatus

_HOST = Privacy(
    Fate.UNNAMED,
    "Les rencontres que vous accueillez",
    {"number": "n°", "at": "le", "place": "lieu", "welcome": "votre présentation"},
)
_HOLDER = Privacy(
    Fate.UNNAMED, "Les rencontres que vous avez ouvertes", {"number": "n°", "at": "le"}
)
_ENTRUSTED = Privacy(
    Fate.UNNAMED, "Les rencontres qui vous sont confiées", {"number": "n°", "at": "le"}
)

# `agenda` is the whole agenda as one document, see `store.py`. `held_by` is who opened it,
# `entrusted_to` whoever was asked to hold it; `minutes_wait_from` is the moment from which its
# minutes may wait, once it is held.
meetings = numbered_table(
    "meetings",
    Column("at", Moment, nullable=False, info=Holds.CHOSEN),
    Column("minutes", Integer, nullable=False),
    Column("place", Text, nullable=False, info=Holds.WORDS),
    Column("link", Text, nullable=False, info=Holds.WORDS),
    person_column("host", _HOST),
    Column("welcome", Text, nullable=False, info=Holds.WORDS),
    Column("status", EnumText(MeetingStatus), nullable=False),
    Column("agenda", Text, nullable=False, info=Holds.MIXED),
    Column("occurrence", Moment, info=Holds.CHOSEN),
    Column("reason", Text, nullable=False, info=Holds.WORDS),
    Column("sequence", Integer, nullable=False),
    Column("step", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("step_at", Moment, info=Holds.PAST),
    Column("started_at", Moment, info=Holds.PAST),
    Column("ended_at", Moment, info=Holds.PAST),
    Column("updated_at", Moment, info=Holds.PAST),
    Column("announced_at", Moment, info=Holds.PAST),
    Column("present", Integer, nullable=False),
    Column("structures", Integer, nullable=False),
    Column("others", Integer, nullable=False),
    person_column("held_by", _HOLDER, server_default=""),
    person_column("entrusted_to", _ENTRUSTED, server_default=""),
    Column("agenda_changed_at", Moment, info=Holds.PAST),
    Column("minutes_wait_from", Moment, info=waits(days=31, since="ended_at")),
    Column("version", Integer, nullable=False),
    UniqueConstraint("network", "occurrence", name="uq_meetings_occurrence"),
    Index("ix_meetings_status", "network", "status", "at"),
)

_ATTENDEE = Privacy(
    Fate.DELETED,
    "Votre présence aux rencontres",
    {
        "meeting": "rencontre (numéro interne)",
        "answer": "réponse",
        "silent": "sans rappel",
        "at": "dit le",
    },
    leaves=True,
    kept=Retention("présences annoncées à une rencontre", days=30, since="meeting.at"),
)

# What someone said of a meeting they were invited to. `silent`: no reminder, please.
attendances = table(
    "attendances",
    Column("meeting", ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    person_column("user", _ATTENDEE, primary_key=True),
    Column("answer", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("silent", Boolean, nullable=False),
    Column("at", Moment, nullable=False, info=Holds.PAST),
)

# Dates of the rhythm that are not to be proposed.
skipped_dates = table(
    "skipped_dates",
    Column("network", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("occurrence", Moment, primary_key=True, info=Holds.CHOSEN),
    Column("at", Moment, nullable=False, info=Holds.PAST),
)

_OFFERS = Privacy(
    Fate.DELETED,
    "Vos offres d'accueil et vos absences",
    {"kind": "sorte", "words": "vos mots", "since": "depuis le", "until": "jusqu'au"},
    leaves=True,
)

# Who would host, who is away (until `until`), who is not to be asked any more: `kind` « offer »,
# « away », « retired ».
hosts = table(
    "hosts",
    Column("network", Text, primary_key=True, info=Holds.IMPERSONAL),
    person_column("user", _OFFERS, primary_key=True),
    Column("kind", EnumText(HostKind), primary_key=True),
    Column("words", Text, nullable=False, info=Holds.WORDS),
    Column("since", Moment, nullable=False, info=Holds.PAST),
    Column("until", Moment, info=Holds.CHOSEN),
)

_ASKED_TO_HOST = Privacy(
    Fate.DELETED,
    "Les accueils qui vous ont été demandés",
    {"meeting": "rencontre (numéro interne)", "answer": "réponse", "at": "le"},
    leaves=True,
    kept=Retention("demandes d'accueil d'une rencontre passée", days=30, since="meeting.at"),
)

# Who was asked to host a meeting, and what they said: `answer` empty, « yes » or « no »; « swap »
# when its present host asked, and waits.
host_calls = table(
    "host_calls",
    Column("meeting", ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    person_column("user", _ASKED_TO_HOST, primary_key=True),
    Column("answer", EnumText(HostReply), nullable=False),
    Column("at", Moment, nullable=False, info=Holds.PAST),
)

_IDEA_AUTHOR = Privacy(
    Fate.UNNAMED,
    "Vos idées d'animation",
    {
        "number": "n°",
        "text": "texte",
        "contact": "contact donné",
        "signed": "signée",
        "at": "proposée le",
        "status": "état",
    },
    erased={"signed": False, "contact": ""},
)

# Animations that members propose: `meeting` once one took it up; `contact`, of someone from
# outside, is read by its author and the coordinators alone, and goes with the idea.
ideas = numbered_table(
    "ideas",
    Column("kind", EnumText(IdeaKind), nullable=False),
    Column("text", Text, nullable=False, info=Holds.WORDS),
    person_column("author", _IDEA_AUTHOR),
    Column("signed", Boolean, nullable=False),
    Column("contact", Text, nullable=False, server_default="", info=Holds.WORDS),
    Column("at", Moment, nullable=False, info=Holds.PAST),
    Column("status", EnumText(IdeaStatus), nullable=False),
    Column("meeting", ForeignKey("meetings.id", ondelete="SET NULL")),
    Column("ended_at", Moment, info=Holds.PAST),
    Column("outside", Boolean),
)

_IDEA_VOTER = Privacy(
    Fate.DELETED,
    "Les idées que vous soutenez et les projets qui vous intéressent",
    {"idea": "idée (numéro interne)", "at": "le"},
)

idea_votes = table(
    "idea_votes",
    Column("idea", ForeignKey("ideas.id", ondelete="CASCADE"), primary_key=True),
    person_column("user", _IDEA_VOTER, primary_key=True),
    Column("at", Moment, nullable=False, info=Holds.PAST),
)

_POLL_AUTHOR = Privacy(
    Fate.UNNAMED, "Vos sondages de dates", {"number": "n°", "words": "lieu", "made_at": "ouvert le"}
)

# Dates put to the vote; `dates` in the order they are read, `picked` the one that was chosen.
polls = numbered_table(
    "polls",
    person_column("author", _POLL_AUTHOR),
    Column("dates", JSON, nullable=False, info=Holds.IMPERSONAL),
    Column("minutes", Integer, nullable=False),
    Column("words", Text, nullable=False, info=Holds.WORDS),
    Column("status", EnumText(PollStatus), nullable=False),
    Column("closes_at", Moment, nullable=False, info=Holds.CHOSEN),
    Column("picked", Moment, info=Holds.CHOSEN),
    Column("made_at", Moment, nullable=False, info=Holds.PAST),
    Index("ix_polls_status", "status", "closes_at"),
)

_VOTER = Privacy(
    Fate.DELETED,
    "Vos votes sur des dates",
    {"poll": "sondage (numéro interne)", "date": "date n°", "vote": "vote", "at": "le"},
    leaves=True,
)

poll_votes = table(
    "poll_votes",
    Column("poll", ForeignKey("polls.id", ondelete="CASCADE"), primary_key=True),
    person_column("user", _VOTER, primary_key=True),
    Column("date", Integer, primary_key=True),
    Column("vote", EnumText(Vote), nullable=False),
    Column("at", Moment, nullable=False, info=Holds.PAST),
)

_DOER = Privacy(
    Fate.UNNAMED,
    "Ce que vous avez à faire depuis une rencontre",
    {"number": "n°", "text": "texte", "who": "qui", "due": "pour le", "done_at": "fait le"},
)

# Decisions and actions noted in a meeting. Who does it is an `account`, or `who` in the words of
# whoever noted it.
meeting_notes = numbered_table(
    "meeting_notes",
    Column("meeting", ForeignKey("meetings.id", ondelete="CASCADE"), nullable=False),
    Column("kind", EnumText(NoteKind), nullable=False),
    Column("text", Text, nullable=False, info=Holds.WORDS),
    Column("who", Text, nullable=False, info=Holds.WORDS),
    person_column("account", _DOER, server_default=""),
    Column("due", Moment, info=Holds.CHOSEN),
    Column("done_at", Moment, info=Holds.PAST),
    Column("at", Moment, nullable=False, info=Holds.PAST),
    Index("ix_meeting_notes_meeting", "meeting", "id"),
)

# What people thought of a meeting, without saying who; who has said something is apart.
feedback = table_with_id(
    "feedback",
    Column("meeting", ForeignKey("meetings.id", ondelete="CASCADE"), nullable=False),
    Column("face", Integer, nullable=False),
    Column("line", Text, nullable=False, info=Holds.WORDS),
)

_GAVE_FEEDBACK = Privacy(
    Fate.DELETED,
    "Les rencontres dont vous avez donné votre avis (l'avis est gardé à part, sans nom)",
    {"meeting": "rencontre (numéro interne)"},
    kept=Retention("qui a donné son avis sur une rencontre", days=30, since="meeting.at"),
)

feedback_given = table(
    "feedback_given",
    Column("meeting", ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    person_column("user", _GAVE_FEEDBACK, primary_key=True),
)
