"""Who may be asked about a question: those who know its theme, here, then where it may be read."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.french.workdays import may_remind
from bot.helping import asking_store as askings
from bot.helping import store as helpers
from bot.helping.rules import AT_ONCE, Helper, turns
from bot.network.network import Network
from bot.network.tree import children_of
from bot.people import store as preferences
from bot.people.wish import Weight
from bot.question.rules import Origin, Question
from bot.relay import store as climbs
from bot.talk.context import Context


def left(ctx: Context, question: Question) -> Sequence[Helper]:
    """Return those who know and were not asked about a question, its own network's first.

    Never whoever asks it, here or in the network that it came from.
    """
    places = {each.slug: each for each in (ctx.network, *beyond(ctx, question))}
    asked = {(each.network, each.user) for each in askings.of(ctx.db, question.id)}
    found = [each for slug in places for each in helpers.knowing(ctx.db, slug, question.theme)]
    own, askers = ctx.network.slug, _askers(ctx, question)
    return [
        each
        for each in sorted(found, key=lambda each: (each.network != own, each.since, each.user))
        if each.person not in asked
        and (each.beyond or each.network == own)
        and (places[each.network].server, each.user) not in askers
        and _may_be_asked(ctx, each)
    ]


def beyond(ctx: Context, question: Question) -> Sequence[Network]:
    """Return the territories whose members may be asked of a need that climbed.

    Those that it did not come from, where each asker agreed to that.
    """
    carried = climbs.carried_by(ctx.db, question.id) if question.origin is Origin.RELAY else ()
    if not carried or not all(each.around for each in carried):
        return ()
    from_there = {each.network for each in carried}
    below = children_of(ctx.network, ctx.networks)
    return [each for each in below if each.slug not in from_there]


def _askers(ctx: Context, question: Question) -> Collection[tuple[str, str]]:
    """Return who asks a question, by server and person: known here for this only, and dropped."""
    below = climbs.carried_by(ctx.db, question.id) if question.origin is Origin.RELAY else ()
    asked = [(question.network, question.author), *((each.network, each.asker) for each in below)]
    return {(ctx.networks[slug].server, who) for slug, who in asked if slug in ctx.networks}


def _may_be_asked(ctx: Context, helper: Helper) -> bool:
    wish = preferences.of(ctx.db, helper.network, helper.user)
    return wish.wish.lets(Weight.ASKED) and not wish.gone


def next_ones(
    ctx: Context, question: Question, among: Sequence[Helper], members: Collection[str]
) -> Sequence[Helper]:
    """Return whom to ask now: this network's own first, whoever is at work."""
    networks = {each.network for each in among}
    asked, own = askings.asked_in(ctx.db, networks), question.network
    here = [each for each in among if each.network == own and each.user in members]
    there = [each for each in among if each.network != own and _at_work(ctx, each)]
    zone = ctx.network.timezone
    in_turn = [*turns(here, asked, ctx.now, zone), *turns(there, asked, ctx.now, zone)]
    return in_turn[:AT_ONCE]


def _at_work(ctx: Context, helper: Helper) -> bool:
    return may_remind(ctx.now, ctx.networks[helper.network].timezone)
