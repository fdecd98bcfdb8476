"""Resources: kept by a press, thanked for, taken away; what leaves the channel, and what never."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.core.message import Button
from bot.resource import keeping
from bot.resource import store as resources
from bot.resource.rules import DEAD_AFTER, Resource
from bot.talk.command import Command, Referred, SharedFile, Via
from bot.talk.reply import Reply
from bot.talk.understanding import UNDERSTAND
from bot.veille.feeds.rules import Ailment, Failed, Trouble
from bot.veille.link import WebPage
from scheduler.pages import PageWatch
from tests.commands.gestures import deliver, labels, presses, sends, told
from tests.room import Room, caller

GUIDE = "https://exemple.org/guide"


def button(reply: Reply, label: str) -> Button:
    return next(each for each in reply.buttons if each.label == label)


def keeps(room: Room, who: str = "louis", line: str = "Lire une facture") -> Reply:
    return room.does(who, f"veille garder-ressource {GUIDE} {line}")


def kept(room: Room, number: int = 1) -> Resource:
    return room.store(lambda db: resources.get(db, "loire", number))


def numbers(room: Room) -> list[int]:
    """Return the resources that stand, by number."""
    return [number for _, number in room.store(lambda db: db.execute(resources.SEARCHED).all())]


def leaving(room: Room) -> list[int]:
    return [each.number for each in room.store(lambda db: resources.leaving(db, "loire"))]


def test_a_link_said_to_the_bot_is_kept_by_a_press_and_found_again(room: Room) -> None:
    offer = room.says("louis", f"Un guide pour lire une facture {GUIDE}", via=Via.DIRECT)
    offer = offer if offer.buttons else _last(room, "louis")

    reply = presses(room, "louis", button(offer, "Garder comme ressource"))

    assert "ressource n°\u00a01" in reply.text
    assert (kept(room).link, kept(room).giver, kept(room).signed) == (GUIDE, "louis", True)
    assert "Ressource n°\u00a01" in room.says("zoé", "/besoin chercher facture").text
    assert any(":books:" in text for text in room.said())


def test_a_link_alone_is_asked_what_it_is_for(room: Room) -> None:
    form = room.does("louis", f"veille garder-ressource {GUIDE}").dialog
    assert form is not None
    assert [each.name for each in form.fields] == [
        "texte",
        "visibilite",
        "droit",
        "licence",
        "certifie",
    ]

    sends(room, "louis", form, texte="Lire une facture", visibilite="anonymous")

    assert (kept(room).line, kept(room).signed) == ("Lire une facture", False)


def test_the_form_of_a_link_asks_whether_it_is_an_article_or_a_resource(room: Room) -> None:
    form = room.says("louis", "/veille proposer").dialog

    sends(room, "louis", form, lien=GUIDE, pourquoi="Lire une facture", nature="ressource")

    assert kept(room).line == "Lire une facture"
    assert "facture" not in room.says("amina", "/veille").text


def test_who_says_that_they_have_one_is_given_the_form(room: Room) -> None:
    room.says("louis", "j'ai une ressource à partager", via=Via.DIRECT)

    assert "Garder comme ressource" in room.said()[-1]


def test_what_is_kept_already_is_not_kept_twice(room: Room) -> None:
    keeps(room)

    assert "déjà gardée" in keeps(room, "zoé").text


def test_nothing_leaves_the_channel_without_the_right_and_a_licence(room: Room) -> None:
    reply = keeps(room)
    assert leaving(room) == []
    form = room.does("louis", "veille modifier-ressource 1").dialog

    assert sends(room, "louis", form, licence="by-sa").refused
    assert sends(room, "louis", form, droit="oui").refused
    assert leaving(room) == []
    sends(room, "louis", form, droit="oui", licence="by-sa")
    assert leaving(room) == [1]

    presses(room, "louis", button(reply, "Retirer"))
    assert leaving(room) == []


def test_only_its_giver_says_that_it_may_leave(room: Room) -> None:
    keeps(room)
    form = room.does("amina", "veille modifier-ressource 1").dialog
    assert form is not None
    assert [each.name for each in form.fields] == ["texte", "certifie"]

    room.fills("amina", form.route, "1", texte="Autre chose", droit="oui", licence="by-sa")

    assert (kept(room).line, kept(room).licence) == ("Autre chose", None)
    assert room.does("zoé", "veille modifier-ressource 1").refused


def test_its_giver_takes_it_away_and_puts_it_back(room: Room) -> None:
    keeps(room)
    room.does("louis", "veille retirer-ressource 1")
    assert "Rien d'assez proche" in room.says("zoé", "/besoin chercher facture").text

    room.does("louis", "veille remettre-ressource 1")

    assert "facture" in room.says("zoé", "/besoin chercher facture").text


def test_its_giver_is_thanked_in_one_message(room: Room) -> None:
    keeps(room)
    assert room.does("louis", "veille remercier-ressource 1").refused

    for who in ("zoé", "amina"):
        room.does(who, "veille remercier-ressource 1")
    room.clock.forward(hours=1)
    room.settles()
    room.clock.forward(hours=2)

    [thanked] = [each for each in told(room, "louis") if "vous remercient" in each.text]
    assert "2\u00a0personnes" in thanked.text
    assert kept(room).thanks == 2
    room.does("zoé", "veille remercier-ressource 1")  # the same button takes it back
    assert kept(room).thanks == 1


def test_its_giver_is_told_once_that_its_page_is_gone_and_it_may_come_back(room: Room) -> None:
    keeps(room)

    def looked(*, gone: bool) -> None:
        room.store(
            lambda db: keeping.looked_at(
                room.bot.context(db, room.loire, room.clock.now), 1, gone=gone
            )
        )

    looked(gone=True)
    assert not kept(room).dead
    room.clock.forward(days=DEAD_AFTER / timedelta(days=1))
    looked(gone=True)
    looked(gone=True)

    [message] = [each for each in told(room, "louis") if "ne répond plus" in each.text]
    assert labels(message) == ["Modifier…", "Retirer"]
    assert "page disparue" in room.says("zoé", "/besoin chercher facture").text
    looked(gone=False)
    assert not kept(room).dead


def test_personal_data_and_bad_links_are_refused_as_everywhere(room: Room) -> None:
    for text in (
        f"{GUIDE} Appeler Mme Durand au 06 12 34 56 78",
        "http://127.0.0.1/admin Une fiche",
        "https://moi:secret@exemple.org/ Une fiche",
        "javascript:alert(1) Une fiche",
    ):
        assert room.does("louis", f"veille garder-ressource {text}").refused
    assert numbers(room) == []


def test_others_words_ring_nobody_and_break_no_link(room: Room) -> None:
    keeps(room, line="@channel [x](https://mal.example) *fiche*")
    deliver(room)

    shown = room.does("zoé", "veille ressource 1").text

    assert "@\u200bchannel" in shown
    assert "](https://mal.example)" not in shown
    assert r"\*fiche" in shown


def test_strangers_and_guests_neither_keep_nor_read(room: Room) -> None:
    for who in ("marc", "gaspard"):
        assert keeps(room, who).refused
        assert room.does(who, "veille ressource 1").refused


FICHE = SharedFile(id="f" * 26, name="fiche Ameli.pdf", post="p", author="louis")


def says_of_a_file(room: Room, who: str, text: str) -> Reply:
    """Name the bot in the channel, under a message of Louis's that has a file."""
    under = Referred(post="p", root="p", text="La fiche", author=caller("louis"))
    return room.asks(
        Command(
            text=text,
            caller=caller(who),
            via=Via.MENTION,
            channel="loire-channel",
            network="loire",
            route=UNDERSTAND,
            post=f"said by {who}",
            thread="p",
            refers=under if who != "louis" else None,
            shared=FICHE,
        )
    )


