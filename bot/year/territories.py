"""What a network reads of each of those below it, one line each; each reads the same of itself.

Dates, what waits and what climbed: nothing of a person, of a private question, nor of a meeting
that is still prepared. Nobody is ranked: the only order is that of the names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.french.folding import fold
from bot.network.network import Network
from bot.network.schedule import Due
from bot.network.small_numbers import SMALLEST
from bot.network.tree import children_of
from bot.question import store as questions
from bot.question.rules import in_steps
from bot.question.store import QuestionFilter
from bot.relay import store as climbs
from bot.talk import coordination
from bot.talk.context import Context
from bot.year import sequence_store as sequences
from bot.year.glance import State, YearEvent

SHOW = "reseau territoires"
"""What shows them to who coordinates the network above."""

LOOKED_BACK = timedelta(days=365)
"""How far back meetings, letters and needs are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryLine:
    """What is told of one network; None or "" where there is nothing to tell.

    `people` wait for an answer to what the network reads, `since` the oldest of it; « une ou deux »
    under three, and so for the needs that `climbed` under its name. It is `left` without
    coordination since then.
    """

    network: Network
    last: datetime | None
    meetings: Sequence[datetime]
    letter: datetime | None
    people: str
    since: datetime | None
    climbed: str
    coordinated: bool
    left: datetime | None


def lines(ctx: Context) -> Sequence[TerritoryLine]:
    """Return the line of each network just below, by their names."""
    below = children_of(ctx.network, ctx.networks)
    named = sorted(below, key=lambda each: fold(each.number_and_territory[1]))
    return [line_of(ctx, each) for each in named]


def line_of(ctx: Context, network: Network) -> TerritoryLine:
    """Return the line of a network."""
    slug, start = network.slug, ctx.now - LOOKED_BACK
    events = sequences.since(ctx.db, slug, start, ctx.now)
    planned = (each for each in events if each.state is State.PLANNED and not each.draft)
    waiting = questions.listed(ctx.db, slug, QuestionFilter())
    people = {each.author or str(each.number) for each in waiting}
    climbed = sum(
        each.named and each.sent_at is not None and each.sent_at >= start
        for each in climbs.of_network(ctx.db, slug)
    )
    few = "un ou deux besoins" if climbed else ""
    return TerritoryLine(
        network=network,
        last=_last(events, Due.MEETING),
        meetings=sorted(each.at for each in planned),
        letter=_last(events, Due.LETTER),
        people=in_steps(len(people)) if people else "",
        since=min((each.asked_at for each in waiting), default=None),
        climbed=f"{climbed}\u00a0besoins" if climbed >= SMALLEST else few,
        coordinated=bool(ctx.coordinators_of(slug)),
        left=coordination.left_since(ctx.db, slug),
    )


def calendar(found: Sequence[TerritoryLine]) -> Sequence[tuple[datetime, Network]]:
    """Return the meetings that all of them announced, the soonest first."""
    dated = ((at, each.network) for each in found for at in each.meetings)
    return sorted(dated, key=lambda each: each[0])


def _last(events: Sequence[YearEvent], due: Due) -> datetime | None:
    done = (each.at for each in events if each.due is due and each.state is State.DONE)
    return max(done, default=None)
