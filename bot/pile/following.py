"""A question that is taken back, or waits no more, leaves at once the piles that show it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from bot.core.message import Button
from bot.helping import following
from bot.pile import card, opening
from bot.pile import store as piles
from bot.pile.rules import OPEN, PieceKind, Pile, key_of
from bot.question.rules import Change, Question
from bot.talk import say
from bot.talk.context import Context

_TAKEN_BACK = frozenset(
    (Change.EDITED, Change.HIDDEN, Change.MADE_PRIVATE, Change.UNSIGNED, Change.WITHDRAWN)
)
_MOVED_ON = frozenset(
    (Change.ANSWERED, Change.CLIMBED, Change.CLOSED, Change.DEFERRED, Change.MERGED)
)


def follow(ctx: Context, question: Question, change: Change) -> None:
    """Have all that tells a question follow what was just written of it, piles too.

    These show what is next at the next press, which is of nothing that they offered.
    """
    following.FOLLOWED.follow(ctx, question, change)
    if change not in _TAKEN_BACK | _MOVED_ON:
        return
    here = ctx.at(ctx.networks[question.network])

    def gone(pile: Pile) -> bool:
        return pile.shows(question.network, question.number) and (
            change in _TAKEN_BACK or not opening.still_waits(here, pile)
        )

    _cover(here, gone)


def cover(ctx: Context, kind: PieceKind, refs: Collection[object] | None = None) -> None:
    """Have the posts of piles that show such a piece of a network, or one of these, not do so."""
    slug = ctx.network.slug
    shown = None if refs is None else {f"{slug}/{key_of(kind, ref)}" for ref in refs}
    alike = f"{slug}/{key_of(kind, '')}"

    def shows(pile: Pile) -> bool:
        first = pile.queue[0] if pile.queue else ""
        return first.startswith(alike) if shown is None else first in shown

    _cover(ctx, shows)


def _cover(ctx: Context, which: Callable[[Pile], bool]) -> None:
    go_on = Button("changee", "Continuer", OPEN, primary=True)
    head = card.HEAD if ctx.buttons else ""
    for each in piles.of_server(ctx.db, ctx.network.server):
        if which(each):
            say.again(ctx, each.key, card.CHANGED, buttons=(go_on,), head=head)


FOLLOWED = replace(following.FOLLOWED, follow=follow)
"""What questions are handed of all that tells them."""
