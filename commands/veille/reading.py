"""The digest to come, and those that were published."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.core.message import Button, Option, menu
from bot.french.folding import fold
from bot.french.spoken import MONTH_NUMBERS
from bot.french.text import stored_text
from bot.network.address import AddressKind
from bot.network.rights import Act
from bot.talk.addressing import address
from bot.talk.arguments import number_first, without_thanks
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.errors import UNCLEAR
from bot.talk.render import day
from bot.talk.reply import Dialog, Field, Reply
from bot.talk.routing import Route
from bot.veille import digests, proposing, sorting
from bot.veille import store as articles
from bot.veille.deadlines import service as deadlines
from bot.veille.feeds import collecting
from bot.veille.ranking import RANKING
from commands.veille.proposing import PROPOSE

FOUND = 5
"""Articles that a search shows at once."""

PAGE = 6
"""Articles of the digest to come that are listed at once: one phone screen."""

LISTED = 24
"""Digests of a list: two years of a monthly veille."""

ARTICLES = "veille articles"
ARCHIVES = "veille archives"
SEARCH = "veille chercher"


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
    archived = Button("archives", "Archives", ARCHIVES)
    buttons = (
        *((sorting.sort_button(),) if sorts and waiting else ()),
        propose,
        *((read,) if waiting else ()),
        deadlines.list_button(),
        archived,
        *proposing.withdrawing_menu(own),
        *((feeds_menu(),) if manages else ()),
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


def feeds_menu() -> Button:
    """Return what there is to do of feeds."""
    options = (
        Option("Voir les flux", "veille flux"),
        Option("Ajouter un flux…", "veille flux ajouter"),
        Option("Essayer une adresse…", "veille flux tester"),
        Option("Des idées de flux", "veille flux suggestions"),
        Option("Recevoir la liste en fichier", "veille flux exporter"),
        Option("Lire la veille hors de Mattermost", "veille adresse"),
    )
    return menu("flux", "Flux…", *options, route="veille flux")


def preview(command: Command, ctx: Context) -> Reply:
    """List what the next digest will hold, in pages; what was dropped last, to coordinators."""
    sorts = ctx.allows(Act.SORT_DIGEST, command.caller)
    found = number_first(re.sub(r"^\s*page\s+", "", command.text))
    page = max(found[0], 1) if found else 1
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
    more = _more(ARTICLES, str(page + 1)) if len(every) > page * PAGE else ()
    sort = (sorting.sort_button(),) if sorts and every else ()
    return Reply(text=text, buttons=(*sort, *more))


def find(command: Command, ctx: Context) -> Reply:
    """Find articles that were published, by their words and what they mean; in pages."""
    words, page = _paged(command.text)
    query = stored_text(
        words,
        what="ce que vous cherchez",
        example="/veille chercher carte grise",
    )
    found = digests.found(
        ctx,
        query,
        limit=FOUND + 1,
        offset=(page - 1) * FOUND,
        seeking=ctx.meaning_of(words),
    )
    text = ctx.render("veille/found.md.j2", found=found[:FOUND], words=query)
    more = f"{' '.join(query.split())} page {page + 1}"
    return Reply(text=text, buttons=_more(SEARCH, more) if len(found) > FOUND else ())


def archives(command: Command, ctx: Context) -> Reply:
    """List the digests that were published, or tell one again: of a day, or of a month."""
    dues = articles.dues(ctx.db, ctx.network.slug)
    wanted = fold(without_thanks(command.text)).strip(" .")
    if not wanted:
        return _listed(ctx, dues[:LISTED])
    told = _of(dues, wanted, ZoneInfo(ctx.network.timezone))
    if not told:
        raise UNCLEAR(
            hint="Je n'ai pas de veille de ce mois-là. Celles qui sont parues : `/veille archives`"
        )
    if len(told) > 1:
        return _listed(ctx, told)
    (digest,) = digests.again(ctx.db, ctx.network.slug, [told[0][0]])
    page = address(ctx, AddressKind.VEILLE)
    return ctx.reply("veille/again.md.j2", digests.useful_menu(digest), digest=digest, page=page)


def _listed(ctx: Context, dues: Sequence[tuple[datetime, int]]) -> Reply:
    page = address(ctx, AddressKind.VEILLE)
    text = ctx.render("veille/archives.md.j2", dues=dues, page=page)
    zone = ctx.network.timezone
    options = (
        Option(label, f"{ARCHIVES} {label.partition(' ')[2]}".replace("\u00a0", " "))
        for due, _ in dues
        for label in (day(due, zone),)
    )
    again = menu("relire", "Relire…", *options, route=ARCHIVES)
    search = Button("chercher", "Chercher…", SEARCH)
    outside = Button("adresse", "Hors de Mattermost", "veille adresse")
    return Reply(text=text, buttons=(again, search, outside) if dues else ())


def _of(
    dues: Sequence[tuple[datetime, int]], wanted: str, zone: ZoneInfo
) -> Sequence[tuple[datetime, int]]:
    """Return the digests of « 3 novembre 2026 », « novembre 2026 », « novembre »: its last one."""
    words = wanted.split()
    month = next((at for name, at in MONTH_NUMBERS.items() if name in words), 0)
    numbers = [int(word) for word in words if word.isdecimal()]
    year = next((each for each in numbers if each > _LAST_DAY), 0)
    of_month = next((each for each in numbers if 0 < each <= _LAST_DAY), 0)
    told = [
        (due, count)
        for due, count in dues
        for local in (due.astimezone(zone),)
        if local.month == month and year in (0, local.year) and of_month in (0, local.day)
    ]
    last = told[0][0].astimezone(zone).year if told else 0
    return [each for each in told if each[0].astimezone(zone).year == last]


_LAST_DAY = 31


def _more(route: str, argument: str) -> tuple[Button, ...]:
    return (Button("suite", "La suite", route, argument),)


def _paged(text: str) -> tuple[str, int]:
    """Split « carte grise page 2 » into the words and the page."""
    words, _, page = without_thanks(text).rpartition(" page ")
    found = number_first(page)
    return (words, max(found[0], 1)) if words and found and not found[1] else (text, 1)


_SEARCH_FORM = Dialog(
    title="Chercher un article",
    submit="Chercher",
    fields=(Field(name="mots", label="Quelques mots", placeholder="carte grise"),),
)
_route = partial(Route, Act.READ_DIGEST)

ROUTES = (
    _route("veille", show, "voir la prochaine veille"),
    _route(
        f"{ARTICLES}|apercu|a-venir : [page]",
        preview,
        "lire d'avance les articles de la prochaine veille",
    ),
    _route(
        f"{SEARCH}|rechercher : <mots>",
        find,
        "chercher dans les veilles parues",
        form=_SEARCH_FORM,
        by_meaning=lambda text: _paged(text)[0],
    ),
    _route(f"{ARCHIVES}|archive : [<mois>]", archives, "relire une veille parue"),
)
