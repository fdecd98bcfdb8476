"""The feeds of a network: which they are, whether they are well, how they are chosen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from bot.core.errors import Refusal
from bot.core.message import OPTION_LABEL, Button, Option, menu
from bot.core.patterns import lazy_pattern
from bot.french.text import checked_text, tidied
from bot.network.network import Subscription
from bot.network.rights import Act
from bot.talk.arguments import (
    certified_first,
    paged,
    without_thanks,
)
from bot.talk.care import CHECKED
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.handler import Situation, reading
from bot.talk.markdown import shown
from bot.talk.render import shorten
from bot.talk.reply import Dialog, Field, Reply
from bot.talk.routing import Route, Takes
from bot.talk.toggles import toggle
from bot.veille.feeds import adding, collecting, lists
from bot.veille.feeds.address import address_in, checked_address
from bot.veille.feeds.following import MOST_FEEDS, FeedTrial, Following, FollowingStatus
from bot.veille.feeds.lists import ListedFeed
from bot.veille.feeds.settings import (
    EXAMPLE,
    line_of,
    plain_name,
    read_form,
    read_settings,
    themes_field,
)
from bot.veille.feeds.suggestions import Suggestion, Suggestions
from bot.veille.ranking import CAP
from commands.texts import attached

LIST = "veille flux"
SET = "veille flux régler"
SUGGEST = "veille flux suggestions"

SHOWN = 5
"""Feeds, or suggestions, told at once: one phone screen."""

CHOICES = 30
"""Feeds of a menu."""

MOST_AT_ONCE = MOST_FEEDS
"""Feeds that one line takes away: all that an imported list added."""

_RANGE = lazy_pattern(r"(\d{1,6})\s*(?:à|a|-|–|jusqu['’]à)\s*(\d{1,6})")
_PAGED = lazy_pattern(r"\s*page\s+(\d{1,4})\s*$", re.IGNORECASE)
_TAG = lazy_pattern(r"(?:^|\s)#(?!\S+@\S)(\S[^#]*?)\s*$")
"""A theme; « #inclusion@mastodon.social » is an address."""


NO_FEED_ADDRESS = Refusal(
    "no address of a feed",
    reply="Donnez-moi l'adresse d'un site ou d'un flux, ou le nom d'une suggestion : "
    "`/veille flux ajouter cnil.fr`. Sur Mastodon : « #inclusion@mastodon.social » ou "
    "« @compte@mastodon.social ».",
)

NO_FEED_NUMBER = Refusal(
    "number of a feed missing",
    reply="Quel flux ? Choisissez-le dans `/veille flux`.",
)

NO_FEED_FILE = Refusal(
    "no file",
    reply="Il me faut la liste de vos flux (un fichier OPML). Envoyez-la-moi en "
    "message direct, jointe au message `veille flux importer`.",
)

LARGE_FEED_FILE = Refusal(
    "file too large",
    reply="Ce fichier dépasse 1 Mo : ce n'est sans doute pas une liste de flux. Cherchez un "
    "fichier `.opml` dans votre lecteur.",
)


def list_them(command: Command, ctx: Context) -> Reply:
    """List the feeds, those in trouble first; with a number, show how one is taken."""
    manages = ctx.allows(Act.MANAGE_FEEDS, command.caller)
    further = _PAGED.match(command.text)
    if command.number:
        return _one(ctx, adding.get(ctx, command.number), manages=manages)
    every = sorted(collecting.of_network(ctx), key=lambda each: (not each.broken, each.number))
    page = max(int(further[1]), 1) if further else 1
    here = every[(page - 1) * CHOICES : page * CHOICES]
    options = (
        Option(
            shorten(shown(_called(each, manages=manages)), OPTION_LABEL), f"{LIST} {each.number}"
        )
        for each in here
    )
    see = (menu("flux", "Voir un flux…", *options),) if here else ()
    more = Button("suite", "La suite", LIST, f"page {page + 1}")
    add = Button("ajouter", "Ajouter un flux", adding.ADD)
    ideas = Button("idees", "Des idées de flux", SUGGEST)
    buttons = (
        *see,
        *((more,) if len(every) > page * CHOICES else ()),
        *((add, ideas) if manages else ()),
    )
    return ctx.reply(
        "veille/feeds.md.j2",
        *buttons,
        feeds=here[:SHOWN],
        total=len(every),
        failing=sum(each.broken for each in every),
        manages=manages,
        now=ctx.now,
    )


