"""Nothing that people read names a command that is not one of those that are typed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.talk.routing import COMMANDS
from bot.talk.verbs import ROOTS
from commands import ROUTES

HOUSE = Path(__file__).parent.parent
READ = [
    *(
        each
        for folder in ("bot", "commands", "scheduler")
        for each in (HOUSE / folder).rglob("*.py")
    ),
    *(each for each in (HOUSE / "templates").rglob("*.j2")),
    *(HOUSE / "docs").rglob("*.md"),
    *(each for each in (HOUSE / "sandbox").rglob("*") if each.suffix in (".py", ".js", ".html")),
    HOUSE / "README.md",
    HOUSE / "config.example.toml",
]
"""All that has words for people in it."""

NAMED = re.compile(rf"`/((?:{'|'.join(ROOTS)})(?:\s[^`]*)?)`")


def of_a_command(words: str) -> bool:
    """Tell whether words begin with a command, and go on with what it takes, not with a verb."""
    paths = [each.path for each in ROUTES if f"{words} ".startswith(f"{each.path} ")]
    return bool(paths) and max(paths, key=len) in COMMANDS


def test_no_sentence_names_a_command_that_does_not_exist() -> None:
    named = [
        (each.relative_to(HOUSE).as_posix(), found[1])
        for each in READ
        for found in NAMED.finditer(each.read_text(encoding="utf-8"))
    ]

    assert len(named) > 50
    assert [each for each in named if not of_a_command(" ".join(each[1].split()))] == []


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)
def test_only_commands_are_told_of_as_typed(route: object) -> None:
    assert bool(route.summary) == (route.path in COMMANDS)  # type: ignore[attr-defined]
