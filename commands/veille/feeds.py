"""The feeds of a network: which they are, whether they are well, how they are chosen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from bot.core.errors import Refusal
from bot.french.text import checked_text, tidied
from bot.network.network import Subscription
from bot.network.rights import Act, allows
from bot.talk.arguments import certified_first, number_first, require_number, without_thanks
from bot.talk.care import CHECKED
from bot.talk.command import ATTACHED_LIMIT, Command, Via
from bot.talk.context import Context
from bot.talk.handler import Situation, reading
from bot.talk.reply import Dialog, Field, Reply
from bot.talk.routing import Route, Takes
from bot.veille.feeds import adding, collecting, lists
from bot.veille.feeds.address import address_in, checked_address
from bot.veille.feeds.following import CAP, MOST_FEEDS, FeedTrial, Following, FollowingStatus
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

SET = "veille flux régler"
PAGE = 10
"""Suggestions in one answer: two phone screens."""

MOST_AT_ONCE = MOST_FEEDS
"""Feeds that one line takes away: all that an imported list added."""

_RANGE = re.compile(r"(\d{1,6})\s*(?:à|a|-|–|jusqu['’]à)\s*(\d{1,6})")
_TAG = re.compile(r"(?:^|\s)#(\S[^#]*?)\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionsPage:
    """One page of suggestions, with whether each is followed; what to type for the next."""

    feeds: Sequence[tuple[Suggestion, bool]]
    words: str
    total: int
    page: int
    last: int
    more: str


NO_FEED_ADDRESS = Refusal(
    "no address of a feed",
    reply="Donnez-moi l'adresse d'un site ou d'un flux, ou le nom d'une suggestion : "
    "`/veille flux ajouter cnil.fr`. Les suggestions : `/veille flux suggestions`.",
)

NO_FEED_FILE = Refusal(
    "no file",
    reply="Il me faut le fichier OPML de vos flux. Envoyez-le-moi en message direct, joint au "
    "message `veille flux importer`.",
)

LARGE_FEED_FILE = Refusal(
    "file too large",
    reply="Ce fichier dépasse 1 Mo : ce n'est sans doute pas une liste de flux. Cherchez un "
    "fichier `.opml` dans votre lecteur.",
)


def list_them(command: Command, ctx: Context) -> Reply:
    """List the feeds and their health; with a number, show how one is taken."""
    manages = allows(Act.MANAGE_FEEDS, command.caller.role_in(ctx.network.slug))
    found = number_first(re.sub(r"^\s*page\s+", "", command.text))
    if found is not None:
        return _one(ctx, adding.get(ctx, found[0]), manages=manages)
    text = ctx.render(
        "veille/feeds.md.j2",
        feeds=collecting.of_network(ctx),
        now=ctx.now,
        manages=manages,
    )
    return Reply(text=text)


def add(command: Command, ctx: Context) -> Reply:
    """Have an address read, and followed if it is a feed."""
    return _asked(command, ctx, follows=True)


def try_out(command: Command, ctx: Context) -> Reply:
    """Have an address read, and told of."""
    return _asked(command, ctx, follows=False)


def set_up(command: Command, ctx: Context) -> Reply:
    """Change how a feed is taken; without settings, open the form with the present ones."""
    number, typed = require_number(command.text, usage="veille flux régler 3")
    certified, line = certified_first(typed)
    following = adding.get(ctx, number)
    if command.via is Via.DIALOG:
        settings = read_form({name: tidied(value) for name, value in command.fields.items()})
    elif not line.strip():
        return _form(following) if command.via.immediate else _one(ctx, following, manages=True)
    else:
        settings = read_settings(tidied(line))
    checked_text(settings.said or "rien", what="un réglage", example=EXAMPLE, certified=certified)
    changed = adding.set_up(ctx, following, settings, command.caller)
    undo = line_of(following, instead_of=changed.rules) if changed != following else ""
    return _one(ctx, changed, manages=True, undo=undo, done=True)


def export(command: Command, ctx: Context) -> Reply:
    """Send the feeds as an OPML file, by direct message."""
    count = lists.export(ctx, command.caller)
    return Reply(text=ctx.render("veille/exporting.md.j2", count=count))


def _read_file(command: Command, _situation: Situation) -> Sequence[ListedFeed]:
    """Read the OPML file that comes with the message.

    Raises NO_FEED_FILE, LARGE_FEED_FILE and NOT_OPML.
    """
    file = command.attached
    if file is None:
        raise NO_FEED_FILE()
    if file.size > ATTACHED_LIMIT:
        raise LARGE_FEED_FILE()
    return lists.read_file(file.content)


def take_in(command: Command, ctx: Context, listed: Sequence[ListedFeed]) -> Reply:
    """Follow the feeds of the file that came with the message."""
    imported = lists.take_in(ctx, listed, command.caller)
    text = ctx.render("veille/imported.md.j2", imported=imported)
    return Reply(text=text)


def suggest(command: Command, ctx: Context) -> Reply:
    """Show feeds to start with, in pages, those followed marked."""
    words = without_thanks(command.text).split()
    number = number_first(words[-1]) if words else None
    if number:
        words = words[:-1]
    if words and words[-1].lower() == "page":
        words = words[:-1]
    typed = " ".join(words).lstrip("#")
    found = ctx.settings.of(Suggestions).about(typed)
    last = max(1, -(-len(found) // PAGE))
    page = min(max(number[0], 1) if number else 1, last)
    shown = found[(page - 1) * PAGE : page * PAGE]
    listed = SuggestionsPage(
        feeds=[(each, _followed(ctx, each)) for each in shown],
        words=typed,
        total=len(found),
        page=page,
        last=last,
        more=" ".join(f"/veille flux suggestions {typed} {page + 1}".split())
        if page < last
        else "",
    )
    return Reply(text=ctx.render("veille/suggestions.md.j2", suggested=listed))


def _followed(ctx: Context, suggestion: Suggestion) -> bool:
    here = adding.at(ctx, suggestion.address)
    return here is not None and here.standing is not FollowingStatus.DROPPED


def _asked(command: Command, ctx: Context, *, follows: bool) -> Reply:
    wanted = _wish(command.text, ctx)
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
    return Reply(text=text, fetches=here is None)


def _wish(text: str, ctx: Context) -> Subscription:
    """Read « <adresse ou suggestion> [nom] [#thème] ». Raises NO_FEED_ADDRESS and others."""
    certified, text = certified_first(without_thanks(text))
    tag = _TAG.search(text)
    theme = adding.theme(ctx, tag[1]) if tag else ""
    address, name = address_in(text[: tag.start()] if tag else text)
    if not address:
        suggestion = ctx.settings.of(Suggestions).named(name)
        if suggestion is None:
            raise NO_FEED_ADDRESS()
        return Subscription(
            url=suggestion.address, name=suggestion.name, theme=theme or suggestion.theme
        )
    name = plain_name(name.strip(' «»":,'))
    if name:
        name = checked_text(
            name, what="un nom", example="/veille flux ajouter cnil.fr", certified=certified
        )
    return Subscription(url=checked_address(address), name=name, theme=theme)


def _stand(command: Command, ctx: Context, standing: FollowingStatus) -> Reply:
    """Follow feeds, put them aside or follow them no more."""
    found = [adding.get(ctx, number) for number in _numbers(command.text)]
    changed = [each for each in found if adding.stand(ctx, each, standing, command.caller.id)]
    text = ctx.render(
        "veille/standing.md.j2",
        feeds=found,
        changed=changed,
        standing=standing.value,
    )
    return Reply(text=text)


def _numbers(text: str) -> Sequence[int]:
    """Read « 12 », « 12, 13 et 15 », « 12 à 40 ». Raises MISSING_NUMBER."""
    require_number(text, usage="veille flux retirer 3")
    found: list[int] = []
    for start, stop in _RANGE.findall(text):
        found += range(int(start), min(int(stop), int(start) + MOST_AT_ONCE) + 1)
    found += [int(each) for each in re.findall(r"\d{1,6}", _RANGE.sub(" ", text))]
    return list(dict.fromkeys(found))[:MOST_AT_ONCE]


def _one(
    ctx: Context, following: Following, *, manages: bool, undo: str = "", done: bool = False
) -> Reply:
    text = ctx.render(
        "veille/feed.md.j2",
        following=following,
        usual=CAP,
        manages=manages,
        undo=undo,
        done=done,
        now=ctx.now,
    )
    return Reply(text=text)


def _form(following: Following) -> Reply:
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
            help=f"Au plus, de 1 à 20 ; vide : {CAP}.",
            default=str(rules.cap or ""),
            optional=True,
        ),
    )
    return Reply(
        dialog=Dialog(
            title=f"Régler le flux {following.number}",
            route=SET,
            argument=str(following.number),
            submit="Enregistrer",
            fields=fields,
        )
    )


