"""A meeting while it is held: one step after the other, on its card.

What questions become is noted on the agenda; the minutes apply it, see `reporting.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.errors import Refusal
from bot.french.text import stored_text
from bot.meeting import agendas, held_card, planning
from bot.meeting import note_store as notes
from bot.meeting.agenda import AgendaItem, AgendaPlace, ItemKind
from bot.meeting.ideas import choosing
from bot.meeting.minutes import Note
from bot.meeting.rules import Meeting, MeetingStatus, MeetingStep
from bot.network.rights import Act, Tie
from bot.question.rules import Occasion
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.talk.entrusting import service as entrusting
from bot.talk.entrusting.rules import EntrustedTask

NO_QUESTION_NOW = Refusal(
    "no question at this step",
    reply="Ce n'est pas le moment d'une question.",
)

NO_STEP_FOLLOWS = Refusal(
    "no step follows",
    reply="C'était la dernière partie : « Terminer » finit la rencontre.",
)

NO_STEP_BEFORE = Refusal(
    "no step before", reply="C'est la première partie : rien ne vient avant elle."
)

ANSWERED_BY_ANOTHER = Refusal(
    "someone else's answer to question {number} is noted",
    reply="La réponse à la question n° {number} est déjà notée, et elle n'est pas de vous : la "
    "personne qui anime la rencontre peut la changer.",
)

STEP_IS_PAST = Refusal(
    "the meeting is at {here}",
    reply="La rencontre a avancé entre-temps : sa carte est à jour dans le canal.",
)
"""A press that was made on a card that shows a step already left: twice by mistake, mostly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerNoted:
    """An answer as it is noted: in whose name, "" for nobody's."""

    text: str
    by: str


def running(ctx: Context, by: Caller) -> Meeting:
    """Return the meeting that someone holds. Raises NO_MEETING, NOT_ALLOWED, MEETING_NOT_NOW."""
    meeting = planning.current(ctx)
    require_hold(ctx, meeting, by)
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


def has_to_report(ctx: Context, by: Caller) -> bool:
    """Tell whether a meeting waits that someone may report on."""
    among = planning.to_report(ctx)
    return bool(among) and ctx.allows(Act.REPORT, by, tie=_tie(ctx, among, by))


def to_report(ctx: Context, by: Caller, number: int = 0) -> Meeting:
    """Return the meeting that someone holds, or whose minutes they read over; of this number.

    Nobody else learns whether one waits. Raises NOT_ALLOWED, NOTHING_TO_REPORT, NO_MEETING,
    MEETING_NOT_NOW.
    """
    _require_report(ctx, planning.to_report(ctx), by)
    meeting = planning.under_report(ctx, number)
    _require_report(ctx, [meeting], by)
    return meeting


def start(ctx: Context, meeting: Meeting, by: Caller) -> Meeting:
    """Begin a meeting: its agenda stays as it is, its card opens in the channel.

    What was to be done since the last ones is recalled in its thread. Raises NOT_ALLOWED,
    MEETING_NOT_NOW, ChangedMeanwhileError.
    """
    require_hold(ctx, meeting, by)
    started = planning.keep(ctx, agendas.opened(ctx, meeting).start(ctx.now, by.id))
    held_card.post(ctx, started)
    if actions := notes.to_do(ctx.db, ctx.network.slug):
        text = ctx.render("rencontre/actions.md.j2", actions=actions)
        key = f"{held_card.key_of(started)}:actions"
        shown = held_card.done_menu(actions)
        say.in_channel(ctx, key, text, thread=held_card.key_of(started), buttons=shown)
    return started


def go_on(ctx: Context, by: Caller, here: str = "") -> Meeting:
    """Pass to the next step; the points of the part that is left were spoken of.

    `here` is the step that whoever asks sees, "" when they see none. Raises NO_MEETING,
    NOT_ALLOWED, MEETING_NOT_NOW, STEP_IS_PAST, NO_STEP_FOLLOWS, ChangedMeanwhileError.
    """
    meeting = running(ctx, by)
    if here and here != str(meeting.here):
        raise STEP_IS_PAST(here=meeting.here)
    following = NO_STEP_FOLLOWS.unless(meeting.agenda.after(meeting.here))
    if following.part != meeting.here.part:
        meeting = _covered(meeting)
    return _keep(ctx, meeting.go_to(following, ctx.now))


