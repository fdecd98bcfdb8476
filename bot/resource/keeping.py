"""Resources kept, thanked for, changed and taken away; each has its card, and its giver is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import quote, unquote

from bot.core import outbox
from bot.core.card_keys import CardKind, card_key
from bot.core.message import OPTION_LABEL, Button, Option, menu
from bot.french.text import checked_text, stored_text
from bot.index import store as index
from bot.index.rules import DocumentKind, SearchedDocument
from bot.network.rights import Act, Tie
from bot.people.wish import Weight
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
LIST = "veille ressources"
READ = "veille ressource"
CHANGE = "veille modifier-ressource"
THANK = "veille remercier-ressource"
UNTHANK = "veille ne-plus-remercier-ressource"
WITHDRAW = "veille retirer-ressource"
RESTORE = "veille remettre-ressource"

GATHERED_FOR = timedelta(hours=1)
"""The first thanks wait so long, for others to come with them; later ones rewrite the message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceDraft:
    """A resource as someone keeps it; personal data was looked for in its words already.

    `author` is who wrote the message where it stands, where that is someone else.
    """

    line: str
    title: str = ""
    link: str = ""
    file: str = ""
    post: str = ""
    signed: bool = True
    licence: Licence | None = None
    author: str = ""


def keep(ctx: Context, draft: ResourceDraft, by: Caller) -> tuple[Resource, bool]:
    """Keep a resource, and show its card; what is there already is kept once: False comes back.

    Its giver is whoever wrote the message: they are told of what others keep, which is unsigned.
    Raises EMPTY_TEXT and PersonalDataError.
    """
    others = draft.author not in ("", by.id)
    made = Resource(
        network=ctx.network.slug,
        line=_line(draft.line),
        title=_name(draft.title),
        link=draft.link,
        file=draft.file,
        post=draft.post,
        theme=ctx.themes.proposed(f"{draft.line} {draft.title}") or "",
        giver=draft.author or by.id,
        signed=draft.signed and not others,
        licence=None if others else draft.licence,
        at=ctx.now,
    )
    earlier = resources.same(ctx.db, made)
    if earlier is not None:
        return earlier, False
    kept = resources.add(ctx.db, made)
    _index(ctx, kept)
    say.in_channel(ctx, key_of(kept), card(ctx, kept), buttons=verbs(kept))
    if others:
        text = ctx.render("veille/resource_kept_told.md.j2", resource=kept, by=by.id)
        buttons = verbs_for(ctx, kept, replace(by, id=kept.giver))
        say.to_user(ctx, f"{key_of(kept)}:kept", kept.giver, text, buttons=buttons)
    return kept, True


def change(
    ctx: Context, number: int, by: Caller, *, line: str, terms: tuple[bool, Licence | None] | None
) -> Resource:
    """Change what a resource is for and, for its giver alone, its `terms`.

    These are whether it is signed, and under which licence it may leave the channel. Raises
    UNKNOWN_RESOURCE, NOT_ALLOWED, RESOURCE_GONE.
    """
    resource = own(ctx, number, by)
    resource.require_there()
    changed = replace(resource, line=_line(line))
    if terms is not None and resource.giver == by.id:
        changed = replace(changed, signed=terms[0], licence=terms[1])
    return _save(ctx, changed, was=resource)


def withdraw(ctx: Context, number: int, by: Caller) -> Resource:
    """Take a resource away: its giver may, or a coordinator; for a month it may be put back.

    Raises UNKNOWN_RESOURCE, NOT_ALLOWED, RESOURCE_GONE.
    """
    return take_away(ctx, own(ctx, number, by))


def take_away(ctx: Context, resource: Resource) -> Resource:
    """Take a resource away, whoever said so. Raises RESOURCE_GONE."""
    gone = resource.withdraw(ctx.now)
    resources.save(ctx.db, gone, was=resource)
    index.forget(ctx.db, _document(gone), gone.network)
    say.again(ctx, key_of(gone), card(ctx, gone))
    return gone


def restore(ctx: Context, number: int, by: Caller) -> Resource:
    """Put back what was taken away. Raises UNKNOWN_RESOURCE, NOT_ALLOWED."""
    return put_back(ctx, own(ctx, number, by))


def put_back(ctx: Context, resource: Resource) -> Resource:
    """Put back a resource, whoever said so."""
    return _save(ctx, replace(resource, withdrawn_at=None), was=resource)


def thank(ctx: Context, number: int, by: Caller, *, on: bool) -> Resource:
    """Thank for a resource, or take it back; either may be so already.

    Its giver is told, in one message. Raises UNKNOWN_RESOURCE, RESOURCE_GONE, OWN_RESOURCE.
    """
    resource = resources.get(ctx.db, ctx.network.slug, number)
    resource.require_there()
    if resource.giver == by.id:
        raise OWN_RESOURCE(number=number)
    changed = (
        resources.thank(ctx.db, resource, by.id, ctx.now)
        if on
        else resources.unthank(ctx.db, resource, by.id)
    )
    if not changed:
        return resource
    thanked = resources.get(ctx.db, ctx.network.slug, number)
    say.again(ctx, key_of(thanked), card(ctx, thanked), buttons=verbs(thanked))
    key = f"{key_of(thanked)}:thanks"
    if not thanked.thanks:
        outbox.cancel(ctx.db, key)
        return thanked
    told = ctx.render("veille/resource_thanked.md.j2", resource=thanked)
    if say.was_said(ctx, key):
        say.again(ctx, key, told)
    else:
        until = ctx.now + GATHERED_FOR
        say.to_user(ctx, key, thanked.giver, told, weight=Weight.NEWS, not_before=until)
    return thanked


