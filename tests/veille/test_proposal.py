"""Links in what people write: found, told from the sentence around, kept or refused."""

from __future__ import annotations

from functools import partial

import pytest

from bot.talk.markdown import readable
from bot.veille.proposal import (
    BAD_LINK,
    is_tagged,
    link_first,
    links_in,
    proposable,
    proposables,
    words_beside,
)
from tests import hostile
from tests.costs import grows_in_proportion
from tests.refusals import refused

WIKI = "https://fr.wikipedia.org/wiki/Loire_(d%C3%A9partement)"


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("", []),
        ("rien ici", []),
        ("Lisez https://a.fr/x.", ["https://a.fr/x"]),
        ("Lu ? https://a.fr/x !", ["https://a.fr/x"]),
        ("« https://a.fr/x »", ["https://a.fr/x"]),
        ("«https://a.fr/x»", ["https://a.fr/x"]),
        ("**https://a.fr/x**", ["https://a.fr/x"]),
        ("<https://a.fr/x>", ["https://a.fr/x"]),
        ("[un article](https://a.fr/x)", ["https://a.fr/x"]),
        ("[un article]( <https://a.fr/x> )", ["https://a.fr/x"]),
        ('[un article](https://a.fr/x "titre")', ["https://a.fr/x"]),
        ("[https://a.fr/x](https://a.fr/x)", ["https://a.fr/x"]),
        (f"(voir {WIKI})", [WIKI]),
        (f"[la Loire]({WIKI}).", [WIKI]),
        ("https://www.lemonde.fr/a,1-2_3.html, et www.a.fr/y)",
         ["https://www.lemonde.fr/a,1-2_3.html", "https://www.a.fr/y"]),
        ("HTTPS://A.fr/x https://b.fr https://b.fr", ["HTTPS://A.fr/x", "https://b.fr"]),
        ("https://a.fr/x\nhttps://a.fr/y", ["https://a.fr/x", "https://a.fr/y"]),
        ("https://a.fr/?q[]=1", ["https://a.fr/?q[]=1"]),
        ("> https://a.fr/cité\nhttps://a.fr/x", ["https://a.fr/x"]),
        ("`https://a.fr/x`", []),
        ("```\nhttps://a.fr/x\n```", []),
        ("mailto:zoe@www.a.fr, ftp://a.fr/x", []),
        ("https://", []),
    ],
)  # fmt: skip
def test_links_are_found_whatever_stands_around(text: str, links: list[str]) -> None:
    assert list(links_in(text)) == links


@pytest.mark.parametrize(
    ("text", "tagged"),
    [
        ("#veille https://a.fr", True),
        ("Pour la #Veille.", True),
        ("(#veille)", True),
        ("#veilles", False),
        ("#veille-sociale", False),
        ("https://a.fr/#veille", False),
        ("&#veille", False),
        ("`#veille`", False),
        ("> #veille", False),
        ("la veille", False),
    ],
)
def test_a_message_is_for_the_veille_when_it_says_so(text: str, tagged: bool) -> None:  # noqa: FBT001
    assert is_tagged(text) is tagged


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("#veille https://a.fr/x", ""),
        ("#veille Très clair sur le RGPD : https://a.fr/x", "Très clair sur le RGPD"),
        ("Lisez [ce guide](https://a.fr/x) #veille !", "Lisez ce guide"),
        (f"La Loire ({WIKI}) #veille", "La Loire"),
        ("https://a.fr/x et https://a.fr/xyz #veille", "et"),
        ("#veille https://a.fr/x Demandez au 06 12 34 56 78", ""),
        ("#veille https://a.fr/x " + "long " * 100, ""),
        ("#veille https://a.fr/x 👍", ""),
    ],
)
def test_the_other_words_say_why(text: str, words: str) -> None:
    assert words_beside(text).rstrip(" !") == words


@pytest.mark.parametrize(
    ("text", "link", "why"),
    [
        ("https://a.fr/x", "https://a.fr/x", ""),
        ("https://a.fr/x : utile aux débutants", "https://a.fr/x", "utile aux débutants"),
        ("Utile : https://a.fr/x?utm_source=l", "https://a.fr/x", "Utile"),
        ("www.a.fr/x Utile", "https://www.a.fr/x", "Utile"),
        ("a.fr/x Utile", "https://a.fr/x", "Utile"),
        ("a.fr", "https://a.fr", ""),
        ("[Un guide](https://a.fr/x)", "https://a.fr/x", "Un guide"),
        (f"{WIKI} Utile", WIKI, "Utile"),
    ],
)
def test_a_proposal_gives_a_link_and_says_why(text: str, link: str, why: str) -> None:
    assert link_first(text) == (link, why)


@pytest.mark.parametrize("text", ["", "un article", "ftp://a.fr/x", "mailto:zoe@a.fr", "c'est.ça"])
def test_a_proposal_without_a_link_says_what_to_give(text: str) -> None:
    with refused(BAD_LINK) as caught:
        link_first(text)
    assert "« https://" in caught.value.reply


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "https://intranet/page",
        "http://localhost:8065/x",
        "http://serveur.local/x",
        "http://127.0.0.1/x",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0x7f.0x1/",
        "http://127.1/",
        "http://10.1.2.3/x",
        "http://[::1]/x",
        "http://[fe80::1/x",
        "http://169.254.169.254/latest",
        "https://zoe:secret@a.fr/x",
        "https://a.fr:port/x",
        "https://a..fr/x",
        "https://a.fr/" + "x" * 2_000,
    ],
)
def test_what_is_no_public_page_is_refused(link: str) -> None:
    with refused(BAD_LINK):
        proposable(link)


def test_what_only_tracks_readers_is_removed() -> None:
    assert proposable("https://a.fr/x?id=3&utm_source=lettre&xtor=1#haut") == (
        "https://a.fr/x?id=3#haut"
    )
    assert proposable("http://8.8.8.8/x") == "http://8.8.8.8/x"


def test_a_few_links_are_taken_and_bad_ones_are_left_out() -> None:
    given = ["http://localhost/", *(f"https://a.fr/{number}" for number in (1, 1, 2, 3, 4))]

    assert proposables(given) == ("https://a.fr/1", "https://a.fr/2", "https://a.fr/3")


def test_an_address_is_readable() -> None:
    assert readable("https://www.a.fr/x/") == "a.fr/x"


def test_a_hostile_message_costs_no_more_than_its_length() -> None:
    def read(before: str, repeated: str, size: int) -> None:
        text = before + hostile.of(repeated, size)
        links_in(text)
        is_tagged(text)
        words_beside(text)

    bits = (
        ("https://a", ")"),
        *(("", each) for each in ("[", "`", "https://", "#veille", "[a](", "a.", "<")),
    )

    assert [each for each in bits if not grows_in_proportion(partial(read, *each), 2_000)] == []