def go_back(ctx: Context, by: Caller) -> Meeting:
    """Pass to the step before.

    Raises NO_MEETING, NOT_ALLOWED, MEETING_NOT_NOW, NO_STEP_BEFORE, ChangedMeanwhileError.
    """
    meeting = running(ctx, by)
    before = NO_STEP_BEFORE.unless(meeting.agenda.before(meeting.here))
    return _keep(ctx, meeting.go_to(before, ctx.now))


def question_now(ctx: Context, number: int, by: Caller) -> AgendaItem:
    """Return a question of the meeting by its number; for 0, the one spoken of.

    Raises NOTHING_TO_REPORT, NOT_ALLOWED, NO_QUESTION_NOW.
    """
    meeting = noted(ctx, by)
    return meeting.agenda.item(_question(meeting, number))


def answered(ctx: Context, number: int, given: AnswerNoted, by: Caller) -> AgendaItem:
    """Note the answer that a question got; 0 for the one spoken of. No text takes it back.

    Return the question as it is then.

    While the meeting is held, it is said in the thread; afterwards its minutes say it. Raises
    NOTHING_TO_REPORT, NOT_ALLOWED, NO_QUESTION_NOW, ANSWERED_BY_ANOTHER, EMPTY_TEXT.
    """
    meeting = noted(ctx, by)
    place = _question(meeting, number)
    item = meeting.agenda.item(place)
    require_own_answer(ctx, meeting, item, by)
    if item.answer and not given.text.strip():
        _untell(ctx, meeting, f"answer{item.ref}")
        return _keep(ctx, meeting.plan(meeting.agenda.clear(place))).agenda.item(place)
    answer = stored_text(given.text, what="la réponse")
    changed = _keep(ctx, meeting.plan(meeting.agenda.answer(place, answer, given.by)))
    told = ctx.render("rencontre/answer_told.md.j2", number=item.ref, text=answer, by=given.by)
    _tell(ctx, changed, f"answer{item.ref}", told)
    return changed.agenda.item(place)


def later(ctx: Context, number: int, to: Occasion, by: Caller) -> AgendaItem:
    """Note where a question is to be answered instead; 0 for the one that is spoken of.

    The same choice again takes it back. Return the question as it is then. Raises
    NOTHING_TO_REPORT, NOT_ALLOWED, NO_QUESTION_NOW, ANSWER_NOTED.
    """
    meeting = noted(ctx, by)
    require_hold(ctx, meeting, by)
    place = _question(meeting, number)
    item, agenda = meeting.agenda.item(place), meeting.agenda
    back = item.to is to and not item.settled
    changed = meeting.plan(agenda.clear(place) if back else agenda.defer(place, to))
    return _keep(ctx, changed).agenda.item(place)


def add_point(ctx: Context, text: str, link: str = "") -> Meeting:
    """Add a point to the part that is under way; its text is as `stored_text` returns it.

    Raises NO_MEETING, MEETING_NOT_NOW.
    """
    meeting = planning.current(ctx)
    meeting.require(MeetingStep.GONE_ON)
    point = AgendaItem(kind=ItemKind.POINT, text=text, link=link)
    return _keep(ctx, meeting.plan(meeting.agenda.add(meeting.here.part, point)))


def note(ctx: Context, made: Note, by: Caller) -> Note:
    """Keep a decision or an action of the meeting that is held, or was just held.

    Raises NOT_ALLOWED, NOTHING_TO_REPORT.
    """
    meeting = to_report(ctx, by)
    kept = notes.add(ctx.db, meeting, made)
    _tell(ctx, meeting, f"note{kept.number}", ctx.render("rencontre/noted.md.j2", note=kept))
    held_card.show(ctx, meeting)
    return kept


def correct(ctx: Context, said: Note, by: Caller) -> Note:
    """Change a note's text. Raises UNKNOWN_NOTE, NOT_ALLOWED."""
    meeting, _ = _of_note(ctx, said.number, by)
    notes.change(ctx.db, ctx.network.slug, said)
    _tell(ctx, meeting, f"note{said.number}", ctx.render("rencontre/noted.md.j2", note=said))
    held_card.show(ctx, meeting)
    return said


