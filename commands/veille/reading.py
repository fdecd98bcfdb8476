"""The digest to come, and those that were published."""

from __future__ import annotations

from functools import partial

from bot.core.message import Button, Option, menu
from bot.french.text import stored_text
from bot.index.rules import DocumentKind
from bot.network.address import AddressKind
from bot.network.rights import Act
from bot.resource import keeping
from bot.search import finding
from bot.talk.addressing import address
from bot.talk.arguments import without_thanks
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.render import day
from bot.talk.reply import Dialog, Field, Reply
from bot.talk.routing import Route
from bot.veille import digests, proposing, sorting
from bot.veille import store as articles
from bot.veille.deadlines import service as deadlines
from bot.veille.feeds import collecting
from bot.veille.ranking import RANKING
from commands.veille.proposing import PROPOSE

PAGE = 6
"""Articles of the digest to come that are listed at once: one phone screen."""

LISTED = 12
"""Digests of a list: a year of a monthly veille."""

ARTICLES = "veille articles"
ARCHIVES = "veille archives"
SEARCH = "veille chercher"
FEEDS = "veille flux"


def show(command: Command, ctx: Context) -> Reply:
    """Tell how the digest to come stands, with what can be done of it."""
    sorts = ctx.allows(Act.SORT_DIGEST, command.caller)
    manages = ctx.allows(Act.MANAGE_FEEDS, command.caller)
    gathered = digests.gather(ctx)
    feeds = collecting.of_network(ctx)
    waiting = gathered.count
    own = proposing.own_links(ctx, gathered.entries, command.caller)
    propose = Button("proposer", "Proposer un lien", PROPOSE, primary=not sorts)
    read = Button("articles", "Lire d'avance", ARTICLES)
    buttons = (
        *((sorting.sort_button(),) if sorts and waiting else ()),
        propose,
        *((read,) if waiting else ()),
        *proposing.withdrawing_menu(own),
        _more_menu(),
    )
    return ctx.reply(
        "veille/state.md.j2",
        *buttons,
        due=digests.next_due(ctx.network, ctx.now),
        waiting=waiting,
        offered=[each for each in gathered.entries if each.proposed],
        deadlines=deadlines.next_ones(ctx),
        failing=[each for each in feeds if each.fails(ctx.now)] if manages else (),
        follows=bool(feeds),
        unchecked=len(deadlines.to_check(ctx)) if sorts else 0,
        questions=digests.deferred(ctx),
    )


def _more_menu() -> Button:
    """Return what else there is to read, and where."""
    options = (
        Option("Échéances", deadlines.LIST),
        Option("Archives", ARCHIVES),
        Option("Chercher un article…", SEARCH),
        Option("Garder une ressource…", keeping.KEEP),
        Option("Flux", FEEDS),
        Option("Lire la veille hors de Mattermost", "veille adresse"),
    )
    return menu("plus", "Plus…", *options)


def preview(command: Command, ctx: Context) -> Reply:
    """List what the next digest will hold, in pages; what was dropped last, to coordinators."""
    sorts = ctx.allows(Act.SORT_DIGEST, command.caller)
    page = command.number or 1
    gathered = digests.gather(ctx)
    every = (*gathered.entries, *(gathered.dropped if sorts else ()))
    text = ctx.render(
        "veille/preview.md.j2",
        entries=every[(page - 1) * PAGE : page * PAGE],
        due=digests.next_due(ctx.network, ctx.now),
        count=gathered.count,
        ranking=RANKING,
        page=page,
    )
    following = Button("suite", "La suite", ARTICLES, str(page + 1))
    more = (following,) if len(every) > page * PAGE else ()
    sort = (sorting.sort_button(),) if sorts and every else ()
    return Reply(text=text, buttons=(*sort, *more))


def find(command: Command, ctx: Context) -> Reply:
    """Find articles that were published, by their words and what they mean."""
    query = stored_text(without_thanks(command.text), what="ce que vous cherchez")
    seeking, kinds = ctx.meaning_of(command.text), (DocumentKind.ARTICLE,)
    found, close = finding.find(ctx, query, seeking=seeking, kinds=kinds)
    return ctx.reply("besoin/found.md.j2", found=found, close=close, later=0, opens=ctx.now)


def archives(command: Command, ctx: Context) -> Reply:
    """List the digests that were published, or tell one again, by its moment."""
    dues = articles.dues(ctx.db, ctx.network.slug)
    told = [due for due, _ in dues if due.isoformat() == command.text]
    page = address(ctx, AddressKind.VEILLE)
    if told:
        (digest,) = digests.again(ctx.db, ctx.network.slug, told)
        return ctx.reply("veille/again.md.j2", digest=digest, page=page)
    text = ctx.render("veille/archives.md.j2", dues=dues[:LISTED], page=page)
    zone = ctx.network.timezone
    options = (Option(day(due, zone), ARCHIVES, due.isoformat()) for due, _ in dues[:LISTED])
    again = menu("relire", "Relire…", *options)
    search = Button("chercher", "Chercher…", SEARCH)
    outside = Button("adresse", "Hors de Mattermost", "veille adresse")
    return Reply(text=text, buttons=(again, search, outside) if dues else ())


_SEARCH_FORM = Dialog(
    title="Chercher un article",
    submit="Chercher",
    fields=(Field(name="mots", label="Quelques mots", placeholder="carte grise"),),
)
_route = partial(Route, Act.READ_DIGEST)

ROUTES = (
    _route("veille", show, "voir la prochaine veille"),
    _route(f"{ARTICLES} : [n°]", preview),
    _route(
        f"{SEARCH}|rechercher : <mots>",
        find,
        "chercher dans les veilles parues",
        form=_SEARCH_FORM,
        by_meaning=str,
    ),
    _route(ARCHIVES, archives),
)
