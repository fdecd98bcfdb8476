"""Coordinators sort the digest to come; it is published all the same, and found again."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import Connection

from bot.network.network import Subscription
from bot.network.rhythm import parse_rhythm
from bot.talk.command import Via
from bot.talk.reply import Dialog, Reply
from bot.veille import digests
from bot.veille import store as articles
from bot.veille.article import Article, Unread
from bot.veille.feeds import collecting
from bot.veille.feeds import following_store as followings
from bot.veille.feeds.rules import Collected
from tests.commands.articles import collected, outcome
from tests.commands.gestures import deliver, everything, labels
from tests.pile_cases import fills, pile, reads
from tests.pile_cases import presses as pressed
from tests.room import LOIRE, Room
from tests.scheduler.sender import publisher


def publishes(room: Room) -> list[str]:
    room.clock.now = LOIRE.digest.next_dates(room.clock.now, LOIRE.timezone, 1)[0]
    asyncio.run(publisher(room).publish_due())
    return [message.text for message in room.outbox() if message.key.startswith("digest:loire")]


def brought_by_another(
    room: Room,
    *links: str,
    title: str = "Une étude",
    feed: str = "https://localtis.example.org/flux",
) -> None:
    """Have another feed, Localtis, bring articles at these addresses."""

    def keep(db: Connection) -> None:
        address = feed
        given = Subscription(url=address, name="Localtis", theme="auto")
        added = followings.add(db, "loire", given).feed
        found = tuple(
            Article(guid=f"l{link}", link=link, title=title, published=room.clock.now)
            for link in links
        )
        collecting.keep(db, added, Collected(articles=found), room.clock.now, {})

    room.store(keep)


def test_an_article_that_two_feeds_bring_is_shown_once_with_both(room: Room) -> None:
    collected(room, "Une étude")
    brought_by_another(room, "https://flux.example.org/1?utm_source=rss")

    text = room.does("louis", "veille articles").text
    assert "1\u00a0article\n" in text
    assert "(Inclusion, Localtis)" in text


def test_a_copy_that_comes_after_is_no_news(room: Room) -> None:
    collected(room, "Une étude")
    publishes(room)
    brought_by_another(room, "https://flux.example.org/1")

    assert "Rien de neuf" in room.says("louis", "/veille").text


def test_a_copy_without_a_page_that_comes_after_is_known_by_its_title(room: Room) -> None:
    def brief(guid: str, title: str) -> Article:
        return Article(guid=guid, link="", title=title, published=room.clock.now)

    outcome(room, Collected(articles=(brief("1", "Une étude à lire"),)))
    came = room.clock.now
    brought_by_another(room, "", title="Autre chose")
    publishes(room)
    room.clock.now = came
    brought_by_another(room, "", title="Une etude  À LIRE", feed="https://autre.example.org/flux")
    assert "Rien de neuf" in room.says("louis", "/veille").text

    brought_by_another(room, "", title="Du neuf", feed="https://encore.example.org/flux")
    assert "1\u00a0article attend." in room.says("louis", "/veille").text


def test_what_is_dropped_is_not_published_and_what_is_pinned_comes_first(room: Room) -> None:
    collected(room, "Un", "Deux", "Trois")
    assert "écarté" in room.does("amina", "veille écarter 1").text
    assert "épinglé en tête" in room.does("amina", "veille épingler 3").text
    room.does("amina", "veille pourquoi 3 Un guide à imprimer")

    text = "\n".join(publishes(room))

    assert "[Un]" not in text
    assert text.index("[Trois]") < text.index("[Deux]")
    assert "Pourquoi\u00a0: Un guide à imprimer" in text


def test_a_choice_is_undone_and_a_line_is_taken_back(room: Room) -> None:
    collected(room, "Un")
    room.does("amina", "veille écarter 1")
    room.does("amina", "veille pourquoi 1 Utile")
    room.fills("amina", "veille pourquoi", "1", texte="")
    room.does("amina", "veille remettre 1")

    text = "\n".join(publishes(room))

    assert "[Un]" in text
    assert "Pourquoi" not in text


def test_a_number_that_is_not_there_changes_nothing(room: Room) -> None:
    collected(room, "Un")

    reply = room.does("amina", "veille écarter 1 99")

    assert reply.refused
    assert "n°\u00a099 n'est pas dans la prochaine veille" in reply.text
    assert "✘" not in room.does("amina", "veille articles").text


def test_a_member_does_not_sort(room: Room) -> None:
    collected(room, "Un")

    assert room.does("louis", "veille écarter 1").refused
    assert "Trier" not in labels(room.says("louis", "/veille"))


def test_a_long_digest_goes_on_in_its_thread_and_breaks_no_link(room: Room) -> None:
    collected(room, later=True)
    collected(room, *(f"[x](y) @channel *{number}* " + "mot " * 40 for number in range(400)))

    publishes(room)
    main, *others = [each for each in room.outbox() if each.key.startswith("digest:loire")]

    assert main.text.count("](https://flux.example.org/") >= 3
    assert all(each.thread == main.key for each in others)
    assert all(len(each.text) <= 16_383 for each in (main, *others))
    shown = sum(each.text.count("](https://flux.example.org/") for each in others)
    assert shown == 400


def test_a_digest_is_told_again_as_it_was_published_and_found_by_words(room: Room) -> None:
    collected(room, "Déclarer ses impôts en ligne", "Un atelier pour les aînés")
    room.does("amina", "veille pourquoi 2 Un déroulé complet")
    publishes(room)
    [before] = room.store(lambda db: digests.published(db, "loire", 3))
    room.does("amina", "veille pourquoi 2 Autre chose")

    assert before.count == 2
    assert "2. [Un atelier" in told_again(room)
    assert "mardi 3\u00a0novembre 2026\u00a0: 2\u00a0articles" in (
        room.does("louis", "veille archives").text
    )
    assert "Déclarer ses impôts" in room.says("louis", "/veille chercher declaration impot").text
    assert "Un déroulé complet" in room.says("louis", "/veille chercher atelier").text
    assert "Rien d'assez proche" in room.says("louis", "/veille chercher zèbre").text


def told_again(room: Room) -> str:
    """Return the last digest as it is told again."""
    listed = room.does("louis", "veille archives")
    return room.takes("louis", listed.buttons[0].options[0]).text


def sends_line(room: Room, form: Dialog, line: str) -> Reply:
    """Send a « Pourquoi » form back."""
    return room.clicks("amina", form.route, f"{form.argument} {line}", via=Via.DIALOG)


def test_the_form_of_a_line_is_sent_back_and_shows_the_present_one(room: Room) -> None:
    collected(room, "Un")
    form = room.does("amina", "veille pourquoi 1").dialog
    assert form is not None

    assert sends_line(room, form, "Rappelez Mme Martin au 06 12 34 56 78").refused
    assert sends_line(room, form, "x" * 201).refused
    sends_line(room, form, "3 astuces @channel")
    again = room.does("amina", "veille pourquoi 1").dialog
    assert again is not None
    assert again.fields[0].default == "3 astuces @channel"
    assert "@channel" not in publishes(room)[0]


def test_a_weekly_veille_says_its_week(room: Room) -> None:
    weekly = replace(LOIRE, digest=parse_rhythm("chaque semaine, le lundi à 9 h"))
    room.bot.networks["loire"] = weekly  # type: ignore[index]
    room.clock.forward(days=1)
    collected(room, "Un")
    due = weekly.digest.next_dates(room.clock.now, weekly.timezone, 1)[0]

    room.clock.now = due
    asyncio.run(publisher(room).publish_due())
    text = next(each.text for each in room.outbox() if each.key.startswith("digest:loire"))

    assert "semaine du 9\u00a0novembre" in text
    assert "[Un]" in text


def test_a_digest_that_is_late_or_has_nothing_but_dropped_articles_says_so(room: Room) -> None:
    collected(room, "Un")
    room.does("amina", "veille écarter 1")
    room.clock.forward(days=40)
    asyncio.run(publisher(room).publish_due())
    [text] = [each.text for each in room.outbox() if each.key.startswith("digest:loire")]

    assert "Avec du retard" in text
    assert "Rien de neuf" in text
    assert "[Un]" not in text


def test_after_a_year_nobody_is_known_to_have_chosen_or_proposed(room: Room) -> None:
    room.says("zoé", "/veille proposer https://exemple.fr/guide Utile")
    room.does("louis", "veille utile 1")
    room.does("amina", "veille pourquoi 1 Un guide à imprimer")
    publishes(room)
    assert "Zoé" in told_again(room)
    deliver(room)

    room.forgets(days=366)

    text = told_again(room)
    assert "exemple.fr/guide" in text
    assert "Un guide à imprimer" in room.says("louis", "/veille chercher imprimer").text
    assert "Zoé" not in text
    assert not re.search(r"\b(?:zoe|louis|amina)\b", everything(room))


def test_a_choice_does_not_make_a_member_s_words_the_coordinators(room: Room) -> None:
    room.says("louis", "/veille proposer anonyme https://flux.example.org/guide Pour nos ateliers")
    room.does("amina", "veille garder 1")
    assert "Pour nos ateliers" in room.does("amina", "veille articles").text

    room.says("louis", "/veille proposer anonyme https://flux.example.org/guide Pour les débutants")

    text = room.does("amina", "veille articles").text
    assert "Pour les débutants" in text
    assert "Pour nos ateliers" not in text


def test_the_pile_shows_the_articles_and_leaves_what_another_decided(room: Room) -> None:
    collected(room, "Un", "Deux", "Trois")
    room.says("amina", "/veille trier")
    assert "[Un]" in reads(room)
    room.does("amina", "veille écarter 2")

    pressed(room, "amina", "Garder")

    assert "[Trois]" in reads(room)


def test_a_line_is_written_on_the_pile_and_shown_there(room: Room) -> None:
    collected(room, "Un", "Deux")
    room.says("amina", "/veille trier")
    form = pressed(room, "amina", "Pourquoi…").dialog
    assert form is not None

    fills(room, "amina", form.route, form.argument, "Un guide à imprimer")
    assert "Un guide à imprimer" in reads(room)
    assert "**1 sur 2**" in reads(room)
    fills(room, "amina", form.route, form.argument, "")
    assert "Un guide" not in reads(room)


def test_an_article_that_was_published_meanwhile_leaves_the_pile(room: Room) -> None:
    collected(room, "Un", "Deux")
    room.says("amina", "/veille trier")
    publishes(room)

    reply = pressed(room, "amina", "Garder")

    assert "pas dans la prochaine veille" in reply.text
    assert "[Un]" not in reads(room)
    assert "Garder" not in str(pile(room).buttons)


def test_a_press_looks_at_what_is_unread_three_times(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once to decide, once to know what is decided, once to show the next one.

    Once more, and first, where a colleague may have decided.
    """
    collected(room, "Un", "Deux")
    room.says("amina", "/veille trier")
    looks: list[str] = []
    unread = articles.unread

    def counted(db: Connection, network: str) -> Sequence[Unread]:
        looks.append(network)
        return unread(db, network)

    monkeypatch.setattr(articles, "unread", counted)

    pressed(room, "amina", "Garder")

    assert looks == ["loire"] * 3
    assert "[Deux]" in reads(room)
