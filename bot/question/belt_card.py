"""What questions need of the belt between levels, which stands above them: two functions.

They are handed over as a setting of their own, see `Settings`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.question.rules import Change, Question
from bot.talk.context import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class BeltNote:
    """What the card of a question tells of the other levels; all is empty where there is nothing.

    `above` is the name of the network to which it climbed `at` a moment, `state` what became of it
    there, in French, agreeing with « la question », for a `reason` if it came back. `below` says
    which networks carry it: « 3 départements ». `source` is the name of the network that its
    answer came from. `ready` is an answer from there that was kept for the meeting.
    """

    above: str = ""
    state: str = ""
    at: datetime | None = None
    reason: str = ""
    below: str = ""
    source: str = ""
    ready: str = ""


@dataclass(frozen=True, slots=True)
class Belt:
    """The belt's own functions: what follows from a change of a question, what its card tells."""

    follow: Callable[[Context, Question, Change], None]
    note: Callable[[Context, Question], BeltNote]


def follow(ctx: Context, question: Question, change: Change) -> None:
    """Have the other levels follow what was just written of a question."""
    ctx.settings.of(Belt).follow(ctx, question, change)


def note(ctx: Context, question: Question) -> BeltNote:
    """Return what the card of a question tells of the other levels."""
    return ctx.settings.of(Belt).note(ctx, question)
