"""What must hold of a belt, whatever happens: the invariants of its property test.

`BeltRules.after` looks at what a step changed; `BeltRules.at_the_end` at the whole, once all servers
are back and all is said. Each raises Broken. They read the tables and the posts, and count by
themselves: none of what counts or tells in `bot.relay` serves here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.core.message import Delivery, MessageKind
from bot.core.message_tables import outbox
from bot.french.workdays import working_days_after
from bot.people import store as preferences
from bot.privacy.register import network_of
from bot.privacy.tables import TABLES
from bot.question import card as cards
from bot.question import store as questions
from bot.question.tables import question_events, supporters
from bot.relay.rules import CONSENT_DAYS
from bot.relay.tables import climbs, descents
from bot.talk.markdown import typeset
from tests.relay.played_belt import Belt, Done, Person

_WORD = re.compile(r"motx[bcdfghjklmnpqrst]+x")
_CARRIED = ("taken", "joined", "answered", "published")
_BELOW = (climbs, descents)
"""Tables whose rows are of the network below, whatever they say of the one above."""


class BrokenError(Exception):
    """A rule does not hold."""


class BeltRules:
    """What a belt was like before the last step, and what may have been read where since."""

    def __init__(self, belt: Belt) -> None:
        self._belt = belt
        self._questions: dict[int, Row[Any]] = {}
        self._sent: set[int] = set()
        self._heard = 0
        self._may_read: dict[str, set[str]] = {}
        self._told: Counter[tuple[Person, str, int, str]] = Counter()

    def after(self, done: Done, logged: Iterable[str]) -> None:
        """Check what a step did."""
        for each in logged:
            raise BrokenError(f"something broke: {each}")
        if "cassé" in done.told:
            raise BrokenError(f"something broke: {done.told}")
        self._belt.store(lambda db: self._after(db, done))

    def at_the_end(self) -> None:
        """Check all that is kept and all that people read."""
        self._belt.store(self._at_the_end)

    def _after(self, db: Connection, done: Done) -> None:
        before, self._questions = self._questions, {each.id: each for each in _questions(db)}
        all_climbs = db.execute(select(climbs)).all()
        self._learn(db, all_climbs, done, before)
        self._consent(db, all_climbs, done)
        fresh = db.execute(select(outbox).where(outbox.c.id > self._heard)).all()
        self._heard = max([self._heard, *(each.id for each in fresh)])
        for message in fresh:
            if message.network:
                self._readable(message.network, f"{message.text} {message.key}", message.user)
        self._answers(db, before, fresh, done)

    def _learn(
        self,
        db: Connection,
        all_climbs: Iterable[Row[Any]],
        done: Done,
        before: Mapping[int, Row[Any]],
    ) -> None:
        """Note what may be read in which network: what was said there, climbed or came down."""
        for word in _WORD.findall(done.said):
            self._may_read.setdefault(word, {done.network})
        for climb in all_climbs:
            if climb.sent_at is not None and climb.parent:
                self._may(climb.text, climb.parent)
                self._may(climb.offer, climb.parent)
            self._may(climb.reason, climb.network)
        for each in db.execute(select(descents)):
            self._may(each.text, each.network)

    def _may(self, text: str, network: str) -> None:
        for word in _WORD.findall(text):
            self._may_read.setdefault(word, set()).add(network)

    def _readable(self, network: str, text: str, user: str | None = None) -> None:
        """Refuse what a network reads and was not sent, and whoever it does not know."""
        for word in _WORD.findall(text):
            if network not in self._may_read.get(word, {network}):
                raise BrokenError(f"{network} reads {word}, which was not sent there: {text}")
        known = self._belt.ever[network]
        for who in re.findall(r"zq\d{3}", f"{text} {user or ''}"):
            if who not in known:
                raise BrokenError(f"{network} reads {who}, who is not one of its people: {text}")

    def _consent(self, db: Connection, all_climbs: Iterable[Row[Any]], done: Done) -> None:
        """Refuse that words leave without their asker's yes, or for want of one too soon."""
        for climb in all_climbs:
            if climb.sent_at is None or climb.id in self._sent:
                continue
            self._sent.add(climb.id)
            question = self._questions[climb.question]
            by = done.by.id if done.by else ""
            if not climb.asker:
                ok = question.origin.value == "relay" or not question.author
            elif by == climb.asker:
                ok = climb.consent_at is not None
            else:
                zone = self._belt.bot.networks[climb.network].timezone
                late = working_days_after(climb.asked_at, CONSENT_DAYS, zone)
                gone = preferences.of(db, climb.network, climb.asker).gone
                ok = climb.summary and question.visibility.value == "public"
                ok = ok and climb.consent_at is None
                ok = ok and (gone or late <= self._belt.clock.now)
            if not ok:
                raise BrokenError(f"climb {climb.id} left without its asker's yes")

    def _answers(
        self,
        db: Connection,
        before: Mapping[int, Row[Any]],
        fresh: Iterable[Row[Any]],
        done: Done,
    ) -> None:
        """Have each answer told once to each who waits, and none overwrite what was given here."""
        told = Counter[tuple[str, str, int, str]]()
        for each in fresh:
            found = re.match(r"question:([^:]+):(\d+):told", each.key)
            if found and each.kind is MessageKind.POST:
                told[each.server, found[1], int(found[2]), each.user] += 1
        for question in self._questions.values():
            was = before.get(question.id)
            if question.answer_text is None or (was and was.answer_text == question.answer_text):
                continue
            changed = was is not None and was.answer_text is not None
            here = question.network
            if changed and not question.answer_from:
                continue
            if changed and not was.answer_from:
                raise BrokenError(f"the answer given in {here} was overwritten from above")
            if changed and done.network == here:
                continue
            server = self._belt.bot.networks[here].server
            for user in _concerned(db, question):
                by = done.by and done.by.server == server and done.by.id == user
                if (by and done.network == here) or preferences.of(db, here, user).gone:
                    continue
                times = told[server, here, question.number, user]
                if times != 1:
                    raise BrokenError(f"{user} was told {times} times of {here} {question.number}")
        twice = [each for each, times in told.items() if times > 1]
        if twice:
            raise BrokenError(f"told twice: {twice}")

    def _at_the_end(self, db: Connection) -> None:
        self._posts_once(db)
        self._rows(db)
        for question in _questions(db):
            self._count(db, question)
        self._cards(db)
        self._words_taken_back(db)
        self._arrivals(db)

    def _posts_once(self, db: Connection) -> None:
        """Have all been said, and nothing posted twice."""
        twice = [each for each, times in Counter(self._belt.chat.keys).items() if times > 1]
        if twice:
            raise BrokenError(f"posted twice: {twice}")
        left = db.execute(
            select(outbox.c.key, outbox.c.status).where(
                outbox.c.status.in_([Delivery.PREPARED, Delivery.SENDING, Delivery.FAILED])
            )
        ).all()
        if left:
            raise BrokenError(f"never said: {left}")

    def _rows(self, db: Connection) -> None:
        """Look for people and words in all the rows of each network."""
        for network, text in _texts(db):
            self._readable(network, text)

    def _count(self, db: Connection, question: Row[Any]) -> None:
        """Count the people behind a question again, as a set."""
        own = set(_people(self._belt, db, question))
        behind: set[Person] = set()
        territories = set()
        for climb in _carried(db, question.id):
            behind |= set(_behind(self._belt, db, climb.question))
            territories.add(climb.network)
        if not question.status.waiting:
            return
        wanted = (len(behind - own), len(territories))
        found = (question.carried, question.territories)
        if found != wanted:
            raise BrokenError(f"{question.network} {question.number} counts {found}, not {wanted}")
        asked = int(question.origin.value == "asked")
        joined = len(own - {Person(self._server(question), question.author)})
        if not self._belt.forgotten and question.concerned != asked + joined + question.carried:
            raise BrokenError(f"{question.network} {question.number} concerns {question.concerned}")

    def _cards(self, db: Connection) -> None:
        """Have each card read as its question is now."""
        for row in _questions(db):
            if row.visibility.value == "private":
                continue
            ctx = self._belt.bot.context(
                db, self._belt.bot.networks[row.network], self._belt.clock.now
            )
            question = questions.get(db, row.network, row.number)
            shown = self._belt.chat.of(cards.key_of(question))
            if shown is None:
                if question.status.waiting:
                    raise BrokenError(f"{row.network} {row.number} has no card")
            elif _read(shown) != _read(wanted := cards.words(ctx, question)):
                raise BrokenError(
                    f"the card of {row.network} {row.number} reads {shown!r}, not {wanted!r}"
                )

    def _words_taken_back(self, db: Connection) -> None:
        """Refuse that words stay above once their asker took them back."""
        every = db.execute(select(climbs)).all()
        stopped = [each for each in every if each.status.value == "stopped" and each.sent_at]
        for climb in stopped:
            others = [
                each.text
                for each in every
                if each.parent == climb.parent
                and each.status.value in ("sent", "returned", "ended", *_CARRIED)
            ]
            for word in set(_WORD.findall(climb.text)) - set(_WORD.findall(" ".join(others))):
                for row in _questions(db):
                    if row.network == climb.parent and word in row.text:
                        raise BrokenError(f"{word} was taken back and stays in {row.network}")

    def _arrivals(self, db: Connection) -> None:
        """Have each coordinator see, once, the need that waits for the longest, or none."""
        every = db.execute(select(climbs).order_by(climbs.c.sent_at, climbs.c.id)).all()
        for network in self._belt.tree:
            waiting = [
                each
                for each in every
                if each.parent == network.slug and each.status.value == "sent"
            ]
            for who in self._belt.bot.coordinators(network.slug):
                if who in self._belt.forgotten:
                    continue  # what was said to them is forgotten too
                shown = [
                    text
                    for post, text in self._belt.chat.posts.items()
                    if re.fullmatch(rf"post-climbs:{network.slug}:[^:]*:{who}", post)
                    and "Un besoin monte" in text
                ]
                if len(shown) > 1 or (shown and not waiting):
                    raise BrokenError(f"{who} sees needs that no longer wait: {shown}")
                if waiting and not shown:
                    if who in self._belt.arrived:
                        continue
                    raise BrokenError(f"{who} sees none of what waits in {network.slug}")
                if waiting and not set(_WORD.findall(waiting[0].text)) <= set(
                    _WORD.findall(shown[0])
                ):
                    raise BrokenError(f"{who} does not see what waits longest: {shown}")

    def _server(self, question: Row[Any]) -> str:
        return self._belt.bot.networks[question.network].server


