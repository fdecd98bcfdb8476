"""A record is taken in and read, then each passage is kept, mended or left; then all of it goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice

from bot.core.patterns import lazy_pattern
from bot.french.text import require_impersonal, stored_text
from bot.meeting import held_card, holding, planning
from bot.meeting import note_store as notes
from bot.meeting.agenda import AgendaPlace, ItemKind
from bot.meeting.minutes import Note, NoteKind
from bot.meeting.record import card
from bot.meeting.record import store as records
from bot.meeting.record.finding import FoundPassage
from bot.meeting.record.rules import (
    CHANGED_SINCE,
    NOT_TO_DECIDE,
    QUESTION_MOVED_ON,
    ProposalKind,
    ProposedPassage,
)
from bot.meeting.rules import Meeting
from bot.question import store as questions
from bot.talk.command import Caller
from bot.talk.context import Context


def take_in(ctx: Context, number: int, said: Sequence[str], by: Caller) -> Meeting:
    """Keep the sentences of a record until they are read, in the place of another of its meeting.

    Raises NOTHING_TO_REPORT, NO_MEETING, MEETING_NOT_NOW, NOT_ALLOWED.
    """
    meeting = holding.to_report(ctx, by, number)
    records.forget(ctx.db, meeting.id)
    record = ProposedPassage(
        network=meeting.network,
        meeting=meeting.id,
        kind=ProposalKind.UNREAD,
        text="\n".join(said),
        given_at=ctx.now,
    )
    records.add(ctx.db, record)
    return meeting


def of_record(ctx: Context, internal: int) -> Meeting | None:
    """Return the meeting of a record, by its internal number, as long as its minutes are open."""
    return next((each for each in planning.to_report(ctx) if each.id == internal), None)


def asked(ctx: Context, record: ProposedPassage) -> Mapping[int, str]:
    """Return the questions that a record may answer: open, on the agenda, without an answer.

    The words of each, by its number.
    """
    meeting = of_record(ctx, record.meeting)
    return _asked(ctx, meeting) if meeting else {}


def cited_in_vain(ctx: Context, meeting: Meeting, said: Sequence[str]) -> Sequence[int]:
    """Return the numbers that a record cites of questions of the network that it may not answer.

    The others are of a street, of a slide, or of what the network may not read.
    """
    numbers = (int(each) for one in said for each in _CITED.findall(one))
    cited = dict.fromkeys(islice(numbers, _MOST_CITED))
    known = {each.number for each in questions.shown(ctx.db, meeting.network, cited)}
    asked = _asked(ctx, meeting)
    return [each for each in cited if each in known and each not in asked]


_MOST_CITED = 1_000
_CITED = lazy_pattern(r"(?i)(?:\bquestions?|\bn\s?[°º]|#)\s{0,2}(?:n\s?[°º]\s?)?(\d{1,6})\b")


def show(ctx: Context, record: ProposedPassage, found: Sequence[FoundPassage]) -> int:
    """Erase the text of a record that was read, and have what was found decided of.

    Return how much that is; nothing where the record was given again, or went, meanwhile.
    """
    meeting = of_record(ctx, record.meeting)
    if meeting is None or not records.was_read(ctx.db, record):
        return 0
    for each in found:
        records.add(ctx.db, replace(record, **each._asdict()))
    held_card.show(ctx, meeting)
    return len(found)


def keep(ctx: Context, number: int, by: Caller, said: Note | None = None) -> ProposedPassage:
    """Note a passage for the minutes, as it is or as it was `said` otherwise.

    An answer joins what is noted of its question already. Raises NOT_TO_DECIDE, NOT_ALLOWED,
    NOTHING_TO_REPORT, PersonalDataError, QUESTION_MOVED_ON, EMPTY_TEXT, TooLongError,
    ChangedMeanwhileError.
    """
    meeting, found = get(ctx, number, by)
    if said is None:
        require_impersonal(found.text)
    text = stored_text(said.text if said else found.text, what="ce passage")
    if found.kind is ProposalKind.ANSWER:
        QUESTION_MOVED_ON.unless(card.question_of(ctx, found), number=found.ref)
        place = NOT_TO_DECIDE.unless(_place(meeting, found), number=number)
        item = meeting.agenda.item(place)
        between = "\n" if "\n" in f"{item.answer}{text}" else " "
        answer = stored_text(f"{item.answer}{between}{text}".strip(), what="la réponse")
        answered = meeting.plan(meeting.agenda.answer(place, answer, ""))
        meeting = planning.keep(ctx, answered, shown=False)
        kept = replace(found, text=text, made=found.ref, to=item.to)
    else:
        kind = NoteKind(found.kind.value)
        note = replace(said, kind=kind) if said else Note(kind=kind, text=text, at=ctx.now)
        noted = notes.add(ctx.db, meeting, replace(note, text=text))
        kept = replace(found, text=text, made=noted.number)
    return _decide(ctx, meeting, found, kept)


def leave(ctx: Context, number: int, by: Caller) -> ProposedPassage:
    """Leave a passage out. Raises as `get`."""
    meeting, found = get(ctx, number, by)
    return _decide(ctx, meeting, found, replace(found, made=0))


def bring_back(ctx: Context, number: int, by: Caller) -> ProposedPassage:
    """Take back what was decided of a passage. Raises as `get`, and CHANGED_SINCE."""
    meeting, found = get(ctx, number, by, waits=False)
    place = _place(meeting, found)
    if found.made and found.kind is not ProposalKind.ANSWER:
        noted = [each for each in notes.of(ctx.db, meeting) if each.number == found.made]
        if any(each.text != found.text for each in noted):
            raise CHANGED_SINCE(number=found.id)
        for each in noted:
            notes.remove(ctx.db, meeting.network, each.number)
    elif found.made and place:
        agenda, noted_answer = meeting.agenda, meeting.agenda.item(place).answer
        if not noted_answer.endswith(found.text):
            raise CHANGED_SINCE(number=found.id)
        before = noted_answer.removesuffix(found.text).rstrip()
        back = agenda.answer(place, before, "") if before else agenda.clear(place)
        back = back.defer(place, found.to) if found.to and not before else back
        meeting = planning.keep(ctx, meeting.plan(back), shown=False)
    return _decide(ctx, meeting, found, replace(found, made=None, to=None))


def get(
    ctx: Context, number: int, by: Caller, *, waits: bool = True
) -> tuple[Meeting, ProposedPassage]:
    """Return a passage that waits, or was decided of, and its meeting.

    Raises NOT_TO_DECIDE, NOT_ALLOWED, NOTHING_TO_REPORT.
    """
    found = records.get(ctx.db, ctx.network.slug, number)
    meeting = NOT_TO_DECIDE.unless(of_record(ctx, found.meeting), number=number)
    holding.to_report(ctx, by, meeting.number)
    if (found.made is None) is not waits:
        raise NOT_TO_DECIDE(number=number)
    return meeting, found


def _asked(ctx: Context, meeting: Meeting) -> Mapping[int, str]:
    items = meeting.agenda.items
    refs = [each.ref for each in items if each.kind is ItemKind.QUESTION and not each.answer]
    known = questions.by_numbers(ctx.db, meeting.network, refs)
    return {number: each.text for number, each in known.items() if card.may_answer(each)}


def _decide(
    ctx: Context, meeting: Meeting, was: ProposedPassage, now: ProposedPassage
) -> ProposedPassage:
    """Write what becomes of a passage, and have the meeting's card show what is left."""
    decided = records.decide(ctx.db, was, now)
    held_card.show(ctx, meeting)
    return decided


def _place(meeting: Meeting, found: ProposedPassage) -> AgendaPlace | None:
    return meeting.agenda.find(ItemKind.QUESTION, found.ref) if found.ref else None
