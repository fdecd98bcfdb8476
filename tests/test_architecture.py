"""Imports point one way: what each room may know of the others, read from the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]

MAY_IMPORT: Mapping[str, frozenset[str]] = {
    room: frozenset(known.split())
    for room, known in {
        "bot.domain": "",
        "bot.config.errors": "",
        "bot.core.lean": "",
        "bot.core.traffic": "",
        "bot.pages.web_server": "",
        "bot.config.tools": "bot.config.errors bot.domain",
        "bot.config.values": "bot.config.errors",
        "bot.config.mail": "bot.config.values bot.domain",
        "bot.config.feeds": "bot.domain",
        "bot.config.models": (
            "bot.config.errors bot.config_tools bot.config_values bot.config_mail bot.domain"
        ),
        "bot.store": "bot.domain",
        "bot.veille.fetching": "bot.domain",
        "bot.talk": "bot.domain",
        "bot.services": "bot.domain bot.store bot.talk",
        "bot.dispatch": "bot.domain bot.store bot.talk bot.services bot.traffic",
        "commands": "bot.domain bot.store bot.talk bot.services",
        "scheduler": "bot.domain bot.store bot.talk bot.services bot.traffic bot.dispatch",
        "bot.mattermost": "bot.domain bot.lean bot.store bot.talk bot.dispatch",
        "bot.mail": "bot.config.models bot.config_mail bot.domain",
        "bot.pages.mail": "bot.domain bot.store bot.talk bot.services bot.dispatch bot.served",
        "bot.pages.health": "bot.domain bot.store",
        "bot.pages.served": "bot.domain bot.store",
        "bot.pages.calendar": "bot.domain bot.store bot.talk bot.served",
        "bot.pages.veille": "bot.domain bot.store bot.talk bot.served",
        "bot.pages.report": "bot.domain bot.store bot.talk bot.served",
        "bot.pages.letter": "bot.domain bot.store bot.talk bot.served",
        "bot.servers": "bot.config.models bot.domain bot.mattermost",
        "bot.pages.site": (
            "bot.config.models bot.domain bot.store bot.services bot.dispatch bot.mattermost "
            "bot.pages.calendar bot.letter_end bot.veille_end bot.report_end bot.mail_end "
            "bot.pages.web_server"
        ),
        "bot.app": (
            "bot.config.models bot.config_feeds bot.domain bot.store bot.feeds bot.talk "
            "bot.services bot.traffic bot.dispatch commands scheduler bot.mail bot.mattermost "
            "bot.pages.health bot.lines bot.ends"
        ),
        "bot.admin.setup": "bot.config.models bot.store bot.talk commands bot.mattermost",
        "bot.admin.check_channels": "bot.config.models bot.domain bot.store bot.mattermost bot.setup",
        "bot.admin.check_database": "bot.config.models bot.setup bot.store bot.talk",
        "bot.admin.check": (
            "bot.config.models bot.domain bot.store bot.failures bot.feeds bot.talk bot.mail "
            "bot.mattermost bot.app bot.setup bot.check_channels bot.check_database"
        ),
        "bot.admin.bounces": (
            "bot.config.models bot.store bot.services bot.dispatch bot.mail bot.app bot.setup"
        ),
        "bot.admin.collect": (
            "bot.config.models bot.domain bot.store bot.feeds bot.talk bot.services bot.dispatch bot.app "
            "scheduler"
        ),
        "bot.admin.failures": "bot.config.models bot.store bot.mattermost",
        "bot.cli": (
            "bot.config.models bot.lean bot.failures bot.app bot.setup bot.check "
            "bot.admin.collect bot.returning sandbox"
        ),
        "templates": "",
    }.items()
}
"""The rooms, and which others each may import; a room not listed may import none and is told."""

AT_THE_EDGE = {
    "bot.mattermost",
    "bot.servers",
    "bot.pages.site",
    "bot.app",
    "bot.admin.setup",
    "bot.admin.check_channels",
    "bot.admin.check",
    "bot.admin.failures",
    "bot.cli",
}
TELLS_THE_TIME = {"bot.app"}
PLAYS_WITH_THE_BOT = {
    "sandbox.demo",
    "sandbox.play.people",
    "sandbox.play.player",
    "sandbox.play.scenario",
    "sandbox.play.lettre",
    "sandbox.play.reseau",
    "sandbox.play.veille",
}
CLOCKS = {"now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime"}


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _modules() -> dict[str, Path]:
    found = {}
    for top in ("bot", "commands", "scheduler", "sandbox", "templates"):
        for path in sorted((HOUSE / top).rglob("*.py")):
            parts = path.relative_to(HOUSE).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = _modules()
OURS = sorted(name for name in MODULES if not name.startswith("sandbox"))


@pytest.mark.parametrize("module", OURS)
def test_a_module_imports_only_rooms_below_its_own(module: str) -> None:
    room = _room(module)
    if module == "bot":
        assert not list(_imports(module))
        return

    for imported in _imports(module):
        if imported in MODULES and _room(imported) != room:
            assert _room(imported) in MAY_IMPORT[room], f"{module} imports {imported}"


def test_the_rooms_have_an_order() -> None:
    assert {_room(module) for module in OURS} - {"bot"} <= set(MAY_IMPORT)
    order = list(TopologicalSorter(MAY_IMPORT).static_order())

    assert order.index("bot.domain") < order.index("bot.talk") < order.index("bot.services")
    assert order.index("bot.services") < order.index("bot.dispatch") < order.index("scheduler")
    assert order.index("bot.app") < order.index("bot.admin.check") < order.index("bot.cli")


def test_no_two_modules_import_each_other() -> None:
    """Hold for whole circles too: TopologicalSorter raises CycleError, which names one."""
    graph = {
        module: {each for each in _imports(module) if each in MODULES and each != module}
        for module in MODULES
        if not module.startswith("bot.core.migrations")
    }
    for module in graph:
        # A package imports its parts; its parts do not import the package.
        graph[module] -= {module.rpartition(".")[0]}

    assert list(TopologicalSorter(graph).static_order())


def test_the_sandbox_is_a_server_that_knows_nothing_of_the_bot() -> None:
    for module in sorted(set(MODULES) - set(OURS) - PLAYS_WITH_THE_BOT):
        knows = [each for each in _imports(module) if each.split(".")[0] in _OUR_TOPS]
        assert not knows, f"{module} imports {knows}"


_OUR_TOPS = {"bot", "commands", "scheduler", "templates"}


@pytest.mark.parametrize("module", OURS)
def test_only_the_edge_knows_mattermost(module: str) -> None:
    knows = [
        each for each in _imports(module) if each.startswith(("bot.mattermost", "mattermostdriver"))
    ]

    assert not knows or _room(module) in AT_THE_EDGE


@pytest.mark.parametrize("module", OURS)
def test_only_the_store_writes_sql(module: str) -> None:
    """Elsewhere a connection is handed on, and that is all."""
    knows = {each for each in _imports(module) if each.split(".")[0] in {"sqlalchemy", "alembic"}}

    assert _room(module) == "bot.store" or knows <= {"sqlalchemy", "sqlalchemy.Connection"}


@pytest.mark.parametrize("module", OURS)
def test_only_feeds_and_mattermost_reach_the_network(module: str) -> None:
    knows = [each for each in _imports(module) if each.split(".")[0] in {"httpx", "requests"}]

    assert not knows or _room(module) in {
        "bot.veille.fetching",
        "bot.mattermost",
        "bot.admin.check",
    }


@pytest.mark.parametrize("module", OURS)
def test_nothing_below_the_app_tells_the_time_by_itself(module: str) -> None:
    told = [
        ast.unparse(node)
        for node in ast.walk(_tree(MODULES[module]))
        if isinstance(node, ast.Attribute)
        and node.attr in CLOCKS
        and isinstance(node.value, ast.Name)
        and node.value.id in {"datetime", "date", "time"}
    ]

    assert not told or _room(module) in TELLS_THE_TIME


@pytest.mark.parametrize("module", sorted(each for each in OURS if each.startswith("bot.domain")))
def test_the_domain_waits_for_nothing(module: str) -> None:
    waits = [
        node for node in ast.walk(_tree(MODULES[module])) if isinstance(node, ast.AsyncFunctionDef)
    ]

    assert not waits
    assert not {each.split(".")[0] for each in _imports(module)} & {
        "asyncio",
        "jinja2",
        "structlog",
    }


@pytest.mark.parametrize(
    "room", ["bot.domain", "bot.store", "bot.talk", "bot.services", "commands"]
)
def test_the_core_is_synchronous(room: str) -> None:
    """But for the store's own door, `await run(work)`."""
    for module in OURS:
        if _room(module) == room and module != "bot.core.database":
            nodes = ast.walk(_tree(MODULES[module]))
            assert not any(isinstance(node, ast.AsyncFunctionDef | ast.Await) for node in nodes)


def _room(module: str) -> str:
    """Return `bot.talk` for `bot.talk.routing`, `commands` for `commands.aide`."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "bot" else parts[0]


def _imports(module: str) -> Iterator[str]:
    """Yield what a module imports, wherever in it; a name that is a module counts as one."""
    for node in ast.walk(_tree(MODULES[module])):
        match node:
            case ast.Import(names=names):
                yield from (each.name for each in names)
            case ast.ImportFrom(module=str(source), names=names, level=0):
                for each in names:
                    whole = f"{source}.{each.name}"
                    yield whole if whole in MODULES or source == "sqlalchemy" else source
            case ast.ImportFrom(level=level):
                assert not level, f"{module}: import by the whole name"
