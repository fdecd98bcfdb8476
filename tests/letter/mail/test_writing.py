"""The letter as a mail: what servers go by, what people read, and nothing slipped in."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.letter.mail.address import BadMailAddressError, mail_address
from bot.letter.mail.writing import (
    LARGEST,
    Envelope,
    Sheet,
    confirmation_sheet,
    letter_sheet,
    ready_to_send,
    written,
)
from bot.letter.rules import Letter
from bot.talk.plain import WIDTH, plain
from bot.talk.render import make_render
from tests import browsers
from tests.letter_cases import FULL, PUBLISHED
from tests.mail_room import HTML, OFFICE, body, read
from tests.room import LOIRE

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
RENDER = make_render()
PAGE = "https://bot.example.org/lettre/abc"
HANDLE = "abcdefghijklmnop"
LEAVE = OFFICE.leave_link("loire", HANDLE)
ENVELOPE = Envelope(
    to="zoe@exemple.fr",
    date=NOW,
    message_id=OFFICE.message_id(3, NOW),
    leave=LEAVE,
    leave_by_mail=OFFICE.leave_address(HANDLE),
)
LETTER = replace(
    PUBLISHED,
    html=RENDER("lettre/letter.html.j2", content=FULL.told, network=LOIRE),
    text=RENDER("lettre/letter.md.j2", content=FULL.told, network=LOIRE),
)
VOID = {"meta", "br", "link", "img", "hr", "o:pixelsperinch"}


class Nesting(HTMLParser):
    """Checks that whatever is opened is closed, in order, and keeps what was met."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.met: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what is opened."""
        self.met.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Check what is closed."""
        assert self.open.pop() == tag


def mail(letter: Letter = LETTER, page: str = PAGE) -> bytes:
    sheet = letter_sheet(RENDER, letter, LOIRE, page)
    return written(sheet.for_one(LEAVE), ENVELOPE, OFFICE, LOIRE)


def test_servers_find_all_they_go_by() -> None:
    found = read(mail())

    assert str(found["From"]) == "42 - Loire <lettre@bot.example.org>"
    assert found["To"] == "zoe@exemple.fr"
    assert found["Subject"] == "La lettre de novembre"
    assert parsedate_to_datetime(found["Date"]) == NOW
    assert found["Message-ID"].endswith("@bot.example.org>")
    assert found["List-Id"] == "<loire.lettre.bot.example.org>"
    assert found["List-Unsubscribe"].startswith(f"<{LEAVE}>, <mailto:rebonds+{HANDLE}")
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert found["Auto-Submitted"] == "auto-generated"
    assert found.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in found.iter_parts()]
    assert kinds == ["text/plain", "text/html"]


def test_long_links_of_headers_are_left_whole() -> None:
    head = mail().partition(b"\r\n\r\n")[0].decode()

    assert f"List-Unsubscribe: <{LEAVE}>,\r\n" in head
    assert "=?" not in head


def test_lines_are_short_and_ascii_so_that_any_server_takes_them() -> None:
    lines = mail().split(b"\r\n")

    assert max(map(len, lines)) <= 120
    assert all(line.isascii() and b"\n" not in line for line in lines)


def test_the_text_reads_well_in_a_terminal() -> None:
    text = body(read(mail()))

    assert text.startswith("La lettre de la Loire\n=====================\n\nBonjour")
    assert "Lire cette lettre dans un navigateur\u00a0:\n" + PAGE in text
    assert "Ne plus la recevoir\u00a0:\n" + LEAVE in text
    assert not re.search(r"\*\*|\]\(|^#", text, re.MULTILINE)
    long = [line for line in text.splitlines() if len(line) > WIDTH]
    assert all("http" in line for line in long)


def test_the_html_is_one_sound_column_that_loads_nothing() -> None:
    html = body(read(mail()), "html")
    found = Nesting(html)

    assert html.startswith("<!DOCTYPE html>")
    assert ("html", "fr") in [(tag, attrs.get("lang")) for tag, attrs in found.met]
    assert not {"script", "img", "form", "link", "iframe"} & {tag for tag, _ in found.met}
    assert "@media (prefers-color-scheme: dark)" in html
    assert "url(" not in html
    assert "display: flex" not in html
    assert "max-width: 600px" in html
    titles = [attrs for tag, attrs in found.met if tag == "h2"]
    assert titles
    assert all("color" in str(attrs.get("style")) for attrs in titles)
    tables = [attrs for tag, attrs in found.met if tag == "table"]
    assert all(attrs.get("role") == "presentation" for attrs in tables)
    assert f'href="{LEAVE}"' in html
    assert "Vous recevez ce courriel parce que" in html


@pytest.mark.parametrize("sections", [400, 2_000])
def test_a_long_letter_is_cut_between_sections_and_leads_to_its_page(sections: int) -> None:
    section = "<h2>Des réponses à vos questions</h2><ul><li><p>Élève, été, à Noël.</p></li></ul>"
    long = replace(LETTER, html=section * sections, text="Été à Noël.\n\n" * 9_000)

    found = mail(long)
    html = body(read(found), "html")

    assert len(found) < 100_000
    Nesting(html)
    assert "La lettre continue" in html
    assert html.count(PAGE) >= 2
    assert html.count("<h2") > 50
    assert LEAVE in html
    assert LEAVE in body(read(found))


def test_one_endless_paragraph_is_on_the_page_only() -> None:
    found = mail(replace(LETTER, html=f"<p>{'mot ' * 60_000}</p>"), page="")

    assert len(found) < 100_000
    assert "la suite est dans le canal du réseau" in body(read(found), "html")


def test_a_letter_that_fits_is_whole() -> None:
    sheet = letter_sheet(RENDER, LETTER, LOIRE, PAGE)

    assert not sheet.cut
    assert len(mail()) < LARGEST


def test_a_file_ready_to_send_has_no_recipient_and_no_link_of_anyones() -> None:
    sheet = letter_sheet(RENDER, LETTER, LOIRE, PAGE, leaves=False)
    found = read(ready_to_send(sheet, LOIRE).encode())

    assert found["X-Unsent"] == "1"
    assert found["To"] is None
    assert "Cci" in found["Comments"]
    assert "Ne plus" not in body(found)
    assert "desabonnement" not in body(found, "html")


def test_a_confirmation_has_its_link_in_both_parts() -> None:
    link = OFFICE.confirm_link("loire", HANDLE, NOW)
    sheet = confirmation_sheet(RENDER, LOIRE, link, asked=False)
    found = read(written(sheet, replace(ENVELOPE, leave="", leave_by_mail=""), OFFICE, LOIRE))

    assert link in body(found)
    assert f'href="{link}"' in body(found, "html")
    assert found["List-Unsubscribe"] is None
    assert found["Precedence"] is None


NASTY = "Lettre\r\nBcc: tous@exemple.fr\n\nCorps <b>&\u2028\x00"


def test_no_title_or_name_slips_a_header_in() -> None:
    network = replace(LOIRE, name=NASTY)
    sheet = Sheet(subject=NASTY, text="Voici.\n", html="<p>Voici.</p>")
    found = read(written(sheet, ENVELOPE, OFFICE, network))

    assert found["Bcc"] is None
    assert found["Subject"] == "Lettre Bcc: tous@exemple.fr Corps <b>&"
    assert body(found).strip() == "Voici."


@given(st.text(max_size=80))
def test_any_name_makes_one_sound_message(name: str) -> None:
    sheet = Sheet(subject=name, text="Voici.\n", html="<p>Voici.</p>")
    found = read(written(sheet, ENVELOPE, replace(OFFICE, sender_name=name or "x"), LOIRE))

    assert found["To"] == "zoe@exemple.fr"
    assert body(found).strip() == "Voici."
    assert len(found.get_all("Subject", [])) == 1
    assert found["From"].addresses[0].addr_spec == "lettre@bot.example.org"


@given(st.from_regex(r"[a-z0-9.+_'-]{1,20}@[a-zé0-9.-]{1,20}", fullmatch=True))
def test_whatever_is_taken_for_an_address_can_stand_in_a_header(typed: str) -> None:
    try:
        address = mail_address(typed)
    except BadMailAddressError:
        return
    found = read(
        written(
            Sheet(subject="x", text="x\n", html="x"), replace(ENVELOPE, to=address), OFFICE, LOIRE
        )
    )

    assert found["To"].addresses[0].addr_spec == address


def test_the_first_words_are_shown_beside_the_subject() -> None:
    html = body(read(mail(replace(LETTER, html=HTML))), "html")

    assert ">Voici ce que nous avons vécu. n°\u00a01 Qui prête une salle\u00a0?</div>" in unescape(
        html
    )


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("#### Titre", "Titre\n-----"),
        ("**Titre**", "Titre\n-----"),
        ("- [Un *guide*](https://a.fr/g) **utile**", "- Un guide <https://a.fr/g> utile"),
        ("[https://a.fr](https://a.fr)", "https://a.fr"),
        ("n\\° snake\\_case \\*", "n\\° snake_case *"),
        ("> Qui prête ?", "> Qui prête\u00a0?"),
        ("2. Deux", "2. Deux"),
        (f"{'mot ' * 40}", f"{('mot ' * 18).strip()}\n{('mot ' * 18).strip()}\nmot mot mot mot"),
        ("`/besoin liste`", "/besoin liste"),
        ("zoe@\u200bexemple", "zoe@exemple"),
        ("- [5 &#36; &#91;ou 6](https://a.fr/g)", "- 5 $ [ou 6 <https://a.fr/g>"),
        ("un &\u200b#\u200b36; et C:\\Photos", "un &#36; et C:\\Photos"),
    ],
)
def test_marks_go_and_words_stay(markdown: str, text: str) -> None:
    assert plain(markdown) == text


def test_nobody_writes_what_stands_for_the_link_of_each() -> None:
    hostile = replace(LETTER, text="https://desabonnement.invalid/", html="<p>Bonjour</p>")

    sheet = letter_sheet(RENDER, hostile, LOIRE, PAGE)

    assert sheet.for_one(LEAVE).text.count(LEAVE) == 1
    assert sheet.for_one(LEAVE).html.count(LEAVE) == 1
    assert "https://desabonnement.invalid/" in sheet.for_one(LEAVE).text


class TestInABrowser:
    pytestmark = browsers.NEEDED

    async def test_axe_finds_nothing_on_the_letter(self) -> None:
        pytest.importorskip("axe_playwright_python", reason="axe is not installed")
        html = letter_sheet(RENDER, LETTER, LOIRE, PAGE).for_one(LEAVE).html
        faults = []
        async with browsers.browser() as browser:
            for scheme in ("light", "dark"):
                page = await browsers.page_of(browser, browsers.PHONE, scheme)
                await page.set_content(html)
                faults += await browsers.faults_of(page)
                faults += await browsers.reach_faults_of(page)
        assert faults == []
