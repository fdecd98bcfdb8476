"""Whether a mail was written by a program: an absence, a receipt, a list, our own letter."""

from __future__ import annotations

from email.message import Message
from email.utils import parseaddr

from bot.core.patterns import lazy_pattern
from bot.french.folding import fold
from bot.letter.inbox.mail_text import decoded
from bot.letter.mail.settings import MailSettings

_MACHINES = lazy_pattern(
    r"(?:mailer-daemon|postmaster|mail-daemon|no-?_?reply|ne-?pas-?repondre|noreply|do-?not-?reply|"
    r"bounces?|listserv|mdaemon|abuse)(?:[+._-].*)?@.*"
)
_SUBJECT = lazy_pattern(
    r"(?:\[?(?:reponse|message|courriel) automatique|auto(?:matic)?[- ]?re(?:ply|sponse)|"
    r"absen(?:t|te|ce)s?\b.{0,30}(?:bureau|jusqu|du|conge|:|$)|out of (?:the )?office|en conges?\b|"
    r"undeliver|non remis|echec de (?:la )?(?:remise|distribution)|delivery (?:status|failure)|"
    r"returned mail|mail delivery|accuse de (?:lecture|reception)|(?:lu|read|not read|non lu)\s*:|"
    r"(?:accepte|refuse|provisoire|accepted|declined|tentative|invitation|annule)e?\s*:)"
)
_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
_MADE = (
    *("X-Autoreply", "X-Autorespond", "X-Auto-Reply", "Auto-Reply", "X-Vacation", "X-Loop"),
    *("X-Failed-Recipients", "List-Id", "List-Unsubscribe", "X-Mailgun-Sid"),
)


def is_automatic(message: Message, settings: MailSettings) -> bool:
    """Tell whether a program wrote a mail: it is neither shown to anyone, nor answered."""
    told = str(message.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
    precedence = str(message.get("Precedence", "")).strip().lower()
    sender = parseaddr(str(message.get("From", "")))[1].lower()
    own = {settings.sender.lower(), settings.box.lower()}
    kinds = {each.get_content_type() for each in message.walk()}
    return (
        told not in {"no", ""}
        or precedence in _BULK
        or any(name in message for name in _MADE)
        or str(message.get("Return-Path", "x")).strip() == "<>"
        or not sender
        or sender in own
        or bool(_MACHINES.fullmatch(sender))
        or bool({"multipart/report", "text/calendar"} & kinds)
        or bool(_SUBJECT.match(fold(decoded(message.get("Subject", ""))[:200]).strip()))
    )
