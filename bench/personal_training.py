"""Learn the weights of `bot/french/personal/weights.tsv`, and tell what they are worth.

    pip install python-crfsuite && python -m bench.personal_training

python-crfsuite is needed here only. The texts are those of `data/personal_training.json`, that many
hands wrote and marked without having seen the program, and older ones. The parts that are BLIND
(`bench/personal.py`) are never learnt from.

What is printed and kept in `data/personal_estimate.json`, for the bench, is the estimate for a new
hand: one hand in EVERY is read with weights that were learnt without these.
"""

from __future__ import annotations

import json
import re
import sys
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bench.personal import DATA, ESTIMATE, OLDER, Marked, count, marked
from bench.weights import keep, learnt_by, lines, of_kinds
from bot.french.personal import DataKind, personal_data, weighing
from bot.french.personal.chunks import Chunk
from bot.french.personal.reading import PlainText
from bot.french.personal.weighing import read
from bot.french.personal.words import GIVEN_NAMES

EVERY = 5
_PACKAGE = Path(weighing.__file__).parent
_WIDTH = 100
_COMMON = 3
"""Texts, or hands, that write a word without a capital, from which on it is ordinary, or usual."""

_SETTINGS = {"c1": 0.05, "c2": 0.2, "max_iterations": 60, "feature.minfreq": 2}
_LIGHTEST = 0.05
"""Under which a weight is left out."""

_LOWER = re.compile(r"(?<![A-Za-z@._/-])[a-z]{2,}(?![A-Za-z@_/])", re.ASCII)
_NO_WORDS = re.compile(r"\[\[(?:name|secret|email|profile)\|.*?\]\]|\[\[[a-z ]+\||\]\]", re.DOTALL)


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


def usual_words(ordinary: Sequence[str]) -> Sequence[str]:
    """Return the other words that several hands write without a capital, and no name."""
    hands = defaultdict[str, set[str]](set)
    for one in marked():
        if one.hand != OLDER:
            for word in _LOWER.findall(PlainText.of(_NO_WORDS.sub(" ", one.text)).plain):
                hands[word].add(one.hand)
    new = hands.keys() - {*ordinary, *GIVEN_NAMES}
    return sorted(word for word in new if len(hands[word]) >= _COMMON)


Lesson = tuple[Sequence[Sequence[str]], Sequence[str]]
"""What is seen of some chunks that follow each other, and the kind of each."""

Span = tuple[int, int, DataKind]


def lessons(text: str, spans: Sequence[Span]) -> Iterator[tuple[Lesson, Sequence[Lesson]]]:
    """Give what each line of a text teaches, whose data is at some spans: the line, its chunks."""
    reading = read(text)
    for line in weighing.lines_of(reading.plain):
        kinds = [_kind(reading, chunk, spans) for chunk in line]
        seen = [list(each) for each in weighing.features(line, range(len(line)))]
        suspect = [kind if kind == weighing.NONE else weighing.SUSPECT for kind in kinds]
        yield (
            (seen, kinds),
            [
                ([glance], [kind])
                for glance, kind in zip(weighing.glances(line), suspect, strict=True)
            ],
        )


def _kind(reading: PlainText, chunk: Chunk, spans: Sequence[Span]) -> str:
    """Return the kind of the span that holds most of a chunk."""
    start, end = reading.span(chunk.start, chunk.end)
    held = [(min(last, end) - max(first, start), kind.value) for first, last, kind in spans]
    most, kind = max(held, default=(0, weighing.NONE))
    return kind if most > 0 else weighing.NONE


def learn(texts: Iterable[Marked]) -> Mapping[str, Mapping[str, float]]:
    """Return the weights of each feature for each kind that texts teach."""
    import pycrfsuite  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415

    whole, chunks_ = pycrfsuite.Trainer(verbose=False), pycrfsuite.Trainer(verbose=False)
    for one in texts:
        for line, its_chunks in () if one.doubtful else lessons(*one.read()):
            whole.append(*line)
            for chunk in its_chunks:
                chunks_.append(*chunk)
    weights = defaultdict[str, dict[str, float]](dict)
    for trainer in (whole, chunks_):
        told = learnt_by(trainer, _SETTINGS)
        if trainer is whole:
            for (before, kind), weight in told.transitions.items():
                weights[f"{weighing.THEN} {before}"][kind] = weight
        for (feature, kind), weight in told.state_features.items():
            against = trainer is chunks_ and kind == weighing.NONE
            named = kind if trainer is whole else weighing.SUSPECT
            so_far = weights[feature]
            so_far[named] = so_far.get(named, 0) + (-weight if against else weight)
    return {name: heavy for name, all_ in weights.items() if (heavy := _heavy(name, all_))}


def _heavy(name: str, weights: Mapping[str, float]) -> Mapping[str, float]:
    if name.startswith(weighing.THEN):
        return weights
    return {kind: weight for kind, weight in weights.items() if abs(weight) >= _LIGHTEST}


def estimate(texts: Sequence[Marked]) -> Mapping[str, Mapping[str, int]]:
    """Return what is counted of some hands with weights that were learnt without them."""
    hands = [hand for hand in dict.fromkeys(each.hand for each in texts) if hand != OLDER]
    here = set(hands[::EVERY])
    keep(weighing, lines(of_kinds(learn(each for each in texts if each.hand not in here))))
    told: dict[str, Counter[str]] = {}
    for one in texts:
        if one.hand in here and not one.doubtful:
            text, spans = one.read()
            counted = count([kind for _, _, kind in spans], personal_data(text))
            told.setdefault(one.hand, Counter()).update(counted)
    return told


def write_words() -> None:
    """Write the lists of words anew: the ordinary ones are also what discretion reads by."""
    ordinary = ordinary_words()
    for name, words in (("ordinary", ordinary), ("usual", usual_words(ordinary))):
        text = textwrap.fill(" ".join(words), _WIDTH) + "\n"
        (_PACKAGE / f"{name}_words.txt").write_text(text, encoding="utf-8")


def main() -> None:
    """Estimate, learn from all, and write both; with « words », write the lists of words instead.

    What reads these has to be loaded again.
    """
    if "words" in sys.argv[1:]:
        write_words()
        return
    texts = marked()
    text = json.dumps(estimate(texts), indent=1, sort_keys=True)
    ESTIMATE.write_text(f"{text}\n", encoding="utf-8")
    print(text)
    keep(weighing, lines(of_kinds(learn(texts))))


if __name__ == "__main__":
    main()
