"""What a pile is made of, in which order, and where someone is in theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from datetime import UTC, datetime, time, timedelta
from enum import Enum
from uuid import uuid4
from zoneinfo import ZoneInfo

from bot.core.card_keys import PILE
from bot.core.message import Button, Option
from bot.people.wish import DELIVERY, next_delivery
from bot.talk.reply import Reply

MOST = 10
"""Things of one sitting: what comes after them can wait."""

THUMB = timedelta(seconds=1)
"""A press so soon after a change was meant for what stood there before."""

_FOR_EVER = datetime.max.replace(tzinfo=UTC)

LATER = "aide plus-tard"
SEEN = "aide vu"
UNSEEN = "aide revoir"
"""What leaves a thing for tomorrow, and what takes it away for good."""

APART = "aide cartes"
"""What has each card of a pile come in a post of its own, or no longer."""

BROWSE = "aide parcourir"
"""What lists all that may be read at length."""

OPEN = "aide"
"""What opens a pile; pressed on one, it goes on with what is still there."""


class PieceKind(Enum):
    """What may wait for someone, first what a person waits for; the value starts their keys."""

    PRIVATE_QUESTION = "private"
    WAS_IT_HELD = "held"
    MEETING_TO_END = "to-end"
    PASSAGE_TO_KEEP = "passage"
    MINUTES_TO_PUBLISH = "minutes"
    MEETING_TODAY = "today"
    NEED_FROM_BELOW = "need"
    ANSWER_FROM_ABOVE = "answer"
    ANSWER_TO_OFFER = "offer"
    POLL_TO_SETTLE = "poll"
    ANSWER_PROMISED = "promised"
    DEADLINE_TO_CHECK = "deadline"
    MAIL_REPLY = "mail-reply"
    NEWCOMERS = "newcomers"
    QUESTION_WAITING = "question"
    SUMMARY_TO_SEND = "summary"
    MEETING_TO_ANNOUNCE = "to-announce"
    HOST_MISSING = "host"
    FIRST_HOUR = "first"
    EDITO_TO_WRITE = "edito"
    MAILS_THAT_FAILED = "mails"
    ARTICLE_TO_SORT = "article"
    ANNOUNCEMENT_TO_CHOOSE = "announcement"
    SURVEY_TO_LET_THROUGH = "survey"
    FORM_TO_EXPORT = "form"
    LINE_OF_A_FORM = "line"
    QUESTION_TO_TRANSMIT = "transmit"
    LIKELY_DOUBLE = "double"
    EMPTY_MONTH = "month"
    TERRITORIES = "territories"
    COPIES_TO_LOOK_AT = "copies"
    FEEDS_THAT_FAIL = "feeds"
    LIST_OF_PLACES_THAT_FAILS = "places"
    PAST_QUESTION = "past"
    MEMORY_TO_CHOOSE = "memory"
    NEXT_MEETING = "meeting"
    ARTICLE_TO_READ = "read"
    PLACE_TO_OFFER = "place"


_KINDS = tuple(PieceKind)
PEOPLE = frozenset(_KINDS[: _KINDS.index(PieceKind.QUESTION_WAITING) + 1])
"""What a person waits for."""


_OF_QUESTIONS = (
    PieceKind.ANSWER_FROM_ABOVE,
    PieceKind.ANSWER_PROMISED,
    PieceKind.ANSWER_TO_OFFER,
    PieceKind.LIKELY_DOUBLE,
    PieceKind.QUESTION_TO_TRANSMIT,
    PieceKind.QUESTION_WAITING,
    PieceKind.SUMMARY_TO_SEND,
)
"""What shows the words of questions, whose numbers its key ends with."""


@dataclass(frozen=True, slots=True)
class PilePiece:
    """One thing that waits for someone, in one network.

    `ref` tells it from others of its kind. What it shows is what its route `shows` answers about
    it, or what it `makes` (None where the thing is no longer there); what can be done with it
    begins with `first`, and ends with `at_once`: for all that are like it, or to leave it aside. It
    matters by `due`, never when that is None, and more when a person `waits`: not for what a
    machine `found`. What is `private` never stands in a pile but as a link. Its heading names
    `count`, `at` and `why`.
    """

    kind: PieceKind
    ref: object = ""
    _: KW_ONLY
    shows: str = ""
    makes: Callable[[], Reply | None] | None = None
    first: Sequence[Button] = ()
    at_once: Sequence[Button] = ()
    due: datetime | None = None
    found: bool = False
    private: bool = False
    count: int = 0
    also: int = 0
    at: datetime | None = None
    why: str = ""

    @property
    def waits(self) -> bool:
        """Whether a person waits for it."""
        return self.kind in PEOPLE and not self.found

    @property
    def key(self) -> str:
        """What it is found by again: « question:12 »."""
        return key_of(self.kind, self.ref)


def key_of(kind: PieceKind, ref: object) -> str:
    """Return the key of a piece of this kind: « question:12 »."""
    return f"{kind.value}:{ref}"


def kind_of(key: str) -> PieceKind | None:
    """Return what a piece of this key is; None for what an older version called so."""
    value = key.partition(":")[0]
    return next((each for each in PieceKind if each.value == value), None)


def ordered(pieces: Iterable[PilePiece]) -> Sequence[PilePiece]:
    """Return what waits in the order in which it is shown: people first, then what is due first.

    An object is there once: a question that waits, and might climb, is one to transmit that stands
    where it waited.
    """
    found = sorted(pieces, key=lambda each: (not each.waits, each.due or _FOR_EVER))
    return [*{(each.shows or each.kind, str(each.ref)): each for each in found}.values()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pile:
    """What one person of a server has before them: `queue` has what is still to be seen.

    The first of the queue is shown by the post of `key`. An entry is « loire/question:12 ». Of
    `total` things the sitting began with, those that are not in the queue are done. `choices` are
    what may be pressed now, each in its network, `undo` the one that takes the last gesture back,
    on the piece `last`. `serial` grows with each change; `changed_at` is when the post was last
    rewritten under someone's thumb, None where it is new. `private` when what is shown is a
    link to words that nobody else may read. `apart` where they want each thing in its own post.
    """

    server: str
    user: str
    network: str
    key: str
    opened_at: datetime
    serial: int = 0
    queue: tuple[str, ...] = ()
    total: int = 0
    choices: tuple[str, ...] = ()
    undo: str = ""
    last: str = ""
    private: bool = False
    apart: bool = False
    changed_at: datetime | None = None

    @property
    def place(self) -> int:
        """Which of the sitting's things is shown, from 1 on."""
        return self.total - len(self.queue) + 1

    def shows(self, network: str, number: int) -> bool:
        """Tell whether what it shows are the words of a network's question."""
        shown, _, ref = (self.queue or ("",))[0].partition(":")
        told = [f"{network}/{kind.value}" for kind in _OF_QUESTIONS]
        return shown in told and str(number) in ref.split("-")

    def opened_since(self, moment: datetime) -> bool:
        """Tell whether it was opened since then, and is not done with."""
        return bool(self.queue) and self.opened_at >= moment

    def takes(self, choice: str, now: datetime) -> bool:
        """Tell whether a press is of what is shown, by someone who had the time to see it."""
        return choice in self.choices and not self.just_changed(now)

    def just_changed(self, now: datetime) -> bool:
        """Tell whether what is shown has changed under someone's thumb."""
        return self.changed_at is not None and timedelta() <= now - self.changed_at < THUMB

    def opened_form(self, filled: str) -> bool:
        """Tell whether a form that was filled in is one of what is shown."""
        return any(f"{filled} ".startswith(f"{each} ") for each in self.choices)

    def without_first(self) -> Pile:
        """Return it with its first thing dealt with."""
        return replace(self, queue=self.queue[1:], last=self.queue[0])


