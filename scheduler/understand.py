"""Makes out what documents and articles mean, in the background: questions first, articles last.

A crash at the worst moment leaves some for the next look. Nothing waits for it: what is not
understood yet is found by its words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Generic, TypeVar

from sqlalchemy import Connection

from bot.core.traffic import Traffic
from bot.index import meaning
from bot.index.rules import DocumentText
from bot.meaning.encoder import AT_ONCE, Encoder
from bot.search import store as searched
from bot.talk.bot import Bot
from bot.veille import meaning_store as meanings
from bot.veille.meaning_store import ToldArticle
from scheduler.waking import NetworkJob, Waking

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[T]):
    """A kind of things that mean something.

    `missing` gives some that are not understood yet, `text` what is to be read of each; `keep`
    is given what that means, and returns False when the thing has changed meanwhile. `make_anew`
    is for what another model made.
    """

    missing: Callable[[Connection], Sequence[T]]
    text: Callable[[T], str]
    keep: Callable[[Connection, T, bytes], bool]
    make_anew: Callable[[Connection], int]


@dataclass(eq=False)
class Understanding(NetworkJob, Waking):
    """The job, to be woken when questions were read or have changed."""

    traffic: Traffic
    encoder: Encoder
    _begun: bool = field(default=False, init=False)
    broken = "understanding_broken"

    async def understand_new(self) -> int:
        """Compute the vectors that are missing, some at a time; return how many were saved."""
        if not self.encoder.installed:
            return 0
        own = _documents(self.bot)
        if not self._begun:
            for make_anew in (own.make_anew, _ARTICLES.make_anew):
                await self.database.run(make_anew)
            self._begun = True
        total = 0
        while kept := (await self._some(own) or await self._some(_ARTICLES)):
            total += kept
        return total

    async def _some(self, kind: Kind[T]) -> int:
        """Keep what some things mean; return of how many: 0 where there is none, or no answer."""
        some = await self.database.run(kind.missing)
        if not some:
            return 0
        await self.traffic.lull()
        made = await self.encoder.encode([kind.text(each) for each in some])

        def keep(db: Connection) -> int:
            return sum(kind.keep(db, *each) for each in zip(some, made, strict=False))

        return await self.database.run(keep)

    work = understand_new


def _documents(bot: Bot) -> Kind[DocumentText]:
    return Kind(
        missing=lambda db: searched.not_understood(db, list(bot.networks), limit=AT_ONCE),
        text=lambda each: each.whole,
        keep=searched.keep_meaning,
        make_anew=meaning.make_anew,
    )


_ARTICLES: Kind[ToldArticle] = Kind(
    missing=partial(meanings.missing, limit=AT_ONCE),
    text=lambda each: each.text,
    keep=meanings.keep,
    make_anew=meanings.make_anew,
)
