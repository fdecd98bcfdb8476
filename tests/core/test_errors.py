"""Refusals: rows with two readings, filled in where they are raised."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from string import Formatter

import pytest

from bot.core.errors import UNKNOWN_QUESTION, Refusal, UserError
from tests.refusals import refused
from tests.trees import tree_of

ROOT = Path(__file__).parents[2]
QUOTED = Refusal("unknown theme", reply="Je ne connais pas le thème « {typed} ».")


def test_a_refusal_is_an_error_with_a_line_for_the_log_and_a_reply() -> None:
    error = UNKNOWN_QUESTION(number=12)

    assert error.refusal is UNKNOWN_QUESTION
    assert str(error) == error.reason == "no question 12"
    assert error.reply == (
        "Je ne trouve pas de question n° 12 ici. La liste des questions ouvertes : `/besoin liste`."
    )


@pytest.mark.parametrize("typed", ["{typed}", "{", "}", "{0}", "{typed.__class__}", "{{}}"])
def test_braces_that_someone_typed_stay_as_they_are(typed: str) -> None:
    assert QUOTED(typed=typed).reply == f"Je ne connais pas le thème « {typed} »."


def test_one_refusal_is_not_taken_for_another() -> None:
    twin = Refusal(UNKNOWN_QUESTION.reason, reply=UNKNOWN_QUESTION.reply)

    with pytest.raises(AssertionError, match="another refusal"), refused(twin):
        raise UNKNOWN_QUESTION(number=12)
    with pytest.raises(UserError, match="no question 12"):
        raise twin(number=12)


def test_each_refusal_is_raised_and_given_each_field_that_it_names() -> None:
    """The type checker does not see the fields: a missing one would break the reply."""
    wrong = dict.fromkeys(_rows(), "never raised")
    for name, where, given in _raised():
        wrong.pop(name, None)
        missing = {field for row in _rows()[name] for field in _fields(row)} - given
        if missing:
            wrong[f"{where}: {name}"] = f"lacks {missing}"

    assert wrong == {}


@cache
def _rows() -> dict[str, list[Refusal]]:
    """Give each refusal of the house by its name, or those of a table of them."""
    found: dict[str, list[Refusal]] = {}
    for path, tree in _trees():
        module = ".".join(path.with_suffix("").parts)
        for node in tree.body:
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() | ast.Dict()):
                    value = getattr(import_module(module), name)
                    rows = list(value.values()) if isinstance(value, dict) else [value]
                    if rows and all(isinstance(row, Refusal) for row in rows):
                        assert name not in found, f"{name} is there twice"
                        found[name] = rows
    return found


def _raised() -> Iterator[tuple[str, str, set[str | None]]]:
    """Yield each call of a refusal: its name, the file, the fields that it is given."""
    for path, tree in _trees():
        for node in ast.walk(tree):
            match node:
                case ast.Call(
                    func=ast.Name(id=name)
                    | ast.Subscript(value=ast.Name(id=name))
                    | ast.Attribute(value=ast.Name(id=name), attr="unless"),
                    keywords=given,
                ) if name in _rows():
                    yield name, f"{path}:{node.lineno}", {each.arg for each in given}
                case ast.Call(
                    func=ast.Name(id="NumberedMapper"), args=[_, _, _, ast.Name(id=name)]
                ):
                    yield name, f"{path}:{node.lineno}", {"number"}
                case ast.Call(func=ast.Name(id="read_last_day"), args=[_, _, _, ast.Name(id=name)]):
                    yield name, f"{path}:{node.lineno}", set()  # raised there, with no field
                case (
                    ast.keyword(arg="missing", value=ast.Name(id=name) as value)
                    | ast.AnnAssign(target=ast.Name(id="missing"), value=ast.Name(id=name) as value)
                ) if name in _rows():
                    # A route raises it.
                    yield name, f"{path}:{value.lineno}", {"usage"}


def _fields(row: Refusal) -> set[str]:
    parsed = Formatter().parse(row.reason + row.reply)
    return {field.partition(".")[0] for _, field, _, _ in parsed if field is not None}


@cache
def _trees() -> list[tuple[Path, ast.Module]]:
    return [
        (path.relative_to(ROOT), tree_of(path))
        for top in ("bot", "commands", "scheduler")
        for path in sorted((ROOT / top).rglob("*.py"))
        if "migrations" not in path.parts and path.name != "__init__.py"
    ]
