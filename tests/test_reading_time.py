"""Whatever reads what people type takes time in proportion to it: nobody can freeze the others."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import partial
from importlib import import_module

import pytest

import bot
import bot.talk
import commands
from bot.framaforms.export import read_export
from bot.french.themes import THEMES, Themes
from bot.letter.mail.address_list import read_list
from bot.talk.command import ATTACHED_LIMIT
from bot.veille.feeds.opml import read_opml
from tests import hostile
from tests.costs import LONGER, T, reads_in_proportion

SHORT = 1_000
"""Characters from which on the time must be in proportion."""

_NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
_KNOWN = {
    "now": _NOW,
    "at": _NOW,
    "published": _NOW,
    "zone": "Europe/Paris",
    "timezone": "Europe/Paris",
    "today": date(2026, 11, 2),
    "what": "votre texte",
    "example": "/besoin …",
    "usage": "besoin voir 12",
    "query": "salle mairie",
    "other": "autre",
    "markup": "<p>avant le 3 mars</p>",
    "limit": 160,
    "most": 160,
    "dates": (1, 2, 3),
}
"""Arguments by the names that our readers give them."""

_FEWEST = 150

_ELSEWHERE = ("bot.core.migrations", "bot.mattermost", "bot.veille.fetching", "bot.admin")
"""What people do not type is not read there."""


@pytest.mark.sample(one_in=6)
@pytest.mark.parametrize("what", hostile.REPEATED)
def test_no_reader_takes_more_than_its_share_of_a_longer_text(what: str) -> None:
    found = dict(_readers())
    texts = _long_and_short(hostile.REPEATED[what], SHORT)

    slow = [
        name
        for name, read in found.items()
        if not reads_in_proportion(partial(_read, read), *texts)
    ]

    assert len(found) >= _FEWEST, "the readers are no more found"
    assert slow == []


def _long_and_short(repeated: str, size: int) -> tuple[str, str]:
    """Repeat it whole: cut in the middle, it may be read in another way."""
    count = size // len(repeated)
    return repeated * (LONGER * count), repeated * count


def _read(read: Callable[[T], object], text: T) -> None:
    with suppress(Exception):  # what it says of such a text is for other tests
        found = read(text)
        if inspect.isgenerator(found):
            list(found)


def _readers() -> Iterator[tuple[str, Callable[[str], object]]]:
    """Yield the functions that take a text first, and nothing else that we cannot give."""
    for package in (bot, commands):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.startswith(_ELSEWHERE):
                continue
            for name, function in vars(import_module(module.name)).items():
                if inspect.isfunction(function) and function.__module__ == module.name:
                    read = _called(function)
                    if read is not None:
                        yield f"{module.name}.{name}", read


def _called(function: Callable[..., object]) -> Callable[[str], object] | None:
    first, *others = inspect.signature(function).parameters.values() or (None,)
    if first is None or first.annotation != "str" or first.kind is first.KEYWORD_ONLY:
        return None
    given = {each.name: _KNOWN[each.name] for each in others if each.name in _KNOWN}
    needed = {each.name for each in others if each.default is each.empty}
    return partial(function, **given) if needed <= given.keys() else None


def _read_answers(content: bytes) -> object:
    return read_export(content, Themes(THEMES))


def _read_lines(content: bytes) -> object:
    """Read it as what was written in forms, a line a sending."""
    lines = content.decode().splitlines() or [""]
    cut = (each[at : at + 200] for each in lines for at in range(0, len(each), 200))
    return _read_answers("\n".join(["Titre", "", "Votre besoin", *cut][:5_000]).encode())


@pytest.mark.sample(one_in=8)
@pytest.mark.parametrize("what", hostile.REPEATED)
@pytest.mark.parametrize("read", [read_list, read_opml, _read_answers, _read_lines])
def test_a_file_of_a_megabyte_is_read_in_proportion(
    read: Callable[[bytes], object], what: str
) -> None:
    texts = _long_and_short(hostile.REPEATED[what], ATTACHED_LIMIT // LONGER)

    assert reads_in_proportion(partial(_read, read), *(each.encode() for each in texts))
