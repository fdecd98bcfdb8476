"""The guides against the program: every command, picture, key and link that they name exists."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from bot.cli import app
from bot.config.models import load_config
from bot.core.errors import UserError
from bot.french.discretion import Discretion, read
from bot.talk.routing import match
from commands import ROUTES
from docs.camera import HEAVIEST
from tests.mattermost.png import SIGNATURE

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
GUIDES = sorted(each for each in DOCS.glob("*.md") if each.stem != "reference")
"""Those written by hand: the reference of the commands is written from the routes."""
ILLUSTRATED = [ROOT / "README.md", *GUIDES]
MOST_TYPED = 8
"""Commands that a guide has people type."""

ROOTS = {route.root for route in ROUTES}
PATHS = {route.path for route in ROUTES}


def text_of(guide: Path) -> str:
    return guide.read_text(encoding="utf-8")


def typed(text: str) -> list[str]:
    """Return what a guide says to type: a command, or a mention of the robot."""
    found = re.findall(r"`(?:/|@courroie )([^`\n]+)`", text)
    return [each for each in found if each.split()[0] in ROOTS]


def test_every_command_of_a_guide_is_one() -> None:
    told = [(guide, each) for guide in GUIDES for each in typed(text_of(guide))]

    assert {"coordination", "membres"} <= {guide.stem for guide, _ in told}
    assert [f"{guide.name}: {fault}" for guide, each in told if (fault := _fault_in(each))] == []


def test_the_guides_lead_to_every_door() -> None:
    """Cards carry their own verbs: a guide that listed commands would be a manual again."""
    told = {
        name: [re.sub(r"~\w+ ", "", each) for each in typed(text_of(DOCS / f"{name}.md"))]
        for name in ("membres", "coordination")
    }

    assert {each.split()[0] for each in told["membres"]} == ROOTS - {"rencontre", "veille"}
    assert {each.split()[0] for each in told["coordination"]} >= {
        "aide",
        "rencontre",
        "lettre",
        "reseau",
    }
    assert [len(set(each)) <= MOST_TYPED for each in told.values()] == [True, True]


def test_every_picture_is_there_light_and_said_in_words() -> None:
    pictures = [
        (words, path, (paper.parent / path).read_bytes())
        for paper in ILLUSTRATED
        for words, path in re.findall(r"!\[(.*?)\]\((.+?)\)", text_of(paper))
    ]

    assert pictures
    assert [
        path
        for words, path, picture in pictures
        if not picture.startswith(SIGNATURE) or len(picture) > HEAVIEST or len(words) <= 20
    ] == []


def test_every_picture_is_in_a_guide() -> None:
    named = {
        path
        for paper in ILLUSTRATED
        for path in re.findall(r"\]\((?:docs/)?images/(.+?)\)", text_of(paper))
    }

    assert named == {each.name for each in (DOCS / "images").iterdir()}


def test_every_program_that_a_guide_runs_is_ours() -> None:
    ours = set(get_command(app).commands)  # type: ignore[attr-defined]
    named = {
        name
        for guide in GUIDES
        for name in re.findall(r"`(?:\S*/)?courroie ([a-z]+)", text_of(guide))
    }

    assert named
    assert named <= ours


def test_the_configuration_of_the_guide_is_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    block = re.search(r"```toml\n(.*?)```", text_of(DOCS / "installation.md"), re.DOTALL)
    assert block is not None
    for name in ("COURROIE_SECRET", "COURROIE_TOKEN", "COURROIE_SMTP"):
        monkeypatch.setenv(name, "0123456789abcdef" * 2)
    path = tmp_path / "config.toml"
    path.write_text(block[1], encoding="utf-8")

    config = load_config(path)

    assert config.mail is not None
    assert {*tomllib.loads(block[1])} == {"bot", "servers", "networks", "mail"}


def test_the_guides_say_vous_and_keep_their_calm() -> None:
    rude = re.compile(r"\b(tu|ton|ta|tes|toi)\b|\w !(?:\s|$)")
    prose = {
        guide.name: re.sub(r"```.*?```|`[^`]*`", "", text_of(guide), flags=re.DOTALL)
        for guide in GUIDES
    }

    assert [name for name, text in prose.items() if rude.search(text)] == []


def _fault_in(command: str) -> str:
    """Say what is wrong with a command that a guide tells to type; nothing if it is right."""
    words = re.sub(r"<n°>", "1", re.sub(r"~\w+ ", "", command))
    if words in PATHS:  # only named
        return ""
    try:
        route = match(ROUTES, words).route
    except UserError as refused:
        return f"`/{command}`: {refused.reply}"
    asks = route.path == "besoin" and words != "besoin"
    private = read(words.removeprefix("besoin ")).asked is Discretion.PRIVATE
    if asks and not private and not words.endswith("?"):
        return f"`/{command}` would be asked to the network"
    return ""
