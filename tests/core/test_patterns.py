"""Patterns are compiled at their first use, and once."""

from __future__ import annotations

import gc
import importlib
import pkgutil
import re
from collections.abc import Callable
from types import ModuleType

import pytest

import bot
import commands
import scheduler
from bot.core import patterns
from bot.core.patterns import lazy_pattern


def test_a_pattern_is_compiled_at_its_first_use_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    compile_now: Callable[[str, int], re.Pattern[str]] = re.compile

    def compiled(pattern: str, flags: int) -> re.Pattern[str]:
        asked.append(pattern)
        return compile_now(pattern, flags)

    monkeypatch.setattr(re, "compile", compiled)
    month = lazy_pattern(r"(?P<month>mars|avril)", re.IGNORECASE)

    assert month.pattern == r"(?P<month>mars|avril)"
    assert not asked
    found = month.search("le 3 Mars")
    assert found is not None
    assert found["month"] == "Mars"
    assert month.sub("mai", "en avril") == "en mai"
    assert month.groupindex == {"month": 1}
    assert asked == [month.pattern]


def test_every_pattern_of_the_house_compiles() -> None:
    for package in (bot, commands, scheduler):
        _import_all(package)

    found = [each for each in gc.get_objects() if type(each) is patterns._LazyPattern]

    assert found
    assert all(each._compiled for each in found)


def _import_all(package: ModuleType) -> None:
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if ".migrations" not in module.name:
            importlib.import_module(module.name)
