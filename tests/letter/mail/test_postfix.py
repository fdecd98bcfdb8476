"""Letters handed to a real Postfix, and read in the mailbox where it put them.

`COURROIE_TEST_SMTP` names it: its port, a colon, its Maildir; `.ci/run` starts one.
"""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from pathlib import Path

import pytest

from bot.letter.mail import store as mails
from bot.letter.mail import subscriber_store as subscribers
from bot.letter.mail.rules import MailStatus
from bot.letter.mail.smtp import SmtpSender
from scheduler.mail import MailJob
from tests.letter.mail.server import server, trust
from tests.mail_room import OFFICE, body, links, mail_room, publish, read, subscribe
from tests.waiting import until

PLACE = os.environ.get("COURROIE_TEST_SMTP", "")

pytestmark = pytest.mark.skipif(
    not PLACE, reason="needs a Postfix: COURROIE_TEST_SMTP=port:Maildir"
)


def box() -> Path:
    return Path(PLACE.partition(":")[2])


def carrier() -> SmtpSender:
    return SmtpSender(server(int(PLACE.partition(":")[0]), security="starttls"), trust=trust)


def received(word: str) -> list[bytes]:
    """Return the messages of the mailbox that hold a word."""
    found = [path.read_bytes() for path in (box() / "new").glob("*")]
    return [each for each in found if word.encode() in each]


async def test_the_server_is_reached_secured() -> None:
    step = await carrier().try_out()

    assert not step.trouble
    assert step.name.endswith("connexion chiffrée")


async def test_a_letter_arrives_whole_and_what_is_refused_is_known(tmp_path: Path) -> None:
    office = replace(OFFICE, trusted=frozenset({"boite.test"}))
    room = await asyncio.to_thread(mail_room, tmp_path, office)
    mark = f"zoe-{tmp_path.name}-{os.getpid()}@boite.test".replace("_", "-")
    addresses = (mark, "inconnue@boite.test", "plus-tard@boite.test")
    await asyncio.to_thread(subscribe, room, *addresses)
    letter = publish(room)
    job = MailJob(room.database, room.bot, carrier(), lambda: None, pace=1e9)

    assert await job.send_due() == 1

    await until(lambda: received(mark))
    (raw,) = received(mark)
    mail = read(raw)
    assert mail["To"] == mark
    assert mail["Return-Path"].startswith("<rebonds+")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Subject"] == "La lettre de novembre"
    assert "Qui prête une salle" in body(mail, "html")
    assert links(body(mail))[-1].startswith("/desabonnement/loire.")
    assert max(map(len, raw.splitlines())) < 998
    assert room.store(lambda db: mails.progress(db, letter.id)) == {
        MailStatus.SENT: 1,
        MailStatus.FAILED: 1,
        MailStatus.WAITING: 1,
    }
    assert room.store(lambda db: subscribers.at(db, "loire", "inconnue@boite.test")) is None
