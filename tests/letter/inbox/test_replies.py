"""Replies to the letter: read by coordinators, published on a press and their sender's yes only."""

from __future__ import annotations

import asyncio
import re
from email.message import EmailMessage
from html import unescape
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import Connection

from bot.letter.inbox import reply_store as replies
from bot.letter.inbox.rules import MailReply, ReplyStatus
from bot.network.address import Addresses
from bot.pages.site import pages
from bot.question import store as questions
from bot.question.rules import Question
from bot.question.store import QuestionFilter
from tests.commands.gestures import told
from tests.inbox_room import comes, handle
from tests.mail_room import OFFICE, Box, body, mail_room, publish, send, subscribe
from tests.pile_cases import waiting
from tests.room import Room

ZOE = "zoe@loire.example.org"
LETTER = "> La lettre de novembre\n>\n> Voici ce que nous avons vécu.\n"


@pytest.fixture
def room(tmp_path: Path) -> Room:
    room = mail_room(tmp_path)
    subscribe(room, ZOE)
    return room


def mail(
    room: Room,
    text: str,
    *,
    sender: str = f"Zoé Martin <{ZOE}>",
    subject: str = "Re: La lettre",
    message: str = "1",
    **headers: str,
) -> bytes:
    """Return a reply as Zoé's mail program sends it."""
    made = EmailMessage()
    made["From"] = sender
    made["To"] = OFFICE.reply_address(handle(room, ZOE))
    made["Subject"] = subject
    made["Message-ID"] = f"<{message}@loire.example.org>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(f"{text}\n\nLe 2 nov. 2026 à 09:12, Loire <l@b.fr> a écrit :\n{LETTER}")
    return made.as_bytes()


def bare(room: Room, text: str) -> bytes:
    """Return a mail of Zoé's that holds this text alone."""
    made = EmailMessage()
    made["From"] = ZOE
    made["To"] = OFFICE.reply_address(handle(room, ZOE))
    made.set_content(text)
    return made.as_bytes()


def kept(room: Room) -> list[MailReply]:
    return list(room.store(lambda db: replies.waiting(db, "loire")))


def number_of(room: Room, *contents: bytes) -> int:
    comes(room, *contents)
    return kept(room)[-1].number


async def pressed(room: Room, link: str, said: str | None) -> str:
    """Open the page of a link, or press one of its buttons; return what it says."""
    application = web.Application()
    application.add_routes(pages(room.database, room.bot, Addresses(b"0123456789abcdef" * 2)))
    async with TestClient(TestServer(application)) as client:
        asked = client.post(link, data={"accord": said}) if said else client.get(link)
        return unescape(await (await asked).text())


def link_in(box: Box) -> str:
    found = re.search(r"/accord/\S+", body(box.mails[-1]))
    assert found
    return found[0]


def test_a_reply_is_one_card_with_its_words_alone(room: Room) -> None:
    number = number_of(room, mail(room, "Bonjour,\n\nQui prête une salle à Feurs ?"))

    shown = room.does("amina", f"lettre courriel {number}")

    assert "> Bonjour,\n>\n> Qui prête une salle à Feurs" in shown.text
    assert "Voici ce que" not in shown.text
    assert ZOE in shown.text.replace("\u200b", "")
    assert "une autre" not in shown.text
    assert [each.label for each in shown.buttons] == [
        "En faire une question…",
        "Réponse à la question n°…",
        "Noter sa venue",
        "Proposer à la veille…",
        "Répondre par courriel…",
        "Écarter",
    ]
    assert "a répondu à la lettre" in waiting(room)


