"""Resources kept, thanked for, changed and taken away; each has its card, and its giver is told."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote, unquote

from bot.core.card_keys import CardKind, card_key
from bot.core.message import Button
from bot.french.text import stored_text, tidied
from bot.index import store as index
from bot.index.rules import DocumentKind, SearchedDocument
from bot.network.rights import Act, Tie
from bot.resource import store as resources
from bot.resource.rules import (
    LINE_LIMIT,
    NAME_LIMIT,
    NOTHING_TO_KEEP,
    OWN_RESOURCE,
    Licence,
    Resource,
)
from bot.talk import say
from bot.talk.command import Caller, SharedFile
from bot.talk.context import Context
from bot.talk.render import shorten

KEEP = "veille garder-ressource"
KEEP_FILE = "veille garder-fichier"
READ = "veille ressource"
CHANGE = "veille modifier-ressource"
THANK = "veille remercier-ressource"
UNTHANK = "veille ne-plus-remercier-ressource"
WITHDRAW = "veille retirer-ressource"
RESTORE = "veille remettre-ressource"


def keep(ctx: Context, new: Resource, by: Caller) -> tuple[Resource, bool]:
    """Keep a resource, and show its card; what is there already is kept once: False comes back.

    Its giver is whoever wrote the message: they are told of what others keep, which is unsigned.
    Personal data was looked for in its words already. Raises EMPTY_TEXT.
    """
    earlier = resources.same(ctx.db, new)
    if earlier is not None:
        return earlier, False
    others = new.giver != by.id
    made = replace(new, line=_line(new.line), title=_name(new.title))
    made = replace(made, signed=False, licence=None) if others else made
    kept = resources.add(ctx.db, made)
    _index(ctx, kept)
    say.in_channel(ctx, key_of(kept), card(ctx, kept), buttons=verbs(kept))
    if others:
        text = ctx.render("veille/resource_kept_told.md.j2", resource=kept, by=by.id)
        buttons = verbs_for(ctx, kept, replace(by, id=kept.giver))
        say.to_user(ctx, f"{key_of(kept)}:kept", kept.giver, text, buttons=buttons)
    return kept, True


def change(
    ctx: Context, resource: Resource, *, line: str, terms: tuple[bool, Licence | None] | None
) -> Resource:
    """Change what a resource is for and, where they are given, its `terms`.

    These are whether it is signed, and under which licence it may leave the channel. Raises
    RESOURCE_GONE.
    """
    resource.require_there()
    signed, licence = terms or (resource.signed, resource.licence)
    changed = replace(resource, line=_line(line), signed=signed, licence=licence)
    return _save(ctx, changed, was=resource)


def set_aside(ctx: Context, resource: Resource, *, on: bool) -> Resource:
    """Take a resource away, or put it back within a month; it may be so already."""
    if on is (resource.withdrawn_at is not None):
        return resource
    return _save(ctx, replace(resource, withdrawn_at=ctx.now if on else None), was=resource)


def thank(ctx: Context, number: int, by: Caller, *, on: bool) -> Resource:
    """Thank for a resource, or take it back; either may be so already.

    Its giver is told, in one message. Raises UNKNOWN_RESOURCE, RESOURCE_GONE, OWN_RESOURCE.
    """
    resource = resources.get(ctx.db, ctx.network.slug, number)
    resource.require_there()
    if resource.giver == by.id:
        raise OWN_RESOURCE(number=number)
    if not resources.thank(ctx.db, resource, by.id, ctx.now, on=on):
        return resource
    thanked = resources.get(ctx.db, ctx.network.slug, number)
    say.again(ctx, key_of(thanked), card(ctx, thanked), buttons=verbs(thanked))
    told = ctx.render("veille/resource_thanked.md.j2", resource=thanked) if thanked.thanks else ""
    say.gathered(ctx, f"{key_of(thanked)}:thanks", thanked.giver, told)
    return thanked


def looked_at(ctx: Context, number: int, *, gone: bool, title: str = "") -> None:
    """Note whether the page of a resource is gone; its giver is told once it is for good.

    It is called by its page's `title` from the first look on.
    """
    resource = resources.get(ctx.db, ctx.network.slug, number)
    if resource.withdrawn_at is not None:
        return
    seen = resource.looked_at(ctx.now, gone=gone)
    seen = replace(seen, title=seen.title or _name(title))
    if seen.dead and not resource.dead:
        text = ctx.render("veille/resource_dead.md.j2", resource=seen)
        buttons = (_button("Modifier…", CHANGE, seen), _button("Retirer", WITHDRAW, seen))
        key = f"{key_of(seen)}:dead:{ctx.now:%Y-%m-%d}"
        if seen.giver:
            say.to_user(ctx, key, seen.giver, text, buttons=buttons)
        else:
            say.to_coordinators(ctx, key, text, buttons=buttons)
    if (seen.dead, seen.title) == (resource.dead, resource.title):
        resources.save(ctx.db, seen, was=resource)
    else:
        _save(ctx, seen, was=resource)


def key_of(resource: Resource) -> str:
    """Return the key of a resource's card."""
    return card_key(CardKind.RESOURCE, resource.network, resource.number)


