"""The announcement of a meeting in its channel: posted once, kept up to date in place."""

from __future__ import annotations

from bot.core.card_keys import CardKind, card_key
from bot.core.message import Button
from bot.meeting import agendas, calendars, card, held_card
from bot.meeting import attendance_store as attendances
from bot.meeting.rules import Attendance, Meeting, MeetingStatus
from bot.talk import say
from bot.talk.context import Context

ANSWER = "rencontre présence"
TAKE_BACK = "rencontre ne-plus-dire"
SILENCE = "rencontre silence"


def key_of(meeting: Meeting) -> str:
    """Return the key of a meeting's announcement."""
    return card_key(CardKind.MEETING, meeting.network, meeting.number)


def post(ctx: Context, meeting: Meeting) -> None:
    """Announce a meeting, with the file that puts it into a calendar."""
    if say.was_said(ctx, key_of(meeting)):
        show(ctx, meeting)
        return
    file = calendars.file_of(ctx, meeting)
    say.in_channel(
        ctx, key_of(meeting), text(ctx, meeting), buttons=_all_buttons(meeting), file=file
    )


def show(ctx: Context, meeting: Meeting) -> None:
    """Bring the announcement up to date, and the card of the meeting once it was opened."""
    held_card.show(ctx, meeting)
    if say.was_said(ctx, key_of(meeting)):
        say.again(ctx, key_of(meeting), text(ctx, meeting), buttons=_all_buttons(meeting))


def text(ctx: Context, meeting: Meeting) -> str:
    """Return what the announcement says now."""
    coming = attendances.counts(ctx.db, meeting)
    shown = agendas.shown(ctx, meeting)
    return card.announced_text(ctx, shown, agendas.ended(ctx, meeting), coming)


def tell_change(ctx: Context, meeting: Meeting) -> None:
    """Tell those who said they would come that an announced meeting moved or was called off.

    In the thread of the announcement and by direct message, the calendar's file beside. Whoever it
    is entrusted to is told too.
    """
    if meeting.announced_at is None:
        return
    off = meeting.status is MeetingStatus.CANCELLED
    told = (
        ctx.render("rencontre/cancelled_comers.md.j2", meeting=meeting)
        if off
        else ctx.render("rencontre/changed_comers.md.j2", meeting=meeting)
    )
    file = calendars.file_of(ctx, meeting)
    about = f"{key_of(meeting)}:changed{meeting.sequence}"
    say.in_channel(ctx, about, told, thread=key_of(meeting), file=file)
    ways = (Attendance.PLACE, Attendance.VIDEO)
    coming = {each.user for each in attendances.of(ctx.db, meeting) if each.answer in ways}
    choices = buttons(meeting)
    for user in sorted({*coming, meeting.entrusted_to} - {""}):
        say.to_user(ctx, f"{about}:{user}", user, told, file=file, buttons=choices)


def buttons(meeting: Meeting) -> tuple[Button, ...]:
    """Return what can be clicked under an announcement: only the ways there are to come."""
    if meeting.status is not MeetingStatus.ANNOUNCED:
        return ()
    ways = [(Attendance.NO, "Je ne viens pas", "x")]
    if meeting.link:
        ways.insert(0, (Attendance.VIDEO, "En visio", "computer"))
    if meeting.place or not meeting.link:
        ways.insert(0, (Attendance.PLACE, "Je viens", "white_check_mark"))
    return tuple(
        Button(
            way.value,
            label,
            ANSWER,
            f"{meeting.number} {way.value}",
            emoji=emoji,
            primary=way is Attendance.PLACE,
            undo=TAKE_BACK,
        )
        for way, label, emoji in ways
    )


def _all_buttons(meeting: Meeting) -> tuple[Button, ...]:
    ways = buttons(meeting)
    more = Button("plus", "Plus…", card.DOOR, str(meeting.number))
    return (*ways, card.agenda_verb(meeting), more) if ways else ()
