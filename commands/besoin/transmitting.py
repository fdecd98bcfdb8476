"""What the level below does on the belt: transmit, agree, take back, choose what comes down."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.core.errors import UserError
from bot.core.message import Button
from bot.network.rights import Act, allows
from bot.network.tree import parent_of
from bot.question import asking, readers
from bot.question.rules import Occasion, Question, in_steps
from bot.question.verbs import NO_LONGER, REOPEN, SEND, about, receipt, reopening, undeferring
from bot.relay import card, climbing, coming_down, deciding
from bot.relay.counting import count_behind
from bot.relay.rules import NAMED_FROM, NAMES_TERRITORY, ClimbStatus
from bot.talk.care import CHECKED, UNSIGNED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import reading
from bot.talk.reply import Choice, Dialog, Field, Reply, taking_back, words_field
from bot.talk.routing import Route
from commands.besoin.forms import quoting
from commands.doubting import named
from commands.texts import Numbered, numbered, second_number

_NAMED, _UNNAMED = "nom", "sans"
_SURE = " confirmé"
_MEND = "Enlevez ce mot, ou choisissez « Son nom »."


def transmit(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Transmit a question to the level above, its asker agreeing; a member's own is sent."""
    question = asking.seen(ctx, typed.number, command.caller)
    if _goes_to_coordinators(command, question):
        return send(command, ctx, typed.number)
    place = _PLACE.chosen(command.fields) or _default_place(count_behind(ctx, question.id))
    if place == _UNNAMED and not typed.certified:
        climbing.require_unnamed_territory(typed.text, ctx.network, mend=_MEND)
    climb = climbing.transmit(ctx, typed.number, typed.text, command.caller, named=place == _NAMED)
    above = parent_of(ctx.network, ctx.networks)
    told = ctx.render("besoin/transmitted.md.j2", climb=climb, above=above.spoken if above else "")
    undone = climb.status in (ClimbStatus.WAITING, ClimbStatus.SENT)
    undo = taking_back(NO_LONGER, str(typed.number)) if undone else None
    done = "accord demandé" if climb.status is ClimbStatus.WAITING else "transmise"
    return Reply(text=told, did=f"Question n° {typed.number} : {done}", undo=undo)


def send(command: Command, ctx: Context, number: int) -> Reply:
    """Have a private question read by the coordinators who were named to its author."""
    question = asking.send(ctx, number, command.caller)
    told = readers.name(ctx, question)
    return ctx.reply("besoin/sent.md.j2", *receipt(question, told), question=question, readers=told)


def agree(command: Command, ctx: Context) -> Reply:
    """Let one's question climb."""
    number, shown = command.number, second_number(command)
    sure = command.words.endswith(_SURE)
    _, proposed = climbing.proposed(ctx, number, command.caller, shown)
    if not sure and proposed.status is ClimbStatus.WAITING:
        as_it_is = Button(
            "accord", "Transmettre tel quel", card.AGREE, f"{number} {proposed.id}{_SURE}"
        )
        no = replace(as_it_is, id="non", label="Ne pas transmettre", route=card.REFUSE)
        no = replace(no, argument=f"{number} {proposed.id}")
        if (doubt := named(command, ctx, proposed.text, as_it_is, no)) is not None:
            return doubt
    climb = climbing.agree(ctx, number, command.caller, shown)
    above = ctx.networks.get(climb.parent)
    text = ctx.render("besoin/agreed.md.j2", climb=climb, above=above.spoken if above else "")
    return Reply(text=text, seen=True)


def refuse(command: Command, ctx: Context) -> Reply:
    """Refuse that one's question climbs, or take it back."""
    climb = climbing.stop(ctx, command.number, command.caller, second_number(command))
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
    return _told(ctx, question, "publiée", _reopening(question))


