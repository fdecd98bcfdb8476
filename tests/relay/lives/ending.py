"""What must hold at the end, once all servers are back and all is said.

It counts the people by itself, and compares what people read with what is kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.core.message import Delivery
from bot.core.message_tables import outbox
from bot.privacy.register import network_of
from bot.privacy.tables import TABLES
from bot.question import card as cards
from bot.question import store as questions
from bot.question.tables import questions as question_table
from bot.relay.announcing import card as announced
from bot.relay.announcing import store as announcements
from bot.relay.announcing.rules import CopyStatus
from bot.relay.tables import climbs, descents
from bot.talk.context import Context
from bot.talk.markdown import typeset
from tests.relay.lives.belt import Belt, Person
from tests.relay.lives.broken import BrokenError
from tests.relay.lives.each_step import StepRules, concerned
from tests.relay.lives.readers import words_of

_CARRIED = ("taken", "joined", "answered", "published")
_ABOVE = ("sent", "returned", "ended", *_CARRIED)
_BELOW = (climbs, descents)
"""Tables whose rows are of the network below, whatever they say of the one above."""

_UNSAID = (Delivery.PREPARED, Delivery.SENDING, Delivery.FAILED)
_WHO_ANSWERED = re.compile(r"^Réponse.*:$|\ue000\ue001", re.MULTILINE)


def check_end(belt: Belt, rules: StepRules) -> None:
    """Look at all that is kept, and all that people read. Raises BrokenError."""
    belt.store(lambda db: _End(belt, db).check(rules))


class _End:
    """A belt at the end of a life."""

    def __init__(self, belt: Belt, db: Connection) -> None:
        self._belt, self._db = belt, db
        self._questions = db.execute(select(question_table).order_by(question_table.c.id)).all()
        self._climbs = db.execute(select(climbs).order_by(climbs.c.sent_at, climbs.c.id)).all()

    def check(self, rules: StepRules) -> None:
        self._all_said_once()
        for network, text in self._rows():
            rules.readers.check(network, text)
        for question in self._questions:
            self._counts(question)
            self._card_reads(question)
        for each in self._belt.tree:
            for who in self._belt.bot.coordinators_of(each.slug):
                self._arrivals_read(each.slug, who)
            self._announcements_read(self._at(each.slug))
        self._choices_read()
        self._nothing_stays_above()

    def _all_said_once(self) -> None:
        chat = self._belt.chat
        known = [each for each in chat.keys if not self._is_forgotten(each[1])]
        twice = [each for each, times in Counter(known).items() if times > 1]
        if twice:
            raise BrokenError(f"posted twice: {twice}")
        if chat.too_late:
            raise BrokenError(f"posted when it was over: {chat.too_late}")
        unsaid = select(outbox.c.key, outbox.c.status).where(outbox.c.status.in_(_UNSAID))
        left = self._db.execute(unsaid).all()
        if left:
            raise BrokenError(f"never said: {left}")

    def _is_forgotten(self, key: str) -> bool:
        """Tell whether what was said under a key was said to someone who was forgotten since."""
        return key.rpartition(":")[2] in self._belt.forgotten

    def _rows(self) -> Iterator[tuple[str, str]]:
        """Yield the values of each row, with the network that it is of."""
        for table in TABLES:
            if table in _BELOW or table is outbox:  # looked at when each was written
                continue
            try:
                network, key = network_of(table)
            except LookupError:
                continue
            statement = select(network.label("its_network"), *table.c)
            if key is not None:
                statement = statement.join(key.column.table, key.parent == key.column)
            for row in self._db.execute(statement):
                if row[0]:
                    yield row[0], " ".join(str(each) for each in row[1:])

    def _counts(self, question: Row[Any]) -> None:
        """Count the people behind a question that waits, as a set."""
        if not question.status.waiting:
            return
        own, carried = set(self._own(question)), self._carried(question.id)
        behind = {each for climb in carried for each in self._behind(climb.question)}
        wanted = (len(behind - own), len({each.network for each in carried}))
        found = (question.carried, question.territories)
        where = f"{question.network} {question.number}"
        if found != wanted:
            raise BrokenError(f"{where} counts {found}, not {wanted}")
        joined = len(own - {self._person(question, question.author)})
        here = int(question.origin.value == "asked") + joined
        if question.concerned != here + question.carried and not self._belt.forgotten:
            raise BrokenError(f"{where} concerns {question.concerned}, not {here} and carried")

    def _card_reads(self, row: Row[Any]) -> None:
        """Have a card read as its question is now, but for who answered: they may be forgotten."""
        if row.visibility.value == "private":
            return
        question = questions.get(self._db, row.network, row.number)
        shown = self._belt.chat.of(cards.key_of(question))
        where = f"the card of {row.network} {row.number}"
        if shown is None:
            if question.status.waiting:
                raise BrokenError(f"{where} is missing")
            return
        wanted = cards.words(self._at(row.network), question)
        if _read(shown) != _read(wanted):
            raise BrokenError(f"{where} reads {shown!r}, not {wanted!r}")

    def _arrivals_read(self, slug: str, who: str) -> None:
        """Have a coordinator see, once, the need that waits for the longest, or none."""
        if who in self._belt.forgotten:
            return
        waiting = [
            each for each in self._climbs if each.parent == slug and each.status.value == "sent"
        ]
        shown = [
            text
            for key, text in self._belt.chat.under(f"climbs:{slug}:", f":{who}")
            if "Un besoin monte" in text
        ]
        if len(shown) > 1 or (shown and not waiting):
            raise BrokenError(f"{who} sees needs that no longer wait: {shown}")
        if waiting and not shown and who not in self._belt.arrived:
            raise BrokenError(f"{who} sees none of what waits in {slug}")
        if waiting and shown and not words_of(waiting[0].text) <= words_of(shown[0]):
            raise BrokenError(f"{who} does not see what waits longest: {shown}")

    def _choices_read(self) -> None:
        """Have nobody be asked what is decided, nor left without being asked what is not.

        The card of who coordinates no longer stays as it was: it is not told what came after.
        """
        for climb in self._climbs:
            shown = self._belt.chat.under(f"climb:{climb.network}:{climb.id}:", f":{climb.asker}")
            asks = [each for _, each in shown if "Êtes-vous d'accord" in each]
            if asks and climb.status.value != "waiting":
                raise BrokenError(f"{climb.asker} is asked about climb {climb.id}: {asks}")
        for descent in self._db.execute(select(descents)):
            told = self._belt.bot.coordinators_of(descent.network)
            start = f"descent:{descent.network}:{descent.id}:"
            for key, text in self._belt.chat.under(start, ""):
                asked = "Sans vous, le réglage" in text and key.rpartition(":")[2] in told
                if asked and descent.status.value != "waiting" and not self._is_forgotten(key):
                    raise BrokenError(f"{key} asks about an answer that is {descent.status.value}")

    def _announcements_read(self, ctx: Context) -> None:
        """Have each announcement that was published read as it is now."""
        for arrival in announcements.arrivals(self._db, ctx.network.slug, ctx.now):
            shown = self._belt.chat.of(announced.key_of(arrival.copy))
            if arrival.copy.status is not CopyStatus.PUBLISHED:
                if shown is not None:
                    raise BrokenError(f"{ctx.network.slug} shows what it did not publish: {shown}")
                continue
            wanted, _ = announced.posted(ctx, arrival)
            if shown is None or typeset(shown) != typeset(wanted):
                raise BrokenError(f"{ctx.network.slug} reads {shown!r}, not {wanted!r}")

    def _nothing_stays_above(self) -> None:
        """Refuse that words stay above once whoever asked took them back."""
        for climb in self._climbs:
            if climb.status.value != "stopped" or climb.sent_at is None:
                continue
            others = [
                each.text
                for each in self._climbs
                if each.parent == climb.parent and each.status.value in _ABOVE
            ]
            for word in words_of(climb.text) - words_of(*others):
                kept = [each for each in self._questions if each.network == climb.parent]
                if any(word in each.text for each in kept):
                    raise BrokenError(f"{word} was taken back and stays in {climb.parent}")

    def _own(self, question: Row[Any]) -> Iterator[Person]:
        for user in concerned(self._db, question):
            yield self._person(question, user)

    def _behind(self, question: int) -> Iterator[Person]:
        [row] = [each for each in self._questions if each.id == question]
        yield from self._own(row)
        for climb in self._carried(question):
            yield from self._behind(climb.question)

    def _carried(self, question: int) -> Sequence[Row[Any]]:
        return [
            each
            for each in self._climbs
            if each.parent_question == question and each.status.value in _CARRIED
        ]

    def _person(self, question: Row[Any], user: str) -> Person:
        return Person(self._belt.bot.networks[question.network].server, user)

    def _at(self, slug: str) -> Context:
        belt = self._belt
        return belt.bot.context(self._db, belt.bot.networks[slug], belt.clock.now)


def _read(text: str) -> str:
    return _WHO_ANSWERED.sub("", typeset(text))
