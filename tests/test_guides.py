"""The guides against the program: every command, picture, key and link that they name exists."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from bot.cli import app
from bot.config.models import example, load_config
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

STEPS = [
    DOCS / f"{name}.md"
    for name in (
        "choisir-ses-flux",
        "passer-le-relais",
        "premiere-heure",
        "reseaux",
        "trois-heures",
    )
]
"""Those that lead from one gesture to the next: all that is bold there can be pressed, or read."""

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


def test_what_is_bold_in_a_page_of_steps_is_what_the_program_says() -> None:
    sources = (
        text_of(file)
        for folder in ("bot", "commands", "templates")
        for file in sorted((ROOT / folder).rglob("*"))
        if file.suffix in {".py", ".j2"}
    )
    said = re.sub(r"\\u00a0|\u00a0", " ", "\n".join(sources))
    bold = [
        (page.name, words.replace("\u00a0", " "))
        for page in STEPS
        for words in re.findall(r"\*\*(.+?)\*\*", text_of(page))
    ]

    assert {name for name, _ in bold} == {page.name for page in STEPS}
    assert [each for each in bold if each[1] not in said] == []


def test_the_pages_of_steps_lead_to_one_another_and_are_led_to() -> None:
    links = {
        page: set(re.findall(r"\]\((?:docs/)?([\w-]+\.md)(?:#[^)]*)?\)", text_of(page)))
        for page in (ROOT / "README.md", DOCS / "coordination.md", *STEPS)
    }
    names = {page.name for page in STEPS}

    assert names <= links[ROOT / "README.md"]
    assert links[DOCS / "coordination.md"] & names
    assert [page.name for page in STEPS if len(links[page] & names - {page.name}) < 2] == []


def test_a_page_tells_only_the_presses_that_were_counted() -> None:
    lives = text_of(DOCS / "lives.md")
    counted = set(re.findall(r"^\| [^|]+ \| \d+ → (\d+) \|", lives, re.MULTILINE))
    told = [each for page in STEPS for each in re.findall(r"(\d+) appuis", text_of(page))]

    assert told
    assert set(told) <= counted


def test_the_pages_of_steps_are_typeset() -> None:
    """A space that breaks leaves « ? » alone on a phone's line."""
    prose = {page.name: re.sub(r"`[^`]*`", "`", text_of(page)) for page in STEPS}

    assert {name: re.findall(r".{20} [:;?!»]|« .{20}", text) for name, text in prose.items()} == {
        name: [] for name in prose
    }


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
    blocks = re.findall(r"```toml\n(.*?)```", text_of(DOCS / "installation.md"), re.DOTALL)
    for name in re.findall(r"env:(\w+)", "".join(blocks)):
        monkeypatch.setenv(name, "0123456789abcdef" * 2)
    path = tmp_path / "config.toml"
    path.write_text(blocks[0], encoding="utf-8")

    assert not load_config(path).networks
    assert all(line in example().splitlines() for line in blocks[0].splitlines())

    path.write_text("".join(blocks), encoding="utf-8")

    assert load_config(path).mail is not None
    assert {*tomllib.loads("".join(blocks))} == {"bot", "servers", "networks", "mail"}


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
