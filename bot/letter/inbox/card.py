"""A reply to the letter, as coordinators see it in their pile, with what may be done of it."""

from __future__ import annotations

from bot.core.message import Button
from bot.letter.inbox.rules import MailReply, ReplyStatus
from bot.talk.context import Context
from bot.talk.reply import Reply

SHOW = "lettre courriel"
ASK, ANSWER, COME = f"{SHOW}-question", f"{SHOW}-réponse", f"{SHOW}-présence"
PROPOSE, WRITE = f"{SHOW}-veille", f"{SHOW}-écrire"
DROP, PUT_BACK = f"{SHOW}-écarter", f"{SHOW}-remettre"

_VERBS = (
    ("question", "En faire une question…", ASK),
    ("reponse", "Réponse à la question n°…", ANSWER),
    ("vient", "Noter sa venue", COME),
    ("veille", "Proposer à la veille…", PROPOSE),
    ("ecrire", "Répondre par courriel…", WRITE),
    ("ecarter", "Écarter", DROP),
)


def shown(ctx: Context, reply: MailReply) -> Reply:
    """Return a reply with its verbs, where there is something to decide."""
    verbs = _VERBS if reply.status is ReplyStatus.WAITING else ()
    buttons = [Button(name, label, route, str(reply.number)) for name, label, route in verbs]
    return ctx.reply("lettre/mail_reply.md.j2", *buttons, reply=reply)
