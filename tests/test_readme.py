"""The README against the code it draws."""

from __future__ import annotations

import re
from pathlib import Path

from bot.meeting.rules import TRANSITIONS

README = Path(__file__).parents[1] / "README.md"


def test_the_readme_draws_the_life_of_a_meeting() -> None:
    text = README.read_text(encoding="utf-8")
    life = text.partition("## The life of a meeting\n")[2].partition("\n## ")[0]
    drawn = re.findall(r"^    (\w+) --> (\w+): (\w+)$", life, re.MULTILINE)

    assert sorted(drawn) == sorted(
        (before.value, after.value, step.value)
        for step, ways in TRANSITIONS.items()
        for before, after in ways.items()
    )
