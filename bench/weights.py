"""Weights that were learnt, written as `bot.french.learnt` reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

from bot.french.aims.weighing import MIDDLE, STEP
from bot.french.learnt import FILE, kept

_MOST = 46
"""Steps of the heaviest weight of an aim: all letters are printed ones, and no space."""


def learnt_by(trainer: Any, settings: Mapping[str, float]) -> Any:  # noqa: ANN401
    """Train a chain of pycrfsuite's; return its `transitions` and `state_features`."""
    import pycrfsuite  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415

    trainer.set_params(settings)
    tagger = pycrfsuite.Tagger()
    with TemporaryDirectory() as folder:
        model = str(Path(folder) / "model")
        trainer.train(model)
        tagger.open(model)
        told = tagger.info()
        tagger.close()
    return told


def keep(reader: ModuleType, weights: str) -> None:
    """Write weights beside the module that reads them, which then reads them again."""
    Path(str(reader.__file__)).with_name(FILE).write_text(weights, encoding="utf-8")
    kept.cache_clear()
    for each in vars(reader).values():
        if hasattr(each, "cache_clear"):
            each.cache_clear()


def written(weights: Mapping[str, float]) -> str:
    """Return weights as they are kept, rounded to hundredths."""
    return lines({name: str(round(100 * weight)) for name, weight in weights.items()})


def lines(weights: Mapping[str, str]) -> str:
    """Return weights that are already written, one line for each, with all that weighs so."""
    names: dict[str, list[str]] = defaultdict(list)
    for name, weight in weights.items():
        names[weight].append(name)
    return "".join("\t".join([weight, *sorted(names[weight])]) + "\n" for weight in sorted(names))


def of_kinds(weights: Mapping[str, Mapping[str, float]]) -> Mapping[str, str]:
    """Return the weights of each feature for some kinds as they are kept: « 43 name,-12 phone »."""
    return {
        name: ",".join(f"{round(100 * weight)} {kind}" for kind, weight in sorted(its.items()))
        for name, its in weights.items()
    }


def letters(weights: Mapping[str, Sequence[float]]) -> Mapping[str, str]:
    """Return the weights of each feature for the aims as they are kept: a letter for each."""
    return {
        name: "".join(chr(MIDDLE + max(-_MOST, min(_MOST, round(each / STEP)))) for each in of_aims)
        for name, of_aims in weights.items()
    }
