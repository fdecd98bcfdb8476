"""Who is asked about a question next: those who know its theme, here, then where it may be read.

Two people at once, whoever was asked the longest ago first: never by what they answered. Nobody is
asked about their own question, twice about one, nor more than twice a month.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.french.workdays import may_remind
from bot.helping import store as helpers
from bot.helping.rules import Asked, Helper
from bot.network.network import Network
from bot.network.tree import children_of
from bot.people import store as preferences
from bot.people.wish import Weight
from bot.question.rules import Origin, Question
from bot.relay import store as climbs
from bot.talk.context import Context

AT_ONCE = 2
"""People who are asked about a question at the same time."""

MOST_A_MONTH = 2
"""Times that someone is asked in one calendar month, whatever about."""


def next_ones(ctx: Context, question: Question, members: Collection[str]) -> Sequence[Helper]:
    """Return whom to ask now: this network's own first, whoever is at work."""
    among = _not_asked_yet(ctx, question)
    asked = helpers.asked_in(ctx.db, {each.network for each in among})
    own, zone = question.network, ctx.network.timezone
    here = [each for each in among if each.network == own and each.user in members]
    there = [each for each in among if each.network != own and _at_work(ctx, each)]
    in_turn = [*turns(here, asked, ctx.now, zone), *turns(there, asked, ctx.now, zone)]
    return in_turn[:AT_ONCE]


def turns(among: Collection[Helper], asked: Asked, now: datetime, zone: str) -> Sequence[Helper]:
    """Return those who may be asked now, the first to ask first.

    Never asked, then asked the longest ago; the oldest offer decides between equals.
    """
    free = (each for each in among if _this_month(asked, each, now, zone) < MOST_A_MONTH)
    return sorted(free, key=lambda each: (_last(asked, each), each.since, each.person))


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


def _not_asked_yet(ctx: Context, question: Question) -> Sequence[Helper]:
    """Return those who know and were not asked about a question, its own network's first.

    Never whoever asks it, here or in the network that it came from.
    """
    places = {each.slug: each for each in (ctx.network, *beyond(ctx, question))}
    asked = {(each.network, each.user) for each in helpers.asked_about(ctx.db, question.id)}
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


def _askers(ctx: Context, question: Question) -> Collection[tuple[str, str]]:
    """Return who asks a question, by server and person: known here for this only, and dropped."""
    below = climbs.carried_by(ctx.db, question.id) if question.origin is Origin.RELAY else ()
    asked = [(question.network, question.author), *((each.network, each.asker) for each in below)]
    return {(ctx.networks[slug].server, who) for slug, who in asked if slug in ctx.networks}


def _may_be_asked(ctx: Context, helper: Helper) -> bool:
    wish = preferences.of(ctx.db, helper.network, helper.user)
    return wish.wish.lets(Weight.ASKED) and not wish.gone


def _at_work(ctx: Context, helper: Helper) -> bool:
    return may_remind(ctx.now, ctx.networks[helper.network].timezone)


def _last(asked: Asked, helper: Helper) -> float:
    return max((at.timestamp() for at in asked.get(helper.person, ())), default=0.0)


def _this_month(asked: Asked, helper: Helper, now: datetime, zone: str) -> int:
    def month(at: datetime) -> tuple[int, int]:
        local = at.astimezone(ZoneInfo(zone))
        return local.year, local.month

    return sum(month(at) == month(now) for at in asked.get(helper.person, ()))
