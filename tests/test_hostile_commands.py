"""Whatever is typed, pressed or sent, whoever does it: a sentence, never a break.

Every route is played on SQLite, and on PostgreSQL where there is one: it refuses what SQLite takes.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping, Sequence
from itertools import cycle

import pytest
from structlog.testing import capture_logs

from bot.core.database import Database
from bot.dispatch import Dispatch
from bot.talk.command import Attached, Command, Referred, Via
from bot.talk.deposits import DepositLimit
from bot.talk.reply import Reply
from bot.talk.routing import Route
from commands import ROUTES
from tests import hostile
from tests.amounts import some_or_all
from tests.room import Room, caller

_TEXTS = (
    "",
    " ",
    ";",
    "|",
    ":",
    ",",
    "?",
    "… ;",
    "-",
    "0",
    "-1",
    "1",
    "1 ; ;",
    "1 |",
    "1 1",
    "1 ,",
    "2147483648",
    "999999999 texte",
    "9223372036854775808",
    "1 9223372036854775808",
    "31/12/9999",
    "01/01/0001 9h",
    "31/12/9999 23h59, salle",
    "31/02/2027 9h",
    "1 31/12/9999",
    "https://exemple.org/a 31/12/9999 titre",
    "https://[::1",
    "https://exemple.org:99999999/",
    "dans 9999 mois 9h",
    "dans 9999 semaines 9h, salle",
    "le 2e jeudi, tous les 9999 mois, 9 h",
    "rencontre tous les 999999999 mois",
    "page 999999999",
    "@zoé @@ @channel",
    "²³ ①",
    "١٢٣",
    "a\x00b",
    "1 a\x00b\x1b[31m",
    "1 \ud800 \udfff seuls",
    "1 \u202eenvers\u202c",
    "\u200b",
    "`{}` %s $1 \\",
    "certifié",
    "confirmé",
    "1 certifié ;",
    "anonyme",
    *(hostile.of(each, 400) for each in ("9", "9 ", "06 ", "½")),
    *(hostile.of(each, 5_000) for each in ("1", "1 ", "06 ", ";", "9", "é, ")),
    *(hostile.of(each, 16_383) for each in ("a ", "\n", "🎉")),
)
_FIELDS = (
    *("texte", "theme", "visibilite", "ou", "duree", "lieu", "visio", "jusquau", "nom", "mots"),
    *("sauf", "plafond", "date", "titre", "lien", "pourquoi", "genre", "partie", "qui", "lettre"),
    *("veille", "adresse"),
)
"""What the forms' entries are called: all of them come with every form."""

_WAYS = (Via.SLASH, Via.MENTION, Via.DIRECT, Via.BUTTON, Via.DIALOG)
_OTHERS = ("louis", "gaspard", "marc")
_SILENT = (Via.REACTION, Via.THREAD, Via.HASHTAG)


@pytest.fixture
def room(database: Database) -> Room:
    room = Room(database, busy=True)
    room._dispatch = Dispatch(database, room.bot, deposits=DepositLimit(0))
    return room


@pytest.mark.parametrize("texts", some_or_all(8, len(_TEXTS)))
def test_no_argument_breaks_any_route(room: Room, texts: int) -> None:
    """Each route is given so many texts, others on each database."""
    _live(room)
    number, others = 0, cycle(_OTHERS)
    draw = random.Random(room.database.engine.dialect.name)  # noqa: S311
    broken = []
    with capture_logs() as logs:
        for route in ROUTES:
            for text in draw.sample(_TEXTS, texts):
                for who in ("amina", next(others)):
                    number += 1
                    via = _WAYS[number % len(_WAYS)]
                    logs.clear()
                    reply = _played(room, route, text, who, via, number)
                    if _broke(reply, logs):
                        broken.append(f"{route.path} {text[:40]!r} {who} {via.value}: {_why(logs)}")
            logs.clear()
            for via in _SILENT:
                number += 1
                reply = _played(room, route, "1", "amina", via, number)
                if _broke(reply, logs):
                    broken.append(f"{route.path} {via.value}: {_why(logs)}")

    assert broken == []


