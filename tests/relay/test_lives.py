"""Random lives of the belt: whatever happens, in whatever order, its rules hold.

Told by its seed, a life that breaks one is shown in the fewest steps: `live(seed)` lives it again.
"""

from __future__ import annotations

import pytest

from tests.relay.lives.life import live, shortest

LIVES = 300
AT_ONCE = 25


@pytest.mark.sample(one_in=12)
@pytest.mark.parametrize("first", range(0, LIVES, AT_ONCE))
def test_the_rules_of_the_belt_hold_whatever_happens(first: int) -> None:
    for seed in range(first, first + AT_ONCE):
        life = live(seed)
        assert not life.broke, shortest(life).told
