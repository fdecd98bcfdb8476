"""Where two rules of the veille meet: copies, choices, proposals, feeds put aside."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.veille.article import Article
from bot.veille.feeds.rules import Ailment, Collected, Failed, Trouble
from tests.commands.articles import collected, outcome
from tests.commands.gestures import told
from tests.commands.test_flux import GOOD, Web, good, tries
from tests.commands.test_tri import brought_by_another, publishes
from tests.pile_cases import waiting
from tests.room import Room

PAGE = "https://flux.example.org/1"
OLD = timedelta(days=90)
FAILS = "1 flux ne se lit plus"
REFUSED = Failed(trouble=Trouble(ailment=Ailment.HTTP, status=403))


def old_news(room: Room) -> None:
    """Collect an article that is spared: too old to be news of a feed that one begins to follow."""
    old = Article(guid="urn:1", link=PAGE, title="Un", published=room.clock.now - OLD)
    outcome(room, Collected(articles=(old,)))


def test_a_link_is_published_though_two_feeds_brought_it_long_ago(room: Room) -> None:
    old_news(room)
    brought_by_another(room, PAGE)
    assert PAGE not in publishes(room)[-1]
    room.says("zoé", f"/veille proposer {PAGE}")

    assert publishes(room)[-1].count(PAGE) == 1
    assert "déjà paru" in room.says("louis", f"/veille proposer {PAGE}").text


def test_a_link_is_published_though_its_feed_is_put_aside_and_told_it_long_ago(room: Room) -> None:
    old_news(room)
    room.does("amina", "veille flux suspendre 1")
    room.says("zoé", f"/veille proposer {PAGE}")

    assert PAGE in publishes(room)[-1]


def test_a_link_is_published_though_a_feed_that_comes_after_has_it_as_old_news(room: Room) -> None:
    room.says("zoé", f"/veille proposer {PAGE}")
    old_news(room)

    assert publishes(room)[-1].count(PAGE) == 1


def test_a_proposed_article_stays_when_its_feed_is_put_aside(room: Room) -> None:
    collected(room, "Un", "Deux")
    room.says("zoé", f"/veille proposer {PAGE}")
    room.does("amina", "veille flux retirer 1")

    text = publishes(room)[0]

    assert PAGE in text
    assert "Deux" not in text


def test_a_proposed_article_is_taken_though_the_rules_of_its_feed_refuse_it(room: Room) -> None:
    collected(room, "Un recrutement", "Autre recrutement")
    room.fills("amina", "veille flux régler", "1", sauf="recrutement")
    room.says("zoé", f"/veille proposer {PAGE}")

    text = publishes(room)[0]

    assert "[Un recrutement]" in text
    assert "Autre" not in text


def test_what_was_dropped_stays_so_when_one_of_its_feeds_is_put_aside(room: Room) -> None:
    collected(room, "Un")
    brought_by_another(room, PAGE)
    room.does("amina", "veille écarter 1")
    room.does("amina", "veille flux suspendre 1")

    assert PAGE not in publishes(room)[-1]


def test_what_was_dropped_stays_so_when_its_proposal_is_taken_back(room: Room) -> None:
    room.says("zoé", f"/veille proposer {PAGE}")
    collected(room, "Un")
    room.does("amina", "veille écarter 1")
    room.does("zoé", "veille retirer-lien 1")

    assert PAGE not in publishes(room)[-1]


def test_the_front_page_of_a_site_is_proposed_once(room: Room) -> None:
    first = room.says("zoé", "/veille proposer https://exemple.fr/ Un bon site").text
    second = room.says("louis", "/veille proposer http://www.exemple.fr").text

    assert "**exemple.fr**" in first
    assert "Vous êtes 2" in second
    assert "1\u00a0article" in room.says("louis", "/veille").text


def test_a_failing_feed_that_is_taken_up_again_is_told_of_again_once_it_was_tried(
    room: Room,
) -> None:
    collected(room, "Un")
    outcome(room, REFUSED)
    room.clock.forward(days=4)
    outcome(room, REFUSED)
    assert FAILS in waiting(room)
    room.does("amina", "veille flux suspendre 1")
    room.does("amina", "veille flux reprendre 1")

    assert FAILS not in waiting(room)
    outcome(room, REFUSED)
    room.clock.forward(hours=1)
    assert FAILS in waiting(room)


def test_a_dropped_feed_that_a_page_leads_to_is_taken_up_again(room: Room) -> None:
    page = Failed(trouble=Trouble(ailment=Ailment.NOT_A_FEED), feeds=(GOOD,))
    web = Web({"https://p.fr/": page, GOOD: good(room.clock.now)})
    room.says("amina", "/veille flux a.example.org")
    tries(room, web)
    room.does("amina", "veille flux retirer 2")

    room.fills("amina", "veille flux tester", adresse="p.fr")
    assert "ne le suit pas encore" in tries(room, web)
    room.says("amina", "/veille flux p.fr")
    assert "C'est ajouté" in tries(room, web)
    assert "2\u00a0flux suivis" in room.says("amina", "/veille flux").text


def test_an_address_that_two_people_ask_at_once_is_followed_once(room: Room) -> None:
    """By its own address and by the site's: whichever is read first."""
    site = Failed(trouble=Trouble(ailment=Ailment.NOT_A_FEED), feeds=(GOOD,))
    room.fills("amina", "veille flux ajouter", adresse="a.example.org", nom="Un nom")
    room.says("amina", "/veille flux https://b.example.org")
    tries(room, Web({GOOD: good(room.clock.now), "https://b.example.org/": site}))

    first, second = (message.text for message in told(room, "amina")[-2:])

    assert sum("C'est ajouté" in text for text in (first, second)) == 1
    assert sum("déjà parmi" in text for text in (first, second)) == 1