@pytest.mark.parametrize(
    "path", ["veille flux importer", "lettre importer", "reseau formulaire importer"]
)
def test_no_file_breaks_what_takes_one(room: Room, path: str) -> None:
    broken = []
    with capture_logs() as logs:
        for content in (
            b"",
            b"\x00" * 100,
            b"\xff\xfe\x00",
            b"<opml/>",
            b"<opml><body><outline text='\xef\xbf\xbf' xmlUrl='https://a.fr/%00'/></body></opml>",
            b"a@b.fr;\x00\n" * 50,
            b'"' * 1_000,
            b"<?xml version='1.0' encoding='utf-7'?><opml/>",
            b"PK\x03\x04" + b"\x00" * 60,
            b"Titre\n\nNom;Besoin\n" + b"a;b;c\n" * 40,
        ):
            logs.clear()
            file = Attached(name="x\x00.csv", size=len(content), content=content)
            command = Command(
                text=path,
                caller=caller("amina"),
                via=Via.DIRECT,
                channel="x",
                network="loire",
                post=f"file{len(content)}{content[:2]!r}",
                attached=file,
            )
            if _broke(_answer(room, command), logs):
                broken.append(f"{content[:20]!r}: {_why(logs)}")

    assert broken == []


def _live(room: Room) -> None:
    """Give the network something of everything, so that numbers lead somewhere."""
    for line in (
        "/besoin Qui prête une salle à Brest ?",
        "/besoin privé Comment lire mon contrat ?",
        "/besoin Comment imprimer depuis un téléphone ?",
        "/besoin répondre 3 Par le wifi",
        "/rencontre proposer Un escape game sur les mots de passe",
        "/rencontre accueillir La médiathèque, 20 places",
        "/veille proposer https://exemple.org/article Utile",
        "/lettre proposer Un guide clair",
        "/rencontre sonder jeudi 3 décembre 14h ; mardi 8 décembre 9h30",
        "/rencontre planifier jeudi 10 décembre 14h, médiathèque",
        "/rencontre annoncer",
        "/rencontre tenir",
        "/rencontre décision Un atelier commun",
    ):
        room.plays("amina", line)
    link = "https://exemple.org/appel"
    room.fills("amina", "veille échéance", lien=link, date="15 janvier 2027", titre="Appel")


def _played(  # noqa: PLR0913, PLR0917  what, by whom and how
    room: Room, route: Route, text: str, who: str, via: Via, number: int
) -> Reply:
    """Ask for a route as the way in does: typed where it is told of, else by its name."""
    typed = via in (Via.SLASH, Via.MENTION, Via.DIRECT) and bool(route.summary)
    by_name = not typed
    command = Command(
        text=text if by_name else f"{route.path} {text}",
        caller=caller(who),
        via=via,
        channel="loire-channel",
        network=None if via is Via.DIRECT else "loire",
        route=route.path if by_name else None,
        post=f"post{number}" if via in (Via.MENTION, Via.DIRECT) else None,
        fields=dict.fromkeys(_FIELDS, text) if via is Via.DIALOG and text else {},
        refers=Referred(post="p1", root="p1", text=text, author=caller("louis")),
        people={"zoe": "zoe"},
    )
    return _answer(room, command)


def _answer(room: Room, command: Command) -> Reply:
    return asyncio.run(room._dispatch.answer(command))


def _broke(reply: Reply, logs: Sequence[Mapping[str, object]]) -> bool:
    return "cassé" in reply.text or any(each["log_level"] == "error" for each in logs)


def _why(logs: Sequence[Mapping[str, object]]) -> str:
    return str([each for each in logs if each["log_level"] == "error"])[:200]
