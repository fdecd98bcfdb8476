"""A question: a need once deposited, and all that may become of it.

TRANSITIONS is the whole of its life: which change is allowed in which state, and where it leads.
`docs/lives.md` draws it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Self

from bot.core.errors import TOO_LATE, Refusal, UserError
from bot.core.labels import Labelled
from bot.network.rights import Act
from bot.network.small_numbers import step_reached

SAME_DEPOSIT = timedelta(minutes=10)
"""Within this time the same words from the same person are one deposit, sent twice by mistake."""

LATEST_DEPOSITS = 3
"""How many of someone's last questions are compared: a double tap is among them."""

PUT_AGAIN_FOR = timedelta(days=14)
"""How long a question that is put to the channel again waits there: two working weeks."""

ANSWERS_WITHIN = timedelta(days=1)
"""Time after a meeting or a letter to write down the answers that were given there."""

ANSWER_LIMIT = 4_000
"""Characters of an answer with all that was added to it: its card stays one post."""

WITHHELD = "(Réponse retirée par la personne qui l'avait écrite.)"
"""What stands for the words of an answer whose message was deleted."""

UNSENT_ERASED_AFTER = timedelta(days=30)
"""A private question that nobody reads, or nobody reads any more, is kept so long."""

UNSENT_REMINDED_AFTER = timedelta(days=1)
"""Its author is reminded once, after so long, that it was not sent."""


class QuestionStatus(Labelled):
    """Where a question stands in its life; `label` agrees with « une question »."""

    OPEN = "open", "ouverte"
    SCHEDULED = "scheduled", "reportée"
    ANSWERED = "answered", "réponse trouvée"
    CLOSED = "closed", "fermée"
    MERGED = "merged", "réunie"
    WITHDRAWN = "withdrawn", "retirée"

    @property
    def waiting(self) -> bool:
        """Whether the question still waits for its answer."""
        return self in WAITING


WAITING = (QuestionStatus.OPEN, QuestionStatus.SCHEDULED)
"""The states of a question that still waits for its answer."""


OWN_DOING = (QuestionStatus.WITHDRAWN, QuestionStatus.MERGED)
"""The ends that are its author's own doing, and that they take back by themselves."""


class Visibility(Labelled):
    """Who sees a question, and its author's name.

    Public: the network, signed. Anonymous: the network, unsigned. Private: its author and the
    coordinators only.
    """

    PUBLIC = "public", "publique"
    ANONYMOUS = "anonymous", "anonyme"
    PRIVATE = "private", "privée"


class Place(Labelled):
    """Where the words of a question may be read; `label` is how a yes names it."""

    CHANNEL = "channel", "le canal"
    LETTER = "letter", "la lettre"
    MAIL = "mail", "le courriel"
    PAGE = "page", "la page web"
    WIKI = "wiki", "le wiki"
    TOOLS = "tools", "les autres outils"
    MEMORY = "memory", "la mémoire du réseau"
    TERRITORIES = "territories", "les autres territoires"


class Leave(Enum):
    """How words get to a place: by themselves, by a coordinator's choice, by their author's yes."""

    FREELY = "freely"
    CHOSEN = "chosen"
    AGREED = "agreed"
    NEVER = "never"


class Occasion(Labelled):
    """Where a question is to be answered: at the next meeting, on Mattermost, in the letter.

    `label` follows « reportée ».
    """

    MEETING = "rencontre", "à la prochaine rencontre"
    MATTERMOST = "mattermost", "sur Mattermost"
    LETTER = "lettre", "à la prochaine lettre"


class Origin(Labelled):
    """Where a question comes from: someone here, a network below, from which it climbed, a survey.

    Nobody is known to have asked one of these two. One of the PAST was found among what its author
    wrote in the channel before.
    """

    ASKED = "asked", "posée ici"
    RELAY = "relay", "relais"
    SURVEY = "survey", "enquête"
    PAST = "past", "retrouvée"


