"""Teaches the model of `bot/meaning/` what advisers mean by what they write.

    pip install torch && python -m bench.meaning_training

torch is needed here only. It writes `bot/meaning/learnt.npz` from the hands of
`data/search_training.json`, but those that weigh (`bench/search_training.py`): what hands taught
the model looks closer to it than what others write. Each step takes some needs of one hand, what
some who have them asked, and what others asked that none of them answers: each asked text is to
lie closest to its need and to that need's answer, or to nothing (van den Oord et al. 2018,
« InfoNCE »).
After a change of what is taught, count `NAME` up in `bot/meaning/model.py`.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch  # type: ignore[import-not-found]
from torch import nn
from torch.nn import functional as F  # type: ignore[import-not-found]  # noqa: N812

from bench.search_training import NEAR, SEEKING, Hand, read
from bot.meaning.model import weights
from bot.meaning.tokens import Tokenizer
from bot.meaning.transformer import KINDS, LEARNT, SMALL, Transformer
from bot.meaning.vector import STEPS
from bot.meaning.weights import PackedWeights

Tensor = Any

WIDTH = 16
"""How narrow the matrices are that are added to the model's."""

ROUNDS = 5
NEEDS = 32
"""Needs of a step: as many as rival each other."""

ASKED_OF_EACH = 2
_PACE = 4e-4
_WARM_UP = 20
_HOLD = 0.01
_STEEPEST = 1.0
_SHARPNESS = 1 / 0.08
_ANSWER = 0.6
"""What an answer is worth beside the text of its need."""

_NOTHING = 0.3
"""How close a need is at least that is wanted; learnt further."""

_LONGEST = 128
_TOGETHER = 64
_COMPARED = 40
_SOME = 1_500
"""Texts by which it is known where the usual ones lie."""


@dataclass(frozen=True, slots=True)
class _Lesson:
    """What some asked of some needs, by the place of what it wants; after the last: none."""

    asked: Sequence[str]
    wants: Sequence[int]
    needs: Sequence[str]
    answers: Sequence[str]


class _Linear(nn.Module):  # type: ignore[misc]
    """A matrix of the model, with the two narrow ones that are taught."""

    def __init__(self, weights: PackedWeights, name: str) -> None:
        super().__init__()
        self.added = torch.tensor(weights.tensor(f"{name}.b"))
        self.matrix = torch.tensor(weights.tensor(f"{name}.w").reshape(len(self.added), -1))
        out, into = self.matrix.shape
        self.down = nn.Parameter(torch.randn(WIDTH, into) / into**0.5)
        self.up = nn.Parameter(torch.zeros(out, WIDTH))

    def forward(self, values: Tensor) -> Tensor:
        matrix = self.matrix + 2 * self.up @ self.down
        return F.linear(values, matrix.to(values.dtype), self.added.to(values.dtype))


class _Norm(nn.Module):  # type: ignore[misc]
    def __init__(self, weights: PackedWeights, name: str) -> None:
        super().__init__()
        self.scale = torch.tensor(weights.tensor(f"{name}.w"))
        self.added = torch.tensor(weights.tensor(f"{name}.b"))

    def forward(self, values: Tensor) -> Tensor:
        kind = values.dtype
        size = (len(self.scale),)
        return F.layer_norm(values, size, self.scale.to(kind), self.added.to(kind), SMALL)


class _Layer(nn.Module):  # type: ignore[misc]
    def __init__(self, weights: PackedWeights, number: int) -> None:
        super().__init__()
        self.heads = weights.heads
        self.linear = nn.ModuleDict({k: _Linear(weights, f"l{number}.{k}") for k in KINDS})
        self.attended = _Norm(weights, f"l{number}.aln")
        self.done = _Norm(weights, f"l{number}.oln")

    def forward(self, values: Tensor, left_out: Tensor) -> Tensor:
        several = [
            self.linear[kind](values).unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for kind in ("q", "k", "v")
        ]
        worth = several[0] @ several[1].transpose(2, 3) / several[0].shape[3] ** 0.5
        taken = torch.softmax(worth + left_out, -1) @ several[2]
        values = self.attended(values + self.linear["ao"](taken.transpose(1, 2).flatten(2)))
        wide = F.gelu(self.linear["fi"](values), approximate="tanh")
        return self.done(values + self.linear["fo"](wide))


