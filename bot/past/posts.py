"""Posts of a channel, and what is read of them: each thing once, when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from math import log

from bot.french.aims import SentenceAim, likeliest, weighing
from bot.french.words import terms

LONGEST = 2_000
"""Characters of a post that are read."""

EDGE = 300
"""Characters at each end of a post that tell what it is after."""


@dataclass(frozen=True, kw_only=True)
class TalkPost:
    """What someone wrote in the channel; `root` is the id of the first post of its thread.

    Its `author` is "" for what nobody said: a program's words, a deleted message. What is read of
    it is read when it is first asked for.
    """

    id: str
    root: str
    at: datetime
    author: str
    text: str
    reactions: int = 0

    @cached_property
    def said(self) -> str:
        """What is read of its text."""
        return self.text[:LONGEST]

    @cached_property
    def aims(self) -> Mapping[SentenceAim, float]:
        """How surely it is after each thing, as log-odds: by how it begins, and how it ends.

        What is looked for is asked: it was said to no bot.
        """
        whole = len(self.said) <= 2 * EDGE
        edges = self.said if whole else f"{self.said[:EDGE]} … {self.said[-EDGE:]}"
        shares = {**likeliest(edges, ("member", "channel"))}
        shares[SentenceAim.ASK] += shares.pop(SentenceAim.SEARCH)
        return {aim: log(max(each, _LEAST) / max(1 - each, _LEAST)) for aim, each in shares.items()}

    @cached_property
    def features(self) -> Mapping[str, float]:
        """Its words, pairs and bits of words, as aims weigh them: of all its text, by pieces."""
        size = weighing.LONGEST
        pieces = (self.said[at : at + size] for at in range(0, len(self.said), size))
        found = (weighing.features(piece, ()) for piece in pieces)
        return {name: worth for each in found for name, worth in each.items()}

    @property
    def asks(self) -> bool:
        """Whether it rather asks something than not."""
        return self.aims[SentenceAim.ASK] > 0

    @cached_property
    def words(self) -> int:
        """How many words it has."""
        return len(self.said.split())

    @cached_property
    def stems(self) -> frozenset[str]:
        """The words of it that carry sense."""
        return frozenset(terms(self.said))


@dataclass(frozen=True, kw_only=True, eq=False)
class TalkThread:
    """A post that may ask, its thread, and what is said outside it, just before and soon after."""

    post: TalkPost
    thread: Sequence[TalkPost]
    soon: Sequence[TalkPost]
    before: Sequence[TalkPost]

    @cached_property
    def replies(self) -> Sequence[TalkPost]:
        """What others say in its thread and soon after, in that order."""
        return [each for each in (*self.thread, *self.soon) if not self.is_own(each)]

    @cached_property
    def talk(self) -> Sequence[TalkPost]:
        """Where its replies are, as far as that is known: its thread, or else what follows it."""
        return self.thread if any(not self.is_own(each) for each in self.thread) else self.soon

    def is_own(self, other: TalkPost) -> bool:
        """Tell whether who asks says something else."""
        return other.author == self.post.author


_LEAST = 0.0025
"""The least share that is told from none."""
