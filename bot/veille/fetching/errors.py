"""What can be wrong with the bytes of a feed; texts are English, for the log."""

from __future__ import annotations


class FeedError(Exception):
    """The bytes cannot be made into articles."""


class NotAFeedError(FeedError):
    """The document is something else: a page, a sitemap, nothing at all."""


class UnreadableError(FeedError):
    """It may be a feed, but too damaged, too big or too slow to be read within the limits."""


class NotStrictError(FeedError):
    """The fast path declines: the lenient reader may still read it."""