def card(ctx: Context, resource: Resource) -> str:
    """Return what is shown of a resource."""
    return ctx.render("veille/resource.md.j2", resource=resource)


def verbs(resource: Resource) -> tuple[Button, ...]:
    """Return the buttons of a resource's card, which everyone reads."""
    if resource.withdrawn_at is not None:
        return ()
    thanking = Button("merci", "Merci", THANK, str(resource.number), emoji="pray", undo=UNTHANK)
    return (thanking, _button("Plus…", READ, resource))


def verbs_for(ctx: Context, resource: Resource, by: Caller) -> tuple[Button, ...]:
    """Return the buttons of a resource that is shown to one person alone."""
    theirs = resource.giver == by.id
    may = ctx.allows(Act.CHANGE_RESOURCE, by, tie=_tie(resource, by))
    if resource.withdrawn_at is not None:
        return (_button("Remettre", RESTORE, resource),) if may else ()
    found = [] if theirs else [_button("Merci", THANK, resource)]
    if may:
        label = "Nom, licence…" if theirs else "Modifier…"
        found += [_button(label, CHANGE, resource), _button("Retirer", WITHDRAW, resource)]
    return tuple(found)


def file_button(file: SharedFile) -> Button:
    """Return what keeps a file where it stands; `file_of` reads it back."""
    argument = ":".join((file.id, file.post, file.author, quote(file.name, safe="")))
    return Button("garder", "Garder comme ressource", KEEP_FILE, argument)


def file_of(argument: str) -> tuple[SharedFile, str]:
    """Return the file that our own button names, and the words after. Raises NOTHING_TO_KEEP."""
    told, _, words = argument.partition(" ")
    file, post, author, name = (*told.split(":"), "", "", "")[:4]
    if not file:
        raise NOTHING_TO_KEEP()
    return SharedFile(id=file, post=post, author=author, name=unquote(name)), words


def _button(label: str, route: str, resource: Resource) -> Button:
    return Button(route.rpartition(" ")[2].replace("-", ""), label, route, str(resource.number))


def own(ctx: Context, number: int, by: Caller) -> Resource:
    """Return a resource that someone may change. Raises UNKNOWN_RESOURCE, NOT_ALLOWED."""
    resource = resources.get(ctx.db, ctx.network.slug, number)
    ctx.require(Act.CHANGE_RESOURCE, by, tie=_tie(resource, by))
    return resource


def _tie(resource: Resource, by: Caller) -> Tie:
    return Tie.AUTHOR if resource.giver == by.id else Tie.NONE


def _save(ctx: Context, changed: Resource, *, was: Resource) -> Resource:
    resources.save(ctx.db, changed, was=was)
    if changed.withdrawn_at is None:
        _index(ctx, changed)
    else:
        document = SearchedDocument(DocumentKind.RESOURCE, changed.number)
        index.forget(ctx.db, document, changed.network)
    say.again(ctx, key_of(changed), card(ctx, changed), buttons=verbs(changed))
    return changed


def _index(ctx: Context, resource: Resource) -> None:
    for read in resources.texts(ctx.db, resource.network, [resource.number]):
        index.index(ctx.db, read)


def _line(text: str) -> str:
    words = " ".join(stored_text(text, what="à quoi sert cette ressource").split())
    return shorten(words, LINE_LIMIT)


def _name(text: str) -> str:
    return shorten(" ".join(tidied(text).split()), NAME_LIMIT)
