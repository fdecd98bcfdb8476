"""What can be done with a question: the buttons of its card, and the menu « Plus… »."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bot.core.message import Button, Option, menu
from bot.network.rights import Act, Role, Tie, allows
from bot.question.rules import (
    OWN_DOING,
    TRANSITIONS,
    Change,
    Occasion,
    Origin,
    Question,
    QuestionStatus,
    Readers,
    Visibility,
)
from bot.talk.reply import taking_back

SHOW = "besoin voir"
JOIN = "besoin moi-aussi"
LEAVE = "besoin sans-moi"
ANSWER = "besoin répondre"
COMPLETE = "besoin compléter"
THANK = "besoin remercier"
UNTHANK = "besoin ne-plus-remercier"
WANT = "besoin pas-tout-à-fait"
REOPEN = "besoin rouvrir"
EDIT = "besoin modifier"
WRITE = "besoin écrire"
THEME = "besoin thème"
DEFER = "besoin reporter"
SHARE = "besoin collective"
UNSIGN = "besoin retirer-mon-nom"
MAKE_PRIVATE = "besoin rendre-privée"
SEND = "besoin transmettre"
NO_LONGER = "besoin ne-plus-transmettre"
ASK_AROUND = "besoin demander"
CALL_BACK = "besoin me-rappeler"
NO_CALL_BACK = "besoin ne-plus-me-rappeler"
WITHDRAW = "besoin retirer"
FOLLOW_UP = "besoin suivi"
MERGE = "besoin fusionner"
CLOSE = "besoin fermer"

NO_MORE = "annuler"
"""What takes a deferral back, in the place of its occasion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionReader:
    """Someone to whom a question is shown: what they are to it, and to its network.

    `unsent` when it is a private one, of theirs or not, that nobody else reads yet; `upward` where
    it would be transmitted (see `Context.upward`), and `belt` whether they may: see `Belt.allows`.
    """

    id: str
    role: Role
    tie: Tie
    unsent: bool = False
    upward: str = "à un autre réseau"
    belt: Collection[Change] = (Change.CLIMBED,)

    def may(self, act: Act) -> bool:
        """Tell whether they may do this to the question."""
        return allows(act, self.role, tie=self.tie)


@dataclass(frozen=True, slots=True)
class _Further:
    """One choice of « Plus… »: the right to it, the change that it makes, what is read, its route.

    A label may say where what is transmitted goes: {upward}.
    """

    act: Act
    change: Change
    label: str
    route: str
    among: tuple[Visibility, ...] = tuple(Visibility)

    def fits(self, question: Question) -> bool:
        return question.status in TRANSITIONS[self.change] and question.visibility in self.among

    def about(self, question: Question, reader: QuestionReader) -> Option:
        label = self.label.format(upward=reader.upward)
        return Option(label, self.route, str(question.number))


_SEEN = (Visibility.PUBLIC, Visibility.ANONYMOUS)
_PUBLIC = (Visibility.PUBLIC,)
_PRIVATE = (Visibility.PRIVATE,)

_FURTHER = (
    _Further(Act.CHANGE_VISIBILITY, Change.SENT, "Transmettre à la coordination", SEND, _PRIVATE),
    _Further(Act.REOPEN, Change.WANTED, "Pas tout à fait…", WANT),
    _Further(Act.ANSWER, Change.COMPLETED, "Compléter…", COMPLETE),
    _Further(Act.EDIT, Change.EDITED, "Modifier…", EDIT),
    _Further(Act.SHARE, Change.SHARED, "La poser sans mon nom", UNSIGN, _PRIVATE),
    _Further(Act.CHANGE_VISIBILITY, Change.UNSIGNED, "Retirer mon nom", UNSIGN, _PUBLIC),
    _Further(Act.CHANGE_VISIBILITY, Change.MADE_PRIVATE, "La rendre privée", MAKE_PRIVATE, _SEEN),
    _Further(Act.WITHDRAW, Change.WITHDRAWN, "La retirer", WITHDRAW),
    _Further(Act.DEFER, Change.DEFERRED, "Reporter…", DEFER),
    _Further(Act.ASK_AROUND, Change.JOINED, "Demander à qui sait", ASK_AROUND, _SEEN),
    _Further(Act.TRANSMIT, Change.CLIMBED, "Transmettre {upward}…", SEND),
    _Further(Act.TRANSMIT, Change.CAME_BACK, "Ne plus transmettre", NO_LONGER),
    _Further(Act.MERGE, Change.MERGED, "Réunir avec une autre…", MERGE, _SEEN),
    _Further(Act.CLOSE, Change.CLOSED, "Fermer sans réponse…", CLOSE),
    _Further(Act.SET_THEME, Change.THEMED, "Changer le thème…", THEME),
    _Further(Act.REOPEN, Change.REOPENED, "Rouvrir", REOPEN),
    _Further(Act.WRITE_ABOUT, Change.LEFT, "Écrire à ce sujet…", WRITE),
)


def verbs(question: Question, reader: QuestionReader | None = None) -> tuple[Button, ...]:
    """Return what can be done with a question: its main verbs, then « Plus… ».

    Where all read it, « Plus… » shows the question to whoever presses it, with what they may do;
    that is a menu for a `reader`.
    """
    shown = main_verbs(question, reader)
    if reader is None:
        withdrawn = question.status is QuestionStatus.WITHDRAWN
        return () if withdrawn else (*shown, about(question, "plus", "Plus…", SHOW))
    options = [
        each.about(question, reader)
        for each in _FURTHER
        if each.fits(question) and _offered(each, question, reader)
    ]
    follows = question.private and not reader.unsent and reader.may(Act.FOLLOW_UP)
    following = (about(question, "suivi", "Le suivi", FOLLOW_UP),) if follows else ()
    further = (menu("plus", "Plus…", *options),) if options else ()
    return (*shown, *following, *further)