_WHO_ANSWERED = re.compile(r"^Réponse .*?:$|\ue000\ue001", re.MULTILINE)


def _read(text: str) -> str:
    """Return what a card says, without naming who answered: they may be forgotten since."""
    return _WHO_ANSWERED.sub("", typeset(text))


def _questions(db: Connection) -> list[Row[Any]]:
    from bot.question.tables import questions as table

    return list(db.execute(select(table).order_by(table.c.id)))


def _concerned(db: Connection, question: Row[Any]) -> Collection[str]:
    joined = db.execute(
        select(supporters.c.user).where(supporters.c.question == question.id)
    ).scalars()
    return {question.author, *joined} - {""}


def _people(belt: Belt, db: Connection, question: Row[Any]) -> Iterator[Person]:
    server = belt.bot.networks[question.network].server
    for user in _concerned(db, question):
        yield Person(server, user)


def _carried(db: Connection, question: int) -> Collection[Row[Any]]:
    found = db.execute(
        select(climbs)
        .where(climbs.c.parent_question == question, climbs.c.status.in_(_CARRIED))
        .order_by(climbs.c.id)
    )
    return found.all()


def _behind(belt: Belt, db: Connection, question: int) -> Iterator[Person]:
    [row] = [each for each in _questions(db) if each.id == question]
    yield from _people(belt, db, row)
    for climb in _carried(db, question):
        yield from _behind(belt, db, climb.question)


def _texts(db: Connection) -> list[tuple[str, str]]:
    """Return all the values of all the rows, by the network that each is of."""
    found = []
    for table in TABLES:
        try:
            network, key = network_of(table)
        except LookupError:
            continue
        if table in _BELOW:
            continue
        statement = select(network.label("its_network"), table)
        if key is not None:
            statement = statement.join(key.column.table, key.parent == key.column)
        for row in db.execute(statement):
            if row[0]:
                found.append((row[0], " ".join(str(each) for each in row[1:])))
    return found


__all__ = ["BeltRules", "BrokenError", "question_events"]
