"""What a sentence that was said to the bot is after: a question, a search, coming to a meeting.

It is guessed by weights that were learnt (`weighing`): what is guessed is offered, never done.
"""

# mypy: implicit-reexport

from __future__ import annotations

from bot.french.aims.weighing import SentenceAim, is_courtesy, likeliest, worth_offering