def adapt(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Publish an answer that came down, in other words."""
    question = coming_down.publish(ctx, typed.number, command.caller, typed.text)
    return _told(ctx, question, "publiée avec vos mots", _reopening(question))


def keep(command: Command, ctx: Context) -> Reply:
    """Keep an answer that came down for the meeting, or for the letter."""
    occasion = Occasion.LETTER if command.words == Occasion.LETTER.value else Occasion.MEETING
    question = coming_down.keep_for(ctx, command.number, occasion, command.caller)
    return _told(ctx, question, f"gardée pour {_FOR[occasion]}", undeferring(question))


def discard(command: Command, ctx: Context) -> Reply:
    """Do nothing with an answer that came down."""
    question = coming_down.discard(ctx, command.number, command.caller)
    publishing = about(question, "publier", "Finalement, la publier", card.PUBLISH)
    return _told(ctx, question, "écartée", None, publishing)


def offer(command: Command, ctx: Context) -> Reply:
    """Offer an answer found here to the level above."""
    number, sure = command.number, command.words.endswith(_SURE.strip())
    try:
        climb = deciding.offer(ctx, number, command.caller, sure=sure)
    except UserError as error:
        if error.refusal is not NAMES_TERRITORY:
            raise
        question = asking.seen(ctx, number, command.caller)
        as_it_is = Button("telquel", "Proposer telle quelle", card.OFFER, f"{number}{_SURE}")
        buttons = (as_it_is, *reopening(question))
        return Reply(text=error.reply, refused=True, buttons=buttons)
    above = ctx.networks[climb.parent].spoken
    return ctx.reply("besoin/offer_sent.md.j2", climb=climb, above=above)


def _told(
    ctx: Context, question: Question, done: str, undo: Button | None, *buttons: Button
) -> Reply:
    reply = ctx.reply("besoin/chosen.md.j2", *buttons, seen=True, question=question, done=done)
    return replace(reply, did=f"Question n° {question.number} : réponse {done}", undo=undo)


def _reopening(question: Question) -> Button:
    return taking_back(REOPEN, str(question.number))


def _goes_to_coordinators(command: Command, question: Question) -> bool:
    """Tell whether the caller has their own question read by the coordinators, and no further."""
    own, role = question.author == command.caller.id, command.caller.role_in(question.network)
    return own and (question.private or not allows(Act.TRANSMIT, role))


def _default_place(people: int) -> str:
    return _NAMED if people >= NAMED_FROM else _UNNAMED


def _form(command: Command, ctx: Context) -> Dialog | Reply:
    """Return what would leave, to be read and changed; one's own private question is sent."""
    number = command.number
    question = asking.seen(ctx, number, command.caller)
    if _goes_to_coordinators(command, question):
        return send(command, ctx, number)
    question, own_words = climbing.to_transmit(ctx, number, command.caller)
    above = parent_of(ctx.network, ctx.networks)
    people = count_behind(ctx, question.id)
    asks = not own_words and question.author not in ("", command.caller.id)
    told = ctx.render(
        "besoin/transmitting.md.j2",
        question=question,
        above=above.spoken if above else "",
        people=in_steps(people),
        own_words=own_words,
        asks=asks,
    )
    text = words_field(
        label="Ce qui part, mot à mot",
        default="" if own_words else question.text,
        help="Sans nom ni détail sur une personne.",
    )
    return Dialog(
        title=f"Transmettre la n°\u00a0{number}",
        submit="Demander l'accord" if asks else "Transmettre",
        introduction=told,
        fields=(text, replace(_PLACE, default=_default_place(people))),
    )


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
    title, label = f"Adapter, n°\u00a0{question.number}", "Réponse, avec vos mots"
    return quoting(ctx, question.text, title, "Publier", label=label, default=descent.text)


_FOR = {Occasion.MEETING: "la rencontre", Occasion.LETTER: "la lettre"}

_asked = partial(Route, Act.READ_QUESTIONS)
_decides = partial(Route, Act.DECIDE_ANSWER)

ROUTES = (
    _asked(f"{SEND} : <n°>", reading(numbered, transmit), care=UNSIGNED, form=_form),
    _asked(f"{card.AGREE} : <n°>", agree),
    _asked(f"{card.REFUSE} : <n°>", refuse),
    Route(Act.TRANSMIT, f"{NO_LONGER} : <n°>", no_longer),
    _decides(f"{card.PUBLISH} : <n°>", publish),
    _decides(f"{card.ADAPT} : <n°>", reading(numbered, adapt), care=CHECKED, form=_adapting_form),
    _decides(f"{card.KEEP} : <n°>", keep),
    _decides(f"{card.DISCARD} : <n°>", discard),
    _decides(f"{card.CHOOSE} : <n°>", choose),
    Route(Act.TRANSMIT, f"{card.OFFER} : <n°>", offer),
)
