"""What is offered for a sentence: at most three gestures, the likeliest first. None is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from bot.core.card_keys import CardKind
from bot.core.message import Button, Option, menu
from bot.french.aims import SentenceAim, likeliest
from bot.french.discretion import Discretion, read
from bot.letter import card as letter_card
from bot.meeting import announcement, held_card
from bot.meeting import card as meeting_card
from bot.network import tree
from bot.network.rights import Act
from bot.question import store as questions
from bot.question.rules import Question
from bot.question.store import QuestionFilter
from bot.question.verbs import ANSWER, JOIN, SEND
from bot.relay.announcing.card import ANNOUNCE
from bot.resource import keeping
from bot.survey.card import PREPARE
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.gestures.rules import LIST as GESTURES
from bot.talk.markdown import shown
from bot.talk.render import shorten
from bot.talk.undecided import service as undecided
from bot.talk.undecided.rules import SigningChoice, UndecidedText
from bot.talk.understanding import TELL
from bot.veille.deadlines.service import LIST as DEADLINES
from bot.veille.proposal import links_in

MOST = 3
"""Gestures that are offered for one sentence."""

_LISTED = 10
_LABEL = 60
"""Questions of a menu, and characters of each."""


@dataclass(frozen=True, slots=True)
class OfferedGesture:
    """A gesture that may be offered: its button, and the act that one must be allowed to do.

    With `words` its route takes the sentence itself, else the `argument`.
    """

    label: str
    route: str
    act: Act
    argument: str = ""
    words: bool = False


_SHARE = OfferedGesture("Proposer à la veille", "veille proposer", Act.PROPOSE_LINK, words=True)
_KEEP = OfferedGesture("Garder comme ressource", keeping.KEEP, Act.KEEP_RESOURCE, words=True)
_WRITE = OfferedGesture("Écrire à la coordination", TELL, Act.READ_HELP, words=True)
_CONTRIBUTE = OfferedGesture(
    "Proposer pour la lettre", letter_card.PROPOSE, Act.CONTRIBUTE, words=True
)
_MESSAGES = OfferedGesture("Moins de messages", "reseau messages", Act.CHOOSE_MESSAGES)
_COMING = OfferedGesture("Je viens", announcement.ANSWER, Act.ATTEND, "place")
_NOT_COMING = OfferedGesture("Je ne viens pas", announcement.ANSWER, Act.ATTEND, "no")

OFFERS: Mapping[SentenceAim, Sequence[OfferedGesture]] = {
    SentenceAim.AGENDA: (
        OfferedGesture("Voir l'ordre du jour", meeting_card.AGENDA, Act.DRAFT_AGENDA),
        OfferedGesture("Proposer ce sujet", "rencontre proposer", Act.PROPOSE_IDEA, words=True),
    ),
    SentenceAim.ANNOUNCE: (
        OfferedGesture("Annoncer aux territoires", ANNOUNCE, Act.ANNOUNCE, words=True),
        _CONTRIBUTE,
    ),
    SentenceAim.COMING: (_COMING,),
    SentenceAim.DEADLINE: (OfferedGesture("Voir les échéances", DEADLINES, Act.READ_DEADLINES),),
    SentenceAim.HELP: (OfferedGesture("Voir ce que je sais faire", "aide", Act.READ_HELP),),
    SentenceAim.LATE: (_WRITE,),
    SentenceAim.LETTER: (OfferedGesture("Voir la lettre", "lettre", Act.READ_LETTER),),
    SentenceAim.MINUTES: (OfferedGesture("Voir le compte rendu", held_card.READ_OVER, Act.ATTEND),),
    SentenceAim.NOT_COMING: (_NOT_COMING,),
    SentenceAim.OWN: (OfferedGesture("Mes derniers gestes", GESTURES, Act.READ_HELP),),
    SentenceAim.POLL: (
        OfferedGesture("Proposer des dates", "rencontre sonder", Act.POLL_DATES),
        _WRITE,
    ),
    SentenceAim.SEARCH: (
        OfferedGesture(
            "Chercher dans le réseau", "besoin chercher", Act.READ_QUESTIONS, words=True
        ),
    ),
    SentenceAim.SETTINGS: (
        OfferedGesture("Régler le rythme", "reseau rythme", Act.CHANGE_RHYTHM),
        _MESSAGES,
    ),
    SentenceAim.SHARE: (_SHARE, _KEEP, _CONTRIBUTE),
    SentenceAim.STATUS: (OfferedGesture("Voir mes questions", "besoin mes", Act.READ_QUESTIONS),),
    SentenceAim.STOP: (_MESSAGES,),
    SentenceAim.SURVEY: (OfferedGesture("Préparer une enquête", PREPARE, Act.RUN_SURVEY), _WRITE),
    SentenceAim.TELL: (_WRITE,),
    SentenceAim.WHEN: (OfferedGesture("Voir la rencontre", "rencontre", Act.READ_NEXT_MEETING),),
}
"""What may be offered for each aim: the first that its writer may do, and the second of a link."""


def guessed(command: Command, ctx: Context, text: str) -> Mapping[SentenceAim, float]:
    """Return how likely each aim of a sentence is, the likeliest first."""
    caller, card = command.caller, command.about
    facts = ["coordinator" if ctx.allows(Act.DRAFT_AGENDA, caller) else "member"]
    if command.via is not Via.MENTION:
        facts.append("direct")
    else:
        facts.append("channel" if command.thread in (None, command.post) else "thread")
    if card is not None:
        facts.append(f"under {card.kind.value}")
    return likeliest(text, facts)


def offered(
    command: Command, ctx: Context, aims: Iterable[SentenceAim], text: UndecidedText
) -> Sequence[Button]:
    """Return the buttons of what a text may be after: three gestures at most, in this order."""
    found: dict[str, Sequence[Button]] = {}
    for aim in aims:
        buttons = tuple(_buttons(command, ctx, aim, text))
        if buttons and len(found) < MOST:
            found.setdefault(buttons[0].label, buttons)
    shown = [each for buttons in found.values() for each in buttons]
    return [
        replace(each, id=f"geste{rank}", primary=rank == 1)
        for rank, each in enumerate(shown, start=1)
    ]


def _buttons(
    command: Command, ctx: Context, aim: SentenceAim, text: UndecidedText
) -> Iterator[Button]:
    """Yield what stands for one aim: nothing where its writer may do nothing of it."""
    card = command.about
    here = card if card is not None and card.network == ctx.network.slug else None
    if aim is SentenceAim.ASK:
        yield from undecided.asking(ctx, command, text)
    elif aim is SentenceAim.UNSIGNED and read(text.shown).asked is Discretion.ANONYMOUS:
        yield from undecided.asking(ctx, command, text)  # each already says that it is unsigned
    elif aim is SentenceAim.UNSIGNED:
        unsigned = SigningChoice.ANONYMOUS
        yield undecided.button(text, unsigned, "Poser sans mon nom", taken_by=undecided.QUESTION)
    elif aim in _ABOUT_A_QUESTION:
        under = here.number if here is not None and here.kind is CardKind.QUESTION else 0
        yield from _about_a_question(command, ctx, aim, text, under)
    else:
        may = (each for each in OFFERS.get(aim, ()) if _may(command, ctx, each, text))
        for each in islice(may, 2 if aim is SentenceAim.SHARE and links_in(text.shown) else 1):
            meeting = here is not None and here.kind is CardKind.MEETING and each.argument
            yield _button(each, text, here.number if here is not None and meeting else 0)


def _may(command: Command, ctx: Context, each: OfferedGesture, text: UndecidedText) -> bool:
    """Tell whether someone may do what is offered, with this text, in this network."""
    if each in (_SHARE, _KEEP) and not links_in(text.shown):
        return False
    if each.act is Act.ANNOUNCE and not tree.children_of(ctx.network, ctx.networks):
        return False
    if each is _WRITE and command.caller.id in ctx.coordinators:
        return False
    return ctx.allows(each.act, command.caller)


def _button(each: OfferedGesture, text: UndecidedText, number: int = 0) -> Button:
    """Return what does a gesture, about the thing of a number if there is one."""
    argument = f"{number or ''} {each.argument}".strip()
    if each.words:
        taken_by = f"{each.route} {argument}".rstrip()
        return undecided.button(text, SigningChoice.AS_WRITTEN, each.label, taken_by=taken_by)
    return Button("geste", each.label, each.route, argument)


_ABOUT_A_QUESTION = {
    SentenceAim.ANSWER: OfferedGesture("J'ai une réponse", ANSWER, Act.ANSWER, words=True),
    SentenceAim.ME_TOO: OfferedGesture("Moi aussi", JOIN, Act.JOIN_QUESTION),
    SentenceAim.UPWARD: OfferedGesture("Faire remonter une question", SEND, Act.READ_QUESTIONS),
}
"""What is done with one question: the one of the card, else one that is chosen in a menu."""


def _about_a_question(
    command: Command, ctx: Context, aim: SentenceAim, text: UndecidedText, under: int
) -> Iterator[Button]:
    each = _ABOUT_A_QUESTION[aim]
    if under:
        yield _button(each, text, under)
        return
    chosen = menu("geste", f"{each.label}…", *_options(command, ctx, aim, each, text))
    if chosen.options:
        yield chosen
    elif aim is SentenceAim.UPWARD and _may(command, ctx, _WRITE, text):
        yield _button(_WRITE, text)


def _options(
    command: Command, ctx: Context, aim: SentenceAim, each: OfferedGesture, text: UndecidedText
) -> Iterator[Option]:
    """Yield the questions that someone may mean: theirs climb, those of the others are answered."""
    caller = command.caller
    own = aim is SentenceAim.UPWARD and not ctx.allows(Act.TRANSMIT, caller)
    choice = QuestionFilter(shared_first=True, author=caller.id if own else None)
    waiting = questions.listed(ctx.db, ctx.network.slug, choice, limit=_LISTED)
    for question in waiting:
        joined = aim is SentenceAim.ME_TOO and caller.id in questions.supporters_of(
            ctx.db, question
        )
        others = question.author != caller.id and not question.private and not joined
        if aim is SentenceAim.UPWARD or others:
            does = _button(each, text, question.number)
            yield Option(titled(question), does.route, does.argument)


def titled(question: Question) -> str:
    """Return a question as a line of a menu."""
    return shorten(f"n°\u00a0{question.number}\u00a0: {shown(question.text)}", _LABEL)
