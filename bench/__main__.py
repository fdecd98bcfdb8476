"""Prints every figure, one a line: `name: value unit`.

`python -m bench` runs all but the long ones; `python -m bench answers` one module of this folder.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable

from bench import (
    answers,
    archive,
    deadlines,
    feeds,
    mail,
    personal,
    questions,
    readers,
    search,
    themes,
    year,
)

Figure = tuple[str, float, str]

MODULES: dict[str, Callable[[], Iterable[Figure]]] = {
    "answers": answers.figures,
    "archive": archive.figures,
    "deadlines": deadlines.figures,
    "feeds": feeds.figures,
    "mail": mail.figures,
    "personal": personal.figures,
    "questions": questions.figures,
    "readers": readers.figures,
    "search": search.figures,
    "themes": themes.figures,
    "year": year.figures,
}

LONG = frozenset({"year"})
"""Those that take more than a minute: to be asked for by name."""


def main(asked: list[str]) -> int:
    """Run the modules asked for, or all but the long ones; return 2 on an unknown name."""
    unknown = [name for name in asked if name not in MODULES]
    if unknown:
        print(f"unknown: {', '.join(unknown)}; known: {', '.join(MODULES)}", file=sys.stderr)
        return 2
    for name in asked or [each for each in MODULES if each not in LONG]:
        for figure, value, unit in MODULES[name]():
            print(f"{figure}: {value:.6g} {unit}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
