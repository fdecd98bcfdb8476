"""What the belt carried in a period, in figures: by theme, by level, never by territory.

Each figure that tells of needs is a count; those that are too small are hidden where they are
written, see `bot.talk.render.masked`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from bot.core.grouping import grouped
from bot.network.small_numbers import SMALLEST, places_apart
from bot.relay.rules import ClimbStatus, DescentStatus

OTHER_THEMES = "Autres thèmes"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClimbLife:
    """What the figures need of a need that left the network below, at `sent_at`.

    `decided_at` is when those above decided, `answered_at` when a first answer came down, and
    `came_down` what the network below has done with the last one.
    """

    network: str
    theme: str
    status: ClimbStatus
    sent_at: datetime
    decided_at: datetime | None = None
    answered_at: datetime | None = None
    came_down: DescentStatus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BeltCount:
    """Needs that climbed, and where they stand: of a theme, of a level, or all of them.

    They wait for a decision, are carried above, have their answer, or were returned; the others
    were taken back, or ended below meanwhile.
    """

    label: str = ""
    climbed: int = 0
    waiting: int = 0
    carried: int = 0
    answered: int = 0
    returned: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BeltFigures:
    """The figures of what climbed from some networks, or to one.

    `decided` and `answered` are the median times until a decision, and until an answer came down;
    `came_down` counts the needs whose answer did, by what was done with the last one. `themes` come
    with the most carried first, those of fewer than SMALLEST needs as one, with the next ones where
    the sum would tell how few (`places_apart`); nor is a median told of fewer.
    """

    all: BeltCount = BeltCount()
    decided: timedelta | None = None
    answered: timedelta | None = None
    came_down: Mapping[DescentStatus, int]
    themes: Sequence[BeltCount] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BeltReport:
    """What a network transmitted (`up`), and what reached it from below (`down`), in a period."""

    up: BeltFigures = BeltFigures(came_down={})
    down: BeltFigures = BeltFigures(came_down={})

    @property
    def empty(self) -> bool:
        """Whether nothing climbed, from here or to here."""
        return not (self.up.all.climbed or self.down.all.climbed)


NOTHING_CLIMBED = BeltReport()


def make_figures(lived: Collection[ClimbLife]) -> BeltFigures:
    """Count needs that climbed."""
    ended = [each.came_down for each in lived if each.came_down is not None]
    return BeltFigures(
        all=count_climbs(lived),
        decided=_median([each.decided_at - each.sent_at for each in lived if each.decided_at]),
        answered=_median([each.answered_at - each.sent_at for each in lived if each.answered_at]),
        came_down={status: ended.count(status) for status in DescentStatus if status in ended},
        themes=_by_theme(lived),
    )


def count_climbs(lived: Collection[ClimbLife], label: str = "") -> BeltCount:
    """Count where needs stand."""
    found = [each.status for each in lived]
    return BeltCount(
        label=label,
        climbed=len(found),
        waiting=found.count(ClimbStatus.SENT),
        carried=found.count(ClimbStatus.TAKEN) + found.count(ClimbStatus.JOINED),
        answered=found.count(ClimbStatus.ANSWERED) + found.count(ClimbStatus.PUBLISHED),
        returned=found.count(ClimbStatus.RETURNED),
    )


def _by_theme(lived: Collection[ClimbLife]) -> Sequence[BeltCount]:
    themes = grouped((each.theme, each) for each in lived)
    apart = places_apart([len(some) for some in themes.values()])
    named = [theme for place, theme in enumerate(themes) if place in apart]
    told = [count_climbs(themes[theme], theme) for theme in named]
    told.sort(key=lambda each: (-each.climbed, not each.label, each.label))
    small = [each for theme, some in themes.items() if theme not in named for each in some]
    return (*told, *((count_climbs(small, OTHER_THEMES),) if small else ()))


def _median(delays: Sequence[timedelta]) -> timedelta | None:
    seconds = [each.total_seconds() for each in delays]
    return timedelta(seconds=median(seconds)) if len(seconds) >= SMALLEST else None
