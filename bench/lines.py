"""How long the code is: no blank lines, comments nor docstrings; migrations are left out."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from pathlib import Path

_TOPS = ("bot", "commands", "scheduler")
_LAYOUT = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}


def figures() -> Iterator[tuple[str, float, str]]:
    """Yield the lines of each top folder, then of all three."""
    root = Path(__file__).parents[1]
    counts = {
        top: sum(
            lines_of(path.read_text(encoding="utf-8"))
            for path in (root / top).rglob("*.py")
            if "migrations" not in path.parts
        )
        for top in _TOPS
    }
    for top, count in counts.items():
        yield f"code in {top}", count, "lines"
    yield "code in all", sum(counts.values()), "lines"


def lines_of(source: str) -> int:
    """Return how many lines of a module hold code."""
    told = {
        line
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    written = {
        line
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type not in _LAYOUT
        for line in range(token.start[0], token.end[0] + 1)
    }
    return len(written - told)
