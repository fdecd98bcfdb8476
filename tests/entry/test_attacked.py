"""A network that enters is attacked: by who is hostile, and by who is tired."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, update

from bot.core import channel_store as channels
from bot.core.columns import metadata
from bot.core.message import Message
from bot.dispatch import Dispatch
from bot.entry import card, deciding, handing, tables
from bot.entry import store as entries
from bot.entry.rules import EntryState, NetworkEntry
from bot.network.rights import Role
from bot.network.served import Networks
from bot.people import coordinators
from bot.privacy import knowing
from bot.privacy import service as privacy
from bot.privacy.forgetting import Person
from bot.talk.bot import Bot
from bot.talk.command import Caller, Command, Via
from bot.talk.markdown import escape
from scheduler.entering import EntryWatch
from tests.commands.gestures import deliver
from tests.entry.entering import (
    CHANNEL,
    ROSE,
    SLUG,
    administrated,
    asks,
    invites,
    joins,
    labels,
    presses,
    told,
)
from tests.room import LOIRE, NATIONAL, Room, caller, open_room

_posts = itertools.count(1)

HOSTILE = (
    "@all [ici](https://mal.example) **gras**",
    "![x](https://mal.example/x.png)",
    "la Loire\u202egnp.exe",
    "la\x00 \x1bLoire",
    "{{ 7 * 7 }} {network} %s",
    "<script>alert(1)</script>",
    "la Loire\nBcc: tous@mal.example",
    "# Titre",
    "| a | b |",
    "`/reseau oublie-moi`",
)


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    made = open_room(tmp_path)
    administrated(made)
    joins(monkeypatch, "amina", national=Role.COORDINATOR)
    return made


def both_ask(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Marc and Louis ask for a network each, with one organisation."""
    asks(room, "marc")
    invites(room, "louis", title="Annonay")
    joins(monkeypatch, "louis", annonay=Role.MEMBER)
    asks(room, "louis", slug="annonay", niveau="epci")


def entry(room: Room, slug: str = SLUG) -> NetworkEntry:
    found = room.store(lambda db: entries.of(db, slug))
    assert found is not None
    return found


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_name_that_would_act_is_refused_at_its_entry(invited: Room, hostile: str) -> None:
    reply = asks(invited, "marc", nom=hostile)

    if reply.refused:
        assert reply.field == "nom"
        assert entry(invited).state is EntryState.INVITED
    else:
        called = entry(invited).called
        assert called == escape(called)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_an_organisation_does_nothing_where_it_is_told(invited: Room, hostile: str) -> None:
    asks(invited, "marc", donnees=hostile)
    answer = presses(invited, ROSE, card.ACCEPT).text
    texts = [answer, *(each.text for each in invited.outbox())]

    for text in texts:
        for acting in (
            "@all",
            " [ici](",
            "![x]",
            "**gras",
            "\u202e",
            "\x1b",
            "\x00",
            "<script",
            "\nBcc",
        ):
            assert acting not in text, text


def test_a_form_is_no_longer_than_what_it_asks(invited: Room) -> None:
    assert asks(invited, "marc", nom="x" * 61).field == "nom"
    assert asks(invited, "marc", nom="x" * 5_000).refused
    assert asks(invited, "marc", donnees="x" * 121).field == "donnees"
    assert asks(invited, "marc", donnees="x" * 5_000).refused
    asks(invited, "marc", donnees="\n".join(["ligne"] * 300))
    assert len(entry(invited).protection) <= 120


def test_only_what_was_offered_may_be_chosen(invited: Room) -> None:
    assert asks(invited, "marc", niveau="galaxie").refused
    assert asks(invited, "marc", au_dessus="loire").refused  # of the same scale
    assert asks(invited, "marc", au_dessus=SLUG).refused  # below itself
    assert asks(invited, "marc", au_dessus="nulle-part").refused
    assert entry(invited).state is EntryState.INVITED


