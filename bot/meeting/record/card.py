"""What those who write minutes see of a record: the form that takes it, each passage to decide."""

from __future__ import annotations

from bot.core.message import Button
from bot.french.personal import personal_data
from bot.meeting.record.rules import ProposalKind, ProposedPassage
from bot.meeting.rules import Meeting
from bot.question import store as questions
from bot.question.rules import Question
from bot.talk.context import Context
from bot.talk.reply import Reply

GIVE = "rencontre notes"
FILE = "rencontre fichier-notes"
SORT = "rencontre trier-passages"
KEEP = "rencontre garder-passage"
MEND = "rencontre corriger-passage"
LEAVE = "rencontre laisser-passage"
BRING_BACK = "rencontre remettre-passage"
FORGET = "rencontre oublier-notes"


def giving(meeting: Meeting) -> Button:
    """Return what opens the form that takes notes of a meeting."""
    return Button("notes", "Donner des notes…", GIVE, str(meeting.number), emoji="memo")


def sorting_of(meeting: Meeting) -> Button:
    """Return what shows the passages of a meeting's notes, one after the other."""
    return Button("passages", "Trier les passages", SORT, str(meeting.number))


def candidate(ctx: Context, found: ProposedPassage) -> Reply:
    """Return a passage with what may be done with it, and the question that it may answer."""
    asked, number, names = question_of(ctx, found), str(found.id), bool(personal_data(found.text))
    shown = [Button("laisser", "Laisser", LEAVE, number)]
    if asked is not None or found.kind is not ProposalKind.ANSWER:
        shown.insert(0, Button("corriger", "Corriger…", MEND, number, primary=names))
        if not names:
            shown.insert(0, Button("garder", "Garder", KEEP, number, primary=True))
    words = asked.text if asked else ""
    return ctx.reply("rencontre/passage.md.j2", *shown, found=found, asked=words, names=names)


def question_of(ctx: Context, found: ProposedPassage) -> Question | None:
    """Return the question that a passage may answer, None once it may not."""
    if found.kind is not ProposalKind.ANSWER:
        return None
    known = questions.by_numbers(ctx.db, ctx.network.slug, [found.ref]).get(found.ref)
    return known if known is not None and may_answer(known) else None


def may_answer(question: Question) -> bool:
    """Tell whether what was said in a meeting may answer a question: it waits, and all read it."""
    return question.status.waiting and not question.private