class Change(Labelled):
    """What may happen to a question; each one is told in its story.

    MERGED is told of the double, GATHERED of the question that it joins, CLIMBED of the one below
    and CARRIED of the one above, which stands for it. SENT is the moment when
    the author of a private question lets the people who were named to them read it. WANTED is told
    when someone asks whoever answered for what is missing. HIDDEN is told when the message that a
    question was made from is deleted, RESTORED when its author keeps the question all the same.
    """

    ASKED = "asked", "posée"
    JOINED = "joined", "« moi aussi »"
    LEFT = "left", "plus concernée"
    EDITED = "edited", "modifiée"
    THEMED = "themed", "thème changé"
    SHARED = "shared", "partagée avec le réseau"
    UNSIGNED = "unsigned", "nom retiré"
    SIGNED = "signed", "signée"
    MADE_PRIVATE = "made-private", "rendue privée"
    SENT = "sent", "transmise"
    DEFERRED = "deferred", "reportée"
    RETURNED = "returned", "revenue"
    ANSWERED = "answered", "réponse trouvée"
    COMPLETED = "completed", "réponse complétée"
    CORRECTED = "corrected", "réponse corrigée"
    WANTED = "wanted", "précision demandée"
    THANKED = "thanked", "merci"
    UNTHANKED = "unthanked", "merci repris"
    REOPENED = "reopened", "rouverte"
    CLOSED = "closed", "fermée"
    MERGED = "merged", "réunie"
    GATHERED = "gathered", "réunie à une autre"
    WITHDRAWN = "withdrawn", "retirée"
    CLIMBED = "climbed", "transmise à un autre réseau"
    CAME_BACK = "came-back", "revenue d'un autre réseau"
    CARRIED = "carried", "portée par un territoire"
    HIDDEN = "hidden", "masquée"
    RESTORED = "restored", "de nouveau montrée"


_STAYS = {status: status for status in WAITING}
_STAYS_ANSWERED = {QuestionStatus.ANSWERED: QuestionStatus.ANSWERED}
_ANY = {status: status for status in QuestionStatus}


def _ends(status: QuestionStatus) -> Mapping[QuestionStatus, QuestionStatus]:
    return dict.fromkeys(WAITING, status)


TRANSITIONS: Mapping[Change, Mapping[QuestionStatus, QuestionStatus]] = {
    Change.JOINED: _STAYS,
    Change.LEFT: _ANY,
    Change.EDITED: _STAYS,
    Change.SHARED: _STAYS,
    Change.UNSIGNED: _ANY,
    Change.SIGNED: _ANY,
    Change.MADE_PRIVATE: _ANY,
    Change.SENT: _STAYS,
    Change.HIDDEN: _ANY,
    Change.RESTORED: _ANY,
    Change.THEMED: {**_STAYS, **_STAYS_ANSWERED},
    Change.DEFERRED: _ends(QuestionStatus.SCHEDULED),
    Change.RETURNED: {QuestionStatus.SCHEDULED: QuestionStatus.OPEN},
    Change.ANSWERED: _ends(QuestionStatus.ANSWERED),
    Change.COMPLETED: _STAYS_ANSWERED,
    Change.CORRECTED: _STAYS_ANSWERED,
    Change.WANTED: _STAYS_ANSWERED,
    Change.THANKED: _STAYS_ANSWERED,
    Change.UNTHANKED: _STAYS_ANSWERED,
    Change.CLOSED: _ends(QuestionStatus.CLOSED),
    Change.MERGED: _ends(QuestionStatus.MERGED),
    Change.CLIMBED: _STAYS,
    Change.CAME_BACK: _ANY,
    Change.CARRIED: {**_STAYS, **_STAYS_ANSWERED},
    Change.GATHERED: {**_STAYS, **_STAYS_ANSWERED},
    Change.WITHDRAWN: _ends(QuestionStatus.WITHDRAWN),
    Change.REOPENED: {ended: QuestionStatus.OPEN for ended in _ANY if ended not in WAITING},
}
"""The state machine: from each state that allows a change, the state that it leads to."""


