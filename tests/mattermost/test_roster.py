"""Who is who: roles read from the server, kept up to date by events, refused when in doubt."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from pydantic import JsonValue, SecretStr

from bot.domain.rights import Role
from bot.mattermost import wire
from bot.mattermost.client import Mattermost
from bot.mattermost.errors import NotFoundError
from bot.mattermost.roster import Plan, Roster
from tests.mattermost.ids import AMINA, BOT, LOIRE, LOUIS, ZOE, id_of
from tests.mattermost.rest_server import RestServer, refuses, says
from tests.room import LOIRE as NETWORK
from tests.room import NATIONAL

GASPARD, MARC = id_of("gaspard"), id_of("marc")
TEAM = id_of("france")


def account(user: str, **more: JsonValue) -> dict[str, JsonValue]:
    name = user.rstrip("0")
    return {"id": user, "username": name, "roles": "system_user", **more}


def everyone(server: RestServer, *members: str) -> None:
    """Have the server tell of France's team, the Loire's channel, and these members of it."""
    server.plan("GET /users/me", says(account(BOT, is_bot=True)))
    server.plan("GET /teams/name/france", says({"id": TEAM, "name": "france"}))
    server.plan(
        f"GET /teams/{TEAM}/channels/name/loire", says({"id": LOIRE, "type": "P", "name": "loire"})
    )
    server.plan("POST /users/usernames", says([account(AMINA)]))
    server.plan(f"GET /channels/{LOIRE}/members", says([{"user_id": each} for each in members]))
    for each in (AMINA, LOUIS, ZOE, MARC):
        server.plan(f"GET /users/{each}", says(account(each)))
    server.plan(f"GET /users/{GASPARD}", says(account(GASPARD, roles="system_guest")))
    server.plan(f"GET /users/{BOT}", says(account(BOT, is_bot=True)))


@pytest.fixture
async def roster(server: RestServer) -> AsyncIterator[Roster]:
    everyone(server, AMINA, LOUIS, GASPARD, BOT)
    client = Mattermost(server.url, SecretStr("jeton"))
    yield Roster("bac", client, [Plan(network=NETWORK, team="france", coordinators=("amina",))])
    await client.close()


async def role(roster: Roster, user: str) -> Role:
    return (await roster.caller(user, "", network="loire")).role_in("loire")


async def test_each_person_has_the_role_of_their_place(roster: Roster) -> None:
    await roster.load()

    assert await role(roster, AMINA) is Role.COORDINATOR
    assert await role(roster, LOUIS) is Role.MEMBER
    assert await role(roster, GASPARD) is Role.GUEST
    assert await role(roster, MARC) is Role.STRANGER
    assert roster.network_at(LOIRE) == "loire"
    assert roster.channel_of("loire") == LOIRE
    assert roster.coordinators_of("loire") == {AMINA}


async def test_a_bot_has_no_role(roster: Roster) -> None:
    await roster.load()
    caller = await roster.caller(BOT, "", network="loire")

    assert caller.bot
    assert not caller.roles


async def test_a_deactivated_account_has_no_role_and_no_name(
    roster: Roster, server: RestServer
) -> None:
    server.plan(f"GET /users/{LOUIS}", says(account(LOUIS, delete_at=1)))
    await roster.load()

    assert await role(roster, LOUIS) is Role.STRANGER
    assert await roster.names([LOUIS]) == {}


async def test_a_coordinator_who_left_the_channel_is_a_stranger(roster: Roster) -> None:
    await roster.load()
    assert await role(roster, AMINA) is Role.COORDINATOR
    roster.left(AMINA, LOIRE)

    assert await role(roster, AMINA) is Role.STRANGER


async def test_someone_who_joins_is_a_member_at_once(roster: Roster) -> None:
    await roster.load()
    assert await role(roster, ZOE) is Role.STRANGER
    await roster.joined(ZOE, LOIRE)

    assert await role(roster, ZOE) is Role.MEMBER


async def test_an_account_that_becomes_a_guests_is_read_anew(
    roster: Roster, server: RestServer
) -> None:
    await roster.load()
    assert await role(roster, LOUIS) is Role.MEMBER
    server.plan(f"GET /users/{LOUIS}", says(account(LOUIS, roles="system_guest")))
    roster.changed(wire.User(id=LOUIS, username="louis"))

    assert await role(roster, LOUIS) is Role.GUEST


async def test_a_renamed_person_is_shown_by_the_new_name(
    roster: Roster, server: RestServer
) -> None:
    await roster.load()
    server.plan("POST /users/ids", says([account(ZOE, nickname="Zoé L.")]))
    assert await roster.names([ZOE]) == {ZOE: "Zoé L."}
    server.plan("POST /users/ids", says([account(ZOE, nickname="Zoé Perrot")]))
    roster.changed(wire.User(id=ZOE, username="zoe"))

    assert await roster.names([ZOE]) == {ZOE: "Zoé Perrot"}


async def test_someone_the_server_does_not_know_is_refused(roster: Roster) -> None:
    await roster.load()

    with pytest.raises(NotFoundError):
        await roster.caller(id_of("personne"), "", network="loire")


async def test_a_channel_that_is_not_found_leaves_the_other_networks_served(
    server: RestServer,
) -> None:
    everyone(server, LOUIS)
    server.plan(f"GET /teams/{TEAM}/channels/name/national", refuses(404, "no.such.channel"))
    client = Mattermost(server.url, SecretStr("jeton"))
    roster = Roster(
        "bac",
        client,
        [
            Plan(network=each, team="france", coordinators=("amina",))
            for each in (NATIONAL, NETWORK)
        ],
    )
    await roster.load()

    assert roster.ready
    assert roster.channel_of("national") is None
    assert await role(roster, LOUIS) is Role.MEMBER
    await client.close()
