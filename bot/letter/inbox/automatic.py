"""Whether a mail was written by a program: an absence, a receipt, a list, our own letter."""

from __future__ import annotations

from email.message import Message

from bot.core.patterns import lazy_pattern
from bot.french.folding import fold
from bot.letter.inbox.mail_text import decoded, parts_of, sender_of
from bot.letter.mail.settings import MailSettings

_MACHINES = lazy_pattern(
    r"(?:mailer-daemon|postmaster|mail-daemon|no-?_?reply|ne-?pas-?repondre|noreply|do-?not-?reply|"
    r"bounces?|listserv|mdaemon|abuse)(?:[+._-].*)?@.*"
)
_SUBJECT = lazy_pattern(
    r"(?:\[?(?:reponse|message|courriel) automatique|auto(?:matic)?[- ]?re(?:ply|sponse)|"
    r"absen(?:t|te|ce)s?(?:\W*(?::|$)|\b.{0,30}(?:bureau|jusqu|du (?:\w+ )?\d|conge|\bre ?:))|"
    r"out of (?:the )?office|en conges?\b|"
    r"undeliver|non remis|echec de (?:la )?(?:remise|distribution)|delivery (?:status|failure)|"
    r"returned mail|mail delivery|accuse de (?:lecture|reception)|(?:lu|read|not read|non lu)\s*:|"
    r"(?:accepte|refuse|provisoire|accepted|declined|tentative)e?\s*:)"
)
_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
_MADE = (
    *("X-Autoreply", "X-Autorespond", "X-Auto-Reply", "Auto-Reply", "X-Vacation", "X-Loop"),
    *("X-Failed-Recipients", "List-Id", "List-Unsubscribe", "X-Mailgun-Sid"),
)


def is_automatic(message: Message, settings: MailSettings) -> bool:
    """Tell whether a program wrote a mail: it is neither shown to anyone, nor answered."""
    sender = sender_of(message)[1].lower()
    subject = fold(decoded(message.get("Subject", ""))[:200]).strip()
    return (
        _told(message, "Auto-Submitted") not in {"no", ""}
        or _told(message, "Precedence") in _BULK
        or any(name in message for name in _MADE)
        or _told(message, "Return-Path") == "<>"
        or sender in {settings.sender.lower(), settings.box.lower()}
        or bool(_MACHINES.fullmatch(sender) or _SUBJECT.match(subject))
        or message.get_content_type() == "multipart/report"
        or any(parts_of(message, "text/calendar"))
    )


def _told(message: Message, name: str) -> str:
    return str(message.get(name, "")).partition(";")[0].strip().lower()
