"""What the level below does on the belt: transmit, agree, take back, choose what comes down."""

from __future__ import annotations

from dataclasses import replace

from bot.core.message import Button
from bot.french.folding import fold
from bot.french.text import require_impersonal
from bot.network.rights import Act, allows
from bot.network.tree import parent_of
from bot.question import asking, readers
from bot.question.rules import Occasion, Question, in_steps
from bot.question.verbs import SEND, about, receipt, reopening, undeferring
from bot.relay import card, climbing, coming_down, deciding
from bot.relay.climbing import ClimbDraft
from bot.relay.counting import count_behind
from bot.relay.rules import NAMED_FROM, ClimbStatus
from bot.talk.arguments import certified_first, confirmed_first, number_first
from bot.talk.care import CHECKED, UNSIGNED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import reading
from bot.talk.personal import CERTIFIED
from bot.talk.reply import Choice, Dialog, Field, Reply, words_field
from bot.talk.routing import Route, Takes
from commands.doubting import named
from commands.texts import Numbered, numbered

_AS_IT_IS = "tel quel"
_NAMED, _UNNAMED = "nom", "sans"
_MEND = (
    "Enlevez ce mot, ou choisissez « Son nom » dans le formulaire. Si ces mots peuvent partir "
    "ainsi, écrivez « certifié » devant."
)


