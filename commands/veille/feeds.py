"""The feeds of a network: which they are, whether they are well, how they are chosen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from bot.core.errors import Refusal, at_field
from bot.core.message import OPTION_LABEL, Button, Option, menu
from bot.core.patterns import lazy_pattern
from bot.french.text import checked_text, tidied
from bot.letter.inbox import following_news
from bot.letter.mail.address import mail_address
from bot.letter.mail.settings import MailSettings
from bot.network.network import Subscription
from bot.network.rights import Act
from bot.talk.arguments import certified_first, every_number, without_thanks
from bot.talk.care import CHECKED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import Situation, reading
from bot.talk.markdown import shown
from bot.talk.render import shorten
from bot.talk.reply import Dialog, Field, Reply, optional_field, words_field
from bot.talk.routing import Route
from bot.talk.toggles import toggle
from bot.veille.feeds import adding, collecting, lists
from bot.veille.feeds.address import address_in, checked_address
from bot.veille.feeds.following import FeedTrial, Following, FollowingStatus
from bot.veille.feeds.lists import ListedFeed
from bot.veille.feeds.settings import plain_name, read_form, themes_field
from bot.veille.feeds.suggestions import Suggestion, Suggestions
from bot.veille.ranking import CAP
from commands.texts import attached

LIST = "veille flux"
SET = "veille flux régler"
SUGGEST = "veille flux suggestions"
TRY = "veille flux tester"
EXPORT = "veille flux exporter"
IMPORT = "veille flux importer"

SHOWN = 5
"""Feeds, or suggestions, told at once: one phone screen."""

CHOICES = 30
"""Feeds of a menu."""

_PAGED = lazy_pattern(r"\s*page\s+(\d{1,4})\s*$", re.IGNORECASE)

NO_FEED_ADDRESS = Refusal(
    "no address of a feed",
    reply="Donnez-moi l'adresse d'un site ou d'un flux : `/veille flux cnil.fr`. Sur Mastodon : "
    "« #inclusion@mastodon.social » ou « @compte@mastodon.social ».",
)

LARGE_FEED_FILE = Refusal(
    "file too large",
    reply="Ce fichier dépasse 1 Mo : ce n'est sans doute pas une liste de flux. Cherchez un "
    "fichier `.opml` dans votre lecteur.",
)


def list_them(command: Command, ctx: Context) -> Reply:
    """List the feeds, those in trouble first; show one by its number, add one by its address."""
    manages = ctx.allows(Act.MANAGE_FEEDS, command.caller)
    further = _PAGED.match(command.text)
    if command.number and not command.words:
        return _one(ctx, adding.get(ctx, command.number), manages=manages)
    if not further and command.text.strip():
        ctx.require(Act.MANAGE_FEEDS, command.caller)
        return add(command, ctx)
    every = sorted(collecting.of_network(ctx), key=lambda each: (not each.broken, each.number))
    page = max(int(further[1]), 1) if further else 1
    here = every[(page - 1) * CHOICES : page * CHOICES]
    options = (
        Option(shorten(shown(_called(each, manages=manages)), OPTION_LABEL), LIST, str(each.number))
        for each in here
    )
    see = (menu("flux", "Voir un flux…", *options),) if here else ()
    more = Button("suite", "La suite", LIST, f"page {page + 1}")
    add_ = Button("ajouter", "Ajouter un flux…", adding.ADD)
    ideas = Button("idees", "Des idées de flux", SUGGEST)
    buttons = (
        *see,
        *((more,) if len(every) > page * CHOICES else ()),
        *((add_, ideas, _more()) if manages else ()),
    )
    return ctx.reply(
        "veille/feeds.md.j2",
        *buttons,
        feeds=here[:SHOWN],
        total=len(every),
        failing=sum(each.broken for each in every),
        manages=manages,
        box=ctx.settings.of(MailSettings).news_address(ctx.network.slug) if manages else "",
    )


def add(command: Command, ctx: Context) -> Reply:
    """Have an address read, and followed if it is a feed."""
    return _asked(command, ctx, follows=True)


def follow_newsletter(command: Command, ctx: Context) -> Reply:
    """Follow a newsletter that came by mail."""
    sender, _, name = command.text.strip().partition(" ")
    kept = following_news.follow(ctx, mail_address(sender), plain_name(name), command.caller)
    did = f"Flux n° {kept.number}\u00a0: suivi"
    back = Button("retirer", "Ne plus la suivre", adding.REMOVE, str(kept.number))
    return replace(_one(ctx, kept, manages=True), did=did, undo=back)


def try_out(command: Command, ctx: Context) -> Reply:
    """Have an address read, and told of."""
    return _asked(command, ctx, follows=False)


def set_up(command: Command, ctx: Context) -> Reply:
    """Change how a feed is taken."""
    certified, _ = certified_first(command.words)
    settings = read_form({name: tidied(entry) for name, entry in command.fields.items()})
    checked_text(settings.said or "rien", what="un réglage", certified=certified)
    following = adding.get(ctx, command.number)
    changed = adding.set_up(ctx, following, settings, command.caller)
    return _one(ctx, changed, manages=True, outcome="set" if changed != following else "same")


def export(command: Command, ctx: Context) -> Reply:
    """Send the feeds as an OPML file, by direct message."""
    count = lists.export(ctx, command.caller)
    return ctx.reply("veille/exporting.md.j2", count=count)


def _read_file(command: Command, _situation: Situation) -> Sequence[ListedFeed]:
    """Read the OPML file that comes with the message.

    Raises NO_FILE, LARGE_FEED_FILE and NOT_OPML.
    """
    return lists.read_file(attached(command, large=LARGE_FEED_FILE()))


def take_in(command: Command, ctx: Context, listed: Sequence[ListedFeed]) -> Reply:
    """Follow the feeds of the file that came with the message."""
    imported = lists.take_in(ctx, listed, command.caller)
    text = ctx.render("veille/imported.md.j2", imported=imported)
    return Reply(text=text, buttons=adding.after_import(imported.added))


def suggest(command: Command, ctx: Context) -> Reply:
    """Show feeds to start with, in pages, those followed marked."""
    found = ctx.settings.of(Suggestions).feeds
    last = max(1, -(-len(found) // SHOWN))
    page = min(command.number or 1, last)
    feeds = [(each, _followed(ctx, each)) for each in found[(page - 1) * SHOWN : page * SHOWN]]
    text = ctx.render("veille/suggestions.md.j2", feeds=feeds, page=page, last=last)
    options = [Option(each.name, adding.ADD, each.name) for each, here in feeds if not here]
    buttons = (
        *((menu("suivre", "Suivre…", *options),) if options else ()),
        *((Button("suite", "La suite", SUGGEST, str(page + 1)),) if page < last else ()),
    )
    return Reply(text=text, buttons=buttons)


def _followed(ctx: Context, suggestion: Suggestion) -> bool:
    here = adding.at(ctx, suggestion.address)
    return here is not None and here.standing is not FollowingStatus.DROPPED


def _asked(command: Command, ctx: Context, *, follows: bool) -> Reply:
    wanted = _wish(command, ctx)
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
    see = (Button("voir", "Voir ce flux", LIST, str(here.number)),) if here else ()
    return Reply(text=text, buttons=see, fetches=here is None)


def _wish(command: Command, ctx: Context) -> Subscription:
    """Read an address, or the name of a suggestion. Raises NO_FEED_ADDRESS and others."""
    with at_field("theme"):
        typed = command.fields.get("theme", "").strip()
        theme = adding.theme(ctx, typed) if typed else ""
    with at_field("adresse"):
        certified, text = certified_first(without_thanks(command.text))
        address, words = address_in(text)
        if not address:
            suggestion = NO_FEED_ADDRESS.unless(ctx.settings.of(Suggestions).named(words))
            return Subscription(
                url=suggestion.address, name=suggestion.name, theme=theme or suggestion.theme
            )
        url = checked_address(address)
    with at_field("nom"):
        name = plain_name((command.fields.get("nom", "") or words).strip(' «»":,'))
        name = name and checked_text(name, what="un nom", certified=certified)
    return Subscription(url=url, name=name, theme=theme)


def stand(
    command: Command,
    ctx: Context,
    *,
    on: bool,
    aside: FollowingStatus = FollowingStatus.SUSPENDED,
) -> Reply:
    """Put feeds aside, or follow them no more; or take them up again."""
    standing = aside if on else FollowingStatus.FOLLOWED
    found = [adding.get(ctx, number) for number in every_number(command.text)]
    changed = [each for each in found if adding.stand(ctx, each, standing, command.caller.id)]
    return ctx.reply(
        "veille/standing.md.j2",
        *adding.after_standing(found, standing),
        feeds=found,
        changed=changed,
        standing=standing.value,
    )


def _more() -> Button:
    """Return what else there is to do of feeds."""
    options = (
        Option("Essayer une adresse…", TRY),
        Option("Recevoir la liste en fichier", EXPORT),
        Option("Suivre les flux d'un fichier…", IMPORT),
    )
    return menu("plus", "Plus…", *options)


def _one(ctx: Context, following: Following, *, manages: bool, outcome: str = "") -> Reply:
    buttons = (
        Button("regler", "Régler…", SET, str(following.number)),
        *adding.standing_buttons(following),
    )
    return ctx.reply(
        "veille/feed.md.j2",
        *(buttons if manages else ()),
        following=following,
        usual=CAP,
        manages=manages,
        outcome=outcome,
    )


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
        optional_field(name="nom", label="Son nom dans la veille", limit=80),
        optional_field(name="theme", label="Son thème", limit=80),
    ),
)
_TRYING = Dialog(title="Essayer une adresse", submit="Essayer", fields=(_ADDRESS_FIELD,))


def _form(command: Command, ctx: Context) -> Dialog:
    """Return the form with the present settings."""
    following = adding.get(ctx, command.number)
    rules = following.rules
    fields = (
        optional_field(name="nom", label="Nom", default=following.name, limit=80),
        words_field(
            name="theme",
            label="Thème",
            help="Le thème du flux ; puis, un par ligne : Santé si ameli, mutuelle",
            default=themes_field(following),
            limit=2_000,
        ),
        optional_field(
            name="mots",
            label="Mots à garder",
            help="Entre virgules. Vide : tous les articles.",
            default=", ".join(rules.include),
            limit=2_000,
            multiline=True,
        ),
        optional_field(
            name="sauf",
            label="Mots à écarter",
            help="Entre virgules.",
            default=", ".join(rules.exclude),
            limit=2_000,
            multiline=True,
        ),
        optional_field(
            name="plafond",
            label="Articles par veille",
            help=f"Au plus, dans le canal. Vide : {CAP}, ou plus s'il y a de la place.",
            default=str(rules.cap or ""),
        ),
    )
    title = shorten(shown(following.shown), _TITLE)
    return Dialog(title=title, submit="Enregistrer", fields=fields)


_TITLE = 24
"""Characters of a form's title."""


_OPML = "la liste exportée de votre lecteur de flux, au format OPML"
"""The file that is taken in."""

_route = partial(Route, Act.MANAGE_FEEDS)

ROUTES = (
    Route(
        Act.READ_FEEDS,
        f"{LIST}|feeds|sources : [n° ou adresse]",
        list_them,
        "voir les flux suivis et s'ils vont bien, ou en ajouter un par son adresse",
        care=CHECKED,
    ),
    _route(adding.ADD, add, care=CHECKED, form=_ADDING),
    _route(following_news.FOLLOW, follow_newsletter),
    _route(TRY, try_out, care=CHECKED, form=_TRYING),
    _route(
        adding.REMOVE, partial(stand, on=True, aside=FollowingStatus.DROPPED), back=adding.RESUME
    ),
    *toggle(Act.MANAGE_FEEDS, adding.SUSPEND, adding.RESUME, stand),
    _route(f"{SET} : <n°>", set_up, care=CHECKED, form=_form),
    _route(f"{SUGGEST} : [n°]", suggest),
    _route(EXPORT, export),
    _route(IMPORT, reading(_read_file, take_in), takes_file=_OPML),
)