def test_a_file_of_the_channel_is_kept_where_it_stands_and_goes_with_its_message(
    room: Room,
) -> None:
    says_of_a_file(room, "louis", "une ressource")
    keeping_it = button(_last(room, "louis"), "Garder comme ressource")
    form = presses(room, "louis", keeping_it).dialog
    assert form is not None

    sends(room, "louis", form, texte="Créer un compte", droit="oui", licence="by-sa")

    assert (kept(room).file, kept(room).title, leaving(room)) == (FICHE.id, FICHE.name, [1])
    assert "/_redirect/pl/p" in room.says("zoé", "/besoin chercher compte").text
    room.deletes("louis", "p")
    assert leaving(room) == []
    assert "Rien d'assez proche" in room.says("zoé", "/besoin chercher compte").text


def test_what_someone_else_shared_is_kept_unsigned_and_they_are_told(room: Room) -> None:
    says_of_a_file(room, "zoé", "garde cette ressource")
    form = presses(room, "zoé", button(_last(room, "zoé"), "Garder comme ressource")).dialog
    assert form is not None

    sends(room, "zoé", form, texte="Créer un compte", droit="oui", licence="by-sa")

    assert (kept(room).giver, kept(room).signed, leaving(room)) == ("louis", False, [])
    [message] = [each for each in told(room, "louis") if "garde pour le réseau" in each.text]
    assert labels(message) == ["Nom, licence…", "Retirer"]
    presses(room, "louis", message.buttons[1])
    assert numbers(room) == []


def test_words_never_stand_for_a_file_of_ours(room: Room) -> None:
    """Only a button that we sealed names a file; what anyone types is a link, or refused."""
    assert room.does("zoé", f"veille garder-ressource {'f' * 26} p louis x.pdf Une fiche").refused
    assert room.says("zoé", f"/veille garder-fichier {'f' * 26} p louis x.pdf Fiche").refused
    assert numbers(room) == []


@pytest.mark.parametrize(
    ("answer", "gone"),
    [
        (Failed(trouble=Trouble(ailment=Ailment.HTTP, status=404)), True),
        (Failed(trouble=Trouble(ailment=Ailment.UNKNOWN_HOST)), True),
        (Failed(trouble=Trouble(ailment=Ailment.HTTP, status=503)), False),
        (Failed(trouble=Trouble(ailment=Ailment.SLOW)), False),
        (WebPage(url=GUIDE, title="Le *guide*"), False),
    ],
)
def test_a_page_is_looked_at_and_only_one_that_is_surely_gone_is_dead(
    room: Room, answer: WebPage | Failed, *, gone: bool
) -> None:
    keeps(room)

    class Web:
        async def page(self, url: str) -> WebPage | Failed:
            assert url == GUIDE
            return answer

    async def twice() -> tuple[int, int]:
        job = PageWatch(room.database, room.bot, reader=Web())
        return await job.look(), await job.look()

    assert asyncio.run(twice()) == (1, 0)
    assert (kept(room).failing_since is not None) is gone
    assert kept(room).title == ("Le *guide*" if isinstance(answer, WebPage) else "")


def _last(room: Room, who: str) -> Reply:
    message = [each for each in room.outbox() if each.user == caller(who).id][-1]
    return Reply(text=message.text, buttons=message.buttons)
