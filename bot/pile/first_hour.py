"""« Votre première heure »: what the coordination of a new network begins with, a card a gesture.

Nothing is ticked off: a gesture is done when the facts say so, whoever made it, and is no longer
shown to whoever left it aside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from bot.core.message import Button
from bot.meeting import planning
from bot.past import card as past_card
from bot.past import store as pasts
from bot.people import acquaintances
from bot.pile.rules import SEEN, PieceKind, PilePiece, key_of
from bot.question import store as questions
from bot.question.store import QuestionFilter
from bot.talk import presentation
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.veille.feeds import following_store as followings
from bot.veille.feeds.following import FollowingStatus

LASTS = timedelta(days=30)
"""How long after we came into its channel a network is new."""

DUE = timedelta(days=2)
"""When the first gesture should be made: it then opens a pile of its own the next morning."""

FEEDS = 3
"""Feeds to begin with."""


@dataclass(frozen=True, slots=True)
class FirstGesture:
    """A gesture as its card says it, what does it, and whether it is done.

    Its card is what a route `shows`, or what it does alone.
    """

    words: str
    done: Callable[[Context], bool]
    does: tuple[Button, ...] = ()
    shows: str = ""


def pieces(ctx: Context, caller: Caller) -> Iterator[PilePiece]:
    """Yield what is not done yet, in order, while the network is new."""
    came = acquaintances.first_met(ctx.db, ctx.network.slug)
    if came is None or ctx.now - came > LASTS:
        return
    for place, (ref, gesture) in enumerate(_GESTURES.items()):
        if not gesture.done(ctx):
            key = key_of(PieceKind.FIRST_HOUR, ref)
            aside = Button("laisser", "Laisser de côté", SEEN, key)
            yield PilePiece(
                PieceKind.FIRST_HOUR,
                ref,
                makes=partial(ctx.shown, caller, gesture.shows, "") if gesture.shows else Reply,
                shows=gesture.shows,
                first=gesture.does,
                at_once=(aside,),
                due=came + DUE + timedelta(minutes=place),
                why=gesture.words,
            )


def _has_feeds(ctx: Context) -> bool:
    found = followings.of_network(ctx.db, ctx.network.slug)
    return sum(each.standing is FollowingStatus.FOLLOWED for each in found) >= FEEDS


def _meets(ctx: Context) -> bool:
    return any(each.end > ctx.now for each in planning.planned(ctx))


def _has_asked(ctx: Context) -> bool:
    return bool(questions.count(ctx.db, ctx.network.slug, QuestionFilter(statuses=())))


def _has_past(ctx: Context) -> bool:
    return pasts.of(ctx.db, ctx.network.slug) is not None


_GESTURES: Mapping[str, FirstGesture] = {
    "mot": FirstGesture(
        "dites au canal, en deux lignes, qui vous êtes et pourquoi je suis là",
        presentation.has_word,
        (Button("ecrire", "Écrire ce mot…", presentation.WORD),),
    ),
    "flux": FirstGesture(
        "choisissez trois flux pour la veille", _has_feeds, shows="veille flux suggestions"
    ),
    "rencontre": FirstGesture(
        "fixez la prochaine rencontre",
        _meets,
        (Button("planifier", "Planifier une rencontre…", "rencontre planifier"),),
    ),
    "question": FirstGesture(
        "posez une question, pour essayer",
        _has_asked,
        (Button("poser", "Poser une question…", "besoin"),),
    ),
    "passé": FirstGesture(
        "retrouvez les questions de l'an dernier", _has_past, shows=past_card.SHOW
    ),
}
"""The gestures, by what their pieces are known."""
