"""Cuts a text into the pieces of words that the model knows: the likeliest ones.

A unigram model (Kudo 2018, « Subword Regularization »), as SentencePiece has it: of all the ways to
write a text with pieces, the one of which the scores add up to the most.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.patterns import lazy_pattern
from bot.meaning.weights import PackedWeights

SPACE = "\u2581"
"""What pieces have in place of a space."""

ASKED = "query: "
"""What the model expects before a text that is compared with others like it."""

_WORSE = 10.0
"""How much less an unknown character is worth than the least piece."""

_SPACES = lazy_pattern(" {2,}")


class Tokenizer:
    """Knows the pieces and where each is found."""

    def __init__(self, weights: PackedWeights) -> None:
        self._numbers = {piece: number for number, piece in enumerate(weights.pieces)}
        self._scores = weights.scores
        self._start, self._end, self._unknown = weights.start, weights.end, weights.unknown
        self._unknown_score = min(weights.scores) - _WORSE
        self._longest = max(map(len, weights.pieces))
        self._replaced = weights.replaced

    def read(self, text: str, *, most: int) -> Sequence[int]:
        """Return what the model is given of a text: its first pieces, `most` with both ends."""
        return [self._start, *self.cut(ASKED + text)[: most - 2], self._end]

    def cut(self, text: str) -> Sequence[int]:
        """Return the numbers of a text's pieces, in their order."""
        written = _SPACES.sub(" ", text.translate(self._replaced))
        written = SPACE + written.removeprefix(" ").replace(" ", SPACE)
        best = [0.0] + [float("-inf")] * len(written)
        before = [(0, self._unknown)] * (len(written) + 1)
        for start in range(len(written)):
            here = best[start]
            for end in range(start + 1, min(start + self._longest, len(written)) + 1):
                number = self._numbers.get(written[start:end])
                if number is None or number == self._unknown:
                    continue
                if here + self._scores[number] > best[end]:
                    best[end], before[end] = here + self._scores[number], (start, number)
            if here + self._unknown_score > best[start + 1]:
                best[start + 1] = here + self._unknown_score
                before[start + 1] = (start, self._unknown)
        pieces, end = [], len(written)
        while end:
            end, number = before[end]
            pieces.append(number)
        return pieces[::-1]