def add(command: Command, ctx: Context) -> Reply:
    """Have an address read, and followed if it is a feed."""
    return _asked(command, ctx, follows=True)


def try_out(command: Command, ctx: Context) -> Reply:
    """Have an address read, and told of."""
    return _asked(command, ctx, follows=False)


def set_up(command: Command, ctx: Context) -> Reply:
    """Change how a feed is taken."""
    certified, line = certified_first(command.words)
    following = adding.get(ctx, command.number)
    if command.via is Via.DIALOG:
        settings = read_form({name: tidied(value) for name, value in command.fields.items()})
    else:
        settings = read_settings(tidied(line))
    checked_text(settings.said or "rien", what="un réglage", example=EXAMPLE, certified=certified)
    changed = adding.set_up(ctx, following, settings, command.caller)
    undo = line_of(following, instead_of=changed.rules) if changed != following else ""
    return _one(ctx, changed, manages=True, undo=undo, done=True)


def export(command: Command, ctx: Context) -> Reply:
    """Send the feeds as an OPML file, by direct message."""
    count = lists.export(ctx, command.caller)
    return ctx.reply("veille/exporting.md.j2", count=count)


def _read_file(command: Command, _situation: Situation) -> Sequence[ListedFeed]:
    """Read the OPML file that comes with the message.

    Raises NO_FEED_FILE, LARGE_FEED_FILE and NOT_OPML.
    """
    return lists.read_file(attached(command, missing=NO_FEED_FILE(), large=LARGE_FEED_FILE()))


def take_in(command: Command, ctx: Context, listed: Sequence[ListedFeed]) -> Reply:
    """Follow the feeds of the file that came with the message."""
    imported = lists.take_in(ctx, listed, command.caller)
    text = ctx.render("veille/imported.md.j2", imported=imported)
    return Reply(text=text, buttons=adding.after_import(imported.added))


