"""Databases as a year leaves them: a few networks live it, and are copied as often as is wanted.

`START` to `NOW`: meetings, letters, digests of feeds and Mondays are those of `tests.played_year`;
questions are those of `bench.filled`, with their cards; private messages, subscribers and their
mails are written. Everything of a network is copied under another name, in SQL: copies take no
longer than the database does.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from tempfile import mkdtemp

from sqlalchemy import BigInteger, Connection, Integer, func, insert, select, text, update

from bench import filled
from bench.copies import carry, multiply
from bot.core.columns import metadata
from bot.core.database import Database
from bot.core.message import Delivery, MessageKind
from bot.core.message_tables import outbox
from bot.core.migrate import migrate
from bot.core.tables import counters
from bot.letter.mail import store as mails
from bot.letter.mail.rules import AddressStatus, MailStatus
from bot.letter.mail.tables import mails as mails_table
from bot.letter.mail.tables import subscribers
from bot.letter.rules import LetterStatus
from bot.letter.tables import letters
from bot.network.network import Network, Scale, Subscription
from bot.veille.tables import articles, feeds, subscriptions
from tests.played_year import Year, network

NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
"""The present: the program itself is run on what was lived."""

START = NOW - timedelta(days=365)

QUESTIONS = 150
"""Asked in a network in a year: four or five by each of its people."""

DIRECT = 4
"""Private messages that each person got in the last thirty days; older ones are purged."""

SUBSCRIBERS = 40
FOLLOWED, MONTHLY = 6, 10
"""Feeds that a network follows, and the articles that each brings in thirty days."""

_MONTH = timedelta(days=30)
_FEEDS_A_NETWORK = 2


def person(number: int, slug: str) -> str:
    """Return the chat id of someone of a network; who coordinates it is the first."""
    return _as_id(f"m{number:03}q{slug.replace('-', 'z')}")


def channel(slug: str) -> str:
    """Return the id of a network's channel."""
    return _as_id(f"cq{slug.replace('-', 'z')}")


def slug_in(told: str) -> str:
    """Return the slug of the network that an id is of."""
    return told.rstrip("y").partition("q")[2].replace("z", "-")


def _as_id(words: str) -> str:
    return words.ljust(26, "y")


class Life(Year):
    """A year of networks whose people are those of `person`."""

    coordinator = staticmethod(partial(person, 0))


def country(size: int) -> Sequence[Network]:
    """Return a national network, a region for each ten, and départements: so many in all."""
    regions = size // 10
    names = ["national", *(f"reg{n}" for n in range(regions))][: size if size > 1 else 0]
    others = [f"dep{n}" for n in range(size - len(names))]
    found = []
    for place, slug in enumerate([*names, *others]):
        scale = Scale.DEPARTEMENT
        parent = f"reg{place % regions}" if regions else None
        if slug in names:
            scale = Scale.REGION if place else Scale.NATIONAL
            parent = "national" if place else None
        followed = [
            (place * _FEEDS_A_NETWORK + n) % max(_FEEDS_A_NETWORK * size, FOLLOWED)
            for n in range(FOLLOWED)
        ]
        found.append(
            replace(
                network(slug, scale, parent=parent),
                feeds=tuple(
                    Subscription(url=f"https://f{n}.example.org/flux", name=f"Flux {n}", theme="")
                    for n in dict.fromkeys(followed)
                ),
            )
        )
    return found


def copied(networks: Sequence[Network], copies: int) -> Sequence[Network]:
    """Return networks and so many more of each, as they are named in a copied database."""
    return [_copy(each, n) for n in range(copies) for each in networks]


def _copy(of: Network, number: int) -> Network:
    if not number:
        return of
    more = f"-{number}"
    return replace(
        of,
        slug=of.slug + more,
        channel=of.channel + more,
        parent=of.parent and of.parent + more,
        feeds=tuple(replace(each, url=each.url + more) for each in of.feeds),
    )


def fill(url: str, size: int, people: int, copies: int) -> Database:
    """Fill an empty database with `copies` of `size` networks, of so many people each."""
    database = Database(url)
    made = _lived(size, people)
    if database.path is not None:
        database.close()
        shutil.copyfile(made, url.removeprefix("sqlite:///"))
        database = Database(url)
    else:
        migrate(database)
        carry(Database(f"sqlite:///{made}"), database)
    if copies > 1:
        for table in metadata.sorted_tables:
            database.submit(partial(multiply, table, copies)).result()
    database.submit(_settled).result()
    return database


@cache
def _lived(size: int, people: int) -> Path:
    """Live the year in a SQLite file, once; return it."""
    path = Path(mkdtemp(prefix="courroie-lived-")) / "lived.db"
    migrate(opened := Database(f"sqlite:///{path}"))
    opened.close()
    networks = country(size)
    chance = random.Random(44)  # noqa: S311  no secret
    year = Life(path, networks, START)
    try:
        while year.now < NOW:
            until = min(year.now + _MONTH, NOW)
            year.database.submit(partial(_print, chance, year.now, until)).result()
            year.live(until)
        for place, each in enumerate(networks):
            year.database.submit(partial(_ask, chance, place, each.slug, people)).result()
            year.database.submit(partial(_write, each.slug, people)).result()
        year.database.submit(_rest).result()
    finally:
        year.close()
    return path


