from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.veille.fetching import item, text
from bot.veille.fetching.dates import parse_date
from bot.veille.fetching.encoding import decode
from bot.veille.fetching.item import absolute
from bot.veille.fetching.text import headline, plain
from tests.amounts import examples
from tests.costs import grows_in_proportion


def _utc(*parts: int) -> datetime:
    year, month, day, hour, minute, second = (*parts, 0, 0, 0)[:6]
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Un</p><p>deux<br>trois</p>", "Un deux trois"),
        ("un <b>mot</b>s", "un mots"),
        ("L&amp;#39;été &amp;amp; l&#8217;hiver", "L'été & l’hiver"),
        ("&lt;p&gt;Deux fois &lt;em&gt;échappé&lt;/em&gt;&lt;/p&gt;", "Deux fois échappé"),
        ("<script>alert(1)</script>Après<style>p{}</style>", "Après"),
        ("1 < 2 & 3", "1 < 2 & 3"),
        ("Bonjour\u00a0! &nbsp; \n Ça va\u202f?", "Bonjour\u00a0! Ça va\u202f?"),
        ("à l'\u202eenvers\u200b\x07", "à l'envers"),
        ("<a href='x", ""),
        ("Un texte. L’article <a>Titre</a> est apparu en premier sur <a>Un blog</a>.", "Un texte."),
    ],
)
def test_markup_becomes_plain_text(markup: str, text: str) -> None:
    assert plain(markup, 400) == text


# fmt: off
_PIECES = st.sampled_from((
    "<p>", "</p>", "<p class='a'>", "<br>", "<br />", "<BR/>", "<li>", "</ul>", "</h3>", "<hr/>",
    "<em>", "</em>", '<a href="https://a.example/?b=1&c=2" rel=nofollow>', "</a>", "<b>", "</i>",
    '<img src="i.png" alt="un > deux">', "<a href='x' title=\"y\">", "<a href='x'title='y'>",
    "<a b'c>", "<a b=c'd>", "<a href=x=y>", "<a href= 'x>y'>", "<a =x>", "<a\n href='x'>", "<a/b>",
    "<p", "<", "</", "<a href='", ">", "'", '"', "<!-- p -->", "<!--", "-->", "<table>", "<td>",
    "<script>", "</script>", "<textarea>", "<pre>", "<svg>", "<x-y>", "<p-q>", "<?php",
    "&amp;", "&nbsp;", "&#8217;", "&#x41;", "&#0;", "&#150;", "&#128512;", "&#131071;", "&#65;",
    "&lt;b&gt;", "&amp;lt;b&amp;gt;", "&eacute", "&copy2", "&notit;", "&nosuch;", "&", "&#", "&;",
    "été", "l'eau", " ", "\n", "\u00a0", "\x00", "\x1c", "\r\n", "x", "=", "/", "\u200b", "😀",
))
# fmt: on


@examples(1_500)
@given(st.lists(_PIECES, max_size=14).map("".join))
def test_plain_markup_is_read_as_a_whole_parser_reads_it(markup: str) -> None:
    by_rule = text._without_plain_tags(markup)

    assert by_rule is None or plain(markup, 400) == _told_by_the_parser(markup)


def _told_by_the_parser(markup: str) -> str:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(text, "_without_plain_tags", lambda _markup: None)
        return plain(markup, 400)


@pytest.mark.parametrize(
    "markup",
    [
        "<p>L&#8217;<a href='https://a.example/?b=1&amp;c' target=_blank>atelier</a>,</p>\n<br />",
        '<img src="/i.png" alt="" /><ul><li>1&nbsp;%</li></ul><blockquote>R&D</blockquote>',
    ],
)
def test_what_most_sites_write_is_plain_markup(markup: str) -> None:
    assert text._without_plain_tags(markup) is not None


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("&amp;amp;lt;i&amp;amp;gt;Trois&amp;amp;lt;/i&amp;amp;gt; fois", "Trois fois"),
        ("&#38;#38;#233;t&#x26;eacute;", "été"),
        ("<![CDATA[Un <b>mot</b>]]>", "Un mot"),
        ("Q&amp;R, R&D, S&amp;para=1", "Q&R, R&D, S&para=1"),
        ("l'&amp;lt;!-- caché --&amp;gt;été", "l'été"),
        ("x\x1b[1;32mvert\x1b[0m", "xvert"),
        ("<< Oser >> et <b>&lt;&lt;encore&gt;&gt;</b>", "« Oser » et « encore »"),
        ("Voir <https://a.fr/b?c=1&amp;d=2> vite", "Voir https://a.fr/b?c=1&d=2 vite"),
    ],
)
def test_a_text_may_have_been_escaped_any_number_of_times(markup: str, text: str) -> None:
    assert plain(markup, 400) == text


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("## Le **grand** _soir_", "Le grand soir"),
        ("> [Le guide](https://a.fr/g_(2).pdf) et ![son logo](/l.png)", "Le guide et son logo"),
        (
            "La commande `ls *.txt` en ~~dix~~ onze leçons",
            "La commande ls *.txt en dix onze leçons",
        ),
        ("***Important*** : **lire _tout_**", "Important : lire tout"),
        ("![](https://a.fr/pixel.gif)", ""),
        ("- Une permanence", "Une permanence"),
        ("> * _Bravo_", "Bravo"),
        ("[cliquez](data:text/html,x)", "cliquez"),
    ],
)
def test_a_title_loses_the_marks_of_markdown(typed: str, read: str) -> None:
    assert headline(typed, 300) == read


