"""How likely each sentence of a record answers each question, tells a decision, or what to do.

Three logistic regressions over the words of a sentence tell what it *seems*; one over the words,
numbers and meanings that it shares with questions, carried on from sentence to sentence, which one
is *spoken of*: who answers seldom repeats its words. What they say of a sentence and of those
beside it is weighed together. All was learnt on invented meetings, of hands that knew nothing of
the program (`python -m bench.notes_training`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import exp, log

from bot.core.patterns import lazy_pattern
from bot.french.aims.weighing import features
from bot.french.folding import spaced
from bot.french.learnt import kept
from bot.french.words import clauses, terms
from bot.meaning.vector import likeness_to
from bot.meeting.record.rules import ProposalKind

Likeness = Mapping[str, bytes]
"""The vectors of texts, by their words."""

Facts = Mapping[str, float]

PROPOSED = (ProposalKind.ANSWER, ProposalKind.DECISION, ProposalKind.ACTION)


def likelihood(what: str, facts: Facts) -> float:
    """Return how likely something is, from 0 to 1, by the weights that were learnt."""
    return 1 / (1 + exp(-max(-30.0, min(30.0, _weighed(what, facts)))))


def features_of(sentence: str) -> Facts:
    """Return what tells what a sentence seems, alone."""
    folded = spaced(sentence)
    return features(sentence, [name for name, cue in _CUES.items() if cue.search(folded)])


def seeming(said: Sequence[str]) -> Mapping[ProposalKind, Sequence[float]]:
    """Return the log-odds that each sentence, alone, seems to be of each kind."""
    alone = [features_of(each) for each in said]
    return {
        kind: [_weighed(f"seems {kind.value}", each) for each in alone] for kind in ProposalKind
    }


def telling(seems: Mapping[ProposalKind, Sequence[float]]) -> Sequence[Facts]:
    """Return what tells whether each sentence is a decision, or something to do."""
    rows = {kind.value: row for kind, row in seems.items()}
    return [_beside(rows, at) for at in range(len(seems[ProposalKind.ANSWER]))]


def answering(
    said: Sequence[str],
    asked: Mapping[int, str],
    meant: Likeness | None,
    seems: Sequence[float],
) -> Iterator[Sequence[Facts]]:
    """Give, for each question (`asked`, by number), what tells whether each sentence answers it."""
    named = _named(said, asked, meant)
    for row, spoken in zip(named, _spoken_of(named), strict=True):
        rows = {
            "named": row,
            "spoken": spoken,
            "spoken odds": [log(each / (1 - each)) for each in spoken],
            "seems": seems,
            "both": [one * two for one, two in zip(seems, spoken, strict=True)],
        }
        yield [
            {**_beside(rows, at), "named before": max(row[max(0, at - _BEFORE) : at], default=0.0)}
            for at in range(len(said))
        ]


def _beside(rows: Mapping[str, Sequence[float]], at: int) -> Facts:
    """Return what rows say of a place, of the one before it and of the one after it."""
    return {
        "": 1.0,
        **{
            f"{name} {by}": row[at + by] if 0 <= at + by < len(row) else 0.0
            for name, row in rows.items()
            for by in (-1, 0, 1)
        },
    }


def _named(
    said: Sequence[str], asked: Mapping[int, str], meant: Likeness | None
) -> Sequence[Sequence[float]]:
    """Return the log-odds that each sentence, alone, is about each question."""
    numbers = [set(map(int, _NUMBER.findall(each))) for each in said]
    rows = []
    for (number, text), shared in zip(asked.items(), _shared(said, asked), strict=True):
        close = _close(said, text, meant) if meant else [0.0] * len(said)
        rows.append(
            [
                _SHARED * words + _NUMBERED * (number in its) + _CLOSE * alike + _ABOUT
                for words, its, alike in zip(shared, numbers, close, strict=True)
            ]
        )
    return rows


def _shared(said: Sequence[str], asked: Mapping[int, str]) -> Iterator[Sequence[float]]:
    """Give the part of each question's words that each sentence has: rare ones count for more."""
    stems = [frozenset(terms(each)) for each in said]
    held = Counter(stem for each in stems for stem in each)
    for text in asked.values():
        worth = [
            (each, each.weight * log(2 * (len(stems) + 1) / (2 * held[each.stem] + 1)))
            for each in clauses(text)
        ]
        whole = sum(its for _, its in worth) or 1.0
        yield [
            sum(
                its if each.stem in here else _SYNONYM * its
                for each, its in worth
                if each.stem in here or not here.isdisjoint(each.others)
            )
            / whole
            for here in stems
        ]


