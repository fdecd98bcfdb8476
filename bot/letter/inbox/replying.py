"""What becomes of a reply to the letter: nothing without a press, nothing published without a yes.

Its sender is asked by mail, with the exact words, and answers on a page; they are the subscriber
or not, which coordinators are told. What is published names nobody. Each reply gets one mail.
"""

from __future__ import annotations

from dataclasses import replace

from bot.core.errors import Refusal, UserError
from bot.letter.inbox import reply_store as replies
from bot.letter.inbox.rules import MailReply, ReplyStatus, ReplyUse
from bot.letter.mail import store as mails
from bot.letter.mail.rules import MailKind
from bot.meeting import attending, planning
from bot.meeting.rules import Attendance
from bot.people.wish import Weight
from bot.question import answering, asking
from bot.question import store as questions
from bot.question.asking import QuestionDraft
from bot.question.rules import Answer, Change, Visibility
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.talk.personal import names_in
from bot.veille import proposing
from bot.veille.proposal import link_first
from bot.veille.proposing import LinkDraft

NAMES_ITS_SENDER = Refusal(
    "words that name their sender",
    reply="Ces mots nomment la personne qui les a écrits ({names}), et doivent paraître sans son "
    "nom : ôtez-le, puis recommencez.",
)
NOT_A_MEMBER = Refusal(
    "the sender is no member",
    reply="L'adresse d'où vient ce courriel n'est celle d'aucun membre du canal : je ne peux pas "
    "noter sa venue. Répondez-lui par courriel, et comptez-la le jour venu.",
)


def ask_sender(  # noqa: PLR0913  whom, what for, in which words
    ctx: Context, number: int, use: ReplyUse, words: str, target: int, *, by: Caller
) -> MailReply:
    """Have the sender of a reply asked whether these words may be published, unsigned.

    Raises UNKNOWN_REPLY, REPLY_DECIDED, BAD_LINK, NAMES_ITS_SENDER, UNKNOWN_QUESTION, MOVED_ON.
    """
    reply = replies.get(ctx.db, ctx.network.slug, number)
    if names := names_in(words, _sender(ctx, reply)):
        raise NAMES_ITS_SENDER(names=", ".join(f"«\u00a0{each}\u00a0»" for each in names))
    if use is ReplyUse.ANSWER:
        asking.seen(ctx, target, by).require(Change.ANSWERED)
    if use is ReplyUse.ARTICLE:
        words = link_first(words)[0]
    asked = replace(reply.become(ReplyStatus.ASKED), use=use, words=words, target=target)
    return _send(ctx, asked, MailKind.CONSENT)


def write_to_sender(ctx: Context, number: int, words: str) -> MailReply:
    """Have the sender of a reply written to. Raises UNKNOWN_REPLY, REPLY_DECIDED."""
    reply = replies.get(ctx.db, ctx.network.slug, number)
    return _send(ctx, replace(reply.become(ReplyStatus.DONE), words=words), MailKind.ANSWER)


def note_coming(ctx: Context, number: int) -> MailReply:
    """Note that the sender comes to the next meeting. Raises NOT_A_MEMBER and others."""
    reply = replies.get(ctx.db, ctx.network.slug, number)
    done = _become(ctx, reply, ReplyStatus.DONE)
    if not reply.user or reply.other:
        raise NOT_A_MEMBER()
    attending.answer(ctx, planning.announced(ctx)[0], _sender(ctx, reply), Attendance.PLACE)
    return done


def drop(ctx: Context, number: int, *, back: bool = False) -> MailReply:
    """Set a reply aside, or bring it `back`. Raises UNKNOWN_REPLY, REPLY_DECIDED."""
    reply = replies.get(ctx.db, ctx.network.slug, number)
    if back:
        return _become(ctx, reply, ReplyStatus.WAITING, was=ReplyStatus.DROPPED)
    return _become(ctx, reply, ReplyStatus.DROPPED)


def settle(ctx: Context, reply: MailReply, *, yes: bool) -> bool:
    """Publish, unsigned, what the sender of a reply says yes to, or note their no; tell it.

    Return whether it is published: it may come too late, once the question is answered. Raises
    REPLY_DECIDED.
    """
    done = _become(ctx, reply, ReplyStatus.DONE, was=ReplyStatus.ASKED)
    number, reason = 0, ""
    try:
        with ctx.db.begin_nested():
            number = _PUBLISH[reply.use](ctx, done) if yes and reply.use else 0
    except UserError as error:
        reason = error.reply
    text = ctx.render("lettre/reply_settled.md.j2", reply=reply, number=number, reason=reason)
    say.to_coordinators(ctx, f"mail reply:{reply.id}:settled", text, weight=Weight.DUTY)
    return number > 0


def _question(ctx: Context, reply: MailReply) -> int:
    draft = QuestionDraft(
        text=reply.words, visibility=Visibility.ANONYMOUS, theme=ctx.themes.proposed(reply.words)
    )
    sender = _sender(ctx, reply)
    return asking.ask(ctx, draft, sender, sender)[0].number


def _answer(ctx: Context, reply: MailReply) -> int:
    question = questions.get(ctx.db, ctx.network.slug, reply.target)
    question.require(Change.ANSWERED)
    by = _sender(ctx, reply).id
    answer = Answer(text=reply.words, by=by, at=ctx.now, signed=False)
    return answering.settle(ctx, question, answer, None).number


def _article(ctx: Context, reply: MailReply) -> int:
    draft = LinkDraft(link=reply.words, signed=False)
    return proposing.propose(ctx, draft, _sender(ctx, reply)).article


_PUBLISH = {
    ReplyUse.QUESTION: _question,
    ReplyUse.ANSWER: _answer,
    ReplyUse.ARTICLE: _article,
}


def _sender(ctx: Context, reply: MailReply) -> Caller:
    """Return whoever wrote, as far as we know: a member where their own address says so."""
    user = "" if reply.other else reply.user
    name = reply.sender
    return Caller(server=ctx.network.server, id=user, name=name, names=(name, *name.split()))


def _send(ctx: Context, written: MailReply, kind: MailKind) -> MailReply:
    replies.save(ctx.db, written, was=ReplyStatus.WAITING)
    mails.queue_answer(ctx.db, ctx.network.slug, kind, written.id, ctx.now)
    return written


def _become(
    ctx: Context, reply: MailReply, status: ReplyStatus, *, was: ReplyStatus = ReplyStatus.WAITING
) -> MailReply:
    became = reply.become(status, was=was)
    replies.save(ctx.db, became, was=was)
    return became
