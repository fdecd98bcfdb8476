"""Other people's words inside our Markdown: shown as they are, and nothing else.

A real CommonMark parser, with tables and strikethrough, reads what we escape. Mattermost links
bare addresses by itself and keeps them raw, so they are taken out before it reads.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bench.client import pings, seen
from bot.french.legible import legible
from bot.talk import markdown
from bot.talk.markdown import (
    PAGE_LIMIT,
    escape,
    inert,
    label,
    link_target,
    name_marks,
    pages,
    person,
    quote_block,
    typeset,
    with_names,
)

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
INVISIBLE = "\u200b"

_AUTOLINK = re.compile(r"(?<![^\W_])https?://[^\W_][^\s<>\"`\\]*", re.IGNORECASE)

MARKS = st.sampled_from(
    [
        *"\\`*_{}[]()<>#+-.!|~=&;:@\"'$^ \n\tab1é",
        "https://a.fr/b",
        "http://x.fr/?q=1&r=_2_",
        "www.a.fr",
        "```",
        "~~~",
        "**",
        "__",
        "~~",
        "---",
        "===",
        "- ",
        "1. ",
        "# ",
        "> ",
        "![x](y)",
        "[x](y)",
        "[x]: y",
        "<b>",
        "<!--",
        "<a@b.fr>",
        "&amp;",
        "&#64;",
        "&commat;",
        "@channel",
        "@here",
        "#tag",
        "|a|b|",
        "|-|-|",
        "a | b",
        ":-: | -",
        "    ",
        "\u00a0",
        *(
            ":smile:",
            ":+1:",
            ":)",
            ";-)",
            ":D",
            ":'(",
            "x-d",
            "<3",
            "$x$",
            "~bilan",
            "C:\\",
            "mailto:",
        ),
        "\u202e",
        "\ue000amina\ue001",
        "\ud83d",
    ]
)
WORDS = st.one_of(st.lists(MARKS, max_size=14).map("".join), st.text(max_size=60))


@given(WORDS)
@example("&#64;channel")
@example("<http://x.fr>")
@example("https://x.fr/_a_/*b*")
@example("1. - > # a")
def test_escaped_words_are_one_paragraph_of_plain_text(words: str) -> None:
    shown = escape(words)

    assert "\n" not in shown
    assert _plainly_shown(shown) == _visible(words)


@given(WORDS)
def test_a_quotation_keeps_everything_inside_one_blockquote(words: str) -> None:
    tokens = PARSER.parse(f"{_without_links(quote_block(words))}\n\naprès")

    kinds = [token.type for token in tokens if token.level == 0]
    inside = {token.type for token in tokens if token.level and token.type != "inline"}
    before = ["blockquote_open", "blockquote_close"] if words.splitlines() else []
    assert kinds == [*before, "paragraph_open", "paragraph_close"]
    assert inside <= {"paragraph_open", "paragraph_close"}
    assert {kind for token in tokens for kind in _inline(token)} <= {"text", "softbreak"}


@given(WORDS)
def test_a_quotation_shows_each_line_as_it_was(words: str) -> None:
    shown = [
        _plainly_shown(line.removeprefix(">").strip()) for line in quote_block(words).split("\n")
    ]

    assert shown == ([_visible(line) for line in words.splitlines()] or [""])


@given(WORDS)
def test_the_label_of_a_link_stays_inside_its_link(words: str) -> None:
    if not _visible(words):
        return
    tokens = PARSER.parse(f"- [{label(words)}](https://a.fr) fin")

    kinds = [kind for token in tokens for kind in _inline(token)]
    assert kinds[0] == "link_open"
    assert [kind for kind in kinds if kind != "text"] == ["link_open", "link_close"]


@given(WORDS)
@example("https://x.fr/@channel")
@example("https://@here")
@example("xhttps://a.fr/@all")
@example("https://a.fr/&#64;here")
@example("@https://a.fr")
def test_nothing_that_people_write_rings_a_channel(words: str) -> None:
    for shown in (escape(words), quote_block(words), label(words)):
        # The server decodes before it looks: so do we.
        decoded = "".join(
            token.content for block in PARSER.parse(shown) for token in block.children or []
        )
        assert not re.search(r"@(all|channel|here)\b", f"{shown} {decoded}", re.IGNORECASE)


@given(WORDS)
def test_nobody_is_called_and_no_hashtag_made_outside_an_address(words: str) -> None:
    shown = _without_links(escape(words))

    assert not re.search(r"[@#]\w", re.sub(r"&#\d\d;", "", shown))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (
            "L'atelier du 3 * 2 = 6, c'est « bien »",
            "L'atelier du 3 \\* 2 = 6, c'est « bien »",
        ),
        ("@channel et @louis", f"@{INVISIBLE}channel et @{INVISIBLE}louis"),
        ("#rgpd", f"{INVISIBLE}#{INVISIBLE}rgpd"),
        ("contact@ville.fr", f"contact@{INVISIBLE}ville.fr"),
        ("&#64;channel", f"&{INVISIBLE}#{INVISIBLE}64;channel"),
        ("R&D, Q & R", f"R&{INVISIBLE}D, Q & R"),
        ("j'aime <3", f"j'aime <{INVISIBLE}3"),
        ("- un", "\\- un"),
        ("12) douze", f"12{INVISIBLE}) douze"),
        ("en 2026. Puis", "en 2026. Puis"),
        ("un\n\n  deux\u2028trois", "un deux trois"),
        ("un pot de 5 $", "un pot de 5 &#36;"),
        ("voir ~bilan, ~ 200 places", f"voir \\~{INVISIBLE}bilan, \\~ 200 places"),
        ("le dossier C:\\Photos", "le dossier C:\\Photos"),
        ("a\\", "a\\\\"),
        ("un <b> deux", "un &#60;b> deux"),
        ("bravo :tada: :)", "bravo :tada: :)"),
        ("[RGPD] guide | fiche", "\\[RGPD\\] guide \\| fiche"),
        ("demi\u202e-tour\u202c", "demi-tour"),
    ],
)
def test_only_what_would_act_is_escaped(typed: str, shown: str) -> None:
    assert escape(typed) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("voir https://a.fr/b_c?d=1&e=2#f.", "voir https://a.fr/b_c?d=1&e=2#f."),
        ("(https://a.fr/b)", "(https://a.fr/b)"),
        (
            "https://fr.wikipedia.org/wiki/Été_(saison)",
            "https://fr.wikipedia.org/wiki/Été_%28saison%29",
        ),
        ("« https://a.fr/b »", "« https://a.fr/b »"),
        ("«https://a.fr/b», merci", "«https://a.fr/b», merci"),
        ("[https://a.fr/b]", "\\[https://a.fr/b\\]"),
        ("https://a.fr/*b*|c", "https://a.fr/%2Ab%2A%7Cc"),
        ("**https://a.fr/b**", "\\*\\*https://a.fr/b\\*\\*"),
        ("https://événement.fr/x", "https://événement.fr/x"),
        ("https://mastodon.example/@louis/1", "https://mastodon.example/@louis/1"),
        ("https://a.fr/@Channel", "https://a.fr/%40Channel"),
        ("https://…", "https://…"),
        ("> https://a.fr/b<c", f"\\> https://a.fr/b<{INVISIBLE}c"),
    ],
)
def test_addresses_stay_addresses(typed: str, shown: str) -> None:
    assert escape(typed) == shown


@given(WORDS)
@example("Atelier [tablette")
@example("a] puis [b]")
@example("[Vidéo]: /tuto")
@example("<a@b.fr>")
@example("x <https://a.fr/b>")
@example("Santé:D, tel:112, www.a.fr/b, a.fr/c")
def test_words_from_outside_are_shown_and_do_nothing_at_all(words: str) -> None:
    want = _visible(words)

    alone = seen(f"Lu : {inert(words)} (Le Courrier)")
    linked = seen(f"[{label(words)}](https://a.fr) (Le Courrier)")

    assert alone.alive == linked.alive == []
    assert alone.links == []
    assert _visible(alone.text) == _visible(f"Lu : {want} (Le Courrier)")
    if want:
        assert linked.links == ["https://a.fr"]
        assert _visible(linked.text) == f"{want} (Le Courrier)"
    assert pings(inert(words)) == pings(label(words)) == []


@pytest.mark.parametrize(
    "words", [":tada:", ":+1:", ":)", "bof :/", "où:où", "J'<3 lire", "50 $ ou 60 $", "x-D"]
)
def test_an_emoji_code_or_a_formula_from_outside_is_read_as_it_is_written(words: str) -> None:
    assert seen(inert(words)).text == words
    assert seen(inert(words)).alive == []
    assert seen(f"[{words}](https://a.fr) {words}").alive


def test_in_a_label_an_address_is_text_like_any_other() -> None:
    assert label("https://a.fr/@louis_b") == f"https://a.fr/@{INVISIBLE}louis\\_b"


@given(st.text(alphabet="ab/?=&%#()[]|<>\"'` éà_*", max_size=40))
def test_any_address_can_stand_in_a_link(path: str) -> None:
    target = link_target(f"https://a.fr/{path}")

    tokens = [kind for token in PARSER.parse(f"[titre]({target}) fin") for kind in _inline(token)]
    assert tokens == ["link_open", "text", "link_close", "text"]


def test_a_reference_in_the_target_of_a_link_is_an_address() -> None:
    assert link_target("https://a.fr/?b&#64;c;d&amp;e") == "https://a.fr/?b&#64%3Bc;d&amp%3Be"


@given(WORDS)
def test_a_name_mark_cannot_be_forged(words: str) -> None:
    forged = f"{words}{person('amina')}\ue000zoe{words}\ue001"

    for each in (escape(forged), quote_block(forged), label(forged)):
        assert name_marks(each) == frozenset()
        assert "Amina" not in with_names(each, {"amina": "Amina"}).replace(words, "")


def test_marks_become_names_and_the_departed_stay_people() -> None:
    text = f"{person('u1')} répond à {person('u2')}, merci {person('')}"

    assert name_marks(text) == {"u1", "u2", ""}
    assert with_names(text, {"u1": "zoe_b"}) == (
        "zoe\\_b répond à une personne partie, merci une personne partie"
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Amina", "d'Amina"),
        ("Élodie", "d'Élodie"),
        ("Yves", "d'Yves"),
        ("Yann", "de Yann"),
        ("Zoé", "de Zoé"),
        ("", "d'une personne partie"),
    ],
)
def test_de_is_elided_before_a_name_as_it_is_said(name: str, said: str) -> None:
    names = {"u1": name} if name else {}

    assert with_names(f"la question de {person('u1')}", names) == f"la question {said}"


def test_a_name_is_escaped_like_any_word() -> None:
    assert with_names(person("u1"), {"u1": "@channel"}) == f"@{INVISIBLE}channel"


@pytest.mark.parametrize(
    ("plain", "set_"),
    [
        ("Vraiment ?", "Vraiment\u00a0?"),
        ("Oui ; non : peut-être !", "Oui\u00a0; non\u00a0: peut-être\u00a0!"),
        ("« ainsi »", "«\u00a0ainsi\u00a0»"),
        ("réglées (75 %)", "réglées (75\u00a0%)"),
        ("la n° 12", "la n°\u00a012"),
        ("`/besoin Qui ?` : oui", "`/besoin Qui ?`\u00a0: oui"),
        ("**Quoi ?**", "**Quoi\u00a0?**"),
        (":white_check_mark: **Oui**", ":white_check_mark: **Oui**"),
        ("à 9 h :smile:", "à 9\u00a0h :smile:"),
        ("https://a.fr/?b", "https://a.fr/?b"),
    ],
)
def test_french_spaces_are_set_outside_code_only(plain: str, set_: str) -> None:
    assert typeset(plain) == set_
    assert typeset(set_) == set_


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("c’est l‘heure", "c'est l'heure"),
        ("de 9h30 à 12h00, 14H", "de 9 h 30 à 12 h, 14 h"),
        ("9h-12h, 9 h 30/12 h 00", "9 h-12 h, 9 h 30/12 h"),
        ("ouvert 24h/24, 48h", "ouvert 24 h/24, 48 h"),
        ("100h, 9h5, H2O, 3h15x", "100h, 9h5, H2O, 3h15x"),
        ("quoi ?! non !!", "quoi ?! non !!"),
        ('il dit « Quoi ? » ou "quoi ?"', 'il dit « Quoi ? » ou "quoi ?"'),
        ("20 €, 75 %", "20 €, 75 %"),
    ],
)
def test_other_peoples_words_are_set_as_ours(typed: str, printed: str) -> None:
    for set_ in (
        typeset(typed),
        typeset(escape(typed)),
        typeset(label(typed)),
        markdown.shown(typed),
    ):
        assert set_.replace("\u00a0", " ") == printed
    assert typeset(quote_block(typed)).replace("\u00a0", " ") == f"> {printed}"


_KEPT = st.sampled_from(
    [
        *("https://a.fr/9h30?x=l’a", "http://a.fr/«_n°_", "www.a.fr/14h"),
        *(
            "accueil.9h30@a.fr",
            "9h@b.fr",
            "9h@\u200bb.fr",
            "`/besoin Qui ? l’an 9h30`",
            "exemple.fr/9h30",
            "9h30.pdf",
        ),
    ]
)
_SAID = st.sampled_from(
    [*"?!;:»«%€ \u00a0'’h9.,)(*", "9h30", "14 h 00", "n° ", "« ", " ?", " :", ":smile:", "mot"]
)


@given(st.lists(st.one_of(_SAID, _KEPT.map(lambda each: f" {each} ")), max_size=12).map("".join))
def test_setting_changes_spaces_apostrophes_and_hours_alone(text: str) -> None:
    printed = typeset(text)

    assert typeset(printed) == printed
    assert _bare(printed) == _bare(text)


@given(st.lists(_KEPT, min_size=1, max_size=6), st.lists(_SAID, max_size=4).map("".join))
def test_addresses_and_code_are_never_set(kept: list[str], said: str) -> None:
    said = said.replace("`", "")
    printed = typeset("".join(f"{said} {each} " for each in kept))

    at = 0
    for each in kept:
        at = printed.index(each, at) + len(each)


@given(st.lists(_SAID, max_size=20).map("".join))
def test_no_line_can_begin_with_a_mark(text: str) -> None:
    assert not re.search(r" [?!;:»%€]+(?:[\s).,*_]|$)|« ", typeset(text))


def _bare(text: str) -> str:
    """Return a text without what setting may change."""
    hours = re.sub(r"(?<=\d)[ \u00a0]?[hH](?:[ \u00a0]?00)?", "h", text)
    return re.sub(r"[ \u00a0]", "", re.sub("[’‘ʼ]", "'", hours))


_LINKS = st.sampled_from(["[une page](https://a.fr/b)", "**[un, deux](https://a.fr)**,"])
_LINES = st.lists(st.one_of(st.text("abé ", max_size=12), _LINKS), max_size=4).map(" ".join)
TEXTS = st.lists(_LINES, max_size=12).map("\n".join)


@given(TEXTS, st.integers(40, 120))
def test_pages_fit_lose_nothing_and_break_no_link(text: str, limit: int) -> None:
    found = pages(text, limit)

    assert all(0 < len(page) <= limit for page in found)
    assert " ".join(found).split() == text.split()
    for link in ("[une page](https://a.fr/b)", "[un, deux](https://a.fr)"):
        assert sum(page.count(link) for page in found) == text.count(link)


@given(st.text(max_size=200), st.integers(1, 20))
def test_any_text_fits_any_limit(text: str, limit: int) -> None:
    found = pages(text, limit)

    assert all(0 < len(page) <= limit for page in found)
    assert "".join("".join(found).split()) == "".join(text.split())


def test_a_short_text_is_one_page_and_nothing_is_none() -> None:
    assert pages("un\n\ndeux") == ("un\n\ndeux",)
    assert pages(" \n ") == ()
    assert [len(page) for page in pages("é" * (PAGE_LIMIT + 1))] == [PAGE_LIMIT, 1]


def test_pages_are_cut_between_lines_first() -> None:
    assert pages("- un\n- deux\n- trois", 12) == ("- un\n- deux", "- trois")


def _plainly_shown(markdown: str) -> str:
    """Return the text that a reader sees; fail if anything but plain text is in it."""
    tokens = PARSER.parse(_without_links(markdown))
    assert [token.type for token in tokens] in (
        [],
        ["paragraph_open", "inline", "paragraph_close"],
    ), markdown
    children = tokens[1].children if tokens else None
    assert {child.type for child in children or []} <= {"text"}, markdown
    text = "".join(child.content for child in children or [])
    for link in _AUTOLINK.findall(markdown):
        text = text.replace("LIEN", _decoded(link), 1)
    return _visible(_decoded(text))


def _without_links(markdown: str) -> str:
    return _AUTOLINK.sub("LIEN", markdown)


def _decoded(text: str) -> str:
    """Undo the encoding of what would act inside an address."""
    return re.sub(r"%(5B|5D|28|29|7C|2A|7E|40|26)", lambda found: chr(int(found[1], 16)), text)


def _visible(text: str) -> str:
    """Fold the invisible and the white away, on both sides of a comparison."""
    return " ".join(legible(text).split())


def _inline(token: Token) -> list[str]:
    return [child.type for child in token.children or []]
