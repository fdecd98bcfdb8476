"""« Le point »: a year on one printable page, for those outside the network.

Its own people read it first. It is written once, and given as they read it: people, questions and
needs are told in steps, and of no theme that too few have a need of, so that neither a page nor two
of them put beside each other tell what one person asked. Surveys are left out: those who answered
did it for the network.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core.errors import Refusal
from bot.network.small_numbers import FIRST_STEP, SMALLEST, grouped, step_reached, step_told
from bot.year.report import YearReport

SHOWN_FOR = timedelta(days=2)
"""How long a network has its sheet before anyone else may: on a weekend nobody reads."""

ARTICLES, THEMES = 3, 8
"""Articles and themes of a sheet: it is one page, once printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearSheet:
    """The sheet of a network's year: its `content` is HTML, as it was shown in the channel."""

    network: str
    year: int
    content: str
    shown_at: datetime

    @property
    def free_at(self) -> datetime:
        """From when on it may be given."""
        return self.shown_at + SHOWN_FOR

    def require_free(self, now: datetime) -> None:
        """Refuse to give it before the network had time to read it. Raises SHEET_TOO_NEW."""
        if now < self.free_at:
            raise SHEET_TOO_NEW(year=self.year)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFigures:
    """What a sheet tells of a report: `people` took part, in steps, 0 for too few.

    Of `questions`, in steps, 0 where too few people asked or share what others did, about so many
    tenths are `answered`, half of them within so many `days` (None: too few are), and so many needs
    `climbed`, in steps. `themes` tells of how many, in steps, had a need of each, the most shared
    first, equals by name: their order would tell more than their steps.
    """

    report: YearReport
    people: int
    came: int
    questions: int
    answered: int
    days: int | None
    climbed: int
    themes: tuple[tuple[str, int], ...]
    fewest: int = FIRST_STEP


def told_outside(report: YearReport, themes: Mapping[str, int], asked: int) -> SheetFigures:
    """Return what is told of a report, of which `asked` people had needs of these themes."""
    enough = step_told(asked) > 0
    found = grouped(themes, asked) if enough else None
    told = [(each, step_reached(count)) for each, count in found.told if each] if found else []
    life = report.questions
    return SheetFigures(
        report=replace(report, useful=report.useful[:ARTICLES]),
        people=step_told(report.parts.contributors),
        came=step_told(report.people),
        questions=step_reached(life.asked) if enough else 0,
        answered=_tenths(life.answered, life.asked),
        days=life.delay.days + 1 if life.delay and life.answered >= SMALLEST else None,
        climbed=step_reached(report.belt.up.all.climbed),
        themes=tuple(sorted(told, key=lambda each: (-each[1], each[0]))[:THEMES]),
    )


def _tenths(part: int, whole: int) -> int:
    """Return how many tenths of a whole a part is, halves up."""
    return (20 * part + whole) // (2 * whole) if whole else 0


NO_SHEET = Refusal(
    "no sheet of {year}",
    reply="Le point de {year} n'a pas encore été montré au réseau.",
)

SHEET_TOO_NEW = Refusal(
    "sheet of {year} is too new",
    reply="Le réseau vient de recevoir le point de {year}. Laissez-lui deux jours pour le relire : "
    "il se donne ensuite d'ici.",
)