async def test_nothing_is_published_without_a_press_and_the_senders_yes(room: Room) -> None:
    number = await asyncio.to_thread(number_of, room, mail(room, "Qui prête une salle à Feurs ?"))
    words = f"lettre courriel-question {number} Qui prête une salle à Feurs ?"

    told = (await asyncio.to_thread(room.does, "amina", words)).text
    box = Box()
    await asyncio.to_thread(send, room, box)

    assert "Un courriel lui demande son accord" in told
    assert box.to == [ZOE]
    asked = box.mails[0]
    assert "Qui prête une salle à Feurs" in body(asked)
    assert "écrit par courriel ne publie rien" in body(asked)
    assert asked["In-Reply-To"] == "<1@loire.example.org>"
    assert asked["Auto-Submitted"] == "auto-replied"
    link = link_in(box)
    for _ in range(2):
        assert "Publier ces mots" in await pressed(room, link, None)
    assert not await asyncio.to_thread(room.store, _all)

    assert "Merci, c'est noté" in await pressed(room, link, "oui")
    again = await pressed(room, link, "oui")
    assert "plus rien à décider" in again
    assert "Répondez au courriel qui vous a mené ici" in again

    (made,) = await asyncio.to_thread(room.store, _all)
    assert (made.text, made.author, made.signed) == ("Qui prête une salle à Feurs ?", "", False)
    assert any("c'est la question n°\u00a01" in each for each in room.said())


def _all(db: Connection) -> list[Question]:
    return list(questions.listed(db, "loire", QuestionFilter(), limit=9))


async def test_what_a_sender_agreed_to_is_taken_back_by_a_coordinator(room: Room) -> None:
    number = await asyncio.to_thread(number_of, room, mail(room, "Qui prête une salle à Feurs ?"))
    words = f"lettre courriel-question {number} Qui prête une salle à Feurs ?"
    await asyncio.to_thread(room.does, "amina", words)
    box = Box()
    await asyncio.to_thread(send, room, box)
    agreed = await pressed(room, link_in(box), "oui")
    assert "un regret" in agreed

    await asyncio.to_thread(_taken_back, room)


def _taken_back(room: Room) -> None:
    assert "La retirer" not in choices(room, "louis")
    assert room.does("louis", "besoin retirer 1").refused
    assert choices(room, "amina").count("La retirer") == 1
    for who in ("louis", "amina"):
        room.does(who, "besoin moi-aussi 1")

    reply = room.does("amina", "besoin retirer 1")

    assert "qui vous concernait aussi, n'est plus ouverte" in told(room, "louis")[-1].text
    assert not any("concernait aussi" in each.text for each in told(room, "amina"))
    assert "est retirée" in reply.text
    assert "Feurs" not in room.said()[-1]
    assert "retirée, par Amina" in room.does("louis", "besoin voir 1").text
    assert not room.does("amina", "besoin rouvrir 1").refused
    assert "Feurs" in room.said()[-1]


def choices(room: Room, who: str) -> list[str]:
    """Return what someone may choose under « Plus… » of question 1."""
    shown = room.does(who, "besoin voir 1").buttons
    return [option.label for button in shown for option in button.options]


async def test_a_no_publishes_nothing(room: Room) -> None:
    number = await asyncio.to_thread(number_of, room, mail(room, "Qui prête une salle ?"))
    words = f"lettre courriel-question {number} Qui prête une salle ?"
    await asyncio.to_thread(room.does, "amina", words)
    box = Box()
    await asyncio.to_thread(send, room, box)

    assert "Rien ne paraît" in await pressed(room, link_in(box), "non")
    assert "plus rien à décider" in await pressed(room, link_in(box), "oui")
    assert not await asyncio.to_thread(room.store, _all)
    assert any("préfère que rien ne paraisse" in each for each in room.said())


async def test_an_answer_stands_unsigned_under_its_question(room: Room) -> None:
    await asyncio.to_thread(room.says, "louis", "/besoin Qui prête une salle à Feurs ?")
    number = await asyncio.to_thread(number_of, room, mail(room, "La mairie, le mardi."))
    await asyncio.to_thread(
        lambda: room.fills(
            "amina", "lettre courriel-réponse", str(number), texte="La mairie.", question="n° 1"
        )
    )
    box = Box()
    await asyncio.to_thread(send, room, box)
    await pressed(room, link_in(box), "oui")

    (question,) = await asyncio.to_thread(room.store, lambda db: [questions.get(db, "loire", 1)])
    assert question.answer is not None
    assert (question.answer.text, question.answer.signed) == ("La mairie.", False)


