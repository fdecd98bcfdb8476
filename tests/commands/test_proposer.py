"""`/veille proposer`, #veille and the newspaper: members feed the veille."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from bot.core.message import MessageKind
from bot.talk.command import Command, Referred, Via
from bot.talk.reply import Reply
from bot.veille import contribution_store as contributions
from bot.veille import digests
from bot.veille import store as articles
from bot.veille.digest import Digest
from bot.veille.feeds import following_store as followings
from bot.veille.feeds.rules import Ailment, Failed, Trouble
from bot.veille.link import WebPage
from bot.veille.pick import Contribution
from scheduler.titles import Titler
from tests.commands.articles import collected
from tests.commands.gestures import everything, labels, told
from tests.room import Room, caller

GUIDE = "https://exemple.fr/guide"


def gathers(  # noqa: PLR0913  a message has that many parts
    room: Room, who: str, text: str, *, by: str = "", post: str = "msg", back: bool = False
) -> Reply:
    """Write a message for the veille; or, `by` another, put the newspaper on it."""
    return room.asks(
        Command(
            text=post,
            caller=caller(by or who),
            via=Via.REACTION if by else Via.HASHTAG,
            channel="loire-channel",
            network="loire",
            route="veille oublier" if back else "veille noter",
            post=None if by else post,
            refers=Referred(post=post, root=post, text=text, author=caller(who)),
        )
    )


def given(room: Room, number: int = 1) -> list[Contribution]:
    return list(
        room.store(lambda db: contributions.of_articles(db, "loire", [number])).get(number, [])
    )


def links(room: Room) -> list[str]:
    return [each.link for each in room.store(lambda db: articles.unread(db, "loire"))]


def publish(room: Room) -> Digest:
    """Say the digest as if it fell due now."""
    now, network = room.clock.now, room.bot.networks["loire"]
    digest = room.store(lambda db: digests.publish(room.bot.context(db, network, now), now))
    assert digest is not None
    return digest


def reactions(room: Room) -> list[tuple[str | None, str]]:
    return [(each.thread, each.text) for each in room.outbox() if each.kind is MessageKind.REACTION]


def test_a_link_is_kept_for_the_next_digest_without_what_tracks_readers(room: Room) -> None:
    reply = room.says("zoé", f"/veille proposer {GUIDE}?utm_source=x Clair et à jour")

    assert "**exemple.fr/guide**" in reply.text.replace("\u200b", "")  # no link of its own
    assert labels(reply) == ["Sans mon nom", "Retirer"]
    assert links(room) == [GUIDE]
    [kept] = given(room)
    assert (kept.user, kept.signed, kept.words) == ("zoe", True, "Clair et à jour")
    assert "exemple.fr/guide" in room.says("louis", "/veille").text
    assert len(room.store(lambda db: followings.of_network(db, "loire"))) == 1


@pytest.mark.parametrize("words", ["anonyme", "Anonymement :", "sans mon nom"])
def test_one_may_propose_without_ones_name(room: Room, words: str) -> None:
    reply = room.says("zoé", f"/veille proposer {words} {GUIDE}")

    assert "Votre nom ne sera pas cité" in reply.text
    assert not given(room)[0].signed


def test_the_same_link_twice_is_one_with_the_last_words(room: Room) -> None:
    room.says("zoé", f"/veille proposer {GUIDE} Clair")
    reply = room.says("zoé", "/veille proposer http://www.exemple.fr/guide/#haut Très clair")

    assert "déjà le vôtre" in reply.text
    assert [each.words for each in given(room)] == ["Très clair"]


def test_several_members_add_up(room: Room) -> None:
    room.says("zoé", f"/veille proposer {GUIDE}")
    reply = room.says("louis", f"/veille proposer {GUIDE}")

    assert "Vous êtes 2" in reply.text
    assert len(links(room)) == 1
    assert [each.user for each in given(room)] == ["louis", "zoe"]


def test_an_article_of_a_feed_is_proposed_as_it_is(room: Room) -> None:
    collected(room, "Un article")
    room.says("zoé", "/veille proposer https://flux.example.org/1")

    assert len(links(room)) == 1
    assert len(given(room)) == 1


def test_what_was_published_already_is_said_with_its_day(room: Room) -> None:
    room.says("zoé", f"/veille proposer {GUIDE}")
    publish(room)

    reply = room.says("louis", f"/veille proposer {GUIDE}")

    assert reply.refused
    assert "déjà paru dans la veille du lundi 2 novembre 2026" in reply.text.replace("\u00a0", " ")
    room.does("zoé", "veille retirer-lien 1")
    assert "utile" in room.does("louis", "veille utile 1").text


def test_a_spared_article_is_shown_after_all(room: Room) -> None:
    collected(room, *(f"Article {number}" for number in range(1, 9)))
    assert len(links(room)) == 5
    room.says("zoé", "/veille proposer https://flux.example.org/8")

    assert "https://flux.example.org/8" in links(room)


def test_what_was_dropped_from_a_past_digest_may_be_proposed_for_the_next(room: Room) -> None:
    collected(room, "Un article", "Un autre")
    room.does("amina", "veille écarter 1")
    assert [each.article for each in publish(room).every] == [2]

    room.says("zoé", "/veille proposer https://flux.example.org/1")
    room.clock.forward(days=31)

    assert [each.article for each in publish(room).every] == [1]


def test_personal_data_in_the_words_is_refused_until_certified(room: Room) -> None:
    refused = room.says("zoé", f"/veille proposer {GUIDE} Appelez le 06 12 34 56 78")
    assert refused.refused
    assert not links(room)

    assert room.clicks("zoé", refused.buttons[0].route, refused.buttons[0].argument).text
    assert links(room) == [GUIDE]


def test_without_a_link_a_form_opens_where_it_can(room: Room) -> None:
    dialog = room.says("zoé", "/veille proposer").dialog
    assert dialog is not None
    asked = [each.name for each in dialog.fields]
    assert asked == ["lien", "pourquoi", "visibilite", "nature", "certifie"]
    room.asks(
        Command(
            text=GUIDE,
            caller=caller("zoé"),
            via=Via.DIALOG,
            channel="loire-channel",
            network="loire",
            route=dialog.route,
            fields={"lien": GUIDE, "pourquoi": "Clair", "visibilite": "anonymous"},
        )
    )
    assert [(each.words, each.signed) for each in given(room)] == [("Clair", False)]


def test_ones_proposal_is_taken_back_and_the_link_goes_with_the_last(room: Room) -> None:
    room.says("zoé", f"/veille proposer {GUIDE}")
    room.says("louis", f"/veille proposer {GUIDE}")

    assert "proposent encore" in room.does("zoé", "veille retirer-lien 1").text
    assert room.does("zoé", "veille retirer-lien 1").refused
    room.does("amina", "veille retirer-lien 1")
    assert not links(room)
    assert "Je ne trouve pas" in room.does("louis", "veille retirer-lien 1").text


def test_an_article_is_useful_to_someone_once_and_no_more_if_they_say_so(room: Room) -> None:
    room.says("zoé", f"/veille proposer {GUIDE}")

    assert "vous est utile" in room.does("louis", "veille utile 1").text
    assert "C'est retiré" in room.does("louis", "veille utile 1").text
    assert "est le vôtre" in room.does("zoé", "veille utile 1").text
    assert "n'aviez pas dit" in room.does("louis", "veille plus-utile 1").text
    assert room.does("louis", "veille utile 99").refused
    assert room.does("louis", "veille plus-utile").refused


def test_a_message_for_the_veille_is_acknowledged_by_one_reaction_and_one_letter(
    room: Room,
) -> None:
    gathers(room, "zoé", f"Clair ! {GUIDE} https://b.fr https://c.fr https://d.fr #veille")
    gathers(room, "zoé", "#veille https://e.fr", post="msg2")

    assert reactions(room) == [("msg", "newspaper"), ("msg2", "newspaper")]
    [letter] = told(room, "zoé")
    assert [each.label for each in letter.buttons] == ["Sans mon nom", "Retirer"]
    assert [each.argument for each in letter.buttons] == ["1 2 3", "1 2 3"]
    assert len(links(room)) == 4
    room.clock.forward(hours=25)
    gathers(room, "zoé", "#veille https://f.fr", post="msg3")
    assert len(told(room, "zoé")) == 2


def test_the_buttons_of_the_letter_do_as_they_say(room: Room) -> None:
    gathers(room, "zoé", f"#veille {GUIDE} https://b.fr")
    unsigned, back = told(room, "zoé")[0].buttons

    room.clicks("zoé", unsigned.route, unsigned.argument)
    assert [each.signed for number in (1, 2) for each in given(room, number)] == [False, False]
    room.clicks("zoé", unsigned.route, unsigned.argument)
    assert [each.signed for number in (1, 2) for each in given(room, number)] == [True, True]
    room.clicks("zoé", back.route, back.argument)
    assert not links(room)


def test_the_words_of_a_message_are_dropped_rather_than_its_link(room: Room) -> None:
    gathers(room, "zoé", f"#veille {GUIDE} Appelez le 06 12 34 56 78")

    assert [each.words for each in given(room)] == [""]
    assert "06 12" not in everything(room)


def test_a_newspaper_proposes_for_who_puts_it_until_taken_back(room: Room) -> None:
    gathers(room, "zoé", f"Voyez {GUIDE}", by="louis")
    gathers(room, "zoé", f"Voyez {GUIDE}", by="amina")
    assert [(each.user, each.words) for each in given(room)] == [("amina", ""), ("louis", "")]
    assert len(reactions(room)) == 1

    for each in ("louis", "amina"):
        gathers(room, "zoé", "", by=each, back=True)
    assert not links(room)


def test_strangers_and_guests_give_nothing_and_are_told_nothing(room: Room) -> None:
    for who in ("marc", "gaspard"):
        gathers(room, who, f"#veille {GUIDE}", post=who)

    assert not links(room)
    assert not room.outbox()


def test_a_message_of_published_links_is_answered_kindly_to_its_author(room: Room) -> None:
    room.says("louis", f"/veille proposer {GUIDE}")
    publish(room)
    gathers(room, "zoé", f"#veille {GUIDE}")

    assert "déjà paru" in told(room, "zoé")[0].text
    assert not reactions(room)


def test_a_year_later_nobody_is_known_to_have_proposed(room: Room) -> None:
    room.says("zoé", f"/veille proposer {GUIDE} Clair")
    room.forgets(days=366)

    assert not given(room)
    assert links(room) == [GUIDE]


@dataclass
class Pages:
    """A web that answers as the test tells it."""

    found: list[WebPage | Failed | Exception]
    asked: list[str] = field(default_factory=list)

    async def page(self, url: str) -> WebPage | Failed:
        self.asked.append(url)
        answer = self.found.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


FAILS = Failed(trouble=Trouble(ailment=Ailment.SILENT))


def test_a_proposed_link_gets_its_pages_title_after_a_few_spaced_tries(room: Room) -> None:
    room.says("zoé", f"/veille proposer {GUIDE}")
    pages = Pages([FAILS, RuntimeError(), WebPage(url=GUIDE, title="Le guide", summary="Tout.")])
    titler = Titler(room.database, pages, room.clock)
    for hours in (0, 0, 1, 1, 24, 24):
        room.clock.forward(hours=hours)
        asyncio.run(titler.read_due())

    assert pages.asked == [GUIDE] * 3
    [entry] = room.store(lambda db: articles.unread(db, "loire"))
    assert (entry.title, entry.summary) == ("Le guide", "Tout.")


def test_a_page_that_never_answers_is_left_alone(room: Room) -> None:
    room.says("zoé", f"/veille proposer {GUIDE}")
    pages = Pages([FAILS] * 9)
    titler = Titler(room.database, pages, room.clock)
    for _ in range(6):
        room.clock.forward(days=1)
        asyncio.run(titler.read_due())

    assert len(pages.asked) == 3
    assert "exemple.fr/guide" in room.says("louis", "/veille").text
