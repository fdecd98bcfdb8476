"""What stands in a YesWiki: minutes, letters and answers, all of it read by a person before."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.core.patterns import lazy_pattern
from bot.letter.rules import Letter
from bot.meeting import store as meetings
from bot.meeting.rules import Meeting, MeetingStatus
from bot.outside import sources
from bot.outside.content import OutsideContent, Wanted
from bot.outside.markup import wiki, wiki_words
from bot.question.rules import Place, Question
from bot.talk.context import Context
from bot.talk.render import shorten

MINUTES, LETTER, ANSWER = sources.MEETING, sources.LETTER, sources.QUESTION

LATEST = 12
"""Minutes and letters that are followed: older ones stay as they are."""

_TITLE_LINE = lazy_pattern(r"\A# .*\n+")

CONSIDERED = timedelta(days=1)
"""An answer is published so long after it was given: until then it may be found wanting."""

TITLE = 150
"""Characters of a title that a question gives."""


def wanted(ctx: Context, known: frozenset[str], *, kinds: Collection[str]) -> Iterator[Wanted]:
    """Yield the published minutes and letters, and the answers; a reopened question has none."""
    if MINUTES in kinds:
        held = meetings.with_status(ctx.db, ctx.network.slug, [MeetingStatus.REPORTED])
        for meeting in held[-LATEST:]:
            key = sources.key_of(MINUTES, meeting.number)
            yield Wanted(key, partial(_minutes, ctx, meeting))
    if LETTER in kinds:
        yield from sources.wanted(sources.latest_letters(ctx, LATEST), partial(_letter, ctx))
    if ANSWER in kinds:
        yield from sources.wanted(sources.answered_questions(ctx, known), partial(_answer, ctx))


def _minutes(ctx: Context, meeting: Meeting) -> Iterator[OutsideContent]:
    told = sources.minutes(ctx, meeting, Place.WIKI)
    yield replace(told, text=wiki(told.text), fields=(("date", ctx.day(meeting.at)),))


def _letter(ctx: Context, letter: Letter) -> Iterator[OutsideContent]:
    yield OutsideContent(
        title=letter.title,
        text=wiki(_TITLE_LINE.sub("", letter.text)),
        fields=(("date", ctx.day(letter.published_at or letter.made_at)),),
        reread=(letter.text,),
    )


def _answer(ctx: Context, question: Question) -> Iterator[OutsideContent]:
    answer = question.answer
    if answer is None or ctx.now - answer.at < CONSIDERED:
        return
    lines = (wiki_words(line) for line in (question.text, "", *answer.text.splitlines()))
    yield OutsideContent(
        title=shorten(" ".join(question.text.split()), TITLE),
        text="\n".join(lines),
        fields=(("date", ctx.day(answer.at)), ("theme", question.theme)),
        words=(question.text, answer.text),
    )
