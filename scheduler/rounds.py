"""Rounds: « each network for which something is due », one row each.

A round looks first, for all networks at once, at what is due: for most beats nothing is, and this
look is all. Each network where something is has a transaction of its own, in which it is asked
again by the same function and done: what was done is written with the messages that tell it. A
crash at the worst moment leaves a network's part all done and told, or none, and the next beat
does it; the trouble of one network keeps no other waiting. Servers have their turns side by
side: what one of them is slow to tell delays its own networks only.

After an outage only what is still due is done, once: of a deadline its nearest reminder, of a
letter the last date missed, of the weeks' piles this week's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Generic, TypeVar

import structlog
from sqlalchemy import Connection

from bot.core import sources
from bot.core.database import DatabaseAwayError
from bot.core.grouping import grouped
from bot.core.source import Source
from bot.edits import following
from bot.french.workdays import may_remind
from bot.helping import newcomers, putting
from bot.helping import store as askings
from bot.letter import card as letter_card
from bot.letter import dates as letter_dates
from bot.letter import publishing
from bot.meeting import attending, following_up, held_card, planning, reporting
from bot.meeting import card as meeting_card
from bot.meeting import entrusting as meeting_entrusting
from bot.meeting.poll import polling
from bot.meeting.poll import store as polls
from bot.network.network import Network
from bot.past import authors as past_authors
from bot.past import store as pasts
from bot.pile import following as pile_posts
from bot.pile import opening as piles
from bot.pile.rules import PieceKind
from bot.question import deferring, unsent
from bot.question import store as questions
from bot.relay import coming_down, counting, deciding
from bot.relay import store as descents
from bot.relay.announcing import offering
from bot.relay.announcing import store as announcements
from bot.survey import card as survey_card
from bot.survey import closing as surveying
from bot.survey import opening as survey_opening
from bot.survey import store as surveys
from bot.talk import coordination
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.talk.entrusting import store as entrusted
from bot.talk.gestures import service as gestures
from bot.talk.gestures import store as gesture_store
from bot.talk.undecided import service as undecided
from bot.talk.undecided import store as undecided_texts
from bot.veille.deadlines import service as deadlines
from bot.veille.deadlines import store as deadline_store
from bot.year import giving as sheet_giving
from bot.year import reporting as year_reporting
from scheduler import past
from scheduler.waking import NetworkJob

log = structlog.get_logger(__name__)

T = TypeVar("T")

Members = Callable[[str], Awaitable[Collection[str]]]
"""Gives a network's members, guests and bots excepted, by chat user id."""


@dataclass(frozen=True, slots=True)
class WithMembers(Generic[T]):
    """Work that needs to know a network's members: the chat is asked before its transaction."""

    work: Callable[[Context, T, Collection[str]], int]

    def knowing(self, members: Collection[str]) -> Callable[[Context, T], int]:
        """Return the work for these members."""
        return lambda ctx, due: self.work(ctx, due, members)


@dataclass(frozen=True, slots=True)
class Round(Generic[T]):
    """Each `beat` seconds, do some work for each network among which something is due.

    `among` tells what is due now in some networks, by slug, in few queries; `work` does it in one
    network's transaction, and returns how much that was. It is done within the network's working
    hours, unless at `any_hour`, and where its channel can be written in, unless `even_closed`, at
    any hour too; and where someone coordinates it if `coordinated`: nothing is noted while there is
    nobody to tell.
    """

    name: str
    beat: float
    work: Callable[[Context, T], int] | WithMembers[T]
    among: Callable[[Connection, Sequence[Network], datetime], Mapping[str, T]]
    any_hour: bool = False
    even_closed: bool = False
    coordinated: bool = False


def _hidden(
    db: Connection, networks: Sequence[Network], now: datetime
) -> Mapping[str, Sequence[Source]]:
    return sources.due(db, [each.slug for each in networks], now)


def _post_minutes(ctx: Context, by: Caller, number: str) -> None:
    """Publish minutes; no pile shows what was proposed for them any longer."""
    reporting.post(ctx, by, int(number))
    pile_posts.cover(ctx, PieceKind.PASSAGE_TO_KEEP)


_HELD: Mapping[str, gestures.HeldAct] = {
    letter_card.PUBLISH: publishing.publish_held,
    held_card.PUBLISH: _post_minutes,
    meeting_card.ANNOUNCE: planning.announce_held,
    survey_card.LAUNCH: survey_opening.launch_held,
    year_reporting.POST: year_reporting.send_held,
    sheet_giving.SHOW: sheet_giving.show,
}
"""What publishes or mails, and is held for a moment in which it can be taken back: by route."""

