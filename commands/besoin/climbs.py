"""Where all that climbs stands, and what the level above does with needs that reach it.

Each of these is known by its climb's number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from bot.core.message import Button, Option, menu
from bot.helping import putting
from bot.helping.card import OF_ASKING
from bot.network.rights import Act
from bot.network.tree import children_of, parent_of
from bot.question.rules import Question, QuestionStatus, in_steps
from bot.question.verbs import SEND, SHOW
from bot.relay import arriving, card, deciding, standing
from bot.relay.counting import count_behind
from bot.relay.rules import Climb
from bot.relay.standing import ClimbStanding, Gesture
from bot.talk.arguments import paged
from bot.talk.care import CHECKED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import reading
from bot.talk.render import shorten
from bot.talk.reply import Dialog, Reply, taking_back
from bot.talk.routing import Route
from commands.besoin.forms import quoting
from commands.besoin.reading import LABEL, labelled
from commands.texts import Numbered, numbered, second_number

SHOWN = 6
"""Climbs in one list: a phone screen; half as many of each sort on a level in the middle."""


def show(command: Command, ctx: Context) -> Reply:
    """Show where what was transmitted stands, and what waits for a decision here; in pages."""
    _, page = paged(command.text)
    up = standing.transmitted(ctx, command.caller.id)
    waiting, carried = arriving.undecided(ctx), standing.carried(ctx)
    parent = parent_of(ctx.network, ctx.networks)
    below = bool(up) or parent is not None
    above = bool(waiting or carried or children_of(ctx.network, ctx.networks))
    size = SHOWN // 2 if below and above else SHOWN
    last = max(1, *(-(-len(each) // size) for each in (up, [*waiting, *carried])))
    page = min(page, last)
    first, end = (page - 1) * size, page * size
    ours, needs = up[first:end], waiting[first:end]
    here = carried[max(0, first - len(waiting)) : max(0, end - len(waiting))]
    further = Button("suite", "Page suivante", card.STANDING, str(page + 1))
    return ctx.reply(
        "besoin/climbs.md.j2",
        *_leading_on(needs, ours, here),
        *((further,) if page < last else ()),
        up=ours,
        below=below,
        parent=parent.spoken if parent else "",
        above=above,
        waiting=len(waiting),
        needs=[(each, in_steps(count_behind(ctx, each.question))) for each in needs],
        carried=[standing.carried_need(ctx, each) for each in here],
        page=page,
        last=last,
    )


def decide(command: Command, ctx: Context) -> Reply:
    """Show one need that waits for a decision, and what can be done with it."""
    climb = deciding.undecided(ctx, command.number, command.caller)
    text = card.arrival_words(ctx, climb, count_behind(ctx, climb.question), 0)
    return Reply(text=text, buttons=card.arrival_buttons(ctx, climb))


def take(command: Command, ctx: Context) -> Reply:
    """Make a need a question of this network."""
    question = deciding.take(ctx, command.number, command.caller)
    offered = putting.offered(ctx, question)
    return ctx.reply("besoin/taken.md.j2", *offered, seen=not offered, question=question)


def join(command: Command, ctx: Context) -> Reply:
    """Have a question that is here carry a need."""
    question = deciding.join(ctx, command.number, second_number(command), command.caller)
    answered = question.status is QuestionStatus.ANSWERED
    text = ctx.render("besoin/joined_to.md.j2", question=question, answered=answered)
    undo = None if answered else taking_back(card.UNJOIN, str(command.number))
    return Reply(
        text=text, did=f"Besoin joint à la question n° {question.number}", undo=undo, seen=True
    )


def unjoin(command: Command, ctx: Context) -> Reply:
    """Take a need out of the question that it was joined to."""
    climb = deciding.unjoin(ctx, command.number, command.caller)
    return ctx.reply("besoin/unjoined.md.j2", seen=True, climb=climb)


def answer(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Send an answer down at once."""
    climb = deciding.answer_at_once(ctx, typed.number, typed.text, command.caller)
    below = ctx.networks[climb.network].spoken if climb.named else ""
    return ctx.reply("besoin/answered_down.md.j2", seen=True, climb=climb, below=below)


def send_back(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Return a need, for a reason."""
    climb = deciding.send_back(ctx, typed.number, typed.text, command.caller)
    return ctx.reply("besoin/returned_down.md.j2", seen=True, climb=climb)


def take_offer(command: Command, ctx: Context) -> Reply:
    """Keep an answer offered from below, by coordinators or by someone who was asked."""
    take = putting.take_beyond if command.words == OF_ASKING else deciding.take_offer
    question = take(ctx, command.number, command.caller)
    return ctx.reply("besoin/offer_taken.md.j2", question=question)


def _form(title: str, submit: str, label: str) -> Callable[[Command, Context], Dialog]:
    """Return what makes a form about a need that waits for a decision."""

    def made(command: Command, ctx: Context) -> Dialog:
        climb = deciding.undecided(ctx, command.number, command.caller)
        return quoting(ctx, climb.text, title, submit, label=label)

    return made


def _leading_on(
    needs: Sequence[Climb],
    ours: Sequence[ClimbStanding],
    here: Sequence[Question],
) -> tuple[Button, ...]:
    """Return what opens one of the list, for what it asks, and the figures."""
    options = [
        *(Option(shorten(each.text, LABEL), card.DECIDE, str(each.id)) for each in needs),
        *(_opening(each) for each in ours),
        *(Option(labelled(each), SHOW, str(each.number)) for each in here),
    ]
    reading = (menu("lire", "Lire…", *options),) if options else ()
    return (*reading, Button("chiffres", "Les chiffres", "reseau bilan"))


def _opening(each: ClimbStanding) -> Option:
    before, route = _OPENS[each.asks]
    label = f"{before}{labelled(each.question)}"
    return Option(shorten(label, LABEL), route, str(each.question.number))


_OPENS = {
    Gesture.CHOOSE: ("Réponse reçue, ", card.CHOOSE),
    Gesture.SUM_UP: ("À résumer, ", SEND),
    Gesture.AGAIN: ("À transmettre, ", SEND),
    Gesture.OFFER: ("Proposer la réponse, ", card.OFFER),
    Gesture.NONE: ("", SHOW),
}


_decides = partial(Route, Act.DECIDE_CLIMB)

ROUTES = (
    Route(Act.READ_CLIMBS, f"{card.STANDING} : [n°]", show),
    _decides(f"{card.DECIDE} : <n°>", decide),
    _decides(f"{card.TAKE} : <n°>", take),
    _decides(f"{card.JOIN_TO} : <n°>", join),
    _decides(f"{card.UNJOIN} : <n°>", unjoin),
    _decides(
        f"{card.ANSWER_DOWN} : <n°>",
        reading(numbered, answer),
        care=CHECKED,
        form=_form("Répondre tout de suite", "Envoyer", "Votre réponse"),
    ),
    _decides(
        f"{card.SEND_BACK} : <n°>",
        reading(numbered, send_back),
        care=CHECKED,
        form=_form("Renvoyer ce besoin", "Renvoyer", "Votre raison"),
    ),
    _decides(f"{card.TAKE_OFFER} : <n°>", take_offer),
)