@pytest.mark.parametrize("title", ["", "   ", "\u202e\u200b", "*" * 64, "é" * 64, "@all", "\n"])
def test_a_channel_of_any_title_may_enter(
    room: Room, monkeypatch: pytest.MonkeyPatch, title: str
) -> None:
    invites(room, "marc", title=title)
    (found,) = room.store(entries.networks)
    joins(monkeypatch, "marc", **{found.slug: Role.MEMBER})

    assert found.slug
    assert found.name.strip()
    dialog = presses(room, "marc", card.ENTER, network=found.slug).dialog
    assert dialog is not None
    asks(room, "marc", slug=found.slug)
    presses(room, ROSE, card.ACCEPT, network=found.slug)
    assert found.slug in room.bot.networks


def test_two_channels_of_one_title_are_two_networks(
    invited: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    joins(monkeypatch, "louis", **{f"{SLUG}-2": Role.MEMBER})
    other = replace(entry(invited), slug=f"{SLUG}-2", channel="elsewhere", channel_name="ardeche")
    other = replace(other, team="sud", asked_by="louis")
    invited.store(lambda db: entries.add(db, other))
    invited.store(invited.bot.reread)

    asks(invited, "marc")
    asks(invited, "louis", slug=f"{SLUG}-2")
    presses(invited, ROSE, card.ACCEPT)

    assert {SLUG, f"{SLUG}-2"} <= invited.bot.networks.keys()


def test_an_invitation_into_a_live_network_changes_nothing(invited: Room) -> None:
    asks(invited, "marc")
    presses(invited, ROSE, card.ACCEPT)
    before = len(told(invited, "louis"))

    invites(invited, "louis")

    assert SLUG in invited.bot.networks
    assert len(told(invited, "louis")) == before


def test_who_asked_and_was_refused_has_no_say_in_what_another_asks(
    invited: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    joins(monkeypatch, "louis", **{SLUG: Role.MEMBER})
    asks(invited, "marc", coordination="@zoe")
    presses(invited, ROSE, card.REFUSE, "Non.", fields={"texte": "Non."})
    invited.clock.forward(hours=1)

    invites(invited, "louis")
    asks(invited, "louis")
    presses(invited, ROSE, card.ACCEPT)

    assert invited.bot.networks[SLUG].coordinators == ("louis:louis",)
    assert told(invited, "zoe") == []


def test_who_asked_may_begin_anew_by_inviting_again(
    invited: Room,
) -> None:
    asks(invited, "marc", au_dessus="national", donnees="Une faute\nx@a.example")
    deliver(invited)
    invited.clock.forward(hours=1)

    invites(invited, "marc")
    assert presses(invited, ROSE, card.ACCEPT).refused
    assert any("reprise" in each.text for each in told(invited, "rose"))
    asks(invited, "marc")
    presses(invited, ROSE, card.ACCEPT)

    assert invited.bot.networks[SLUG].organisation == "Département de l'Ardèche"


def test_a_network_above_that_nobody_coordinates_is_not_asked(
    invited: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    joins(monkeypatch, "amina", national=Role.MEMBER)

    reply = asks(invited, "marc", au_dessus="national")

    assert reply.field == "au_dessus"
    assert "personne ne pourrait dire oui" in reply.text


def test_the_place_is_asked_of_a_coordinator_who_wishes_for_little(invited: Room) -> None:
    invited.says("amina", "/reseau messages demandé")
    asks(invited, "marc", au_dessus="national")

    assert any(labels(each.buttons) == ["D'accord…", "Refuser…"] for each in told(invited, "amina"))


def test_both_yeses_at_once_make_it_live_once(invited: Room) -> None:
    asks(invited, "marc", au_dessus="national")

    presses(invited, "amina", card.WELCOME, f"{SLUG} Convention", network="national")
    presses(invited, ROSE, card.ACCEPT)
    again = presses(invited, "amina", card.WELCOME, f"{SLUG} Convention", network="national")
    twice = presses(invited, ROSE, card.ACCEPT)

    assert again.refused
    assert twice.refused
    assert SLUG in invited.bot.networks
    assert sum("C'est parti" in each.text for each in told(invited, "marc")) == 1


def test_a_refusal_after_the_other_yes_undoes_it(invited: Room) -> None:
    asks(invited, "marc", au_dessus="national")
    presses(invited, ROSE, card.ACCEPT)
    presses(
        invited,
        "amina",
        card.TURN_DOWN,
        f"{SLUG} Trop tôt",
        network="national",
        fields={"texte": "Trop tôt"},
    )

    assert entry(invited).state is EntryState.REFUSED
    assert presses(invited, "amina", card.WELCOME, f"{SLUG} Convention", network="national").refused


def test_a_refusal_repeats_no_more_than_words(invited: Room) -> None:
    asks(invited, "marc")
    why = "@all [ici](https://mal.example)\n# Titre"
    presses(invited, ROSE, card.REFUSE, why, fields={"texte": why})

    refused = told(invited, "marc")[-1].text
    assert "@all" not in refused
    assert "[ici](" not in refused


def test_nobody_else_may_answer_for_the_network_above(invited: Room) -> None:
    asks(invited, "marc", au_dessus="national")

    for who, network in (("louis", "loire"), ("amina", "loire"), ("marc", "national")):
        reply = presses(invited, who, card.WELCOME, f"{SLUG} Convention", network=network)
        assert reply.refused, (who, network)
    assert entry(invited).place_at is None


def test_verbs_cannot_be_typed_for_another(invited: Room) -> None:
    asks(invited, "marc", au_dessus="national")

    for line in (card.ACCEPT, f"{card.WELCOME} {SLUG} x", card.ENTER, card.INVITED):
        invited.says("louis", f"/{line}")
        invited.says("louis", line, via=Via.DIRECT)
    assert entry(invited).organisation_at is None
    assert entry(invited).place_at is None


def test_an_administrator_of_another_server_accepts_nothing_here(invited: Room) -> None:
    asks(invited, "marc")

    reply = presses(invited, replace(ROSE, server="other"), card.ACCEPT)

    assert reply.refused
    assert entry(invited).organisation_at is None


def in_file(room: Room) -> Networks:
    """Start again, where the file gives the Ardèche's channel to a network of its own."""
    own = replace(LOIRE, slug="ardeche", channel="ardeche", team="france")
    networks = Networks((NATIONAL, LOIRE, own), entries.networks)
    bot = with_networks(room, networks)

    def begin(db: Connection) -> None:
        networks.begin(db, room.clock.now)
        deciding.give_way(bot.context(db, NATIONAL, room.clock.now))
        networks.reread(db)

    room.store(begin)
    return networks


def with_networks(room: Room, networks: Networks) -> Bot:
    bot = replace(room.bot, networks=networks, entering=networks.entering.get)
    room.bot = replace(bot, reread=networks.reread)
    room._dispatch = Dispatch(room.database, room.bot)
    return room.bot


def test_what_the_file_took_over_is_accepted_by_no_old_card(invited: Room) -> None:
    asks(invited, "marc", au_dessus="national")
    presses(invited, ROSE, card.ACCEPT)
    in_file(invited)

    reply = presses(invited, "amina", card.WELCOME, f"{SLUG} Convention", network="national")

    assert reply.refused
    assert "a déclaré elle-même" in told(invited, "marc")[-1].text
    assert not in_file(invited).clashes  # it starts again


def test_what_the_file_took_over_is_not_accepted_with_another(
    invited: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_ask(invited, monkeypatch)
    invited.store(
        lambda db: db.execute(
            update(tables.entries)
            .values(channel_name="annonay")
            .where(tables.entries.c.slug == "annonay")
        )
    )
    in_file(invited)

    presses(invited, ROSE, card.ACCEPT, network="annonay")

    assert "annonay" in invited.bot.networks
    assert not in_file(invited).clashes


def test_who_coordinates_a_network_of_the_file_loses_nothing_by_an_entry_of_its_slug(
    invited: Room,
) -> None:
    own = replace(LOIRE, slug=SLUG, channel="autre")
    networks = Networks((NATIONAL, LOIRE, own), entries.networks)
    with_networks(invited, networks)
    seen = [coordinators.SeenName(network=SLUG, name="zoe", user="zoe")]
    invited.store(lambda db: coordinators.settle(db, seen, invited.clock.now))
    invited.store(lambda db: networks.begin(db, invited.clock.now))

    invited.store(
        lambda db: deciding.give_way(invited.bot.context(db, NATIONAL, invited.clock.now))
    )

    assert [each.user for each in invited.store(lambda db: coordinators.of(db, [SLUG]))] == ["zoe"]
    assert SLUG in invited.store(channels.all_of_them)
    assert invited.store(entries.waiting) == []


def test_on_an_empty_server_one_is_answered_too(tmp_path: Path) -> None:
    """The first network enters: what is typed in private is answered, and one may be forgotten."""
    room = open_room(tmp_path)
    administrated(room)
    invites(room, "marc")
    alone = replace(caller("marc"), roles={SLUG: Role.MEMBER})
    empty = Networks((), entries.networks)
    room.store(empty.reread)
    with_networks(room, empty)

    for number, text in enumerate(("aide", "reseau mes-données", "bonjour", "reseau oublie-moi")):
        before = len(room.outbox())
        post = f"p{number}"
        room.asks(Command(text=text, caller=alone, via=Via.DIRECT, channel="d", post=post))
        assert len(room.outbox()) > before, text


def test_who_asked_left_and_no_yes_makes_it_live(
    invited: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    joins(monkeypatch, "louis", **{SLUG: Role.MEMBER})
    asks(invited, "marc", au_dessus="national")
    joins(monkeypatch, "marc", **{SLUG: Role.STRANGER})  # or a guest by now, or deactivated

    organisation = presses(invited, ROSE, card.ACCEPT)
    place = presses(invited, "amina", card.WELCOME, f"{SLUG} Convention", network="national")

    assert "n'est plus dans le canal" in organisation.text
    assert "n'est plus dans le canal" in place.text
    invites(invited, "louis")  # who takes it over
    asks(invited, "louis")
    presses(invited, ROSE, card.ACCEPT)
    assert invited.bot.networks[SLUG].coordinators == ("louis:louis",)


def test_a_yes_to_an_organisation_passes_over_whoever_left(
    invited: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_ask(invited, monkeypatch)
    joins(monkeypatch, "marc", **{SLUG: Role.STRANGER})

    presses(invited, ROSE, card.ACCEPT, network="annonay")

    assert "annonay" in invited.bot.networks
    assert SLUG not in invited.bot.networks


def test_neither_yes_outlives_a_request_that_is_begun_anew(invited: Room) -> None:
    asks(invited, "marc", au_dessus="national")
    presses(invited, "amina", card.WELCOME, f"{SLUG} Convention", network="national")
    invited.clock.forward(hours=1)
    invites(invited, "marc")
    asks(invited, "marc", au_dessus="national")

    presses(invited, ROSE, card.ACCEPT)

    assert SLUG not in invited.bot.networks
    assert entry(invited).agreement == ""


def test_invited_twenty_times_it_is_one_entry(invited: Room) -> None:
    for _ in range(20):
        invited.clock.forward(minutes=1)
        invites(invited, "marc")

    assert len(invited.store(entries.networks)) == 1
    asks(invited, "marc")
    presses(invited, ROSE, card.ACCEPT)
    assert SLUG in invited.bot.networks


def test_nothing_that_was_said_is_in_any_table_before_it_is_live(invited: Room) -> None:
    asks(invited, "marc")

    def rows(db: Connection) -> list[str]:
        return [
            f"{table.name} {row}"
            for table in metadata.sorted_tables
            for row in db.execute(select(table))
        ]

    holding = {each.split()[0] for each in invited.store(rows) if CHANNEL in each or SLUG in each}
    assert holding <= {"entries", "channels", "coordinators", "outbox", "outbox_buttons"}


def test_the_whole_entry_by_numbers_and_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a public address: no button, no form."""
    room = open_room(tmp_path, buttons=False)
    administrated(room)
    joins(monkeypatch, "amina", national=Role.COORDINATOR)
    invites(room, "marc")
    deliver(room)
    joins(monkeypatch, "marc", **{SLUG: Role.COORDINATOR})

    types(room, "marc", "1")
    form = told(room, "marc")[-1]
    types(room, "marc", "- \nle département\n2\n-\nHub du Sud\nhub@sud.example", under=form)
    assert entry(room).contact == "hub@sud.example"
    types(room, ROSE, "1")
    types(room, "amina", "1")
    agreement = told(room, "amina")[-1]
    types(room, "amina", "Convention de mars", under=agreement)

    assert room.bot.networks[SLUG].agreement == "Convention de mars"
    assert room.bot.networks[SLUG].spoken == "l'Ardèche"


def test_what_is_wrong_in_its_lines_is_told_and_may_be_sent_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = open_room(tmp_path, buttons=False)
    administrated(room)
    invites(room, "marc")
    joins(monkeypatch, "marc", **{SLUG: Role.COORDINATOR})
    types(room, "marc", "1")
    form = told(room, "marc")[-1]

    types(room, "marc", "l'Ardèche\ngalaxie\n1\n-\nHub du Sud", under=form)
    assert "niveau" in told(room, "marc")[-1].text
    types(room, "marc", "l'Ardèche\n2\n1\n-\n-", under=form)
    assert "quelle organisation" in told(room, "marc")[-1].text
    types(room, "marc", "l'Ardèche\n2\n1\n-\nHub du Sud\nhub@sud.example", under=form)
    organisation = told(room, "rose")[-1]
    types(room, ROSE, "2 Il y en a déjà un.", under=organisation)

    assert "> Il y en a déjà un." in told(room, "marc")[-1].text


def types(room: Room, who: str | Caller, text: str, *, under: Message | None = None) -> None:
    """Write to the bot alone, in the thread of one of its messages if given."""
    room.clock.forward(minutes=11)
    deliver(room)
    room.asks(
        Command(
            text=text,
            caller=caller(who) if isinstance(who, str) else who,
            via=Via.DIRECT,
            channel="direct",
            post=f"typed{next(_posts)}",
            thread=f"post-{under.key}" if under else None,
        )
    )


def test_forgetting_who_asked_ends_what_waits(
    invited: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    joins(monkeypatch, "zoé", **{SLUG: Role.MEMBER})
    asks(invited, "marc", coordination="@zoe")
    known = invited.store(lambda db: knowing.known(db, Person(server="test", id="marc")))
    assert any(chapter.label == "Le réseau que vous avez fait entrer" for chapter in known)

    invited.store(
        lambda db: privacy.forget(
            invited.bot.context(db, NATIONAL, invited.clock.now), "test", "marc"
        )
    )
    invited.store(invited.bot.reread)

    assert invited.store(lambda db: entries.of(db, SLUG)) is None
    assert invited.store(lambda db: coordinators.of(db, [SLUG])) == []
    assert presses(invited, ROSE, card.ACCEPT).refused


def test_forgetting_who_was_proposed_asks_them_nothing(
    invited: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    joins(monkeypatch, "zoé", **{SLUG: Role.MEMBER})
    asks(invited, "marc", coordination="@zoe")
    invited.store(
        lambda db: privacy.forget(
            invited.bot.context(db, NATIONAL, invited.clock.now), "test", "zoe"
        )
    )

    presses(invited, ROSE, card.ACCEPT)

    assert told(invited, "zoe") == []
    assert presses(invited, "zoé", handing.TAKE).refused


def asks_again(room: Room) -> int:
    return asyncio.run(EntryWatch(room.database, room.bot, lambda: None).ask_again())


def test_what_waited_in_a_backup_is_asked_again_once(invited: Room) -> None:
    asks(invited, "marc", au_dessus="national")
    deliver(invited)
    assert asks_again(invited) == 0
    invited.is_restored()

    assert asks_again(invited) == 1
    assert asks_again(invited) == 0

    for who in ("rose", "amina"):
        over, again = told(invited, who)
        assert "plus bas" in over.text
        assert not over.buttons
        assert again.buttons
    assert "attend encore" in told(invited, "marc")[-1].text
    presses(invited, ROSE, card.ACCEPT)
    presses(invited, "amina", card.WELCOME, f"{SLUG} Convention", network="national")
    assert SLUG in invited.bot.networks


def test_an_invitation_in_a_backup_is_asked_about_again(invited: Room) -> None:
    deliver(invited)
    invited.is_restored()

    assert asks_again(invited) == 1

    assert labels(told(invited, "marc")[-1].buttons)[0] == "Faire entrer ce réseau…"
    assert not asks(invited, "marc").refused


def test_nobody_is_asked_before_who_is_above_is_known(invited: Room) -> None:
    asks(invited, "marc", au_dessus="national")
    deliver(invited)
    invited.is_restored()
    known = invited.bot
    invited.bot = replace(known, reached=lambda _network: False)

    assert asks_again(invited) == 0
    invited.bot = known
    assert asks_again(invited) == 1
