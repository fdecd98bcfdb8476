"""Sends the mails that wait, each once, one at a time, at the pace that the server likes.

A mail is claimed, durably, before it is handed to the server; what became of it is written with the
claim of the next one, before that one is composed. A job that is told to end, or that another
process does from now on, writes what became of the one that it was handing over; where the database
is away meanwhile, once it is back. A crash at the
worst moment, between the server's answer and this commit, leaves one mail that the server has
perhaps accepted: its claim lapses, and it is sent again under the same Message-ID, which mail
programs show once. The others have left or will, none twice.

A server that does not answer stops the round, and counts as no try of anyone's; what a server
refuses for now is tried again ever more rarely, and no mail keeps the next one waiting.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

import structlog
from sqlalchemy import Connection

from bot.core.database import DatabaseAwayError
from bot.core.measures import MailOutcome, Measures
from bot.core.peers import NotLeadingError
from bot.letter.mail import mailing, subscribing
from bot.letter.mail import store as mails
from bot.letter.mail.mailing import Written
from bot.letter.mail.rules import CLAIM, Blame, NotSentError, Outgoing, next_try
from bot.letter.mail.writing import Sheet
from bot.talk.context import Context
from scheduler.waking import AWAY_PAUSE, NetworkJob, Waking

log = structlog.get_logger(__name__)

MOST_IN_A_ROW = 5
"""Mails put off in a row after which it is the server that ails, not them: the round stops."""

TOLD_AFTER = 3
"""Rounds stopped in a row after which coordinators are told."""

LONGEST_AWAY = timedelta(hours=1)
"""The longest between two tries of a server that does not answer."""

LAST_WORD = 3.0
"""Seconds that a job that is told to end gives the server to answer for the mail in its hands, and
the database to take what became of it."""

WORD_PAUSE = 1.0
"""Seconds between two tries to write that, once another process does the job."""

_FIRST_AWAY = timedelta(seconds=30)
_SHEETS = 4
"""Letters kept written, over all networks."""


class MailSender(Protocol):
    """What hands mails to a server."""

    async def carry(self, content: bytes, *, sender: str, to: str) -> None:
        """Have the server accept one message for one recipient. Raises NotSentError."""

    async def close(self) -> None:
        """Take leave of the server."""


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A mail that is ours to send, written."""

    mail: Outgoing
    written: Written


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What the server made of a mail; without an error it was accepted.

    `until` is when one that it refused for now is tried again.
    """

    mail: Outgoing
    error: NotSentError | None
    until: datetime | None = None

    @property
    def became(self) -> MailOutcome:
        match self.error:
            case None:
                return MailOutcome.SENT
            case NotSentError(blame=Blame.SERVER):
                return MailOutcome.AWAY
            case _:
                return MailOutcome.REFUSED if self.until else MailOutcome.FAILED


@dataclass(eq=False)
class MailJob(NetworkJob, Waking):
    """The mail job, to be woken after each transaction that may queue.

    Without a `carrier` it does nothing. `pace` is in mails a minute; `spoken` is told when there is
    something to deliver in the chat; `measures` counts the tries.
    """

    carrier: MailSender | None
    spoken: Callable[[], None]
    pace: float = 60.0
    measures: Measures = field(default_factory=Measures)
    broken = "mail_broken"
    _free_at: float = field(default=0.0, init=False)
    _away_until: datetime | None = field(default=None, init=False)
    _aways: int = field(default=0, init=False)
    _in_a_row: int = field(default=0, init=False)
    _sheets: OrderedDict[int, Sheet] = field(default_factory=OrderedDict, init=False)
    _words: set[asyncio.Task[None]] = field(default_factory=set, init=False)

    async def send_due(self) -> int:
        """Send all that may leave now; return how many did."""
        carrier, now = self.carrier, self.bot.clock()
        if carrier is None or self._server_is_away(now):
            return 0
        self._away_until = None
        self._sheets.clear()  # where it is read may have changed since the last round
        done = 0
        try:
            claimed = await self._next(None)
            while claimed is not None:
                outcome = await self._to_its_end(carrier, claimed)
                done += outcome.error is None
                claimed = await self._next(outcome)
        finally:
            await carrier.close()
        if done:
            log.info("mails_sent", done=done)
        return done

    async def _next(self, outcome: _Outcome | None) -> _Claimed | None:
        """Write what became of the last mail, claim the next one and compose it.

        One that cannot be composed keeps no other waiting.
        """
        while True:
            mail = await self._go_on(outcome)
            if mail is None:
                return None
            try:
                network = self.bot.networks[mail.to.network]
                return _Claimed(mail, await self._in(network, partial(self._write, mail=mail)))
            except DatabaseAwayError:
                raise
            except Exception:  # a defect of ours
                log.exception("mail_not_written", mail=mail.id)
                error = NotSentError("not written", blame=Blame.MAIL, reason="panne de mon côté")
                outcome = _Outcome(mail, error)

    async def _go_on(self, outcome: _Outcome | None) -> Outgoing | None:
        """Write what became of a mail, and claim the next one unless the round stops.

        What became of it waits for a database that is away: otherwise it would be sent again.
        """
        try:
            claimed = await self._noted(outcome)
        except (NotLeadingError, asyncio.CancelledError):
            if outcome is not None:
                await self._last_word(outcome)
            raise
        if outcome is not None:
            self.measures.mails.labels(outcome.became).inc()
        return claimed

    async def _noted(self, outcome: _Outcome | None) -> Outgoing | None:
        while True:
            try:
                return await self.database.run(partial(self._note, outcome=outcome))
            except NotLeadingError:
                raise
            except DatabaseAwayError as error:
                if outcome is None:
                    raise
                log.warning("mail_outcome_waits", mail=outcome.mail.id, reason=str(error))
                await asyncio.sleep(AWAY_PAUSE)

    def _server_is_away(self, now: datetime) -> bool:
        """Tell whether the server is left alone; a clock that was wrong does not make it longer."""
        until = self._away_until
        return until is not None and now < until <= now + LONGEST_AWAY

    async def _to_its_end(self, carrier: MailSender, claimed: _Claimed) -> _Outcome:
        """Hand one mail over, in its time; to the end of it where we are told to end meanwhile."""
        await self._in_time()
        handing = asyncio.create_task(self._one(carrier, claimed))
        try:
            return await asyncio.shield(handing)
        except asyncio.CancelledError:
            await asyncio.wait([handing], timeout=LAST_WORD)
            if handing.done():
                await self._last_word(handing.result())
            handing.cancel()
            raise

    async def _last_word(self, outcome: _Outcome) -> None:
        """Write what became of a mail that we claimed, though another process leads by now.

        While the database is away this goes on behind what is done meanwhile.
        """
        word = asyncio.create_task(self._until_written(outcome))
        self._words.add(word)
        word.add_done_callback(self._words.discard)
        await asyncio.wait([word], timeout=LAST_WORD)

    async def _until_written(self, outcome: _Outcome) -> None:
        """Write what became of a mail, as long as its claim keeps others from sending it."""
        loop = asyncio.get_running_loop()
        until = loop.time() + CLAIM.total_seconds()
        while loop.time() < until:
            try:
                await self.database.unfenced.run(partial(self._settle, outcome=outcome))
            except DatabaseAwayError as error:
                log.warning("mail_in_doubt", mail=outcome.mail.id, reason=str(error))
                await asyncio.sleep(WORD_PAUSE)
            else:
                return

    async def _one(self, carrier: MailSender, claimed: _Claimed) -> _Outcome:
        """Hand one mail over."""
        mail, written = claimed.mail, claimed.written
        try:
            await carrier.carry(written.content, sender=written.sender, to=mail.to.address)
        except NotSentError as error:
            log.warning("mail_not_sent", mail=mail.id, reason=str(error))
            return self._judged(mail, error)
        except Exception as error:  # a defect: the others must leave
            log.exception("mail_broke_us", mail=mail.id)
            broken = NotSentError(repr(error), blame=Blame.LATER, reason="panne de mon côté")
            return self._judged(mail, broken)
        self._aways = self._in_a_row = 0
        return _Outcome(mail, None)

    def _judged(self, mail: Outgoing, error: NotSentError) -> _Outcome:
        """Stop the round when it is the server that ails."""
        self._in_a_row = self._in_a_row + 1 if error.blame is Blame.LATER else 0
        if error.blame is Blame.SERVER or self._in_a_row >= MOST_IN_A_ROW:
            doubled: timedelta = _FIRST_AWAY * 2 ** min(self._aways, 8)
            self._away_until = self.bot.clock() + min(doubled, LONGEST_AWAY)
            self._aways += 1
            self._in_a_row = 0
        later = error.blame is Blame.LATER
        return _Outcome(mail, error, next_try(mail.attempts, self.bot.clock()) if later else None)

    def _note(self, db: Connection, outcome: _Outcome | None) -> Outgoing | None:
        if outcome is not None:
            self._settle(db, outcome)
        if self._away_until:
            return None
        return mails.claim(db, self.bot.networks, self.bot.clock())

    def _settle(self, db: Connection, outcome: _Outcome) -> None:
        mail, error = outcome.mail, outcome.error
        ctx = self._context(db, self.bot.networks[mail.to.network])
        if error is None:
            mails.sent(db, mail, ctx.now)
        elif error.blame is Blame.SERVER:
            mails.untouched(db, mail)
        elif outcome.until is not None:
            mails.later(db, mail, outcome.until, error.reason)
        else:
            mails.failed(db, mail, error.reason)
            if error.blame is Blame.ADDRESS and mail.reply is None:
                subscribing.unreachable(ctx, mail.to, error.reason)
                self.spoken()
        if error is not None and self._away_until and self._aways >= TOLD_AFTER:
            mailing.tell_away(ctx, error.reason)
            self.spoken()

    def _write(self, ctx: Context, mail: Outgoing) -> Written:
        return mailing.write(ctx, mail, self._sheet(ctx, mail))

    def _sheet(self, ctx: Context, mail: Outgoing) -> Sheet | None:
        """Return what everyone reads of a mail's letter, written once."""
        if mail.letter is None:
            return None
        if mail.letter not in self._sheets:
            self._sheets[mail.letter] = mailing.sheet_of(ctx, mail.letter)
            if len(self._sheets) > _SHEETS:
                self._sheets.popitem(last=False)
        return self._sheets[mail.letter]

    async def _in_time(self) -> None:
        """Wait for this mail's turn: they leave evenly, never in a burst."""
        now = asyncio.get_running_loop().time()
        self._free_at = max(now, self._free_at)
        if self._free_at > now:
            await asyncio.sleep(self._free_at - now)
        self._free_at += 60.0 / self.pace

    work = send_due
