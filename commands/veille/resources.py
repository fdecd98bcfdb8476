"""Resources: links and files kept to be found again, with their thanks, terms and ends."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.core.source import MadeKind
from bot.french.discretion import Discretion
from bot.french.text import TEXT_LIMIT, require_impersonal
from bot.network.rights import Act
from bot.resource import keeping
from bot.resource import store as resources
from bot.resource.rules import LINE_LIMIT, NO_RIGHT_TO_SHARE, Licence, Resource
from bot.talk.arguments import certified_first
from bot.talk.care import DEPOSITED, signed, with_box
from bot.talk.command import Command, Referred, Via
from bot.talk.context import Context
from bot.talk.gestures import service as gestures
from bot.talk.handler import Situation, reading
from bot.talk.making import note
from bot.talk.numbers import asked_in_thread
from bot.talk.personal import require_unnamed
from bot.talk.reply import TICKED, WORDS, Choice, Dialog, Field, Reply, optional_field, taking_back
from bot.talk.routing import Route
from bot.talk.signature import menu
from bot.talk.toggles import toggle
from bot.veille.proposal import LINK_LIMIT, link_first
from commands.texts import Numbered, numbered

_LINE = Field(
    label="À quoi ça sert",
    placeholder="Expliquer une facture d'énergie, pas à pas",
    limit=LINE_LIMIT,
)
_NAME = menu(
    "Votre nom", (("Avec mon nom", Discretion.NONE), ("Sans mon nom", Discretion.ANONYMOUS))
)
_RIGHT = optional_field(
    name="droit",
    label="Hors du canal",
    placeholder="J'ai le droit de le partager",
    help="Mémoire, lettre, pages, autres outils : les copies parties ne se rappellent pas.",
    box=True,
)
_LICENCE = optional_field(
    name="licence",
    label="Sous quelle licence",
    choices=tuple(Choice(label=each.label, value=each.value) for each in Licence),
)


def _terms(command: Command) -> tuple[bool, Licence | None]:
    """Return whether a resource is signed, and under which licence it may leave the channel.

    Raises NO_RIGHT_TO_SHARE and UNKNOWN_CHOICE.
    """
    chosen, right = _LICENCE.chosen(command.fields), command.fields.get(_RIGHT.name) == TICKED
    if right is not bool(chosen):
        raise NO_RIGHT_TO_SHARE()
    unsigned = Discretion.ANONYMOUS.value in (
        _NAME.chosen(command.fields),
        command.discretion.value if command.discretion else "",
    )
    return not unsigned, Licence(chosen) if chosen else None


def _read_link(command: Command, situation: Situation) -> Resource:
    """Read a link, and what it is for. Raises UserError."""
    certified, text = certified_first(command.text)
    link, words = link_first(text)
    words = words or command.fields.get(WORDS, "")
    read = _read(command, situation, words, certified=certified)
    return replace(read, link=link, post=command.made_from or command.post or "")


def _read_file(command: Command, situation: Situation) -> Resource:
    """Read which file of which message, as our own button says it, and what it is for."""
    certified, text = certified_first(command.text)
    file, words = keeping.file_of(text)
    require_impersonal(file.name, certified=certified)
    read = _read(command, situation, words, certified=certified)
    return replace(read, file=file.id, title=file.name, post=file.post, giver=file.author)


def _read(command: Command, situation: Situation, line: str, *, certified: bool) -> Resource:
    """Read what a resource is for, and on which terms it is shared. Raises UserError."""
    require_impersonal(line, certified=certified)
    is_signed, licence = _terms(command)
    if not is_signed:
        require_unnamed(line, command.caller, certified=certified)
    return Resource(
        network=situation.network.slug,
        line=line,
        theme=situation.themes.proposed(line) or "",
        giver=command.caller.id,
        signed=is_signed,
        licence=licence,
        at=situation.now,
    )


def keep(command: Command, ctx: Context, new: Resource) -> Reply:
    """Keep a link, or the file of a message, which goes with it; ask first what it is for."""
    if not new.line:
        route = keeping.KEEP_FILE if new.file else keeping.KEEP
        form = with_box(replace(_FORM, route=route, argument=new.link or command.text))
        if command.via.immediate:
            return Reply(dialog=form)
        return asked_in_thread(ctx, route, form.argument, form)
    kept, fresh = keeping.keep(ctx, new, command.caller)
    if fresh:
        back = taking_back(keeping.WITHDRAW, str(kept.number))
        gestures.remember(ctx, command.caller, f"Ressource n° {kept.number} : gardée", back)
        author = replace(command.caller, id=new.giver)
        of_file = replace(command, refers=Referred(post=new.post, root="", text="", author=author))
        made_by = of_file if new.file else command
        note(ctx, made_by, MadeKind.RESOURCE, kept.number, whole=bool(new.file))
    return _told(command, ctx, kept, fresh=fresh)


def _told(command: Command, ctx: Context, kept: Resource, *, fresh: bool) -> Reply:
    own = kept.giver == command.caller.id
    text = ctx.render("veille/resource_kept.md.j2", resource=kept, fresh=fresh, own=own)
    return Reply(text=text, buttons=keeping.verbs_for(ctx, kept, command.caller), fetches=fresh)


def show(command: Command, ctx: Context) -> Reply:
    """Show one resource, with what the caller may do of it."""
    resource = resources.get(ctx.db, ctx.network.slug, command.number)
    shown = keeping.verbs_for(ctx, resource, command.caller)
    text = keeping.card(ctx, resource)
    return Reply(text=text, buttons=shown, leads_on=True)


def change(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Change what a resource is for and, by its form, on which terms it is shared."""
    resource = keeping.own(ctx, typed.number, command.caller)
    by_form = command.via is Via.DIALOG and resource.giver == command.caller.id
    terms = _terms(command) if by_form else None
    if terms and not terms[0]:
        require_unnamed(typed.text, command.caller, certified=typed.certified)
    return _told(
        command, ctx, keeping.change(ctx, resource, line=typed.text, terms=terms), fresh=True
    )