_LEAVES = {
    Place.CHANNEL: Leave.FREELY,
    Place.LETTER: Leave.FREELY,
    Place.MAIL: Leave.CHOSEN,
    Place.PAGE: Leave.CHOSEN,
    Place.WIKI: Leave.CHOSEN,
    Place.TOOLS: Leave.CHOSEN,
    Place.MEMORY: Leave.CHOSEN,
}


def in_steps(people: int) -> str:
    """Return « 10 personnes et plus » for so many people, by the step that they reach."""
    reached = step_reached(people)
    return f"{reached}\u00a0personnes et plus" if reached else "une ou deux personnes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer that was kept, by whom (a chat user id), named to the network when `signed`.

    `source` is the slug of the network that it came from, by the belt; nobody is then named. It is
    the question's own network for what came from a territory below that is not to be named.
    `hidden` are its words while nobody reads them: the message that gave them was deleted.
    """

    text: str
    by: str
    at: datetime
    signed: bool = True
    source: str = ""
    hidden: str = ""

    def hide(self) -> Self:
        """Keep its words from everyone until its author says what becomes of it."""
        return self if self.hidden else replace(self, text=WITHHELD, hidden=self.text)

    def restore(self) -> Self:
        """Show its words again, before what was added to it meanwhile."""
        return replace(self, text=self.text.replace(WITHHELD, self.hidden, 1), hidden="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of one network, known there by its number.

    `author` is a chat user id; names are looked up when shown. `concerned` counts the people who
    share the question, its author included: `carried` of them stand behind needs that climbed to
    it, from so many `territories` below. One of another `origin` than ASKED has no author. `hoped`
    is where the author hopes for an answer, `occasion` where it was deferred to, until `back_at`.
    `reopened` tells that an answer was found wanting once; `reserved` that nobody but the author
    may know of it as long as its card is held; `call_back` that the author of a private one would
    rather be called, by whoever reads it: no number is kept; `copied` that coordinators chose to
    show it on the wiki and in other tools; `remembered` that they chose to have it in the network's
    memory, or not (None: nobody chose); `unread_since` when those whom a private one was sent to
    all ceased to coordinate. `hidden` is how it was seen before the
    message that it was made from was deleted: it is private meanwhile. One of the PAST was
    `asked_at` the moment when it was kept, from which on it waits. Until it `opens_at` a
    moment only those who wrote it know of it; it is `withheld_by` each of them who has not agreed
    that it leaves the channel. `id` and `version` are the store's.
    """

    network: str
    number: int
    text: str
    author: str
    asked_at: datetime
    status: QuestionStatus = QuestionStatus.OPEN
    visibility: Visibility = Visibility.PUBLIC
    theme: str = ""
    hoped: Occasion | None = None
    occasion: Occasion | None = None
    back_at: datetime | None = None
    deferrals: int = 0
    answer: Answer | None = None
    reopened: bool = False
    reserved: bool = False
    call_back: bool = False
    copied: bool = False
    remembered: bool | None = None
    unread_since: datetime | None = None
    hidden: Visibility | None = None
    reason: str = ""
    merged_into: int | None = None
    ended_at: datetime | None = None
    concerned: int = 1
    origin: Origin = Origin.ASKED
    carried: int = 0
    territories: int = 0
    opens_at: datetime | None = None
    withheld_by_asker: bool = False
    withheld_by_answerer: bool = False
    id: int = 0
    version: int = 0

    @property
    def private(self) -> bool:
        """Whether only its author and the coordinators may know of it."""
        return self.visibility is Visibility.PRIVATE

    @property
    def read_by_all(self) -> bool:
        """Whether the network may know of it, as far as its own state tells."""
        return not self.private and self.opens_at is None

    @property
    def withdrawing(self) -> Act:
        """The act that takes it back: closing it, where nobody here can as its author.

        A mail or a form asked it, or someone who was forgotten. One that stands for another
        network's is decided on there.
        """
        ownerless = not self.author and self.origin is not Origin.RELAY
        return Act.CLOSE if ownerless else Act.WITHDRAW

    @property
    def withheld(self) -> bool:
        """Whether one of those who wrote it has not agreed that it leaves the channel."""
        return self.withheld_by_asker or self.withheld_by_answerer

    @property
    def signed(self) -> bool:
        """Whether its author may be named to the network."""
        return self.visibility is Visibility.PUBLIC

    @property
    def shown_as(self) -> Visibility:
        """How it is seen, or will be again once its author keeps what a deletion hides."""
        return self.hidden or self.visibility

    def leaves(self, place: Place) -> Leave:
        """Return how its words get to a place: the one rule for all that shows them there.

        What was not signed, or was private once, is treated no less carefully than what was signed:
        of that, coordinators may tell other territories in words of their own.
        """
        if self.withheld:
            return Leave.FREELY if place is Place.CHANNEL else Leave.NEVER
        if place is Place.TERRITORIES:
            return Leave.CHOSEN if self.signed else Leave.AGREED
        return Leave.NEVER if self.private else _LEAVES[place]

    def stands(self, place: Place) -> bool:
        """Tell whether it may stand there now: by itself, or because a coordinator chose it."""
        chosen = bool(self.remembered) if place is Place.MEMORY else self.copied
        leave = self.leaves(place)
        return leave is Leave.FREELY or (chosen and leave is Leave.CHOSEN)

    @property
    def reach(self) -> str:
        """How many people it concerns, in French; in steps where some of them are of elsewhere."""
        if not self.territories:
            return f"{self.concerned}\u00a0personne{'s' if self.concerned > 1 else ''}"
        return in_steps(self.concerned)

    @property
    def gathers(self) -> bool:
        """Whether a double may be made one with it."""
        return not self.private and self.status in TRANSITIONS[Change.GATHERED]

    @property
    def answered_by(self) -> str:
        """Who may be named as having answered: nobody, where it would tell who asked unsigned."""
        if self.answer is None or not self.answer.signed or self.answer.hidden:
            return ""
        if not self.signed and self.answer.by == self.author:
            return ""
        return self.answer.by

    def require(self, change: Change) -> QuestionStatus:
        """Return the state that a change leads to.

        Raises MOVED_ON when TRANSITIONS does not allow it.
        """
        leads_to = TRANSITIONS[change].get(self.status)
        if leads_to is None:
            raise self.moved_on
        return leads_to

    @property
    def moved_on(self) -> UserError:
        """How what its state does not allow is refused, telling that state."""
        stands = _STANDS.get(self.status, "attend encore sa réponse")
        stands = stands.format(into=self.merged_into)
        return MOVED_ON(number=self.number, status=self.status, stands=stands)

    def resolve(self, answer: Answer) -> Self:
        """Keep the first answer only: later ones belong in the thread. Raises MOVED_ON."""
        return self._moved(Change.ANSWERED, answer=answer, ended_at=answer.at)

    def complete(self, text: str) -> Self:
        """Add to its answer. Raises MOVED_ON or ANSWER_IS_LONG."""
        self.require(Change.COMPLETED)
        assert self.answer is not None  # noqa: S101  by its status
        whole = f"{self.answer.text}\n\n{text}"
        if len(whole) > ANSWER_LIMIT:
            raise ANSWER_IS_LONG(number=self.number)
        return self._reworded(replace(self.answer, text=whole))

    def correct(self, answer: Answer) -> Self:
        """Change its answer's text. Raises MOVED_ON."""
        self.require(Change.CORRECTED)
        return self._reworded(answer)

    def _reworded(self, answer: Answer) -> Self:
        """Give its answer other words: whoever chose the former ones for the memory has not."""
        return replace(self, answer=answer, remembered=self.remembered and None)

    def withdraw(self, at: datetime) -> Self:
        """Take it out of what the network waits for; it is not deleted. Raises MOVED_ON."""
        return self._moved(Change.WITHDRAWN, ended_at=at, hidden=None)

    def close(self, reason: str, at: datetime) -> Self:
        """End it without an answer, for a reason that its author reads. Raises MOVED_ON."""
        return self._moved(Change.CLOSED, reason=reason, ended_at=at)

    def merge(self, into: Self, at: datetime) -> Self:
        """Make it one with its double, which waits or has the answer.

        Raises MOVED_ON, also when `into` has ended otherwise, and CANNOT_MERGE.
        """
        into.require(Change.GATHERED)
        if into.number == self.number or self.private or into.private:
            raise CANNOT_MERGE(one=self.number, other=into.number)
        return self._moved(Change.MERGED, merged_into=into.number, ended_at=at)

    def defer(self, occasion: Occasion, back_at: datetime) -> Self:
        """Have it answered at a coming occasion; it comes back at `back_at`.

        Raises MOVED_ON.
        """
        moved = self._moved(Change.DEFERRED, deferrals=self.deferrals + 1)
        return replace(moved, occasion=occasion, back_at=back_at)

    def come_back(self) -> Self:
        """Wait again as it did before it was deferred. Raises MOVED_ON."""
        return self._moved(Change.RETURNED)

    def undefer(self) -> Self:
        """Take back its last deferral, as if it had not been. Raises as `come_back` does."""
        return self._moved(Change.RETURNED, deferrals=self.deferrals - 1)

    def reopen(self, *, wanting: bool) -> Self:
        """Make it wait again, without what ended it.

        `wanting`: one of those concerned finds that the answer does not help, which counts once.
        Raises MOVED_ON, ALREADY_REOPENED or TOO_LATE.
        """
        if wanting and self.status is not QuestionStatus.ANSWERED:
            self.require(Change.JOINED)
        if wanting and self.reopened:
            raise ALREADY_REOPENED(number=self.number)
        if not self.text:
            raise self.too_late
        hidden = None if self.undone else self.hidden
        moved = self._moved(Change.REOPENED, reopened=self.reopened or wanting, hidden=hidden)
        return replace(moved, remembered=None)

    def edit(self, text: str) -> Self:
        """Change its text. Raises MOVED_ON."""
        self.require(Change.EDITED)
        return replace(self, text=text)

    def file_under(self, theme: str) -> Self:
        """Give it another theme. Raises MOVED_ON."""
        self.require(Change.THEMED)
        return replace(self, theme=theme)

    def share(self) -> Self:
        """Make a private question one of the network, unsigned.

        Raises MOVED_ON or TOO_LATE.
        """
        self._require_private(Change.SHARED)
        return replace(self, visibility=Visibility.ANONYMOUS, hidden=None, call_back=False)

    def unsign(self) -> Self:
        """Take its author's name off a question of the network. Raises TOO_LATE."""
        if not self.signed:
            raise self.too_late
        return replace(self, visibility=Visibility.ANONYMOUS)

    def sign(self) -> Self:
        """Have its author be named, as they ask. Raises TOO_LATE for a private one."""
        if self.private:
            raise self.too_late
        return replace(self, visibility=Visibility.PUBLIC)

    def make_private(self) -> Self:
        """Take a question back from the network's eyes. Raises TOO_LATE."""
        if self.private:
            raise self.too_late
        return replace(self, visibility=Visibility.PRIVATE, copied=False, remembered=None)

    def copy(self, *, on: bool) -> Self:
        """Choose whether it is copied to the wiki and other tools. Raises TOO_LATE."""
        if on and self.leaves(Place.TOOLS) is Leave.NEVER:
            raise self.too_late
        return replace(self, copied=on)

    @property
    def undone(self) -> bool:
        """Whether it was taken back before anyone read it: its message may make it anew."""
        return self.status is QuestionStatus.WITHDRAWN and self.hidden is not None

    def hide(self) -> Self:
        """Keep it from everyone but its author until they say what becomes of it."""
        return replace(self, visibility=Visibility.PRIVATE, hidden=self.shown_as)

    def undo(self, at: datetime) -> Self:
        """Take it back as if it had never been asked: nobody has read it. Raises MOVED_ON."""
        return replace(self.withdraw(at), hidden=self.shown_as).hide()

    def restore(self) -> Self:
        """Show it again as it was before it was hidden."""
        return replace(self, visibility=self.shown_as, hidden=None)

    def require_sendable(self) -> None:
        """Refuse to send what the network reads, or what its author's deletion has hidden.

        Raises MOVED_ON or TOO_LATE.
        """
        self._require_private(Change.SENT)
        if self.hidden:
            raise self.too_late

    def to_call(self, *, on: bool) -> Self:
        """Have the author of a private question called rather than written to, or no more.

        Raises MOVED_ON or TOO_LATE.
        """
        self._require_private(Change.SENT)
        return replace(self, call_back=on)

    def require_joinable(self, user: str) -> None:
        """Refuse that the author joins their own question, or anyone an ended one.

        Raises OWN_QUESTION or MOVED_ON.
        """
        self.require(Change.JOINED)
        if user == self.author:
            raise OWN_QUESTION(number=self.number)

    @property
    def too_late(self) -> UserError:
        """How what is no longer possible is refused, whatever its state."""
        return TOO_LATE(what=f"question {self.number}")

    def _require_private(self, change: Change) -> None:
        self.require(change)
        if not self.private:
            raise self.too_late

    def _moved(self, change: Change, **values: object) -> Self:
        """Follow a transition; what belonged to the former state only is forgotten."""
        blank = dict.fromkeys(("occasion", "back_at", "answer", "merged_into", "ended_at"))
        values = {**blank, "reason": "", **values}
        return replace(self, status=self.require(change), **values)  # type: ignore[arg-type]