def test_what_is_answered_between_the_lines_of_the_letter_is_found(room: Room) -> None:
    lines = [
        "Trois ateliers de plus ce printemps.",
        "La salle de Feurs est rouverte.",
        "Qui prête des tablettes ?",
        "Le dernier mot de la coordination.",
    ]
    publish(room, text="\n\n".join(["# La lettre", *lines]))
    text = (
        "Mes réponses sont ci-dessous.\n\nDe : Loire <lettre@bot.example.org>\n"
        "Envoyé : lundi 2 novembre 2026 09:12\nÀ : Zoé Martin\nObjet : La lettre\n\n"
        f"{lines[0]}\n\nBravo à Roanne !\n\n{lines[1]}\n\n{lines[2]}\n\n"
        f"Nous, le mardi.\n\n{lines[3]}\n"
    )

    comes(room, bare(room, text))

    (reply,) = kept(room)
    assert reply.text.split("\n\n") == [
        "Mes réponses sont ci-dessous.",
        "Bravo à Roanne !",
        "Nous, le mardi.",
    ]


def test_the_letter_is_known_where_nothing_marks_it_and_some_of_its_words_are_changed(
    room: Room,
) -> None:
    lines = [
        "La salle de Feurs est rouverte depuis lundi, avec douze postes.",
        "Dix ordinateurs sont vendus 90 € aux familles qu’un CCAS nous adresse : en avez-vous ?",
        "Le dernier atelier du printemps aura lieu à Roanne, sans inscription.",
        "Merci à la médiathèque de Montbrison, qui nous a prêté ses tablettes.",
    ]
    publish(room, text="\n\n".join(["# La lettre", *lines]))
    quoted = "\n\n".join(lines).replace("€", "EUR").replace("’", "'")
    text = (
        "Bonjour,\nLe lycée peut accueillir l'atelier.\n\n"
        f">>> Loire <lettre@bot.example.org> 02/11/2026 09:12 >>>\n{quoted}\n"
    )

    comes(room, bare(room, text))

    (reply,) = kept(room)
    assert reply.text == "Bonjour,\nLe lycée peut accueillir l'atelier."


def test_what_is_answered_in_the_letters_own_words_is_kept(room: Room) -> None:
    publish(
        room,
        text="# La lettre\n\nMardi 8 décembre à 14 h, un atelier à la médiathèque de Roanne.\n\n"
        "Vendredi 4 décembre, la salle de Feurs est rouverte.",
    )

    comes(
        room,
        bare(room, "la médiathèque de Roanne\nmardi 15 décembre à 14 h\nVendredi 18/12/2026\n"),
    )

    (reply,) = kept(room)
    assert reply.text == "la médiathèque de Roanne\nmardi 15 décembre à 14 h\nVendredi 18/12/2026"


def test_a_sender_gets_one_mail_at_most(room: Room) -> None:
    number = number_of(room, mail(room, "Merci pour tout !"))
    box = Box()

    assert "part" in room.does("amina", f"lettre courriel-écrire {number} Merci à vous !").did
    again = room.does("amina", f"lettre courriel-question {number} Merci pour tout !")
    send(room, box)
    send(room, box)

    assert again.refused
    assert box.to == [ZOE]
    assert "Merci à vous" in body(box.mails[0])
    assert box.mails[0]["Reply-To"] == OFFICE.reply_address(handle(room, ZOE))


def test_another_sender_is_said_to_be_another(room: Room) -> None:
    number = number_of(room, mail(room, "Je viens.", sender="Marc <marc@ailleurs.example>"))

    assert "ce n'est pas l'adresse abonnée" in room.does("amina", f"lettre courriel {number}").text
    assert room.does("amina", f"lettre courriel-présence {number}").refused


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"subject": "Réponse automatique : absence"},
        {"subject": "Absente du bureau"},
        {"Return_Path": "<>"},
        {"sender": "MAILER-DAEMON@ailleurs.example"},
        {"sender": OFFICE.sender},
        {"sender": ""},
        {"List_Id": "<liste.ailleurs.example>"},
        {"subject": "Absence du 3 au 12"},
        {"subject": "Absence Re: La lettre"},
    ],
)
def test_programs_are_not_heard(room: Room, headers: dict[str, str]) -> None:
    comes(room, mail(room, "Je suis en congé jusqu'au 12.", **headers))

    assert not kept(room)