def _change_form(command: Command, ctx: Context) -> Dialog:
    resource = keeping.own(ctx, command.number, command.caller)
    asked: tuple[Field, ...] = (replace(_LINE, default=resource.line),)
    if resource.giver == command.caller.id:
        name = Discretion.NONE if resource.signed else Discretion.ANONYMOUS
        licence = resource.licence.value if resource.licence else ""
        asked += (
            replace(_NAME, default=name.value),
            replace(_RIGHT, default=TICKED if licence else ""),
            replace(_LICENCE, default=licence),
        )
    return replace(_FORM, title=f"Ressource n°\u00a0{resource.number}", fields=asked)


def set_aside(command: Command, ctx: Context, *, on: bool) -> Reply:
    """Take a resource away, or put it back."""
    resource = keeping.own(ctx, command.number, command.caller)
    return Reply(text=keeping.card(ctx, keeping.set_aside(ctx, resource, on=on)))


def thank(command: Command, ctx: Context, *, on: bool) -> Reply:
    """Thank for a resource, or take it back."""
    resource = keeping.thank(ctx, command.number, command.caller, on=on)
    return ctx.reply("veille/resource_thanks.md.j2", resource=resource, on=on)


def is_thanked(command: Command, ctx: Context) -> bool:
    """Tell whether the caller thanked for a resource."""
    resource = resources.get(ctx.db, ctx.network.slug, command.number)
    return resources.thanks(ctx.db, resource, command.caller.id)


_FORM = Dialog(
    title="Garder comme ressource",
    submit="Garder",
    fields=(_LINE, _NAME, _RIGHT, _LICENCE),
)


_LINK_FORM = replace(
    _FORM,
    fields=(
        Field(
            name="lien",
            label="Le lien",
            placeholder="https://www.exemple.fr/guide",
            help="Pour un fichier, partagez-le dans le canal en me nommant.",
            limit=LINK_LIMIT,
        ),
        *_FORM.fields,
    ),
)


_about = partial(Route, Act.READ_RESOURCES)

ROUTES = (
    Route(
        Act.KEEP_RESOURCE,
        f"{keeping.KEEP} : <lien> [à quoi ça sert]",
        reading(_read_link, keep),
        limit=LINK_LIMIT + TEXT_LIMIT,
        care=signed(shared_as="comme ressource"),
        form=_LINK_FORM,
    ),
    Route(
        Act.KEEP_RESOURCE,
        keeping.KEEP_FILE,
        reading(_read_file, keep),
        care=DEPOSITED,
    ),
    _about(f"{keeping.READ} : <n°>", show),
    _about(
        f"{keeping.CHANGE} : <n°> <à quoi ça sert>",
        reading(numbered, change),
        care=DEPOSITED,
        form=_change_form,
    ),
    *toggle(
        Act.READ_RESOURCES,
        f"{keeping.THANK} : <n°>",
        f"{keeping.UNTHANK} : <n°>",
        thank,
        is_thanked,
    ),
    *toggle(
        Act.READ_RESOURCES,
        f"{keeping.WITHDRAW} : <n°>",
        f"{keeping.RESTORE} : <n°>",
        set_aside,
    ),
)
