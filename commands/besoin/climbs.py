"""`/besoin transmis`: where all that climbs stands, on each level; where its figures are read."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.errors import Refusal
from bot.core.message import Button, Option, menu
from bot.french.folding import fold
from bot.french.text import quotable
from bot.network.rights import Act
from bot.network.tree import children_of, parent_of
from bot.question.rules import Question
from bot.question.verbs import SEND, SHOW
from bot.relay import arriving, card, deciding, standing
from bot.relay import reporting as belt_reporting
from bot.relay.counting import count_behind
from bot.relay.rules import Climb, ClimbChange
from bot.relay.standing import ClimbStanding, Gesture
from bot.talk.arguments import paged, without_thanks
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.render import shorten
from bot.talk.reply import Reply
from bot.talk.routing import Route, Takes
from commands.besoin.reading import LABEL, labelled

ADDRESS = "besoin page-transmis"

SHOWN = 6
"""Climbs in one list: a phone screen; half as many of each sort on a level in the middle."""

OFFERED = 20
"""Options of one menu."""

_RENEW = frozenset({"renouveler", "renouvelle"})

UNKNOWN_ADDRESS_ACTION = Refusal(
    "unknown wish for the address of the belt's figures",
    reply="Je ne comprends pas « {typed} ». L'adresse de la page des besoins transmis se "
    "renouvelle ainsi : `/besoin page-transmis renouveler`.",
)


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
    shown = [each.question for each in ours] + list(here)
    return ctx.reply(
        "besoin/climbs.md.j2",
        *_deciding(waiting),
        *_gestures(up),
        *_leading_on(ctx, shown, page, last),
        up=ours,
        below=below,
        parent=parent.name if parent else "",
        above=above,
        waiting=len(waiting),
        needs=[standing.waiting_need(ctx, each) for each in needs],
        carried=[standing.carried_need(ctx, each) for each in here],
        now=ctx.now,
        page=page,
        last=last,
    )


def decide(command: Command, ctx: Context) -> Reply:
    """Show one need that waits for a decision, and what can be done with it."""
    climb = deciding.arrived(ctx, command.number, command.caller)
    climb.require(ClimbChange.TAKEN)
    text = card.arrival_words(ctx, climb, count_behind(ctx, climb.question), 0)
    return Reply(text=text, buttons=card.arrival_buttons(ctx, climb))


def address(command: Command, ctx: Context) -> Reply:
    """Tell where the belt's figures are read, or give them another address."""
    typed = fold(without_thanks(command.text)).strip(" .,;:?!…")
    renew = typed in _RENEW
    if typed and not renew:
        raise UNKNOWN_ADDRESS_ACTION(typed=quotable(command.text))
    if renew:
        ctx.require(Act.CHANGE_ADDRESS, command.caller)
    page = belt_reporting.page(ctx, renew=renew)
    again = Button("renouveler", "Renouveler l'adresse", ADDRESS, "renouveler")
    shown = (again,) if page and not renew else ()
    return ctx.reply("besoin/climbs_page.md.j2", *shown, page=page, renewed=renew)


def _deciding(waiting: Sequence[Climb]) -> tuple[Button, ...]:
    """Return what shows a need that waits for a decision."""
    options = [Option(shorten(each.text, LABEL), f"{card.DECIDE} {each.id}") for each in waiting]
    return _one_or_many("decider", "Décider du premier besoin", "Décider…", card.DECIDE, options)


def _gestures(up: Sequence[ClimbStanding]) -> tuple[Button, ...]:
    """Return what is asked of the network below."""
    return tuple(
        button
        for gesture, name, one, many, route in _ASKED
        for button in _one_or_many(
            name,
            one,
            many,
            route,
            [
                Option(labelled(each.question), f"{route} {each.question.number}")
                for each in up
                if each.asks is gesture
            ],
        )
    )


_ASKED = (
    (Gesture.CHOOSE, "choisir", "Lire la réponse", "Lire la réponse à…", card.CHOOSE),
    (Gesture.SUM_UP, "resumer", "Transmettre un résumé…", "Transmettre un résumé de…", SEND),
    (Gesture.AGAIN, "encore", "Transmettre de nouveau…", "Transmettre de nouveau…", SEND),
    (Gesture.OFFER, "proposer", "Proposer plus haut", "Proposer plus haut…", card.OFFER),
)


def _one_or_many(
    name: str, one: str, many: str, route: str, options: Sequence[Option]
) -> tuple[Button, ...]:
    """Return a button for the only thing to do, or a menu of several."""
    if len(options) == 1:
        argument = options[0].command.removeprefix(route).strip()
        return (Button(name, one, route, argument),)
    return (menu(name, many, *options[:OFFERED], route=route),) if options else ()


def _leading_on(
    ctx: Context, shown: Sequence[Question], page: int, last: int
) -> tuple[Button, ...]:
    """Return what opens a question of the list, the figures, and the next page."""
    options = [Option(labelled(each), f"{SHOW} {each.number}") for each in shown]
    reading = (menu("lire", "Lire…", *options, route=SHOW),) if options else ()
    figures = Button("chiffres", "Les chiffres", ADDRESS)
    further = Button("suite", "Page suivante", card.STANDING, str(page + 1))
    told_of = (figures,) if belt_reporting.page(ctx) else ()
    return (*reading, *told_of, *((further,) if page < last else ()))


ROUTES = (
    Route(
        Act.READ_CLIMBS,
        f"{card.STANDING}|transmises|transmissions",
        show,
        "voir où en est ce qui a été transmis plus haut, et ce qui attend votre décision",
        Takes.PAGE,
    ),
    Route(
        Act.DECIDE_CLIMB,
        f"{card.DECIDE} : <n°>",
        decide,
        "relire un besoin qui monte, et décider de ce qu'il devient",
    ),
    Route(
        Act.READ_CLIMBS,
        f"{ADDRESS} : [renouveler]",
        address,
        "connaître l'adresse des chiffres de ce qui est transmis, ou la renouveler",
        Takes.WORDS,
    ),
)