HOSTILE = (
    "utile 99999999999999999999",
    "utile 999999999",
    "utile ²",
    "garder 99999999999999999999",
    "garder ²",
    "pourquoi 1 @channel @all `[x](y)`",
    "chercher impot page 999999999",
    "chercher \x00",
    "chercher %' OR 1=1 --",
    "chercher " + "a b c d e f g h i j k " * 300,
    "chercher " + "impôt " * 2_000,
    "chercher \ud800",
    "chercher \u200b\u202e ﷽ 𝒳 NEAR/2 (impot*",
    "chercher page 2",
    "archives 99999999999999999999999",
    "archives novembre ٢٠٢٦",
    "archives novembre 2²",
    "flux retirer 1 à 999999",
    "flux 999999999",
    "flux suggestions ²",
    "flux suggestions page 999999999",
    "flux ajouter http://exemple.fr:abc",
    "flux ajouter #",
    "flux ajouter http://\x00",
    "flux ajouter file:///etc/passwd",
    "flux ajouter https://exemple.fr/" + "a" * 5_000,
    "flux régler 1 plafond: ²",
    "flux régler 1 sauf : " + "a," * 3_000,
    "flux importer <opml>",
    "proposer https://exemple.fr/\x00\ud800 a",
    "proposer http://[::1]/ a",
    "proposer https://exemple.fr:99999/",
    "adresse \x00",
)


@pytest.mark.parametrize("line", HOSTILE)
def test_nothing_that_is_typed_breaks_the_veille(room: Room, line: str) -> None:
    collected(room, "Un impôt")
    publishes(room)
    collected(room, "Un impôt", "Autre", later=True)

    for who in ("amina", "zoé", "marc"):
        text = room.says(who, f"/veille ~loire {line}").text
        assert "a cassé" not in text
        assert "@channel" not in text
    assert room.says("louis", "/veille").text


NASTY = (
    "```\ncode",
    "[a](" * 60,
    ")](https://mal.example.org) ![](https://mal.example.org/x.png)",
    "x" * 3_000,
    "|" * 200 + "\n# Titre\n- puce",
    "\u202emrif @all @here @louis ~loire",
    "<script>alert(1)</script> &amp; &#64;channel",
    "\\" * 61,
    "`" * 33 + "**gras",
    "https://mal.example.org/un?a=1 :tada: ~~barré~~",
)


def test_four_hundred_nasty_titles_make_posts_that_ring_nobody_and_break_no_link(
    room: Room,
) -> None:
    collected(room, later=True)
    collected(room, *(f"{NASTY[number % len(NASTY)]} {number}" for number in range(400)))
    room.does("amina", "veille épingler 1 2 3 4 5 6 7 8 9 10")

    publishes(room)
    posts = [each.text for each in room.outbox() if each.key.startswith("digest:loire")]

    links = re.findall(r"\]\(https://flux\.example\.org/(\d+)\)", "\n".join(posts[1:]))
    assert sorted(map(int, links)) == list(range(1, 401))
    for text in posts:
        assert len(text) <= MOST
        assert not re.search(r"(?<!\\)@(?:all|here|channel|louis)\b", text)
        assert not re.search(r"(?<!\\)\]\(https://mal|!\[", text)
        assert "<script" not in text
        assert not re.search(r"^\s*(?:# |```)", text, re.MULTILINE)


MOST = 16_383
"""Characters that Mattermost takes in a post."""
