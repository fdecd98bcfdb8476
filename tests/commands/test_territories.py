"""A parent with territories below: its rhythm is proposed for their coordinators.

Nadia coordinates the national network, where Amina, Louis and Zoé are too; Amina coordinates the
Loire below. Bruno coordinates the Drôme, on a server of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.core import outbox
from bot.dispatch import Dispatch
from bot.network.network import Network
from bot.network.rights import Role
from bot.network.served import Networks
from scheduler.memberships import MembershipWatcher
from tests.pile_cases import waiting
from tests.room import LOIRE, NATIONAL, ROLES, Room, caller
from tests.rounds import go
from tests.scheduler.test_memberships import Chat
from tests.survey.crowds import pressed

DROME = replace(LOIRE, slug="drome", name="26 - Drôme", server="ailleurs", channel="drome")
WEEK_BEFORE = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
ONE = (
    "à la coordination du territoire (la Loire) ; ses membres suivent le rythme de leur territoire"
)
TWO = (
    "aux coordinations des territoires (la Drôme, la Loire) ; leurs membres suivent le rythme "
    "de leur territoire"
)


@pytest.fixture
def above(room: Room, monkeypatch: pytest.MonkeyPatch) -> Room:
    """Return a room where the national network has one territory."""
    monkeypatch.setitem(ROLES, "nadia", {"national": Role.COORDINATOR})
    monkeypatch.setitem(ROLES, "bruno", {"drome": Role.COORDINATOR})
    monkeypatch.setitem(ROLES, "louis", {"loire": Role.MEMBER, "national": Role.MEMBER})
    return room


def serves(room: Room, *networks: Network) -> None:
    """Serve these networks from now on."""
    room.bot = replace(room.bot, networks=Networks(networks))
    room._dispatch = Dispatch(room.database, room.bot)


def asks(room: Room, text: str) -> str:
    """Return what Nadia reads in the national channel, spaces and dashes made plain."""
    return plain(room.says("nadia", text, network="national").text)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\\-", "-")


def announces(room: Room) -> None:
    room.says("nadia", "/rencontre planifier jeudi 3 décembre 14h, mairie", network="national")
    room.clicks("nadia", "rencontre annoncer", "", network="national")


def reminded(room: Room) -> list[str | None]:
    """Return who is asked whether they come, a week before."""

    async def members(network: str) -> Collection[str]:
        assert network == "national"
        return ("nadia", "amina", "louis", "zoe")

    room.clock.now = WEEK_BEFORE
    asyncio.run(go(room.database, room.bot, "remind", members))
    return [each.user for each in room.outbox() if "viendrez-vous" in each.text]


def test_the_rhythm_of_a_parent_says_whose_it_is(above: Room) -> None:
    assert f"Ce rythme est proposé {ONE}." in asks(above, "/reseau rythme")
    serves(above, NATIONAL, LOIRE, DROME)
    assert f"Ce rythme est proposé {TWO}." in asks(above, "/reseau rythme")
    rule = "le 3e mardi, tous les 6 mois, 14 h"
    press = pressed(caller("nadia"), f"reseau changer-rythme rencontre {rule}", "national")
    changed = plain(above.asks(press).text)
    assert f"Ce rythme est proposé {TWO}." in changed


def test_that_of_a_network_with_nobody_below_is_everyones(above: Room) -> None:
    assert "proposé" not in plain(above.says("louis", "/reseau rythme").text)
    serves(above, NATIONAL)
    assert "proposé" not in asks(above, "/reseau rythme")


def test_a_network_below_that_nobody_coordinates_is_no_territory(above: Room) -> None:
    serves(above, NATIONAL, replace(LOIRE, slug="rhone"))

    assert "proposé" not in asks(above, "/reseau rythme")


def test_nor_is_one_with_whose_organisation_nothing_was_agreed(above: Room) -> None:
    serves(above, NATIONAL, replace(LOIRE, organisation="La Métropole"))
    assert "proposé" not in asks(above, "/reseau rythme")

    serves(above, NATIONAL, replace(LOIRE, organisation="La Métropole", agreement="convention"))
    assert ONE in asks(above, "/reseau rythme")


def test_beyond_five_territories_are_counted(above: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    many = [replace(LOIRE, slug=f"n{number}") for number in range(6)]
    monkeypatch.setitem(ROLES, "amina", {each.slug: Role.COORDINATOR for each in many})
    serves(above, NATIONAL, *many)

    assert "aux coordinations des 6 territoires ; leurs membres" in asks(above, "/reseau rythme")


def test_newcomers_and_the_channel_are_told_whose_it_is(above: Room) -> None:
    class National(Chat):
        async def members_of(self, network: str) -> list[str]:
            return self.members if network == "national" else []

    chat = National(["nadia", "amina"])
    watcher = MembershipWatcher(above.database, above.bot, "test", chat, lambda: None)
    asyncio.run(watcher.look())
    chat.members.append("zoe")
    asyncio.run(watcher.look())

    presented = above.store(lambda db: outbox.by_key(db, "presentation:national"))
    (welcome,) = [each for each in above.outbox() if each.user == "zoe"]
    assert presented is not None
    assert f"Elle est proposée {ONE}.\n- **La veille**" in plain(presented.text)
    assert f"Ce rythme est proposé {ONE}." in plain(welcome.text)


def test_a_date_an_announcement_and_a_poll_say_whom_they_are_for(above: Room) -> None:
    assert f"Elle est proposée {ONE}." in asks(above, "/rencontre")
    asks(above, "/rencontre sonder confirmé 3 mars 2027 14h ; 8 mars 2027 14h")
    announces(above)

    poll, meeting = (plain(text) for text in above.said()[:2])
    assert f"Proposé {ONE}." in poll
    assert f"Proposée {ONE}.\nVenez-vous ?" in meeting


def test_an_empty_month_is_one_for_the_coordinators(above: Room) -> None:
    above.clock.now = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

    assert "pour les coordinations des territoires, ni" in waiting(above, "nadia", "national")


def test_only_the_territories_coordinators_are_asked_whether_they_come(above: Room) -> None:
    announces(above)

    assert reminded(above) == ["amina"]


def test_whoever_said_they_come_is_reminded_all_the_same(above: Room) -> None:
    announces(above)
    above.clicks("louis", "rencontre présence", "1 place", network="national")
    assert reminded(above) == ["amina"]

    above.clock.now = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
    asyncio.run(go(above.database, above.bot, "remind"))

    assert [each.user for each in above.outbox() if "Rappel" in each.text] == ["louis"]


def test_all_members_are_asked_where_a_territory_is_on_another_server(above: Room) -> None:
    """Bruno has an account on the national server, and we do not know which."""
    serves(above, NATIONAL, LOIRE, DROME)
    announces(above)

    assert reminded(above) == ["amina", "louis", "zoe"]


def test_all_members_are_asked_where_there_is_no_territory(above: Room) -> None:
    serves(above, NATIONAL)
    announces(above)

    assert reminded(above) == ["amina", "louis", "zoe"]
