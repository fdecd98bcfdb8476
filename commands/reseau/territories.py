"""« Mes territoires »: one card of the networks below, and words between two coordinations."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

from bot.core.errors import Refusal
from bot.core.message import Button, Option
from bot.french.territories import of
from bot.network.network import Network
from bot.network.rights import Act
from bot.network.tree import children_of, parent_of
from bot.people.wish import Weight
from bot.talk import say
from bot.talk.care import DEPOSITED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import reading
from bot.talk.markdown import typeset
from bot.talk.reply import Choice, Dialog, Field, Reply, words_field
from bot.talk.routing import Route
from bot.year import territories
from bot.year.territories import TerritoryLine
from commands.texts import checked

WRITE = "reseau écrire"
_OWN = "reseau ma-ligne"
HELP = "aide"
"""What opens the form with an offer of help in it, in the place of whom it is for."""

_OFFER = (
    "Bonjour, un coup de main vous serait-il utile ? Nous pouvons préparer une rencontre avec "
    "vous, relire une lettre, ou chercher qui prend la suite."
)

NO_TERRITORY_ABOVE = Refusal(
    "nobody coordinates a network just above",
    reply="Au-dessus du vôtre, personne ne coordonne de réseau pour l'instant : "
    "personne ne lit donc cette ligne.",
)

NOBODY_BESIDE = Refusal(
    "nobody coordinates a network just above or below",
    reply="Personne ne coordonne pour l'instant de réseau rattaché au vôtre : il n'y a personne à "
    "qui écrire d'ici.",
)


def show(_command: Command, ctx: Context) -> Reply:
    """Tell what each network below does, in one card."""
    found = territories.lines(ctx)
    verbs = (
        Button("ecrire", "Écrire…", WRITE, primary=True),
        Button("aider", "Proposer de l'aide…", WRITE, HELP),
    )
    return ctx.reply(
        "reseau/my_territories.md.j2",
        *(verbs if ctx.territories else ()),
        lines=found,
        calendar=territories.calendar(found),
        own=_own(ctx),
    )


def show_own(_command: Command, ctx: Context) -> Reply:
    """Tell a network what those above read of it, in the same words."""
    own = NO_TERRITORY_ABOVE.unless(_own(ctx))
    return ctx.reply("reseau/own_line.md.j2", own=own)


def write(command: Command, ctx: Context, text: str) -> Reply:
    """Tell the coordinators of the network above, or of one below, what another one writes."""
    if not command.fields:
        return _WRITING.opened(command, ctx)
    chosen = _whom(ctx, "").chosen(command.fields)
    there = ctx.at(ctx.networks[chosen])
    said = there.render("reseau/coordination.md.j2", source=ctx.network, text=text)
    back = Button("repondre", "Répondre…", WRITE, ctx.network.slug, primary=True)
    key = f"{say.ERASED}coordination:{chosen}:{uuid4().hex}"
    say.to_coordinators(there, key, said, weight=Weight.DUTY, buttons=(back,))
    whose = of(there.network.spoken)
    return Reply(text=typeset(f"C'est remis à la coordination {whose}."))


def choices(command: Command, ctx: Context) -> tuple[Option, ...]:
    """Return what is found under a network's year of those below it, else of what is read of it."""
    below = children_of(ctx.network, ctx.networks)
    if below and ctx.allows(Act.FOLLOW_TERRITORIES, command.caller):
        return (Option("Mes territoires", territories.SHOW),)
    above = _above(ctx)
    return (Option(f"Ce que lit {above.scale.label}", _OWN),) if above else ()


def _above(ctx: Context) -> Network | None:
    """Return the network just above, None where nobody coordinates it."""
    above = parent_of(ctx.network, ctx.networks)
    return above if above is not None and ctx.coordinators_of(above.slug) else None


def _own(ctx: Context) -> tuple[Network, TerritoryLine] | None:
    above = _above(ctx)
    return (above, territories.line_of(ctx, ctx.network)) if above else None


def _whom(ctx: Context, chosen: str) -> Field:
    """Return whom one may write to: those who coordinate a network just below or above."""
    beside = filter(None, (*ctx.territories, _above(ctx)))
    found = [Choice(label=each.spoken, value=each.slug) for each in beside]
    first = NOBODY_BESIDE.unless(next(iter(found), None))
    default = chosen if chosen in {each.value for each in found} else first.value
    return Field(name="reseau", label="La coordination de", choices=tuple(found), default=default)


def _form(command: Command, ctx: Context) -> Dialog:
    offers = command.text == HELP
    words = words_field(label="Votre message", default=_OFFER if offers else "")
    return Dialog(
        title="Proposer de l'aide" if offers else "Écrire",
        submit="Envoyer",
        fields=(words, _whom(ctx, command.text)),
        introduction="Toute la coordination de ce réseau le lira ; elle peut vous répondre d'ici.",
    )


_route = partial(Route, Act.FOLLOW_TERRITORIES)
_WRITING = _route(WRITE, reading(checked("le message"), write), care=DEPOSITED, form=_form)

ROUTES = (
    _route(territories.SHOW, show),
    Route(Act.READ_RHYTHM, _OWN, show_own),
    _WRITING,
)
