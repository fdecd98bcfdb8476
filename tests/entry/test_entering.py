"""A network enters from its own channel: asked by who invited us, accepted twice, then served."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.core import channel_store as channels
from bot.core.channel import NetworkChannel
from bot.entry import card, handing
from bot.entry import store as entries
from bot.entry.rules import EntryState
from bot.network.network import Home, Scale
from bot.network.rights import Role
from bot.people import coordinators
from scheduler.entering import EntryWatch
from tests.commands.gestures import deliver
from tests.entry.entering import (
    CHANNEL,
    ROSE,
    SLUG,
    TITLE,
    administrated,
    asks,
    invites,
    joins,
    labels,
    presses,
    told,
)
from tests.room import Room, open_room


@pytest.fixture
def room(tmp_path: Path) -> Room:
    made = open_room(tmp_path)
    administrated(made)
    return made


def test_who_invites_the_bot_is_asked_and_nothing_is_served_yet(room: Room) -> None:
    invites(room, "marc")

    (asked,) = told(room, "marc")
    assert TITLE in asked.text
    assert "je n'en lis rien et je n'en garde rien" in asked.text
    assert labels(asked.buttons) == ["Faire entrer ce réseau…", "Ce n'est pas pour un réseau"]
    assert SLUG not in room.bot.networks
    entering = room.bot.entering(SLUG)
    assert entering is not None
    assert (entering.home, entering.live, entering.scale) == (Home.CHAT, False, Scale.DEPARTEMENT)


def test_what_a_network_lived_that_the_file_no_longer_has_is_not_taken_up(room: Room) -> None:
    former = NetworkChannel(network=SLUG, team="france", name="autre", id="autre")
    room.store(lambda db: channels.save(db, former, since=room.clock.now))

    invites(room, "marc")

    assert room.bot.entering(SLUG) is None
    assert room.bot.entering(f"{SLUG}-2") is not None


def test_a_guest_is_told_why_not_and_nothing_is_kept(room: Room) -> None:
    invites(room, "marc", role=Role.GUEST)

    assert "compte invité" in told(room, "marc")[0].text
    assert room.store(entries.networks) == []


def test_without_anyone_to_accept_it_the_invitation_says_so(tmp_path: Path) -> None:
    room = open_room(tmp_path)

    invites(room, "marc")

    assert "`administrators`" in told(room, "marc")[0].text
    assert room.store(entries.networks) == []


def test_the_form_is_filled_in_from_the_channel(invited: Room) -> None:
    dialog = presses(invited, "marc", card.ENTER).dialog

    assert dialog is not None
    assert [each.default for each in dialog.fields] == [
        "l'Ardèche",
        "département",
        "national",
        "",
        "",
    ]
    assert len(dialog.fields) == 5


def test_two_yeses_make_it_live(invited: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    joins(monkeypatch, "amina", national=Role.COORDINATOR)
    asks(invited, "marc", au_dessus="national")
    waits = told(invited, "marc")[-1].text
    assert "l'accord d'une personne qui administre ce serveur" in waits
    assert "celui de la coordination du réseau national" in waits
    assert SLUG not in invited.bot.networks

    presses(invited, ROSE, card.ACCEPT)
    assert SLUG not in invited.bot.networks
    waits = told(invited, "marc")[-1].text.replace("\xa0", " ")
    assert "est acceptée pour **l'Ardèche**. Il reste à recevoir l'accord de la" in waits
    presses(invited, "amina", card.WELCOME, f"{SLUG} Convention de mars", network="national")

    network = invited.bot.networks[SLUG]
    assert network.live
    assert (network.spoken, network.parent) == ("l'Ardèche", "national")
    assert network.agreement == "Convention de mars"
    assert network.coordinators == ("marc:marc",)
    assert "vous le coordonnez" in told(invited, "marc")[-1].text


def test_each_is_asked_where_they_may_answer(
    invited: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    joins(monkeypatch, "amina", national=Role.COORDINATOR)
    asks(invited, "marc", au_dessus="national")

    (organisation,), place = told(invited, "rose"), told(invited, "amina")[-1]
    assert labels(organisation.buttons) == ["Accepter cette organisation", "Refuser…"]
    assert "Nadia Ferrand" in organisation.text
    assert labels(place.buttons) == ["D'accord…", "Refuser…"]
    dialog = presses(invited, "amina", card.WELCOME, SLUG, network="national").dialog
    assert dialog is not None
    assert dialog.title == "Accueillir ce réseau"


def test_who_has_left_the_channel_makes_nothing_enter(room: Room) -> None:
    invites(room, "marc")  # who is a stranger to it by now

    assert asks(room, "marc").refused
    assert asks(room, "louis").refused
    assert told(room, "rose") == []


def test_who_else_administrates_reads_that_it_is_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = open_room(tmp_path)
    administrated(room, "rose", "yvon")
    invites(room, "marc")
    joins(monkeypatch, "marc", **{SLUG: Role.MEMBER})
    asks(room, "marc")
    deliver(room)

    presses(room, ROSE, card.ACCEPT)

    (again,) = (each for each in told(room, "yvon") if "accord est donné" in each.text)
    assert again.network is None  # for neither is in the network's channel


def test_an_organisation_is_accepted_once_for_all_its_networks(
    invited: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks(invited, "marc")
    presses(invited, ROSE, card.ACCEPT)
    invites(invited, "louis", title="Annonay")
    joins(monkeypatch, "louis", annonay=Role.MEMBER)

    asks(
        invited,
        "louis",
        slug="annonay",
        niveau="epci",
        donnees="DÉPARTEMENT de l'ardeche\nx@a.example",
    )

    assert invited.bot.networks["annonay"].live


def test_only_who_administrates_accepts_an_organisation(invited: Room) -> None:
    asks(invited, "marc")

    reply = presses(invited, "marc", card.ACCEPT)

    assert reply.refused
    assert "administrent ce serveur" in reply.text
    assert SLUG not in invited.bot.networks


def test_a_refusal_says_why_and_may_be_asked_again(invited: Room) -> None:
    asks(invited, "marc")
    fields = {"texte": "Il y a déjà un réseau ardéchois."}
    presses(invited, ROSE, card.REFUSE, "Il y a déjà un réseau ardéchois.", fields=fields)

    refused = told(invited, "marc")[-1]
    assert "> Il y a déjà un réseau ardéchois." in refused.text
    assert labels(refused.buttons) == ["Demander à nouveau…"]
    invited.clock.forward(minutes=1)
    assert presses(invited, ROSE, card.ACCEPT).refused
    asks(invited, "marc", donnees="Hub du Sud\nhub@sud.example")
    presses(invited, ROSE, card.ACCEPT)
    assert invited.bot.networks[SLUG].organisation == "Hub du Sud"


def test_a_second_one_who_asks_is_told_that_it_is_asked(
    invited: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    joins(monkeypatch, "louis", **{SLUG: Role.MEMBER})
    asks(invited, "marc")

    invites(invited, "louis")
    assert "déjà demandée" in told(invited, "louis")[-1].text
    assert asks(invited, "louis").refused
    assert asks(invited, "marc").refused  # once more


def test_whoever_invites_again_takes_the_form_over(
    invited: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    joins(monkeypatch, "louis", **{SLUG: Role.MEMBER})
    invites(invited, "louis")

    assert asks(invited, "marc").refused
    asks(invited, "louis")
    presses(invited, ROSE, card.ACCEPT)
    assert invited.bot.networks[SLUG].coordinators == ("louis:louis",)


def test_a_channel_for_no_network_is_forgotten(invited: Room) -> None:
    assert "je n'en garde rien" in presses(invited, "marc", card.DECLINE).text.replace("\xa0", " ")
    assert invited.store(entries.networks) == []
    assert invited.bot.entering(SLUG) is None


def test_the_form_says_at_its_entries_what_is_wrong(invited: Room) -> None:
    assert asks(invited, "marc", donnees=" ").field == "donnees"
    assert asks(invited, "marc", donnees="x" * 200).field == "donnees"
    assert "la deuxième ligne" in asks(invited, "marc", donnees="Département de l'Ardèche").text
    assert asks(invited, "marc", coordination="@absent").field == "coordination"
    unnamed = asks(invited, "marc", coordination="@zoe et Thibault")
    assert unnamed.field == "coordination"
    assert "qui est «\xa0Thibault\xa0»" in unnamed.text
    same = asks(invited, "marc", niveau="national", au_dessus="national")
    assert same.field == "au_dessus"
    assert invited.store(lambda db: entries.of(db, SLUG)).state is EntryState.INVITED  # type: ignore[union-attr]


def test_whoever_is_named_coordinates_once_they_say_yes(
    invited: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    joins(monkeypatch, "louis", **{SLUG: Role.MEMBER})
    joins(monkeypatch, "zoé", **{SLUG: Role.MEMBER})
    asks(invited, "marc", coordination="@louis et @zoe")
    assert told(invited, "louis") == []  # not before it is live
    presses(invited, ROSE, card.ACCEPT)

    asked = told(invited, "louis")[-1]
    assert labels(asked.buttons) == ["D'accord", "Non merci"]
    presses(invited, "louis", handing.TAKE)
    presses(invited, "zoé", handing.LEAVE_IT)

    assert invited.bot.networks[SLUG].coordinators == ("louis:louis", "marc:marc")
    assert presses(invited, "zoé", handing.TAKE).refused


def test_nothing_said_before_is_read_and_the_channel_is_known_by_its_id(invited: Room) -> None:
    asks(invited, "marc")
    presses(invited, ROSE, card.ACCEPT)

    networks = invited.bot.networks
    assert getattr(networks, "channels")[SLUG].id == CHANNEL  # noqa: B009


def test_a_network_that_waits_is_no_parent_and_is_in_no_tree(invited: Room) -> None:
    asks(invited, "marc", niveau="région", au_dessus="national")
    invites(invited, "louis", title="Annonay")

    waiting = invited.bot.entering("annonay")
    assert waiting is not None
    assert SLUG not in invited.bot.networks


def test_a_coordinator_of_the_network_above_need_not_ask_themselves(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    joins(monkeypatch, "amina", national=Role.COORDINATOR)
    joins(monkeypatch, "amina", **{SLUG: Role.MEMBER})
    invites(room, "amina")
    asks(room, "amina", niveau="région", au_dessus="national")
    presses(room, ROSE, card.ACCEPT)
    presses(room, "amina", card.WELCOME, f"{SLUG} Même maison", network="national")
    joins(monkeypatch, "amina", **{SLUG: Role.COORDINATOR})
    invites(room, "amina", title="Annonay")
    joins(monkeypatch, "amina", annonay=Role.MEMBER)

    asks(room, "amina", slug="annonay", niveau="epci", au_dessus=SLUG)

    assert room.bot.networks["annonay"].parent == SLUG


def test_who_coordinates_is_kept_by_id(invited: Room) -> None:
    asks(invited, "marc")
    presses(invited, ROSE, card.ACCEPT)

    (row,) = invited.store(lambda db: coordinators.of(db, [SLUG]))
    assert (row.name, row.user) == ("marc", "marc")


def test_thirty_days_without_a_word_end_it_and_nothing_is_left(invited: Room) -> None:
    asks(invited, "marc", coordination="@louis")
    watch = EntryWatch(invited.database, invited.bot, lambda: None)
    invited.clock.forward(days=29)
    assert asyncio.run(watch.end_overdue()) == 0

    invited.clock.forward(days=1, minutes=1)
    assert asyncio.run(watch.end_overdue()) == 1

    assert "la demande prend fin" in told(invited, "marc")[-1].text
    assert presses(invited, ROSE, card.ACCEPT).refused
    assert invited.bot.entering(SLUG) is None
    assert invited.store(lambda db: entries.proposed(db, SLUG)) == []
    assert invited.store(lambda db: coordinators.of(db, [SLUG])) == []
