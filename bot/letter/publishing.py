"""A letter is published: written once and for all, said in the channel, its questions settled."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.core import occurrences
from bot.core.card_keys import CardKind, card_key
from bot.core.errors import Refusal
from bot.letter import card, gathering
from bot.letter import dates as letter_dates
from bot.letter import note_store as letter_notes
from bot.letter import store as letters
from bot.letter.content import Content, Piece
from bot.letter.dates import Owed
from bot.letter.mail import mailing
from bot.letter.mail.settings import MailSettings
from bot.letter.rules import Letter
from bot.network.address import AddressKind
from bot.network.rhythm import LATE_AFTER
from bot.network.rights import Act, Role
from bot.question import answering, deferring
from bot.question.answering import AnswerDraft
from bot.question.rules import Occasion
from bot.talk import say
from bot.talk.addressing import address
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.talk.entrusting import service as entrusting
from bot.talk.entrusting.rules import EntrustedTask

TWICE = timedelta(minutes=10)
"""Two letters within this time are one that was published twice by mistake."""


JUST_PUBLISHED = Refusal(
    "letter published for this date already",
    reply="La lettre vient de paraître : je ne la publie pas deux fois. La suivante se prépare par "
    "`/lettre`.",
)


def key_of(letter: Letter) -> str:
    """Return the key of the post that tells a letter."""
    return card_key(CardKind.LETTER, letter.network, letter.number)


def publish_due(ctx: Context, owed: Owed) -> int:
    """Publish the letter that must come out now; return how many letters that is.

    Raises ChangedMeanwhileError.
    """
    late = ctx.now - owed.at > LATE_AFTER
    _publish(ctx, gathering.draft(ctx), owed.due, late_since=owed.at if late else None)
    return 1


def publish(ctx: Context) -> Letter:
    """Publish the letter that is being prepared at once, for the date that it stands for.

    Raises JUST_PUBLISHED, ChangedMeanwhileError.
    """
    last = letters.last_published_at(ctx.db, ctx.network.slug)
    if last is not None and ctx.now - last < TWICE:
        raise JUST_PUBLISHED()
    entrusting.end(ctx, EntrustedTask.EDITO)
    draft = gathering.draft(ctx)
    return _publish(ctx, draft, letter_dates.stands_for(ctx, draft))


def publish_held(ctx: Context, by: Caller, number: str) -> Letter:
    """Publish the letter of this number, which was held. Raises NOT_ALLOWED, and as `publish`."""
    ctx.require(Act.WRITE_LETTER, by)
    if str(next_number(ctx)) != number:
        raise JUST_PUBLISHED()
    return publish(ctx)


def next_number(ctx: Context) -> int:
    """Return the number that the letter to come has, or will have."""
    last = letters.latest(ctx.db, ctx.network.slug)
    return last.number + 1 if last else 1


def post(ctx: Context, told: Content, number: int = 0) -> str:
    """Return the text of a letter's post in the channel; a letter that is not out has no number."""
    page = address(ctx, AddressKind.LETTER) if number else ""
    return ctx.render("lettre/post.md.j2", content=told, page=page, number=number)


def rest(ctx: Context, told: Content) -> str:
    """Return the rest of a letter, which is posted in its thread."""
    return ctx.render("lettre/rest.md.j2", content=told)


def _publish(
    ctx: Context, draft: Letter, due: datetime, *, late_since: datetime | None = None
) -> Letter:
    """Write the letter once and for all, say it, and settle its questions.

    In one transaction: the occurrence, the letter as anyone may read it from now on, the post, the
    mails, the answers that settle their questions, and where the other questions go. A crash
    leaves all of it or nothing.
    """
    if not occurrences.record(ctx.db, ctx.network.slug, letter_dates.LETTER, due=due, now=ctx.now):
        raise JUST_PUBLISHED()
    kept = draft if draft.id else letters.add(ctx.db, draft)
    content = gathering.content(ctx, kept, ctx.now, late_since=late_since)
    letter = letters.save(ctx.db, gathering.written(ctx, content, due=due))
    letter_notes.take(ctx.db, letter, content.notes)
    _say(ctx, letter, content.told)
    mailing.queue(ctx, letter)
    _settle(ctx, content)
    return letter


def _say(ctx: Context, letter: Letter, told: Content) -> None:
    """Say its opening in the channel, and all the rest in its thread."""
    text = post(ctx, told, letter.number)
    buttons = card.post_buttons(told, sends=ctx.settings.of(MailSettings).sends)
    say.in_channel(ctx, key_of(letter), text, buttons=buttons)
    say.in_thread(ctx, key_of(letter), rest(ctx, told))


def _settle(ctx: Context, content: Content) -> None:
    """Give the answers of the letter to those who wait for them; pass the other questions on."""
    answered = {each.number: each for each in content.promised}
    for question in deferring.waiting_for_letter(ctx):
        piece = answered.get(question.number)
        if piece is None:
            deferring.settle(ctx, question, Occasion.MEETING)
        else:
            draft = AnswerDraft(text=piece.detail)
            answering.resolve(ctx, question.number, draft, _giver(ctx, piece))
    letter_notes.drop_answers(ctx.db, ctx.network.slug)


def _giver(ctx: Context, piece: Piece) -> Caller:
    """Return who wrote an answer beforehand, as they are taken to give it now."""
    user = next(iter((*piece.people, *piece.unnamed)), "")
    return ctx.acting(user, Role.MEMBER)
