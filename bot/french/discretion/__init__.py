"""Whether a text asks that its writer not be named, or that it not be published.

A text that bears its writer's name is read here before anyone sees it: `read`. What surely asks
is obeyed; what may ask is asked about. How much a text looks like a wish is learnt from phrases by
several hands: `weighing`, over words and `concepts`. The ways to ask that are obeyed, and cut out
of the text, are in `phrases`; slips and SMS spellings are mended in `spelling`.
"""

# mypy: implicit-reexport

from __future__ import annotations

from bot.french.discretion.reading import Discretion, DiscretionReading, read