def back_at(occasion: Occasion, at: datetime) -> datetime:
    """Return when a question deferred to an occasion at some moment waits again, unanswered."""
    return at if occasion is Occasion.MATTERMOST else at + ANSWERS_WITHIN


MOVED_ON = Refusal(
    "question {number} is {status.value}",
    reply="La question n° {number} {stands} : `/besoin voir {number}`.",
)
"""It waits for its answer no more, or still does: the reply says how it stands."""

_STANDS = {
    QuestionStatus.ANSWERED: "a déjà sa réponse",
    QuestionStatus.CLOSED: "est fermée",
    QuestionStatus.MERGED: "a rejoint la n° {into}, où tout continue",
    QuestionStatus.WITHDRAWN: "a été retirée",
}

ANSWER_IS_LONG = Refusal(
    "answer of question {number} is long already",
    reply="La réponse à la question n° {number} est déjà bien longue : écrivez dans son fil.",
)

ALREADY_REOPENED = Refusal(
    "question {number} was reopened already",
    reply="La question n° {number} a déjà été rouverte une fois. Demandez plutôt ce qui manque à "
    "la personne qui a répondu, ou écrivez-le dans le fil.",
)
"""An answer is found wanting once; after that people talk to each other."""

SHOWN_ALREADY = Refusal(
    "question {number} was shown already",
    reply="La question n° {number} est déjà dans le canal : je n'ai rien changé. Pour la confier à "
    "la coordination seulement, **La rendre privée**, dans **Plus…**.",
)
"""A question that the network has read cannot be made private by saying it otherwise."""

STAYS_IN_CHANNEL = Refusal(
    "question {number} does not leave the channel",
    reply="La question n° {number} vient des messages passés : elle ne sort du canal qu'avec "
    "l'accord des personnes qui l'ont écrite.",
)

CANNOT_MERGE = Refusal(
    "questions {one} and {other} cannot be merged",
    reply="Je ne peux réunir que deux questions différentes, toutes deux visibles du réseau.",
)

OWN_QUESTION = Refusal(
    "question {number} is the caller's own",
    reply="La question n° {number} est la vôtre : elle vous compte déjà.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """Whom a private question was sent to, and who could be sent it, by chat user id."""

    sent: Sequence[str] = ()
    possible: Sequence[str] = ()
