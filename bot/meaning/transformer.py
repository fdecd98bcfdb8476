"""Makes a vector of a text, as multilingual-e5-small does once it has learnt the trade.

The model is a transformer (Devlin et al. 2019, « BERT »), computed by numpy alone. What hands that
asked for one thing in other words taught it is added to its matrices, as products of two narrow
ones (Hu et al. 2022, « LoRA »): `python -m bench.meaning_training` writes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from pathlib import Path

import numpy as np

from bot.meaning.tokens import Tokenizer
from bot.meaning.weights import Array, PackedWeights

LEARNT = Path(__file__).with_name("learnt.npz")
"""What was learnt: `middle`, where the vectors of usual texts lie; and for each `kind` of matrix
`kind.down`, `kind.up`, in whole steps, and `kind.step`, a row for each layer."""

KINDS = ("q", "k", "v", "ao", "fi", "fo")
"""The matrices of a layer, as the file names them: query, key, value, what goes out of attention,
then what widens and what narrows again."""

LONGEST = 256
"""Pieces of a text that count, the first ones: some 1,000 characters, twice what taught it has."""

SMALL = 1e-12
"""Added to a spread, or least length, so that nothing is divided by zero."""

_CURVE = sqrt(2 / np.pi)


@dataclass(frozen=True, slots=True)
class _Linear:
    matrix: Array
    added: Array

    def __call__(self, values: Array) -> Array:
        moved: Array = values @ self.matrix + self.added
        return moved


@dataclass(frozen=True, slots=True)
class _Norm:
    scale: Array
    added: Array

    def __call__(self, values: Array) -> Array:
        centred = values - values.mean(axis=-1, keepdims=True)
        spread = np.sqrt(np.square(centred).mean(axis=-1, keepdims=True) + SMALL)
        even: Array = centred / spread * self.scale + self.added
        return even


@dataclass(frozen=True, slots=True)
class _Layer:
    query: _Linear
    key: _Linear
    value: _Linear
    out: _Linear
    widen: _Linear
    narrow: _Linear
    attended: _Norm
    done: _Norm

    def __call__(self, values: Array, bounds: Sequence[int], heads: int) -> Array:
        """Return what becomes of the pieces of some texts, of which these are the bounds."""
        queries, keys, given = self.query(values), self.key(values), self.value(values)
        seen = np.concatenate(
            [
                _attention(queries[start:end], keys[start:end], given[start:end], heads)
                for start, end in pairwise(bounds)
            ]
        )
        values = self.attended(values + self.out(seen))
        return self.done(values + self.narrow(_gelu(self.widen(values))))


class Transformer:
    """The model, with all its weights in memory: some 90 MB."""

    def __init__(self, weights: PackedWeights, learnt: Path | None = LEARNT) -> None:
        self._weights = weights
        self._tokenizer = Tokenizer(weights)
        self._places = weights.places()
        self._first = _norm(weights, "emb.ln")
        taught = dict(np.load(learnt)) if learnt is not None else {}
        self._middle = taught.pop("middle", np.zeros(weights.size, dtype=np.float32))
        self._layers = [_layer(weights, taught, number) for number in range(weights.layers)]

    def encode(self, texts: Sequence[str]) -> Array:
        """Return a vector of length one for each text."""
        pieces = [self._tokenizer.read(text, most=LONGEST) for text in texts]
        bounds = np.cumsum([0, *map(len, pieces)]).tolist()
        values = self._weights.rows("emb.word", [each for some in pieces for each in some])
        values = self._first(
            values + np.concatenate([self._places[: len(each)] for each in pieces])
        )
        for layer in self._layers:
            values = layer(values, bounds, self._weights.heads)
        vectors = np.array([values[start:end].mean(axis=0) for start, end in pairwise(bounds)])
        vectors -= self._middle
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(lengths, SMALL))


def _layer(weights: PackedWeights, taught: dict[str, Array], number: int) -> _Layer:
    query, key, value, out, widen, narrow = (
        _linear(weights, taught, number, kind) for kind in KINDS
    )
    attended, done = (_norm(weights, f"l{number}.{name}") for name in ("aln", "oln"))
    return _Layer(query, key, value, out, widen, narrow, attended, done)


def _linear(weights: PackedWeights, taught: dict[str, Array], number: int, kind: str) -> _Linear:
    added = weights.tensor(f"l{number}.{kind}.b")
    matrix = weights.tensor(f"l{number}.{kind}.w").reshape(len(added), -1)
    if f"{kind}.step" in taught:
        up, down = (taught[f"{kind}.{way}"][number].astype(np.float32) for way in ("up", "down"))
        matrix = matrix + taught[f"{kind}.step"][number] * (up @ down)
    return _Linear(np.ascontiguousarray(matrix.T), added)


def _norm(weights: PackedWeights, name: str) -> _Norm:
    return _Norm(weights.tensor(f"{name}.w"), weights.tensor(f"{name}.b"))


def _attention(queries: Array, keys: Array, given: Array, heads: int) -> Array:
    """Return what each piece of a text takes from all of them, by each head."""
    several = [each.reshape(len(each), heads, -1).swapaxes(0, 1) for each in (queries, keys, given)]
    worth = several[0] @ several[1].swapaxes(1, 2) / sqrt(several[0].shape[2])
    share = np.exp(worth - worth.max(axis=-1, keepdims=True))
    share /= share.sum(axis=-1, keepdims=True)
    taken: Array = (share @ several[2]).swapaxes(0, 1).reshape(queries.shape)
    return taken


def _gelu(values: Array) -> Array:
    """Hendrycks and Gimpel 2016, in its usual approximation; not by a power, which is slow."""
    curved = np.tanh(_CURVE * values * (1 + 0.044715 * values * values))
    return np.asarray(values * (1 + curved) / 2)
