"""What comes back of our mails: believed by its sealed tag only, and acted upon once."""

from __future__ import annotations

import mailbox
from email.message import EmailMessage, Message
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest

from bot.letter.mail import store as mails
from bot.letter.mail import subscriber_store as subscribers
from bot.letter.mail.bounces import Came, Returned, read_returned
from tests import program
from tests.mail_room import OFFICE, Box, mail_room, publish, send, subscribe, without_bounces
from tests.room import Room

HANDLE = "abcdefghijklmnop"


def report(to: str, status: str = "5.1.1", action: str = "failed", *, header: str = "To") -> bytes:
    """Return a delivery report, as servers write them."""
    made = MIMEMultipart("report", report_type="delivery-status")
    made[header] = to
    made["From"] = "MAILER-DAEMON@ailleurs.example"
    made.attach(MIMEText("I'm sorry to have to inform you…", "plain", "utf-8"))
    whole = Message()
    whole["Reporting-MTA"] = "dns; mx.ailleurs.example"
    one = Message()
    one["Final-Recipient"] = "rfc822; someone@else.example"
    one["Action"] = action
    one["Status"] = status
    status_part = MIMEMessage(Message(), "delivery-status")
    status_part.set_payload([whole, one])
    made.attach(status_part)
    return made.as_bytes()


def tagged(handle: str = HANDLE) -> str:
    return OFFICE.return_address(handle)


@pytest.mark.parametrize(
    ("status", "came", "reason"),
    [
        ("5.1.1", Came.FOR_GOOD, "adresse inconnue"),
        ("5.1.2", Came.FOR_GOOD, "domaine inconnu"),
        ("5.2.1", Came.FOR_GOOD, "boîte fermée"),
        ("5.2.2", Came.FOR_NOW, "boîte pleine"),
        ("5.7.1", Came.FOR_NOW, "refusé comme indésirable"),
        ("4.4.1", Came.FOR_NOW, "serveur injoignable"),
        ("", Came.FOR_NOW, "boîte injoignable"),
    ],
)
def test_a_report_says_what_happened(status: str, came: Came, reason: str) -> None:
    assert read_returned(report(tagged(), status), OFFICE) == Returned(HANDLE, came, reason)


@pytest.mark.parametrize(
    "hostile",
    [
        b"To: " + b"(" * 100_000 + b"\n\n",
        b"Content-Type: multipart/report; boundary=x0\nTo: "
        + tagged().encode()
        + b"\n\n"
        + b"".join(
            b"--x%d\nContent-Type: multipart/mixed; boundary=x%d\n\n" % (each, each + 1)
            for each in range(2_000)
        ),
    ],
)
def test_a_message_made_to_break_us_tells_nothing(hostile: bytes) -> None:
    assert read_returned(hostile, OFFICE) is None


@pytest.mark.parametrize("header", ["To", "Delivered-To", "X-Original-To"])
def test_the_tag_is_found_wherever_servers_note_it(header: str) -> None:
    found = read_returned(report(f"Rebonds <{tagged().upper()}>", header=header), OFFICE)

    assert found is not None
    assert found.handle == HANDLE


@pytest.mark.parametrize(
    "to",
    [
        "rebonds@bot.example.org",
        f"rebonds+{HANDLE}{HANDLE}@bot.example.org",
        tagged().replace("bot.", "autre."),
        tagged().replace("rebonds+", "lettre+"),
        tagged()[1:],
        "",
    ],
)
def test_nothing_but_the_seal_is_believed(to: str) -> None:
    assert read_returned(report(to), OFFICE) is None


def test_without_a_return_address_nothing_is() -> None:
    assert read_returned(report(tagged()), without_bounces()) is None


def test_delays_and_out_of_office_answers_are_nothing() -> None:
    away = EmailMessage()
    away["To"] = tagged()
    away.set_content("Je suis en congé.")

    assert read_returned(report(tagged(), "4.4.1", "delayed"), OFFICE) is None
    assert read_returned(away.as_bytes(), OFFICE) is None


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"To: \xff\xfe\r\n\r\n", b"a" * 100])
def test_anything_may_come(content: bytes) -> None:
    assert read_returned(content, OFFICE) is None


