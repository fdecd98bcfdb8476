"""How a feed is taken: what a form says, and back; lists of feeds, out and in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import UserError
from bot.veille.feeds.address import NOT_A_WEB_ADDRESS, PASSWORD_IN_ADDRESS, checked_address
from bot.veille.feeds.following import Following, Rules
from bot.veille.feeds.opml import NOT_OPML, TOO_MANY_FEEDS, Outline, read_opml, write_opml
from bot.veille.feeds.rules import Feed
from bot.veille.feeds.settings import BAD_SETTING, read_form, themes_field
from tests.refusals import refused

FRESHRSS = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head>
    <title>FreshRSS</title>
    <dateCreated>Mon, 23 Nov 2026 16:33:58</dateCreated>
  </head>
  <body>
    <outline text="Blogs">
      <outline text="L'établi" type="rss" xmlUrl="https://etabli.example/feed/"
        htmlUrl="https://etabli.example/" description="On répare, on explique…"/>
      <outline text="Carnet du bus" type="rss" xmlUrl="https://bus.example/feeds/all.atom.xml"
        htmlUrl="https://bus.example/" description=""/>
      <outline text="La médiathèque" type="rss" xmlUrl="https://mediatheque.example/rss"
        htmlUrl="https://mediatheque.example/" description=""/>
    </outline>
  </body>
</opml>
"""
"""A list as FreshRSS writes it."""

FEED = Following(
    network="loire",
    number=3,
    feed=Feed(id=1, url="https://a.fr/f"),
    address="https://a.fr/f",
    name="A",
    theme="Santé",
)


def test_a_form_says_all_of_a_feed() -> None:
    form = {
        "nom": "Le B",
        "theme": "Culture\nSanté si caf, soins",
        "mots": "ameli",
        "sauf": "bourse, Recrutement, bourse",
        "plafond": "3",
    }

    found = read_form(form).applied(FEED, str)

    assert (found.name, found.theme) == ("Le B", "Culture")
    assert found.rules == Rules(
        include=("ameli",),
        exclude=("bourse", "Recrutement"),
        cap=3,
        themes=(("Santé", ("caf", "soins")),),
    )
    assert themes_field(found) == form["theme"]


def test_an_empty_form_empties_all_but_the_theme() -> None:
    rules = Rules(include=("caf",), cap=3, themes=(("Santé", ("soins",)),))

    found = read_form({}).applied(replace(FEED, rules=rules), str)

    assert found == replace(FEED, name="", rules=Rules())


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("plafond", "0"),
        ("plafond", "99"),
        ("plafond", "beaucoup"),
        ("mots", "…"),
        ("sauf", "x" * 61),
        ("theme", "Santé\nCulture"),
    ],
)
def test_what_is_wrong_is_told_at_its_entry(field: str, typed: str) -> None:
    with refused(BAD_SETTING) as caught:
        read_form({field: typed})
    assert caught.value.field == field


def test_words_are_whole_and_plurals_forgiven() -> None:
    rules = Rules(include=("journal", "aides"), exclude=("bourse",))

    assert rules.refusing("Les JOURNAUX locaux") == ""
    assert rules.refusing("Une aide") == ""
    assert rules.refusing("Une aide, des bourses") == "exclude"
    assert rules.refusing("Un journaliste") == "include"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("cnil.fr", "https://cnil.fr/"),
        ("feed://a.fr/rss", "https://a.fr/rss"),
        ("feed:https://a.fr/rss", "https://a.fr/rss"),
        ("a.fr:8080/rss", "https://a.fr:8080/rss"),
        ("HTTP://A.fr/X#y", "http://a.fr/X"),
    ],
)
def test_an_address_is_kept_in_one_spelling(typed: str, kept: str) -> None:
    assert checked_address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "ftp://a.fr",
        "https://",
        "file:///x",
        "javascript:alert(1)",
        "feed:javascript:alert(1)",
        "mailto:amina@a.fr",
        "data:text/html,x",
        "tel:+33400000000",
        "https://a.fr:port/",
    ],
)
def test_what_is_no_public_address_is_refused(typed: str) -> None:
    with refused(NOT_A_WEB_ADDRESS):
        checked_address(typed)


def test_an_address_with_a_password_is_refused() -> None:
    with refused(PASSWORD_IN_ADDRESS):
        checked_address("https://moi:secret@a.fr/")


WORDS = st.text(st.sampled_from("aé ;:,`'«»\"-–.\n si#²٣\u00a0"), max_size=12)
XML = st.characters(min_codepoint=32, max_codepoint=0xD7FF)
TEXT = st.text(XML, min_size=1, max_size=20).map(lambda text: " ".join(f"x{text}".split()))


@given(
    st.lists(st.builds(Outline, address=st.just("https://a.fr/?a=1&b=2"), name=TEXT, group=TEXT))
)
def test_what_is_written_is_read_back(outlines: list[Outline]) -> None:
    read = read_opml(write_opml("Flux", outlines).encode("utf-8", "ignore"))

    assert sorted(map(repr, read)) == sorted(map(repr, outlines))


@given(
    st.fixed_dictionaries(
        dict.fromkeys(("nom", "theme", "mots", "sauf"), WORDS)
        | {"plafond": st.sampled_from(["", "3", "20"])}
    )
)
def test_any_settings_are_said_back_by_the_form(typed: dict[str, str]) -> None:
    try:
        was = read_form(typed).applied(FEED, str)
    except UserError as error:
        if error.refusal is not BAD_SETTING:
            raise
        return
    form = {
        "nom": was.name,
        "theme": themes_field(was),
        "mots": ", ".join(was.rules.include),
        "sauf": ", ".join(was.rules.exclude),
        "plafond": str(was.rules.cap or ""),
    }

    assert read_form(form).applied(FEED, str) == was


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nom;adresse",
        b"<html/>",
        b'<!DOCTYPE opml [<!ENTITY a "b">]><opml>&a;</opml>',
        b"<opml>" + b"<outline text='a'>" * 30 + b"</outline>" * 30 + b"</opml>",
        b"\xff\xfe\x00",
    ],
)
def test_a_file_that_is_no_list_is_refused(content: bytes) -> None:
    with refused(NOT_OPML):
        read_opml(content)


def test_a_list_of_too_many_feeds_is_refused() -> None:
    with refused(TOO_MANY_FEEDS):
        read_opml(b"<opml>" + b"<outline xmlUrl='https://a.fr/'/>" * 501 + b"</opml>")


def test_groups_are_themes_and_lone_ampersands_forgiven() -> None:
    [found] = read_opml(
        b'<opml><body><outline text="A"><outline text="B"><outline text="F" '
        b'xmlUrl="https://a.fr/?a=1&b=2"/></outline></outline></body></opml>'
    )

    assert found == Outline(address="https://a.fr/?a=1&b=2", name="F", group="B")


def test_the_list_of_another_reader_is_read() -> None:
    read = read_opml(FRESHRSS.encode())

    assert [each.group for each in read] == ["Blogs"] * 3
    assert read[0] == Outline(
        address="https://etabli.example/feed/", name="L'établi", group="Blogs"
    )
