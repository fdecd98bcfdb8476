"""Every card with two hundred of everything: a list is shortened, and no verb is dropped."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import Connection

from bot.core.card_keys import CardKind, read_card_key
from bot.core.message import ClaimedMessage, Message
from bot.letter import note_store
from bot.letter.note import LetterNote, LetterNoteKind
from bot.mattermost.client import Mattermost
from bot.mattermost.roster import Roster
from bot.mattermost.sender import MattermostSender
from bot.mattermost.wire import cards
from bot.meeting import note_store as meeting_notes
from bot.meeting import store as meetings
from bot.meeting.agenda import AgendaItem, ItemKind
from bot.meeting.ideas import store as ideas
from bot.meeting.ideas.rules import Idea
from bot.meeting.minutes import Note, NoteKind
from bot.question import store as questions
from bot.question.rules import Question
from bot.relay.announcing import store as announcements
from bot.relay.announcing.rules import Announcement, AnnouncementCopy, CopyStatus
from bot.talk.command import Via
from bot.veille.deadlines import store as deadlines
from bot.veille.deadlines.rules import Deadline, DeadlineStatus
from scheduler.rounds import ROUNDS
from tests.commands.articles import collected
from tests.lettered import open_lettered
from tests.mattermost.coordinating import at_sight
from tests.mattermost.test_sender import SIGNER
from tests.room import Room
from tests.rounds import goes
from tests.scheduler.sender import Desk, Mouth, publisher
from tests.survey.crowds import launched
from tests.typable import is_verb

MANY = 200
LONG = "Qui saurait aider une association à déclarer « en ligne » ses comptes de l'année passée ?"

BARE = {CardKind.ANNOUNCEMENT}
"""What the channel reads without a list: one button at most. Lists of them are among what is read.
"""

READS = (
    *("aide", "aide tout", "besoin liste", "besoin mes", "besoin aider"),
    *("besoin chercher comptes", "besoin voir 1", "besoin transmis", "rencontre"),
    *("rencontre ordre-du-jour", "rencontre idées", "rencontre accueil"),
    *("rencontre outils", "veille", "veille articles"),
    *("veille flux", "veille échéances", "veille archives", "lettre", "lettre enlever"),
    *(
        "lettre archives",
        "reseau",
        "reseau messages",
        "reseau enquêtes",
        "reseau annonces",
        "reseau confidentialité",
    ),
)
"""What shows a card, or a list, to whoever types it alone."""


def crowded(room: Room) -> None:
    """Put two hundred of everything into the Loire."""
    now = room.clock.now

    def fill(db: Connection) -> None:
        for number in range(MANY):
            text = f"{number} {LONG}"
            questions.add(
                db, Question(network="loire", number=0, text=text, author="louis", asked_at=now)
            )
            ideas.add(db, Idea(network="loire", number=0, text=text, author="louis", at=now))
            note_store.add(
                db,
                LetterNote(
                    network="loire",
                    number=0,
                    kind=LetterNoteKind.RESOURCE,
                    text=text,
                    author="zoe",
                    at=now,
                ),
            )
            made = announcements.add(
                db,
                Announcement(
                    network="national",
                    number=0,
                    text=text,
                    author="nadia",
                    made_at=now,
                    over_at=now + timedelta(days=60),
                ),
            )
            copy = AnnouncementCopy(
                announcement=made.id, network="loire", number=0, status=CopyStatus.WAITING
            )
            announcements.add_copy(db, copy)
            deadlines.add(
                db,
                Deadline(
                    network="loire",
                    number=0,
                    title=text,
                    link=f"https://exemple.fr/{number}",
                    ends=now + timedelta(days=20 + number % 9),
                    status=DeadlineStatus.CONFIRMED if number % 2 else DeadlineStatus.TO_CHECK,
                    at=now,
                ),
            )

    room.store(fill)
    collected(room, *(f"{number} {LONG}" for number in range(MANY)), later=True)


def noted(room: Room) -> None:
    """Note two hundred decisions and actions of the meeting, and as many points."""

    def note(db: Connection) -> None:
        meeting = meetings.get(db, "loire", 1)
        for kind in NoteKind:
            for number in range(MANY):
                made = Note(kind=kind, text=f"{number} {LONG}", who="Zoé", at=room.clock.now)
                meeting_notes.add(db, meeting, made)
        agenda = meeting.agenda
        for number in range(MANY):
            agenda = agenda.add(2, AgendaItem(kind=ItemKind.POINT, text=f"{number} {LONG}"))
        meetings.save(db, replace(meeting, agenda=agenda))

    room.store(note)


def lived(room: Room, desk: Desk) -> None:
    """Live what shows each card, and read all that can be read at each step."""

    def reads(*lines: str, **later: float) -> None:
        for line in lines:
            assert not room.plays("amina", line).refused, line
        for line in READS:
            for who in ("amina", "zoé"):
                if is_verb(line):
                    room.does(who, line)
                else:
                    room.says(who, line, via=Via.MENTION)
        desk.deliver()
        room.clock.forward(**later)
        asyncio.run(publisher(room).publish_due())
        goes(room, *(each.name for each in ROUNDS))
        desk.deliver()

    crowded(room)
    launched(room)
    room.says("louis", f"/besoin {LONG}")
    aap = {"lien": "https://exemple.fr/1", "date": "15 janvier 2027 à 12 h"}
    room.fills("zoé", "veille échéance", **aap)
    reads("/rencontre planifier confirmé vendredi 4 décembre 14h, mairie", minutes=1)
    room.does("louis", "rencontre proposer Un atelier sur les comptes")
    room.does("louis", "veille garder-ressource https://exemple.fr/guide Un guide")
    reads(
        "/rencontre sonder mardi 15 décembre 14h ; jeudi 17 décembre 14h ; lundi 21 décembre 9h",
        "/besoin répondre 2 La Manufacture",
        "/reseau publier-annonce 1",
        "/rencontre annoncer",
        days=9,
    )
    reads(days=23, hours=5)
    room.says("amina", "/rencontre tenir")
    noted(room)
    reads(*["/rencontre suivant"] * 4)
    reads("/rencontre terminer", days=1)
    reads("/rencontre publier 1", days=20)


@dataclass
class Reader(Mouth):
    """A chat that reads what can be done with each message."""

    read: list[Message] = field(default_factory=list)

    async def say(self, claimed: ClaimedMessage, posted: Callable[[str], Awaitable[None]]) -> str:
        self.read.append(claimed.message)
        return await super().say(claimed, posted)


async def props_of(message: Message) -> cards.PostProps:
    """Return what a post bears, on a server of long names."""
    client = Mattermost("http://127.0.0.1:1", SecretStr("x" * 26))
    sender = MattermostSender(
        client,
        Roster("mattermost-du-reseau-national", client, tuple, at_sight),
        SIGNER,
        callback=f"https://{'a' * 60}.example",
        clock=lambda: message.made_at,
    )
    try:
        return sender._props(message, message.text if message.head else "")
    finally:
        await client.close()


def test_no_card_loses_a_verb_however_much_there_is(tmp_path: Path) -> None:
    room, reader = open_lettered(tmp_path), Reader()
    room.busy = True
    lived(room, Desk(room, reader))
    said = [each for each in reader.read if each.buttons]

    cut = set()
    for message in said:
        props = asyncio.run(props_of(message))
        shown = [action for card in props.attachments or () for action in card.actions]
        assert props.fits
        assert [each.label for each in shown] == [each.label for each in message.buttons]
        for button, action in zip(message.buttons, shown, strict=True):
            if action.options and len(action.options) < len(button.options):
                cut.add((button.label, button.route, action.options[-1]))

    kinds = {found.kind for each in said if (found := read_card_key(each.edits or each.key))}
    others = {re.split(r":|\d", each.key)[0] for each in said}
    assert set(CardKind) - kinds == BARE
    assert {"digest", "pile", "reply"} <= others
    assert {"Corriger…", "Action faite…"} <= {label for label, *_ in cut}
    room.says("amina", "/rencontre planifier confirmé vendredi 5 février 14h, mairie")
    assert all(re.fullmatch(r"Les \d+ autres…", last.text) for _, route, last in cut if route)
