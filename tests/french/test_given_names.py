"""A name weighs as much as any other, whoever bears it."""

from __future__ import annotations

import random

import pytest

from bench.discretion import WISHES, labelled
from bot.french.discretion import read, weighing
from bot.french.intents import read_intent
from bot.french.learnt import kept
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


@pytest.mark.parametrize("texts", [_texts("none"), _texts(*WISHES)], ids=["ordinary", "discreet"])
def test_no_surname_changes_what_is_read(texts: list[str]) -> None:
    draw = random.Random(13)  # noqa: S311  a reproducible draw
    parts = [each.split() for each in _SURNAMES]
    invented = {"".join(map(draw.choice, parts)).capitalize() for _ in range(2 * NAMES)}
    names = [*_OURS_TOO, *sorted(name for name in invented if name.lower() not in ORDINARY)][:NAMES]
    usual = [read(_with("Delvaux", place, text)).asked for place, text in enumerate(texts)]

    changed = [
        (name, text)
        for number, name in enumerate(names)
        for place, text in enumerate(texts)
        if (place + number) % EVERY == 0
        and read(_with(name, place, text)).asked is not usual[place]
    ]

    assert changed == []


def test_no_weight_belongs_to_a_name() -> None:
    """A word with a weight is a usual one, or carries a notion, or is as short as « sms »."""
    weighed = (each[1:] for each in kept("bot.french.discretion") if each.startswith("1"))
    words = {each for each in weighed if each.isalpha()}

    assert not words & {name for name in GIVEN_NAMES if name not in ORDINARY and len(name) > 3}
    assert not words & {name.lower() for name in _OURS_TOO}
    assert all(weighing.parts([word]) == [[word]] for word in words)


_SURNAMES = (
    "ber gal fer lan vor mich quen thi ska lach mor del bri seg nov bor ras cou vil ji",
    "ton dou gue ma li ro va nel ssa ba",
    "in eau ard oux ic el ier ez ani owski idi ou as y",
)
"""How surnames begin, go on and end."""

_OURS_TOO = (
    *("Bertonnel", "Ferroudjani", "Michu", "Vialatte", "Durand", "Nguyen"),
    *("Gardin", "Savary", "Lisiecki", "Vendroux"),
)


def _with(name: str, place: int, text: str) -> str:
    """Return a text addressed to someone, or signed, in turn."""
    return f"{name}, {text}" if place % 2 else f"{text} {name}"


def _read(text: str) -> tuple[object, ...]:
    """Return what each reader of a text decides."""
    return read(text).asked, {each.kind for each in personal_data(text)}, read_intent(text)