def suggest(command: Command, ctx: Context) -> Reply:
    """Show feeds to start with, in pages, those followed marked."""
    typed, asked = paged(command.text)
    typed = typed.lstrip("#")
    found = ctx.settings.of(Suggestions).about(typed)
    last = max(1, -(-len(found) // SHOWN))
    page = min(asked, last)
    feeds = [(each, _followed(ctx, each)) for each in found[(page - 1) * SHOWN : page * SHOWN]]
    text = ctx.render("veille/suggestions.md.j2", feeds=feeds, words=typed, page=page, last=last)
    options = [Option(each.name, f"{adding.ADD} {each.name}") for each, here in feeds if not here]
    more = f"{typed} {page + 1}".strip()
    buttons = (
        *((menu("suivre", "Suivre…", *options),) if options else ()),
        *((_button("suite", "La suite", SUGGEST, more),) if page < last else ()),
    )
    return Reply(text=text, buttons=buttons)


def _followed(ctx: Context, suggestion: Suggestion) -> bool:
    here = adding.at(ctx, suggestion.address)
    return here is not None and here.standing is not FollowingStatus.DROPPED


def _asked(command: Command, ctx: Context, *, follows: bool) -> Reply:
    wanted = _wish(_typed(command), ctx)
    trial = FeedTrial(
        network=ctx.network.slug,
        address=wanted.url,
        name=wanted.name,
        theme=wanted.theme,
        user=command.caller.id,
        follows=follows,
        at=ctx.now,
    )
    here = adding.wish(ctx, trial)
    text = ctx.render("veille/trying.md.j2", address=wanted.url, here=here)
    see = (_button("voir", "Voir ce flux", LIST, str(here.number)),) if here else ()
    return Reply(text=text, buttons=see, fetches=here is None)


def _typed(command: Command) -> str:
    """Return what was typed, the form's entries as one line."""
    name, theme = (command.fields.get(each, "").strip() for each in ("nom", "theme"))
    return f"{command.text} {name} {f'#{theme}' if theme else ''}".strip()


def _wish(text: str, ctx: Context) -> Subscription:
    """Read « <adresse ou suggestion> [nom] [#thème] ». Raises NO_FEED_ADDRESS and others."""
    certified, text = certified_first(without_thanks(text))
    tag = _TAG.search(text)
    theme = adding.theme(ctx, tag[1]) if tag else ""
    address, name = address_in(text[: tag.start()] if tag else text)
    if not address:
        suggestion = NO_FEED_ADDRESS.unless(ctx.settings.of(Suggestions).named(name))
        return Subscription(
            url=suggestion.address, name=suggestion.name, theme=theme or suggestion.theme
        )
    name = plain_name(name.strip(' «»":,'))
    if name:
        name = checked_text(
            name, what="un nom", example="/veille flux ajouter cnil.fr", certified=certified
        )
    return Subscription(url=checked_address(address), name=name, theme=theme)


def stand(
    command: Command,
    ctx: Context,
    *,
    on: bool,
    aside: FollowingStatus = FollowingStatus.SUSPENDED,
) -> Reply:
    """Put feeds aside, or follow them no more; or take them up again."""
    standing = aside if on else FollowingStatus.FOLLOWED
    found = [adding.get(ctx, number) for number in _numbers(command.text)]
    changed = [each for each in found if adding.stand(ctx, each, standing, command.caller.id)]
    return ctx.reply(
        "veille/standing.md.j2",
        *adding.after_standing(found, standing),
        feeds=found,
        changed=changed,
        standing=standing.value,
    )


def _numbers(text: str) -> Sequence[int]:
    """Read « 12 », « 12, 13 et 15 », « 12 à 40 »."""
    found: list[int] = []
    for start, stop in _RANGE.findall(text):
        found += range(int(start), min(int(stop), int(start) + MOST_AT_ONCE) + 1)
    found += [int(each) for each in re.findall(r"\d{1,6}", _RANGE.sub(" ", text))]
    return list(dict.fromkeys(found))[:MOST_AT_ONCE]


def _one(
    ctx: Context, following: Following, *, manages: bool, undo: str = "", done: bool = False
) -> Reply:
    number = str(following.number)
    back = f"{number} {undo}"
    buttons = (
        *((_button("retablir", "Revenir en arrière", SET, back),) if undo else ()),
        _button("regler", "Régler…", SET, number),
        *adding.standing_buttons(following),
    )
    return ctx.reply(
        "veille/feed.md.j2",
        *(buttons if manages else ()),
        following=following,
        usual=CAP,
        manages=manages,
        undo=undo,
        done=done,
        now=ctx.now,
    )


def _button(name: str, label: str, route: str, argument: str) -> Button:
    return Button(name, label, route, argument)


def _called(following: Following, *, manages: bool) -> str:
    """Return what a feed is called; its address, which may hold a key, to coordinators only."""
    other = following.address if manages else "Flux sans nom"
    mark = "✘ " if following.broken else ""
    return mark + (following.name or following.feed.title or other)


_ADDRESS_FIELD = Field(
    name="adresse",
    label="Adresse du site",
    placeholder="cnil.fr",
    help="Celle du site suffit. Ou celle d'un agenda (ical), ou « #inclusion@mastodon.social ».",
    limit=500,
)
_ADDING = Dialog(
    title="Ajouter un flux",
    submit="Ajouter",
    fields=(
        _ADDRESS_FIELD,
        Field(name="nom", label="Son nom dans la veille", optional=True, limit=80),
        Field(name="theme", label="Son thème", optional=True, limit=80),
    ),
)
_TRYING = Dialog(title="Essayer une adresse", submit="Essayer", fields=(_ADDRESS_FIELD,))


def _form(command: Command, ctx: Context) -> Reply:
    """Return the form with the present settings; the settings alone where there are no forms."""
    following = adding.get(ctx, command.number)
    rules = following.rules
    fields = (
        Field(name="nom", label="Nom", default=following.name, optional=True, limit=80),
        Field(
            name="theme",
            label="Thème",
            help="Le thème du flux ; puis, un par ligne : Santé si ameli, mutuelle",
            default=themes_field(following),
            multiline=True,
            limit=2_000,
        ),
        Field(
            name="mots",
            label="Mots à garder",
            help="Entre virgules. Vide : tous les articles.",
            default=", ".join(rules.include),
            optional=True,
            limit=2_000,
            multiline=True,
        ),
        Field(
            name="sauf",
            label="Mots à écarter",
            help="Entre virgules.",
            default=", ".join(rules.exclude),
            optional=True,
            limit=2_000,
            multiline=True,
        ),
        Field(
            name="plafond",
            label="Articles par veille",
            help=f"Au plus, dans le canal. Vide : {CAP}, ou plus s'il y a de la place.",
            default=str(rules.cap or ""),
            optional=True,
        ),
    )
    title = shorten(shown(following.shown), _TITLE)
    dialog = Dialog(title=title, submit="Enregistrer", fields=fields)
    return replace(_one(ctx, following, manages=True), dialog=dialog, buttons=())


_TITLE = 24
"""Characters of a form's title."""


_route = partial(Route, Act.MANAGE_FEEDS)

ROUTES = (
    Route(
        Act.READ_FEEDS,
        f"{LIST}|feeds|sources",
        list_them,
        "voir les flux suivis et s'ils vont bien",
        Takes.PAGE,
    ),
    _route(
        f"{adding.ADD}|ajoute|suivre|ajout : <adresse ou suggestion> [nom] [#thème]",
        add,
        "suivre un flux, ou celui d'un site",
        care=CHECKED,
        form=_ADDING,
    ),
    _route(
        "veille flux tester|teste|essayer|test : <adresse>",
        try_out,
        "lire un flux sans le suivre",
        care=CHECKED,
        form=_TRYING,
    ),
    _route(
        f"{adding.REMOVE}|supprimer|enlever : <n°>",
        partial(stand, on=True, aside=FollowingStatus.DROPPED),
        "retirer un flux",
        Takes.NUMBER_AND_TEXT,
        missing=NO_FEED_NUMBER,
    ),
    *toggle(
        Act.MANAGE_FEEDS,
        f"{adding.SUSPEND}|pause : <n°>",
        f"{adding.RESUME}|relancer|réactiver : <n°>",
        stand,
        summary="mettre un flux en pause",
        off_summary="suivre à nouveau un flux",
        shape=Takes.NUMBER_AND_TEXT,
        missing=NO_FEED_NUMBER,
    ),
    _route(
        f"{SET}|renommer|thème|modifier|réglage : <n°> [sauf : …] [mots : …]",
        set_up,
        "régler un flux : nom, thème, mots, plafond",
        care=CHECKED,
        form=_form,
    ),
    _route(
        f"{SUGGEST}|suggestion|idées : [thème]",
        suggest,
        "voir des flux pour commencer",
    ),
    _route("veille flux exporter|export|opml", export, "recevoir les flux suivis en fichier OPML"),
    _route(
        "veille flux importer|import : (fichier joint)",
        reading(_read_file, take_in),
        "suivre les flux d'un fichier OPML",
        takes_file=True,
    ),
)
