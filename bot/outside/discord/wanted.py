"""What stands in a Discord channel: digests, letters and meetings, in its own Markdown."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from functools import partial

from bot.letter.rules import Letter
from bot.meeting.rules import Meeting, MeetingStatus
from bot.outside import sources
from bot.outside.content import OutsideContent, Wanted
from bot.outside.markup import discord
from bot.talk.context import Context
from bot.talk.render import day, month
from bot.veille import digests
from bot.veille import store as articles

DIGEST, LETTER, MEETING = "digest", sources.LETTER, sources.MEETING

LATEST = 3
"""Digests and letters that are followed: older ones stay as they are."""

LIMIT = 1_900
"""Characters of a message: Discord takes 2,000, and counts some of them twice."""

_NOTICED = (MeetingStatus.ANNOUNCED, MeetingStatus.CANCELLED)


def wanted(ctx: Context, known: frozenset[str], *, kinds: Collection[str]) -> Iterator[Wanted]:
    """Yield what the network was told of late, each thing in as many messages as it takes."""
    if DIGEST in kinds:
        for due, _ in articles.dues(ctx.db, ctx.network.slug)[:LATEST]:
            yield Wanted(f"{DIGEST}:{int(due.timestamp())}", partial(_digest, ctx, due))
    if LETTER in kinds:
        yield from sources.wanted(sources.latest_letters(ctx, LATEST), _letter)
    if MEETING in kinds:
        told = sources.told_meetings(ctx, known, _NOTICED)
        yield from sources.wanted(told, partial(_meeting, ctx))


def _digest(ctx: Context, due: datetime) -> tuple[OutsideContent, ...]:
    (digest,) = digests.again(ctx.db, ctx.network.slug, [due])
    title = f"La veille, {month(due, ctx.network.timezone)}"
    text = ctx.render("outside/digest.md.j2", digest=digest)
    return _messages(title, text, words=[each.why for each in digest.every])


def _letter(letter: Letter) -> tuple[OutsideContent, ...]:
    return _messages(letter.title, letter.text, reread=[letter.text])


def _meeting(ctx: Context, meeting: Meeting) -> tuple[OutsideContent, ...]:
    title = f"Rencontre du {day(meeting.at, ctx.network.timezone)}"
    text = ctx.render("outside/meeting.md.j2", meeting=meeting)
    return _messages(title, text, words=[meeting.reason], reread=[meeting.place])


def _messages(
    title: str, text: str, *, words: Sequence[str] = (), reread: Sequence[str] = ()
) -> tuple[OutsideContent, ...]:
    """Cut a text into messages; where words of it are held back, all of it is."""
    return tuple(
        OutsideContent(title=title, text=part, words=tuple(words), reread=tuple(reread))
        for part in discord(text, LIMIT)
    )
