"""What a newcomer is told in their first month: three messages at most, the welcome included.

Nothing more is kept of them for it. That someone came is known by an imprint; who they are, by
reading the channel's members when a message is due. One press makes of them one who was always
there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import Connection

from bot.core import outbox
from bot.core.grouping import grouped
from bot.core.message import Button
from bot.helping import card
from bot.helping import store as helpers
from bot.network.network import Network
from bot.people import acquaintances
from bot.people.wish import Weight
from bot.question import store as questions
from bot.question.store import QuestionFilter
from bot.talk import say
from bot.talk.context import Context
from bot.talk.entrusting import service as entrusting
from bot.talk.entrusting.rules import EntrustedTask

STOP = "reseau accueil-suffit"
"""What ends a newcomer's path."""

ENDING = Button("suffit", "Cela me suffit", STOP)
"""Stands under each message of it after which another may come."""

FIRST_MONTH = timedelta(days=30)

LATE = timedelta(days=7)
"""What could not be said so long after its day is not said any more."""

SHOWN = 4
"""Structures that a message names."""


class NewcomerStep(Enum):
    """A message that follows the welcome, by the days after which it comes."""

    STRUCTURES = 9
    QUESTIONS = 21

    def is_due(self, came: datetime, now: datetime) -> bool:
        """Tell whether it is to be said to someone who came then."""
        return timedelta() <= now - came - timedelta(days=self.value) < LATE


Due = Sequence[tuple[str, NewcomerStep]]
"""Imprints of newcomers, and what each is to be told."""


def due(db: Connection, networks: Sequence[Network], now: datetime) -> Mapping[str, Due]:
    """Return what newcomers are to be told now, by network."""
    slugs = [each.slug for each in networks]
    return grouped(
        (network, (imprint, step))
        for network, imprint, came in acquaintances.arrived(db, slugs, now - FIRST_MONTH)
        for step in NewcomerStep
        if step.is_due(came, now) and outbox.by_key(db, _key(network, imprint, step)) is None
    )


def accompany(ctx: Context, due: Due, members: Collection[str]) -> int:
    """Tell newcomers who are in the channel what is due, as each wishes; return how many were."""
    slug, steps, told = ctx.network.slug, dict(due), 0
    for user in sorted(set(members) - ctx.coordinators):
        imprint = acquaintances.imprint(slug, user)
        step = steps.get(imprint)
        if step is not None and say.wishes(ctx, user, Weight.NEWS):
            told += _tell(ctx, step, user, _key(slug, imprint, step))
    return told


def guide(ctx: Context) -> str:
    """Return who said yes to being written to by newcomers, "" for nobody."""
    held = entrusting.held_by(ctx, EntrustedTask.GUIDE)
    return held.user if held is not None else ""


def _tell(ctx: Context, step: NewcomerStep, user: str, key: str) -> bool:
    buttons: tuple[Button, ...] = (_ASKING, card.FINDING, ENDING)
    if step is NewcomerStep.QUESTIONS:
        theirs = QuestionFilter(statuses=(), author=user)
        if questions.count(ctx.db, ctx.network.slug, theirs):
            return False
        buttons = (_ASKING, card.HELPING)
    structures = {each.structure: each for each in helpers.welcomed(ctx.db, ctx.network.slug)}
    text = ctx.render(
        "reseau/newcomer.md.j2",
        step=step.name,
        welcomes=[*structures.values()][:SHOWN],
        guide=guide(ctx),
    )
    say.to_user(ctx, key, user, text, weight=Weight.NEWS, buttons=buttons)
    return True


_ASKING = Button("quisait", "Demander à qui sait", "besoin", primary=True)


def _key(network: str, imprint: str, step: NewcomerStep) -> str:
    return f"newcomer:{network}:{imprint}:{step.value}"