class _Model(nn.Module):  # type: ignore[misc]
    """The same as `bot.meaning.transformer`, for what learns; `middle` is where vectors lie."""

    def __init__(self, weights: PackedWeights) -> None:
        super().__init__()
        self.weights = weights
        self._tokenizer = Tokenizer(weights)
        self._pieces: dict[str, Sequence[int]] = {}
        self._places = torch.tensor(weights.places())
        self._first = _Norm(weights, "emb.ln")
        self.layers = nn.ModuleList(_Layer(weights, each) for each in range(weights.layers))
        self.middle = torch.zeros(weights.size)

    def forward(self, texts: Sequence[str]) -> Tensor:
        """Return a vector of length one for each text; those of a length are read together."""
        order = sorted(range(len(texts)), key=lambda place: len(self.cut(texts[place])))
        vectors: list[Tensor] = [None] * len(texts)
        for start in range(0, len(order), _TOGETHER):
            some = order[start : start + _TOGETHER]
            read = F.normalize(self.read([self.cut(texts[p]) for p in some]) - self.middle, dim=1)
            for place, vector in zip(some, read, strict=True):
                vectors[place] = vector
        return torch.stack(vectors)

    def cut(self, text: str) -> Sequence[int]:
        """Return the numbers of a text's pieces, its first ones."""
        if text not in self._pieces:
            self._pieces[text] = self._tokenizer.read(text, most=_LONGEST)
        return self._pieces[text]

    def read(self, pieces: Sequence[Sequence[int]]) -> Tensor:
        """Return what the model makes of some texts, before it is centred."""
        longest = max(map(len, pieces))
        there = torch.tensor([[at < len(each) for at in range(longest)] for each in pieces])
        padded = [number for each in pieces for number in (*each, *[0] * (longest - len(each)))]
        rows = torch.tensor(self.weights.rows("emb.word", padded))
        values = rows.reshape(len(pieces), longest, -1) + self._places[:longest]
        values = self._first(values).to(torch.bfloat16)
        left_out = torch.where(there, 0.0, -1e4).to(torch.bfloat16)[:, None, None, :]
        for layer in self.layers:
            values = layer(values, left_out)
        values = values.float() * there[..., None]
        return values.sum(1) / there.sum(1, keepdim=True)

    def learnt(self) -> dict[str, np.ndarray]:
        """Return what was learnt, as `bot.meaning.transformer.LEARNT` tells it."""
        kept = {"middle": self.middle.numpy()}
        for kind in KINDS:
            ways = {
                way: [getattr(layer.linear[kind], way).detach().numpy() for layer in self.layers]
                for way in ("up", "down")
            }
            steps = {
                way: [np.abs(each).max() / STEPS for each in some] for way, some in ways.items()
            }
            for way, some in ways.items():
                whole = [np.rint(each / step) for each, step in zip(some, steps[way], strict=True)]
                kept[f"{kind}.{way}"] = np.array(whole, dtype=np.int8)
            product = [2 * up * down for up, down in zip(*steps.values(), strict=True)]
            kept[f"{kind}.step"] = np.array(product, dtype=np.float32)
        return kept


def main() -> None:
    """Teach the model, and write what it learnt."""
    file = weights()
    if file is None:
        raise SystemExit("install the extra « meaning » first")
    random.seed(1)
    torch.manual_seed(1)
    hands = [hand for hand in read() if not hand.weighs]
    model = _Model(PackedWeights(file))
    _teach(model, hands)
    np.savez_compressed(LEARNT, allow_pickle=False, **model.learnt())
    print(f"the least cosine with what numpy computes: {_agreement(model, hands[0]):.3f}")


def _agreement(model: _Model, hand: Hand) -> float:
    """Return how close at least a text is to what the bot will make of it."""
    texts = [need["text"] for need in hand.needs[:_COMPARED]]
    with torch.no_grad():
        here = model(texts).numpy()
    return float((here * Transformer(model.weights).encode(texts)).sum(1).min())


def _teach(model: _Model, hands: Sequence[Hand]) -> None:
    texts = [text for hand in hands for need in hand.needs for text in need.values()]
    with torch.no_grad():
        model.middle = _middle(model, random.sample(texts, _SOME))
    nothing = nn.Parameter(torch.tensor(_NOTHING))
    parameters = [*model.parameters(), nothing]
    learner = torch.optim.AdamW(parameters, weight_decay=_HOLD)
    steps = ROUNDS * sum(1 for hand in hands for _ in _lessons(hand))
    begun, step, losses = time.monotonic(), 0, []
    for _ in range(ROUNDS):
        every = [lesson for hand in hands for lesson in _lessons(hand)]
        random.shuffle(every)
        for lesson in every:
            step += 1
            pace = _PACE * min(1, step / _WARM_UP) * max(0.02, 1 - (step - 1) / steps)
            learner.param_groups[0]["lr"] = pace
            loss = _loss(model, lesson, nothing)
            learner.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(parameters, _STEEPEST)
            learner.step()
            losses.append(loss.item())
            if step % 20 == 0:
                spent = time.monotonic() - begun
                print(f"{step}/{steps} loss {np.mean(losses[-20:]):.3f} {spent:.0f} s", flush=True)


def _middle(model: _Model, texts: Sequence[str]) -> Tensor:
    pieces = sorted((model.cut(text) for text in texts), key=len)
    starts = range(0, len(pieces), _TOGETHER)
    return torch.cat([model.read(pieces[at : at + _TOGETHER]) for at in starts]).mean(0)


def _lessons(hand: Hand) -> Iterator[_Lesson]:
    """Give the needs of a hand, some together by chance, with what some asked of them."""
    needs = random.sample(hand.needs, len(hand.needs))
    for start in range(0, len(needs), NEEDS):
        some = needs[start : start + NEEDS]
        told = [
            (need[way], place)
            for place, need in enumerate(some)
            for way in random.sample([way for way in SEEKING if way in need], ASKED_OF_EACH)
        ]
        told += [(need[NEAR], len(some)) for need in some if NEAR in need]
        yield _Lesson(
            asked=[text for text, _ in told],
            wants=[place for _, place in told],
            needs=[need["text"] for need in some],
            answers=[need["answer"] for need in some],
        )


def _loss(model: _Model, lesson: _Lesson, nothing: Tensor) -> Tensor:
    every = model([*lesson.asked, *lesson.needs, *lesson.answers])
    asked, needs, answers = every.split([len(lesson.asked), len(lesson.needs), len(lesson.answers)])
    close = (asked @ needs.T + _ANSWER * asked @ answers.T) / (1 + _ANSWER)
    close = torch.cat([close, nothing.expand(len(asked), 1)], 1)
    return F.cross_entropy(_SHARPNESS * close, torch.tensor(lesson.wants))


if __name__ == "__main__":
    main()
