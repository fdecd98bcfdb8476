"""A network enters from its own channel: the invitation, the form, the two yeses."""

from __future__ import annotations

from dataclasses import replace

from bot.core.channel import ChannelState, NetworkChannel
from bot.core.errors import at_field
from bot.core.message import Button
from bot.entry import asking, card, deciding, handing
from bot.entry.rules import ENTRY_NOT_ASKED, likely_parent, parents_for, with_answering
from bot.network.network import Scale
from bot.network.rights import Act
from bot.network.settings import answering, name_of
from bot.talk.arguments import first_word
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.markdown import escape, typeset
from bot.talk.reply import Choice, Dialog, Field, Reply, optional_field, words_field
from bot.talk.routing import Route
from commands.reseau.settings import ANSWERING, RELAY, members_in

_NONE = "aucun"


def invited(command: Command, ctx: Context) -> Reply:
    """Take note that we were invited into a channel; who did it is told what comes next."""
    told = command.fields
    if not {"team", "name", "title"} <= told.keys():  # the server alone tells of an invitation
        raise ENTRY_NOT_ASKED()
    name = told["name"]
    channel = NetworkChannel(
        network="",
        team=told["team"],
        name=name,
        id=command.channel,
        shown=name,
        state=ChannelState.OPEN,
    )
    return Reply(reshapes=asking.invited(ctx, channel, told["title"] or name, command.caller))


def enter(command: Command, ctx: Context) -> Reply:
    """Ask for a network with what the form tells of it."""
    typed, form = command.fields, {each.name: each for each in _form(command, ctx).fields}
    with at_field("nom"):
        called = name_of(typed.get("nom") or ctx.network.spoken)
    told = replace(
        asking.of(ctx, command.caller),
        called=called,
        scale=Scale(form["niveau"].chosen(typed)),
        parent=form["au_dessus"].chosen(typed),
    )
    with at_field("donnees"):
        told = with_answering(told, typed.get("donnees", ""))
    with at_field("coordination"):
        others = members_in(command, typed.get("coordination", ""))
    with at_field("au_dessus"):
        entry = asking.ask(ctx, command.caller, told, others)
    above_it = ctx.networks.get(entry.parent or "")
    reply = ctx.reply("entree/asked.md.j2", entry=entry, above=above_it, news=False)
    return replace(reply, reshapes=True)


def decline(command: Command, ctx: Context) -> Reply:
    """Note that the channel is for no network."""
    asking.decline(ctx, command.caller)
    text = typeset(
        "Entendu : je n'y dirai rien, et je n'en garde rien. Vous pouvez me retirer de ce canal ; "
        "pour changer d'avis, retirez-moi puis invitez-moi de nouveau."
    )
    return Reply(text=text, reshapes=True)


def accept(_command: Command, ctx: Context) -> Reply:
    """Accept the organisation that answers for the network's data."""
    entry = deciding.accept_organisation(ctx)
    text = f"C'est accepté, pour tous les réseaux que « {escape(entry.organisation)} » aura ici."
    return Reply(text=typeset(text), reshapes=True)


def refuse(command: Command, ctx: Context) -> Reply:
    """Refuse an organisation, and say why."""
    deciding.refuse(ctx, ctx.network.slug, command.text, organisation=True)
    return Reply(text=typeset("C'est noté, et votre raison est transmise."), reshapes=True)


def welcome(command: Command, ctx: Context) -> Reply:
    """Give a network its place below this one; what was agreed is asked where that is needed."""
    slug, agreement = first_word(command.text)
    if not agreement and deciding.needs_agreement(ctx, slug):
        return _AGREEING.opened(command, ctx)
    entry = deciding.welcome(ctx, slug, agreement)
    name = entry.network().spoken
    return Reply(text=typeset(f"Merci : {name} a sa place sous votre réseau."), reshapes=True)


def turn_down(command: Command, ctx: Context) -> Reply:
    """Refuse a network its place, and say why."""
    slug, why = first_word(command.text)
    if not why:
        return _TURNING_DOWN.opened(command, ctx)
    deciding.refuse(ctx, slug, why, organisation=False)
    return Reply(text=typeset("C'est noté, et votre raison est transmise."), reshapes=True)


def coordinate(command: Command, ctx: Context) -> Reply:
    """Coordinate from now on."""
    handing.answer(ctx, command.caller, takes=True)
    text = "Merci, vous coordonnez ce réseau. Ce qui vous attend : `/aide`, ici même."
    under_way = Button("relais", "Ce qui est en cours", RELAY, network=ctx.network.slug)
    return Reply(text=typeset(text), buttons=(under_way,), reshapes=True)


def leave_it(command: Command, ctx: Context) -> Reply:
    """Say that one will not coordinate."""
    handing.answer(ctx, command.caller, takes=False)
    return Reply(text=typeset("C'est noté, et la coordination le sait : rien ne change."))


def _form(command: Command, ctx: Context) -> Dialog:
    asking.of(ctx, command.caller)
    network = ctx.network
    levels = tuple(Choice(label=each.label, value=each.value) for each in Scale)
    above = (
        Choice(label="Aucun", value=_NONE),
        *(Choice(label=each.name, value=each.slug) for each in parents_for(network, ctx.networks)),
    )
    return Dialog(
        title="Faire entrer ce réseau",
        submit="Demander",
        introduction="Son rythme sera l'habituel de son niveau ; tout se change ensuite.",
        fields=(
            Field(name="nom", label="Comment l'appelle-t-on ?", default=network.spoken, limit=60),
            Field(name="niveau", label="Son niveau", choices=levels, default=network.scale.value),
            Field(
                name="au_dessus",
                label="Le réseau au-dessus",
                choices=above,
                default=network.parent or likely_parent(network, ctx.networks) or _NONE,
                help="Sa coordination devra dire oui.",
            ),
            optional_field(
                name="coordination",
                label="Qui coordonne avec vous",
                placeholder="@zoe @louis",
                help="Je le leur demande en privé, une fois le réseau en route.",
            ),
            replace(ANSWERING, name="donnees", default=answering(network)),
        ),
    )


def _why(command: Command, _ctx: Context) -> Dialog:
    return Dialog(
        title="Refuser",
        submit="Refuser",
        argument=command.text.strip(),
        fields=(words_field(label="Pourquoi", help="La personne qui demande le lira.", limit=500),),
    )


def _agreed(command: Command, _ctx: Context) -> Dialog:
    return Dialog(
        title="Accueillir ce réseau",
        submit="D'accord",
        argument=command.text.strip(),
        fields=(
            Field(
                name="accord",
                label="Ce qui est convenu",
                placeholder="Convention du 12 janvier 2026",
                help="Questions et réponses passeront entre deux organisations : dites ce qui le "
                "permet.",
                limit=120,
            ),
        ),
    )


_AGREEING = Route(Act.WELCOME_NETWORK, card.WELCOME, welcome, form=_agreed)
_TURNING_DOWN = Route(Act.WELCOME_NETWORK, card.TURN_DOWN, turn_down, form=_why)

ROUTES = (
    Route(Act.INVITE, card.INVITED, invited),
    Route(Act.ENTER, card.ENTER, enter, form=_form),
    Route(Act.ENTER, card.DECLINE, decline),
    Route(Act.ACCEPT_ORGANISATION, card.ACCEPT, accept),
    Route(Act.ACCEPT_ORGANISATION, card.REFUSE, refuse, form=_why),
    _AGREEING,
    _TURNING_DOWN,
    Route(Act.TAKE_OFFICE, handing.TAKE, coordinate),
    Route(Act.TAKE_OFFICE, handing.LEAVE_IT, leave_it),
)
