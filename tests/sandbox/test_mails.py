"""The mails that the sandbox catches: taken from anyone, kept, read as pages and as JSON."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path
from typing import Any

import aiosmtplib
import pytest

from sandbox.demo import stage
from sandbox.server.mail.mailbox import KEPT, Mailbox, NoSuchMailError
from sandbox.server.mail.pages import framed
from sandbox.server.sandbox import Sandbox
from tests.ports import held_port
from tests.sandbox.people import Town

LEAVE = "http://127.0.0.1:9/desabonnement/abc"


def letter(subject: str = "La lettre d'été", *, html: str = "", **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "42 - Loire <lettre@exemple.fr>"
    made["To"] = "louis@exemple.fr"
    made["Subject"] = subject
    made["Date"] = "Thu, 01 Oct 2026 07:30:00 +0000"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content("Bonjour <Louis>, à lire : https://exemple.fr/a?b=1&c=2.\n")
    if html:
        made.add_alternative(html, subtype="html")
    return made


async def sends(town: Town, message: EmailMessage) -> None:
    await aiosmtplib.send(
        message, hostname="127.0.0.1", port=town.sandbox.mail_port, start_tls=False
    )


async def reads(town: Town, path: str) -> tuple[int, str, str]:
    """Return the status of a page, its policy and its text."""
    async with town.http.get(f"{town.sandbox.url}/sandbox/mails{path}") as answer:
        policy = answer.headers.get("Content-Security-Policy", "")
        return answer.status, policy, await answer.text()


async def tells(town: Town, path: str) -> Any:  # noqa: ANN401 - JSON of any shape
    async with town.http.get(f"{town.sandbox.url}/sandbox/mails{path}") as answer:
        assert answer.status == 200
        return await answer.json()


async def test_an_empty_box_says_how_to_fill_it(town: Town) -> None:
    status, _, text = await reads(town, "")

    assert status == 200
    assert "Aucun courriel pour l'instant" in text
    assert "/lettre abonner" in text


async def test_mails_are_listed_newest_first(town: Town) -> None:
    await sends(town, letter("Un"))
    await sends(town, letter("Deux <b>"))

    _, _, text = await reads(town, "")
    found = await tells(town, ".json")

    assert "Deux &lt;b&gt;" in text
    assert text.index("Deux") < text.index(">Un<")
    assert "1er octobre 2026, 9\u00a0h\u00a030" in text
    assert found == [
        {
            "number": number,
            "to": "louis@exemple.fr",
            "subject": subject,
            "date": "2026-10-01T07:30:00+00:00",
        }
        for number, subject in ((2, "Deux <b>"), (1, "Un"))
    ]


async def test_one_mail_is_read_by_its_text_and_its_headers(town: Town) -> None:
    await sends(town, letter())

    _, _, text = await reads(town, "/1")
    found = await tells(town, "/1.json")

    assert "<h1>La lettre d&#39;été</h1>" in text
    assert "42 - Loire &lt;lettre@exemple.fr&gt;" in text
    assert "Bonjour &lt;Louis&gt;" in text
    link = '<a href="https://exemple.fr/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer">'
    assert link in text
    assert "<iframe" not in text
    assert "Se désabonner" not in text
    assert found["headers"]["Delivered-To"] == "louis@exemple.fr"
    assert found["headers"]["Return-Path"] == "<lettre@exemple.fr>"
    assert found["text"].startswith("Bonjour <Louis>")
    assert found["html"] == found["one_click"] == ""


async def test_html_is_framed_without_script_and_its_links_open_in_a_tab(town: Town) -> None:
    await sends(town, letter(html='<p><a href="https://exemple.fr">Ici</a></p>'))

    _, around, text = await reads(town, "/1")
    status, policy, inside = await reads(town, "/1/html")

    assert '<iframe src="/sandbox/mails/1/html" sandbox="allow-popups allow-popups-to-esc' in text
    assert "frame-ancestors 'none'" in around
    assert status == 200
    assert policy.startswith("sandbox allow-popups allow-popups-to-escape-sandbox; default-src")
    assert "allow-scripts" not in policy
    assert "frame-ancestors 'self'" in policy
    assert '<a target="_blank" rel="noopener noreferrer" href="https://exemple.fr">' in inside


def test_only_anchors_open_in_a_tab() -> None:
    assert framed("<abbr>a</abbr><A HREF=b>") == (
        '<abbr>a</abbr><a target="_blank" rel="noopener noreferrer" HREF=b>'
    )


@pytest.mark.parametrize(
    ("offered", "post", "leads"),
    [
        (f"<{LEAVE}>", "List-Unsubscribe=One-Click", LEAVE),
        (f"<mailto:a@exemple.fr>, <{LEAVE}>", "List-Unsubscribe=One-Click", LEAVE),
        ("<mailto:a@exemple.fr>", "List-Unsubscribe=One-Click", ""),
        (f"<{LEAVE}>", "non", ""),
    ],
)
async def test_one_click_unsubscribes_where_the_headers_offer_it(
    town: Town, offered: str, post: str, leads: str
) -> None:
    await sends(town, letter(List_Unsubscribe=offered, List_Unsubscribe_Post=post))

    _, _, text = await reads(town, "/1")

    assert (await tells(town, "/1.json"))["one_click"] == leads
    assert (f'method="post" action="{LEAVE}"' in text) is bool(leads)
    assert "Les en-têtes pour les messageries" in text


@pytest.mark.parametrize("path", ["/7", "/7.json", "/7/html", "/1/html"])
async def test_what_is_not_there_is_not_found(town: Town, path: str) -> None:
    await sends(town, letter())

    status, _, text = await reads(town, path)

    assert status == 404
    assert "Ce courriel" in text


async def test_a_mail_without_subject_or_date_is_shown(town: Town, tmp_path: Path) -> None:
    bare = EmailMessage()
    bare["From"] = bare["To"] = "zoe@exemple.fr"
    bare.set_content("")
    await sends(town, bare)
    Mailbox(tmp_path / "mails").keep(b"Date: hier\r\n\r\n", sender="", to=["a@exemple.fr"])

    _, _, text = await reads(town, "")

    assert "(sans objet)" in text
    assert "sans date" in text
    assert (await tells(town, "/2.json"))["date"] is None


def test_the_oldest_go_and_numbers_are_never_used_again(tmp_path: Path) -> None:
    box = Mailbox(tmp_path / "mails")
    for _ in range(KEPT + 3):
        box.keep(letter().as_bytes(), sender="lettre@exemple.fr", to=["louis@exemple.fr"])

    kept = [each.number for each in Mailbox(tmp_path / "mails").all()]

    assert kept == list(range(KEPT + 3, 3, -1))
    with pytest.raises(NoSuchMailError):
        box.get(3)


async def test_a_port_that_is_taken_is_left_for_another(tmp_path: Path) -> None:
    async with Sandbox(data_dir=tmp_path / "a", port=0) as first:
        second = Sandbox(data_dir=tmp_path / "b", port=0)
        second.mail_port = first.mail_port
        async with second:
            assert second.mail_port not in (0, first.mail_port)


async def test_the_port_and_the_mails_are_kept_with_the_folder(tmp_path: Path) -> None:
    with held_port() as port, held_port() as other:
        async with stage(tmp_path, port, other) as on:
            before, mail = on.config.bot, on.config.mail
            assert mail is not None
            await aiosmtplib.send(letter(), hostname=mail.host, port=mail.port, start_tls=False)
        async with stage(tmp_path, port, other) as on:
            assert on.config.mail == mail
            assert on.config.bot.port == before.port
            assert on.sandbox.mail_port == mail.port
            assert (tmp_path / "mails" / "1.eml").exists()


async def test_a_folder_used_on_another_port_keeps_its_secret(tmp_path: Path) -> None:
    async with stage(tmp_path, 0) as on:
        secret, url = on.config.bot.secret, on.sandbox.url
    with held_port() as port, held_port() as other:
        async with stage(tmp_path, port, other) as on:
            assert on.sandbox.url != url
            assert on.config.bot.secret == secret


async def test_whoever_takes_mail_out_of_the_settings_does_without(tmp_path: Path) -> None:
    with held_port() as port, held_port() as other:
        async with stage(tmp_path, port, other):
            path = tmp_path / "config.toml"
            written = path.read_text(encoding="utf-8")
            start, end = written.index("[mail]"), written.index("[[servers]]")
            path.write_text(written[:start] + written[end:], encoding="utf-8")
        async with stage(tmp_path, port, other) as on:
            assert on.config.mail is None
