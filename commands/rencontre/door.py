"""`/rencontre` alone: the card of the moment, with the verbs of whoever asks.

Each state has its function in `CARDS`; what a card is about comes by its number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from bot.core.message import Button, menu
from bot.meeting import agendas, announcement, card, held_card, planning, reporting
from bot.meeting.poll import store as polls
from bot.meeting.rules import Meeting, MeetingStatus
from bot.network.rights import Act
from bot.question import store as questions
from bot.question.store import QuestionFilter
from bot.talk.command import Caller, Command
from bot.talk.context import Context
from bot.talk.offering import offer_verbs
from bot.talk.render import short_day
from bot.talk.reply import Reply
from bot.talk.routing import Route
from bot.veille.elsewhere.showing import that_day


def next_meeting(command: Command, ctx: Context) -> Reply:
    """Show the card of the moment, or of the meeting of this number."""
    by = command.caller
    number = command.number
    meeting = planning.numbered(ctx, number) if number else planning.of_the_moment(ctx, by)
    if meeting is None:
        reply = _unplanned(ctx, by)
        return replace(reply, buttons=(*reply.buttons, *_minutes(ctx)), leads_on=True)
    reply = card_of(ctx, meeting, by)
    shown = (*reply.buttons, *_others(ctx, meeting, by), *_minutes(ctx))
    return Reply(text=reply.text, buttons=shown, leads_on=True)


def more(command: Command, ctx: Context) -> Reply:
    """List what the menu of a card has, where there are no menus."""
    meeting = planning.numbered(ctx, command.number) if command.number else None
    found = card.more_options(meeting, coordinates=coordinates(ctx, command.caller))
    return ctx.reply("rencontre/more.md.j2", menu("plus", "Plus…", *found), meeting=meeting)


def card_of(ctx: Context, meeting: Meeting, by: Caller) -> Reply:
    """Return a meeting's card, with the verbs of someone. Raises MEETING_NOT_NOW."""
    if meeting.status is MeetingStatus.DRAFT and not holds(ctx, meeting, by):
        return _unplanned(ctx, by)
    return CARDS[meeting.status](ctx, meeting, by)


def coordinates(ctx: Context, by: Caller) -> bool:
    """Tell whether someone prepares the network's meetings."""
    return ctx.allows(Act.DRAFT_AGENDA, by)


def holds(ctx: Context, meeting: Meeting, by: Caller) -> bool:
    """Tell whether someone may hold a meeting."""
    return ctx.allows(Act.HOLD, by, tie=meeting.tie_to(by.id))


def meeting_of(ctx: Context, number: int) -> Meeting:
    """Return the meeting of a number, the current one for 0. Raises NO_MEETING."""
    return planning.numbered(ctx, number) if number else planning.current(ctx)


def _unplanned(ctx: Context, by: Caller) -> Reply:
    drafting = coordinates(ctx, by)
    voted = polls.pending(ctx.db, ctx.network.slug)[:1]
    at = planning.next_date(ctx)
    text = ctx.render(
        "rencontre/next.md.j2",
        at=at,
        coordinates=drafting,
        elsewhere=that_day(ctx, at) if drafting else (),
        voted=bool(voted),
        waiting=questions.count(ctx.db, ctx.network.slug, QuestionFilter()),
        last=planning.latest_ended(ctx),
        territories=ctx.territories,
    )
    verbs = card.unplanned_verbs() if drafting else card.member_verbs()
    return Reply(text=text, buttons=(*(card.poll_verb(each.number) for each in voted), *verbs))


def _draft(ctx: Context, meeting: Meeting, by: Caller) -> Reply:
    shown = agendas.filled(ctx, meeting)
    drafting = coordinates(ctx, by)
    verbs = card.draft_verbs(shown) if drafting else card.holder_verbs(shown, by.id)
    return Reply(text=card.draft_text(ctx, shown), buttons=verbs)


def _announced(ctx: Context, meeting: Meeting, by: Caller) -> Reply:
    coming = announcement.buttons(meeting)
    if meeting.end <= ctx.now:
        verbs = held_card.asked_buttons(meeting) if holds(ctx, meeting, by) else ()
        return Reply(text=announcement.text(ctx, meeting), buttons=verbs)
    if coordinates(ctx, by):
        verbs = (
            *card.announced_verbs(meeting, agendas.unlisted(ctx, agendas.shown(ctx, meeting))),
            *offer_verbs(ctx, "rencontre", meeting.number),
        )
    elif holds(ctx, meeting, by):
        verbs = card.holder_verbs(meeting, by.id)
    else:
        verbs = (card.agenda_verb(meeting), *card.member_verbs(meeting))
    return Reply(text=announcement.text(ctx, meeting), buttons=(*coming, *verbs))


def _opened(ctx: Context, meeting: Meeting, by: Caller) -> Reply:
    """Return the card of a meeting from its opening on, as it is in the channel."""
    text = held_card.text(ctx, meeting)
    return Reply(
        text=text, buttons=held_card.buttons_of(ctx, meeting, holds=holds(ctx, meeting, by))
    )


def _called_off(ctx: Context, meeting: Meeting, _by: Caller) -> Reply:
    return Reply(text=announcement.text(ctx, meeting))


CARDS: Mapping[MeetingStatus, Callable[[Context, Meeting, Caller], Reply]] = {
    MeetingStatus.DRAFT: _draft,
    MeetingStatus.ANNOUNCED: _announced,
    MeetingStatus.RUNNING: _opened,
    MeetingStatus.HELD: _opened,
    MeetingStatus.REPORTED: _opened,
    MeetingStatus.CANCELLED: _called_off,
}
"""The card in each state of a meeting's life."""


_KNOWN = (MeetingStatus.ANNOUNCED, MeetingStatus.RUNNING)
"""The states in which all members know of a meeting to come; its holders do before and after."""


def _others(ctx: Context, shown: Meeting, by: Caller) -> tuple[Button, ...]:
    """Return what shows the other meetings that someone has to do with, by their days."""
    found = {each.number: each for each in (*planning.to_report(ctx), *planning.planned(ctx))}
    known = [
        each
        for each in found.values()
        if each.number != shown.number and (each.status in _KNOWN or holds(ctx, each, by))
    ]
    return tuple(
        Button(
            f"rencontre{each.number}",
            f"Celle du {short_day(each.at, ctx.network.timezone)}",
            card.DOOR,
            str(each.number),
        )
        for each in known[:2]
    )


def _minutes(ctx: Context) -> tuple[Button, ...]:
    """Return what shows the last minutes that were published, if there are any."""
    last = [str(each.number) for each in reporting.archive(ctx)[-1:]]
    label = "Dernier compte rendu"
    return tuple(Button("cr", label, held_card.READ_OVER, n) for n in last)


ROUTES = (
    Route(
        Act.READ_NEXT_MEETING,
        f"{card.DOOR} : [n°]",
        next_meeting,
        "voir la prochaine rencontre, et ce qui s'y prépare",
    ),
    Route(Act.READ_NEXT_MEETING, f"{card.MORE} : [n°]", more),
)


def day_ahead(ctx: Context, days: int) -> str:
    """Return a day to come, as an example of what to type: « 15 janv. »."""
    return short_day(ctx.now + timedelta(days=days), ctx.network.timezone)


def account_in(command: Command, words: str) -> str:
    """Return the id of the member that « @zoe » names, "" where the words name none."""
    bare = words.strip(" .,;")
    return command.people.get(bare[1:].casefold(), "") if bare.startswith("@") else ""
