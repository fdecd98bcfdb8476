"""The letter by mail: who receives it, each mail on its way, and what servers answer.

A mail is waiting → sending → sent. `sending` left behind by a crash means that it was perhaps
handed over: its claim lapses, and it is sent again under the same Message-ID. `failed` is the end
of what a server refuses for good, `dropped` of what nobody wants any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from bot.core.labels import Labelled
from bot.core.patterns import lazy_pattern

CONFIRM_WITHIN = timedelta(days=7)
"""How long the link of a confirmation is good."""

ASK_AGAIN = timedelta(days=1)
"""The least between two confirmations asked from one address."""

UNCONFIRMED_KEPT = timedelta(days=30)
"""How long an address that was never confirmed is kept."""

MAILS_KEPT = timedelta(days=365)
"""How long we know what became of a mail."""

ASKED_A_DAY = 5
"""Confirmations that one member may have sent in a day: we are nobody's way to pester others."""

CLAIM = timedelta(minutes=10)
"""How long a mail is ours once claimed: more than any server may take to accept it."""

MOST_TRIES = 15
"""Tries of one mail: with these waits, the last one is two days after the first."""

_FIRST_WAIT = timedelta(minutes=5)
_LONGEST_WAIT = timedelta(hours=6)


class AddressStatus(Labelled):
    """Whether an address is written to."""

    WAITING = "waiting", "à confirmer"
    CONFIRMED = "confirmed", "confirmé"


class MailKind(Enum):
    """What a mail is."""

    LETTER = "letter"
    CONFIRM = "confirm"
    TRIAL = "trial"
    CONSENT = "consent"
    ANSWER = "answer"


class MailStatus(Enum):
    """How far a mail is on its way."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class Reason(Enum):
    """Why an address must not be written to any more."""

    UNSUBSCRIBED = "unsubscribed"
    REMOVED = "removed"
    BOUNCED = "bounced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """One address of one network's list.

    `handle` names it in links and return addresses, for ever its own. `user` is the member who gave
    it, "" when it was imported. `failures` counts what came back and may still pass.
    """

    network: str
    address: str
    handle: str
    asked_at: datetime
    user: str = ""
    standing: AddressStatus = AddressStatus.WAITING
    confirmed_at: datetime | None = None
    failures: int = 0
    trouble: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A mail that is ours to send, and to whom; `letter` is its letter's id, if it is one.

    `reply` is the id of what it answers: `to` is then its sender, of no list.
    """

    id: int
    kind: MailKind
    letter: int | None
    attempts: int
    made_at: datetime
    to: Subscriber
    reply: int | None = None


class Blame(Enum):
    """What a failure is due to."""

    SERVER = "server"
    """Our server, or our account on it: nobody's mail would leave now."""
    LATER = "later"
    """This mail did not leave, and may yet."""
    MAIL = "mail"
    """This mail will never leave."""
    ADDRESS = "address"
    """No mail will ever reach this address."""


class NotSentError(Exception):
    """A mail was not accepted; `reason` says why in French, without the address.

    `str(error)` is for the log, without the address either.
    """

    def __init__(self, message: str, *, blame: Blame, reason: str) -> None:
        super().__init__(message)
        self.blame = blame
        self.reason = reason


def next_try(attempts: int, now: datetime) -> datetime | None:
    """Return when to try again after so many attempts, None to give up."""
    if attempts >= MOST_TRIES:
        return None
    doubled: timedelta = _FIRST_WAIT * 2 ** max(attempts - 1, 0)
    return now + min(doubled, _LONGEST_WAIT)


@dataclass(frozen=True, slots=True)
class ServerRefusal:
    """What a server answered: its code, and its enhanced status (RFC 3463) if it gave one."""

    code: int
    status: str

    @property
    def blame(self) -> Blame:
        """Tell what a refusal of a recipient is due to."""
        if self.code < _PERMANENT and not self.status.startswith("5."):
            return Blame.LATER
        if self.status:
            return Blame.ADDRESS if self.status in _NO_SUCH_ADDRESS else Blame.MAIL
        return Blame.ADDRESS if self.code in _NO_SUCH_MAILBOX else Blame.MAIL

    @property
    def reason(self) -> str:
        """Say why, in French."""
        subject = self.status.partition(".")[2]
        known = _REASONS.get(subject) or _REASONS.get(subject.partition(".")[0])
        if known:
            return known
        if self.code in _NO_SUCH_MAILBOX:
            return "adresse inconnue"
        return "boîte injoignable" if self.code < _PERMANENT else "refusé par le serveur"


_PERMANENT = 500
_NO_SUCH_MAILBOX = frozenset({550, 551, 553})
_NO_SUCH_ADDRESS = frozenset({"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
_REASONS = {
    "1": "adresse inconnue",
    "1.2": "domaine inconnu",
    "1.8": "expéditeur refusé",
    "1.7": "expéditeur refusé",
    "2.1": "boîte fermée",
    "2.2": "boîte pleine",
    "2.3": "courriel trop lourd",
    "3.4": "courriel trop lourd",
    "4": "serveur injoignable",
    "7": "refusé comme indésirable",
}
_STATUS = lazy_pattern(r"^\s*([245]\.\d{1,3}\.\d{1,3})\b")


def refusal(code: int, text: str) -> ServerRefusal:
    """Read a server's answer: « 550 5.1.1 no such user »."""
    found = _STATUS.match(text)
    return ServerRefusal(code, found[1] if found else "")
