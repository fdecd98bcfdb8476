"""Weights that were learnt, as they are kept beside what reads them: one line for each weight.

A line has a weight in hundredths, then the names of all that weighs so, between tabs; the empty
name is what everything starts from. What weighs for several kinds has them all in place of one
weight: « 43 name,-12 phone ».
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import TypeVar

FILE = "weights.tsv"

Weight = TypeVar("Weight")


def kept(package: str) -> Mapping[str, float]:
    """Return the weights that a package keeps."""
    return {"": 0.0, **kept_as(package, lambda weight: int(weight) / 100)}


def kept_as(package: str, read: Callable[[str], Weight]) -> dict[str, Weight]:
    """Return what `read` makes of each weight that a package keeps, by name."""
    found: dict[str, Weight] = {}
    for line in (files(package) / FILE).read_text(encoding="utf-8").splitlines():
        weight, *names = line.split("\t")
        found.update(dict.fromkeys(names, read(weight)))
    return found


def written(weights: Mapping[str, float]) -> str:
    """Return weights as they are kept, rounded to hundredths."""
    return lines({name: str(round(100 * weight)) for name, weight in weights.items()})


def lines(weights: Mapping[str, str]) -> str:
    """Return weights that are already written, one line for each, with all that weighs so."""
    names: dict[str, list[str]] = defaultdict(list)
    for name, weight in weights.items():
        names[weight].append(name)
    return "".join("\t".join([weight, *sorted(names[weight])]) + "\n" for weight in sorted(names))
