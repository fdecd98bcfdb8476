"""Imports point one way: a wing knows wings below it, a role lower roles; read from the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

from tests.trees import tree_of

ROOT = Path(__file__).parents[1]

WINGS = [
    *("core", "french", "meaning", "people", "network", "talk", "entry", "index"),
    *("question", "veille", "resource", "meeting", "letter", "relay", "helping", "survey"),
    *("framaforms", "outside", "past", "search", "year", "memory", "pile", "privacy"),
    "edits",
    *("commands", "scheduler", "dispatch", "pages", "mattermost", "config"),
    *("admin", "servers", "outside_lines", "app", "sandbox", "cli"),
]
"""The wings, the lowest first: each may import those before it, and itself."""

ROLES = ["rules", "tables", "store", "card", "service"]
"""What the modules of a wing are for, the lowest first.

A module whose name says none of it is of the rules when it knows neither database nor context,
and of the service otherwise.
"""

ABOVE_ALL = {
    "admin": {"servers", "outside_lines", "app"},
    "dispatch": set[str](),
    "config": set[str](),
}
"""What a wing may know above itself: operators' commands build the whole bot."""

SPEAKS_MATTERMOST = {"mattermost", "servers", "app", "admin", "cli"}
FETCHES = ("bot.veille.fetching", "bot.mattermost", "bot.admin")
PLAYS_WITH_THE_BOT = ("sandbox.demo", "sandbox.play")
CLOCKS = {"now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime"}


def test_a_wing_imports_only_wings_below_it() -> None:
    against = [
        f"{module} imports {imported}"
        for module in OURS
        for imported in _imports(module)
        if imported in MODULES
        and _wing(imported) not in ABOVE_ALL.get(_wing(module), ())
        and WINGS.index(_wing(imported)) > WINGS.index(_wing(module))
    ]

    assert against == []


def test_a_role_imports_only_roles_below_it() -> None:
    against = [
        f"{module} ({_role(module)}) imports {imported} ({_role(imported)})"
        for module in OURS
        for imported in _imports(module)
        if imported in MODULES
        and _wing(imported) == _wing(module)
        and _wing(module) in WINGS[WINGS.index("people") : WINGS.index("commands")]
        and ROLES.index(_role(imported)) > ROLES.index(_role(module))
    ]

    assert against == []


def test_no_two_modules_import_each_other() -> None:
    """Hold for whole circles too: TopologicalSorter raises CycleError, which names one."""
    graph = {
        module: {each for each in _imports(module) if each in MODULES and each != module}
        for module in MODULES
    }
    for module in graph:
        # A package imports its parts; its parts do not import the package.
        graph[module] -= {module.rpartition(".")[0]}

    assert list(TopologicalSorter(graph).static_order())


def test_no_class_of_the_bot_is_named_twice() -> None:
    named: dict[str, list[str]] = {}
    for module in OURS:
        for node in _tree(module).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                named.setdefault(node.name, []).append(module)

    assert {name: where for name, where in named.items() if len(where) > 1} == {}


def test_only_stores_write_sql() -> None:
    """Elsewhere a connection is handed on, and that is all."""
    knows = [
        f"{module}: {each}"
        for module in OURS
        for each in _imports(module)
        if _is_sql(each) and _wing(module) != "core" and _role(module) not in {"tables", "store"}
    ]

    assert knows == []


def test_only_the_edge_knows_mattermost_and_the_web() -> None:
    against = [
        f"{module}: {each}"
        for module in OURS
        for each in _imports(module)
        if (
            each.startswith(("bot.mattermost", "mattermostdriver"))
            and _wing(module) not in SPEAKS_MATTERMOST
        )
        or (each.split(".")[0] in {"httpx", "requests"} and not module.startswith(FETCHES))
    ]

    assert against == []


def test_the_sandbox_is_a_server_that_knows_nothing_of_the_bot() -> None:
    knows = [
        f"{module}: {each}"
        for module in set(MODULES) - set(OURS)
        if not module.startswith(PLAYS_WITH_THE_BOT)
        for each in _imports(module)
        if each.split(".")[0] in {"bot", "commands", "scheduler", "templates"}
    ]

    assert knows == []


def test_nothing_below_the_app_tells_the_time_by_itself() -> None:
    told = [
        f"{module}: {ast.unparse(node)}"
        for module in OURS
        if module != "bot.app"
        for node in ast.walk(_tree(module))
        if isinstance(node, ast.Attribute)
        and node.attr in CLOCKS
        and isinstance(node.value, ast.Name)
        and node.value.id in {"datetime", "date", "time"}
    ]

    assert told == []


def test_the_core_is_synchronous() -> None:
    """All nouns are, and what is typed; but for the database's own door, and what fetches."""
    waits = [
        f"{module}: {node.lineno}"
        for module in OURS
        if WINGS.index(_wing(module)) <= WINGS.index("commands") and not module.startswith(WAITS)
        for node in ast.walk(_tree(module))
        if isinstance(node, ast.AsyncFunctionDef | ast.Await)
    ]

    assert waits == []


WAITS = (
    *("bot.core.child", "bot.core.database", "bot.core.peers", "bot.core.traffic"),
    *(
        "bot.meaning.encoder",
        "bot.veille.fetching",
        "bot.letter.mail.smtp",
        "bot.outside.calling",
        "bot.letter.inbox.imap",
    ),
    *(f"bot.outside.{tool}.client" for tool in ("grist", "yeswiki", "trello", "discord")),
)


def _tree(module: str) -> ast.Module:
    return tree_of(MODULES[module])


def _modules() -> dict[str, Path]:
    found = {}
    for top in ("bot", "commands", "scheduler", "sandbox", "templates"):
        for path in sorted((ROOT / top).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = _modules()
OURS = sorted(name for name in MODULES if name.split(".")[0] not in {"sandbox", "templates"})
OURS.remove("bot")


def _wing(module: str) -> str:
    """Return `talk` for `bot.talk.routing`, `commands` for `commands.aide`."""
    parts = module.split(".")
    return parts[1] if parts[0] == "bot" else parts[0]


def _role(module: str) -> str:
    """Return what a module is for, by its name, or by what it knows."""
    name = module.rpartition(".")[2]
    if name in ROLES:
        return name
    if any(
        each.split(".")[0] == "sqlalchemy" and each != "sqlalchemy.Connection"
        for each in _imports(module)
    ):
        return "store"
    given = {"bot.talk.context", "sqlalchemy.Connection"}
    knows_more = any(each in given or _is_store(each) for each in _imports(module))
    return "service" if knows_more else "rules"


def _is_sql(module: str) -> bool:
    return (
        module.split(".", maxsplit=1)[0] in {"sqlalchemy", "alembic"}
        and module != "sqlalchemy.Connection"
    )


def _is_store(module: str) -> bool:
    return module.rpartition(".")[2].endswith(("store", "tables"))


@cache
def _imports(module: str) -> tuple[str, ...]:
    return tuple(_each_import(module))


def _each_import(module: str) -> Iterator[str]:
    """Yield what a module imports, wherever in it; a name that is a module counts as one."""
    for node in ast.walk(_tree(module)):
        match node:
            case ast.Import(names=names):
                yield from (each.name for each in names)
            case ast.ImportFrom(module=str(source), names=names, level=0):
                for each in names:
                    whole = f"{source}.{each.name}"
                    yield whole if whole in MODULES or source == "sqlalchemy" else source
            case ast.ImportFrom(level=level):
                assert not level, f"{module}: import by the whole name"
