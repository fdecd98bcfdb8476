"""What is in a network's memory now, read in one transaction; nobody is named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.patterns import lazy_pattern
from bot.letter import store as letters
from bot.meeting import note_store as notes
from bot.meeting import store as meetings
from bot.meeting.minutes import NoteKind
from bot.meeting.rules import MeetingStatus
from bot.memory.rules import Memory, MemoryKind, MemoryRecord
from bot.outside import sources
from bot.outside.content import OutsideContent
from bot.question import card as cards
from bot.question import store as questions
from bot.question.rules import Place, Question
from bot.resource import store as resources
from bot.talk.context import Context
from bot.talk.markdown import escape, shown
from bot.talk.plain import plain
from bot.talk.render import day, shorten
from bot.veille import digests
from bot.veille.digest import Entry
from bot.veille.feeds import lists

CONSIDERED = timedelta(days=1)
"""An answer is kept so long after it was given: until then it may be found wanting."""

TITLE = 150
"""Characters of a question that stand for its title; the whole of a longer one comes below."""

_MANY = 10_000
"""Letters and digests that are read: all there are."""

_TITLE_LINE = lazy_pattern(r"\A# .*\n+")


def gather(ctx: Context) -> Memory:
    """Return all that may be kept of the network, before it is looked through: see `sifted`."""
    count, feeds = lists.written(ctx)
    records = (
        *_questions(ctx),
        *_decisions(ctx),
        *_minutes(ctx),
        *_resources(ctx),
        *_articles(ctx),
        *_letters(ctx),
    )
    return Memory(
        slug=ctx.network.slug,
        spoken=ctx.network.spoken,
        records=tuple(sorted(records, key=lambda each: (each.kind.value, each.day, each.number))),
        feeds=feeds if count else "",
    )


def _questions(ctx: Context) -> Iterator[MemoryRecord]:
    for each in questions.of_memory(ctx.db, ctx.network.slug, chosen=True):
        if ready(ctx, each):
            yield _question(ctx, each)


def ready(ctx: Context, question: Question) -> bool:
    """Tell whether a question has an answer that was given long enough ago."""
    answer = question.answer
    return answer is not None and not answer.hidden and ctx.now - answer.at >= CONSIDERED


def _question(ctx: Context, question: Question) -> MemoryRecord:
    answer = question.answer
    assert answer is not None  # noqa: S101  by `ready`
    asked = shown(question.text)
    title = shorten(asked, TITLE)
    lines = [each for each in map(shown, answer.text.splitlines()) if each]
    belt = cards.note(ctx, question) if answer.source else None
    text = ctx.render(
        "memoire/question.md.j2",
        asked="" if title == asked else asked,
        lines=lines,
        belt=belt if belt and belt.credited else None,
    )
    return MemoryRecord(
        kind=MemoryKind.QUESTION,
        number=question.number,
        day=_day(ctx, answer.at),
        theme=question.theme,
        content=OutsideContent(title=title, text=text, words=(question.text, answer.text)),
        plain="\n".join([*([] if title == asked else [asked]), *lines]),
    )


def _decisions(ctx: Context) -> Iterator[MemoryRecord]:
    for meeting, held, note in notes.reported(ctx.db, ctx.network.slug):
        if note.kind is NoteKind.DECISION:
            told = shown(note.text)
            title = shorten(told, TITLE)
            yield MemoryRecord(
                kind=MemoryKind.DECISION,
                number=note.number,
                day=_day(ctx, held),
                content=OutsideContent(
                    title=title,
                    text="\n\n".join(
                        [
                            *([] if title == told else [escape(told)]),
                            f"Décidé à la rencontre du {day(held, ctx.network.timezone)}.",
                        ]
                    ),
                    words=(note.text,),
                ),
                plain="" if title == told else told,
                more=(("rencontre", str(meeting)),),
            )


def _minutes(ctx: Context) -> Iterator[MemoryRecord]:
    found = meetings.with_status(ctx.db, ctx.network.slug, [MeetingStatus.REPORTED])
    for each in found:
        content = sources.minutes(ctx, each, Place.MEMORY)
        yield MemoryRecord(
            kind=MemoryKind.MINUTES,
            number=each.number,
            day=_day(ctx, each.at),
            content=content,
            plain=plain(content.text),
        )


def _resources(ctx: Context) -> Iterator[MemoryRecord]:
    """Yield what its giver lets leave the channel, under a licence; a dead page is of no use."""
    for each in resources.leaving(ctx.db, ctx.network.slug):
        title, line = shown(each.called), shown(each.line)
        if each.licence is not None and not each.dead:
            yield MemoryRecord(
                kind=MemoryKind.RESOURCE,
                number=each.number,
                day=_day(ctx, each.at),
                theme=each.theme,
                content=OutsideContent(
                    title=title,
                    text=ctx.render("memoire/resource.md.j2", resource=each),
                    words=(each.line, each.title),
                ),
                plain="" if line == title else line,
                link=each.link,
                more=(("licence", each.licence.label),),
            )


def _articles(ctx: Context) -> Iterator[MemoryRecord]:
    for digest in digests.published(ctx.db, ctx.network.slug, _MANY):
        for entry in digest.every:
            yield _article(ctx, entry, digest.due)


def _article(ctx: Context, entry: Entry, due: datetime) -> MemoryRecord:
    return MemoryRecord(
        kind=MemoryKind.ARTICLE,
        number=entry.article,
        day=_day(ctx, due),
        theme=entry.theme,
        content=OutsideContent(
            title=shown(entry.title),
            text=ctx.render("memoire/article.md.j2", entry=entry),
            reread=(entry.title,),
            words=(entry.why,),
        ),
        plain=" ".join(each for each in (shown(entry.source), shown(entry.why)) if each),
        link=entry.link,
        more=(("source", shown(entry.source)),),
    )


def _letters(ctx: Context) -> Iterator[MemoryRecord]:
    for each in letters.published(ctx.db, ctx.network.slug, _MANY):
        text = _TITLE_LINE.sub("", each.text)
        yield MemoryRecord(
            kind=MemoryKind.LETTER,
            number=each.number,
            day=_day(ctx, each.published_at or each.made_at),
            content=OutsideContent(title=shown(each.title), text=text, reread=(each.text,)),
            plain=plain(text),
        )


def _day(ctx: Context, moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(ctx.network.timezone)):%Y-%m-%d}"
