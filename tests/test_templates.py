"""Every template: rendered with what its first line names, well typeset, and polite."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.chart import Bar, Chart, Figure, Month
from bot.domain.digest import Digest, Entry, compose
from bot.domain.feed import Ailment, Feed, Trouble
from bot.domain.meeting import draft_agenda
from bot.domain.question import Answer, Question
from bot.services.veille import FeedHealth
from bot.talk.drawing import lay_out
from bot.talk.render import make_render
from commands import ROUTES
from commands.besoin import Excerpt
from tests.room import LOIRE

HOUSE = Path(__file__).parents[1]
FOLDER = HOUSE / "templates"
TEMPLATES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.j2"))

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
OPEN = Question(network="loire", number=3, text="Qui prête", author="amina", asked_at=NOW)
SHARED = replace(OPEN, concerned=2)
ANSWERED = OPEN.resolve(Answer(text="Moi", by="louis", at=NOW))
WITHDRAWN = OPEN.withdraw(NOW)
READ = Feed(id=1, url="https://a.fr/rss", succeeded_at=NOW)
FAILING = replace(READ, failing_since=NOW, trouble=Trouble(ailment=Ailment.SLOW))


def _entry(number: int) -> Entry:
    return Entry(
        article=number,
        title=f"Article {number}",
        link=f"https://a.fr/{number}",
        source="Inclusion",
        theme="Culture numérique",
        published=NOW - timedelta(days=number),
    )


def _digest(count: int, *, late: timedelta = timedelta()) -> Digest:
    return compose(
        "42 - Loire", [_entry(number) for number in range(count)], due=NOW, made=NOW + late
    )


def _health(feed: Feed) -> FeedHealth:
    return FeedHealth(name="Inclusion", theme="Culture numérique", feed=feed)


CHART = Chart(
    title="Les questions du réseau 42 - Loire",
    period="novembre 2026",
    figures=(Figure(value="71\u00a0%", label="part répondue"),),
    themes=(Bar(label="Matériel", count=3),),
    months=(Month(label="nov.", asked=3, answered=2),),
)


CASES: dict[str, list[object]] = {
    "agenda": [
        draft_agenda([], [], at=NOW),
        draft_agenda([SHARED] * 11, [_entry(number) for number in range(12)], at=NOW),
    ],
    "at": [NOW],
    "buttons": [True, False],
    "digest": [_digest(0), _digest(1), _digest(2, late=timedelta(hours=3))],
    "drawing": [lay_out(CHART), lay_out(Chart(title="Loire", period="novembre 2026"))],
    "feeds": [
        [],
        [_health(Feed(id=1, url="https://a.fr")), _health(READ), _health(FAILING)],
        [_health(replace(FAILING, stopped=True, trouble=Trouble(ailment=Ailment.GONE)))],
    ],
    "found": [
        [],
        [
            Excerpt(question=OPEN, text="Qui prête", answer=""),
            Excerpt(question=ANSWERED, text="…prête une salle", answer="Moi"),
        ],
    ],
    "fresh": [True, False],
    "last": [1, 4],
    "network": [LOIRE, replace(LOIRE, feeds=())],
    "now": [NOW],
    "own": [True, False],
    "page": [1],
    "question": [OPEN, SHARED, ANSWERED, WITHDRAWN],
    "questions": [[], [OPEN, SHARED]],
    "usages": [[route.told for route in ROUTES if route.summary]],
    "total": [0, 1, 2],
    "wording": [{"adviser": "conseiller numérique", "advisers": "conseillers numériques"}],
}
"""For each name that a first line may give, the cases worth rendering."""

PARTIAL = "veille/entries.md.j2"
NEEDS_ANSWER = {
    "besoin/answered.md.j2",
    "besoin/answered_asker.md.j2",
    "besoin/answered_thread.md.j2",
}


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_needs_what_its_first_line_names_and_nothing_else(template: str) -> None:
    names = _documented(template)

    for text in _renderings(template):
        assert text or template == PARTIAL
        assert "None" not in text
        assert "object at" not in text
    body = (FOLDER / template).read_text(encoding="utf-8").split("\n", 1)[1]
    body += "".join(
        (FOLDER / each).read_text("utf-8") for each in re.findall(r'include "(.+?)"', body)
    )
    for name in names:
        assert re.search(rf"\b{name}\b", body), f"{template} does not use {name}"


@pytest.mark.parametrize("template", TEMPLATES)
def test_french_spaces_do_not_break(template: str) -> None:
    for text in _renderings(template):
        outside_code = "".join(text.split("`")[::2])
        assert not re.search(r" [;:?!»](?:\s|$|[*_).,])|« |n° ", outside_code), text


@pytest.mark.parametrize("template", TEMPLATES)
def test_nobody_is_called_tu_nor_shouted_at(template: str) -> None:
    for text in _renderings(template):
        assert not re.search(r"\b(tu|te|ton|ta|tes|toi|t')\b", text, re.IGNORECASE), text
        assert "!" not in text
        assert "·" not in text


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_line_ends_in_spaces_and_no_gap_is_taller_than_a_line(template: str) -> None:
    for text in _renderings(template):
        assert not re.search(r"[ \t]+$", text, re.MULTILINE), text
        assert "\n\n\n" not in text, text


def test_every_template_is_said_by_some_code_and_every_name_exists() -> None:
    included = {
        name
        for template in TEMPLATES
        for name in re.findall(r'include "(.+?)"', (FOLDER / template).read_text(encoding="utf-8"))
    }

    assert sorted({name for _, name in _rendered_by_code()} | included) == TEMPLATES


def test_code_gives_each_template_what_it_documents() -> None:
    for call, name in _rendered_by_code():
        given = sorted(keyword.arg or "**" for keyword in call.keywords)
        assert given == sorted(_documented(name)), name


@pytest.mark.parametrize("summary", [route.summary for route in ROUTES if route.summary])
def test_the_help_speaks_of_every_command_in_the_infinitive(summary: str) -> None:
    assert re.match(r"\w+(er|ir|re)\b", summary)
    assert not summary.endswith(".")


def test_refusals_are_polite_too() -> None:
    """Look at every French sentence that code holds: those with an accent or a guillemet."""
    for path in sorted((HOUSE / "bot").rglob("*.py")) + sorted((HOUSE / "commands").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            if re.search(r"[«éèàêç]|\bvous\b", node.value) and not (set("\\\n") & set(node.value)):
                assert not re.search(r"\b(tu|ton|ta|tes|toi)\b", node.value), (
                    f"{path}: {node.value}"
                )
                assert not re.search(r"\w[\u00a0 ]!(\s|$)", node.value), f"{path}: {node.value}"


def _documented(template: str) -> list[str]:
    """Read `{# question: Question, page, last: int #}`: the names."""
    first = (FOLDER / template).read_text(encoding="utf-8").split("\n", 1)[0]
    found = re.fullmatch(r"\{# (.+) #\}", first)
    assert found, f"{template}: its first line names nothing"
    names = re.sub(r"\[.*?\]", "", found[1]).split(", ")
    return [each.partition(": ")[0] for each in names]


def _renderings(template: str) -> Iterator[str]:
    """Render a template in every case of each of its names, the others at their first."""
    render = make_render()
    names = _documented(template)
    cases = {name: CASES[name] for name in names}
    if template in NEEDS_ANSWER:
        cases["question"] = [ANSWERED]
    usual = {name: cases[name][0] for name in names}
    for name in names:
        for case in cases[name]:
            yield render(template, **{**usual, name: case})
    if names == ["digest", "network"]:
        yield render(template, digest=_digest(0), network=replace(LOIRE, feeds=()))


def _rendered_by_code() -> Iterator[tuple[ast.Call, str]]:
    for folder in ("bot", "commands", "scheduler"):
        for path in (HOUSE / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                match node:
                    case ast.Call(
                        func=ast.Attribute(attr="render") | ast.Name(id="render"),
                        args=[ast.Constant(value=str(name))],
                    ):
                        yield node, name