@pytest.mark.parametrize(
    "honest",
    [
        "2 * 3 * 4, ou 2*3*4",
        "Les habitant*e*s et leurs mots_de_passe",
        "> 60 ans : osez",
        "#1 des questions",
        "- 30 % et + 20 %",
        "+ de services, - de papier",
        "-> Par ici",
        "2. Ouvrir 3. Fermer",
        "[Rediffusion] Le tableau t[0](1)",
        "Nom : ____ Date : ____",
        "Aide* et conseil* (*sous conditions)",
        "~ 100 places ~",
    ],
)
def test_an_honest_sign_stays_in_a_title(honest: str) -> None:
    assert headline(honest, 300) == honest


@pytest.mark.parametrize("repeated", ["*a", "_a ", "[a](b:", "`a", "~~a ", "![a](b:(c)", "&#38;"])
@pytest.mark.sample(one_in=4)
def test_a_title_of_marks_alone_is_read_in_proportion(repeated: str) -> None:
    assert grows_in_proportion(lambda count: headline(repeated * count, 300), 2_500)


_PARTS = (
    "https:// http:// HTTP: // a.example . / .. ? b=1 & &amp; ; # :80 : @ [ ] %C3 % é - _ ~ \u200b"
)


@examples(500)
@given(st.lists(st.sampled_from([*_PARTS.split(), " "]), max_size=8).map("".join))
def test_an_address_that_needs_nothing_is_read_as_any_other(link: str) -> None:
    for written in (link, f"https://a.example/{link}"):
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(item, "_ABSOLUTE", re.compile("(?!)"))
            expected = absolute(written, "https://a.example/flux")

        assert absolute(written, "https://a.example/flux") == expected


@given(st.text(), st.integers(min_value=10, max_value=50))
def test_a_plain_text_never_exceeds_its_limit(markup: str, limit: int) -> None:
    assert len(plain(markup, limit)) <= limit


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Sat, 20 Jul 24 08:55:36 +0200", _utc(2024, 7, 20, 6, 55, 36)),
        ("20 Jul 98 08:55 GMT", _utc(1998, 7, 20, 8, 55)),
        ("Tue, 09 Apr 2019 09:54:02 EDT", _utc(2019, 4, 9, 13, 54, 2)),
        ("2021-10-04T09:20:00.123Z", _utc(2021, 10, 4, 9, 20)),
        ("2021-10-04T09:20:00.1234567+02:00", _utc(2021, 10, 4, 7, 20)),
        ("2021-10-04 09:20:00 +0200", _utc(2021, 10, 4, 7, 20)),
        ("2021-10-04", _utc(2021, 10, 4)),
        ("2021-10", _utc(2021, 10, 1)),
        ("20211004T092000Z", _utc(2021, 10, 4)),
        ("2021-10-04T24:00:00Z", _utc(2021, 10, 5)),
        ("2016-12-31T23:59:60Z", _utc(2016, 12, 31, 23, 59, 59)),
        ("mar., 13 sept. 2022 16:41:30 +0000", _utc(2022, 9, 13, 16, 41, 30)),
        ("mercredi 1er février 2023 à 18h30", _utc(2023, 2, 1, 18, 30)),
        ("lundi 3 août 2026", _utc(2026, 8, 3)),
        ("3 juillet 2026, 9h", _utc(2026, 7, 3, 9)),
        ("Seg, 24 Set 2018 19:42:40 -0300", _utc(2018, 9, 24, 22, 42, 40)),
        ("September 13, 2022 4:41 pm", _utc(2022, 9, 13, 16, 41)),
        ("12/03/2026 14:05", _utc(2026, 3, 12, 14, 5)),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("0001-01-01T00:00:00Z", None),
        ("2026-02-31", None),
        ("32/13/2026", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("hier", None),
        ("", None),
    ],
)
def test_a_date_is_read_in_every_costume(text: str, moment: datetime | None) -> None:
    assert parse_date(text) == moment


@given(st.text(alphabet="0123456789-:/+ TZhamp.,janfevgut", max_size=40))
def test_any_text_is_a_date_or_none(text: str) -> None:
    read = parse_date(text)

    assert read is None or read.tzinfo is UTC


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("<?xml version='1.0' encoding='ISO-8859-1'?><a>été</a>".encode("latin-1"), None),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><a>été</a>".encode(), None),
        ("<?xml version='1.0' encoding='UTF-8'?><a>été</a>".encode("latin-1"), None),
        ("<a>été</a>".encode("latin-1"), "text/xml; charset=iso-8859-1"),
        ("<a>été</a>".encode("latin-1"), "text/xml; charset=inventé"),
        ("\ufeff<a>été</a>".encode(), "text/xml; charset=iso-8859-1"),
        ("<a>été</a>".encode("utf-16"), None),
        ("<a>été</a>".encode("utf-16-be"), None),
        (" \n<a>été\x0b</a>".encode(), None),
    ],
)
def test_the_true_encoding_is_found_whatever_is_declared(
    body: bytes, content_type: str | None
) -> None:
    assert decode(body, content_type).endswith("<a>été</a>")


def test_latin_1_is_read_as_browsers_do() -> None:
    assert decode(b"<?xml version='1.0' encoding='ISO-8859-1'?>l\x92\xe9t\xe9", None).endswith(
        "l’été"
    )


@given(st.binary())
def test_any_bytes_are_decoded(body: bytes) -> None:
    assert "\x00" not in decode(body, "text/xml; charset=utf-7")
