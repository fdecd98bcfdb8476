"""Dates in French, as busy people type them: what is read, what is refused, what is doubtful."""

# mypy: implicit-reexport

from __future__ import annotations

from bot.french.dates.clocks import HALF_DAY, read_duration
from bot.french.dates.doubts import doubts
from bot.french.dates.ends import PAST_END, read_day, read_last_day
from bot.french.dates.limits import require_clear, without_lead
from bot.french.dates.questions import Doubt, DoubtKind
from bot.french.dates.reading import Typed, When, read_when
from bot.french.dates.refusals import RefusalReason, WhenError