def test_a_report_that_is_hollow_is_nothing() -> None:
    hollow = report(tagged()).replace(b"message/delivery-status", b"text/plain")

    assert read_returned(hollow, OFFICE) is None


def test_a_mail_to_the_leaving_address_unsubscribes() -> None:
    mail = EmailMessage()
    mail["To"] = OFFICE.leave_address(HANDLE)

    assert read_returned(mail.as_bytes(), OFFICE) == Returned(HANDLE, Came.LEAVING)


# By the command, on the database of a network that has sent a letter.

ADDRESSES = ("louis@loire.example.org", "zoe@loire.example.org")
CONFIG = """
[bot]
database = "sqlite:///{database}"
public_url = "https://bot.example.org"
secret = "{secret}"
[mail]
host = "localhost"
sender = "lettre@bot.example.org"
bounce = "rebonds@bot.example.org"
[[servers]]
name = "test"
url = "https://mattermost.example.org"
token = "jeton"
[[networks]]
slug = "loire"
name = "42 - Loire"
scale = "département"
server = "test"
team = "t"
channel = "loire"
coordinators = ["amina"]
"""


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return mail_room(tmp_path)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    secret = OFFICE.key.decode()
    path.write_text(CONFIG.format(database=tmp_path / "room.db", secret=secret), encoding="utf-8")
    return path


def handle(room: Room, address: str) -> str:
    known = room.store(lambda db: subscribers.at(db, "loire", address))
    assert known is not None
    return known.handle


def courroie(config: Path, *arguments: str, content: bytes = b"") -> tuple[int, str]:
    """Run the command, as a mail server does; return its status, and what it says."""
    said, mail = config.with_suffix(".said"), config.with_suffix(".mail")
    said.unlink(missing_ok=True)
    mail.write_bytes(content)
    words = ("rebonds", "--config", config, *arguments)
    return program.run(*words, said=said, reads=mail)


def run(config: Path, *arguments: str, content: bytes = b"") -> str:
    status, said = courroie(config, *arguments, content=content)
    assert status == 0, said
    return said


def test_an_address_that_is_gone_is_written_to_no_more(room: Room, config: Path) -> None:
    subscribe(room, *ADDRESSES)
    letter = publish(room)
    send(room, Box())

    told = run(config, content=report(tagged(handle(room, ADDRESSES[0]))))

    assert "adresses qui n'existent plus, retirées : 1" in told
    assert room.store(lambda db: subscribers.at(db, "loire", ADDRESSES[0])) is None
    failures = room.store(lambda db: mails.failures(db, letter.id))
    assert failures == [("adresse inconnue", "loire.example.org")]


def test_a_folder_is_read_once(room: Room, config: Path, tmp_path: Path) -> None:
    subscribe(room, *ADDRESSES)
    folder = mailbox.Maildir(tmp_path / "rebonds")
    for each in ADDRESSES:
        folder.add(report(tagged(handle(room, each)), "5.2.2"))
    folder.add(b"Subject: Bonjour\r\n\r\nRien.\r\n")

    first = run(config, str(tmp_path / "rebonds"))
    again = run(config, str(tmp_path / "rebonds"))

    assert "retours passagers, notés : 2" in first
    assert "messages qui ne disaient rien : 1" in first
    assert "Aucun message à lire." in again
    told = room.does("amina", "lettre abonnés").text
    assert "boîte pleine\u00a0: 2" in told


def test_an_mbox_is_read_whole_and_mails_that_leave_are_heeded(
    room: Room, config: Path, tmp_path: Path
) -> None:
    subscribe(room, *ADDRESSES)
    box = mailbox.mbox(tmp_path / "boite")
    leaving = EmailMessage()
    leaving["To"] = OFFICE.leave_address(handle(room, ADDRESSES[1]))
    leaving.set_content("Merci")
    box.add(leaving)
    box.close()

    assert "désabonnements : 1" in run(config, str(tmp_path / "boite"))
    assert room.store(lambda db: subscribers.at(db, "loire", ADDRESSES[1])) is None


def test_what_cannot_be_read_is_said(room: Room, config: Path, tmp_path: Path) -> None:
    status, said = courroie(config, str(tmp_path / "absent"))

    assert status == 1
    assert "Je ne peux pas lire" in said
    assert not room.outbox()
