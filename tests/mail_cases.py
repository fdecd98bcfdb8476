"""What the templates of the mail are rendered with."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

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

_PAGES = ["", "https://b.fr/lettre/a"]

OWN: dict[str, dict[str, list[object]]] = {
    "lettre/mail.html.j2": {"page": [*_PAGES]},
    "lettre/mail.txt.j2": {"page": [*_PAGES], "text": ["La lettre\n=========\n\nBonjour"]},
    "lettre/subscribers.md.j2": {"counts": [*LISTED]},
    "lettre/imported.md.j2": {"imported": [*IMPORTED]},
    "lettre/subscription.html.j2": {"page": [*get_args(MailPage)]},
}
"""Names that mean something else in one template."""
