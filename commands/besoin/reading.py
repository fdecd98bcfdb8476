"""Reading questions: lists, search, one question and its story, figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from textwrap import shorten

from bot.core.errors import Refusal
from bot.core.message import Button, Option, menu
from bot.french.folding import fold
from bot.french.text import quotable, stored_text
from bot.helping import card as help_cards
from bot.network.rights import Act, Role
from bot.question import asking, merging, readers
from bot.question import card as cards
from bot.question import store as questions
from bot.question import story_store as stories
from bot.question.card import note
from bot.question.rules import WAITING, Occasion, Question, QuestionStatus, Readers
from bot.question.store import QuestionFilter
from bot.question.story import in_short
from bot.question.verbs import ANSWER, SHOW, verbs
from bot.relay.card import STANDING
from bot.relay.standing import on_the_belt
from bot.search import finding
from bot.talk.arguments import certified_first, paged
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Dialog, Field, Reply
from bot.talk.routing import Route, Takes

PAGE = 10
"""Questions in one list: a phone screen."""

LABEL = 60
"""Characters of a question in a menu."""

ASK, LIST, OWN, FIND = "besoin", "besoin liste", "besoin mes", "besoin chercher"

TOLD = 8
"""Events of a question's story that are told: the latest."""

LATEST = 3
"""Questions that a search reads first when the job has not yet: those of the last second, each
for some 5 ms. After a rush there may be more, and a search does not wait for all of them."""

_STATUSES = {
    "ouvert": (QuestionStatus.OPEN,),
    "report": (QuestionStatus.SCHEDULED,),
    "repondu": (QuestionStatus.ANSWERED,),
    "trouv": (QuestionStatus.ANSWERED,),
    "ferm": (QuestionStatus.CLOSED,),
    "retir": (QuestionStatus.WITHDRAWN,),
    "reuni": (QuestionStatus.MERGED,),
    "fusionn": (QuestionStatus.MERGED,),
    "tout": (),
}
"""The states that a list may be asked of, by their words without « e » and « s » at the end."""

_OCCASIONS = {each.value: each for each in Occasion}


