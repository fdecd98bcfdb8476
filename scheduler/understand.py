"""Makes out what questions mean, in the background: those just read first, then all the others.

A crash at the worst moment leaves some for the next look. Nothing waits for it: what is not
understood yet is found by its words.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from bot.core.database import Database
from bot.core.traffic import Traffic
from bot.meaning.encoder import AT_ONCE, Encoder
from bot.meaning.model import NAME
from bot.question import store as questions
from bot.question.rules import Question
from bot.question.search import meaning
from bot.talk.bot import Bot
from scheduler.waking import Waking


class Understanding(Waking):
    """The job, to be woken when questions were read or have changed."""

    def __init__(self, database: Database, bot: Bot, traffic: Traffic, encoder: Encoder) -> None:
        super().__init__(self.understand_new, broken="understanding_broken")
        self._database = database
        self._bot = bot
        self._traffic = traffic
        self._encoder = encoder
        self._begun = False

    async def understand_new(self) -> int:
        """Make out what is not understood yet, some at a time; return how many questions were."""
        if not self._encoder.installed:
            return 0
        if not self._begun:
            await self._database.run(lambda db: meaning.make_anew(db, NAME))
            self._begun = True
        total = 0
        while some := await self._missing():
            await self._traffic.lull()
            kept = await self._understand(some)
            if not kept:
                break
            total += kept
        return total

    async def _missing(self) -> Sequence[Question]:
        networks = list(self._bot.networks.values())
        some = AT_ONCE // 2  # each with its answer
        return await self._database.run(
            lambda db: questions.not_understood(db, networks, limit=some)
        )

    async def _understand(self, some: Sequence[Question]) -> int:
        """Keep what some questions mean; return of how many: none where it cannot be made out."""
        answers = [each.answer.text for each in some if each.answer]
        texts = [*(each.text for each in some), *answers]
        made = dict(zip(texts, await self._encoder.encode(texts), strict=False))
        if not made:
            return 0

        def keep(db: Connection) -> int:
            kept = 0
            for each in some:
                answer = made[each.answer.text] if each.answer else None
                kept += questions.keep_meaning(db, each, made[each.text], answer, NAME)
            return kept

        return await self._database.run(keep)