def transmit(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Transmit a question to the level above, its asker agreeing; a member's own is sent."""
    question = asking.seen(ctx, typed.number, command.caller)
    if _goes_to_coordinators(command, question):
        return send(command, ctx, typed.number)
    as_it_is = fold(typed.text).strip(" .!") == _AS_IT_IS
    if as_it_is and not typed.certified and question.author == command.caller.id:
        argument = f"{typed.number} {CERTIFIED} {_AS_IT_IS}"
        sure = replace(about(question, "telquel", "Transmettre tel quel", SEND), argument=argument)
        if (doubt := named(command, ctx, question.text, sure)) is not None:
            return doubt
    text = question.text if as_it_is else typed.text
    place = _PLACE.chosen(command.fields) or _default_place(count_behind(ctx, question.id))
    if place == _UNNAMED and not typed.certified:
        climbing.require_unnamed_territory(text, ctx.network, mend=_MEND)
    if as_it_is:
        require_impersonal(text, certified=typed.certified)
    draft = ClimbDraft(text=text, named=place == _NAMED)
    climb = climbing.transmit(ctx, typed.number, draft, command.caller)
    above = parent_of(ctx.network, ctx.networks)
    told = ctx.render("besoin/transmitted.md.j2", climb=climb, above=above.name if above else "")
    undo = about(question, "annuler", "Annuler", card.NO_LONGER)
    buttons = (undo,) if climb.status in (ClimbStatus.WAITING, ClimbStatus.SENT) else ()
    return Reply(text=told, buttons=buttons)


def send(command: Command, ctx: Context, number: int) -> Reply:
    """Have a private question read by the coordinators who were named to its author."""
    question = asking.send(ctx, number, command.caller)
    told = readers.name(ctx, question)
    return ctx.reply("besoin/sent.md.j2", *receipt(question, told), question=question, readers=told)


def agree(command: Command, ctx: Context) -> Reply:
    """Let one's question climb."""
    number, shown, sure = _both(command)
    _, proposed = climbing.proposed(ctx, number, command.caller, shown)
    if not sure and proposed.status is ClimbStatus.WAITING:
        as_it_is = Button(
            "accord", "Transmettre tel quel", card.AGREE, f"{number} {proposed.id} confirmé"
        )
        no = replace(as_it_is, id="non", label="Ne pas transmettre", route=card.REFUSE)
        no = replace(no, argument=f"{number} {proposed.id}")
        if (doubt := named(command, ctx, proposed.text, as_it_is, no)) is not None:
            return doubt
    climb = climbing.agree(ctx, number, command.caller, shown)
    above = ctx.networks.get(climb.parent)
    text = ctx.render("besoin/agreed.md.j2", climb=climb, above=above.name if above else "")
    return Reply(text=text, seen=True)


def refuse(command: Command, ctx: Context) -> Reply:
    """Refuse that one's question climbs, or take it back."""
    number, shown, _ = _both(command)
    climb = climbing.stop(ctx, number, command.caller, shown)
    return ctx.reply("besoin/not_agreed.md.j2", seen=True, climb=climb)


def no_longer(command: Command, ctx: Context) -> Reply:
    """Take back what nobody has decided on yet."""
    climb = climbing.withdraw(ctx, command.number, command.caller)
    return ctx.reply("besoin/no_longer_climbs.md.j2", climb=climb)


def choose(command: Command, ctx: Context) -> Reply:
    """Show an answer that came down, and what can be done with it."""
    question, descent = coming_down.waiting(ctx, command.number, command.caller)
    text = card.came_down_words(ctx, question, descent)
    return Reply(text=text, buttons=card.came_down_buttons(question, descent))


def publish(command: Command, ctx: Context) -> Reply:
    """Publish an answer that came down, as it is."""
    question = coming_down.publish(ctx, command.number, command.caller)
    return _told(ctx, question, "publiée", reopening(question))


def adapt(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Publish an answer that came down, in other words."""
    question = coming_down.publish(ctx, typed.number, command.caller, typed.text)
    return _told(ctx, question, "publiée avec vos mots", reopening(question))


def keep(command: Command, ctx: Context) -> Reply:
    """Keep an answer that came down for the meeting, or for the letter."""
    occasion = Occasion.LETTER if "lettre" in fold(command.words) else Occasion.MEETING
    question = coming_down.keep_for(ctx, command.number, occasion, command.caller)
    return _told(ctx, question, f"gardée pour {_FOR[occasion]}", undeferring(question))


def discard(command: Command, ctx: Context) -> Reply:
    """Do nothing with an answer that came down."""
    question = coming_down.discard(ctx, command.number, command.caller)
    publishing = about(question, "publier", "Finalement, la publier", card.PUBLISH)
    return _told(ctx, question, "écartée", (publishing,))


def offer(command: Command, ctx: Context) -> Reply:
    """Offer an answer found here to the level above."""
    certified, _ = certified_first(command.words)
    climb = deciding.offer(ctx, command.number, command.caller, certified=certified)
    above = ctx.networks[climb.parent].name
    return ctx.reply("besoin/offer_sent.md.j2", climb=climb, above=above)


def _told(ctx: Context, question: Question, done: str, buttons: tuple[Button, ...]) -> Reply:
    return ctx.reply("besoin/chosen.md.j2", *buttons, seen=True, question=question, done=done)


def _goes_to_coordinators(command: Command, question: Question) -> bool:
    """Tell whether the caller has their own question read by the coordinators, and no further."""
    own, role = question.author == command.caller.id, command.caller.role_in(question.network)
    return own and (question.private or not allows(Act.TRANSMIT, role))


def _both(command: Command) -> tuple[int, int, bool]:
    """Return the question's number, that of the climb whose words were shown, and « confirmé ».

    The climb is 0 where none is told.
    """
    shown, rest = number_first(command.words) or (0, command.words)
    sure, _ = confirmed_first(rest)
    return command.number, shown, sure


def _default_place(people: int) -> str:
    return _NAMED if people >= NAMED_FROM else _UNNAMED


def _form(command: Command, ctx: Context) -> Reply:
    """Return what would leave, to be read and changed; one's own private question is sent."""
    number = command.number
    question = asking.seen(ctx, number, command.caller)
    if _goes_to_coordinators(command, question):
        return send(command, ctx, number)
    question, own_words = climbing.to_transmit(ctx, number, command.caller)
    above = parent_of(ctx.network, ctx.networks)
    people = count_behind(ctx, question.id)
    told = ctx.render(
        "besoin/transmitting.md.j2",
        question=question,
        above=above.name if above else "",
        people=in_steps(people),
        own_words=own_words,
        typed=not command.via.immediate,
    )
    leaves = own_words or question.author in ("", command.caller.id)
    text = words_field(
        label="Ce qui part, mot à mot",
        default="" if own_words else question.text,
        help="Sans nom ni détail sur une personne.",
    )
    place = replace(_PLACE, default=_default_place(people))
    dialog = Dialog(
        title=f"Transmettre la n°\u00a0{number}",
        submit="Transmettre" if leaves else "Demander l'accord",
        introduction=told,
        fields=(text, place),
    )
    if command.via.immediate:
        return Reply(dialog=dialog)
    if own_words:
        return Reply(text=told, dialog=dialog)
    as_it_is = Button("telquel", "Transmettre tel quel", SEND, f"{number} {_AS_IT_IS}")
    return Reply(text=told, dialog=dialog, buttons=(as_it_is,))


_PLACE = Field(
    name="territoire",
    label="Dire de votre territoire",
    default="",
    choices=(
        Choice(label="Son nom", value=_NAMED),
        Choice(label="Son échelle seulement", value=_UNNAMED),
    ),
)


def _adapting_form(command: Command, ctx: Context) -> Dialog:
    question, descent = coming_down.waiting(ctx, command.number, command.caller)
    return Dialog(
        title=f"Adapter, n°\u00a0{question.number}",
        submit="Publier",
        introduction=ctx.render("besoin/quoted.md.j2", text=question.text),
        fields=(words_field(label="Réponse, avec vos mots", default=descent.text),),
    )


_FOR = {Occasion.MEETING: "la rencontre", Occasion.LETTER: "la lettre"}

ROUTES = (
    Route(
        Act.READ_QUESTIONS,
        f"{SEND} : <n°> <ce qui part>",
        reading(numbered, transmit),
        "transmettre une question au niveau au-dessus, avec l'accord de qui l'a posée",
        care=UNSIGNED,
        form=_form,
    ),
    Route(
        Act.READ_QUESTIONS,
        f"{card.AGREE}|d'accord : <n°>",
        agree,
        "laisser transmettre votre question au niveau au-dessus",
        Takes.NUMBER_AND_TEXT,
    ),
    Route(
        Act.READ_QUESTIONS,
        f"{card.REFUSE}|pas-d'accord : <n°>",
        refuse,
        "ne pas laisser transmettre votre question, ou la reprendre",
        Takes.NUMBER_AND_TEXT,
    ),
    Route(
        Act.TRANSMIT,
        f"{card.NO_LONGER} : <n°>",
        no_longer,
        "reprendre une question transmise dont personne n'a encore décidé",
    ),
    Route(
        Act.DECIDE_ANSWER,
        f"{card.CHOOSE} : <n°>",
        choose,
        "relire une réponse venue d'au-dessus, et choisir ce qu'elle devient",
    ),
    Route(
        Act.DECIDE_ANSWER,
        f"{card.PUBLISH} : <n°>",
        publish,
        "publier une réponse venue d'au-dessus",
    ),
    Route(
        Act.DECIDE_ANSWER,
        f"{card.ADAPT} : <n°> <réponse>",
        reading(numbered, adapt),
        "publier avec vos mots une réponse venue d'au-dessus",
        care=CHECKED,
        form=_adapting_form,
    ),
    Route(
        Act.DECIDE_ANSWER,
        f"{card.KEEP} : <n°> rencontre|lettre",
        keep,
        "garder une réponse venue d'au-dessus pour la rencontre ou la lettre",
        Takes.NUMBER_AND_TEXT,
    ),
    Route(
        Act.DECIDE_ANSWER,
        f"{card.DISCARD} : <n°>",
        discard,
        "écarter une réponse venue d'au-dessus",
    ),
    Route(
        Act.TRANSMIT,
        f"{card.OFFER} : <n°>",
        offer,
        "proposer au niveau au-dessus une réponse trouvée ici",
        Takes.NUMBER_AND_TEXT,
    ),
)
