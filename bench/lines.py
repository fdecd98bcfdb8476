"""How much there is to carry: code, and what code could be moved into to look smaller.

A line of code holds neither blank, comment nor docstring. What is told apart is told in the total
too, so that nothing is saved by a move from one to another:

- *code*: lines of Python of `bot`, `commands`, `scheduler`, without migrations. Of these, *tables*
  are the lines of constants written as collections (routes, words, phrases); *statements* are
  counted as Python's grammar does, however they are laid out;
- *data*: lines of the files that code reads as data, weights, which a program writes, and others;
- *templates*: their lines that are not blank;
- *migrations* and *sandbox*: lines of their Python, and of what a browser runs.
"""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_TOPS = ("bot", "commands", "scheduler")
_DATA = (".txt", ".tsv", ".json", ".toml")
_BROWSER = (".js", ".css", ".html")
_COLLECTIONS = (ast.Tuple, ast.List, ast.Set, ast.Dict)
_LAYOUT = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}


def figures() -> Iterator[tuple[str, float, str]]:
    """Yield the lines of each top folder, of all three, then of all that is not code."""
    code = {top: _sources(top) for top in _TOPS}
    sources = [source for top in _TOPS for source in code[top]]
    for top in _TOPS:
        yield f"code in {top}", sum(map(lines_of, code[top])), "lines"
    in_all = sum(map(lines_of, sources))
    yield "code in all", in_all, "lines"
    yield "of it, tables", sum(map(lines_of_tables, sources)), "lines"
    yield "statements", sum(map(statements_of, sources)), "statements"

    weights = [path for path in _files(_TOPS, _DATA) if path.stem == "weights"]
    words = [path for path in _files(_TOPS, _DATA) if path.stem != "weights"]
    migrations = sum(
        lines_of(path.read_text(encoding="utf-8"))
        for path in _files(_TOPS, (".py",))
        if "migrations" in path.parts
    )
    rest = {
        "data, weights": _filled(weights),
        "data, other": _filled(words),
        "templates": _filled(_files(("templates",), (".j2", ".html", ".svg"))),
        "migrations": migrations,
        "sandbox": sum(map(lines_of, _sources("sandbox")))
        + _filled(_files(("sandbox",), _BROWSER)),
    }
    for name, count in rest.items():
        yield name, count, "lines"
    yield "code and all else", in_all + sum(rest.values()), "lines"


def lines_of(source: str) -> int:
    """Return how many lines of a module hold code."""
    return len(_lines_of(source))


def lines_of_tables(source: str) -> int:
    """Return how many of them belong to a module's constants written as collections."""
    tables = {
        line
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
        if any(isinstance(part, _COLLECTIONS) for part in ast.walk(node.value))
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    return len(_lines_of(source) & tables)


def statements_of(source: str) -> int:
    """Return how many statements a module has, docstrings left out."""
    tree = ast.parse(source)
    return sum(isinstance(node, ast.stmt) for node in ast.walk(tree)) - len(_told(tree))


def _lines_of(source: str) -> set[int]:
    told = {
        line
        for node in _told(ast.parse(source))
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    written = {
        line
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type not in _LAYOUT
        for line in range(token.start[0], token.end[0] + 1)
    }
    return written - told


def _told(tree: ast.AST) -> list[ast.Expr]:
    """Return the docstrings, and the strings beside fields that explain them."""
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    ]


def _sources(top: str) -> list[str]:
    return [
        path.read_text(encoding="utf-8")
        for path in _files((top,), (".py",))
        if "migrations" not in path.parts
    ]


def _files(tops: Iterable[str], suffixes: tuple[str, ...]) -> list[Path]:
    return [
        path
        for top in tops
        for path in (_ROOT / top).rglob("*")
        if path.suffix in suffixes and "__pycache__" not in path.parts
    ]


def _filled(paths: Iterable[Path]) -> int:
    return sum(
        bool(line.strip())
        for path in paths
        for line in path.read_text(encoding="utf-8").splitlines()
    )