_ROWS = (
    Round("bring back", 60, deferring.bring_back, questions.due_back, even_closed=True),
    Round("unsent", 600, unsent.follow, questions.private_waiting),
    Round("who knows", 60, WithMembers(putting.look), askings.due),
    Round("newcomers", 10_800, WithMembers(newcomers.accompany), newcomers.due),
    Round("undecided texts", 60, undecided.follow, undecided_texts.due, any_hour=True),
    Round("remind", 600, WithMembers(attending.remind), attending.due_reminders),
    Round("meetings passed", 600, following_up.follow, following_up.due),
    Round("close polls", 60, polling.end_due, polls.due, even_closed=True, coordinated=True),
    Round("deadlines", 60, deadlines.remind, deadline_store.to_remind_of),
    Round("letters", 30, publishing.publish_due, letter_dates.owed_of_each, any_hour=True),
    Round("answers from above", 600, coming_down.settle_due, descents.due),
    Round("silent above", 3600, deciding.remind, deciding.silent, coordinated=True),
    Round("people carried", 86_400, counting.recount_all, counting.to_recount, any_hour=True),
    Round("offers", 600, offering.follow, announcements.following, any_hour=True, even_closed=True),
    Round("surveys", 60, surveying.follow, surveys.due, even_closed=True),
    Round("held", 10, partial(gestures.carry_out, _HELD), gesture_store.due, any_hour=True),
    Round("entrusted", 600, meeting_entrusting.follow, entrusted.left),
    Round("hidden", 600, following.end_due, _hidden, any_hour=True, even_closed=True),
    Round("coordination", 3600, coordination.follow, coordination.named),
    Round("past left", 3600, past.end_due, pasts.left, even_closed=True),
    Round("past opened", 600, past_authors.open_due, questions.to_open),
    Round("week", 60, piles.begin_week, piles.due, coordinated=True),
    Round("day", 60, piles.begin_day, piles.due_today, coordinated=True),
)
ROUNDS: Sequence[Round[Any]] = _ROWS


@dataclass(eq=False)
class Rounds(NetworkJob):
    """Goes the rounds; `members` asks the chat, `spoken` is told when there is something to say."""

    members: Members
    spoken: Callable[[], None]

    async def go(self, row: Round[T]) -> int:
        """Do all that is due; return how much was done. Raises DatabaseAwayError."""
        now = self.bot.clock()
        networks = [each for each in self.bot.networks.values() if self._has_turn(row, each, now)]
        due = await self._due(row, networks, now) if networks else ()
        by_server = grouped((network.server, network) for network in due)
        work = partial(self._one, row)
        counts = await asyncio.gather(
            *(self._each(each, work, row.name) for each in by_server.values()),
            return_exceptions=True,
        )
        done = sum(count for count in counts if isinstance(count, int))
        if done:
            log.info("round_done", job=row.name, done=done)
            self.spoken()
        for error in counts:
            if isinstance(error, BaseException):
                raise error
        return done

    def _has_turn(self, row: Round[T], network: Network, now: datetime) -> bool:
        bot, slug = self.bot, network.slug
        return (
            bot.reached(slug)
            and (row.even_closed or bot.writable(slug))
            and (row.any_hour or row.even_closed or may_remind(now, network.timezone))
            and (not row.coordinated or bool(bot.coordinators_of(slug)))
        )

    async def _due(
        self, row: Round[T], networks: Sequence[Network], now: datetime
    ) -> Sequence[Network]:
        """Return the networks where something is due: all of them, where one spoils the look."""
        try:
            found = await self.database.run(lambda db: row.among(db, networks, now))
        except DatabaseAwayError:
            raise
        except Exception:
            log.exception("round_look_broken", job=row.name)
            return networks
        return [each for each in networks if each.slug in found]

    async def _one(self, row: Round[T], network: Network) -> int:
        work = row.work
        if isinstance(work, WithMembers):
            work = work.knowing(await self.members(network.slug))
        return await self.database.run(partial(self._do, row, work, network))

    def _do(
        self, row: Round[T], work: Callable[[Context, T], int], network: Network, db: Connection
    ) -> int:
        network = self.bot.networks[network.slug]  # its rules may have changed since the look
        ctx = self._context(db, network)
        due = row.among(db, [network], ctx.now).get(network.slug)
        return 0 if due is None else work(ctx, due)
