"""What coordinators decide of a message that was found: kept, with an answer or not, left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.core import sources
from bot.core.patterns import lazy_pattern
from bot.core.source import MadeKind, Source
from bot.french.discretion import Discretion, read
from bot.french.personal import personal_data
from bot.french.personal.kinds import DataKind
from bot.french.signatures import Span, apart, names_said, signatures
from bot.french.text import stored_text
from bot.network.rights import Role
from bot.past import authors
from bot.past import store as pasts
from bot.past.finding import quotes_others
from bot.past.rules import (
    DECIDED_WITHIN,
    NOT_TO_KEEP,
    NOT_TO_SORT,
    OPENS_AFTER,
    POST_GONE,
    PastMessage,
    PastState,
)
from bot.question import asking
from bot.question import store as questions
from bot.question.rules import Answer, Change, Origin, Question, QuestionStatus, Visibility
from bot.talk.command import Referred
from bot.talk.context import Context
from bot.talk.render import month


def words(post: Referred | None, network: str, *, what: str, said: str = "") -> Referred:
    """Return the words of a message that may be kept unsigned; pure, before the transaction.

    Or what a coordinator `said` in their place. Raises POST_GONE, NOT_TO_KEEP, EMPTY_TEXT,
    TooLongError.
    """
    if post is None or post.author.bot or post.author.role_in(network) < Role.MEMBER:
        raise POST_GONE()
    reading = read(post.text)
    if reading.asked is Discretion.PRIVATE:
        raise NOT_TO_KEEP(why="demande la discrétion")
    if quotes_others(post.text):
        raise NOT_TO_KEEP(why="cite quelqu'un d'autre")
    text = stored_text(_ADDRESSED.sub("", said or reading.text), what=what)
    found = [each.kind for each in personal_data(text) if each.kind is not DataKind.NAME]
    if found:
        kinds = ", ".join(kind.label for kind in dict.fromkeys(found))
        raise NOT_TO_KEEP(why=f"semble contenir {kinds}")
    return replace(post, text=text)


def unnamed(post: Referred, among: Sequence[Referred]) -> tuple[Referred, Sequence[str]]:
    """Return words that are to be kept without whom they call first, and the names left in them.

    Nobody is to be named: neither who wrote them or what is kept with them, nor anyone else there.
    The names left are put between « ».
    """
    text, spans = post.text, _names(post.text, among)
    call = _CALL.fullmatch(text, 0, spans[0][0]) if spans else None
    follows = _CALLED.match(text, spans[0][1]) if call else None
    if follows is not None and (rest := text[follows.end() :]):
        text = rest[0].upper() + rest[1:]
        spans = _names(text, among)
    names = [text[start:end] for start, end in spans]
    for start, end in reversed(spans):
        if text[max(0, start - 2) : start] not in ("« ", "«\u00a0"):
            text = f"{text[:start]}« {text[start:end]} »{text[end:]}"
    return replace(post, text=text), list(dict.fromkeys(names))


def _names(text: str, posts: Sequence[Referred]) -> Sequence[Span]:
    found = [(each.start, each.end) for each in personal_data(text)]
    for each in posts:
        found += [*signatures(text, each.author.names), *names_said(text, each.around)]
    return apart(found)


_ADDRESSED = lazy_pattern(r"\A\s*(?:@[\w.-]+[\s,:;!]*)+")
"""Whom a message begins by calling: what is kept names nobody."""

_CALL = lazy_pattern(r"\W*(?:(?:re )?(?:bonjour|bonsoir|salut|coucou|hello)\W+)?", re.IGNORECASE)
_CALLED = lazy_pattern(r"\s*[,:;!]+\s*")
"""What comes before and after a name that a message begins by calling."""


def keep(
    ctx: Context, number: int, asks: Referred, answers: Referred | None = None, *, channel: str
) -> Question:
    """Keep a question that was found, unsigned, with this answer or open.

    Only those who wrote it know of it for OPENS_AFTER; what they change of their messages from now
    on is followed, `channel` being where it is kept. Raises NOT_TO_SORT, POST_GONE and
    ChangedMeanwhileError.
    """
    found = _waiting(ctx, number)
    if (found.post, found.author) != (asks.post, asks.author.id):
        raise NOT_TO_SORT(number=number)
    answer = reply = None
    if answers is not None:
        said = answers.post, answers.author.id
        reply = next((each for each in found.replies if (each.post, each.author) == said), None)
        if reply is None:
            raise POST_GONE()
        answer = Answer(text=answers.text, by=reply.author, at=reply.at, signed=False)
    added = questions.add(
        ctx.db,
        Question(
            network=ctx.network.slug,
            number=0,
            text=asks.text,
            author=found.author,
            asked_at=ctx.now,
            visibility=Visibility.ANONYMOUS,
            theme=ctx.themes.proposed(asks.text),
            status=QuestionStatus.OPEN if answer is None else QuestionStatus.ANSWERED,
            answer=answer,
            ended_at=None if answer is None else ctx.now,
            origin=Origin.PAST,
            opens_at=ctx.now + DECIDED_WITHIN + OPENS_AFTER,
            withheld_by_asker=True,
            withheld_by_answerer=True,
        ),
    )
    question = questions.get(ctx.db, added.network, added.number)
    asking.tell(ctx, question, Change.ASKED, None, detail=month(found.at, ctx.network.timezone))
    for kind, made in ((MadeKind.QUESTION, found), (MadeKind.ANSWER, reply)):
        if made is None:
            continue
        source = Source(
            server=ctx.network.server,
            post=made.post,
            network=question.network,
            kind=kind,
            ref=str(question.number),
            channel=channel,
            at=made.at,
            root=found.post,
            author=made.author,
            whole=True,
        )
        sources.put(ctx.db, source)
    pasts.decide(ctx.db, replace(found, decided=True, question=question.id))
    return question


def leave_out(ctx: Context, number: int) -> None:
    """Leave out what was found. Raises NOT_TO_SORT and ChangedMeanwhileError."""
    pasts.decide(ctx.db, replace(_waiting(ctx, number), decided=True))


def bring_back(ctx: Context, number: int) -> None:
    """Take back what was decided: what was kept is erased. Raises NOT_TO_SORT."""
    found = pasts.message(ctx.db, ctx.network.slug, number)
    if not found.decided:
        raise NOT_TO_SORT(number=number)
    pasts.decide(ctx.db, replace(found, decided=False, question=None))
    question = questions.by_id(ctx.db, found.question) if found.question else None
    if question is not None:
        authors.erase(ctx, question)


def _waiting(ctx: Context, number: int) -> PastMessage:
    found = pasts.message(ctx.db, ctx.network.slug, number)
    reading = pasts.of(ctx.db, ctx.network.slug)
    if found.decided or reading is None or reading.state is not PastState.SHOWN:
        raise NOT_TO_SORT(number=number)
    return found
