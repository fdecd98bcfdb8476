"""Regular expressions that are compiled at their first use, not at import.

There are a thousand of them; to compile them all at import took a third of a second of each start.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import AnyStr, Generic, cast


def lazy_pattern(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what stands for `re.compile(pattern, flags)`, and compiles when first asked to match.

    Its source can be read (`_MONTH.pattern`) without compiling it. It is given to no function of
    `re`: call its own methods.
    """
    return cast("re.Pattern[AnyStr]", _LazyPattern(pattern, flags))


class _LazyPattern(Generic[AnyStr]):
    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = pattern
        self._flags = flags

    @cached_property
    def _compiled(self) -> re.Pattern[AnyStr]:
        return re.compile(self.pattern, self._flags)

    def __getattr__(self, name: str) -> object:
        """Keep the method asked for as an attribute: from then on it costs what `re`'s own does."""
        found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found
