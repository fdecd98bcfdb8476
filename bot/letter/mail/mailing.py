"""A letter on its way to mailboxes: queued with its publication, written for each, told of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.message import File
from bot.letter import pages as letter_pages
from bot.letter import store as letters
from bot.letter.inbox import reply_store as replies
from bot.letter.mail import store as mails
from bot.letter.mail import subscriber_store as subscribers
from bot.letter.mail.rules import CONFIRM_WITHIN, AddressStatus, MailKind, MailStatus, Outgoing
from bot.letter.mail.settings import MailSettings
from bot.letter.mail.writing import (
    Envelope,
    Sheet,
    confirmation_sheet,
    letter_sheet,
    ready_to_send,
    reply_sheet,
    written,
)
from bot.letter.rules import Letter
from bot.network.address import AddressKind
from bot.people.wish import Weight
from bot.talk import say
from bot.talk.addressing import address
from bot.talk.context import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How far a letter is on its way; `reasons` and `domains` count what could not be sent."""

    letter: Letter
    counts: Mapping[MailStatus, int]
    reasons: Sequence[tuple[str, int]]
    domains: Sequence[tuple[str, int]]

    @property
    def sent(self) -> int:
        """Mails that a server accepted."""
        return self.counts.get(MailStatus.SENT, 0)

    @property
    def waiting(self) -> int:
        """Mails that are still to leave."""
        return self.counts.get(MailStatus.WAITING, 0) + self.counts.get(MailStatus.SENDING, 0)

    @property
    def failed(self) -> int:
        """Mails that will never leave."""
        return self.counts.get(MailStatus.FAILED, 0)

    @property
    def total(self) -> int:
        """All of them, but for those who left meanwhile."""
        return self.sent + self.waiting + self.failed


@dataclass(frozen=True, slots=True)
class Written:
    """A message as a server takes it, and the address that what comes back goes to."""

    content: bytes
    sender: str


def queue(ctx: Context, letter: Letter) -> int:
    """Have a letter that is being published sent to all who receive it; return how many.

    In the transaction of its publication: both stay, or neither. Without a mail server the
    coordinators get it as files, once.
    """
    if not ctx.settings.of(MailSettings).sends:
        _hand_over(ctx, letter)
        return 0
    return mails.queue_letter(ctx.db, ctx.network.slug, letter.id, ctx.now)


def give_files(ctx: Context, letter: Letter, user: str, key: str) -> None:
    """Give whoever asks a letter as two files, by direct message."""
    for kind, told, file in _as_files(ctx, letter):
        say.to_user(ctx, f"{key}:{kind}:{user}", user, told, weight=Weight.ANSWER, file=file)


def page_of(ctx: Context, number: int) -> str:
    """Return where a letter is read, "" where nothing reaches us or it did not come out."""
    place = address(ctx, AddressKind.LETTER)
    return f"{place}/{number}" if place and number else ""


def sheet_of(ctx: Context, letter_id: int) -> Sheet:
    """Write a letter for all who receive it by mail. Raises LookupError when it is gone."""
    letter = letters.by_id(ctx.db, letter_id)
    if letter is None:
        raise LookupError(f"no letter {letter_id}")
    answers = bool(ctx.settings.of(MailSettings).box)
    page = page_of(ctx, letter.number)
    return letter_sheet(ctx.render, letter, ctx.network, page, answers=answers)


def send_trial(ctx: Context, user: str) -> Sequence[str]:
    """Have the letter to come sent to someone's own addresses; return these, none without any."""
    if not ctx.settings.of(MailSettings).sends:
        return ()
    own = subscribers.of_user(ctx.db, ctx.network.slug, user)
    mails.queue_trial(ctx.db, ctx.network.slug, user, ctx.now)
    return [each.address for each in own if each.standing is AddressStatus.CONFIRMED]


