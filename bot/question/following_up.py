"""A follow-up is opened by its member, written by both sides, erased by its member."""

from __future__ import annotations

from dataclasses import replace

from bot.core.errors import TOO_LATE
from bot.core.message import Button
from bot.french.text import stored_text
from bot.network.rights import Act
from bot.people.wish import Weight
from bot.question import asking, readers
from bot.question import card as cards
from bot.question import follow_up_store as lines
from bot.question.follow_up import LINE_LIMIT, NOBODY_READS, FollowUp, FollowUpKind, FollowUpLine
from bot.question.rules import Question
from bot.question.verbs import FOLLOW_UP
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context

OPEN = "besoin ouvrir-suivi"


def read(ctx: Context, number: int, by: Caller) -> FollowUp:
    """Return the follow-up of a private question. Raises UNKNOWN_QUESTION, NOT_ALLOWED, TOO_LATE.

    Its member and those who read the question read the same.
    """
    question = asking.theirs(ctx, Act.FOLLOW_UP, number, by)
    if not question.private or not question.author:
        raise TOO_LATE(what=f"follow-up of question {number}")
    people = sorted(readers.of(ctx, question))
    return FollowUp(question=question, lines=lines.of(ctx.db, question), readers=people)


def begin(ctx: Context, number: int, by: Caller) -> None:
    """Open one's follow-up; for anyone else, ask its member, who reads who would read it.

    Raises what `read` does, NOBODY_READS.
    """
    found = read(ctx, number, by)
    question = found.question
    if not found.readers:
        raise NOBODY_READS(number=number)
    if found.opened:
        return
    if by.id == question.author:
        _add(ctx, question, by, FollowUpLine(at=ctx.now, kind=FollowUpKind.OPENED))
        return
    text = ctx.render("besoin/follow_up_asked.md.j2", question=question, readers=found.readers)
    agree = (Button("accord", "D'accord", OPEN, str(number), primary=True),)
    key = f"{cards.key_of(question)}:follow-up"
    say.to_user(ctx, key, question.author, text, weight=Weight.ASKED, once=True, buttons=agree)


def note(ctx: Context, number: int, by: Caller, line: FollowUpLine) -> int:
    """Add a line; the other side is told that there is one, not what it says.

    Return its number. Raises what `read` does, EMPTY_TEXT.
    """
    found = read(ctx, number, by)
    found.require_opened()
    question, kept = found.question, stored_text(line.text, what="la ligne")[:LINE_LIMIT]
    made = _add(ctx, question, by, replace(line, text=kept))
    told = ctx.render("besoin/follow_up_told.md.j2", question=question)
    shows = Button("suivi", "Le suivi", FOLLOW_UP, str(number))
    for user in {question.author, *found.readers} - {by.id}:
        key = f"{cards.key_of(question)}:follow-up:{made}:{user}"
        say.to_user(ctx, key, user, told, weight=Weight.ASKED, buttons=(shows,))
    return made


def erase(ctx: Context, number: int, line: int, by: Caller) -> None:
    """Erase a line, or all for 0, which closes it: its member any, others their own.

    Raises what `read` does.
    """
    found = read(ctx, number, by)
    theirs = {each.id for each in found.of(by.id)}
    if line not in (theirs | {0} if by.id == found.question.author else theirs):
        raise TOO_LATE(what=f"line {line} of question {number}")
    lines.erase(ctx.db, found.question, line)


def _add(ctx: Context, question: Question, by: Caller, line: FollowUpLine) -> int:
    whose = replace(line, question=question.id, member=question.author, by=by.id)
    return lines.add(ctx.db, whose)
