"""Prints every figure, one a line: `name: value unit`.

`python -m bench` runs all; `python -m bench answers` one module of this folder. What takes minutes
is run when asked for only: `python -m bench mutations question`, with the nouns to try;
`python -m bench scale size france`, with the parts and the sizes; `python -m bench strikes 240`,
with how many; `strikes 12 1`, with of how many processes; `soak 24`, with how many months;
`mailbox a b`, with the folders of mails.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence

from bench import (
    answers,
    archive,
    dates,
    deadlines,
    dependencies,
    discretion,
    gestures,
    lines,
    mailbox,
    meaning,
    memory,
    mutations,
    notes,
    past,
    peers,
    personal,
    questions,
    readers,
    relay,
    relay_year,
    said,
    same_news,
    scale,
    search,
    servers,
    soak,
    strikes,
    themes,
    timelapse,
    titles,
    year,
)

Figure = tuple[str, float, str]

MODULES: dict[str, Callable[[], Iterable[Figure]]] = {
    "answers": answers.figures,
    "archive": archive.figures,
    "dates": dates.figures,
    "deadlines": deadlines.figures,
    "dependencies": dependencies.figures,
    "discretion": discretion.figures,
    "gestures": gestures.figures,
    "lines": lines.figures,
    "meaning": meaning.figures,
    "memory": memory.figures,
    "notes": notes.figures,
    "past": past.figures,
    "peers": peers.figures,
    "personal": personal.figures,
    "questions": questions.figures,
    "readers": readers.figures,
    "relay": relay.figures,
    "relay_year": relay_year.figures,
    "said": said.figures,
    "same_news": same_news.figures,
    "search": search.figures,
    "servers": servers.figures,
    "themes": themes.figures,
    "timelapse": timelapse.figures,
    "titles": titles.figures,
    "year": year.figures,
}


ASKED_FOR: dict[str, Callable[[Sequence[str]], Iterable[Figure]]] = {
    "mailbox": mailbox.figures,
    "mutations": mutations.figures,
    "scale": scale.figures,
    "soak": soak.figures,
    "strikes": strikes.figures,
}


def main(asked: list[str]) -> int:
    """Run the modules asked for, or all of them; return 2 on an unknown name."""
    if asked and asked[0] in ASKED_FOR:
        _print(ASKED_FOR[asked[0]](asked[1:]))
        return 0
    unknown = [name for name in asked if name not in MODULES]
    if unknown:
        print(f"unknown: {', '.join(unknown)}; known: {', '.join(MODULES)}", file=sys.stderr)
        return 2
    for name in asked or MODULES:
        _print(MODULES[name]())
    return 0


def _print(figures: Iterable[Figure]) -> None:
    for figure, value, unit in figures:
        print(f"{figure}: {value:.6g} {unit}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
