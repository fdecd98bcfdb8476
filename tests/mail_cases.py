"""What the templates of the mail are rendered with."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

from bot.letter.inbox.newsletter import Newsletter
from bot.letter.inbox.rules import MailReply, ReplyStatus, ReplyUse
from bot.letter.mail.address_list import AddressList, RefusedLine
from bot.letter.mail.mailing import Sending
from bot.letter.mail.rules import MailStatus
from bot.letter.mail.subscriber_store import Counts
from bot.letter.mail.subscribing import ImportedAddresses
from bot.pages.mail import MailPage
from tests.letter_cases import PUBLISHED

ADDRESSES = AddressList(addresses=("zoe@exemple.fr",), bad=(), doubles=0)
MESSY = AddressList(
    addresses=("zoe@exemple.fr", "louis@exemple.fr"),
    bad=tuple(RefusedLine(number, "pas d'adresse") for number in range(2, 14)),
    doubles=2,
)
IMPORTED = [
    ImportedAddresses(confirmed=1, asked=0, known=0, left=0, listed=ADDRESSES),
    ImportedAddresses(confirmed=1, asked=2, known=1, left=1, listed=MESSY),
    ImportedAddresses(confirmed=2, asked=1, known=2, left=2, listed=MESSY),
]
LISTED = [
    Counts(confirmed=0, waiting=0, troubles=[], left=0),
    Counts(
        confirmed=12,
        waiting=1,
        troubles=[("boîte pleine", 2), ("serveur injoignable", 1)],
        left=2,
    ),
]
SENDINGS = [
    Sending(
        letter=PUBLISHED,
        counts={MailStatus.SENT: 120, MailStatus.FAILED: 3, MailStatus.WAITING: 1},
        reasons=[("adresse inconnue", 2), ("boîte pleine", 1)],
        domains=[("exemple.fr", 2), ("mairie.example", 1)],
    ),
    Sending(letter=PUBLISHED, counts={MailStatus.SENT: 1}, reasons=[], domains=[]),
    Sending(letter=PUBLISHED, counts={}, reasons=[], domains=[]),
]

CASES: dict[str, list[object]] = {
    "address": ["zoe@exemple.fr"],
    "asked": [True, False],
    "back": ["abc"],
    "box": ["courroie+a@b.fr", ""],
    "cut": [False, True],
    "ended": [[], ["zoe@exemple.fr"], ["zoe@exemple.fr", "z@exemple.fr"]],
    "html": ["<h2>Bonjour</h2><p>Voici</p>"],
    "joined": ["confirmed", "already", "asked"],
    "leave": ["https://b.fr/desabonnement/a", ""],
    "letter": [PUBLISHED, replace(PUBLISHED, number=0)],
    "link": ["https://b.fr/abonnement/a"],
    "over": ["La lettre du réseau"],
    "overheard": [False, True],
    "preheader": ["Bonjour"],
    "reason": ["boîte pleine"],
    "sending": [*SENDINGS],
    "sends": [True, False],
    "style": ["p { margin: 0; }"],
    "title": ["La lettre de novembre"],
    "trusted": [[], ["exemple.fr"], ["exemple.fr", "mairie.example"]],
    "waiting": [0, 1, 12],
}
"""What each name may be."""

REPLY = MailReply(
    network="loire",
    number=3,
    handle="a" * 16,
    address="zoe@exemple.fr",
    sender="Zoé *Martin*",
    text="Qui prête\n\nune *salle* à Feurs",
    at=datetime(2026, 11, 2, 8, tzinfo=UTC),
    words="Qui prête une salle à Feurs",
    use=ReplyUse.QUESTION,
)
REPLIES = [REPLY, *(replace(REPLY, use=each, target=12) for each in ReplyUse)]

NEWS = Newsletter(sender="a@b.fr", name="Le *hub*", subject="Les [nouvelles]")

_PAGES = ["", "https://b.fr/lettre/a"]

OWN: dict[str, dict[str, list[object]]] = {
    "lettre/mail.html.j2": {"page": [*_PAGES], "answers": [True, False]},
    "lettre/mail.txt.j2": {
        "page": [*_PAGES],
        "answers": [True, False],
        "text": ["La lettre\n=========\n\nBonjour"],
    },
    "lettre/subscribers.md.j2": {"counts": [*LISTED]},
    "lettre/imported.md.j2": {"imported": [*IMPORTED]},
    "lettre/subscription.html.j2": {"page": [*get_args(MailPage)], "reply": [REPLY]},
    "veille/newsletter.md.j2": {"letter": [NEWS, replace(NEWS, confirms="https://b.fr/oui")]},
    "lettre/mail_reply.md.j2": {
        "reply": [
            replace(REPLY, status=each, other=other, sender="" if other else REPLY.sender)
            for each in ReplyStatus
            for other in (False, True)
        ]
    },
    "lettre/reply_settled.md.j2": {
        "reply": [*REPLIES],
        "number": [0, 4],
        "reason": ["", "C'est déjà paru."],
    },
    **{
        f"lettre/answered.{kind}.j2": {"reply": [*REPLIES], "link": ["", "https://b.fr/accord/a"]}
        for kind in ("txt", "html")
    },
}
"""Names that mean something else in one template."""
