"""A question whose words or name are taken back leaves at once the posts of piles that show it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from bot.core.message import Button
from bot.helping import following
from bot.pile import card
from bot.pile import store as piles
from bot.pile.rules import OPEN, PieceKind, Pile, key_of
from bot.question.rules import Change, Question
from bot.talk import say
from bot.talk.context import Context

_TAKEN_BACK = frozenset(
    (Change.EDITED, Change.HIDDEN, Change.MADE_PRIVATE, Change.UNSIGNED, Change.WITHDRAWN)
)


def follow(ctx: Context, question: Question, change: Change) -> None:
    """Have all that tells a question follow what was just written of it, piles too.

    These show what is next at the next press, which is of nothing that they offered.
    """
    following.FOLLOWED.follow(ctx, question, change)
    if change in _TAKEN_BACK:
        here = ctx.at(ctx.networks[question.network])
        _cover(here, lambda pile: pile.shows(question.network, question.number))


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