def remove_note(ctx: Context, number: int, by: Caller) -> Note:
    """Take a note back. Raises UNKNOWN_NOTE, NOT_ALLOWED."""
    meeting, kept = _of_note(ctx, number, by)
    notes.remove(ctx.db, ctx.network.slug, number)
    _untell(ctx, meeting, f"note{number}")
    held_card.show(ctx, meeting)
    return kept


def do(ctx: Context, number: int, *, done: bool) -> Note:
    """Note that an action is done, or that it is not. Raises UNKNOWN_NOTE."""
    kept = notes.done(ctx.db, ctx.network.slug, number, ctx.now if done else None)
    held_card.show(ctx, notes.meeting_of(ctx.db, ctx.network.slug, number))
    return kept


def end(ctx: Context, by: Caller) -> Meeting:
    """End the meeting; what was not covered goes on the agenda of the next one.

    Raises NO_MEETING, NOT_ALLOWED, MEETING_NOT_NOW, ChangedMeanwhileError.
    """
    ended = planning.keep(ctx, _covered(running(ctx, by)).finish(ctx.now))
    choosing.held(ctx, ended)
    planning.carry(ctx, ended)
    return ended


def count(  # noqa: PLR0913  three counts
    ctx: Context, by: Caller, number: int = 0, *, present: int, structures: int, others: int
) -> Meeting:
    """Note how many people came, to the meeting of this number if given.

    Raises what `to_report` does, and ChangedMeanwhileError.
    """
    meeting = to_report(ctx, by, number)
    return _keep(ctx, replace(meeting, present=present, structures=structures, others=others))


def require_own_answer(ctx: Context, meeting: Meeting, item: AgendaItem, by: Caller) -> None:
    """Refuse to change an answer to anyone but who gave it, and who holds the meeting.

    Raises ANSWERED_BY_ANOTHER.
    """
    holds = ctx.allows(Act.HOLD, by, tie=meeting.tie_to(by.id))
    if item.answer and item.answered_by != by.id and not holds:
        raise ANSWERED_BY_ANOTHER(number=item.ref)


def require_hold(ctx: Context, meeting: Meeting, by: Caller) -> None:
    """Refuse to anyone but its holders and the coordination. Raises NOT_ALLOWED."""
    ctx.require(Act.HOLD, by, tie=meeting.tie_to(by.id))


def _require_report(ctx: Context, among: Sequence[Meeting], by: Caller) -> None:
    """Refuse to anyone who may not report on one of some meetings. Raises NOT_ALLOWED."""
    ctx.require(Act.REPORT, by, tie=_tie(ctx, among, by))


def _tie(ctx: Context, among: Sequence[Meeting], by: Caller) -> Tie:
    """Return what someone is to some meetings; whoever the minutes are entrusted to holds them."""
    given = entrusting.tie(ctx, EntrustedTask.MINUTES, by.id)
    return max((given, *(each.tie_to(by.id) for each in among)))


def _of_note(ctx: Context, number: int, by: Caller) -> tuple[Meeting, Note]:
    """Return a note and its meeting, to whoever may report on it.

    Raises UNKNOWN_NOTE, NOT_ALLOWED.
    """
    kept = notes.get(ctx.db, ctx.network.slug, number)
    meeting = notes.meeting_of(ctx.db, ctx.network.slug, number)
    _require_report(ctx, [meeting], by)
    return meeting, kept


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
    return meeting.plan(meeting.agenda.cover(meeting.here.part))


def _keep(ctx: Context, meeting: Meeting) -> Meeting:
    """Write what changes while a meeting is held or reread, and what its card shows of it."""
    kept = planning.keep(ctx, meeting, shown=False)
    held_card.show(ctx, kept)
    return kept


def _tell(ctx: Context, meeting: Meeting, about: str, text: str) -> None:
    """Say in the thread what was noted; said there already, say it otherwise.

    What is noted once the meeting is over waits for its minutes.
    """
    card = held_card.key_of(meeting)
    if say.was_said(ctx, f"{card}:{about}"):
        say.again(ctx, f"{card}:{about}", text)
    elif meeting.status is MeetingStatus.RUNNING:
        say.in_channel(ctx, f"{card}:{about}", text, thread=card)


def _untell(ctx: Context, meeting: Meeting, about: str) -> None:
    """Take back what the thread says of something noted."""
    say.remove(ctx, f"{held_card.key_of(meeting)}:{about}", "Effacé.")
