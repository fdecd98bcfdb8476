"""Asking: in one line, by form, for oneself or from a message, signed or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from bot.core.source import MadeKind
from bot.edits import following
from bot.french.discretion import Discretion
from bot.helping import card as help_cards
from bot.helping import finding, putting
from bot.network.rights import Act, Role
from bot.question import asking, readers
from bot.question import card as cards
from bot.question.asking import QuestionDraft
from bot.question.rules import Occasion, Visibility
from bot.question.verbs import WITHDRAW, receipt
from bot.talk import closed_channels
from bot.talk.arguments import certified_first
from bot.talk.care import DEPOSITED, QUESTION
from bot.talk.command import Caller, Command, Via
from bot.talk.context import Context
from bot.talk.gestures import service as gestures
from bot.talk.handler import Situation, TwoSteps, Work, reading
from bot.talk.making import note
from bot.talk.reply import Choice, Dialog, Field, Reply, optional_field, taking_back, words_field
from bot.talk.routing import Route
from bot.talk.signature import MENU, NAMED
from commands.besoin import reading as lists
from commands.besoin.forms import theme_field
from commands.signed import visibility_of


def _read(command: Command, situation: Situation) -> QuestionDraft:
    """Read the question, that of the message answered to where none is typed.

    Raises EMPTY_TEXT and PersonalDataError, and UNKNOWN_CHOICE.
    """
    certified, text = certified_first(command.text)
    if command.refers is not None and not text.strip() and command.via is not Via.DIALOG:
        text = command.refers.text
    chosen, named = _seen_by(command)
    themes = situation.themes
    draft = QuestionDraft(
        text=text,
        visibility=chosen,
        theme=theme_field(themes).chosen(command.fields),
        hoped=_OCCASIONS.get(_WHERE.chosen(command.fields)),
        readers=named,
    )
    return asking.read(draft, themes, certified=certified)


def ask(command: Command, ctx: Context, draft: QuestionDraft) -> Reply:
    """Keep the question; without a text, that of the message answered to."""
    author, whole = command.caller, False
    _, text = certified_first(command.text)
    if not text.strip() and command.refers is not None and command.via is not Via.DIALOG:
        author, whole = _author(command.refers.author, command.caller, ctx), True
    undone = following.undone_question(ctx, command)
    question, fresh = asking.ask(ctx, draft, author, command.caller, undone=undone)
    if fresh:
        note(ctx, command, MadeKind.QUESTION, question.number, whole=whole)
        back = taking_back(WITHDRAW, str(question.number))
        gestures.remember(ctx, command.caller, f"Question n° {question.number} : posée", back)
    own = author.id == command.caller.id
    told = readers.name(ctx, question)
    held = question.reserved if fresh else cards.reserved(ctx, question)
    text = ctx.render(
        "besoin/asked.md.j2",
        question=question,
        fresh=fresh,
        own=own,
        read=not fresh and asking.may_have_been_read(ctx, question),
        hold=int(ctx.hold.total_seconds()) if held else 0,
        readers=told,
        closed=closed_channels.closed(ctx),
        coordinated=bool(ctx.coordinators),
    )
    if not own:
        return Reply(text=text)
    places = help_cards.finding(finding.sought_by(ctx, question.text))
    shown = (*receipt(question, told), *putting.offered(ctx, question), *places)
    return Reply(text=text, buttons=shown)


_OCCASIONS = {each.value: each for each in Occasion}


def _author(writer: Caller, caller: Caller, ctx: Context) -> Caller:
    """Return whose question a message is: its writer's, if they are a member still."""
    return writer if writer.role_in(ctx.network.slug) >= Role.MEMBER else caller


def _seen_by(command: Command) -> tuple[Visibility, frozenset[str]]:
    """Return who is to see a question, and the coordinators whom its form named as readers.

    Raises UNKNOWN_CHOICE.
    """
    kind, _, people = command.fields.get(MENU, "").partition(NAMED)
    _SEEN_BY.chosen({MENU: kind})
    return visibility_of(command), frozenset(people.split(NAMED)) - {""}


def _opened(command: Command, ctx: Context) -> Reply:
    """Return the form, and where it is typed for, beneath, how the network's questions stand."""
    chosen = command.route is not None  # a button, or its number
    return replace(Reply() if chosen else lists.door(command, ctx), dialog=_form(command, ctx))


def _form(command: Command, ctx: Context) -> Dialog:
    text = words_field(
        label="Votre question",
        help="Sans nom ni détail qui permette de reconnaître une personne accompagnée.",
        placeholder="Qui prête une salle, un mercredi ?",
    )
    people = sorted(ctx.coordinators - {command.caller.id})
    seen_by = _naming(people, visibility_of(command))
    return Dialog(
        title="Poser une question",
        introduction=ctx.render("besoin/form.md.j2", people=people),
        route=lists.ASK,
        submit="Déposer",
        fields=(text, theme_field(ctx.themes), seen_by, _WHERE),
    )


_SEEN_BY = Field(
    name=MENU,
    label="Qui la voit",
    default=Visibility.PUBLIC.value,
    choices=(
        Choice(label="Le réseau, avec mon nom", value=Visibility.PUBLIC.value),
        Choice(label="Le réseau, sans mon nom", value=Visibility.ANONYMOUS.value),
        Choice(label="La coordination seulement", value=Visibility.PRIVATE.value),
    ),
)


def _naming(people: Sequence[str], default: Visibility) -> Field:
    """Return the entry that says who sees a question, which brings back who was named."""
    *others, private = _SEEN_BY.choices
    named = replace(private, value=NAMED.join((private.value, *people)))
    preset = named.value if default is Visibility.PRIVATE else default.value
    return replace(_SEEN_BY, default=preset, choices=(*others, named))


_WHERE = optional_field(
    name="ou",
    label="Où espérer la réponse",
    help="Peu importe ? Laissez vide.",
    choices=(
        Choice(label="Sur Mattermost", value=Occasion.MATTERMOST.value),
        Choice(label="À la prochaine rencontre", value=Occasion.MEETING.value),
        Choice(label="Dans la prochaine lettre", value=Occasion.LETTER.value),
    ),
)


_ask = reading(_read, ask)


def _asked_as(discretion: Discretion) -> TwoSteps:
    """Return what keeps a question that is asked so, whatever its words."""

    def prepare(command: Command, situation: Situation) -> Work:
        return _ask.read(replace(command, discretion=discretion), situation)

    return TwoSteps(prepare, _ask.at_once)


_route = partial(Route, Act.ASK)

ROUTES = (
    _route(
        f"{lists.ASK} : <votre question>",
        _ask,
        "poser une question au réseau",
        care=QUESTION,
        form=_opened,
    ),
    _route(
        "besoin anonyme : <votre question>",
        _asked_as(Discretion.ANONYMOUS),
        "poser une question sans que votre nom paraisse",
        wording=True,
        care=DEPOSITED,
    ),
    _route(
        "besoin privé : <votre question>",
        _asked_as(Discretion.PRIVATE),
        "poser une question à la coordination seulement",
        wording=True,
        care=DEPOSITED,
    ),
)
