"""What is in a network's memory now, read in one transaction; nobody is named."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.patterns import lazy_pattern
from bot.letter import store as letters
from bot.letter.rules import Letter
from bot.meeting import note_store as notes
from bot.meeting import store as meetings
from bot.meeting.minutes import NoteKind
from bot.meeting.rules import MeetingStatus
from bot.memory.rules import Memory, MemoryKind, MemoryRecord
from bot.outside import sources
from bot.outside.content import OutsideContent, numbers
from bot.question import card as cards
from bot.question import store as questions
from bot.question import story_store as stories
from bot.question.rules import Answer, Change, Leave, Place, Question, QuestionStatus
from bot.resource import store as resources
from bot.talk.context import Context
from bot.talk.markdown import escape, shown
from bot.talk.plain import plain
from bot.talk.render import day, shorten
from bot.veille import digests
from bot.veille.feeds import lists

TITLE = 150
"""Characters of a question that stand for its title; the whole of a longer one comes below."""

TAKEN_BACK = "une question ou une réponse reprise ou changée depuis"
"""Why a letter is held back: its words are those of the day when it was published."""

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
        if each.stands(Place.MEMORY) and each.answer is not None:
            yield _question(ctx, each, each.answer)


def _question(ctx: Context, question: Question, answer: Answer) -> MemoryRecord:
    title, rest = _titled(question.text)
    lines = [each for each in map(shown, answer.text.splitlines()) if each]
    belt = cards.note(ctx, question) if answer.source else None
    text = ctx.render(
        "memoire/question.md.j2",
        asked=rest,
        lines=lines,
        belt=belt if belt and belt.credited else None,
    )
    content = OutsideContent(title=title, text=text, words=(question.text, answer.text))
    told, day_ = "\n".join(filter(None, [rest, *lines])), ctx.day(answer.at)
    kind, number = MemoryKind.QUESTION, question.number
    return MemoryRecord(kind, number, day_, content, theme=question.theme, plain=told)


def _decisions(ctx: Context) -> Iterator[MemoryRecord]:
    for _, held, note in notes.reported(ctx.db, ctx.network.slug):
        if note.kind is NoteKind.DECISION:
            title, rest = _titled(note.text)
            when = f"Décidé à la rencontre du {day(held, ctx.network.timezone)}."
            text = "\n\n".join(filter(None, [escape(rest), when]))
            content = OutsideContent(title=title, text=text, words=(note.text,))
            kind = MemoryKind.DECISION
            yield MemoryRecord(kind, note.number, ctx.day(held), content, plain=rest)


def _titled(words: str) -> tuple[str, str]:
    """Return someone's words as a title, and the whole of them where that has no room for them."""
    told = shown(words)
    title = shorten(told, TITLE)
    return title, "" if title == told else told


def _minutes(ctx: Context) -> Iterator[MemoryRecord]:
    for each in meetings.with_status(ctx.db, ctx.network.slug, [MeetingStatus.REPORTED]):
        content, kind = sources.minutes(ctx, each, Place.MEMORY), MemoryKind.MINUTES
        told = plain(content.text)
        yield MemoryRecord(kind, each.number, ctx.day(each.at), content, plain=told)


def _resources(ctx: Context) -> Iterator[MemoryRecord]:
    """Yield what its giver lets leave the channel, under a licence; a dead page is of no use."""
    for each in resources.leaving(ctx.db, ctx.network.slug):
        if each.licence is not None and not each.dead:
            text = ctx.render("memoire/resource.md.j2", resource=each)
            words = (each.line, each.title)
            yield MemoryRecord(
                MemoryKind.RESOURCE,
                each.number,
                ctx.day(each.at),
                OutsideContent(title=shown(each.called), text=text, words=words),
                theme=each.theme,
                plain=shown(each.line) if each.title else "",
                link=each.link,
                more=(("licence", each.licence.label),),
                file=each.file,
            )


def _articles(ctx: Context) -> Iterator[MemoryRecord]:
    for digest in digests.published(ctx.db, ctx.network.slug, _MANY):
        for each in digest.every:
            text = ctx.render("memoire/article.md.j2", entry=each)
            source, why = shown(each.source), shown(each.why)
            yield MemoryRecord(
                MemoryKind.ARTICLE,
                each.article,
                ctx.day(digest.due),
                OutsideContent(
                    title=shown(each.title), text=text, words=(each.why,), reread=(each.title,)
                ),
                theme=each.theme,
                plain=" ".join(filter(None, [source, why])),
                link=each.link,
                more=(("source", source),),
            )


def _letters(ctx: Context) -> Iterator[MemoryRecord]:
    for each in letters.published(ctx.db, ctx.network.slug, _MANY):
        text, kind = _TITLE_LINE.sub("", each.text), MemoryKind.LETTER
        content = OutsideContent(title=shown(each.title), text=text, words=(each.text,))
        came = ctx.day(each.published_at or each.made_at)
        withheld = "" if _may_still_leave(ctx, each) else TAKEN_BACK
        told = plain(text)
        yield MemoryRecord(kind, each.number, came, content, plain=told, withheld=withheld)


def _may_still_leave(ctx: Context, letter: Letter) -> bool:
    """Tell whether all questions that a letter shows outside may be shown there today, as it does.

    What was taken back, said otherwise, or lost its answer's words since, may not.
    """
    asked, came = numbers(frozenset(letter.outside), sources.QUESTION), letter.published_at
    standing = [
        each
        for each in questions.shown(ctx.db, ctx.network.slug, asked)
        if each.leaves(Place.MAIL) is Leave.CHOSEN
        and each.status is not QuestionStatus.WITHDRAWN
        and not any(
            event.change in {Change.EDITED, Change.CORRECTED} and came and event.at > came
            for event in stories.of(ctx.db, each)
        )
    ]
    return len(standing) == len(asked)
