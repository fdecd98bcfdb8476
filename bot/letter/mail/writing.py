"""The letter as a mail: what its recipients read, and the headers that servers go by.

One message a recipient, with no other address in it; no picture, nothing remote, nothing that
tells whether it was read. Both parts are written for everyone once, the link that unsubscribes
being put in for each. Headers that hold links (RFC 2369, RFC 8058) are written by hand: the
standard library would wrap long ones into encoded words, which no mail program follows.

`css_inline` is imported when first used: an idle bot does without its 12 MB.
"""

from __future__ import annotations

import re
from binascii import b2a_qp
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from html import unescape
from secrets import token_hex

from bot.core.patterns import lazy_pattern
from bot.french.territories import of
from bot.letter.inbox.rules import MailReply
from bot.letter.mail.address import domain_of
from bot.letter.mail.settings import MailSettings
from bot.letter.rules import Letter
from bot.network.network import Network
from bot.talk.markdown import shown
from bot.talk.plain import plain
from bot.talk.render import Render

LARGEST = 98_000
"""Bytes of a whole message: beyond 102 kB, Gmail cuts the end off, with its link to unsubscribe."""

_LEAVE = f"https://{token_hex(16)}.invalid/"
"""What stands for each recipient's link until it is known: nobody can write it in a letter."""

_LONGEST_LINK = 300
_SECTION = lazy_pattern(r"(?=<h2\b)")
_BLOCK = lazy_pattern(r"(?<=</p>)|(?<=</ul>)|(?<=</ol>)|(?<=</blockquote>)|(?<=</h2>)")
_PREHEADER = 110


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What is written to everyone alike; `cut` when the end of a letter is on its page only."""

    subject: str
    text: str
    html: str
    cut: bool = False

    def for_one(self, leave: str) -> Sheet:
        """Return the same with someone's own link to unsubscribe."""
        text, html = (each.replace(_LEAVE, leave) for each in (self.text, self.html))
        return replace(self, text=text, html=html)


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Who a message is for and how it is known: `leave` links unsubscribe its recipient.

    What they reply goes to `reply_to`; `answers` is the Message-ID of what it answers itself.
    """

    to: str
    date: datetime
    message_id: str
    leave: str = ""
    leave_by_mail: str = ""
    reply_to: str = ""
    answers: str = ""


def letter_sheet(  # noqa: PLR0913  what is written, and of what it tells
    render: Render,
    letter: Letter,
    network: Network,
    page: str,
    *,
    leaves: bool = True,
    answers: bool = False,
) -> Sheet:
    """Write a letter for its recipients, cut between its sections where it is too long.

    Without `leaves` there is no link to unsubscribe: whoever sends it knows whom they write to.
    `answers` when what is replied to it is read.
    """
    title = shown(letter.title) or f"La lettre n°\u00a0{letter.number}"
    leave, whole = _LEAVE if leaves else "", plain(letter.text)

    def made(parts: list[str], *, cut: bool) -> Sheet:
        html = render(
            "lettre/mail.html.j2",
            title=title,
            over=f"La lettre {of(network.spoken)}",
            preheader=_opening(letter.html),
            style=render("lettre/mail.css"),
            network=network,
            html="".join(parts),
            page=page,
            cut=cut,
            leave=leave,
            answers=answers,
        )
        text = render(
            "lettre/mail.txt.j2",
            text=_shortened(whole, LARGEST // 6) if cut else whole,
            network=network,
            page=page,
            cut=cut,
            leave=leave,
            answers=answers,
        )
        return Sheet(subject=title, text=f"{text}\n", html=_inlined(html), cut=cut)

    parts = _parts(letter.html)
    sheet = made(parts, cut=False)
    while _weight(sheet) > LARGEST and parts:
        parts = parts[: _fewer(parts, _weight(sheet))]
        sheet = made(parts, cut=True)
    return sheet


def confirmation_sheet(render: Render, network: Network, link: str, *, asked: bool) -> Sheet:
    """Write to someone so that they confirm; `asked` when a member gave the address."""
    title = f"Recevoir la lettre {of(shown(network.spoken))} ?".replace(" ?", "\u00a0?")
    html = render(
        "lettre/confirm.html.j2",
        title=title,
        over="Une confirmation de votre part",
        preheader="Confirmez en un clic, ou ne faites rien.",
        style=render("lettre/mail.css"),
        network=network,
        link=link,
        asked=asked,
    )
    text = render("lettre/confirm.txt.j2", network=network, link=link, asked=asked)
    return Sheet(subject=title, text=f"{text}\n", html=_inlined(html))


def reply_sheet(render: Render, network: Network, reply: MailReply, link: str) -> Sheet:
    """Write to who replied to the letter: to be let publish by a `link`, or what they are told."""
    title = f"Votre réponse à la lettre {of(shown(network.spoken))}"
    html = render(
        "lettre/answered.html.j2",
        title=title,
        over="Une réponse à votre courriel",
        preheader="Rien ne paraît sans vous." if link else "La coordination vous écrit.",
        style=render("lettre/mail.css"),
        network=network,
        reply=reply,
        link=link,
    )
    text = render("lettre/answered.txt.j2", network=network, reply=reply, link=link)
    return Sheet(subject=title, text=f"{text}\n", html=_inlined(html))


def written(sheet: Sheet, envelope: Envelope, settings: MailSettings, network: Network) -> bytes:
    """Return the message as a server takes it."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(
        display_name=shown(settings.sender_name or network.name), addr_spec=settings.sender
    )
    message["Subject"] = shown(sheet.subject)
    message["To"] = Address(addr_spec=envelope.to)
    message["Date"] = envelope.date
    message["Message-ID"] = envelope.message_id
    _fill(message, sheet)
    return "".join(_list_headers(envelope, settings, network)).encode("ascii") + message.as_bytes()


