"""What coordinators read of the tools that get copies: how each does, what asks for a look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.core.message import OPTION_LABEL, Button, Option, menu
from bot.outside import store
from bot.outside.content import whole_key
from bot.outside.rules import CopyState, OutsideCopy, OutsideTool, ToolState
from bot.question.rules import Question
from bot.talk.context import Context
from bot.talk.render import short_day, shorten

LIST = "reseau copies"
CHECKED = "reseau copies-vérifiées"
AGAIN = "reseau copies-réessayer"
COPY = "reseau copier"
COPY_NO_MORE = "reseau ne-plus-copier"

CHOICES = 25
"""Questions that the menu has room for; the others are typed by their number."""

MOST = 2
"""Copies of a sort that a card names; the others are counted."""

TOLD_FOR = timedelta(days=7)
"""What is held back is told on one Monday's pile, and shown for as long as it is."""

PERSISTS = 3
"""A copy that a tool refused so many times is told of: an odd moment mends itself."""

_KINDS = {
    "question": "question n°\u00a0{}",
    "action": "action n°\u00a0{}",
    "deadline": "échéance n°\u00a0{}",
    "meeting": "rencontre n°\u00a0{}",
    "letter": "lettre n°\u00a0{}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldTool:
    """How one tool does, and how many copies stand there."""

    state: ToolState
    standing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldCopy:
    """A copy that asks for a look, in words: « rencontre n° 3 », « Discord », why."""

    what: str
    where: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiesReport:
    """All that coordinators read; `questions` are those that may be copied, where a tool gets any.

    `places` are these tools.
    """

    tools: Sequence[ToldTool]
    questions: Sequence[Question] = ()
    places: Sequence[str] = ()
    doubtful: Sequence[ToldCopy]
    held: Sequence[ToldCopy]
    refused: Sequence[ToldCopy]

    @property
    def buttons(self) -> tuple[Button, ...]:
        """What can be done about it."""
        again = any(each.state.reason for each in self.tools) or self.refused
        return (
            *((Button("copiesvues", "J'ai vérifié", CHECKED),) if self.doubtful else ()),
            *((Button("copiesencore", "Réessayer", AGAIN),) if again else ()),
            *self._choosing,
        )

    @property
    def _choosing(self) -> tuple[Button, ...]:
        """What has a question copied; chosen again, no longer."""
        options = [
            Option(
                shorten(
                    f"{'✔ ' if each.copied else ''}n°\u00a0{each.number} {each.text}", OPTION_LABEL
                ),
                COPY_NO_MORE if each.copied else COPY,
                str(each.number),
            )
            for each in self.questions[:CHOICES]
        ]
        return (menu("copier", "Copier une question…", *options),) if options else ()


def has_tools(ctx: Context) -> bool:
    """Tell whether any tool gets copies of the network's."""
    return bool(store.of_network(ctx.db, ctx.network.slug))


def report(ctx: Context, questions: Sequence[Question] = ()) -> CopiesReport:
    """Look how the network's tools do; `questions` are those that may be copied to them."""
    db, here = ctx.db, ctx.network.slug
    standing = store.standing(db, here)
    tools = [
        ToldTool(state=each, standing=standing.get(each.tool, 0))
        for each in store.of_network(db, here)
    ]
    return CopiesReport(
        tools=tools,
        questions=questions,
        places=places_of_questions(ctx),
        doubtful=_told(ctx, store.in_state(db, here, CopyState.DOUBTFUL)),
        held=_told(ctx, store.in_state(db, here, CopyState.HELD)),
        refused=_told(ctx, store.in_state(db, here, CopyState.REFUSED)),
    )


def copying(question: Question) -> tuple[Button, ...]:
    """Return what takes back the choice of a question, or makes it again."""
    label = "Ne plus la copier" if question.copied else "La copier"
    route = COPY_NO_MORE if question.copied else COPY
    return (Button("copier", label, route, str(question.number)),)


def places_of_questions(ctx: Context) -> Sequence[str]:
    """Return the network's tools that get questions, by name."""
    on = [each.tool for each in store.of_network(ctx.db, ctx.network.slug)]
    return [each.label for each in (OutsideTool.GRIST, OutsideTool.YESWIKI) if each in on]


def to_tell(ctx: Context) -> tuple[int, int]:
    """Count what Monday's pile tells: the tools that fail, and the copies that ask for a look."""
    here = ctx.network.slug
    failing = sum(each.fails(ctx.now) for each in store.of_network(ctx.db, here))
    states = (CopyState.DOUBTFUL, CopyState.HELD, CopyState.REFUSED)
    found = store.in_state(ctx.db, here, *states)
    return failing, sum(_asks_for_a_look(each, ctx.now) for each in found)


def _asks_for_a_look(copy: OutsideCopy, now: datetime) -> bool:
    if copy.state is CopyState.HELD:
        return now - copy.at < TOLD_FOR
    return copy.state is CopyState.DOUBTFUL or copy.attempts >= PERSISTS


def _told(ctx: Context, found: Sequence[OutsideCopy]) -> Sequence[ToldCopy]:
    """Name copies once each, whatever parts of them there are."""
    told = [
        ToldCopy(what=_name(each, ctx.network.timezone), where=each.tool.label, why=each.reason)
        for each in found
    ]
    return list(dict.fromkeys(told))


def _name(copy: OutsideCopy, zone: str) -> str:
    kind, _, number = whole_key(copy.key).partition(":")
    if kind in _KINDS:
        return _KINDS[kind].format(number)
    return f"veille du {short_day(datetime.fromtimestamp(int(number), UTC), zone)}"
