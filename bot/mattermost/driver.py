"""The stock driver, whose endpoints we use.

It brings `requests` along, which we never ask anything, and that 3 MB to guess encodings.
"""

from bot.core.lean import without

with without("charset_normalizer"):
    from mattermostdriver import Driver

__all__ = ["Driver"]