def is_thanked(ctx: Context, number: int, by: Caller) -> bool:
    """Tell whether someone thanked for a resource. Raises UNKNOWN_RESOURCE."""
    return resources.thanks(ctx.db, resources.get(ctx.db, ctx.network.slug, number), by.id)


def looked_at(ctx: Context, number: int, *, gone: bool, title: str = "") -> bool:
    """Note whether the page of a resource is gone; its giver is told once it is for good.

    It is called by its page's `title` from the first look on. Return whether it was still there.
    """
    resource = resources.get(ctx.db, ctx.network.slug, number)
    if resource.withdrawn_at is not None:
        return False
    seen = resource.looked_at(ctx.now, gone=gone)
    seen = replace(seen, title=seen.title or shorten(" ".join(title.split()), NAME_LIMIT))
    if seen.to_tell(ctx.now):
        seen = replace(seen, told_at=ctx.now)
        text = ctx.render("veille/resource_dead.md.j2", resource=seen)
        buttons = (_button("Modifier…", CHANGE, seen), _button("Retirer", WITHDRAW, seen))
        key = f"{key_of(seen)}:dead:{ctx.now:%Y-%m-%d}"
        if seen.giver:
            say.to_user(ctx, key, seen.giver, text, buttons=buttons)
        else:
            say.to_coordinators(ctx, key, text, buttons=buttons)
    resources.save(ctx.db, seen, was=resource)
    if (seen.dead, seen.title) != (resource.dead, resource.title):
        _save(ctx, seen, was=seen)
    return True


def key_of(resource: Resource) -> str:
    """Return the key of a resource's card."""
    return card_key(CardKind.RESOURCE, resource.network, resource.number)


def card(ctx: Context, resource: Resource) -> str:
    """Return what is shown of a resource."""
    return ctx.render("veille/resource.md.j2", resource=resource)


def verbs(resource: Resource) -> tuple[Button, ...]:
    """Return the buttons of a resource's card, which everyone reads."""
    thanking = Button("merci", "Merci", THANK, str(resource.number), emoji="pray", undo=UNTHANK)
    return (thanking, _button("Plus…", READ, resource))


def verbs_for(ctx: Context, resource: Resource, by: Caller) -> tuple[Button, ...]:
    """Return the buttons of a resource that is shown to one person alone."""
    theirs = resource.giver == by.id
    if resource.withdrawn_at is not None:
        return (_button("Remettre", RESTORE, resource),) if _may(ctx, resource, by) else ()
    found = [] if theirs else [_button("Merci", THANK, resource)]
    if _may(ctx, resource, by):
        label = "Nom, licence…" if theirs else "Modifier…"
        found += [_button(label, CHANGE, resource), _button("Retirer", WITHDRAW, resource)]
    return tuple(found)


def file_button(file: SharedFile) -> Button:
    """Return what keeps a file where it stands; `file_of` reads it back."""
    argument = " ".join((file.id, file.post, file.author or _NOBODY, quote(file.name) or _NOBODY))
    return Button("garder", "Garder comme ressource", KEEP_FILE, argument)


def file_of(argument: str) -> tuple[SharedFile, str]:
    """Return the file that our own button names, and the words after. Raises NOTHING_TO_KEEP."""
    parts = [*argument.split(maxsplit=4), "", ""]
    if not all(parts[:4]):
        raise NOTHING_TO_KEEP()
    author, name = ("" if each == _NOBODY else unquote(each) for each in parts[2:4])
    return SharedFile(id=parts[0], post=parts[1], author=author, name=name), parts[4]


_NOBODY = "-"


def listing(found: Sequence[Resource]) -> tuple[Button, ...]:
    """Return the menu that opens one of some resources."""
    options = (
        Option(
            shorten(f"n°\u00a0{each.number} · {each.line}", OPTION_LABEL), READ, str(each.number)
        )
        for each in found
    )
    return (menu("ressource", "Voir une ressource…", *options, route=READ),) if found else ()


def _button(label: str, route: str, resource: Resource) -> Button:
    return Button(route.rpartition(" ")[2].replace("-", ""), label, route, str(resource.number))


def own(ctx: Context, number: int, by: Caller) -> Resource:
    """Return a resource that someone may change. Raises UNKNOWN_RESOURCE, NOT_ALLOWED."""
    resource = resources.get(ctx.db, ctx.network.slug, number)
    tie = Tie.AUTHOR if resource.giver == by.id else Tie.NONE
    ctx.require(Act.CHANGE_RESOURCE, by, tie=tie)
    return resource


def _may(ctx: Context, resource: Resource, by: Caller) -> bool:
    tie = Tie.AUTHOR if resource.giver == by.id else Tie.NONE
    return ctx.allows(Act.CHANGE_RESOURCE, by, tie=tie)


def _save(ctx: Context, changed: Resource, *, was: Resource) -> Resource:
    resources.save(ctx.db, changed, was=was)
    _index(ctx, changed)
    say.again(ctx, key_of(changed), card(ctx, changed), buttons=verbs(changed))
    return changed


def _index(ctx: Context, resource: Resource) -> None:
    for read in resources.texts(ctx.db, resource.network, [resource.number]):
        index.index(ctx.db, read)


def _document(resource: Resource) -> SearchedDocument:
    return SearchedDocument(DocumentKind.RESOURCE, resource.number)


def _line(text: str) -> str:
    words = " ".join(stored_text(text, what="à quoi sert cette ressource").split())
    return shorten(words, LINE_LIMIT)


def _name(text: str) -> str:
    return (
        shorten(" ".join(checked_text(text, what="le nom du fichier").split()), NAME_LIMIT)
        if text
        else ""
    )
