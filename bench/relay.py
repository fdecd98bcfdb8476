"""Random lives of the belt between levels: how many break a rule of `tests.relay.lives`.

Whatever people do, in whatever order, with servers away and the bot killed in the middle. Of a life
that breaks a rule the fewest steps are shown, on the error output.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable

from tests.relay.lives.life import live, shortest

LIVES = 5_000


def figures() -> Iterable[tuple[str, float, str]]:
    """Live them all, and yield (name, value, unit)."""
    start = time.perf_counter()
    steps, violations = 0, 0
    for seed in range(LIVES):
        life = live(seed)
        steps += len(life.done)
        if life.broke:
            violations += 1
            print(shortest(life).told, file=sys.stderr)
    yield "relay_sequences", LIVES, "sequences"
    yield "relay_steps", steps, "steps"
    yield "relay_lived_in", time.perf_counter() - start, "s"
    yield "relay_violations", violations, "violations"
