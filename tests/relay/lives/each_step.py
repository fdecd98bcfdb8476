"""What must hold after each step: nothing broke, nothing leaked, each was told once.

It reads the tables by itself: none of what tells in `bot.relay` serves here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from bot.core.message import MessageKind
from bot.core.message_tables import outbox
from bot.french.workdays import working_days_after
from bot.people import store as preferences
from bot.question.tables import questions, supporters
from bot.relay.rules import CONSENT_DAYS
from bot.relay.tables import climbs
from tests.relay.lives.belt import Belt, Done
from tests.relay.lives.broken import BrokenError
from tests.relay.lives.readers import Readers

_QUESTIONS = select(questions)
_SENT = select(climbs).where(climbs.c.sent_at.is_not(None))
_KEYS = select(outbox.c.id, outbox.c.key)
_FRESH = select(outbox).where(outbox.c.id.in_(bindparam("fresh", expanding=True)))
_SUPPORTERS = select(supporters.c.user).where(supporters.c.question == bindparam("of"))
_TOLD = re.compile(r"question:([^:]+):(\d+):told")

_Told = Counter[tuple[str, int, str]]
"""How often each was told the answer of a question: by network, number and person."""


class StepRules:
    """What a belt was like before the last step, and what may be read where since."""

    def __init__(self, belt: Belt) -> None:
        self.readers = Readers(belt)
        self._belt = belt
        self._questions: Mapping[int, Row[Any]] = {}
        self._sent: set[int] = set()
        self._heard: Mapping[int, str] = {}

    def check(self, done: Done, errors: Sequence[str]) -> None:
        """Look at what a step did. Raises BrokenError."""
        if errors:
            raise BrokenError(f"something broke: {errors[0]}")
        self._belt.store(lambda db: self._check(db, done))

    def _check(self, db: Connection, done: Done) -> None:
        before = self._questions
        self._questions = {each.id: each for each in db.execute(_QUESTIONS)}
        self.readers.learn(db, done)
        for climb in db.execute(_SENT).all():
            if climb.id not in self._sent:
                self._sent.add(climb.id)
                self._check_consent(db, climb, done)
        keys = {row.id: row.key for row in db.execute(_KEYS)}  # the id of one dropped serves again
        new = [each for each, key in keys.items() if self._heard.get(each) != key]
        fresh = db.execute(_FRESH.order_by(outbox.c.id), {"fresh": new}).all()
        for message in fresh:
            self.readers.check_message(message)
        self._heard = keys
        self._check_told(db, before, _told(fresh), done)

    def _check_consent(self, db: Connection, climb: Row[Any], done: Done) -> None:
        """Refuse that words leave without their asker's yes, or for want of one too soon."""
        question = self._questions[climb.question]
        if not climb.asker:
            allowed = question.origin.value == "relay" or not question.author
        elif done.by is not None and done.by.id == climb.asker:
            allowed = climb.consent_at is not None
        else:
            zone = self._belt.bot.networks[climb.network].timezone
            late = working_days_after(climb.asked_at, CONSENT_DAYS, zone) <= self._belt.clock.now
            gone = preferences.of(db, climb.network, climb.asker).gone
            signed = question.visibility.value == "public"
            allowed = climb.summary and climb.consent_at is None and signed and (gone or late)
        if not allowed:
            raise BrokenError(f"climb {climb.id} left without its asker's yes")

    def _check_told(
        self, db: Connection, before: Mapping[int, Row[Any]], told: _Told, done: Done
    ) -> None:
        """Have each version of an answer told once to each who waits for it."""
        for question in self._questions.values():
            if not self._is_new_version(before.get(question.id), question, done):
                continue
            here, number = question.network, question.number
            for user in concerned(db, question):
                if self._said_it(done, here, user) or preferences.of(db, here, user).gone:
                    continue
                if told[here, number, user] != 1:
                    times = told[here, number, user]
                    raise BrokenError(f"{user} was told {times} times of {here} {number}")
        twice = [each for each, times in told.items() if times > 1]
        if twice:
            raise BrokenError(f"told twice: {twice}")

    def _is_new_version(self, was: Row[Any] | None, now: Row[Any], done: Done) -> bool:
        """Tell whether those concerned are to be told: what is completed here is not told."""
        if now.answer_text is None or (was is not None and was.answer_text == now.answer_text):
            return False
        if was is None or was.answer_text is None:
            return True
        if not now.answer_from or done.network == now.network:
            return False
        if not was.answer_from:
            raise BrokenError(f"the answer given in {now.network} was overwritten from above")
        return True

    def _said_it(self, done: Done, network: str, user: str) -> bool:
        server = self._belt.bot.networks[network].server
        by = done.by is not None and (done.by.server, done.by.id) == (server, user)
        return by and done.network == network


def concerned(db: Connection, question: Row[Any]) -> Collection[str]:
    """Return whom a question concerns in its own network."""
    joined = db.execute(_SUPPORTERS, {"of": question.id}).scalars()
    return {question.author, *joined} - {""}


def _told(fresh: Iterable[Row[Any]]) -> _Told:
    told = _Told()
    for message in fresh:
        found = _TOLD.match(message.key)
        if found and message.kind is MessageKind.POST:
            told[found[1], int(found[2]), message.user] += 1
    return told