@pytest.mark.parametrize(
    "subject", ["Invitation : portes ouvertes", "Absences du public", "Annulé : l'atelier"]
)
def test_people_who_write_of_an_absence_or_an_invitation_are_heard(
    room: Room, subject: str
) -> None:
    comes(room, mail(room, "Qui vient ?", subject=subject))

    assert [each.text for each in kept(room)] == ["Qui vient ?"]


def parts(room: Room, kind: str, *told: str, sender: str = ZOE) -> bytes:
    """Return a reply in parts, each with its headers."""
    to = OFFICE.reply_address(handle(room, ZOE))
    head = f'From: {sender}\nTo: {to}\nContent-Type: {kind}; boundary="b"\n\n'
    return (head + "".join(f"--b\n{each}\n" for each in told) + "--b--\n").encode()


WORDS = "Content-Type: text/plain; charset=utf-8\n\nNous, le mardi.\n"
CALENDAR = "BEGIN:VCALENDAR\nEND:VCALENDAR\n"
SIGNED = """\
-----BEGIN PGP SIGNED MESSAGE-----
Hash: SHA512

{words}
-----BEGIN PGP SIGNATURE-----

iQIzBAEBCgAdFiEEabc0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJ
=abCD
-----END PGP SIGNATURE-----
"""
ENCRYPTED = "-----BEGIN PGP MESSAGE-----\n\nhQIMA0123456789abcdef\n-----END PGP MESSAGE-----\n"


def test_a_mail_that_is_signed_is_read_by_its_words(room: Room) -> None:
    in_place = SIGNED.format(words=f"Deux salles :\n- - Feurs\n- - Roanne\n\n{LETTER}")
    signature = "Content-Type: application/pkcs7-signature; name=smime.p7s\n\nMIIabc="

    comes(room, mail(room, in_place), parts(room, "multipart/signed", WORDS, signature))

    assert [each.text for each in kept(room)] == [
        "Deux salles :\n- Feurs\n- Roanne",
        "Nous, le mardi.",
    ]


def test_a_mail_that_is_encrypted_is_left_in_the_box_and_told(room: Room) -> None:
    box = comes(
        room,
        mail(room, f"Voir ci-dessous.\n\n{ENCRYPTED}"),
        parts(room, "multipart/encrypted", "Content-Type: application/pgp-encrypted\n\nVersion: 1"),
    )

    assert len(box.aside) == 2
    assert not kept(room)
    assert any("est chiffrée" in each for each in room.said())


def test_what_is_written_around_a_picture_is_read_whole_a_file_is_not(room: Room) -> None:
    picture = "Content-Type: image/jpeg\nContent-Disposition: inline; filename=a.jpg\n\nAAAA"
    file = "Content-Type: text/plain\nContent-Disposition: inline; filename=a.txt\n\nUn fichier"
    after = WORDS.replace("Nous, le mardi.", "Et le jeudi ?")

    comes(room, parts(room, "multipart/mixed", WORDS, picture, after, file))

    assert kept(room)[0].text == "Nous, le mardi.\n\nEt le jeudi ?"


def test_a_calendar_that_a_person_attaches_is_no_invitation(room: Room) -> None:
    kind = "Content-Type: text/calendar; method=REPLY"
    attached = f"{kind}\nContent-Disposition: attachment; filename=a.ics\n\n{CALENDAR}"

    comes(room, parts(room, "multipart/mixed", WORDS, attached))
    comes(room, parts(room, "multipart/alternative", WORDS, f"{kind}\n\n{CALENDAR}"))

    assert len(kept(room)) == 1


@pytest.mark.parametrize(
    ("sender", "name", "address"),
    [
        (f"=?utf-8?q?MARTIN=2C_Zo=C3=A9?= <{ZOE}>", "MARTIN, Zoé", ZOE),
        (f"Zoé Martin <{ZOE}>", "Zoé Martin", ZOE),
        ("=?utf-8?q?Zo=C3=A9_=3Czoe=40loire=2Eexample=2Eorg=3E=2C?= <m@a.fr>", "", "m@a.fr"),
    ],
)
def test_who_wrote_is_told_from_their_name(
    room: Room, sender: str, name: str, address: str
) -> None:
    comes(room, parts(room, "multipart/mixed", WORDS, sender=sender))

    (reply,) = kept(room)
    assert reply.address == address
    assert reply.other == (address != ZOE)
    assert reply.sender.startswith(name)


