"""Ideas for animations: proposed, listed, supported, taken up, withdrawn."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from uuid import uuid4

from bot.core.errors import Refusal
from bot.core.message import Button, Option, menu
from bot.core.patterns import lazy_pattern
from bot.core.source import MadeKind
from bot.french.folding import fold
from bot.french.text import require_impersonal, tidied
from bot.meeting.ideas import choosing, joining
from bot.meeting.ideas import store as ideas
from bot.meeting.ideas.choosing import IdeaDraft
from bot.meeting.ideas.rules import NO_IDEA_NUMBER, Idea, IdeaKind, IdeaStep
from bot.network.rights import Act
from bot.people.wish import Weight
from bot.talk import say
from bot.talk.arguments import certified_first, paged
from bot.talk.care import signed
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.handler import Situation, reading
from bot.talk.making import note
from bot.talk.render import shorten
from bot.talk.reply import Choice, Dialog, Field, Reply, words_field
from bot.talk.routing import Route, Takes
from bot.talk.toggles import toggle
from commands.signed import SIGNATURE, is_signed

PROPOSE = "rencontre proposer"
IDEAS = "rencontre idées"
PAGE = 8
"""Ideas in one answer of `/rencontre idées`: a phone screen."""

_TITLE = 60
"""Characters of an idea in a menu."""

_TAG = lazy_pattern(r"(?<!\S)#(\w[\w-]*)\s*")
_CONTACT = lazy_pattern(r"(?:^|[;,.(\n])\s*contact\s*:\s*(?P<contact>.+?)\)?\s*$", re.IGNORECASE)
"""What ends the text of an idea: by what someone from outside is reached."""

_CONTACT_LIMIT = 200
_KINDS = {
    "pratique": IdeaKind.PRACTICE,
    "partage": IdeaKind.PRACTICE,
    "echange": IdeaKind.PRACTICE,
    "outil": IdeaKind.TOOL,
    "animation": IdeaKind.TESTED,
    "test": IdeaKind.TESTED,
    "intervenant": IdeaKind.SPEAKER,
    "intervention": IdeaKind.SPEAKER,
    "exterieur": IdeaKind.SPEAKER,
    "projet": IdeaKind.PROJECT,
}
_TOGETHER = lazy_pattern(r"qui (?:veut|voudrait|serait partant\S*) .{1,300}\bavec (?:nous|moi)\b")
"""« Qui veut construire un atelier avec nous ? » is a project, without a tag."""

_KIND = Field(
    name="genre",
    label="Genre",
    default=IdeaKind.PRACTICE.value,
    choices=tuple(Choice(label=each.label.capitalize(), value=each.value) for each in IdeaKind),
)


NO_CONTACT = Refusal(
    "no contact given",
    reply="Dites-moi comment joindre l'intervention, après le numéro de l'idée, ou « rien » : "
    "`/rencontre contact 3 <nom, courriel>`.",
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
    kind, text = _tagged(text)
    if not certified:
        certified, text = certified_first(text)
    text, contact = _with_contact(text, command.fields.get("contact", ""))
    require_impersonal(text, certified=certified)
    return IdeaDraft(
        text=text,
        contact=contact,
        kind=IdeaKind(_KIND.chosen(command.fields)) if _KIND.name in command.fields else kind,
        signed=is_signed(command),
    )


def propose(command: Command, ctx: Context, draft: IdeaDraft) -> Reply:
    """Keep an idea, and show its card."""
    idea, fresh = choosing.propose(ctx, draft, command.caller)
    note(ctx, command, MadeKind.IDEA, idea.number)
    return ctx.reply("rencontre/idea_proposed.md.j2", idea=idea, fresh=fresh)


def list_them(command: Command, ctx: Context) -> Reply:
    """List the ideas that wait, the most supported first, in pages; one is opened from a menu."""
    _, asked = paged(command.text)
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
    return ctx.reply("rencontre/project_people.md.j2", *shown, card=text, people=people)


def reach(command: Command, ctx: Context) -> Reply:
    """Set the contact of an idea's speaker; « rien », or an empty form, removes it."""
    contact = tidied(command.words)[:_CONTACT_LIMIT]
    if not contact and command.via is not Via.DIALOG:
        raise NO_CONTACT()
    kept = "" if fold(contact) in _NOTHING else contact
    idea = choosing.reach(ctx, command.number, kept, command.caller)
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
    """Count the caller among those who support an idea, or no more."""
    idea, changed = choosing.support(ctx, command.number, command.caller, on=on)
    return ctx.reply("rencontre/idea_supported.md.j2", idea=idea, on=on, changed=changed)


def is_supported(command: Command, ctx: Context) -> bool:
    """Tell whether the caller supports an idea, or would join a project."""
    return choosing.supports(ctx, command.number, command.caller)


