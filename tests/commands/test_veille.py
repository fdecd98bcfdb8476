"""`/veille`: what the next digest will hold, and how the feeds are."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.core.message import Message
from bot.veille import digests
from bot.veille.feeds.rules import Ailment, Collected, Failed, Gone, Trouble
from bot.veille.ranking import RANKING
from commands.veille.reading import PAGE
from tests.commands.articles import collected, outcome
from tests.commands.gestures import chooses, labels, presses
from tests.room import LOIRE, Room, open_room

DUE = "**mardi 3\u00a0novembre 2026 à 9\u00a0h**"


def test_the_door_says_when_how_much_and_what_can_be_done(room: Room) -> None:
    collected(room, "Un guide [RGPD] pour @channel", "Une étude")
    room.says("louis", "/veille proposer https://exemple.fr/affiches")

    reply = room.says("louis", "/veille")

    assert reply.text == (
        f"**La veille de la Loire**\u00a0: la prochaine paraît le {DUE}.\n\n"
        "3\u00a0articles attendent, dont 1\u00a0proposé par un membre\u00a0:\n\n"
        "- [exemple.fr/affiches](https://exemple.fr/affiches) (Louis)"
    )
    assert labels(reply) == [
        "Proposer un lien",
        "Lire d'avance",
        "Retirer mon lien…",
        "Plus…",
    ]
    assert labels(room.says("amina", "/veille")) == [
        "Trier",
        "Proposer un lien",
        "Lire d'avance",
        "Plus…",
    ]


def test_one_s_link_is_taken_back_from_the_door(room: Room) -> None:
    room.says("louis", "/veille proposer https://exemple.fr/affiches")
    door = room.says("louis", "/veille")

    assert "C'est retiré" in chooses(room, "louis", door, "Retirer mon lien…", "affiches").text
    assert "affiches" not in room.says("louis", "/veille").text


def test_articles_are_read_before_the_digest(room: Room) -> None:
    collected(room, "Un guide [RGPD] pour @channel", "Une étude")

    assert room.does("louis", "veille articles").text == (
        "**La prochaine veille**, le mardi 3\u00a0novembre 2026\u00a0: 2\u00a0articles\n\n"
        "- n°\u00a01 [Un guide \\[RGPD\\] pour @\u200bchannel](https://flux.example.org/1) "
        "(Inclusion)\n"
        "- n°\u00a02 [Une étude](https://flux.example.org/2) (Inclusion)\n\n"
        f"_{RANKING}_"
    )


def test_a_door_without_news_says_so(room: Room) -> None:
    assert "Rien de neuf pour l'instant" in room.says("louis", "/veille").text
    assert "Lire d'avance" not in labels(room.says("louis", "/veille"))


def test_a_network_without_feeds_is_told_so(room: Room) -> None:
    for typed in ("/veille", "/veille flux"):
        text = room.says("amina", typed, network="national").text
        assert "Ce réseau ne suit encore aucun flux" in text


def test_a_feed_is_not_read_yet_then_read(room: Room) -> None:
    before = room.says("louis", "/veille flux").text
    collected(room, "Une étude")

    assert before == (
        "**1\u00a0flux suivi** par la Loire\n\n"
        "- … **Inclusion** (Culture numérique)\u00a0: pas encore lu"
    )
    assert room.says("louis", "/veille flux").text.endswith(
        "- ✔ **Inclusion** (Culture numérique)\u00a0: lu le 2\u00a0novembre"
    )


def test_a_failing_feed_says_since_when_and_why(room: Room) -> None:
    collected(room, "Une étude")
    outcome(room, Failed(trouble=Trouble(ailment=Ailment.HTTP, status=503)))
    room.clock.forward(days=2)

    assert room.says("louis", "/veille flux").text == (
        "**1\u00a0flux suivi** par la Loire, dont 1 en panne\n\n"
        "- ✘ **Inclusion** (Culture numérique)\u00a0: ne se lit plus depuis 2\u00a0jours "
        "(le site est en panne)"
    )
    outcome(room, Failed(trouble=Trouble(ailment=Ailment.HTTP, status=503)))
    room.clock.forward(days=2)
    assert "Un flux ne se lit plus\u00a0: Inclusion" in room.says("amina", "/veille").text
    assert "ne se lit plus" not in room.says("louis", "/veille").text


def test_a_feed_that_is_gone_says_so(room: Room) -> None:
    outcome(room, Gone())

    assert room.says("louis", "/veille flux").text.endswith("arrêté (le site a arrêté ce flux)")


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
    said, _ = room.said()
    assert said == (
        "#### La veille de la Loire, novembre\u00a02026\n\n"
        "1. [Une étude](https://flux.example.org/1)\n\n_Dans le fil\u00a0: les résumés._"
    )
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
    text = room.does("louis", "veille articles").text

    assert "[flux.example.org/1](https://flux.example.org/1)" in text
    assert digests._opening(words).endswith("mot13…")


def test_many_articles_come_in_pages(room: Room) -> None:
    collected(room, *(f"Article numéro {number}" for number in range(300)), later=True)

    first = room.does("amina", "veille articles")
    second = presses(room, "amina", first.buttons[-1])

    assert "300\u00a0articles" in first.text
    assert labels(first) == ["Trier", "La suite"]
    assert "n°\u00a07 [Article numéro 6]" in second.text
    assert len(first.text.splitlines()) <= PAGE + 4


def test_ten_titles_are_in_the_channel_and_their_summaries_in_the_thread(room: Room) -> None:
    collected(room, *(f"Article {number}" for number in range(1, 13)), later=True)
    room.says("louis", "/veille proposer https://flux.example.org/8 À lire absolument")
    main, first, second, rest = published(room)

    assert main.text.count("](https://flux") == 10
    assert "1. [Article 8](https://flux.example.org/8), proposé par" in main.text
    assert main.text.endswith("_Dans le fil\u00a0: les résumés, et 2\u00a0autres articles._")
    assert "Pourquoi\u00a0: À lire absolument" in first.text
    assert first.text.count("](https://flux") == 5
    assert second.text.startswith("6. [Article")
    assert rest.thread == first.thread == main.key
    assert rest.text.startswith("**La suite de la veille**")


def test_no_title_is_cut_and_a_phone_s_screen_holds_them(room: Room) -> None:
    long = "Tout ce que changent les nouvelles aides à l'équipement des familles en 2027, cas"
    collected(room, *(f"{long} {number}" for number in range(1, 13)), later=True)
    main = published(room)[0]
    told = [line for line in main.text.splitlines() if long in line]

    assert 5 <= len(told) < 10
    assert "…" not in main.text
    assert main.text.endswith(f"les résumés, et {12 - len(told)}\u00a0autres articles._")


def test_deadlines_come_first_and_whole(room: Room) -> None:
    title = "Appel à projets pour les tiers-lieux ruraux qui accueillent des ateliers"
    room.fills(
        "amina",
        "veille échéance",
        lien="https://exemple.fr/ami",
        date="15 janvier 2027",
        titre=f"{title}",
    )
    collected(room, "Une étude")
    main = published(room)[0]

    assert main.text.index(f"[{title}]") < main.text.index("[Une étude]")
    assert "**Appels (AAP, AMI)**\u00a0: 1\u00a0échéance" in main.text


def test_an_article_is_said_useful_where_it_is_read_and_no_longer_if_pressed_again(
    room: Room,
) -> None:
    collected(room, "Une étude", "Un guide")
    main, told = published(room)

    assert labels(main) == []
    assert labels(told) == ["Utile\u00a0: le 1", "Utile\u00a0: le 2"]
    pressed = presses(room, "louis", told.buttons[0])
    assert pressed.text == "Merci, c'est noté\u00a0: «\u00a0Une étude\u00a0» vous est utile."
    assert "n'est plus dit utile" in presses(room, "louis", told.buttons[0]).text


def test_without_buttons_a_reaction_in_the_thread_praises(tmp_path: Path) -> None:
    room = open_room(tmp_path, buttons=False)
    collected(room, "Une étude")
    main, told = published(room)

    assert "Utile" not in main.text
    assert told.text.endswith("Réagissez\u00a0: :one: Utile\u00a0: le 1")
    room.database.close()


def published(room: Room) -> list[Message]:
    """Publish the digest that is due; return its posts."""
    due = LOIRE.digest.next_dates(room.clock.now, LOIRE.timezone, 1)[0]
    room.clock.now = due
    room.store(lambda db: digests.publish(room.bot.context(db, LOIRE, due), due))
    return [each for each in room.outbox() if each.key.startswith("digest:")]
