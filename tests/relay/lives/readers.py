"""Who may read which words: each text of a life has a word of its own, each person an id."""

from __future__ import annotations

import re

from sqlalchemy import Connection, Row, select

from bot.helping.tables import askings
from bot.question.tables import questions
from bot.relay.announcing.tables import announcement_copies, announcements
from bot.relay.tables import climbs, descents
from tests.relay.lives.belt import Belt, Done
from tests.relay.lives.broken import BrokenError

WORD = re.compile(r"motx[bcdfghjklmnpqrst]+x")
"""The one word of a text that no other has."""

_SENT = select(climbs.c.parent, climbs.c.text, climbs.c.offer).where(climbs.c.sent_at.is_not(None))
_REASONS = select(climbs.c.network, climbs.c.reason).where(climbs.c.reason != "")
_DOWN = select(descents.c.network, descents.c.text)
_PUT = select(askings.c.network, questions.c.text).join(
    questions, questions.c.id == askings.c.question
)
_FROM_ELSEWHERE = (
    select(questions.c.network, questions.c.answer_text)
    .join(askings, askings.c.question == questions.c.id)
    .where(askings.c.network == questions.c.answer_from)
)
_ANNOUNCED = select(announcement_copies.c.network, announcements.c.text).join(
    announcements, announcements.c.id == announcement_copies.c.announcement
)


def words_of(*texts: str) -> frozenset[str]:
    """Return the words of texts that tell them from all others."""
    return frozenset(WORD.findall(" ".join(texts)))


class Readers:
    """In which networks each word may be read: where it was said, and where it was sent since."""

    def __init__(self, belt: Belt) -> None:
        self._belt = belt
        self._may: dict[str, set[str]] = {}

    def learn(self, db: Connection, done: Done) -> None:
        """Note what was said, what climbed, what came down, and what was announced."""
        for word in words_of(done.said):
            self._may.setdefault(word, {done.network})
        for parent, text, offer in db.execute(_SENT):
            self._reaches(parent, text, offer)
        for statement in (_REASONS, _DOWN, _ANNOUNCED, _PUT, _FROM_ELSEWHERE):
            for network, text in db.execute(statement):
                self._reaches(network, text)

    def check(self, network: str, text: str, user: str | None = None) -> None:
        """Refuse what a network reads and was not sent, and whoever it does not know."""
        for word in words_of(text):
            if network not in self._may.get(word, {network}):
                raise BrokenError(f"{network} reads {word}, which was not sent there: {text}")
        known = self._belt.ever[network]
        for who in re.findall(r"zq\d{3}", f"{text} {user or ''}"):
            if who not in known:
                raise BrokenError(f"{network} reads {who}, who is none of its people: {text}")

    def check_message(self, message: Row[tuple[object, ...]]) -> None:
        """Refuse a message that tells what its network may not read."""
        if message.network:
            self.check(message.network, f"{message.text} {message.key}", message.user)

    def _reaches(self, network: str, *texts: str) -> None:
        for word in words_of(*texts):
            self._may.setdefault(word, set()).add(network)