def main_verbs(question: Question, reader: QuestionReader | None = None) -> tuple[Button, ...]:
    """Return the usual actions on a question, those that have a button of their own."""
    if question.status.waiting:
        return tuple(_waiting(question, reader))
    answer = question.answer
    if question.status is QuestionStatus.ANSWERED:
        own = reader is not None and answer is not None and answer.by == reader.id
        return () if own else (about(question, "merci", "Merci", THANK, "pray", undo=UNTHANK),)
    if question.merged_into is not None:
        joined = str(question.merged_into)
        label = f"Voir la n°\u00a0{joined}"
        return (Button("voir", label, SHOW, joined),)
    return ()


def receipt(question: Question, readers: Readers) -> tuple[Button, ...]:
    """Return what the author of a question can do at once: be named to, or read by, fewer people.

    A private one that waits is sent, opened without a name, said otherwise or taken back; its
    author may rather be called.
    """
    if not question.status.waiting:
        return ()
    unsigned = about(question, "sansnom", "Sans mon nom", UNSIGN, "bust_in_silhouette")
    hidden = about(question, "prive", "En privé", MAKE_PRIVATE, "lock")
    edited = about(question, "modifier", "Modifier", EDIT)
    withdrawn = about(question, "retirer", "Retirer", WITHDRAW, "wastebasket")
    if not question.private:
        return (*((unsigned,) if question.signed else ()), hidden, edited, withdrawn)
    if readers.sent:
        detail = about(question, "ecrire", "Ajouter un détail…", WRITE)
        return (detail, calling(question), withdrawn)
    send = about(question, "transmettre", "Transmettre", SEND, "incoming_envelope", primary=True)
    if not readers.possible:
        return (unsigned, edited, withdrawn)
    return (send, unsigned, edited, withdrawn, calling(question))


def calling(question: Question) -> Button:
    """Return the button by which a private question's author asks for a call, or cancels it."""
    if question.call_back:
        return about(question, "rappeler", "Ne plus me rappeler", NO_CALL_BACK)
    return about(
        question,
        "rappeler",
        "Me rappeler plutôt",
        CALL_BACK,
        "telephone_receiver",
        undo=NO_CALL_BACK,
    )


def sharing(question: Question) -> tuple[Button, ...]:
    """Return the button by which its author opens a private question to the network."""
    label = "D'accord, sans mon nom"
    return (about(question, "collective", label, UNSIGN, "white_check_mark", primary=True),)


def reopening(question: Question, label: str = "Rouvrir") -> tuple[Button, ...]:
    """Return the button that reopens a question."""
    return (about(question, "rouvrir", label, REOPEN, "leftwards_arrow_with_hook"),)


def undeferring(question: Question) -> Button:
    """Return what takes a question's deferral back."""
    argument = f"{question.number} {NO_MORE}"
    return taking_back(DEFER, argument)


def leaving(question: Question) -> Button:
    """Return the button by which someone is no longer counted as concerned."""
    return about(question, "sansmoi", "Sans moi", LEAVE)


def about(  # noqa: PLR0913  a button has that many sides
    question: Question,
    name: str,
    label: str,
    route: str,
    emoji: str = "",
    *,
    undo: str = "",
    primary: bool = False,
) -> Button:
    """Return a button that runs a route on a question, by its number."""
    return Button(name, label, route, str(question.number), emoji=emoji, undo=undo, primary=primary)


def _offered(each: _Further, question: Question, reader: QuestionReader) -> bool:
    """Tell whether someone may do this to a question, and has no better way to."""
    coordinates, own = reader.role is Role.COORDINATOR, reader.tie is Tie.AUTHOR
    needless = {
        Change.SENT: not reader.unsent,
        Change.JOINED: not question.theme,  # it is asked by theme
        Change.CLIMBED: Change.CLIMBED not in reader.belt,
        Change.CAME_BACK: Change.CAME_BACK not in reader.belt,
        Change.CLOSED: own,  # they take it back
        Change.LEFT: own and coordinates,  # to themselves
        Change.THEMED: own and question.status.waiting,  # « Modifier » does it
        Change.REOPENED: not question.text
        or (not coordinates and not (own and question.status in OWN_DOING)),
    }
    act = question.withdrawing if each.change is Change.WITHDRAWN else each.act
    return not needless.get(each.change, False) and reader.may(act)


def _waiting(question: Question, reader: QuestionReader | None) -> Iterator[Button]:
    if not question.private and (reader is None or reader.tie < Tie.CONCERNED):
        yield about(question, "moiaussi", "Moi aussi", JOIN, "raising_hand", undo=LEAVE)
    elif reader is not None and reader.tie is Tie.CONCERNED:
        yield leaving(question)
    yield about(question, "reponse", "J'ai une réponse", ANSWER, primary=True)
    asked = question.private and question.author
    if asked and reader is not None and reader.role is Role.COORDINATOR:
        label, emoji = "Proposer de la partager", "busts_in_silhouette"
        yield about(question, "collective", label, SHARE, emoji)
    if question.private and reader is not None and reader.tie is Tie.AUTHOR:
        yield calling(question)
    again = question.origin is Origin.PAST and question.status is QuestionStatus.OPEN
    if again and reader is not None and reader.may(Act.DEFER):
        again_at = f"{question.number} {Occasion.MATTERMOST.value}"
        yield Button("reposer", "Reposer au réseau", DEFER, again_at)