_route = partial(Route, Act.MANAGE_FEEDS)
_rare = partial(Route, Act.MANAGE_FEEDS, rare=True)

ROUTES = (
    Route(
        Act.READ_FEEDS,
        "veille flux|feeds|sources",
        list_them,
        "voir les flux suivis et s'ils vont bien",
        Takes.PAGE,
    ),
    _route(
        f"{adding.ADD}|ajoute|suivre|ajout : <adresse ou suggestion> [nom] [#thème]",
        add,
        "suivre un flux, ou celui d'un site",
        care=CHECKED,
    ),
    _rare(
        "veille flux tester|teste|essayer|test : <adresse>",
        try_out,
        "lire un flux sans le suivre",
        care=CHECKED,
    ),
    _route(
        f"{adding.REMOVE}|supprimer|enlever : <n°>",
        partial(_stand, standing=FollowingStatus.DROPPED),
        "retirer un flux",
        Takes.NUMBER_AND_TEXT,
    ),
    _rare(
        f"{adding.SUSPEND}|pause : <n°>",
        partial(_stand, standing=FollowingStatus.SUSPENDED),
        "mettre un flux de côté",
        Takes.NUMBER_AND_TEXT,
    ),
    _rare(
        f"{adding.RESUME}|relancer|réactiver : <n°>",
        partial(_stand, standing=FollowingStatus.FOLLOWED),
        "suivre à nouveau un flux",
        Takes.NUMBER_AND_TEXT,
    ),
    _route(
        f"{SET}|renommer|thème|modifier|réglage : <n°> [sauf : …] [mots : …]",
        set_up,
        "régler un flux : nom, thème, mots, plafond",
        care=CHECKED,
    ),
    _route(
        "veille flux suggestions|suggestion|idées : [thème]",
        suggest,
        "voir des flux pour commencer",
    ),
    _rare("veille flux exporter|export|opml", export, "recevoir les flux suivis en fichier OPML"),
    _rare(
        "veille flux importer|import : (fichier joint)",
        reading(_read_file, take_in),
        "suivre les flux d'un fichier OPML",
        takes_file=True,
    ),
)
