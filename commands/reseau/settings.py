"""« Réglages du réseau »: what is set, who coordinates, what a successor needs, its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from bot.core.errors import Refusal, at_field
from bot.core.message import Button, Option, menu
from bot.entry import changing, ending, handing
from bot.entry import store as entries
from bot.entry.changing import NOTHING, SET
from bot.entry.rules import PATIENCE, NetworkEntry, setting_of
from bot.french.territories import inside
from bot.memory import choosing as memory
from bot.network import tree
from bot.network.parts import DEFAULT_PARTS
from bot.network.rights import Act
from bot.network.schedule import Due, rule_of
from bot.network.served import written
from bot.network.settings import SCHOOL_ZONES, Setting, written_parts
from bot.people import coordinators
from bot.people.wish import Weight
from bot.pile import handover
from bot.question import store as questions
from bot.question.store import QuestionFilter
from bot.relay.announcing import card as announcement_card
from bot.talk import say
from bot.talk.arguments import first_word, names_in, unnamed_in
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.coordination import PROPOSE
from bot.talk.markdown import typeset
from bot.talk.reply import WORDS, Choice, Dialog, Field, Reply, taking_back, words_field
from bot.talk.routing import Route
from commands.reseau.reporting import QUESTIONS
from commands.reseau.rhythm import CHANGE as CHANGE_RHYTHM

SETTINGS = "reseau réglages"
RELAY = "reseau passer-le-relais"
_SURE = "confirmé"
_CHANGES = 5
"""What was changed lately, as the card tells."""

_MOST = 3
"""People whom the menus name: eight entries at most."""

NOT_IN_THE_CHANNEL = Refusal(
    "named people not in the channel",
    reply="Je ne trouve pas {names} dans ce canal : il faut d'abord en être membre. Vous pourrez "
    "aussi le proposer plus tard.",
)
NOT_A_USER_NAME = Refusal(
    "a list of people has other words than user names",
    reply="Je ne sais pas qui est « {typed} ». Écrivez chaque personne par son nom d'utilisateur, "
    "celui qui suit @ dans Mattermost : « @zoe @louis ».",
)
NAME_ONE = Refusal(
    "nobody is named",
    reply="Dites qui, par son nom d'utilisateur, avec @ : « @zoe ». Une personne à la fois.",
)


def members_in(command: Command, text: str) -> Mapping[str, str]:
    """Return the ids of those a form's entry names, by user name.

    Raises NOT_A_USER_NAME, NOT_IN_THE_CHANNEL.
    """
    named = names_in(text)
    if typed := unnamed_in(text):
        raise NOT_A_USER_NAME(typed=typed)
    if missing := [f"@{each}" for each in named if each not in command.people]:
        raise NOT_IN_THE_CHANNEL(names=", ".join(missing))
    return {each: command.people[each] for each in named}


def show(command: Command, ctx: Context) -> Reply:
    """Tell what is set of the network, by whom it is coordinated, and what was changed lately."""
    entry = entries.of(ctx.db, ctx.network.slug)
    sets = ctx.allows(Act.CHANGE_SETTINGS, command.caller)
    menus = []
    if sets:
        menus.append(menu("regler", "Régler…", *_settings(ctx, entry)))
    if options := tuple(_coordination(command, ctx, entry, sets=sets)):
        menus.append(menu("coordination", "La coordination…", *options))
    return ctx.reply(
        "reseau/settings.md.j2",
        *menus,
        filed=entry is None,
        above=ctx.networks.get(ctx.network.parent or ""),
        rules=[(due, written(rule_of(ctx.network, due))) for due in Due],
        people=coordinators.in_office(ctx.db, ctx.network.slug),
        proposed=entries.proposed(ctx.db, ctx.network.slug),
        changes=entries.changes(ctx.db, ctx.network.slug, limit=_CHANGES),
    )


def _settings(ctx: Context, entry: NetworkEntry | None) -> Iterator[Option]:
    """Yield what opens the form of each setting that is changed here."""
    yield Option("Changer le rythme…", CHANGE_RHYTHM)
    for each in Setting if entry is not None else ():
        yield Option(f"Changer {each.label}…", SET, each.value)
    if tree.parent_of(ctx.network, ctx.networks) is not None:
        yield Option("Choisir ce qui vient du réseau au-dessus", announcement_card.LIST)


def _coordination(
    command: Command, ctx: Context, entry: NetworkEntry | None, *, sets: bool
) -> Iterator[Option]:
    """Yield what may be done of who coordinates the network, and of its end."""
    if sets:
        yield Option("Passer le relais", RELAY)
    if entry is None:
        return
    yield Option("Proposer à quelqu'un de coordonner…", PROPOSE)
    for asked in entries.proposed(ctx.db, entry.slug)[:1]:
        yield Option(f"Reprendre la proposition à @{asked.name}", handing.TAKE_BACK, asked.user)
    people = coordinators.in_office(ctx.db, entry.slug)
    for each in [one for one in people if one.user != command.caller.id][:_MOST]:
        yield Option(f"Retirer @{each.name} de la coordination…", handing.REMOVE, each.user)
    if sets:
        yield Option("Ne plus coordonner…", handing.REMOVE, command.caller.id)
    yield Option("Retirer ce réseau…", ending.END)


def change(command: Command, ctx: Context) -> Reply:
    """Change one setting: to what its form brings, or back to what it was, from a button."""
    word, text = first_word(command.text)
    setting = next((each for each in Setting if each.value == word), None)
    if setting is None or not (command.fields or text):
        return _SETTING.opened(command, ctx)
    typed = command.fields.get(WORDS, text)
    with at_field(WORDS):
        back = changing.change(
            ctx, command.caller, setting, "" if typed.strip() == NOTHING else typed
        )
    if back is None:
        return Reply(text=typeset("C'était déjà ainsi : rien n'a changé."))
    text = f"C'est changé : {setting.label}. Les autres personnes de la coordination le savent."
    undo = taking_back(back.route, back.argument)
    did = f"Réglages : {setting.label}"
    return Reply(text=typeset(text), did=did, undo=undo, reshapes=True)


def propose(command: Command, ctx: Context) -> Reply:
    """Ask a member to coordinate the network."""
    with at_field(WORDS):
        named = members_in(command, command.text)
        if len(named) != 1:
            raise NAME_ONE()
        ((name, user),) = named.items()
        handing.propose(ctx, user, name, command.caller)
    text = f"C'est proposé à @{name}. Rien ne change avant son oui ; vous saurez sa réponse."
    back = taking_back(handing.TAKE_BACK, user)
    return Reply(text=typeset(text), did=f"Coordination : proposée à @{name}", undo=back)


def take_back(command: Command, ctx: Context) -> Reply:
    """Ask someone no longer."""
    handing.take_back(ctx, command.text.strip(), command.caller)
    return Reply(text=typeset("C'est repris : on ne le lui demande plus."))


def remove(command: Command, ctx: Context) -> Reply:
    """Have someone coordinate no more, oneself or another, once it is confirmed."""
    user, sure = first_word(command.text)
    own = user == command.caller.id
    if sure != _SURE:
        changing.entry_of(ctx)
        label = "Oui, ne plus coordonner" if own else "Oui, l'en retirer"
        yes = Button("oui", label, handing.REMOVE, f"{user} {_SURE}")
        first = (Button("relais", "Passer le relais", RELAY),) if own else ()
        alone = ctx.coordinators <= {user}
        return ctx.reply("entree/removing.md.j2", *first, yes, user=user, own=own, alone=alone)
    handing.remove(ctx, user, command.caller, questions.cards_of(ctx.db, ctx.network.slug, user))
    text = "C'est fait, et dit à cette personne comme au reste de la coordination."
    if own:
        text = f"C'est fait : vous ne coordonnez plus {ctx.network.spoken}. Merci pour le temps "
        text += "donné."
    return Reply(text=typeset(text), reshapes=True)


def relay(command: Command, ctx: Context) -> Reply:
    """Show what a successor needs; hand it to someone who coordinates too."""
    page = handover.page(ctx)
    in_office = coordinators.in_office(ctx.db, ctx.network.slug)
    others = [each for each in in_office if each.user in ctx.coordinators - {command.caller.id}]
    if (user := command.text.strip()) in {each.user for each in others}:
        by = command.caller.id
        text = ctx.render("reseau/handed_over.md.j2", by=by, page=page)
        key = f"relais:{ctx.network.slug}:{user}:{ctx.now.timestamp()}"
        say.to_user(ctx, key, user, text, weight=Weight.ANSWER)
        return Reply(text=typeset("C'est remis."))
    buttons = [
        Button(f"remettre{place}", f"Remettre à @{each.name}", RELAY, each.user)
        for place, each in enumerate(others[:_MOST])
    ]
    return Reply(text=page, buttons=tuple(buttons))


def end(command: Command, ctx: Context) -> Reply:
    """Have the network be served no more, once it is confirmed."""
    changing.entry_of(ctx)
    if command.text != _SURE:
        sure = Button("oui", "Oui, retirer ce réseau", ending.END, _SURE)
        take = Button("emporter", "Emporter les questions", QUESTIONS)
        whole = Button("memoire", "Emporter la mémoire", memory.TAKE)
        takes = ctx.allows(Act.EXPORT, command.caller)
        return ctx.reply(
            "entree/end_asked.md.j2",
            *((take, whole) if takes else ()),
            sure,
            questions=questions.count(ctx.db, ctx.network.slug, QuestionFilter()),
            until=ctx.now + PATIENCE,
        )
    ending.end(ctx, command.caller)
    text = "C'est retiré : je n'anime plus ce réseau. La suite est en message direct."
    return Reply(text=typeset(text), reshapes=True)


def resume(command: Command, ctx: Context) -> Reply:
    """Serve the network again."""
    ending.resume(ctx, command.caller)
    text = f"C'est reparti : je fais de nouveau le lien {inside(ctx.network.spoken)}, comme avant."
    return Reply(text=typeset(text), reshapes=True)


def _setting_form(command: Command, ctx: Context) -> Dialog:
    entry = changing.entry_of(ctx)
    word, _ = first_word(command.text)
    setting = next((each for each in Setting if each.value == word), Setting.NAME)
    default = setting_of(entry, setting)
    if setting is Setting.AGENDA:
        default = default or written_parts(DEFAULT_PARTS)
    field = replace(_ENTRIES[setting], default=default or _ENTRIES[setting].default)
    return Dialog(
        title="Régler le réseau",
        submit="Changer",
        argument=setting.value,
        fields=(field,),
        introduction="Le reste de la coordination en est averti ; cela s'annule.",
    )


ANSWERING = words_field(
    label="Qui répond des données",
    help="Trois lignes : l'organisation ; comment la joindre ; qui veille à la protection des "
    "données (DPO), s'il y en a.",
    placeholder="Département de la Loire\nnumerique@loire.example\nNadia Ferrand, DPO",
    limit=400,
)
_field = partial(Field, name=WORDS, optional=True)
_ENTRIES = {
    Setting.NAME: _field(
        label="Comment l'appelle-t-on ?",
        placeholder="la Loire",
        help="Vide : d'après le nom du canal.",
        limit=60,
    ),
    Setting.AGENDA: _field(
        label="Ses parties",
        help="Une ligne par partie : minutes, ce qui la remplit (accueil, actualité, besoins, "
        "animation, libre), titre. Vide : l'habituel.",
        multiline=True,
        limit=1_500,
    ),
    Setting.VIDEO: _field(
        label="Son adresse",
        placeholder="https://visio.example.org/reseau",
        help="Elle vaut pour toutes les rencontres. Vide : chacune a la sienne, ou aucune.",
        limit=500,
    ),
    Setting.ZONE: _field(
        label="Vacances scolaires",
        default=NOTHING,
        choices=(
            Choice(label="Aucune : les dates n'en tiennent pas compte", value=NOTHING),
            *(Choice(label=each, value=each) for each in SCHOOL_ZONES),
        ),
    ),
    Setting.ANSWERING: replace(
        ANSWERING,
        help=f"{ANSWERING.help} Une autre organisation : qui administre ce serveur en est averti.",
    ),
}


def _proposing(command: Command, ctx: Context) -> Dialog:
    handing.require_may_propose(ctx, command.caller)
    who = Field(
        label="À qui",
        placeholder="@zoe",
        help="Un membre du canal. Rien ne change avant son oui.",
    )
    return Dialog(title="Proposer de coordonner", submit="Proposer", fields=(who,))


_SETTING = Route(Act.CHANGE_SETTINGS, SET, change, form=_setting_form)

ROUTES = (
    Route(Act.NAME_COORDINATOR, SETTINGS, show),
    _SETTING,
    Route(Act.READ_HELP, PROPOSE, propose, form=_proposing),
    Route(Act.NAME_COORDINATOR, handing.TAKE_BACK, take_back),
    Route(Act.NAME_COORDINATOR, handing.REMOVE, remove),
    Route(Act.CHANGE_SETTINGS, RELAY, relay),
    Route(Act.END_NETWORK, ending.END, end),
    Route(Act.RESUME_NETWORK, ending.RESUME, resume),
)