def join(command: Command, ctx: Context, *, on: bool) -> Reply:
    """Note that the caller would join a project, or no longer; who else would is told to them."""
    if not on:
        idea, left = joining.leave(ctx, command.number, command.caller)
        return ctx.reply("rencontre/project_left.md.j2", idea=idea, left=left)
    idea, people, fresh = joining.join(ctx, command.number, command.caller)
    reply = ctx.reply("rencontre/project_joined.md.j2", idea=idea, people=people, fresh=fresh)
    if command.via.silent and fresh:
        key = f"{choosing.key_of(idea)}:joins:{command.caller.id}:{uuid4().hex}"
        say.to_user(ctx, key, command.caller.id, reply.text, weight=Weight.ANSWER)
    return reply


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


def _with_contact(text: str, entered: str) -> tuple[str, str]:
    """Read « …, contact : … » at the end of a text; the form's entry goes before."""
    found = _CONTACT.search(text)
    typed = found["contact"] if found else ""
    words = text[: found.start()].strip() if found else text
    return words, tidied(entered or typed)[:_CONTACT_LIMIT]


def _tagged(text: str) -> tuple[IdeaKind, str]:
    """Read « #outil » anywhere: the kind, and the text without it. Other tags stay."""
    for found in _TAG.finditer(text):
        tag = fold(found[1])
        for stem, kind in _KINDS.items():
            if tag.startswith(stem):
                return kind, (text[: found.start()] + text[found.end() :]).strip()
    together = _TOGETHER.search(fold(text))
    return IdeaKind.PROJECT if together else IdeaKind.PRACTICE, text


def _list_verbs(listed: IdeasPage) -> tuple[Button, ...]:
    found = []
    if listed.ideas:
        options = (
            Option(shorten(each.text, _TITLE), f"{choosing.READ} {each.number}")
            for each in listed.ideas
        )
        found.append(menu("idee", "Voir une idée…", *options, route=choosing.READ))
    if listed.page < listed.last:
        following = str(listed.page + 1)
        found.append(Button("suite", "La suite", IDEAS, following))
    found.append(Button("proposer", "Proposer une idée…", PROPOSE))
    return tuple(found)


_NOTHING = ("rien", "aucun", "-")
_CONTACT_FIELD = Field(
    name="contact",
    label="Contact, si besoin",
    placeholder="Nom, courriel ou téléphone",
    help="Lu par la coordination seulement, effacé un mois après la rencontre.",
    limit=_CONTACT_LIMIT,
    optional=True,
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

_about = partial(Route, Act.READ_IDEAS, missing=NO_IDEA_NUMBER)

ROUTES = (
    Route(
        Act.PROPOSE_IDEA,
        f"{PROPOSE} : <votre idée>",
        reading(_read, propose),
        "proposer une animation, ou un projet à construire à plusieurs",
        care=signed(shared_as="pour animer une rencontre"),
        form=_FORM,
    ),
    Route(
        Act.READ_IDEAS,
        f"{IDEAS}|propositions",
        list_them,
        "voir les animations proposées, les plus soutenues d'abord",
        Takes.PAGE,
    ),
    Route(
        Act.READ_IDEAS,
        f"{choosing.READ}|proposition : [n°]",
        show,
        "voir une idée d'animation, la soutenir, la retenir",
    ),
    *toggle(
        Act.SUPPORT_IDEA,
        f"{choosing.SUPPORT} : <n°>",
        f"{choosing.UNSUPPORT} : <n°>",
        support,
        is_supported,
        summary="soutenir une idée d'animation",
        off_summary="retirer votre soutien à une idée",
        missing=NO_IDEA_NUMBER,
    ),
    *toggle(
        Act.SUPPORT_IDEA,
        f"{choosing.JOIN}|intéressée : <n°>",
        f"{choosing.LEAVE}|plus-intéressée : <n°>",
        join,
        is_supported,
        summary="dire qu'un projet à plusieurs vous intéresse, être mis en relation",
        off_summary="quitter un projet à plusieurs",
        missing=NO_IDEA_NUMBER,
    ),
    _about(
        f"{choosing.LAUNCH}|projet-lancée : <n°>",
        partial(end, step=IdeaStep.LAUNCHED),
        "dire qu'un projet à plusieurs est lancé",
    ),
    _about(
        f"{choosing.ABANDON}|projet-abandonnée : <n°>",
        partial(end, step=IdeaStep.ABANDONED),
        "dire qu'un projet à plusieurs est abandonné",
    ),
    Route(
        Act.CHOOSE_IDEA,
        f"{choosing.CHOOSE} : <n°>",
        choose,
        "mettre une idée à l'ordre du jour",
        missing=NO_IDEA_NUMBER,
    ),
    _about(
        f"{choosing.CONTACT} : <n°> <contact>",
        reach,
        "noter le contact d'une intervention, que lit la coordination",
        form=_contact_form,
    ),
    _about(
        f"{choosing.WITHDRAW}|retirer-l'idée : <n°>",
        withdraw,
        "retirer votre idée",
    ),
)
