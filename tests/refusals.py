"""Which refusal was raised, whoever raised it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.core.errors import Refusal, UserError


@contextmanager
def refused(refusal: Refusal) -> Iterator[pytest.ExceptionInfo[UserError]]:
    """Expect this very refusal; `.value.reply` then says what the person reads."""
    with pytest.raises(UserError) as caught:
        yield caught
    assert caught.value.refusal is refusal, f"another refusal: {caught.value.reason}"