def _close(said: Sequence[str], question: str, meant: Likeness) -> Sequence[float]:
    """Return how much closer to a question each sentence is than they are on average."""
    likeness = likeness_to(meant[question])
    found = [likeness(meant[each]) for each in said]
    return [each - sum(found) / len(found) for each in found]


def _spoken_of(named: Sequence[Sequence[float]]) -> Sequence[Sequence[float]]:
    """Return how likely each question is the one spoken of at each place, by all that is said.

    A hidden Markov model, by its forward and backward passes: what is spoken of, a question or
    none, goes on from one sentence to the next, or moves on to any other.
    """
    heard = [[1.0, *map(exp, each)] for each in zip(*named, strict=True)]
    found = []
    for before, here, after in zip(
        _carried(heard), heard, reversed([*_carried(heard[::-1])]), strict=True
    ):
        likely = [one * two * three for one, two, three in zip(before, here, after, strict=True)]
        whole = sum(likely)
        found.append([max(_LEAST, min(1 - _LEAST, each / whole)) for each in likely[1:]])
    return [[each[place] for each in found] for place in range(len(named))]


def _carried(heard: Sequence[Sequence[float]]) -> Iterator[Sequence[float]]:
    """Give how likely each is spoken of at each place, by what was heard before."""
    now = [1.0] * len(heard[0]) if heard else []
    for here in heard:
        yield now
        likely = [one * two for one, two in zip(now, here, strict=True)]
        whole, moves = sum(likely), (1 - _STAYS) / len(likely)
        now = [_STAYS * each / whole + moves for each in likely]


def _weighed(what: str, facts: Facts) -> float:
    weights = kept(__package__)
    return sum(weights.get(f"{what} {name}", 0.0) * value for name, value in facts.items())


_SHARED, _NUMBERED, _CLOSE, _ABOUT = 6.0, 7.0, 7.0, 1.5
"""What shared words, a question's number and a close meaning weigh; fitted on what was answered."""

_STAYS = 0.79
"""How likely what is spoken of goes on with the next sentence."""

_SYNONYM, _LEAST, _BEFORE = 0.8, 0.0067, 8

_NUMBER = lazy_pattern(
    r"(?i)(?:\b(?:la|questions?|n°|n[or]|q|num[ée]ro|besoin|sujet)|#|^\W*|[(\[;.])\s{0,2}(?:n°\s?)?"
    r"(\d{1,6})\b(?!\s?(?:[€%/]|[h:,.]\d|h\b|euros?|ans?\b|min|personnes|janv|f[ée]v|mars|avril|mai|"
    r"juin|juil|ao[uû]t|sept|oct|nov|d[ée]c))"
)
_CUES = {
    "decides": lazy_pattern(
        r"\b(?:on (?:decide|valide|adopte|acte|vote|tranche)|c est (?:\w+ )?(?:acte|decide|valide|"
        r"vote|entendu|adopte))\b|^\W*(?:acte|decision|decide|valide)\b"
    ),
    "by when": lazy_pattern(
        r"\b(?:d ici|avant|avt|(?:pour|pr) (?:le|la|fin|debut)|(?:des|ce|cette) (?:demain|soir|"
        r"semaine|mois)|demain|lundi|mardi|mercredi|jeudi|vendredi|\d{1,2}/\d{1,2})\b"
    ),
}
