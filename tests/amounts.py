"""How much a test tries: some of it in `make test`, all of it in `make test-long`.

The second runs what is marked `exhaustive`, and all that hypothesis draws, by the profile `all`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, settings

T = TypeVar("T")

SOME = 25
ALL = 100
"""Examples of each property; the two profiles of hypothesis."""


def register() -> None:
    """Name the profiles, and choose the first, which `--hypothesis-profile=all` overrides.

    On a busy machine any example may be slow: none has a deadline.
    """
    patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.register_profile("some", patient, max_examples=SOME)
    settings.register_profile("all", patient, max_examples=ALL)
    settings.load_profile("some")


def examples(count: int) -> settings:
    """Return the settings of a property of which `make test-long` draws so many examples."""
    return settings(max_examples=max(1, count * settings().max_examples // ALL))


def some_or_all(some: T, everything: T) -> Sequence[object]:
    """Return the cases of a test: the first in `make test`, the second in `make test-long`."""
    marked = pytest.param(everything, marks=pytest.mark.exhaustive, id="all")
    return [pytest.param(some, id="some"), marked]


def sample(items: Iterable[pytest.Item]) -> None:
    """Leave to `make test-long` the cases that a test marked `sample(one_in=…)` can spare."""
    for item in items:
        marked = item.get_closest_marker("sample")
        if marked is None or not isinstance(item, pytest.Function):
            continue
        if sum(item.callspec.indices.values()) % marked.kwargs["one_in"]:
            item.add_marker(pytest.mark.exhaustive)
