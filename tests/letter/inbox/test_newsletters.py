"""Newsletters: shown to coordinators first, then read as feeds are, through what counts clicks."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.letter.inbox.newsletter import SCHEME, read_newsletter
from bot.network.rights import Role
from bot.veille import store as articles
from bot.veille.feeds import following_store as followings
from bot.veille.feeds import store as feeds
from bot.veille.feeds.following import Following
from bot.veille.feeds.rules import Ailment, Failed, Trouble
from bot.veille.link import WebPage
from scheduler.inbox import InboxJob
from tests.inbox_room import Inbox
from tests.mail_room import OFFICE, mail_room
from tests.room import ROLES, Room

HUB = "lettre@hub.example.org"
ISSUE = """
<p><a href="https://hub.example.org/voir?id=12">Voir dans le navigateur</a></p>
<h2>Un appel à projets pour les tiers-lieux</h2>
<p>Texte. <a href="https://clics.example.org/a/1">Lire la suite</a></p>
<p><a href="https://hub.example.org/guide?utm_source=x&amp;n=3">Le guide des écrans partagés</a></p>
<p><a href="http://127.0.0.1/admin">Une porte qui mène chez vous</a>
<a href="javascript:alert(1)">Un titre qui mène nulle part</a>
<a href="https://hub.example.org/adieu">Se désabonner de cette lettre</a></p>
"""


@dataclass
class Web:
    """Pages, some of which lead elsewhere."""

    leads: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    async def page(self, url: str) -> WebPage | Failed:
        """Follow an address."""
        self.asked.append(url)
        led = self.leads.get(url, url)
        return WebPage(url=led) if led else Failed(trouble=Trouble(ailment=Ailment.UNREADABLE))


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return mail_room(tmp_path)


def issue(
    html: str = ISSUE,
    *,
    number: int = 1,
    subject: str = "Les nouvelles du hub",
    sender: str = f"Le hub <{HUB}>",
) -> bytes:
    made = EmailMessage()
    made["From"] = sender
    made["To"] = OFFICE.news_address("loire")
    made["Subject"] = subject
    made["Message-ID"] = f"<{number}@hub.example.org>"
    made["List-Id"] = "<lettre.hub.example.org>"
    made.set_content("Lisez-nous en HTML.")
    made.add_alternative(html, subtype="html")
    return made.as_bytes()


def comes(room: Room, web: Web, *contents: bytes) -> Inbox:
    box = Inbox()
    box.put(*contents)
    asyncio.run(InboxJob(room.database, room.bot, box.opened, lambda: None, web).read())
    assert not box.messages
    return box


def by_mail(room: Room) -> list[Following]:
    """Return what the network follows by mail."""
    found = room.store(lambda db: followings.of_network(db, "loire"))
    return [each for each in found if each.address.startswith(SCHEME)]


def test_a_stranger_is_shown_and_nothing_is_kept_of_it(room: Room) -> None:
    web = Web()

    box = comes(room, web, issue(), issue(number=2))

    (told,) = [each for each in room.said() if "Une lettre d'information est arrivée" in each]
    assert HUB in told.replace("\u200b", "")
    assert not web.asked
    assert not box.aside
    assert not by_mail(room)


def test_the_confirmation_is_shown_with_its_one_link(room: Room) -> None:
    asks = '<p>Bonjour</p><a href="https://hub.example.org/oui?k=3">Je confirme mon abonnement</a>'

    comes(room, Web(), issue(asks, subject="Confirmez votre abonnement"))

    (told,) = [each for each in room.said() if "demande de confirmer" in each]
    assert told.count("](https://hub.example.org/oui?k=3)") == 1


def test_one_that_is_followed_is_read_as_a_feed(room: Room) -> None:
    web = Web(
        leads={"https://clics.example.org/a/1": "https://appels.example.org/tiers-lieux?xtor=1"}
    )
    did = room.does("amina", f"veille flux suivre-courriel {HUB} Le hub")
    assert "suivi" in did.did

    comes(room, web, issue(), issue(number=2))

    (followed,) = by_mail(room)
    assert followed.name == "Le hub"
    kept = room.store(lambda db: articles.known(db, followed.feed.id))
    assert sorted((each.version.title, each.version.link) for each in kept) == [
        ("Le guide des écrans partagés", "https://hub.example.org/guide?n=3"),
        ("Un appel à projets pour les tiers-lieux", "https://appels.example.org/tiers-lieux"),
    ]
    assert "2\u00a0articles attendent" in room.says("amina", "/veille").text
    room.clock.forward(days=3)
    due = room.store(lambda db: feeds.due(db, room.clock.now))
    assert followed.feed.id not in {each.id for each in due}  # it is never asked for


def test_the_title_above_stands_for_a_link_that_says_nothing() -> None:
    message = EmailMessage()
    message["From"] = HUB
    message.set_content(ISSUE, subtype="html")

    letter = read_newsletter(message)

    assert letter is not None
    assert [(each.title, each.link) for each in letter.articles] == [
        ("Un appel à projets pour les tiers-lieux", "https://clics.example.org/a/1"),
        ("Le guide des écrans partagés", "https://hub.example.org/guide?n=3"),
    ]


def test_what_confirms_or_ends_a_subscription_is_never_followed(room: Room) -> None:
    web = Web()
    room.does("amina", f"veille flux suivre-courriel {HUB} Le hub")
    asks = """<h2>Une lettre par mois, et rien d'autre</h2>
