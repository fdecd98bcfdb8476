"""`/veille`: what the next digest will hold, and how the feeds are."""

from __future__ import annotations

from datetime import timedelta

from bot.veille import digests
from bot.veille.feeds.rules import Ailment, Collected, Failed, Gone, Trouble
from bot.veille.ranking import RANKING
from tests.commands.articles import collected, outcome
from tests.room import LOIRE, Room

DUE = "**mardi 3\u00a0novembre 2026 à 9\u00a0h**"


def test_the_preview_says_when_and_what(room: Room) -> None:
    collected(room, "Un guide [RGPD] pour @channel", "Une étude")

    assert room.says("louis", "/veille").text == (
        f"La prochaine veille de 42 - Loire paraîtra le {DUE}.\n"
        "Elle contient pour l'instant 2\u00a0articles\u00a0:\n\n"
        "**Culture numérique**\n\n"
        "- n°\u00a01 [Un guide \\[RGPD\\] pour @\u200bchannel](https://flux.example.org/1) "
        "(Inclusion, 2\u00a0novembre)\n"
        "- n°\u00a02 [Une étude](https://flux.example.org/2) (Inclusion, 2\u00a0novembre)\n\n"
        f"_{RANKING}_"
    )


def test_a_preview_without_news_says_where_to_look(room: Room) -> None:
    text = room.says("louis", "/veille").text

    assert "Rien de neuf pour l'instant" in text
    assert "`/veille flux`" in text


def test_a_network_without_feeds_is_told_so(room: Room) -> None:
    for typed in ("/veille", "/veille flux"):
        text = room.says("amina", typed, network="national").text
        assert "Ce réseau ne suit encore aucun flux." in text


def test_a_feed_is_not_read_yet_then_read(room: Room) -> None:
    before = room.says("louis", "/veille flux").text
    collected(room, "Une étude")

    assert before == (
        "**1\u00a0flux suivi** par 42 - Loire\n\n"
        "- … n°\u00a01 **Inclusion** (Culture numérique)\u00a0: pas encore lu"
    )
    assert room.says("louis", "/veille flux").text.endswith(
        "- ✔ n°\u00a01 **Inclusion** (Culture numérique)\u00a0: lu le lundi 2\u00a0novembre 2026 à "
        "9\u00a0h"
    )


def test_a_failing_feed_says_since_when_and_why(room: Room) -> None:
    collected(room, "Une étude")
    outcome(room, Failed(trouble=Trouble(ailment=Ailment.HTTP, status=503)))
    room.clock.forward(days=2)
    outcome(room, Failed(trouble=Trouble(ailment=Ailment.TLS)))

    assert room.says("louis", "/veille flux").text.endswith(
        "- ✘ n°\u00a01 **Inclusion** (Culture numérique)\u00a0: en panne depuis 2\u00a0jours\u00a0"
        ": la connexion sécurisée au site échoue (son certificat, sans doute)"
    )


def test_a_feed_that_is_gone_says_so(room: Room) -> None:
    outcome(room, Gone())

    assert room.says("louis", "/veille flux").text.endswith(
        "arrêté\u00a0: l'adresse n'existe plus (410)"
    )


def test_a_published_digest_is_told_once_in_the_channel(room: Room) -> None:
    collected(room, "Une étude")
    ctx_due = LOIRE.digest.next_dates(room.clock.now, LOIRE.timezone, 1)[0]
    room.clock.now = ctx_due

    first = room.store(
        lambda db: digests.publish(room.bot.context(db, LOIRE, room.clock.now), ctx_due)
    )
    again = room.store(
        lambda db: digests.publish(room.bot.context(db, LOIRE, room.clock.now), ctx_due)
    )

    assert first is not None
    assert again is None
    [said] = room.said()
    assert said.startswith("#### La veille de 42 - Loire, novembre\u00a02026\n\n**Culture")
    assert "retard" not in said
    assert "Rien de neuf" in room.says("louis", "/veille").text


def test_a_late_or_empty_digest_says_so(room: Room) -> None:
    due = LOIRE.digest.next_dates(room.clock.now, LOIRE.timezone, 1)[0]
    room.clock.now = due + timedelta(hours=3)

    room.store(lambda db: digests.publish(room.bot.context(db, LOIRE, room.clock.now), due))

    [said] = room.said()
    assert "_Avec du retard\u00a0: elle était prévue le mardi 3\u00a0novembre 2026 à 9" in said
    assert "Ce n'est pas une panne" in said


def test_a_first_collection_does_not_flood(room: Room) -> None:
    collected(room, *(f"Article {number}" for number in range(30)))

    assert "5\u00a0articles" in room.says("louis", "/veille").text


def test_an_article_without_a_title_shows_its_first_words(room: Room) -> None:
    words = " ".join(f"mot{number}" for number in range(20))
    collected(room, "")
    outcome(room, Collected(articles=()))
    text = room.says("louis", "/veille").text

    assert "[flux.example.org/1](https://flux.example.org/1)" in text
    assert digests._opening(words).endswith("mot13…")


def test_a_long_preview_says_how_many_more_there_are(room: Room) -> None:
    collected(room, *(f"Article numéro {number}" for number in range(300)), later=True)

    text = room.says("amina", "/veille").text

    assert "300\u00a0articles" in text
    assert "- … et 275\u00a0autres" in text
    assert len(text) < 4_000
