"""What can be done with a question: the buttons of its card, and the menu « Gérer… »."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.message import Button, Option, menu
from bot.network.rights import Act, Role, Tie, allows
from bot.question.rules import (
    OWN_DOING,
    TRANSITIONS,
    Change,
    Occasion,
    Question,
    QuestionStatus,
    Readers,
    Visibility,
)

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
ASK_AROUND = "besoin demander"
CALL_BACK = "besoin me-rappeler"
NO_CALL_BACK = "besoin ne-plus-me-rappeler"
WITHDRAW = "besoin retirer"
ORIGINAL = "besoin origine"

NO_MORE = "annuler"
"""What takes a deferral back, in the place of its occasion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionReader:
    """Someone to whom a question is shown: what they are to it, and to its network.

    `unsent` when it is a private one, of theirs or not, that nobody else reads yet.
    """

    id: str
    role: Role
    tie: Tie
    unsent: bool = False

    def may(self, act: Act) -> bool:
        """Tell whether they may do this to the question."""
        return allows(act, self.role, tie=self.tie)


@dataclass(frozen=True, slots=True)
class _Managing:
    """One line of the menu: the right to it, the change that it makes, what is read and typed."""

    act: Act
    change: Change
    label: str
    command: str
    among: tuple[Visibility, ...] = tuple(Visibility)
    occasion: Occasion | None = None

    def fits(self, question: Question) -> bool:
        return (
            question.status in TRANSITIONS[self.change]
            and question.visibility in self.among
            and (self.occasion is None or question.occasion is not self.occasion)
        )

    def about(self, question: Question) -> Option:
        route, *words = self.command.split(" : ")
        return Option(self.label, " ".join((route, str(question.number), *words)))


_SEEN = (Visibility.PUBLIC, Visibility.ANONYMOUS)
_PUBLIC = (Visibility.PUBLIC,)
_PRIVATE = (Visibility.PRIVATE,)

_MENU = (
    _Managing(Act.CHANGE_VISIBILITY, Change.SENT, "Transmettre à la coordination", SEND, _PRIVATE),
    _Managing(Act.EDIT, Change.EDITED, "Modifier le texte…", EDIT),
    _Managing(Act.SET_THEME, Change.THEMED, "Changer le thème…", THEME),
    _Managing(Act.CHANGE_VISIBILITY, Change.UNSIGNED, "Retirer mon nom", UNSIGN, _PUBLIC),
    _Managing(Act.SHARE, Change.SHARED, "La poser sans mon nom", UNSIGN, _PRIVATE),
    _Managing(Act.CHANGE_VISIBILITY, Change.MADE_PRIVATE, "La rendre privée", MAKE_PRIVATE, _SEEN),
    _Managing(Act.WITHDRAW, Change.WITHDRAWN, "La retirer", WITHDRAW),
    *(
        _Managing(
            Act.DEFER,
            Change.DEFERRED,
            f"Reporter {each.label}",
            f"{DEFER} : {each.value}",
            occasion=each,
        )
        for each in Occasion
    ),
    _Managing(Act.DEFER, Change.RETURNED, "Ne plus la reporter", f"{DEFER} : {NO_MORE}"),
    _Managing(Act.ASK_AROUND, Change.JOINED, "Demander à qui sait", ASK_AROUND, _SEEN),
    _Managing(Act.MERGE, Change.MERGED, "Réunir avec une autre…", "besoin fusionner", _SEEN),
    _Managing(Act.TRANSMIT, Change.CLIMBED, "Transmettre plus haut…", SEND),
    _Managing(Act.CLOSE, Change.CLOSED, "Fermer sans réponse…", "besoin fermer"),
    _Managing(Act.REOPEN, Change.REOPENED, "Rouvrir", REOPEN),
    _Managing(Act.WRITE_ABOUT, Change.LEFT, "Écrire à ce sujet…", WRITE),
)


def verbs(question: Question, reader: QuestionReader | None = None) -> tuple[Button, ...]:
    """Return the buttons and the menu of what can be done with a question.

    In the channel, all that its state allows: rights are asked when one is pressed, and the menu is
    read in `besoin voir` where there are none. To a `reader`, what they may do.
    """
    if question.status is QuestionStatus.WITHDRAWN and reader is None:
        return ()
    options = tuple(
        each.about(question)
        for each in _MENU
        if each.fits(question) and (reader is None or _offered(each, question, reader))
    )
    shown = main_verbs(question, reader)
    if not options:
        return shown
    route, argument = ("" if reader else SHOW), str(question.number)
    return (*shown, menu("gerer", "Gérer…", *options, route=route, argument=argument))


def main_verbs(question: Question, reader: QuestionReader | None = None) -> tuple[Button, ...]:
    """Return the usual actions on a question, those that have a button of their own."""
    if question.status.waiting:
        return tuple(_waiting(question, reader))
    if question.status is QuestionStatus.ANSWERED:
        return tuple(_answered(question, reader))
    if question.merged_into is not None:
        joined = str(question.merged_into)
        label = f"Voir la n°\u00a0{joined}"
        return (Button("voir", label, SHOW, joined),)
    return ()


def helping(question: Question) -> tuple[Button, ...]:
    """Return the buttons by which those who waited say whether an answer helps."""
    return tuple(each for each in main_verbs(question) if each.route in (THANK, WANT))


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
    return (about(question, "collective", label, SHARE, "white_check_mark", primary=True),)


def reopening(question: Question, label: str = "Rouvrir") -> tuple[Button, ...]:
    """Return the button that reopens a question."""
    return (about(question, "rouvrir", label, REOPEN, "leftwards_arrow_with_hook"),)


def undeferring(question: Question) -> tuple[Button, ...]:
    """Return the button that cancels a question's deferral."""
    argument = f"{question.number} {NO_MORE}"
    return (Button("annuler", "Annuler", DEFER, argument),)


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


def _offered(each: _Managing, question: Question, reader: QuestionReader) -> bool:
    """Tell whether someone may do what a line of the menu says, to this question."""
    if each.change is Change.SENT and not reader.unsent:
        return False
    if each.change is Change.REOPENED and reader.role is not Role.COORDINATOR:
        return reader.tie is Tie.AUTHOR and question.status in OWN_DOING
    return reader.may(each.act)


def _waiting(question: Question, reader: QuestionReader | None) -> Iterator[Button]:
    if not question.private and (reader is None or reader.tie < Tie.CONCERNED):
        yield about(question, "moiaussi", "Moi aussi", JOIN, "raising_hand", undo=LEAVE)
    elif reader is not None and reader.tie is Tie.CONCERNED:
        yield leaving(question)
    yield about(question, "reponse", "J'ai une réponse", ANSWER, primary=True)
    if question.private and reader is not None and reader.role is Role.COORDINATOR:
        label, emoji = "Proposer de la partager", "busts_in_silhouette"
        yield about(question, "collective", label, SHARE, emoji)
    if question.private and reader is not None and reader.tie is Tie.AUTHOR:
        yield calling(question)


def _answered(question: Question, reader: QuestionReader | None) -> Iterator[Button]:
    own = reader is not None and question.answer is not None and question.answer.by == reader.id
    if not own:
        yield about(question, "merci", "Merci", THANK, "pray", undo=UNTHANK)
    if reader is None or reader.may(Act.REOPEN):
        yield about(question, "insuffisant", "Pas tout à fait…", WANT)
    yield about(question, "completer", "Compléter", COMPLETE)
