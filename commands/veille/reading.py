"""The digest to come, and those that were published."""

from __future__ import annotations

from functools import partial
from zoneinfo import ZoneInfo

from bot.french.folding import fold
from bot.french.spoken import MONTH_NUMBERS
from bot.french.text import checked_text
from bot.network.rights import Act, Role
from bot.talk.arguments import number_first, without_thanks
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.errors import UNCLEAR
from bot.talk.reply import Reply
from bot.talk.routing import Route
from bot.veille import digests, sorting
from bot.veille import store as articles
from bot.veille.deadlines import service as deadlines
from bot.veille.feeds import collecting
from bot.veille.ranking import RANKING

FOUND = 5
"""Articles that a search shows at once."""

LISTED = 24
"""Digests that a list shows: two years of a monthly veille."""


def preview(command: Command, ctx: Context) -> Reply:
    """Show what the next digest will hold; to a coordinator, with what can be chosen."""
    coordinates = command.caller.role_in(ctx.network.slug) >= Role.COORDINATOR
    gathered = digests.gather(ctx)
    text = ctx.render(
        "veille/preview.md.j2",
        digest=gathered.composed(ctx, digests.next_due(ctx.network, ctx.now)),
        dropped=gathered.dropped if coordinates else (),
        deadlines=deadlines.block(ctx),
        sorts=coordinates,
        follows=bool(collecting.of_network(ctx)),
        ranking=RANKING,
        questions=digests.deferred(ctx),
    )
    return Reply(text=text, buttons=(sorting.sort_button(),) if coordinates else ())


def find(command: Command, ctx: Context) -> Reply:
    """Find articles that were published, by their words; in pages."""
    words, page = _paged(command.text)
    query = checked_text(
        words,
        what="ce que vous cherchez",
        example="/veille chercher carte grise",
        certified=True,
    )
    found = digests.found(ctx, query, limit=FOUND + 1, offset=(page - 1) * FOUND)
    more = f"/veille chercher {' '.join(query.split())} page {page + 1}"
    text = ctx.render(
        "veille/found.md.j2",
        found=found[:FOUND],
        more=more.replace("`", "") if len(found) > FOUND else "",
    )
    return Reply(text=text)


def archives(command: Command, ctx: Context) -> Reply:
    """List the digests that were published, or tell those of one month again."""
    dues = articles.dues(ctx.db, ctx.network.slug)
    wanted = fold(without_thanks(command.text)).strip(" .")
    if not wanted:
        text = ctx.render("veille/archives.md.j2", dues=dues[:LISTED])
        return Reply(text=text)
    zone = ZoneInfo(ctx.network.timezone)
    month = next((at for name, at in MONTH_NUMBERS.items() if name in wanted.split()), 0)
    year = next((int(word) for word in wanted.split() if word.isdecimal()), 0)
    told = [
        due
        for due, _ in dues
        for local in (due.astimezone(zone),)
        if local.month == month and year in (0, local.year)
    ]
    if not told:
        raise UNCLEAR(
            hint="Je n'ai pas de veille de ce mois-là. Par exemple "
            "`/veille archives novembre 2026` ; la liste : `/veille archives`"
        )
    chosen = [due for due in told if due.astimezone(zone).year == told[0].astimezone(zone).year]
    again = [digests.again(ctx.db, ctx.network.slug, due) for due in chosen]
    return Reply(text=ctx.render("veille/again.md.j2", digests=again))


def _paged(text: str) -> tuple[str, int]:
    """Split « carte grise page 2 » into the words and the page."""
    words, _, page = without_thanks(text).rpartition(" page ")
    found = number_first(page)
    return (words, max(found[0], 1)) if words and found and not found[1] else (text, 1)


_route = partial(Route, Act.READ_DIGEST)

ROUTES = (
    _route("veille", preview, "lire ce que contiendra la prochaine veille"),
    _route("veille chercher|rechercher : <mots>", find, "chercher dans les veilles parues"),
    _route("veille archives|archive : [<mois>]", archives, "relire une veille parue"),
)
