"""A drill: one member uses all there is, is forgotten, and is looked for everywhere one may look.

What is looked for are marks: the account's id, and words that nobody else writes, in all that
forgetting erases. Every column of every table, every byte of every file, every post as it reads at
the end, and every copy that members are given afterwards.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, update

from bot.core.columns import Fate, metadata
from bot.core.database import Database
from bot.core.traffic import Traffic
from bot.privacy import forgetting
from bot.privacy.forgetting import Person
from bot.privacy.register import TRACES
from commands.reseau.privacy import FORGET
from scheduler.clean import Cleaner
from tests.commands.gestures import asks_privately, deliver, told
from tests.commands.test_privacy import _Chat
from tests.each_column import fill
from tests.mail_room import mail_room
from tests.privacy.test_forgetting import NOW
from tests.room import Room
from tests.scheduler.sender import Desk
from tests.survey.crowds import launched

MARKS = (
    "zoe",
    *("orangeade", "mandoline", "cornemuse", "vielle", "tympanon", "ocarina", "psalterion"),
    *("crumhorn", "guimbarde", "serinette", "epinette", "sistre", "bombarde"),
)
"""Words of Zoé alone, none of which may stand anywhere once she is forgotten."""


def lives(room: Room) -> None:
    """Have Zoé use each thing there is, with words of her own in what forgetting erases."""
    says = room.says
    says("zoé", "/besoin Qui prête une salle à Brest ?")
    asks_privately(room, "zoé", "Mon employeur refuse la formation orangeade, que faire ?")
    says("zoé", "/besoin transmettre 2")
    deliver(room)
    says("zoé", "/besoin écrire 2 Il a dit mandoline")
    says("zoé", "/besoin Comment refuser une mission cornemuse de mon maire ?")
    says("zoé", "/besoin rendre-privée 3")
    says("louis", "/besoin Où imprimer en grand format ?")
    says("zoé", "/besoin moi-aussi 4")
    says("zoé", "/besoin répondre 4 La reprographie de la mairie")
    says("louis", "/besoin rouvrir 4")
    says("zoé", "/besoin répondre 4 La reprographie du port")
    says("zoé", "/besoin aider bureautique")
    says("zoé", "/besoin recevoir Personnes vielle ; La tympanon ; Roanne")
    says("amina", "/rencontre planifier confirmé 3 décembre 2026 14h, médiathèque")
    says("amina", "/rencontre hôte @zoe")
    says("zoé", "/rencontre présentation Un fablab ouvert à tous")
    says("amina", "/rencontre annoncer")
    says("zoé", "/rencontre présence oui")
    says("zoé", "/rencontre accueillir Le ocarina, vingt places")
    says("zoé", "/rencontre absence jusqu'au 20 décembre 2026")
    says("zoé", "/rencontre proposer Un quiz en équipes")
    says("zoé", "/veille proposer https://exemple.fr/psalterion Le crumhorn")
    says("zoé", "/rencontre proposer La vie des sons, contact : Mme Sistre, 06 12 34 56 78")
    says("zoé", "/veille proposer https://exemple.fr/bombarde")
    says("zoé", "/veille échéance https://exemple.org/aap 15 janvier 2027, Appel à projets")
    says("zoé", "/veille candidater 1")
    says("amina", "/rencontre sonder confirmé 3 mars 2027 14h ; 8 mars 2027 14h")
    says("zoé", "/rencontre voter 1 1 oui")
    says("zoé", "/reseau messages groupés")
    says("zoé", "/lettre abonner zoe.guimbarde@serinette.example")
    says("zoé", "/lettre proposer Un mur de post-it en ligne")
    launched(room)
    says("zoé", "/reseau enquête 1 a")
    says("zoé", "/reseau enquête 2 a")
    says("zoé", "/reseau écrire-enquête 1 Plutôt epinette")
    room.clock.forward(days=31, hours=5)
    says("amina", "/rencontre tenir")
    says("amina", "/rencontre action Réserver la salle, @zoe, 15 janvier")
    says("zoé", "/besoin Je cherche une salle")


@pytest.mark.parametrize("published", [False, True])
def test_nothing_is_left_of_someone_who_used_all_there_is(
    tmp_path: Path, *, published: bool
) -> None:
    room, chat = mail_room(tmp_path), _Chat()
    lives(room)
    if published:
        room.says("amina", "/rencontre publier")
    Desk(room, chat).deliver()
    before = everything(room).casefold()
    assert [mark for mark in MARKS if mark not in before] == []

    room.clicks("zoé", FORGET, "confirmé")
    Desk(room, chat).deliver()
    room.clock.forward(days=1)
    asyncio.run(Cleaner(room.database, room.clock, Traffic()).clean())

    for where, text in (
        ("tables", everything(room)),
        ("files", files(room)),
        ("posts", "\n".join(posts(chat))),
        ("copies", copies(room)),
    ):
        left = [mark for mark in MARKS if mark in text.casefold()]
        assert left == [], where


def everything(room: Room) -> str:
    return room.store(_rows)


def _rows(db: Connection) -> str:
    return "\n".join(
        f"{table.name}.{column.name}: {value!r}"
        for table in metadata.sorted_tables
        for row in db.execute(select(table)).mappings()
        for column in table.c
        for value in (row[column.name],)
    )


def files(room: Room) -> str:
    """Return the bytes of all the files of the database, as text."""
    path = room.database.path
    if path is None:
        return ""
    found = sorted(path.parent.glob(f"{path.name}*"))
    return "".join(each.read_bytes().decode("utf-8", "ignore") for each in found)


def posts(chat: _Chat) -> list[str]:
    """Return what posts read at the end, those to the person who was forgotten apart."""
    last: dict[str, str] = {}
    for key, text in chat.said:
        last[chat.places[key][1] or chat.post_of(key)] = text
    return list(last.values())


def copies(room: Room) -> str:
    """Return what others are handed and shown afterwards."""
    shown = [
        room.says("amina", typed).text
        for typed in ("/besoin suivi", "/rencontre actions", "/rencontre hôtes", "/lettre aperçu")
    ]
    room.says("amina", "/reseau mes-données")
    room.says("amina", "/besoin exporter")
    sent = [each.file.content for each in told(room, "amina") if each.file]
    return "\n".join([*shown, *map(str, sent)])


def test_no_column_that_names_someone_is_forgotten_by_forgetting(database: Database) -> None:
    def named(db: Connection) -> None:
        fill(db)
        for trace in TRACES:
            key = list(trace.table.primary_key)
            first = db.execute(select(*key).limit(1)).one()
            where = [column == value for column, value in zip(key, first, strict=True)]
            there = update(trace.table).where(*where)
            server = {"server": "test"} if "server" in trace.table.c else {}
            db.execute(there.values({trace.column.name: "zoe0", **server}))
        forgetting.forget(db, Person(server="test", id="zoe0"), NOW, erased=str)

    database.submit(named).result()

    offices = {trace.table.name for trace in TRACES if trace.privacy.fate is Fate.OFFICE}
    left = [line for line in database.submit(_rows).result().splitlines() if "'zoe0'" in line]
    assert {line.partition(".")[0] for line in left} <= offices
