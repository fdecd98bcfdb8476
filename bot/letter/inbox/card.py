"""A reply to the letter, as coordinators see it in their pile, with what may be done of it."""

from __future__ import annotations

from bot.core.message import Button
from bot.letter.inbox.rules import MailReply, ReplyStatus
from bot.talk.context import Context
from bot.talk.reply import Reply

SHOW = "lettre courriel"
ASK = "lettre courriel-question"
ANSWER = "lettre courriel-réponse"
COME = "lettre courriel-présence"
PROPOSE = "lettre courriel-veille"
WRITE = "lettre courriel-écrire"
DROP = "lettre courriel-écarter"
PUT_BACK = "lettre courriel-remettre"

_VERBS = (
    ("question", "En faire une question…", ASK),
    ("reponse", "Réponse à la question n°…", ANSWER),
    ("vient", "Je viens", COME),
    ("veille", "Proposer à la veille…", PROPOSE),
    ("ecrire", "Répondre par courriel…", WRITE),
    ("ecarter", "Écarter", DROP),
)


def shown(ctx: Context, reply: MailReply) -> Reply:
    """Return a reply with its verbs, where there is something to decide."""
    waits = reply.status is ReplyStatus.WAITING
    number = str(reply.number)
    verbs = [Button(name, label, route, number) for name, label, route in _VERBS] if waits else []
    return ctx.reply("lettre/mail_reply.md.j2", *verbs, reply=reply)


def putting_back(reply: MailReply) -> Button:
    """Return what brings a reply that was set aside back into the pile."""
    return Button("remettre", "La remettre", PUT_BACK, str(reply.number))
