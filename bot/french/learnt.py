"""Weights that were learnt, as they are kept beside what reads them: one line for each weight.

A line has a weight in hundredths, then the names of all that weighs so, between tabs; the empty
name is what everything starts from. What weighs for several kinds has them all in place of one
weight: « 43 name,-12 phone ».
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

FILE = "weights.tsv"


@cache
def kept(package: str) -> Mapping[str, float]:
    """Return the weights that a package keeps, read once."""
    found = {"": 0.0}
    for weight, names in each_kept(package):
        found.update(dict.fromkeys(names, int(weight) / 100))
    return found


def each_kept(package: str) -> Iterator[tuple[str, Sequence[str]]]:
    """Give each weight with the names of what weighs so: never all the file at once."""
    with (files(package) / FILE).open(encoding="utf-8") as lines_:
        for line in lines_:
            weight, *names = line.rstrip("\n").split("\t")
            yield weight, names