<a href="https://hub.example.org/c?k=3">Je confirme mon abonnement à cette lettre</a>
<a href="https://hub.example.org/unsubscribe?k=3">Cliquez sur ce lien</a>
<a href="https://hub.example.org/maintien">L'État confirme le maintien des conseillers</a>
<a href="https://hub.example.org/activer-la-double">Activer la double authentification</a>"""

    comes(room, web, issue(asks))

    articles_ = [f"https://hub.example.org/{each}" for each in ("maintien", "activer-la-double")]
    assert web.asked == articles_


def test_one_issue_that_two_networks_receive_is_read_by_both(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ROLES["amina"], "national", Role.COORDINATOR)
    to_one, to_other = (OFFICE.news_address(slug) for slug in ("loire", "national"))

    one = issue()

    comes(room, Web(), one, one.replace(to_one.encode(), to_other.encode()))

    told = [each for each in room.said() if "Une lettre d'information est arrivée" in each]
    assert len(told) == 2


def test_made_up_senders_are_so_many_a_day_and_block_none_that_is_followed(room: Room) -> None:
    web = Web()
    room.does("amina", f"veille flux suivre-courriel {HUB} Le hub")
    made_up = [issue(number=each, sender=f"a{each}@ailleurs.example") for each in range(100, 125)]

    box = comes(room, web, *made_up, issue())

    assert sum("Une lettre d'information est arrivée" in each for each in room.said()) == 20
    assert box.aside == made_up[20:]
    (told,) = [each for each in room.said() if "Rien n'est perdu" in each]
    assert "Plus de 20 courriels en un jour" in told.replace("\u00a0", " ")
    assert web.asked
    room.clock.forward(days=1, hours=1)
    assert not comes(room, web, issue(number=200, sender="b@ailleurs.example")).aside


def test_who_writes_in_the_name_of_one_that_is_followed_fills_no_veille(room: Room) -> None:
    web = Web()
    room.does("amina", f"veille flux suivre-courriel {HUB} Le hub")
    link = '<a href="https://hub.example.org/{0}">Un titre assez long, le numéro {0}</a>'
    written = [issue(link.format(each), number=each) for each in range(10)]

    box = comes(room, web, *written)

    assert web.asked == [f"https://hub.example.org/{each}" for each in range(5)]
    assert box.aside == written[5:]
    (told,) = [each for each in room.said() if "Rien n'est perdu" in each]
    assert "«\u00a0Le hub\u00a0» a écrit plus de 5 fois" in told
