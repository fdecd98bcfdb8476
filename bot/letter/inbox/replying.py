"""What becomes of a reply to the letter: nothing without a press, nothing published without a yes.

Its sender is asked by mail, with the exact words, and answers on a page; they are the subscriber
or not, which coordinators are told. What is published names nobody. Each reply gets one mail.
"""

from __future__ import annotations

from bot.core.errors import Refusal, UserError
from bot.letter.inbox import reply_store as replies
from bot.letter.inbox.rules import MailReply, ReplyStatus, ReplyUse
from bot.letter.mail import store as mails
from bot.letter.mail.rules import MailKind
from bot.meeting import attending, planning
from bot.meeting.rules import Attendance
from bot.people.wish import Weight
from bot.question import answering, asking
from bot.question import card as cards
from bot.question import store as questions
from bot.question.rules import Answer, Change, Question, Visibility
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.talk.personal import names_in
from bot.veille import proposing
from bot.veille.proposal import links_in, proposable
from bot.veille.proposing import LinkDraft

NO_LINK = Refusal("no link in a reply", reply="Je ne vois pas de lien dans ces mots.")
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
    ctx: Context, number: int, use: ReplyUse, words: str, target: int = 0, *, by: Caller
) -> MailReply:
    """Have the sender of a reply asked whether these words may be published, unsigned.

    Raises UNKNOWN_REPLY, REPLY_DECIDED, WRITTEN_ALREADY, NO_LINK, NAMES_ITS_SENDER,
    UNKNOWN_QUESTION, MOVED_ON.
    """
    reply = replies.get(ctx.db, ctx.network.slug, number)
    if names := names_in(words, _sender(ctx, reply)):
        raise NAMES_ITS_SENDER(names=", ".join(f"«\u00a0{each}\u00a0»" for each in names))
    if use is ReplyUse.ANSWER:
        question = asking.seen(ctx, target, by)
        question.require(Change.ANSWERED)
    if use is ReplyUse.ARTICLE:
        words = link_of(words)
    return _send(ctx, reply, reply.ask(use, words, target), MailKind.CONSENT)


def link_of(text: str) -> str:
    """Return the first link of a text that may be proposed. Raises NO_LINK and others."""
    found = links_in(text)
    if not found:
        raise NO_LINK()
    return proposable(found[0])


def write_to_sender(ctx: Context, number: int, words: str) -> MailReply:
    """Have the sender of a reply written to. Raises UNKNOWN_REPLY, REPLY_DECIDED and others."""
    reply = replies.get(ctx.db, ctx.network.slug, number)
    return _send(ctx, reply, reply.write(words), MailKind.ANSWER)


def note_coming(ctx: Context, number: int) -> MailReply:
    """Note that the sender comes to the next meeting. Raises NOT_A_MEMBER and others."""
    reply = replies.get(ctx.db, ctx.network.slug, number)
    reply.require(ReplyStatus.WAITING)
    if not reply.user or reply.other:
        raise NOT_A_MEMBER()
    attending.answer(ctx, planning.announced(ctx)[0], _sender(ctx, reply), Attendance.PLACE)
    return _become(ctx, reply, ReplyStatus.DONE, was=ReplyStatus.WAITING)


def drop(ctx: Context, number: int) -> MailReply:
    """Set a reply aside. Raises UNKNOWN_REPLY, REPLY_DECIDED."""
    reply = replies.get(ctx.db, ctx.network.slug, number)
    return _become(ctx, reply, ReplyStatus.DROPPED, was=ReplyStatus.WAITING)


def put_back(ctx: Context, number: int) -> MailReply:
    """Bring back a reply that was set aside. Raises UNKNOWN_REPLY, REPLY_DECIDED."""
    reply = replies.get(ctx.db, ctx.network.slug, number)
    return _become(ctx, reply, ReplyStatus.WAITING, was=ReplyStatus.DROPPED)


def agree(ctx: Context, reply: MailReply) -> MailReply:
    """Publish what the sender of a reply says yes to, unsigned; tell coordinators.

    Raises REPLY_DECIDED, and what publishing it raises.
    """
    done = _become(ctx, reply, ReplyStatus.DONE, was=ReplyStatus.ASKED)
    number = _PUBLISH[reply.use](ctx, reply) if reply.use else 0
    text = ctx.render("lettre/reply_agreed.md.j2", reply=reply, number=number)
    say.to_coordinators(ctx, f"mail reply:{reply.id}:agreed", text, weight=Weight.DUTY)
    return done


def refuse(ctx: Context, reply: MailReply, error: UserError | None = None) -> MailReply:
    """Note that nothing is published: its sender says no, or it comes too late."""
    done = _become(ctx, reply, ReplyStatus.DROPPED, was=ReplyStatus.ASKED)
    text = ctx.render("lettre/reply_refused.md.j2", reply=reply, reason=error and error.reply)
    say.to_coordinators(ctx, f"mail reply:{reply.id}:refused", text, weight=Weight.DUTY)
    return done


def _question(ctx: Context, reply: MailReply) -> int:
    made = questions.add(
        ctx.db,
        Question(
            network=ctx.network.slug,
            number=0,
            text=reply.words,
            author="" if reply.other else reply.user,
            asked_at=ctx.now,
            visibility=Visibility.ANONYMOUS,
            theme=ctx.themes.proposed(reply.words),
        ),
    )
    asking.tell(ctx, made, Change.ASKED, None)
    cards.deposit(ctx, made)
    return made.number


def _answer(ctx: Context, reply: MailReply) -> int:
    question = questions.get(ctx.db, ctx.network.slug, reply.target)
    question.require(Change.ANSWERED)
    by = "" if reply.other else reply.user
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


def _send(ctx: Context, reply: MailReply, written: MailReply, kind: MailKind) -> MailReply:
    replies.save(ctx.db, written, was=reply.status)
    mails.queue_answer(ctx.db, ctx.network.slug, kind, reply.id, ctx.now)
    return written


def _become(ctx: Context, reply: MailReply, status: ReplyStatus, *, was: ReplyStatus) -> MailReply:
    became = reply.become(status, was=was)
    replies.save(ctx.db, became, was=was)
    return became
