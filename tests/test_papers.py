"""The README and the papers of `docs/` against the program."""

from __future__ import annotations

import re
from pathlib import Path

from bot.entry.rules import EntryState
from bot.letter.rules import LetterStatus
from bot.meeting import rules as meeting
from bot.meeting.poll import rules as poll
from bot.question import rules as question
from bot.question.rules import Change
from bot.relay import rules as climbing
from bot.relay.announcing import rules as announcing
from bot.survey import rules as survey
from commands import ROUTES
from docs.command_table import PAGE, reference

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
README = ROOT / "README.md"
LANDING = 9_000
"""Bytes of the README: what a visitor reads before they try."""


def drawn(life: str) -> set[tuple[str, ...]]:
    """Return the arrows of a drawing: from, to, and what is written on it if anything is."""
    lives = (DOCS / "lives.md").read_text(encoding="utf-8")
    drawing = lives.partition(f"## The life of {life}\n")[2].partition("\n## ")[0]
    arrows = re.findall(r"^    (\w+) --> (\w+)(?:: (\w+))?", drawing, re.MULTILINE)
    return {tuple(filter(None, arrow)) for arrow in arrows}


def test_the_life_of_a_question_is_drawn() -> None:
    assert drawn("a question") == {
        (before.value, after.value, change.value)
        for change, ways in question.TRANSITIONS.items()
        for before, after in ways.items()
        if before is not after or change is Change.DEFERRED
    }


def test_the_life_of_a_meeting_is_drawn() -> None:
    assert drawn("a meeting") == {
        (before.value, after.value, step.value)
        for step, ways in meeting.TRANSITIONS.items()
        for before, after in ways.items()
    }


def test_the_life_of_a_date_poll_is_drawn() -> None:
    assert drawn("a date poll") == {
        (before.value, after.value, step.value)
        for step, ways in poll.TRANSITIONS.items()
        for before, after in ways.items()
    }


def test_the_life_of_a_climb_is_drawn() -> None:
    begun = {("waiting", "proposed")}
    assert drawn("a climb") - begun == {
        (before.value, after.value, change.value.replace("-", "_"))
        for change, ways in climbing.TRANSITIONS.items()
        for before, after in ways.items()
    }


def test_the_life_of_an_announcement_is_drawn() -> None:
    assert drawn("an announcement") == {
        (before.value, after.value, change.value)
        for change, ways in announcing.TRANSITIONS.items()
        for before, after in ways.items()
    }


def test_the_life_of_a_survey_is_drawn() -> None:
    assert drawn("a survey") == {
        (before.value, after.value, step.value)
        for step, ways in survey.TRANSITIONS.items()
        for before, after in ways.items()
    }


def test_the_life_of_a_letter_is_drawn() -> None:
    assert {state for arrow in drawn("a letter") for state in arrow[:2]} == {
        each.value for each in LetterStatus
    }


def test_the_life_of_a_network_that_enters_is_drawn() -> None:
    assert {state for arrow in drawn("a network that enters") for state in arrow[:2]} == {
        each.value for each in EntryState
    }


def test_the_readme_is_a_landing_page_with_every_door() -> None:
    text = README.read_text(encoding="utf-8")

    assert len(text.encode()) <= LANDING
    assert {f"/{route.root}" for route in ROUTES} <= set(re.findall(r"`(/\w+)`", text))


def test_the_reference_of_the_commands_is_the_program_s_own() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), "run python -m docs.command_table"


def test_every_link_of_a_paper_leads_somewhere() -> None:
    papers = [README, ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *DOCS.rglob("*.md")]
    broken = [
        f"{paper.relative_to(ROOT)}: {path}"
        for paper in papers
        for path in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", paper.read_text(encoding="utf-8"))
        if not path.startswith("https://") and not (paper.parent / path).exists()
    ]

    assert broken == []


def test_every_file_that_a_paper_names_is_there() -> None:
    papers = [README, ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *DOCS.rglob("*.md")]
    named = {
        (paper.name, path)
        for paper in papers
        for path in re.findall(
            r"`((?:bot|commands|scheduler|templates|tests|sandbox|docs|bench)/[\w/.]*\.\w+)`",
            paper.read_text(encoding="utf-8"),
        )
    }

    assert named
    assert {(paper, path) for paper, path in named if not (ROOT / path).exists()} == set()
