"""How likely a sentence is after each thing that it may be after, by its words: weights, learnt.

A logistic regression on words, pairs of words, bits of words (slips), the first words, and a few
facts: where it was said, by whom, under which card, whether it asks or bears a link. It was learnt
on what many hands say to such a bot (`python -m bench.said_training`). A word that is neither usual
nor short is as any other rare word: it may be the name of someone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import Enum
from functools import cache
from itertools import pairwise
from math import exp, sqrt

from bot.core.patterns import lazy_pattern
from bot.french.folding import spaced
from bot.french.learnt import each_kept
from bot.french.personal.words import ORDINARY, USUAL

LONGEST = 600
"""Characters of a text that are weighed: what it is after is said in its first sentences."""


class SentenceAim(Enum):
    """What a sentence is after. Their order is that of the weights."""

    AGENDA = "agenda"
    ANNOUNCE = "announce"
    ANSWER = "answer"
    ASK = "ask"
    COMING = "coming"
    COURTESY = "courtesy"
    DEADLINE = "deadline"
    HELP = "help"
    LATE = "late"
    LETTER = "letter"
    ME_TOO = "metoo"
    MINUTES = "minutes"
    NOT_COMING = "notcoming"
    OWN = "own"
    POLL = "poll"
    SEARCH = "search"
    SETTINGS = "settings"
    SHARE = "share"
    STATUS = "status"
    STOP = "stop"
    SURVEY = "survey"
    TELL = "tell"
    UNSIGNED = "unsigned"
    UPWARD = "upward"
    WHEN = "when"


def likeliest(text: str, facts: Collection[str]) -> Mapping[SentenceAim, float]:
    """Return how likely each aim is, from 0 to 1, the likeliest first.

    `facts` are what is known besides: « direct », « coordinator », « under question ».
    """
    kept = weights()
    sums = [0.0] * len(SentenceAim)
    for name, scale in features(text, facts).items():
        for place, step in enumerate(kept.get(name, ())):
            sums[place] += scale * (step - MIDDLE)
    shares = [exp(each * STEP) for each in sums]
    found = zip(SentenceAim, (share / sum(shares) for share in shares), strict=True)
    return dict(sorted(found, key=lambda each: -each[1]))


def worth_offering(likely: Mapping[SentenceAim, float]) -> Sequence[SentenceAim]:
    """Return the likeliest aim, and those that are likely enough beside it, in order.

    What is looked for may also be asked: that comes first.
    """
    found = [aim for rank, (aim, share) in enumerate(likely.items()) if not rank or share >= LEAST]
    if found[0] is SentenceAim.SEARCH:
        found.sort(key=lambda aim: aim is not SentenceAim.ASK)
    return found


def is_courtesy(likely: Mapping[SentenceAim, float]) -> bool:
    """Tell whether nothing is asked, as surely as may be told: chat, or thanks."""
    polite, asks = likely[SentenceAim.COURTESY], likely[SentenceAim.ASK]
    return polite >= SURELY_POLITE and asks < LEAST


def features(text: str, facts: Collection[str]) -> Mapping[str, float]:
    """Return what is weighed of a sentence, and by how much its weight is multiplied."""
    text = text[:LONGEST]
    said = _LINK.sub(" ", text)
    words = [_told(word) for word in _WORD.findall(_NUMBER.sub("0", spaced(said)))]
    names = {f"1{word}" for word in words} | {f"^{word}" for word in words[:_FIRST]}
    names.update(f"{one} {two}" for one, two in pairwise(("^", *words, "$")))
    names.update(bit for word in set(words) for bit in _bits(word))
    known = {*facts, _LENGTHS[min(len(words) // _SHORT, len(_LENGTHS) - 1)]}
    known |= {name for name, is_so in _seen(text, said).items() if is_so}
    scale = 4 / sqrt(len(names) + _USUAL)
    return {
        "": 1.0,
        **dict.fromkeys(names, scale),
        **dict.fromkeys((f"~{each}" for each in known), 1.0),
    }


LEAST = 0.02
"""The share from which an aim is worth a button beside the likeliest."""

SURELY_POLITE = 0.6
"""The share from which a courtesy is sure."""

STEP = 0.05
"""What a letter is more than the one before it."""

MIDDLE = ord("O")
"""The letter that weighs nothing."""

_USUAL = 20
"""Added to the number of names, so that one alone does not weigh as much as ten."""

_FIRST = 3
_SHORT = 6
_LENGTHS = ("short", "middling", "middling", "middling", "long")
_TINY = 3
"""Letters up to which a word is itself: « svp », « cr »."""

_BIT = 4
_LINK = lazy_pattern(r"<?\b(?:https?://|www\.)\S+")
_NUMBER = lazy_pattern(r"\d+")
_WORD = lazy_pattern(r"[a-z]+|0|[?!]|[\u2600-\u27bf\U0001F000-\U0001FAFF]")


def _seen(text: str, said: str) -> Mapping[str, bool]:
    return {
        "link": said != text,
        "asks": "?" in said,
        "ends asking": said.rstrip().endswith("?"),
    }


def _told(word: str) -> str:
    """Return what is weighed of a word: itself, unless it may be the name of someone."""
    return word if len(word) <= _TINY or word in ORDINARY or word in USUAL else "<rare>"


def _bits(word: str) -> Sequence[str]:
    edged = f"<{word}>"
    return [edged[at : at + _BIT] for at in range(len(edged) - _BIT + 1)] if word.isalpha() else ()


@cache
def weights() -> Mapping[str, bytes]:
    """Return the weights of each feature for the aims, read once: a letter for each."""
    return {name: each.encode() for each, names in each_kept(__package__) for name in names}
