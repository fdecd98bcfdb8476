"""Ideas for animations: proposed, listed, supported, taken up, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot.core.message import OPTION_LABEL, Button, Option, menu
from bot.core.source import MadeKind
from bot.french.text import require_impersonal, tidied
from bot.meeting.card import IDEAS
from bot.meeting.card import PROPOSE_IDEA as PROPOSE
from bot.meeting.ideas import choosing, joining
from bot.meeting.ideas import store as ideas
from bot.meeting.ideas.choosing import IdeaDraft
from bot.meeting.ideas.rules import Idea, IdeaKind, IdeaStep
from bot.network.rights import Act
from bot.talk import say
from bot.talk.arguments import certified_first
from bot.talk.care import signed
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.gestures import service as gestures
from bot.talk.handler import Situation, reading
from bot.talk.making import note
from bot.talk.render import shorten
from bot.talk.reply import Choice, Dialog, Field, Reply, optional_field, taking_back, words_field
from bot.talk.routing import Route
from bot.talk.toggles import toggle
from commands.signed import SIGNATURE, is_signed

PAGE = 8
"""Ideas in one answer: a phone screen."""

_CONTACT_LIMIT = 200
_KIND = Field(
    name="genre",
    label="Genre",
    default=IdeaKind.PRACTICE.value,
    choices=tuple(Choice(label=each.label.capitalize(), value=each.value) for each in IdeaKind),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IdeasPage:
    """One page of the list: its ideas, their number in all, and whether others follow."""

    ideas: Sequence[Idea]
    total: int
    page: int
    last: int


def _read(command: Command, _situation: Situation) -> IdeaDraft:
    """Read an idea. Raises PersonalDataError."""
    certified, text = certified_first(command.text)
    require_impersonal(text, certified=certified)
    return IdeaDraft(
        text=text,
        contact=tidied(command.fields.get("contact", ""))[:_CONTACT_LIMIT],
        kind=IdeaKind(_KIND.chosen(command.fields)),
        signed=is_signed(command),
    )


def propose(command: Command, ctx: Context, draft: IdeaDraft) -> Reply:
    """Keep an idea, and show its card."""
    idea, fresh = choosing.propose(ctx, draft, command.caller)
    note(ctx, command, MadeKind.IDEA, idea.number)
    if fresh:
        back = taking_back(choosing.WITHDRAW, str(idea.number))
        gestures.remember(ctx, command.caller, f"Idée n° {idea.number} : proposée", back)
    return ctx.reply("rencontre/idea_proposed.md.j2", idea=idea, fresh=fresh)


def list_them(command: Command, ctx: Context) -> Reply:
    """List the ideas that wait, the most supported first, in pages; one is opened from a menu."""
    asked = command.number or 1
    total = ideas.count_waiting(ctx.db, ctx.network.slug)
    last = max(1, -(-total // PAGE))
    page = min(asked, last)
    found = ideas.waiting(ctx.db, ctx.network.slug, limit=PAGE, offset=(page - 1) * PAGE)
    shown = IdeasPage(ideas=found, total=total, page=page, last=last)
    return ctx.reply("rencontre/ideas.md.j2", *_list_verbs(shown), listed=shown)


def show(command: Command, ctx: Context) -> Reply:
    """Show one idea, with what the caller may do of it; without a number, list them."""
    if not command.number:
        return list_them(command, ctx)
    idea = ideas.get(ctx.db, ctx.network.slug, command.number)
    text = choosing.card(ctx, idea)
    if contact := choosing.contact_for(ctx, idea, command.caller):
        text += "\n\n" + ctx.render("rencontre/idea_contact.md.j2", contact=contact)
    people = joining.together(ctx, idea, command.caller)
    shown = choosing.verbs_for(ctx, idea, command.caller)
    reply = ctx.reply("rencontre/project_people.md.j2", *shown, card=text, people=people)
    return replace(reply, leads_on=True)


def reach(command: Command, ctx: Context) -> Reply:
    """Set the contact of an idea's speaker; an empty one removes it."""
    contact = tidied(command.words).strip("-–—")[:_CONTACT_LIMIT]
    idea = choosing.reach(ctx, command.number, contact, command.caller)
    return ctx.reply("rencontre/contact_noted.md.j2", idea=idea)


