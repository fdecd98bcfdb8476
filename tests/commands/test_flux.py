"""`/veille flux …`: feeds chosen by command, and what is told of them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest

from bot.talk import say
from bot.talk.command import Attached, Command, Via
from bot.talk.reply import Dialog, Reply
from bot.veille import store as articles
from bot.veille.article import Article
from bot.veille.feeds import following_store as followings
from bot.veille.feeds import lists
from bot.veille.feeds.rules import Ailment, Collected, Failed, Feed, Outcome, Trouble
from scheduler.tryout import TryOut
from tests.commands.gestures import chooses, fills, labels, presses, told
from tests.room import FEED, Room, caller
from tests.typable import doing

GOOD = "https://a.example.org/"


@dataclass
class Web:
    """Answers by address; elsewhere nothing answers."""

    answers: Mapping[str, Outcome]
    asked: list[str] = field(default_factory=list)

    async def fetch(self, feed: Feed, now: datetime) -> Outcome:  # noqa: ARG002
        self.asked.append(feed.url)
        return self.answers.get(feed.url, Failed(trouble=Trouble(ailment=Ailment.SILENT)))


def good(now: datetime) -> Collected:
    found = (Article(link=f"{GOOD}1", title="Une étude", published=now),)
    return Collected(articles=found, title="Le site A")


def tries(room: Room, web: Web) -> str:
    """Let the job read what waits; return what Amina was told last."""
    asyncio.run(TryOut(room.database, room.bot, web, lambda: None).try_all())
    return told(room, "amina")[-1].text


def test_a_feed_is_read_then_followed_and_told_privately(room: Room) -> None:
    adds(room, "a.example.org", nom="Mon site", theme="santé")
    web = Web({GOOD: good(room.clock.now)})

    text = tries(room, web)

    assert web.asked == [GOOD]
    assert "la Loire suit **Mon site**" in text
    assert "[Une étude](https://a.example.org/1)" in text
    assert "Mon site** (Santé)" in room.says("louis", "/veille flux").text
    assert room.store(lambda db: articles.unread(db, "loire"))[0].title == "Une étude"
    assert "suit ce flux" in room.says("amina", "/veille flux http://a.example.org").text


def test_a_page_with_one_feed_gives_it_and_with_several_asks_which(room: Room) -> None:
    page = Failed(trouble=Trouble(ailment=Ailment.NOT_A_FEED), feeds=(GOOD,))
    web = Web({"https://p.fr/": page, GOOD: good(room.clock.now)})
    web.answers = {**web.answers, "https://q.fr/": replace(page, feeds=(GOOD, f"{GOOD}b"))}

    room.says("amina", "/veille flux q.fr")
    assert f"2. {GOOD}b" in tries(room, web)
    button = told(room, "amina")[-1].buttons[0]
    presses(room, "amina", button)
    assert "C'est ajouté" in tries(room, web)
    fills(room, "amina", "veille flux tester", adresse="p.fr")
    assert "déjà parmi vos flux" in tries(room, web)


def test_a_feed_that_cannot_be_read_is_not_added_and_says_why(room: Room) -> None:
    room.says("amina", "/veille flux interne.example.org")
    web = Web(
        {"https://interne.example.org/": Failed(trouble=Trouble(ailment=Ailment.INTERNAL_ADDRESS))}
    )

    assert "interne au réseau" in tries(room, web)
    assert "1\u00a0flux suivi" in room.says("amina", "/veille flux").text


def test_each_act_is_undone_by_what_takes_the_place_of_its_button(room: Room) -> None:
    listed = room.says("amina", "/veille flux")
    shown = chooses(room, "amina", listed, "Voir un flux…", "Inclusion")
    assert labels(shown) == ["Régler…", "Suspendre", "Retirer"]
    _, pause, remove = shown.buttons

    paused = presses(room, "amina", pause)
    assert "En pause" in paused.text
    assert "Déjà en pause" in presses(room, "amina", pause).text  # by another, or twice too fast
    assert "⏸" in room.says("louis", "/veille flux").text
    resume = next(each for each in paused.buttons if each.label == "Reprendre")
    assert "suit à nouveau" in presses(room, "amina", resume).text
    removed = presses(room, "amina", remove)
    assert "Retiré" in removed.text
    assert "aucun flux" in room.says("amina", "/veille flux").text
    assert "suit à nouveau" in presses(room, "amina", removed.buttons[0]).text
    assert presses(room, "louis", remove).refused
    assert "ne trouve pas" in room.says("amina", "/veille flux 9").text


def test_a_feed_is_added_by_its_address_and_by_a_form(room: Room) -> None:
    assert "Je lis" in room.says("amina", "/veille flux a.example.org").text
    assert room.says("louis", "/veille flux a.example.org").refused
    assert "C'est ajouté" in tries(room, Web({GOOD: good(room.clock.now)}))

    listed = room.says("amina", "/veille flux")
    form = presses(room, "amina", listed.buttons[1]).dialog
    assert form is not None
    assert [each.name for each in form.fields][:3] == ["adresse", "nom", "theme"]
    assert adds(room, "b.example.org", theme="inconnu").field == "theme"
    assert adds(room, "b.example").field == ""
    assert adds(room, "un site").field == "adresse"


def test_what_else_there_is_to_do_of_feeds_stands_in_one_menu(room: Room) -> None:
    listed = room.says("amina", "/veille flux")

    assert labels(listed) == ["Voir un flux…", "Ajouter un flux…", "Des idées de flux", "Plus…"]
    assert chooses(room, "amina", listed, "Plus…", "Essayer").dialog is not None
    assert labels(room.says("louis", "/veille flux")) == ["Voir un flux…"]


def test_settings_are_said_back(room: Room) -> None:
    reply = fills(room, "amina", "veille flux régler", "1", nom="Inclusion", sauf="bourse")

    assert "J'écarte ceux qui disent «\u00a0bourse\u00a0»" in reply.text
    assert room.does("amina", "veille flux régler 1").dialog is not None
    assert room.does("louis", "veille flux régler 1").refused


def test_addresses_are_shown_to_coordinators_only(room: Room) -> None:
    assert "flux.example.org" in room.says("amina", "/veille flux 1").text
    assert "flux.example.org" not in room.says("louis", "/veille flux 1").text


def test_suggestions_come_in_pages_and_are_added_by_name(room: Room) -> None:
    reply = room.does("amina", "veille flux suggestions")

    more = presses(room, "amina", reply.buttons[1])
    assert "(page 2 sur" in more.text
    assert "Je lis" in room.does("amina", doing(more.buttons[0].options[0])).text
    assert "Je lis" in adds(room, "cnil").text


def test_a_list_goes_out_and_comes_in_once(room: Room) -> None:
    room.does("amina", "veille flux exporter")
    file = told(room, "amina")[-1].file
    assert file is not None
    extra = file.content.replace("</body>", '<outline text="B" xmlUrl="https://b.fr/f"/></body>')

    assert "Joignez le fichier" in asks_for_a_file(room)
    for _ in range(2):
        imports(room, extra.encode())
        room.clock.forward(minutes=1)
    first, second = (message.text for message in told(room, "amina")[-2:])

    assert "1\u00a0flux ajouté à" in first
    assert "Rien de nouveau" in second


def test_imported_names_and_groups_stand_on_a_line_and_in_the_form(room: Room) -> None:
    content = b"""<opml><body><outline text="Achats ; `ventes` #1"><outline text="Le ; `site`"
        xmlUrl="https://b.fr/f"/></outline><outline text="Outils SI et r&#233;seaux"><outline
        text="Autre" xmlUrl="https://c.fr/f"/></outline></body></opml>"""
    imports(room, content)

    for number in (2, 3):
        form = room.does("amina", f"veille flux régler {number}").dialog
        assert form is not None
        fields = {field.name: field.default for field in form.fields}
        assert not sends(room, form, **fields).refused
    shown = room.says("amina", "/veille flux").text
    assert "**Le , 'site'** (Achats , 'ventes' 1)" in shown
    assert "**Autre** (Actualité)" in shown


def test_a_list_of_feeds_keeps_addresses_of_the_web_only(room: Room) -> None:
    others = ("javascript:alert(1)", "mailto:a@b.fr", "data:text/html,x", "ftp://b.fr/f")
    outlines = "".join(f"<outline text='Non' xmlUrl='{each}'/>" for each in others)
    imports(room, f"<opml><body>{outlines}<outline xmlUrl='http://b.fr/f'/></body></opml>".encode())

    kept = room.store(lambda db: followings.of_network(db, "loire"))
    assert {each.address for each in kept} == {FEED, "http://b.fr/f"}


def test_a_list_longer_than_there_is_room_for_is_taken_in_part(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "MOST_FEEDS", 2)
    outlines = "".join(f"<outline text='{n}' xmlUrl='https://{n}.fr/f'/>" for n in "abc")

    imports(room, f"<opml><body>{outlines}</body></opml>".encode())

    text = told(room, "amina")[-1].text
    assert "1\u00a0flux ajouté" in text
    assert "ou de place\u00a0: b, c." in text


def test_a_form_that_is_wrong_changes_nothing_and_one_that_is_right_does(room: Room) -> None:
    form = room.does("amina", "veille flux régler 1").dialog
    assert form is not None
    fields = {field.name: field.default for field in form.fields}

    assert sends(room, form, **fields | {"plafond": "beaucoup"}).refused
    assert "Ameli" not in room.says("amina", "/veille flux 1").text
    theme = "Culture numérique\nSanté si ameli, mutuelle"
    sends(room, form, **fields | {"nom": "Ameli", "theme": theme, "mots": "ameli"})
    text = told(room, "amina")[-1].text
    assert "**Ameli**" in text
    assert "Santé" in text
    assert not sends(room, form, **fields).refused
    assert "ameli" not in room.says("amina", "/veille flux 1").text.lower()


def adds(room: Room, address: str, **entries: str) -> Reply:
    """Send the form of a feed."""
    return fills(room, "amina", "veille flux ajouter", adresse=address, **entries)


def asks_for_a_file(room: Room) -> str:
    """Choose to import; return what Amina is told."""
    room.does("amina", "veille flux importer")
    return told(room, "amina")[-1].text


def imports(room: Room, content: bytes) -> Reply:
    """Send a list of feeds by direct message."""
    return room.asks(
        Command(
            text="",
            route="veille flux importer",
            caller=caller("amina"),
            via=Via.MENTION,
            channel="x",
            network="loire",
            post=f"post-{room.clock.now}",
            attached=Attached(name="f.opml", size=len(content), content=content),
        )
    )


def sends(room: Room, form: Dialog, **fields: str) -> Reply:
    """Send a form back."""
    return room.asks(
        Command(
            text=form.argument,
            caller=caller("amina"),
            via=Via.DIALOG,
            channel="x",
            network="loire",
            route=form.route,
            fields=fields,
        )
    )


@pytest.mark.parametrize("ailment", list(Ailment))
def test_whatever_keeps_an_address_from_being_read_is_told_in_plain_words(
    room: Room, ailment: Ailment
) -> None:
    trouble = Trouble(ailment=ailment, status=500 if ailment is Ailment.HTTP else None)
    room.says("amina", "/veille flux a.example.org")

    text = tries(room, Web({GOOD: Failed(trouble=trouble)}))

    assert trouble.sentence.replace(" :", "\u00a0:") in text
    assert "C'est ajouté" not in text
    assert "1\u00a0flux suivi" in room.says("amina", "/veille flux").text


@dataclass
class Dying(Web):
    """Has us killed while it answers, the first time."""

    deaths: int = 1

    async def fetch(self, feed: Feed, now: datetime) -> Outcome:
        if self.deaths:
            self.deaths -= 1
            raise asyncio.CancelledError
        return await super().fetch(feed, now)


def test_an_address_that_a_crash_cut_short_is_read_again_and_told_once(room: Room) -> None:
    room.says("amina", "/veille flux a.example.org")
    web = Dying({GOOD: good(room.clock.now)})
    job = TryOut(room.database, room.bot, web, lambda: None)
    with suppress(asyncio.CancelledError):
        asyncio.run(job.try_all())
    assert not told(room, "amina")

    for _ in range(2):
        asyncio.run(TryOut(room.database, room.bot, web, lambda: None).try_all())

    assert ["C'est ajouté" in each.text for each in told(room, "amina")] == [True]


def test_a_crash_before_an_outcome_is_written_leaves_nothing_of_it(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.says("amina", "/veille flux a.example.org")
    web = Web({GOOD: good(room.clock.now)})
    with monkeypatch.context() as broken:
        broken.setattr(say, "to_user", _dies)
        asyncio.run(TryOut(room.database, room.bot, web, lambda: None).try_all())
    assert "1\u00a0flux suivi" in room.says("amina", "/veille flux").text

    assert "C'est ajouté" in tries(room, web)
    assert len(told(room, "amina")) == 1


def _dies(*_given: object, **_named: object) -> None:
    raise RuntimeError


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("#Inclusion@Mastodon.social", "https://mastodon.social/tags/inclusion.rss"),
        ("#médiation@piaille.fr,", "https://piaille.fr/tags/m%C3%A9diation.rss"),
        ("@Reseau_42@piaille.fr.", "https://piaille.fr/@reseau_42.rss"),
        ("https://mastodon.social/@reseau@piaille.fr", "https://piaille.fr/@reseau.rss"),
        ("@lemonde.fr", "https://bsky.app/profile/lemonde.fr/rss"),
        ("Reseau.bsky.social", "https://bsky.app/profile/reseau.bsky.social/rss"),
        ("<https://bsky.app/profile/Reseau.bsky.social>", ""),
        ("bsky.app/profile/reseau.bsky.social/", ""),
        ("https://bsky.app/profile/reseau.bsky.social/rss", ""),
    ],
)
def test_a_tag_and_an_account_are_followed_by_their_name(room: Room, typed: str, read: str) -> None:
    address = read or "https://bsky.app/profile/reseau.bsky.social/rss"
    adds(room, typed, nom="Les nouvelles", theme="santé")
    posts = good(room.clock.now)
    untitled = replace(posts.articles[0], title="", summary="Deux places restent pour jeudi.")
    web = Web({address: replace(posts, articles=(untitled,), title="Le compte")})

    text = tries(room, web)

    assert web.asked == [address]
    assert "suit **Les nouvelles**" in text
    assert "[Deux places restent pour jeudi.](https://a.example.org/1)" in text
    assert "Les nouvelles** (Santé)" in room.says("louis", "/veille flux").text


@pytest.mark.parametrize("typed", ["#inclusion", "@reseau", "louis@example.org", "#@piaille.fr"])
def test_a_name_without_its_server_is_no_feed(room: Room, typed: str) -> None:
    reply = room.says("amina", f"/veille flux {typed}")

    assert reply.refused
    assert tries_nothing(room)


def tries_nothing(room: Room) -> bool:
    """Return whether no address waits to be read."""
    web = Web({})
    asyncio.run(TryOut(room.database, room.bot, web, lambda: None).try_all())
    return not web.asked
