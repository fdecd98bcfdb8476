"""Weights that were learnt, as they are kept beside what reads them: one line for each weight.

A line has a weight in hundredths, then all that weighs so, between tabs; the empty name is what
everything starts from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from importlib.resources import files

FILE = "weights.tsv"


def kept(package: str) -> Mapping[str, float]:
    """Return the weights that a package keeps."""
    text = (files(package) / FILE).read_text(encoding="utf-8")
    found = {"": 0.0}
    for line in text.splitlines():
        weight, *names = line.split("\t")
        found.update(dict.fromkeys(names, int(weight) / 100))
    return found


def written(weights: Mapping[str, float]) -> str:
    """Return weights as they are kept, rounded to hundredths."""
    lines: dict[int, list[str]] = defaultdict(list)
    for name, weight in weights.items():
        lines[round(100 * weight)].append(name)
    return "".join(
        "\t".join([str(weight), *sorted(names)]) + "\n" for weight, names in sorted(lines.items())
    )
