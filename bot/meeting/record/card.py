"""What those who write minutes see of a record: the form that takes it, each passage to decide."""

from __future__ import annotations

from bot.core.message import Button
from bot.meeting.record.rules import ProposalKind, ProposedPassage
from bot.meeting.rules import Meeting
from bot.question import store as questions
from bot.talk.context import Context
from bot.talk.reply import Reply

GIVE = "rencontre notes"
FILE = "rencontre fichier-notes"
SORT = "rencontre trier-passages"
KEEP = "rencontre garder-passage"
MEND = "rencontre corriger-passage"
LEAVE = "rencontre laisser-passage"
BRING_BACK = "rencontre remettre-passage"

TOLD = "oui"
"""Stands after a meeting's number where people knew that it was recorded."""


def giving(meeting: Meeting) -> Button:
    """Return what opens the form that takes notes of a meeting."""
    return Button("notes", "Donner des notes…", GIVE, str(meeting.number), emoji="memo")


def sorting_of(meeting: Meeting, *, primary: bool = False) -> Button:
    """Return what shows the passages of a meeting's notes, one after the other."""
    return Button("passages", "Trier les passages", SORT, str(meeting.number), primary=primary)


def candidate(ctx: Context, found: ProposedPassage) -> Reply:
    """Return a passage with what may be done with it, and the question that it may answer."""
    asked = ""
    if found.kind is ProposalKind.ANSWER:
        known = questions.by_numbers(ctx.db, ctx.network.slug, [found.ref]).get(found.ref)
        asked = known.text if known is not None else ""
    number = str(found.id)
    return ctx.reply(
        "rencontre/passage.md.j2",
        Button("garder", "Garder", KEEP, number, primary=True),
        Button("corriger", "Corriger…", MEND, number),
        Button("laisser", "Laisser", LEAVE, number),
        found=found,
        asked=asked,
    )
