"""How much a text looks like a wish for discretion, by the weights of its words and notions.

The weights were learnt on labelled phrases by many hands (`bench/discretion_training.py`): a
logistic regression on words, pairs of words, bits of words (slips), pairs of notions (`concepts`)
and what stands beside a notion; and, for the whole text, on the phrases found in it (`reading`) and
on where it was said. A rare word is as any other rare word: it may be the name of someone. Zero is
where the two are as likely. A wish is most often one part of the text: the whole text and each of
its sentences are weighed, the heaviest counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from math import sqrt

from bot.french.discretion.concepts import concepts
from bot.french.learnt import kept
from bot.french.personal.words import ORDINARY, USUAL

REACH = 6
"""Words between which two notions are read together."""

LONGEST = 60
"""Words of a sentence that are weighed together; a longer one is weighed by pieces."""

SAID = "~said"
"""What is known of a text that was said to the bot, not given for a question or an answer."""

_RARE = "<rare>"
"""Stands for any word that is neither a usual one nor a notion: no surname has a weight."""

_TINY = 3
"""Letters up to which a word is itself: « mdr », « sms »."""

_SHORT = 6
"""Words under which a part of a sentence is short: requests often are."""

_BITS = (3, 4)
_USUAL = 3
"""Added to the number of words, so that one word alone does not weigh as much as ten."""

_DETERMINERS = frozenset(
    ("le", "la", "les", "l", "un", "une", "des", "du", "de", "d", "ce", "cet", "cette", "ces", "au")
)
_NOUN_LIKE = 4
"""Letters from which a word without a notion is likely to be a noun: « CV anonyme »."""


def weigh(words: Sequence[str]) -> float:
    """Weigh the words of a text in plain spelling, « | » and « , » among them."""
    weights = kept(__package__)
    return weights[""] + max(_weigh(part, weights) for part in parts(words))


def added(known: Iterable[str]) -> float:
    """Return what is added to the weight of a text by what else is known of it."""
    return sum(kept(__package__).get(each, 0) for each in known)


def parts(words: Sequence[str]) -> Sequence[Sequence[str]]:
    """Return what is weighed of a text: each of its sentences, and all of it if it is short."""
    words = [_told(word) for word in words]
    found = [part for whole in _split(words, "|") for part in _pieces(whole)]
    if len(words) <= LONGEST and len(found) != 1:
        found.append(words)
    return found or [words]


def features(words: Sequence[str]) -> Sequence[str]:
    """Return what is weighed in some words."""
    return [bit for word in dict.fromkeys(words) for bit in _inside(word)] + list(_between(words))


def scale(words: Sequence[str]) -> float:
    """Return what the sum of the weights is multiplied by: many words weigh no more than few."""
    return 1 / sqrt(len(words) + _USUAL)


@lru_cache(maxsize=8_192)
def _told(word: str) -> str:
    """Return what is weighed of a word: itself, unless it may be the name of someone."""
    usual = len(word) <= _TINY or word in ORDINARY or word in USUAL or concepts(word)
    return word if usual else _RARE


def _weigh(words: Sequence[str], weights: Mapping[str, float]) -> float:
    total = sum(_word_weight(word) for word in set(words))
    total += sum(weights.get(each, 0) for each in _between(words))
    return scale(words) * total


@lru_cache(maxsize=8_192)
def _word_weight(word: str) -> float:
    weights = kept(__package__)
    return sum(weights.get(bit, 0) for bit in _inside(word))


def _inside(word: str) -> Sequence[str]:
    bits = [f"1{word}", *concepts(word)]
    if len(word) > 2 and word.isalpha():  # noqa: PLR2004  « de » has no bits of its own
        edged = f"<{word}>"
        bits += [edged[at : at + size] for size in _BITS for at in range(len(edged) - size + 1)]
    return bits


def _between(words: Sequence[str]) -> set[str]:
    found = {f"{one} {two}" for one, two in pairwise(("^", *words, "$"))}
    found.update(_beside(words))
    clauses = [part for sentence in _split(words, "|") for part in _split(sentence, ",")]
    for place, part in enumerate(clauses):
        carried = [(at, notions) for at, word in enumerate(part) if (notions := concepts(word))]
        marks = {
            "first": place == 0,
            "last": place == len(clauses) - 1,
            "short": len(part) <= _SHORT,
        }
        where = [mark for mark, true in marks.items() if true]
        found.update(f"{mark}:{one}" for _, here in carried for one in here for mark in where)
        for rank, (at, here) in enumerate(carried, start=1):
            for there, later in carried[rank : rank + REACH]:
                if there == at + 1:
                    found.update(f"{one}+{two}" for one in here for two in later)
                if there <= at + REACH:
                    found.update(f"{one}>{two}" for one in here for two in later)
    return found


def _beside(words: Sequence[str]) -> Iterable[str]:
    """Give each notion with the kinds of the words around it: a lone « anonyme » is no noun's."""
    kinds = ["^", "^", *map(kind, words), "$", "$"]
    for at, word in enumerate(words, start=2):
        before, after = kinds[at - 1], kinds[at + 1]
        for notion in concepts(word):
            yield f"<{before}<{notion}"
            yield f">{notion}>{after}"
            yield f"<{before}<{notion}>{after}"
            yield f"<{kinds[at - 2]}<{before}<{notion}"
            yield f">{notion}>{after}>{kinds[at + 2]}"


@lru_cache(maxsize=8_192)
def kind(word: str) -> str:
    """Return what sort of word it is, for those beside it."""
    if word in ("|", ","):
        return word
    if word in _DETERMINERS:
        return "the"
    return next(iter(concepts(word)), "noun" if len(word) >= _NOUN_LIKE else "short")


def _split(words: Sequence[str], mark: str) -> Sequence[Sequence[str]]:
    parts: list[list[str]] = [[]]
    for word in words:
        if word == mark:
            parts.append([])
        else:
            parts[-1].append(word)
    return [part for part in parts if part]


def _pieces(words: Sequence[str]) -> Sequence[Sequence[str]]:
    if len(words) <= LONGEST:
        return [words]
    step = LONGEST // 2
    return [words[at : at + LONGEST] for at in range(0, len(words) - step, step)]