def ready_to_send(sheet: Sheet, network: Network) -> str:
    """Return the `.eml` file of a letter: a draft, whose recipients are for its sender to add.

    `X-Unsent` has Outlook and others open it as a message to send.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = shown(sheet.subject)
    message["X-Unsent"] = "1"
    message["Comments"] = f"Lettre du réseau {network.slug} : mettez les destinataires en Cci."
    _fill(message, sheet)
    return message.as_bytes().decode("ascii")


def _list_headers(envelope: Envelope, settings: MailSettings, network: Network) -> Iterator[str]:
    yield f"Auto-Submitted: auto-{'replied' if envelope.answers else 'generated'}\r\n"
    if envelope.reply_to:
        yield f"Reply-To: <{envelope.reply_to}>\r\n"
    if envelope.answers:
        yield f"In-Reply-To: {envelope.answers}\r\n"
    if not envelope.leave:
        return
    ways = [f"<{envelope.leave}>"]
    if envelope.leave_by_mail:
        ways.append(f"<mailto:{envelope.leave_by_mail}?subject=Desabonnement>")
    yield f"List-Id: <{network.slug}.lettre.{domain_of(settings.sender)}>\r\n"
    yield f"List-Unsubscribe: {(',' + chr(13) + chr(10) + ' ').join(ways)}\r\n"
    yield "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    yield "Precedence: bulk\r\n"


def _fill(message: EmailMessage, sheet: Sheet) -> None:
    """Put both parts in, the richest last, as RFC 2046 has it."""
    message["MIME-Version"] = "1.0"
    message["Content-Language"] = "fr"
    message["Content-Type"] = "multipart/alternative"
    message.attach(_part(sheet.text, "plain"))
    message.attach(_part(sheet.html, "html"))


def _part(text: str, subtype: str) -> EmailMessage:
    """Return a part in quoted-printable; `b2a_qp` writes it thirty times as fast as `email`."""
    part = EmailMessage(policy=SMTP)
    part["Content-Type"] = f'text/{subtype}; charset="utf-8"'
    part["Content-Transfer-Encoding"] = "quoted-printable"
    part.set_payload(b2a_qp(text.encode(), istext=True).decode("ascii"))
    return part


def _weight(sheet: Sheet) -> int:
    """Return the bytes of the message that a sheet becomes, at the most."""
    around = 4 * _LONGEST_LINK + 2_000
    return around + sum(
        len(body) + body.count(b"\n")
        for body in (b2a_qp(each.encode(), istext=True) for each in (sheet.text, sheet.html))
    )


def _inlined(html: str) -> str:
    """Return a page with its style on each element; what depends on the screen stays in <style>."""
    from css_inline import CSSInliner  # noqa: PLC0415  an idle bot does without

    return CSSInliner(keep_at_rules=True, load_remote_stylesheets=False).inline(html)


def _parts(html: str) -> list[str]:
    """Cut a letter's HTML where it may end: before a title, or after a paragraph or a list."""
    return [block for section in _SECTION.split(html) for block in _BLOCK.split(section) if block]


def _fewer(parts: list[str], weight: int) -> int:
    """Return how many parts may fit, fewer than there are; never a title without its text."""
    room = sum(map(len, parts)) * LARGEST // weight
    kept, length = 0, 0
    for part in parts[:-1]:
        length += len(part)
        if length > room:
            break
        kept += 1
    while kept and parts[kept - 1].lstrip().startswith("<h2"):
        kept -= 1
    return kept


def _shortened(text: str, limit: int) -> str:
    """Return the lines of a text that fit, whole paragraphs only."""
    if len(text) <= limit:
        return text
    return text[:limit].rpartition("\n\n")[0]


def _opening(html: str) -> str:
    """Return the first words of a letter, which mail programs show beside its subject."""
    first = re.sub(r"<[^>]+>", " ", re.sub(r"<h\d\b.*?</h\d>", " ", html, flags=re.DOTALL))
    words = " ".join(unescape(first).split())
    return words if len(words) <= _PREHEADER else f"{words[:_PREHEADER].rpartition(' ')[0]}…"