def test_whose_data_it_surely_is_is_not_kept(room: Room) -> None:
    number_of(room, mail(room, "M. Dupont, 1 84 12 76 451 089 46, ne peut pas venir."))

    assert "451" not in kept(room)[0].text


def test_words_that_name_their_sender_are_not_published(room: Room) -> None:
    number = number_of(room, mail(room, "Qui prête une salle ? Zoé Martin"))

    asked = room.does(
        "amina", f"lettre courriel-question {number} Qui prête une salle ? Zoé Martin"
    )

    assert asked.refused
    assert kept(room)[0].status is ReplyStatus.WAITING


def test_a_reply_set_aside_comes_back_and_all_are_erased_after_a_month(room: Room) -> None:
    number = number_of(room, mail(room, "Bravo !"))

    dropped = room.does("amina", f"lettre courriel-écarter {number}")
    assert not kept(room)
    assert dropped.undo is not None
    room.clicks("amina", dropped.undo.route, dropped.undo.argument)
    assert kept(room)
    room.forgets(days=31)

    assert not kept(room)
    assert room.does("amina", f"lettre courriel {number}").refused


def test_a_robot_that_answers_without_saying_so_gets_no_mail_and_is_soon_put_aside(
    room: Room,
) -> None:
    box = comes(room, *(mail(room, f"Bonjour {each}", message=str(each)) for each in range(25)))
    sent = Box()
    send(room, sent)

    assert len(kept(room)) == 20
    assert len(box.aside) == 5
    assert not sent.to


def test_the_letter_says_who_reads_replies(room: Room) -> None:
    publish(room)
    box = Box()
    send(room, box)

    (letter,) = box.mails
    assert letter["Reply-To"] == OFFICE.reply_address(handle(room, ZOE))
    for kind in ("plain", "html"):
        assert "la coordination du réseau vous lit" in " ".join(body(letter, kind).split())


@pytest.mark.parametrize("piece", ["<a ", "<", "<div>", '<a href="', "<!--", "&#x", "<a><p>"])
def test_html_made_to_hurt_takes_no_longer_than_its_length(room: Room, piece: str) -> None:
    message = EmailMessage()
    message["From"] = ZOE
    message["To"] = OFFICE.reply_address(handle(room, ZOE))
    message.set_content(f"<p>Bonjour</p>{piece * (300_000 // len(piece))}", subtype="html")

    comes(room, message.as_bytes())

    assert [each.text for each in kept(room)] in ([], ["Bonjour"]) or "Bonjour" in kept(room)[
        0
    ].text


@pytest.mark.parametrize(
    ("header", "piece"), [("Subject", "x=?a?q?y"), ("Content-Type", ';"'), ("Content-Type", ";")]
)
def test_headers_made_to_hurt_take_no_longer_than_their_length(
    room: Room, header: str, piece: str
) -> None:
    made = f'{header}: multipart/mixed; a="{piece * (900_000 // len(piece))}\n'

    box = comes(room, made.encode() + mail(room, "Bonjour"))

    assert not box.messages


def test_parts_within_parts_made_to_hurt_are_for_nobody(room: Room) -> None:
    head, end = mail(room, "Bonjour").split(b"\n\n", 1)
    nested = b"".join(
        b'\nContent-Type: multipart/mixed; boundary="b%d"\n\n--b%d' % (each, each)
        for each in range(90)
    )

    box = comes(room, head + nested + b"\n" * 900_000 + end)

    assert len(box.aside) == 1


def test_a_codec_that_takes_hours_is_no_charset(room: Room) -> None:
    to = OFFICE.reply_address(handle(room, ZOE))
    head = f"From: {ZOE}\nTo: {to}\nContent-Type: text/plain; charset=punycode\n\n"

    box = comes(room, head.encode() + b"a" * 90_000 + b"-" + b"z" * 800_000)

    assert not box.messages
