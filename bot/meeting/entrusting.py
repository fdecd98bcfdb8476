"""Who holds a meeting in the coordination's place: asked, asked no more, or unable to."""

from __future__ import annotations

from uuid import uuid4

from bot.core.errors import Refusal
from bot.core.message import Button
from bot.meeting import announcement, card, planning
from bot.meeting.rules import Meeting
from bot.people.wish import Weight
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context

NO_HOST_YET = Refusal(
    "meeting {number} has no host",
    reply="La rencontre n'a pas encore d'hôte. Nommez quelqu'un d'autre : "
    "`/rencontre animation @nom`.",
)

NOT_ENTRUSTED = Refusal(
    "no meeting entrusted",
    reply="Aucune rencontre à venir ne vous est confiée : vous n'avez rien à rendre.",
)


def entrust(ctx: Context, meeting: Meeting, user: str, by: Caller) -> Meeting:
    """Have a meeting held by someone, "" for the coordination again; those concerned are told.

    Raises MEETING_NOT_NOW, ChangedMeanwhileError.
    """
    former = meeting.entrusted_to
    if user == former:
        return meeting
    kept = planning.keep(ctx, meeting.entrust(user))
    if user not in ("", by.id):
        text = ctx.render("rencontre/entrusted_told.md.j2", meeting=kept)
        _tell(ctx, kept, user, text, card.entrusted_verbs(kept))
    if former not in ("", by.id):
        _tell(ctx, kept, former, ctx.render("rencontre/released_told.md.j2", meeting=kept))
    return kept


def entrust_to_host(ctx: Context, meeting: Meeting, by: Caller) -> Meeting:
    """Have a meeting held by its host. Raises NO_HOST_YET, and what `entrust` does."""
    if not meeting.host:
        raise NO_HOST_YET(number=meeting.number)
    return entrust(ctx, meeting, meeting.host, by)


def decline(ctx: Context, number: int, by: Caller) -> Meeting:
    """Give a meeting back to the coordination, who are told; 0 for the next one entrusted.

    Raises NOT_ENTRUSTED, MEETING_NOT_NOW, ChangedMeanwhileError.
    """
    own = [each for each in planning.planned(ctx) if each.entrusted_to == by.id]
    found = NOT_ENTRUSTED.unless(next((each for each in own if number in (0, each.number)), None))
    kept = planning.keep(ctx, found.entrust(""))
    text = ctx.render("rencontre/entrust_declined_told.md.j2", meeting=kept, by=by.id)
    others = ctx.coordinators - {by.id}
    say.to_coordinators(ctx, _key(kept), text, weight=Weight.DUTY, among=others)
    return kept


def _tell(
    ctx: Context, meeting: Meeting, user: str, text: str, buttons: tuple[Button, ...] = ()
) -> None:
    say.to_user(ctx, f"{_key(meeting)}:{user}", user, text, buttons=buttons)


def _key(meeting: Meeting) -> str:
    return f"{announcement.key_of(meeting)}:entrusted:{uuid4().hex}"