def _print(chance: random.Random, since: datetime, until: datetime, db: Connection) -> None:
    """Have each feed bring its articles of some days."""
    db.execute(update(subscriptions).values(opened_at=START))
    words = filled.texts(MONTHLY * 40)
    rows = []
    for feed in db.execute(select(feeds.c.id, feeds.c.url)).all():
        for n in range(MONTHLY * (until - since).days // 30):
            at = since + (until - since) * chance.random()
            link = f"{feed.url}/{at:%Y%m%d}-{n}"
            rows.append({
                "feed": feed.id, "guid": link, "link": link, "page": link, "author": "", "tags": [],
                "title": " ".join(chance.choice(words).split()[:10]),
                "summary": chance.choice(words) + " " + chance.choice(words),
                "published": at, "collected_at": at, "told": at,
            })  # fmt: skip
    if rows:
        db.execute(insert(articles), rows)


def _ask(chance: random.Random, place: int, slug: str, people: int, db: Connection) -> None:
    """Have the questions of a network's year asked, answered and found, with their cards."""
    first, moved = place * QUESTIONS, NOW - filled.NOW
    rows: list[filled.Row] = []
    for number, words in enumerate(filled.texts(QUESTIONS), 1):
        row = filled.question(chance, number, QUESTIONS, f"{words} {slug}")
        asked = START + (NOW - START) * number / (QUESTIONS + 1)
        own = {"id": first + number, "network": slug, "asked_at": asked}
        own["author"] = person(chance.randrange(people), slug)
        own |= {"answer_by": person(0, slug)} if row["answer_by"] else {}
        own |= {"ended_at": asked + timedelta(days=4)} if row["ended_at"] else {}
        back = row["back_at"]
        own |= {"back_at": back + moved} if isinstance(back, datetime) else {}
        rows.append(row | own)
    filled.keep(chance, rows, db, who=lambda number: person(number + 1, slug))
    filled.index(rows, db)
    db.execute(insert(counters), {"network": slug, "name": "question", "value": QUESTIONS})
    db.execute(
        insert(outbox),
        [
            _said(f"question:{slug}:{n}", slug, str(row["text"]) * 2)
            for n, row in enumerate(rows, 1)
        ],
    )


def _write(slug: str, people: int, db: Connection) -> None:
    """Write the private messages of a month, those who receive the letter, the last one's mails."""
    words = "Votre question n° 12 a une réponse, gardée avec elle. Elle vous aide ? " * 4
    told = [
        _said(f"told:{slug}:{each}:{n}", slug, words) | {"user": person(each, slug)}
        for each in range(people)
        for n in range(DIRECT)
    ]
    db.execute(insert(outbox), told)
    common = {"network": slug, "user": "", "standing": AddressStatus.CONFIRMED, "asked_at": START}
    common |= {"confirmed_at": START, "failures": 0, "trouble": ""}
    addresses = [f"s{n}@{slug}.example.org" for n in range(SUBSCRIBERS)]
    rows = [common | {"address": each, "handle": f"{each:#>40}"} for each in addresses]
    db.execute(insert(subscribers), rows)
    out = letters.c.network == slug, letters.c.status == LetterStatus.PUBLISHED
    for letter in db.execute(select(letters.c.id).where(*out)).scalars().all():
        mails.queue_letter(db, slug, letter, NOW)


def _said(key: str, slug: str, words: str) -> filled.Row:
    at = NOW - timedelta(days=3)
    return {
        "key": key, "server": "test", "network": slug, "kind": MessageKind.POST, "text": words,
        "user": None, "buttons": [], "status": Delivery.SENT, "attempts": 1, "made_at": at,
        "sent_at": at, "post": _as_id(f"p{abs(hash(key)) % 10**12}q"),
    }  # fmt: skip


def _rest(db: Connection) -> None:
    """Leave nothing on its way."""
    db.execute(update(mails_table).values(status=MailStatus.SENT, sent_at=NOW))
    over = {"status": Delivery.SENT, "sent_at": NOW, "post": outbox.c.key}
    db.execute(update(outbox).where(outbox.c.status != Delivery.SENT).values(over))


def _settled(db: Connection) -> None:
    """Have no feed be due for a while; have PostgreSQL go on after our numbers."""
    db.execute(update(feeds).values(next_at=NOW + _MONTH, fetched_at=NOW, succeeded_at=NOW))
    if db.dialect.name == "postgresql":
        db.execute(text("ANALYZE"))  # as it does by itself within minutes
        for table in metadata.sorted_tables:
            if "id" in table.c and isinstance(table.c.id.type, BigInteger | Integer):
                asked = func.pg_get_serial_sequence(table.name, "id")
                last = select(func.coalesce(func.max(table.c.id), 1)).scalar_subquery()
                db.execute(select(func.setval(asked, last)).where(asked.is_not(None)))
