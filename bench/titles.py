"""How titles from outside are shown: hostile ones do nothing, honest ones stay as they are.

`data/titles.json` holds invented titles by two hands who had not read the rules, each with the
plain words that a reader should see, "" where there is nothing to see. One half was *seen* while
the rules were written, the other was *held* back until the end.

A title goes the whole way, from a feed to a line of a digest as Mattermost's client shows it (see
`bench.client`) and to a page. What is told of each part:

- *clean*: shown on one line, bounded, as its label says (one that is cut agrees up to there), or by
  words of ours where there is nothing; in a link of its own, and nothing else comes alive;
- *pings*: titles that would call somebody.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bench.client import pings, seen
from bot.talk.markdown import typeset
from bot.talk.render import TITLE_LIMIT, link_to, titled
from bot.veille.fetching.parse import parse

_LABELLED = Path(__file__).parent / "data" / "titles.json"
_ADDRESS = "https://exemple.fr/actualites/12"

Part = Literal["seen", "held"]
_PARTS: tuple[Part, ...] = ("held", "seen")


class Labelled(BaseModel):
    """A title as a feed gives it, what a reader should see of it, and what is hostile in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    reads: str
    hostile: str
    hand: str
    part: Part


class _Set(BaseModel):
    model_config = ConfigDict(extra="forbid")

    warning: str
    titles: tuple[Labelled, ...]


def labelled() -> tuple[Labelled, ...]:
    """Read the labelled titles."""
    return _Set.model_validate_json(_LABELLED.read_bytes()).titles


def faults(one: Labelled) -> list[str]:
    """Return what is not clean in how a title is shown, in a digest and on a page."""
    kept = _kept(one.title)
    line = typeset(f"- {link_to(kept, _ADDRESS)} (Le Courrier, 3 mai)")
    shown = seen(line)
    found = [*shown.alive, *(f"ping {each}" for each in pings(line))]
    if shown.links != [_ADDRESS]:
        found.append(f"links {shown.links}")
    for where, words in (
        ("digest", shown.text.removesuffix(" (Le Courrier, 3 mai)")),
        ("page", titled(kept, _ADDRESS)),
    ):
        if not _as_labelled(words, one.reads):
            found.append(f"{where} shows {words!r}")
    return found


def calls(one: Labelled) -> bool:
    """Tell whether somebody would be called by a title."""
    return bool(pings(typeset(link_to(_kept(one.title), _ADDRESS))))


def figures() -> Iterable[tuple[str, float, str]]:
    """Give name, value and unit of each figure, the held half first."""
    for part in _PARTS:
        its = [each for each in labelled() if each.part == part]
        if its:
            yield from _quality(part, its)


def _quality(part: Part, its: Sequence[Labelled]) -> Iterable[tuple[str, float, str]]:
    clean = sum(not faults(each) for each in its)
    yield f"titles_{part}_{len(its)}_clean", 100 * clean / len(its), "%"
    yield f"titles_{part}_{len(its)}_pings", sum(map(calls, its)), "titles"


def _kept(title: str) -> str:
    """Return a title as it is kept of a feed."""
    item = {"id": "1", "title": title, "url": _ADDRESS}
    feed = {"version": "https://jsonfeed.org/version/1", "items": [item]}
    return parse(json.dumps(feed).encode(), None, _ADDRESS).articles[0].title


def _as_labelled(words: str, reads: str) -> bool:
    shown = _set(words)
    if "\n" in words or len(shown) > TITLE_LIMIT:
        return False
    if not reads:
        return any(map(str.isalnum, shown))
    cut = shown.endswith("…") and len(shown) > TITLE_LIMIT // 2
    return shown == _set(reads) or (cut and _set(reads).startswith(shown[:-1]))


def _set(text: str) -> str:
    """Return a text without what printing French changes: its spaces and its apostrophes."""
    return " ".join(typeset(text).split())