UNKNOWN_FILTER = Refusal(
    "unknown filter",
    reply="Je ne sais pas trier par « {words} », mais par un état (ouvertes, reportées, trouvées, "
    "fermées, toutes), une occasion (rencontre, lettre) ou un thème : `/besoin liste bureautique`.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPage:
    """One page of a list: its questions, and their number in all."""

    questions: Sequence[Question]
    total: int
    page: int
    last: int

    @property
    def uncounted(self) -> bool:
        """Whether there may be more than `total`."""
        return self.total >= questions.COUNTED


def door(command: Command, ctx: Context) -> Reply:
    """Tell how the network's questions stand, with the lists that lead to them."""
    network, user = ctx.network.slug, command.caller.id
    own = QuestionFilter(author=user)
    waiting = questions.count(ctx.db, network, QuestionFilter())
    theirs = questions.listed(ctx.db, network, own, limit=questions.COUNTED)
    text = ctx.render(
        "besoin/door.md.j2",
        waiting=waiting,
        own=len(theirs),
        could=max(0, waiting - sum(not each.private for each in theirs)),
    )
    further = [
        Option("Chercher…", FIND),
        Option("Où orienter quelqu'un…", help_cards.FIND),
        Option("Ce que je sais et reçois…", help_cards.HELP),
    ]
    if command.caller.role_in(network) is Role.COORDINATOR and on_the_belt(ctx):
        further.append(Option("Ce qui est transmis", STANDING))
    shown = (
        replace(_ASKING, primary=True),
        Button("mes", "Mes questions", OWN),
        Button("repondre", "Je peux répondre", LIST),
        menu("plus", "Plus…", *further),
    )
    return Reply(text=text, buttons=shown)


def list_some(command: Command, ctx: Context) -> Reply:
    """List the waiting questions, or those of a state, an occasion or a theme; in pages.

    Coordinators find there the private ones that they were sent, and first what most people share.
    """
    words, page = paged(command.text)
    choice = _choice(words, ctx)
    if command.caller.role_in(ctx.network.slug) is Role.COORDINATOR:
        choice = replace(choice, reader=command.caller.id, shared_first=not words)
    shown = _page(ctx, choice, page)
    text = ctx.render("besoin/list.md.j2", page=shown, choice=choice, words=words)
    waiting = [each for each in shown.questions if each.status.waiting]
    theirs = [each for each in waiting if each.author != command.caller.id]
    helping = _menu("repondre", "J'ai une réponse à…", ANSWER, theirs)
    return Reply(text=text, buttons=(*helping, *_leading_on(shown, LIST, words)))


def list_own(command: Command, ctx: Context) -> Reply:
    """List the caller's own questions, the latest first."""
    _, page = paged(command.text)
    shown = _page(ctx, QuestionFilter(statuses=(), author=command.caller.id), page)
    return ctx.reply("besoin/own.md.j2", *_leading_on(shown, OWN), page=shown)


def find(command: Command, ctx: Context) -> Reply:
    """Find what the network keeps: questions, decisions, minutes, resources, articles."""
    query = stored_text(certified_first(command.text)[1], what="ce que vous cherchez")
    merging.read_new(ctx, limit=LATEST)
    found, close = finding.find(ctx, query, seeking=ctx.meaning_of(command.text))
    past = () if found else questions.of_past(ctx.db, ctx.network.slug)
    opening = [each.opens_at for each in past if each.opens_at]
    text = ctx.render(
        "besoin/found.md.j2",
        found=found,
        close=close,
        later=len(opening),
        opens=max(opening, default=ctx.now),
    )
    options = [each.opens for each in found if each.opens is not None]
    return Reply(text=text, buttons=(menu("lire", "Lire…", *options),) if options else (_ASKING,))


def show(command: Command, ctx: Context) -> Reply:
    """Show one question, its answer and its story, with what the caller may do with it."""
    question = asking.seen(ctx, command.number, command.caller)
    story, belt = stories.of(ctx.db, question), note(ctx, question)
    own = question.author == command.caller.id
    text = ctx.render(
        "besoin/shown.md.j2",
        question=question,
        helped=cards.completers(question, story),
        story=in_short(story)[-TOLD:],
        own=own,
        readers=readers.name(ctx, question) if own and not question.hidden else Readers(),
        belt=belt,
        above=ctx.upward,
    )
    shown = verbs(question, asking.shown_to(ctx, question, command.caller))
    return Reply(text=text, buttons=shown, leads_on=True)


def labelled(question: Question) -> str:
    """Return how a question is read in a menu: « n° 12 · Qui prête une salle ? »."""
    text = shorten(question.text, LABEL, placeholder="…")
    return f"n°\u00a0{question.number} · {text}"


def _menu(name: str, label: str, route: str, among: Sequence[Question]) -> tuple[Button, ...]:
    """Return what does the same to one of some questions, if there are any."""
    options = (Option(labelled(each), route, str(each.number)) for each in among)
    return (menu(name, label, *options, route=route),) if among else ()


def _leading_on(shown: QuestionPage, route: str, words: str = "") -> tuple[Button, ...]:
    """Return what opens one question of a list, and the next page; under an empty one, the form."""
    reading = _menu("lire", "Lire…", SHOW, shown.questions)
    if shown.page == shown.last:
        return reading or (_ASKING,)
    argument = f"{words} {shown.page + 1}".strip()
    return (*reading, Button("suite", "Page suivante", route, argument))


def _choice(words: str, ctx: Context) -> QuestionFilter:
    """Read which questions a list is to show. Raises UNKNOWN_FILTER."""
    bare = fold(words).strip(" .!,;:")
    if not bare:
        return QuestionFilter()
    statuses = _STATUSES.get(bare.rstrip("s").rstrip("e"))
    if statuses is not None:
        return QuestionFilter(statuses=statuses)
    if bare in _OCCASIONS:
        return QuestionFilter(statuses=(QuestionStatus.SCHEDULED,), occasion=_OCCASIONS[bare])
    theme = UNKNOWN_FILTER.unless(ctx.themes.named(words.lstrip("#")), words=quotable(words))
    return QuestionFilter(statuses=WAITING, theme=theme)


def _page(ctx: Context, choice: QuestionFilter, page: int) -> QuestionPage:
    """Read a page of a list."""
    network = ctx.network.slug
    total = questions.count(ctx.db, network, choice)
    last = max(1, -(-total // PAGE))
    page = min(page, last)
    shown = questions.listed(ctx.db, network, choice, limit=PAGE, offset=(page - 1) * PAGE)
    return QuestionPage(questions=shown, total=total, page=page, last=last)


_ASKING = Button("poser", "Poser une question", ASK)

_FINDING = Dialog(
    title="Chercher une question",
    submit="Chercher",
    fields=(Field(label="Vos mots", placeholder="carte grise"),),
)

_route = partial(Route, Act.READ_QUESTIONS)

ROUTES = (
    _route(
        f"{LIST}|lister|list|questions",
        list_some,
        "voir les questions qui attendent, ou celles d'un thème",
        Takes.WORDS,
    ),
    _route(f"{OWN}|mes-questions|mes-besoins|miennes", list_own, "voir vos questions", Takes.PAGE),
    _route(
        f"{FIND}|rechercher : <mots>",
        find,
        "chercher ce que le réseau garde",
        form=_FINDING,
        by_meaning=str,
    ),
    _route(
        f"{SHOW}|montrer|afficher : <n°>",
        show,
        "lire une question, sa réponse et son histoire",
    ),
)
