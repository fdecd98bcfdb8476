"""A given name weighs as much as any other, whoever bears it."""

from __future__ import annotations

import random

import pytest

from bench.discretion import WISHES, labelled
from bot.french.discretion import read
from bot.french.intents import read_intent
from bot.french.personal import personal_data
from bot.french.personal.words import GIVEN_NAMES, ORDINARY

TEXTS = 40
NAMES = 200
EVERY = 10
"""Each name is tried in one text of so many."""

OURS = ("amina", "nadia", "louis", "zoe", "marc", "rachid", "bruno", "ines")


def _texts(*wishes: str) -> list[str]:
    return [one.text for one in labelled("dev5") if one.wish in wishes][:TEXTS]


@pytest.mark.parametrize("texts", [_texts("none"), _texts(*WISHES)], ids=["ordinary", "discreet"])
def test_no_given_name_changes_what_is_read(texts: list[str]) -> None:
    draw = random.Random(12)  # noqa: S311  a reproducible draw
    common = sorted(name for name in {*GIVEN_NAMES} - {*ORDINARY} if len(name) > 3)
    names = [*OURS, *draw.sample(common, NAMES - len(OURS))]
    usual = [_read(_with("Camille", place, text)) for place, text in enumerate(texts)]

    changed = [
        (name, text)
        for number, name in enumerate(names)
        for place, text in enumerate(texts)
        if (place + number) % EVERY == 0
        and _read(_with(name.capitalize(), place, text)) != usual[place]
    ]

    assert changed == []


def _with(name: str, place: int, text: str) -> str:
    """Return a text addressed to someone, or signed, in turn."""
    return f"{name}, {text}" if place % 2 else f"{text} {name}"


def _read(text: str) -> tuple[object, ...]:
    """Return what each reader of a text decides."""
    return read(text).asked, {each.kind for each in personal_data(text)}, read_intent(text)
