"""How much of each noun's rules its tests hold: rules are broken one at a time, in a copy.

Of a noun, the pure modules are tried: those that import neither SQL, nor the chat, nor asyncio. A
mutation changes one thing that a person may get wrong: a comparison, « and » for « or », a « not »
left out, a number by one, a result that is lost. It is *caught* when the noun's own tests fail or
do not end; the conversations of `tests/commands` are not played, so that a rule is held where it
is. What nothing caught is listed on the error output: a missing test, or a change that changes
nothing (nobody can tell `>` from `>=` where both sides never meet).

`python -m bench mutations` tries all nouns, `python -m bench mutations question letter` these. The
sample is drawn with a fixed seed; COURROIE_MUTATIONS says how many a noun (20).
"""

from __future__ import annotations

import ast
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

HOME = Path(__file__).parents[1]
NOUNS = ("french", "network", "people", "question", "veille", "meeting", "letter", "year", "talk")
COPIED = ("bench", "bot", "commands", "docs", "sandbox", "scheduler", "templates", "tests")
SAMPLE = int(os.environ.get("COURROIE_MUTATIONS", "20"))
BUDGET = 600.0
"""Seconds that one noun may take; what was not tried then is not counted."""

_SEED = 12
_TIMES_LONGER = 5
"""A run that takes so many times longer than the unbroken one has not ended: it is caught."""

_IMPURE = {"aiohttp", "aiosmtplib", "asyncio", "httpx", "jinja2", "sqlalchemy", "subprocess"}
_IMPURE_ENDS = ("context", "database", "store", "tables")
_TURNED: dict[type[ast.cmpop], ast.cmpop] = {
    ast.Lt: ast.LtE(),
    ast.LtE: ast.Lt(),
    ast.Gt: ast.GtE(),
    ast.GtE: ast.Gt(),
    ast.Eq: ast.NotEq(),
    ast.NotEq: ast.Eq(),
    ast.Is: ast.IsNot(),
    ast.IsNot: ast.Is(),
    ast.In: ast.NotIn(),
    ast.NotIn: ast.In(),
}


@dataclass(frozen=True, slots=True)
class Mutation:
    """One expression of a file, and what is put in its place."""

    path: Path
    line: int
    start: int
    end: int
    was: str
    becomes: str

    def applied(self, source: bytes) -> bytes:
        """Return the file with this one thing changed."""
        return source[: self.start] + self.becomes.encode() + source[self.end :]

    def __str__(self) -> str:
        """Say where it is, and what it does."""
        shown = (" ".join(each.split())[:70] for each in (self.was, self.becomes))
        return f"{self.path}:{self.line}: {' → '.join(shown)}"


def figures(asked: Sequence[str] = ()) -> Iterable[tuple[str, float, str]]:
    """Give the share that was caught, a noun at a time."""
    with TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in COPIED:
            shutil.copytree(HOME / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        for file in (*HOME.glob("*.toml"), *HOME.glob("*.md"), *HOME.glob("*.lock")):
            shutil.copy(file, copy)
        for noun in asked or NOUNS:
            caught = list(_tried(copy, noun))
            yield f"mutations caught, {noun}", 100 * sum(caught) / max(len(caught), 1), "%"
            yield f"mutations tried, {noun}", len(caught), "mutations"


def mutations_in(source: bytes, path: Path) -> Iterator[Mutation]:
    """Give each mutation of one file, in its order."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for node in _code_of(ast.parse(source)):
        for old, new in _changes(node):
            start = starts[old.lineno - 1] + old.col_offset
            end = starts[(old.end_lineno or 0) - 1] + (old.end_col_offset or 0)
            was = source[start:end].decode()
            yield Mutation(path, old.lineno, start, end, was, f"({ast.unparse(new)})")


def _tried(copy: Path, noun: str) -> Iterator[bool]:
    """Try a sample of a noun's mutations; tell of each whether it was caught."""
    found = [
        mutation
        for path in sorted((copy / "bot" / noun).rglob("*.py"))
        if _is_pure(path.read_text(encoding="utf-8"))
        for mutation in mutations_in(path.read_bytes(), path.relative_to(copy))
    ]
    began = time.monotonic()
    if not _passes(copy, noun, BUDGET):
        raise AssertionError(f"the tests of {noun} fail before anything is changed")
    limit = max(30.0, _TIMES_LONGER * (time.monotonic() - began))
    began = time.monotonic()
    chosen = random.Random(_SEED).sample(found, min(SAMPLE, len(found)))  # noqa: S311
    for mutation in chosen:
        if time.monotonic() - began > BUDGET:
            return
        path = copy / mutation.path
        whole = path.read_bytes()
        path.write_bytes(mutation.applied(whole))
        try:
            survived = _passes(copy, noun, limit)
        finally:
            path.write_bytes(whole)
        if survived:
            print(f"survived: {mutation}", file=sys.stderr, flush=True)
        yield not survived


def _passes(copy: Path, noun: str, limit: float) -> bool:
    """Run the tests of a noun in the copy, which stands before the checkout on the path."""
    command = (
        *(sys.executable, "-m", "pytest", "-x", "-q", f"tests/{noun}"),
        *("-n", "0", "-p", "no:cacheprovider", "-p", "no:randomly"),
    )
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(  # noqa: S603  our own tests
            command, cwd=copy, env=environment, capture_output=True, timeout=limit, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def _is_pure(source: str) -> bool:
    imported = {
        name
        for node in ast.walk(ast.parse(source))
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [each.name for each in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    }
    return not any(
        name.split(".")[0] in _IMPURE or name.endswith(_IMPURE_ENDS) for name in imported
    )


def _code_of(node: ast.AST) -> Iterator[ast.AST]:
    """Walk what runs: neither annotations, nor decorators, nor what builds an error's words."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list") or isinstance(node, ast.Raise):
            continue
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, ast.AST):
                yield from _code_of(each)


def _changes(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Give the changes of one node: what is replaced, and by what."""
    match node:
        case ast.Compare(left=left, ops=[first, *others], comparators=comparators):
            turned = _TURNED[type(first)]
            yield node, ast.Compare(left=left, ops=[turned, *others], comparators=comparators)
        case ast.BoolOp(op=op, values=values):
            other = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield node, ast.BoolOp(op=other, values=values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield node, operand
        case ast.Constant(value=bool(value)):
            yield node, ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield node, ast.Constant(value + 1)
            yield node, ast.Constant(value - 1)
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield value, ast.Constant(None)
        case _:
            pass
