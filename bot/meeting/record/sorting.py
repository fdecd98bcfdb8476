"""A record is taken in and read, then each passage is kept, mended or left; then all of it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.french.text import stored_text
from bot.meeting import held_card, holding, planning
from bot.meeting import note_store as notes
from bot.meeting.agenda import AgendaPlace, ItemKind
from bot.meeting.minutes import Note, NoteKind
from bot.meeting.record import card
from bot.meeting.record import store as records
from bot.meeting.record.finding import FoundPassage
from bot.meeting.record.reading import Sentence
from bot.meeting.record.rules import (
    CHANGED_SINCE,
    NOT_TO_DECIDE,
    QUESTION_MOVED_ON,
    ProposalKind,
    ProposedPassage,
    Record,
)
from bot.meeting.record.weighing import MeetingQuestion
from bot.meeting.rules import Meeting
from bot.question import store as questions
from bot.question.rules import Occasion
from bot.talk.command import Caller
from bot.talk.context import Context

_KINDS = {ProposalKind.DECISION: NoteKind.DECISION, ProposalKind.ACTION: NoteKind.ACTION}


def take_in(ctx: Context, number: int, said: Sequence[Sentence], by: Caller) -> Meeting:
    """Keep the sentences of a record until they are read, of the meeting of this number.

    Raises NOTHING_TO_REPORT, NO_MEETING, MEETING_NOT_NOW, NOT_ALLOWED.
    """
    meeting = holding.to_report(ctx, by, number)
    turns: dict[int, list[str]] = {}
    for each in said:
        turns.setdefault(each.turn, []).append(each.text)
    text = "\n\n".join("\n".join(lines) for lines in turns.values())
    record = Record(network=meeting.network, meeting=meeting.id, text=text, given_at=ctx.now)
    records.put(ctx.db, record)
    return meeting


def sentences(record: Record) -> Sequence[Sentence]:
    """Return the sentences of a record that is kept."""
    turns = enumerate(record.text.split("\n\n"))
    return [Sentence(line, turn) for turn, lines in turns for line in lines.split("\n")]


def of_record(ctx: Context, internal: int) -> Meeting | None:
    """Return the meeting of a record, by its internal number, as long as its minutes are open."""
    return next((each for each in planning.to_report(ctx) if each.id == internal), None)


def asked(ctx: Context, record: Record) -> Sequence[MeetingQuestion]:
    """Return the questions that a record may answer: open, on the agenda, without an answer."""
    meeting = of_record(ctx, record.meeting)
    items = meeting.agenda.items if meeting else ()
    refs = [each.ref for each in items if each.kind is ItemKind.QUESTION and not each.answer]
    known = questions.by_numbers(ctx.db, record.network, refs)
    return [
        MeetingQuestion(each.number, each.text) for each in known.values() if card.may_answer(each)
    ]


def show(ctx: Context, record: Record, found: Sequence[FoundPassage]) -> int:
    """Erase the text of a record that was read, and have what was found decided of.

    Return how much that is; nothing where the record was given again, or went, meanwhile.
    """
    meeting = of_record(ctx, record.meeting)
    proposals = [
        ProposedPassage(
            network=record.network,
            meeting=record.meeting,
            kind=each.kind,
            ref=each.ref,
            text=each.text,
            before=each.before,
        )
        for each in found
    ]
    if meeting is None or not records.was_read(ctx.db, record, proposals):
        return 0
    held_card.show(ctx, meeting)
    return len(proposals)


def keep(ctx: Context, number: int, by: Caller, said: Note | str = "") -> ProposedPassage:
    """Note a passage for the minutes, as it is or as it was `said` otherwise.

    An answer joins what is noted of its question already. Raises NOT_TO_DECIDE, NOT_ALLOWED,
    NOTHING_TO_REPORT, QUESTION_MOVED_ON, EMPTY_TEXT, TooLongError, ChangedMeanwhileError.
    """
    meeting, found = _found(ctx, number, by, decided=False)
    words = said.text if isinstance(said, Note) else said or found.text
    text = stored_text(words, what="ce passage")
    if found.kind is ProposalKind.ANSWER:
        QUESTION_MOVED_ON.unless(card.question_of(ctx, found), number=found.ref)
        place = _place(meeting, found)
        noted = meeting.agenda.item(place).answer
        answer = stored_text(f"{noted} {text}".strip(), what="la réponse")
        decided = records.decide(ctx.db, replace(found, text=text, decided=True, made=found.ref))
        _keep(ctx, meeting.plan(meeting.agenda.answer(place, answer, "")))
        return decided
    note = replace(said, text=text) if isinstance(said, Note) else None
    made = note or Note(kind=_KINDS[found.kind], text=text, at=ctx.now)
    kept = notes.add(ctx.db, meeting, made)
    return _decide(ctx, meeting, replace(found, text=text, decided=True, made=kept.number))


def leave(ctx: Context, number: int, by: Caller) -> ProposedPassage:
    """Leave a passage out. Raises NOT_TO_DECIDE, NOT_ALLOWED, NOTHING_TO_REPORT."""
    meeting, found = _found(ctx, number, by, decided=False)
    return _decide(ctx, meeting, replace(found, decided=True))


def deferred(ctx: Context, number: int, by: Caller) -> Occasion | None:
    """Return where the question that a passage may answer is deferred to. Raises as `leave`."""
    meeting, found = _found(ctx, number, by, decided=False)
    place = meeting.agenda.find(ItemKind.QUESTION, found.ref) if found.ref else None
    return meeting.agenda.item(place).to if place else None


def bring_back(
    ctx: Context, number: int, by: Caller, to: Occasion | None = None
) -> ProposedPassage:
    """Take back what was decided of a passage; its question was deferred before `to` an occasion.

    Raises as `leave`, and CHANGED_SINCE.
    """
    meeting, found = _found(ctx, number, by, decided=True)
    if found.made and found.kind is not ProposalKind.ANSWER:
        _take_back(ctx, meeting, found)
    elif found.made and (place := meeting.agenda.find(ItemKind.QUESTION, found.ref)):
        agenda, noted = meeting.agenda, meeting.agenda.item(place).answer
        if not noted.endswith(found.text):
            raise CHANGED_SINCE(number=found.id)
        before = noted.removesuffix(found.text).rstrip()
        back = agenda.answer(place, before, "") if before else agenda.clear(place)
        back = back.defer(place, to) if to and not before else back
        meeting = planning.keep(ctx, meeting.plan(back), shown=False)
    return _decide(ctx, meeting, replace(found, decided=False, made=0))


def _take_back(ctx: Context, meeting: Meeting, found: ProposedPassage) -> None:
    """Remove the note that came of a passage, unless it went or reads otherwise since."""
    noted = [each for each in notes.of(ctx.db, meeting) if each.number == found.made]
    if any(each.text != found.text for each in noted):
        raise CHANGED_SINCE(number=found.id)
    if noted:
        notes.remove(ctx.db, meeting.network, found.made)


def _decide(ctx: Context, meeting: Meeting, found: ProposedPassage) -> ProposedPassage:
    """Write what becomes of a passage, and have the meeting's card show what is left."""
    decided = records.decide(ctx.db, found)
    held_card.show(ctx, meeting)
    return decided


def get(ctx: Context, number: int, by: Caller) -> ProposedPassage:
    """Return a passage that waits. Raises NOT_TO_DECIDE, NOT_ALLOWED, NOTHING_TO_REPORT."""
    return _found(ctx, number, by, decided=False)[1]


def _found(
    ctx: Context, number: int, by: Caller, *, decided: bool
) -> tuple[Meeting, ProposedPassage]:
    found = records.get(ctx.db, ctx.network.slug, number)
    meeting = NOT_TO_DECIDE.unless(of_record(ctx, found.meeting), number=number)
    holding.to_report(ctx, by, meeting.number)
    if found.decided is not decided:
        raise NOT_TO_DECIDE(number=number)
    return meeting, found


def _place(meeting: Meeting, found: ProposedPassage) -> AgendaPlace:
    place = meeting.agenda.find(ItemKind.QUESTION, found.ref)
    return NOT_TO_DECIDE.unless(place, number=found.id)


def _keep(ctx: Context, meeting: Meeting) -> None:
    held_card.show(ctx, planning.keep(ctx, meeting, shown=False))
