"""Our Markdown in others' markup: it reads the same, and other people's words do nothing there."""

from __future__ import annotations

import random
import re

import pytest

from bot.outside.markup import discord, discord_words, wiki, wiki_words
from bot.talk.markdown import escape, link_target
from tests import hostile
from tests.costs import LONGER, grows_in_proportion
from tests.hostile import REPEATED

HOSTILE = [
    '{{include page="Secret"}}',
    '""<script>alert(1)</script>""',
    "<img src=x onerror=alert(1)>",
    "[[PagePrincipale clic]]",
    "======Titre====== **gras** __dessous__ ##machine## @@petit@@ %%code%%",
    "@everyone @here <@123> <@&456> <#789> <:pain:1>",
    "[clic](http://mechant.example) ](http://mechant.example)",
    "||caché|| ~~barré~~ `code` ```bloc```",
    *(each * 40 for each in REPEATED.values() if "\n" not in each),
]
LONG = 8_000
"""Characters: a letter's length."""


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_words_are_no_action_of_a_wiki(typed: str) -> None:
    written = wiki(f"- {escape(typed)}")

    for sign in ("{{", "}}", '""', "==", "**", "__", "##", "@@", "%%", "<", ">"):
        assert sign not in written, sign
    assert "[[" not in written


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_words_ring_nobody_on_discord(typed: str) -> None:
    for written in discord(f"- {escape(typed)}", 2_000):
        for sign in ("@everyone", "@here", "<@", "<#", "<:"):
            assert sign not in written, sign
        assert not re.search(r"(?<!\\)\[[^\]]*\]\(http", written)


def test_links_stay_links_in_both() -> None:
    address = link_target("https://e.fr/a b/(c)?d=[e]&f=g|h")
    told = f"- [{escape('Un [titre] *gras*')}]({address})"

    assert wiki(told) == f" - [[{address.replace('|', '%7C')} Un  titre  *gras*]]"
    (message,) = discord(told, 2_000)
    assert message.startswith("- [Un (titre) \\*gras\\*](<https://e.fr/a%20b/%28c%29?d=")


def test_a_list_in_a_list_and_what_goes_on_under_an_item() -> None:
    told = "- Un\n  suite\n  - Deux"

    assert wiki(told) == " - Un\n  suite\n  - Deux"
    assert discord(told, 2_000) == ("- Un\n  suite\n  - Deux",)


def test_what_someone_wrote_at_the_start_of_a_line_is_no_heading_nor_quotation() -> None:
    (message,) = discord(escape("# gros") + "\n" + escape("- tiret") + "\n" + escape("> cité"), 900)

    lines = message.split("\n")
    assert not any(line.startswith(("# ", "- ", "> ")) for line in lines)


def test_quotations_are_shown_without_their_mark() -> None:
    assert wiki("> Elle a dit oui") == "Elle a dit oui"


def test_french_is_typeset_in_both() -> None:
    assert wiki_words("Qui vient ?") == "Qui vient\u00a0?"
    assert discord_words("À 14h30 !") == "À 14\u00a0h\u00a030\u00a0!"


@pytest.mark.parametrize("limit", [120, 400, 1_900])
def test_messages_are_cut_between_items_and_lose_nothing(limit: int) -> None:
    dice = random.Random(limit)  # noqa: S311  the same each time
    items = [f"- Point {n} {'mot ' * dice.randrange(1, 12)}fin{n}." for n in range(60)]
    parts = discord("#### Titre\n\n" + "\n".join(items), limit)

    assert all(len(part) <= limit for part in parts)
    lines = [line for part in parts for line in part.split("\n") if line]
    assert lines == ["### Titre", *(" ".join(item.split()) for item in items)]


def test_an_empty_text_is_no_message() -> None:
    assert discord("\n\n", 100) == ()


@pytest.mark.sample(one_in=4)
@pytest.mark.parametrize("each", REPEATED)
def test_the_time_taken_grows_with_the_text_only(each: str) -> None:
    def write(size: int) -> None:
        text = hostile.of(REPEATED[each], size)
        for markdown in (text, f"**[{text}"):
            wiki(markdown)
            discord(markdown, 1_900)

    assert grows_in_proportion(write, LONG // LONGER)
