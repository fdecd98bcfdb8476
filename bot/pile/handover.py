"""« Passer le relais »: the page that a new coordinator is given.

What is open, what is promised, what is due: what would wait for anyone who coordinates, without
what is private, and without who could help.
"""

from __future__ import annotations

from collections import Counter

from bot.meeting import note_store as notes
from bot.network.rights import Role
from bot.pile.finding import waiting
from bot.question import store as questions
from bot.question.store import QuestionFilter
from bot.talk.context import Context
from bot.year import sequence_store as sequences

SHOWN = 20
"""Questions that are told; the list has the others."""


def page(ctx: Context) -> str:
    """Return what is under way in the network, in words."""
    slug, anyone = ctx.network.slug, ctx.acting("", Role.COORDINATOR)
    pieces = [each for each in waiting(ctx, anyone) if not each.private]
    return ctx.render(
        "reseau/relay.md.j2",
        questions=questions.listed(ctx.db, slug, QuestionFilter(), limit=SHOWN),
        actions=notes.reported_actions(ctx.db, slug, ()),
        ahead=sequences.look(ctx.db, ctx.network, ctx.now).ahead(ctx.now),
        pieces=Counter(each.kind.name for each in pieces),
    )