def _contact_form(command: Command, ctx: Context) -> Dialog:
    idea = ideas.get(ctx.db, ctx.network.slug, command.number)
    choosing.require_contact(ctx, idea, command.caller)
    field = replace(_CONTACT_FIELD, name="texte", default=idea.contact)
    return Dialog(
        title=f"Contact, idée n°\u00a0{idea.number}",
        argument=str(idea.number),
        submit="Noter",
        fields=(field,),
    )


def support(command: Command, ctx: Context, *, on: bool) -> Reply:
    """Count the caller among those who support an idea, or would join a project, or no more.

    Who else would join is told to them.
    """
    idea, changed = joining.support(ctx, command.number, command.caller, on=on)
    people = joining.together(ctx, idea, command.caller)
    reply = ctx.reply(
        "rencontre/idea_supported.md.j2", idea=idea, on=on, changed=changed, people=people
    )
    if command.via.silent and on and changed and idea.project:
        say.to_caller(ctx, command, reply.text, private=True)
    return reply


def is_supported(command: Command, ctx: Context) -> bool:
    """Tell whether the caller supports an idea, or would join a project."""
    return joining.supports(ctx, command.number, command.caller)


def end(command: Command, ctx: Context, *, step: IdeaStep) -> Reply:
    """Note that a project is launched, or abandoned."""
    idea = joining.end(ctx, command.number, step, command.caller)
    return ctx.reply("rencontre/project_ended.md.j2", idea=idea)


def choose(command: Command, ctx: Context) -> Reply:
    """Put an idea on the agenda of the current meeting."""
    idea, meeting = choosing.choose(ctx, command.number, command.caller)
    return ctx.reply("rencontre/idea_chosen.md.j2", idea=idea, meeting=meeting)


def withdraw(command: Command, ctx: Context) -> Reply:
    """Take one's idea back."""
    idea = choosing.withdraw(ctx, command.number, command.caller)
    return ctx.reply("rencontre/idea_withdrawn.md.j2", idea=idea)


def _list_verbs(listed: IdeasPage) -> tuple[Button, ...]:
    found = []
    if listed.ideas:
        options = (
            Option(shorten(each.text, OPTION_LABEL), choosing.READ, str(each.number))
            for each in listed.ideas
        )
        found.append(menu("idee", "Voir une idée…", *options, route=choosing.READ))
    if listed.page < listed.last:
        following = str(listed.page + 1)
        found.append(Button("suite", "La suite", IDEAS, following))
    found.append(Button("proposer", "Proposer une idée…", PROPOSE))
    return tuple(found)


_CONTACT_FIELD = optional_field(
    name="contact",
    label="Contact, si besoin",
    placeholder="Nom, courriel ou téléphone",
    help="Lu par la coordination seulement, effacé un mois après la rencontre.",
    limit=_CONTACT_LIMIT,
)

_FORM = Dialog(
    title="Proposer une animation",
    submit="Proposer",
    fields=(
        words_field(label="Votre idée", placeholder="Découvrir un mur de post-it en ligne"),
        _KIND,
        _CONTACT_FIELD,
        SIGNATURE,
    ),
)

_about = partial(Route, Act.READ_IDEAS)

ROUTES = (
    Route(
        Act.PROPOSE_IDEA,
        PROPOSE,
        reading(_read, propose),
        care=signed(shared_as="pour animer une rencontre"),
        form=_FORM,
    ),
    _about(f"{IDEAS} : [n°]", list_them),
    _about(f"{choosing.READ} : [n°]", show),
    *toggle(
        Act.SUPPORT_IDEA,
        f"{choosing.SUPPORT} : <n°>",
        f"{choosing.UNSUPPORT} : <n°>",
        support,
        is_supported,
    ),
    _about(f"{choosing.LAUNCH} : <n°>", partial(end, step=IdeaStep.LAUNCHED)),
    _about(f"{choosing.ABANDON} : <n°>", partial(end, step=IdeaStep.ABANDONED)),
    Route(Act.CHOOSE_IDEA, f"{choosing.CHOOSE} : <n°>", choose),
    _about(f"{choosing.CONTACT} : <n°> <contact>", reach, form=_contact_form),
    _about(f"{choosing.WITHDRAW} : <n°>", withdraw),
)