def new_key() -> str:
    """Return the key of a new post of a pile."""
    return f"{PILE}{uuid4().hex}"


def entry(network: str, piece: PilePiece) -> str:
    """Return what a queue holds of a piece of a network."""
    return f"{network}/{piece.key}"


def choice(network: str | None, route: str | None, argument: str) -> str:
    """Return what is pressed, as a pile remembers what may be: each network numbers its own."""
    return f"{network or ''}/{route or ''} {argument}".strip()


def choices(network: str, buttons: Iterable[Button]) -> tuple[str, ...]:
    """Return all that can be pressed or chosen among some buttons of a network's."""
    found: list[Button | Option] = []
    for each in buttons:
        found += each.options or [each]
    return tuple(choice(each.network or network, each.route, each.argument) for each in found)


def later(key: str, now: datetime, zone: str) -> datetime:
    """Return when what was left for later comes back: the next morning, on an IANA zone's clock.

    What may wait for months comes back when they are over.
    """
    local = now.astimezone(ZoneInfo(zone))
    days = UNHURRIED_DAYS if kind_of(key) in UNHURRIED else 1
    return datetime.combine(local.date() + timedelta(days=days), MORNING, local.tzinfo)


UNHURRIED = (PieceKind.PLACE_TO_OFFER,)
UNHURRIED_DAYS = 90
MORNING = time(5)


def day_of(now: datetime, zone: str) -> datetime:
    """Return the last DELIVERY of a day (UTC), on an IANA zone's clock, not after now."""
    local = now.astimezone(ZoneInfo(zone))
    today = datetime.combine(local.date(), DELIVERY, local.tzinfo)
    last = today if today <= local else today - timedelta(days=1)
    return last.astimezone(now.tzinfo)


def week_of(now: datetime, zone: str) -> datetime:
    """Return the last Monday at DELIVERY (UTC), on an IANA zone's clock, not after now."""
    following = next_delivery(now, zone).astimezone(ZoneInfo(zone))
    return (following - timedelta(weeks=1)).astimezone(now.tzinfo)
