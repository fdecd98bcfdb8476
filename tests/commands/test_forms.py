"""Forms: what Mattermost would cut off is not written."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

COMMANDS = Path(__file__).parents[2] / "commands"

LONGEST = {
    ("Dialog", "title"): 24,
    ("Field", "label"): 24,
    ("Field", "help"): 150,
    ("Field", "placeholder"): 150,
}
"""Characters that a window shows, as Mattermost documents them."""


def test_no_word_of_a_form_is_cut_off() -> None:
    words = {(call, name, text) for _, call, name, text in _words()}
    cut = [
        (place, name, text)
        for place, call, name, text in _words()
        if len(text) > LONGEST[call, name]
    ]

    assert ("Dialog", "title", "Poser une question") in words
    assert not cut


def _words() -> Iterator[tuple[str, str, str, str]]:
    """Yield where it is, the form's part, its argument, and the words that are written there."""
    for path in COMMANDS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            for each in node.keywords:
                name = each.arg or ""
                if (node.func.id, name) in LONGEST and isinstance(each.value, ast.Constant):
                    yield f"{path.name}:{node.lineno}", node.func.id, name, str(each.value.value)