def write(ctx: Context, mail: Outgoing, sheet: Sheet | None) -> Written:
    """Write one mail for its recipient; `sheet` is a published letter's, None for what is none."""
    to, settings = mail.to, ctx.settings.of(MailSettings)
    if mail.reply is not None:
        return _answer(ctx, mail, mail.reply)
    letter = mail.kind is MailKind.LETTER
    leave = settings.leave_link(to.network, to.handle) if letter else ""
    envelope = Envelope(
        to=to.address,
        date=mail.made_at,
        message_id=settings.message_id(mail.id, mail.made_at),
        leave=leave,
        leave_by_mail=settings.leave_address(to.handle) if letter else "",
        reply_to=settings.reply_address(to.handle) if letter else "",
    )
    if sheet is not None:
        own = sheet.for_one(leave)
    else:
        own = _trial(ctx) if mail.kind is MailKind.TRIAL else _confirmation(ctx, mail)
    content = written(own, envelope, settings, ctx.network)
    return Written(content, settings.return_address(to.handle) or settings.sender)


def sending(ctx: Context, letter: Letter) -> Sending:
    """Return how far a letter is on its way."""
    failures = mails.failures(ctx.db, letter.id)
    return Sending(
        letter=letter,
        counts=mails.progress(ctx.db, letter.id),
        reasons=Counter(reason for reason, _ in failures).most_common(),
        domains=Counter(domain for _, domain in failures).most_common(_DOMAINS),
    )


_DOMAINS = 10


def tell_away(ctx: Context, reason: str) -> None:
    """Tell coordinators that no mail leaves, once a week."""
    text = ctx.render("lettre/server_away.md.j2", reason=reason, waiting=mails.waiting(ctx.db))
    key = f"mail:away:{ctx.network.slug}:{ctx.now:%G-W%V}"
    say.to_coordinators(ctx, key, text, weight=Weight.OWN, once=True)


def _hand_over(ctx: Context, letter: Letter) -> None:
    """Give coordinators the mail to send; the letter's text is given to those who ask."""
    kind, told, file = next(_as_files(ctx, letter))
    key = f"letter:{letter.id}:files:{kind}"
    say.to_coordinators(ctx, key, told, weight=Weight.DUTY, file=file)


def _as_files(ctx: Context, letter: Letter) -> Iterator[tuple[str, str, File]]:
    """Yield a mail that is ready to send, and the letter's Markdown: each as a file.

    Before each, a word for it, and what is told with it.
    """
    name = f"lettre-{letter.number or 'projet'}-{ctx.network.slug}"
    sheet = letter_sheet(ctx.render, letter, ctx.network, page_of(ctx, letter.number), leaves=False)
    mail = ready_to_send(sheet, ctx.network)
    file = File(name=f"{name}.eml", content=mail)
    yield "eml", ctx.render("lettre/as_mail.md.j2", letter=letter), file
    file = File(name=f"{name}.md", content=letter.text)
    yield "md", ctx.render("lettre/as_text.md.j2", letter=letter), file


def _trial(ctx: Context) -> Sheet:
    letter, page = letter_pages.preview(ctx), letter_pages.preview_address(ctx)
    sheet = letter_sheet(ctx.render, letter, ctx.network, page, leaves=False)
    return replace(sheet, subject=f"Essai\u00a0: {sheet.subject}")


def _answer(ctx: Context, mail: Outgoing, number: int) -> Written:
    """Write what answers a reply. Raises LookupError when the reply is erased."""
    settings, reply = ctx.settings.of(MailSettings), replies.by_id(ctx.db, number)
    if reply is None:
        raise LookupError(f"no reply {number}")
    asks = mail.kind is MailKind.CONSENT
    link = settings.agree_link(reply.network, reply.number) if asks else ""
    envelope = Envelope(
        to=reply.address,
        date=mail.made_at,
        message_id=settings.message_id(mail.id, mail.made_at),
        reply_to=settings.reply_address(reply.handle),
        answers=reply.message_id,
    )
    sheet = reply_sheet(ctx.render, ctx.network, reply, link)
    return Written(written(sheet, envelope, settings, ctx.network), settings.box)


def _confirmation(ctx: Context, mail: Outgoing) -> Sheet:
    to = mail.to
    link = ctx.settings.of(MailSettings).confirm_link(
        to.network, to.handle, ctx.now + CONFIRM_WITHIN
    )
    return confirmation_sheet(ctx.render, ctx.network, link, asked=bool(to.user))
