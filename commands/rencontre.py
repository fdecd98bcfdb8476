"""`/rencontre`: the next meeting, and for its coordinators the draft of its agenda."""

from __future__ import annotations

from bot.domain.rights import Act, allows
from bot.services import meetings
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route, Takes


def next_meeting(command: Command, ctx: Context) -> Reply:
    """Tell a member when the network meets; give a coordinator the agenda as it stands."""
    if allows(Act.DRAFT_AGENDA, command.caller.role_in(ctx.network.slug)):
        agenda = meetings.agenda(ctx)
        return Reply(text=ctx.render("rencontre/agenda.md.j2", agenda=agenda, network=ctx.network))
    at = meetings.next_date(ctx)
    return Reply(text=ctx.render("rencontre/next.md.j2", at=at, network=ctx.network))


ROUTES = (
    Route(
        "rencontre",
        next_meeting,
        "",
        "voir la prochaine rencontre et ce qui s'y prépare",
        Act.READ_NEXT_MEETING,
        Takes.NOTHING,
    ),
)
