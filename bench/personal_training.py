"""Learn the weights of `bot/french/personal/weights.tsv`, and tell what they are worth.

    pip install python-crfsuite && python -m bench.personal_training

python-crfsuite is needed here only. The texts are those of `data/personal_training.json`, that many
hands wrote and marked without having seen the program; and, of `data/personal_hands.json` and our
own `data/personal.json`, those whose kinds are what rules find: these have no marks, and what rules
found stands for them. The parts that are BLIND (`bench/personal.py`) are never learnt from.

What is printed and kept in `data/personal_estimate.json`, for the bench, is the estimate for a new
hand: the hands are parted in FOLDS, and each part is read with weights learnt without it.
"""

from __future__ import annotations

import json
import re
import tempfile
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bench.personal import BLIND, DATA, ESTIMATE, Marked, count, marked, of_hands, ours
from bot.french.learnt import FILE, written
from bot.french.personal import DataKind, by_rules, personal_data, read, weighing
from bot.french.personal.chunks import Chunk, chunks
from bot.french.personal.reading import PlainText

FOLDS = 5
_PACKAGE = Path(weighing.__file__).parent
_WORDS = _PACKAGE / "ordinary_words.txt"
_WIDTH = 100
_COMMON = 3
"""Texts that write a word without a capital, from which on it is ordinary."""

_WEIGHTS = _PACKAGE / FILE
_SPARSE, _STRONG = 0.05, 0.2
_ROUNDS = 120
_RAREST = 2
_LIGHTEST = 0.05
"""Under which a weight is left out."""

_LOWER = re.compile(r"(?<![A-Za-z@._/-])[a-z]{2,}(?![A-Za-z@_/])", re.ASCII)


def ordinary_words() -> Sequence[str]:
    """Return the words that the texts of the other benches write without a capital."""
    seen: Counter[str] = Counter()
    for path in sorted(DATA.rglob("*.json")):
        if not path.name.startswith("personal"):
            for text in _strings(json.loads(path.read_bytes())):
                seen.update(set(_LOWER.findall(PlainText.of(text).plain)))
    return sorted(word for word, texts in seen.items() if texts >= _COMMON)


def _strings(data: object) -> Iterator[str]:
    """Give the sentences of some data, and no label."""
    if isinstance(data, str):
        if data.count(" ") > 1:
            yield data
    elif isinstance(data, dict | list):
        for each in data.values() if isinstance(data, dict) else data:
            yield from _strings(each)


Lesson = tuple[Sequence[Sequence[str]], Sequence[str]]
"""What is weighed of each chunk of a line, and its kind."""

Span = tuple[int, int, DataKind]


def lessons(text: str, spans: Sequence[Span]) -> Iterator[Lesson]:
    """Give what each line of a text teaches, whose data is at some spans."""
    reading = read(text)
    for line in weighing.lines_of(chunks(reading.plain, by_rules(reading.plain))):
        weighed = [[" ".join(feature) for feature in each] for each in weighing.features(line)]
        yield weighed, [_kind(reading, chunk, spans) for chunk in line]


def _kind(reading: PlainText, chunk: Chunk, spans: Sequence[Span]) -> str:
    """Return the kind of the span that holds most of a chunk."""
    start, end = reading.span(chunk.start, chunk.end)
    held = [(min(last, end) - max(first, start), kind.value) for first, last, kind in spans]
    most, kind = max(held, default=(0, weighing.NONE))
    return kind if most > 0 else weighing.NONE


def of_marked(texts: Iterable[Marked]) -> Mapping[str, Sequence[Lesson]]:
    """Return, for each hand, the lessons of its texts, but for those that it was not sure of."""
    taught: dict[str, list[Lesson]] = {}
    for one in texts:
        its = taught.setdefault(one.hand, [])
        if not one.doubtful:
            its += lessons(*one.read())
    return taught


def unmarked() -> Sequence[Lesson]:
    """Return the lessons of our older sets: of the texts whose kinds are those that rules find."""
    hands = [one for one in of_hands() if one.part not in BLIND and not one.doubtful]
    taught: list[Lesson] = []
    for one in (*hands, *ours()):
        reading = read(one.text)
        found = by_rules(reading.plain)
        if Counter(each.kind for each in found) == Counter(one.kinds):
            spans = [(*reading.span(each.start, each.end), each.kind) for each in found]
            taught += lessons(one.text, spans)
    return taught


def learn(some: Iterable[Lesson]) -> Mapping[str, float]:
    """Return the weights that lessons teach, as `weighing` names them."""
    import pycrfsuite  # type: ignore[import-not-found]  # noqa: PLC0415

    trainer = pycrfsuite.Trainer(verbose=False)
    for weighed, taught in some:
        trainer.append(weighed, taught)
    trainer.set_params(
        {
            "c1": _SPARSE,
            "c2": _STRONG,
            "max_iterations": _ROUNDS,
            "feature.minfreq": _RAREST,
        }
    )
    tagger = pycrfsuite.Tagger()
    with tempfile.TemporaryDirectory() as folder:
        model = str(Path(folder) / "model")
        trainer.train(model)
        tagger.open(model)
        told = tagger.info()
        tagger.close()
    follows = {
        weighing.name_of(kind, (weighing.THEN, before)): weight
        for (before, kind), weight in told.transitions.items()
    }
    return follows | {
        weighing.name_of(kind, (feature,)): weight
        for (feature, kind), weight in told.state_features.items()
        if abs(weight) >= _LIGHTEST
    }


def _keep(weights: Mapping[str, float]) -> None:
    _WEIGHTS.write_text(written(weights), encoding="utf-8")
    weighing.reload()


def estimate(
    taught: Mapping[str, Sequence[Lesson]], older: Sequence[Lesson]
) -> Mapping[str, Mapping[str, int]]:
    """Return what is counted of each hand with weights that were learnt without it."""
    every = marked()
    told: dict[str, Counter[str]] = {}
    for fold in range(FOLDS):
        here = list(taught)[fold::FOLDS]
        _keep(learn([*_of([hand for hand in taught if hand not in here], taught), *older]))
        for one in every:
            if one.hand in here and not one.doubtful:
                text, spans = one.read()
                counted = count([kind for _, _, kind in spans], personal_data(text))
                told.setdefault(one.hand, Counter()).update(counted)
    return told


def _of(hands: Iterable[str], taught: Mapping[str, Sequence[Lesson]]) -> Iterator[Lesson]:
    return (each for hand in hands for each in taught[hand])


def main() -> None:
    """Estimate, learn from all, and write both; first of all the ordinary words, if they changed.

    Raises SystemExit when they did: what reads them has to be loaded again.
    """
    words = "\n".join(textwrap.wrap(" ".join(ordinary_words()), _WIDTH)) + "\n"
    if words != _WORDS.read_text(encoding="utf-8"):
        _WORDS.write_text(words, encoding="utf-8")
        raise SystemExit("The ordinary words were written anew: run this again.")
    taught, older = of_marked(marked()), unmarked()
    text = json.dumps(estimate(taught, older), indent=1, sort_keys=True)
    ESTIMATE.write_text(f"{text}\n", encoding="utf-8")
    print(text)
    _keep(learn([*_of(taught, taught), *older]))


if __name__ == "__main__":
    main()
