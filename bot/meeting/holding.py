"""A meeting while it is held: one step after the other, in a thread of the channel.

What questions become is noted on the agenda; the minutes apply it, see `minutes.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.errors import Refusal
from bot.core.message import Button
from bot.french.text import checked_text
from bot.meeting import agendas, announcement, planning
from bot.meeting import note_store as notes
from bot.meeting.agenda import Agenda, AgendaItem, AgendaPlace, ItemKind
from bot.meeting.ideas import choosing
from bot.meeting.minutes import Note
from bot.meeting.rules import Meeting, MeetingStatus, MeetingStep
from bot.network.rights import Act, Tie, require
from bot.question.answering import AnswerDraft
from bot.question.rules import Occasion
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context

NEXT = "rencontre suivant"
ANSWERED_FORM = "rencontre repondue-formulaire"
ANSWERED = "rencontre répondue"
LATER = "rencontre reporter"
END = "rencontre terminer"


NO_QUESTION_NOW = Refusal(
    "no question at this step",
    reply="Nous n'en sommes pas à une question. Donnez son numéro, par exemple "
    "`/rencontre répondue 12 <réponse>`.",
)

NO_STEP_FOLLOWS = Refusal(
    "no step follows",
    reply="C'était la dernière partie. Pour finir la rencontre : `/rencontre terminer`.",
)


def running(ctx: Context) -> Meeting:
    """Return the meeting being held; raises NO_MEETING or MEETING_NOT_NOW."""
    meeting = planning.current(ctx)
    meeting.require(MeetingStep.GONE_ON)
    return meeting


def noted(ctx: Context, by: Caller) -> Meeting:
    """Return the meeting of which someone may note what questions become.

    That is the one being held, for anyone; else, for those who read its minutes over, the last one
    held. Raises NOTHING_TO_REPORT, NOT_ALLOWED.
    """
    meeting = planning.under_report(ctx)
    if meeting.status is not MeetingStatus.RUNNING:
        _require_report(ctx, [meeting], by)
    return meeting


def to_report(ctx: Context, by: Caller, number: int = 0) -> Meeting:
    """Return the meeting whose minutes someone reads over; with a number, that one.

    Nobody else learns whether one waits. Raises NOT_ALLOWED, NOTHING_TO_REPORT, NO_MEETING,
    MEETING_NOT_NOW.
    """
    _require_report(ctx, planning.to_report(ctx), by)
    meeting = planning.under_report(ctx, number)
    _require_report(ctx, [meeting], by)
    return meeting


def start(ctx: Context, by: Caller) -> Meeting:
    """Begin the current meeting: its agenda stays as it is, its thread opens in the channel.

    Raises NO_MEETING, NOT_ALLOWED, MEETING_NOT_NOW, ChangedMeanwhileError.
    """
    coming = planning.current(ctx)
    require_hold(ctx, coming, by)
    meeting = agendas.opened(ctx, coming)
    started = planning.keep(ctx, meeting.start(ctx.now, by.id))
    text = ctx.render(
        "rencontre/started.md.j2",
        actions=notes.to_do(ctx.db, ctx.network.slug),
    )
    say.in_channel(ctx, thread_of(started), text)
    _say_step(ctx, started)
    return started


def go_on(ctx: Context) -> Meeting:
    """Pass to the next step; the points of the part that is left were spoken of.

    Raises NO_MEETING, MEETING_NOT_NOW, NO_STEP_FOLLOWS, ChangedMeanwhileError.
    """
    meeting = running(ctx)
    following = meeting.agenda.after(meeting.here)
    if following is None:
        raise NO_STEP_FOLLOWS()
    if following.part != meeting.here.part:
        meeting = _covered(meeting)
    moved = planning.keep(ctx, meeting.go_to(following, ctx.now), shown=False)
    _say_step(ctx, moved)
    return moved


def asked_now(ctx: Context, number: int, by: Caller) -> int:
    """Return the number of a question of the meeting; 0 for the one spoken of.

    Raises NOTHING_TO_REPORT, NOT_ALLOWED, NO_QUESTION_NOW.
    """
    meeting = noted(ctx, by)
    return meeting.agenda.item(_question(meeting, number)).ref


def answered(ctx: Context, number: int, draft: AnswerDraft, by: Caller) -> Meeting:
    """Note the answer that a question got; 0 for the one spoken of.

    While the meeting is held, it is said in the thread; afterwards its minutes say it. Raises
    NOTHING_TO_REPORT, NOT_ALLOWED, NO_QUESTION_NOW, EMPTY_TEXT, PersonalDataError.
    """
    meeting = noted(ctx, by)
    place = _question(meeting, number)
    answer = checked_text(
        draft.text,
        what="la réponse",
        example="/rencontre répondue 12 La Manufacture, le mardi",
        certified=draft.certified,
    )
    giver = by.id if draft.signed else ""
    changed = planning.keep(
        ctx, meeting.plan(meeting.agenda.answer(place, answer, giver)), shown=False
    )
    if changed.status is MeetingStatus.RUNNING:
        ref = changed.agenda.item(place).ref
        told = ctx.render("rencontre/answer_told.md.j2", number=ref, text=answer, by=giver)
        key = f"{announcement.key_of(changed)}:answer:{changed.version}"
        say.in_channel(ctx, key, told, thread=thread_of(changed))
    return changed


def later(ctx: Context, number: int, to: Occasion, by: Caller) -> Meeting:
    """Note where a question is to be answered instead; 0 for the one that is spoken of.

    Raises NOTHING_TO_REPORT, NOT_ALLOWED, NO_QUESTION_NOW.
    """
    meeting = noted(ctx, by)
    place = _question(meeting, number)
    return planning.keep(ctx, meeting.plan(meeting.agenda.defer(place, to)), shown=False)


def add_point(ctx: Context, text: str) -> Meeting:
    """Add a point to the part that is under way; its text is as `checked_text` returns it.

    Raises NO_MEETING, MEETING_NOT_NOW.
    """
    meeting = running(ctx)
    point = AgendaItem(kind=ItemKind.POINT, text=text)
    return planning.keep(ctx, meeting.plan(meeting.agenda.add(meeting.here.part, point)))


def note(ctx: Context, made: Note) -> Note:
    """Keep a decision or an action of the meeting that is held, or was just held.

    Raises NOTHING_TO_REPORT.
    """
    meeting = planning.under_report(ctx)
    kept = notes.add(ctx.db, meeting, made)
    if meeting.status is MeetingStatus.RUNNING:
        text = ctx.render("rencontre/noted.md.j2", note=kept)
        key = f"{announcement.key_of(meeting)}:note:{kept.number}"
        say.in_channel(ctx, key, text, thread=thread_of(meeting))
    return kept


def end(ctx: Context) -> Meeting:
    """End the meeting; what was not covered goes on the agenda of the next one.

    Raises NO_MEETING, MEETING_NOT_NOW, ChangedMeanwhileError.
    """
    ended = planning.keep(ctx, _covered(running(ctx)).finish(ctx.now))
    choosing.held(ctx, ended)
    planning.carry(ctx, ended)
    text = ctx.render("rencontre/ended.md.j2", meeting=ended)
    say.in_channel(ctx, f"{announcement.key_of(ended)}:ended", text, thread=thread_of(ended))
    return ended


def count(ctx: Context, *, present: int, structures: int, others: int) -> Meeting:
    """Note how many people came. Raises NOTHING_TO_REPORT, ChangedMeanwhileError."""
    meeting = planning.under_report(ctx)
    counted = replace(meeting, present=present, structures=structures, others=others)
    return planning.keep(ctx, counted, shown=False)


def require_hold(ctx: Context, meeting: Meeting, by: Caller) -> None:
    """Refuse to anyone but its holders and the coordination. Raises NOT_ALLOWED."""
    tie = meeting.tie_to(by.id)
    require(Act.HOLD, by.role_in(ctx.network.slug), ctx.network, tie=tie)


def thread_of(meeting: Meeting) -> str:
    """Return the key of the post under which a meeting is held."""
    return f"{announcement.key_of(meeting)}:live"


def _require_report(ctx: Context, among: Sequence[Meeting], by: Caller) -> None:
    """Refuse to anyone who may not report on one of some meetings. Raises NOT_ALLOWED."""
    tie = max((each.tie_to(by.id) for each in among), default=Tie.NONE)
    require(Act.REPORT, by.role_in(ctx.network.slug), ctx.network, tie=tie)


def _question(meeting: Meeting, number: int) -> AgendaPlace:
    """Return the place of a question by its number, or of the one that is spoken of."""
    if number:
        place = meeting.agenda.find(ItemKind.QUESTION, number)
    else:
        place = meeting.step if meeting.step and meeting.step.item else None
    if place is None or meeting.agenda.item(place).kind is not ItemKind.QUESTION:
        raise NO_QUESTION_NOW()
    return place


def _covered(meeting: Meeting) -> Meeting:
    """Note that the points of the part that is under way were spoken of."""
    return meeting.plan(meeting.agenda.cover(AgendaPlace(meeting.here.part)))


def _say_step(ctx: Context, meeting: Meeting) -> None:
    """Say in the thread what comes now, with what can be clicked."""
    step = meeting.here
    part = meeting.agenda.part(step.part)
    item = meeting.agenda.item(step) if step.item else None
    text = ctx.render("rencontre/step.md.j2", part=part, item=item, step=step)
    key = f"{announcement.key_of(meeting)}:step:{meeting.version}"
    shown = _buttons(meeting.agenda, step, item)
    say.in_channel(ctx, key, text, thread=thread_of(meeting), buttons=shown)


def _buttons(agenda: Agenda, step: AgendaPlace, item: AgendaItem | None) -> tuple[Button, ...]:
    last = agenda.after(step) is None
    on = Button(
        id="suivant",
        label="Terminer" if last else "Suivant",
        route=END if last else NEXT,
        argument="",
        emoji="arrow_forward",
        primary=item is None,
    )
    if item is None:
        return (on,)
    number = str(item.ref)
    answer = Button(
        id="repondue", label="Répondue", route=ANSWERED_FORM, argument=number, primary=True
    )
    ways = tuple(
        Button(
            id=to.name.lower(),
            label=label,
            route=LATER,
            argument=f"{number} {to.value}",
            emoji=emoji,
        )
        for to, label, emoji in (
            (Occasion.LETTER, "À la lettre", "love_letter"),
            (Occasion.MATTERMOST, "À Mattermost", "speech_balloon"),
            (Occasion.MEETING, "À la prochaine", "calendar"),
        )
    )
    return (answer, *ways, on)
