"""Whether a text asks that its writer not be named, or that it not be published.

A text that bears its writer's name is read here before anyone sees it: `read`. What surely asks
is obeyed; what may ask is asked about. The ways to ask are data, in `phrases`; what only looks
like them is in `topics`; slips and SMS spellings are mended in `spelling`.
"""

from __future__ import annotations

from bot.domain.discretion.reading import Discretion, Reading, read

__all__ = ["Discretion", "Reading", "read"]
