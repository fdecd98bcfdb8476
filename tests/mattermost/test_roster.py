"""Who is who: roles read from the server, kept up to date by events, refused when in doubt."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import product

import pytest
from pydantic import JsonValue, SecretStr
from sqlalchemy import Connection
from structlog.testing import capture_logs

from bot.core import outbox
from bot.core.database import Database
from bot.core.message import Message
from bot.mattermost.client import Mattermost
from bot.mattermost.errors import ForbiddenError, MattermostError, NotFoundError, UnreachableError
from bot.mattermost.roster import Roster, Settle
from bot.mattermost.wire import objects
from bot.network.network import Home, Network, Scale
from bot.network.rights import Role
from bot.people import coordinators
from bot.people.coordinators import Coordinator, SeenName
from bot.talk.command import Caller
from tests.mattermost.coordinating import NOW, at_sight, kept_in
from tests.mattermost.ids import AMINA, BOT, LOIRE, LOUIS, ZOE, id_of
from tests.mattermost.rest_server import RestServer, refuses, says, says_text
from tests.room import LOIRE as NETWORK
from tests.room import NATIONAL

GASPARD, MARC = id_of("gaspard"), id_of("marc")
TEAM = id_of("france")
COUNTRY, FOREZ = id_of("national"), id_of("forez")
EPCI = replace(
    NETWORK, slug="forez", name="Forez", scale=Scale.EPCI, channel="forez", parent="loire"
)


def account(user: str, **more: JsonValue) -> dict[str, JsonValue]:
    name = user.rstrip("0")
    return {"id": user, "username": name, "roles": "system_user", **more}


def everyone(server: RestServer, *members: str) -> None:
    """Have the server tell of France's team, the Loire's channel, and these members of it."""
    server.plan("GET /users/me", says(account(BOT, is_bot=True)))
    server.plan("GET /teams/name/france", says({"id": TEAM, "name": "france"}))
    server.plan(f"GET /users/{BOT}/teams", says([{"id": TEAM, "name": "france"}]))
    server.plan(f"GET /teams/{TEAM}/commands/autocomplete", says([]))
    own: list[JsonValue] = [
        {"id": each, "team_id": TEAM, "type": "P", "name": name}
        for each, name in ((LOIRE, "loire"), (COUNTRY, "national"), (FOREZ, "forez"))
    ]
    server.plan(f"GET /users/{BOT}/teams/{TEAM}/channels", says(own))
    server.plan(
        f"GET /teams/{TEAM}/channels/name/loire", says({"id": LOIRE, "type": "P", "name": "loire"})
    )
    server.plan("POST /users/usernames", says([account(AMINA)]))
    server.plan(f"GET /channels/{LOIRE}/members", says([{"user_id": each} for each in members]))
    for each in (AMINA, LOUIS, ZOE, MARC):
        server.plan(f"GET /users/{each}", says(account(each)))
    server.plan(f"GET /users/{GASPARD}", says(account(GASPARD, roles="system_guest")))
    server.plan(f"GET /users/{BOT}", says(account(BOT, is_bot=True)))


def town(server: RestServer) -> None:
    """Have the server tell of three networks, one below the other; louis coordinates the last."""
    everyone(server, AMINA, LOUIS)
    for channel, name, members in (
        (COUNTRY, "national", (AMINA, LOUIS, ZOE)),
        (FOREZ, "forez", (LOUIS,)),
    ):
        server.plan(
            f"GET /teams/{TEAM}/channels/name/{name}",
            says({"id": channel, "type": "P", "name": name}),
        )
        server.plan(
            f"GET /channels/{channel}/members", says([{"user_id": each} for each in members])
        )
    amina = says([account(AMINA)])
    server.plan("POST /users/usernames", amina, amina, says([account(LOUIS)]))


@asynccontextmanager
async def roster_of(
    server: RestServer,
    *networks: Network,
    settle: Settle = at_sight,
    names: tuple[str, ...] = ("amina",),
) -> AsyncIterator[Roster]:
    client = Mattermost(server.url, SecretStr("jeton"))
    placed = [
        replace(each, team="france", coordinators=("louis",) if each is EPCI else names)
        for each in networks
    ]
    try:
        yield Roster("bac", client, lambda: placed, settle)
    finally:
        await client.close()


@pytest.fixture
async def roster(server: RestServer) -> AsyncIterator[Roster]:
    everyone(server, AMINA, LOUIS, GASPARD, BOT)
    async with roster_of(server, NETWORK) as made:
        yield made


async def roles(roster: Roster, user: str, network: str) -> Mapping[str, Role]:
    return (await roster.caller(user, "", network=network)).roles


async def role(roster: Roster, user: str) -> Role:
    return (await roster.caller(user, "", network="loire")).role_in("loire")


async def test_each_person_has_the_role_of_their_place(roster: Roster) -> None:
    with capture_logs() as logs:
        await roster.load()

    assert not logs
    assert await role(roster, AMINA) is Role.COORDINATOR
    assert await role(roster, LOUIS) is Role.MEMBER
    assert await role(roster, GASPARD) is Role.GUEST
    assert await role(roster, MARC) is Role.STRANGER
    assert roster.network_at(LOIRE) == "loire"
    assert roster.channel_of("loire") == LOIRE
    assert roster.coordinators_of("loire") == {AMINA}


async def test_what_is_entering_takes_no_command_from_the_others(server: RestServer) -> None:
    town(server)
    other = id_of("voisine")
    server.plan(f"GET /teams/{TEAM}/commands/autocomplete", says([{"trigger": "besoin"}]))
    server.plan("GET /teams/name/voisine", says({"id": other, "name": "voisine"}))
    server.plan(f"GET /teams/{other}/commands/autocomplete", says([]))
    forez = says({"id": FOREZ, "type": "P", "name": "forez"})
    server.plan(f"GET /teams/{other}/channels/name/forez", forez)
    loire = replace(NETWORK, team="france", coordinators=("amina",))
    entering = replace(EPCI, team="voisine", home=Home.CHAT, live=False)
    client = Mattermost(server.url, SecretStr("jeton"))
    found, heard = [], []
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    for each in (entering, replace(entering, live=True, since=now)):
        roster = Roster("bac", client, partial(list[Network], [loire, each]), at_sight)
        await roster.load()
        found.append(set(roster.triggers))
        said = (now - timedelta(seconds=1), now)
        heard.append([not roster.is_silent(FOREZ, at) for at in said])
    await client.close()

    assert found == [{"besoin"}, set()]
    assert heard == [[False, False], [False, True]]  # nor what was said before it was live


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
    await roster.changed(objects.User(id=LOUIS, username="louis"))

    assert await role(roster, LOUIS) is Role.GUEST


async def test_a_renamed_person_is_shown_by_the_new_name(
    roster: Roster, server: RestServer
) -> None:
    await roster.load()
    server.plan("POST /users/ids", says([account(ZOE, nickname="Zoé L.")]))
    assert await roster.names([ZOE]) == {ZOE: "Zoé L."}
    server.plan("POST /users/ids", says([account(ZOE, nickname="Zoé Perrot")]))
    await roster.changed(objects.User(id=ZOE, username="zoe"))

    assert await roster.names([ZOE]) == {ZOE: "Zoé Perrot"}


async def test_a_coordinator_whose_account_comes_later_is_known_when_they_join(
    server: RestServer,
) -> None:
    everyone(server, LOUIS)
    server.plan("POST /users/usernames", says([]))
    async with roster_of(server, NETWORK) as roster:
        await roster.load()
        assert roster.coordinators_of("loire") == frozenset()
        await roster.joined(AMINA, LOIRE)

        assert roster.coordinators_of("loire") == {AMINA}


async def test_a_coordinators_account_coordinates_whatever_it_is_called(
    server: RestServer, database: Database
) -> None:
    everyone(server, AMINA, LOUIS)
    server.plan("POST /users/ids", says([account(AMINA)]))
    amina = objects.User(id=AMINA, username="amina")
    async with roster_of(server, NETWORK, settle=kept_in(database)) as roster:
        await roster.load()
        for changed, coordinates in (
            (replace(amina, deleted=True), False),
            (amina, True),
            (replace(amina, username="amina.b"), True),
            (objects.User(id=LOUIS, username="amina"), True),
        ):
            await roster.changed(changed)

            assert roster.coordinators_of("loire") == ({AMINA} if coordinates else set())


async def test_a_name_that_was_freed_gives_nothing_to_whoever_takes_it(
    server: RestServer, database: Database
) -> None:
    everyone(server, AMINA, LOUIS)
    async with roster_of(server, NETWORK, settle=kept_in(database)) as roster:
        await roster.load()
    taken = says([{**account(LOUIS), "username": "amina"}])
    for live, left in (
        (says([{**account(AMINA), "username": "amina.b"}]), {AMINA}),
        (says([]), ()),
    ):
        server.plan("POST /users/usernames", taken)
        server.plan("POST /users/ids", live)
        async with roster_of(server, NETWORK, settle=kept_in(database)) as roster:
            with capture_logs() as logs:
                await roster.load()

            assert [each["event"] for each in logs] == ["coordinator_name_taken"]
            assert roster.coordinators_of("loire") == {*left}
            assert await role(roster, LOUIS) is Role.MEMBER
    [kept] = database.submit(lambda db: coordinators.of(db, ["loire"])).result()
    assert (kept.user, kept.taken_at) == (AMINA, NOW)


async def test_a_name_taken_while_we_listen_gives_nothing(
    server: RestServer, database: Database
) -> None:
    everyone(server, AMINA, LOUIS)
    server.plan("POST /users/ids", says([account(AMINA)]))
    async with roster_of(server, NETWORK, settle=kept_in(database)) as roster:
        await roster.load()
        await roster.changed(objects.User(id=AMINA, username="amina.b"))
        await roster.changed(objects.User(id=LOUIS, username="amina"))

        assert roster.coordinators_of("loire") == {AMINA}
        assert await role(roster, LOUIS) is Role.MEMBER
    [kept] = database.submit(lambda db: coordinators.of(db, ["loire"])).result()
    assert kept.taken_at == NOW


async def test_the_account_that_the_configuration_confirms_coordinates(
    server: RestServer, database: Database
) -> None:
    everyone(server, AMINA, LOUIS)
    async with roster_of(server, NETWORK, settle=kept_in(database)) as roster:
        await roster.load()
    server.plan("POST /users/usernames", says([{**account(LOUIS), "username": "amina"}]))
    names = (f"amina:{LOUIS}",)
    async with roster_of(server, NETWORK, settle=kept_in(database), names=names) as roster:
        await roster.load()

        assert roster.coordinators_of("loire") == {LOUIS}
    async with roster_of(server, NETWORK, settle=kept_in(database)) as roster:
        await roster.load()

        assert roster.coordinators_of("loire") == {LOUIS}
    [kept] = database.submit(lambda db: coordinators.of(db, ["loire"])).result()
    assert (kept.user, kept.taken_at) == (LOUIS, None)


async def test_a_name_that_the_configuration_dropped_is_seen_anew_when_it_is_back(
    server: RestServer, database: Database
) -> None:
    everyone(server, AMINA, LOUIS)
    async with roster_of(server, NETWORK, settle=kept_in(database)) as roster:
        await roster.load()
    async with roster_of(server, NETWORK, settle=kept_in(database), names=("zoe",)) as roster:
        server.plan("POST /users/usernames", says([account(ZOE)]))
        await roster.load()
        assert await role(roster, AMINA) is Role.MEMBER
    server.plan("POST /users/usernames", says([{**account(LOUIS), "username": "amina"}]))
    async with roster_of(server, NETWORK, settle=kept_in(database)) as roster:
        await roster.load()

        assert roster.coordinators_of("loire") == {LOUIS}


def test_a_coordinator_whose_account_ended_is_forgotten_and_the_name_stays_held(
    database: Database,
) -> None:
    seen = [SeenName(network="loire", name="amina", user=AMINA)]
    taken = [SeenName(network="loire", name="amina", user=ZOE)]

    database.submit(lambda db: coordinators.settle(db, seen, NOW)).result()
    database.submit(lambda db: coordinators.forget(db, ["loire"], AMINA)).result()

    [left] = database.submit(lambda db: coordinators.settle(db, taken, NOW)).result()
    assert (left.user, left.taken_at) == ("", NOW)


def test_since_when_a_name_has_its_holder_changes_with_the_holder_alone(
    database: Database,
) -> None:
    name = SeenName(network="loire", name="amina", user=AMINA)
    for days, seen, holder, since in (
        (0, name, AMINA, 0),
        (1, replace(name, user=LOUIS), AMINA, 0),
        (2, replace(name, confirmed=LOUIS), LOUIS, 2),
        (3, replace(name, user=LOUIS), LOUIS, 2),
    ):
        now = NOW + timedelta(days=days)
        [kept] = database.submit(partial(coordinators.settle, seen=[seen], now=now)).result()

        assert (kept.user, kept.since) == (holder, NOW + timedelta(days=since))


def test_what_waits_for_someone_who_no_longer_coordinates_a_network_is_not_said(
    database: Database,
) -> None:
    both = [SeenName(network=each, name="amina", user=AMINA) for each in ("loire", "drome")]
    other = SeenName(network="loire", name="louis", user=LOUIS)
    later = NOW + timedelta(days=3)

    def wait(db: Connection) -> None:
        coordinators.settle(db, both, NOW)
        for network, held in product(("loire", "drome"), (None, later)):
            key = f"{network}:{held}"
            message = Message(server="bac", key=key, text="x", made_at=NOW, user=AMINA)
            outbox.add(db, replace(message, network=network, held_until=held))
        coordinators.settle(db, [other], NOW)

    database.submit(wait).result()

    left = database.submit(lambda db: outbox.keys_to_people(db, "")).result()
    assert sorted(left) == ["drome:2026-11-05 08:00:00+00:00", "drome:None"]


async def test_a_coordinator_who_becomes_a_guest_coordinates_no_longer(roster: Roster) -> None:
    await roster.load()
    guest = objects.User(id=AMINA, username="amina", roles=("system_guest",))
    await roster.changed(guest)
    assert roster.coordinators_of("loire") == frozenset()

    await roster.changed(replace(guest, roles=("system_user",)))
    assert roster.coordinators_of("loire") == {AMINA}


async def test_while_nothing_is_heard_who_asks_is_looked_at_again(
    roster: Roster, server: RestServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await roster.load()
    assert await role(roster, AMINA) is Role.COORDINATOR
    server.plan(f"GET /channels/{LOIRE}/members/{AMINA}", refuses(404, "no.member"))
    assert await role(roster, AMINA) is Role.COORDINATOR  # its leaving would be heard

    monkeypatch.setattr(roster, "hears", lambda: False)

    assert await role(roster, AMINA) is Role.STRANGER


async def test_a_caller_above_is_known_in_the_networks_below(server: RestServer) -> None:
    town(server)
    async with roster_of(server, NATIONAL, NETWORK, EPCI) as roster:
        await roster.load()

        assert await roles(roster, LOUIS, "national") == {
            "national": Role.MEMBER,
            "loire": Role.MEMBER,
            "forez": Role.COORDINATOR,
        }
        assert await roles(roster, LOUIS, "loire") == {
            "loire": Role.MEMBER,
            "forez": Role.COORDINATOR,
        }
        assert await roles(roster, ZOE, "national") == {"national": Role.MEMBER}
        assert await roles(roster, LOUIS, "forez") == {"forez": Role.COORDINATOR}


async def test_members_are_read_with_the_places_and_not_asked_again(server: RestServer) -> None:
    town(server)
    async with roster_of(server, NATIONAL, NETWORK, EPCI) as roster:
        await roster.load()
        server.asked.clear()
        await roles(roster, LOUIS, "forez")

        assert not [call.path for call in server.asked if call.path.endswith("/members")]


async def test_each_members_list_is_asked_once(server: RestServer) -> None:
    town(server)
    async with roster_of(server, NATIONAL, NETWORK, EPCI) as roster:
        await roster.load()
        for user in (LOUIS, ZOE, LOUIS):
            await roles(roster, user, "national")

        asked = [call.path for call in server.asked if call.path.endswith("/members")]
        assert sorted(asked) == sorted(set(asked))


async def test_a_network_below_whose_members_are_not_shown_has_no_roles(
    server: RestServer,
) -> None:
    town(server)
    server.plan(f"GET /channels/{LOIRE}/members", refuses(403, "not.yours"))
    async with roster_of(server, NATIONAL, NETWORK, EPCI) as roster:
        await roster.load()

        assert list(await roles(roster, LOUIS, "national")) == ["national", "forez"]
        with pytest.raises(ForbiddenError):
            await roles(roster, LOUIS, "loire")


async def test_a_server_that_fails_below_is_not_taken_for_a_refusal(server: RestServer) -> None:
    town(server)
    server.plan(f"GET /channels/{FOREZ}/members", refuses(501, "broken"))
    async with roster_of(server, NATIONAL, NETWORK, EPCI) as roster:
        await roster.load()

        with pytest.raises(MattermostError):
            await roles(roster, LOUIS, "national")


async def test_someone_the_server_does_not_know_is_refused(roster: Roster) -> None:
    await roster.load()

    with pytest.raises(NotFoundError):
        await roster.caller(id_of("personne"), "", network="loire")


async def test_a_channel_that_is_not_found_leaves_the_other_networks_served(
    server: RestServer,
) -> None:
    everyone(server, LOUIS)
    server.plan(f"GET /teams/{TEAM}/channels/name/national", refuses(404, "no.such.channel"))
    async with roster_of(server, NATIONAL, NETWORK) as roster:
        with capture_logs() as logs:
            await roster.load()

        assert [each["event"] for each in logs] == ["channel_closed"]
        assert (roster.is_open("national"), roster.is_open("loire")) == (False, True)
        assert roster.ready
        assert roster.channel_of("national") is None
        assert await roles(roster, LOUIS, "national") == {"loire": Role.MEMBER}
        assert await roster.members_of("national") == roster.coordinators_of("national") == set()
        assert await role(roster, LOUIS) is Role.MEMBER


async def test_members_are_all_known_while_everything_is_read_anew(
    roster: Roster, server: RestServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await roster.load()
    await roster.caller(AMINA, "", network="loire")  # known before, and forgotten meanwhile
    server.plan("POST /users/ids", says([account(LOUIS)]))
    ask = Mattermost.users_by_ids

    async def meanwhile(client: Mattermost, users: Iterable[str]) -> Sequence[objects.User]:
        found = await ask(client, users)
        await roster.load()
        return found

    monkeypatch.setattr(Mattermost, "users_by_ids", meanwhile)
    assert await roster.members_of("loire") == {AMINA, LOUIS}


async def named(
    roster: Roster, text: str, *, network: str | None = "loire", by: str = AMINA
) -> Mapping[str, str]:
    caller = await roster.caller(by, "", network=network)
    return await roster.people(text, caller=caller, network=network)


def lookups(server: RestServer) -> int:
    return sum(each.path == "/users/usernames" for each in server.asked)


async def test_people_named_with_an_at_sign_are_looked_up_once(
    roster: Roster, server: RestServer
) -> None:
    await roster.load()
    server.plan("POST /users/usernames", says([account(LOUIS)]))
    before = lookups(server)

    assert await named(roster, "rencontre hôte @Louis.") == {"louis": LOUIS}
    assert await named(roster, "rencontre hôte @louis") == {"louis": LOUIS}
    assert lookups(server) == before + 1


async def test_a_text_that_names_nobody_costs_no_look(roster: Roster, server: RestServer) -> None:
    await roster.load()
    before = lookups(server)

    assert await named(roster, "rencontre accueillir la salle, a@b.fr") == {}
    assert lookups(server) == before


async def test_only_members_of_the_network_are_known_by_their_names(
    roster: Roster, server: RestServer
) -> None:
    await roster.load()
    others = (account(ZOE), account(GASPARD, roles="system_guest"), account(BOT, is_bot=True))
    gone = {**account(LOUIS), "delete_at": 1}
    server.plan("POST /users/usernames", says([*others, gone]))

    assert await named(roster, "rencontre hôte @zoe @gaspard @courroie @louis @channel") == {}


async def test_elsewhere_the_text_or_the_callers_only_network_tells_whose_members(
    server: RestServer,
) -> None:
    town(server)
    async with roster_of(server, NATIONAL, NETWORK, EPCI) as roster:
        await roster.load()
        server.plan("POST /users/usernames", says([account(ZOE), account(LOUIS)]))

        assert await named(roster, "rencontre ~loire hôte @zoe @louis", network=None) == {
            "louis": LOUIS
        }
        assert await named(roster, "rencontre ~national hôte @zoe", network=None) == {"zoe": ZOE}
        assert await named(roster, "rencontre ~forez hôte @louis", network=None) == {}
        assert await named(roster, "rencontre hôte @zoe", network=None) == {}
        assert await named(roster, "rencontre hôte @louis", network=None, by=ZOE) == {
            "louis": LOUIS
        }


async def test_members_that_are_not_shown_are_nobody(roster: Roster, server: RestServer) -> None:
    server.plan(f"GET /channels/{LOIRE}/members", refuses(403, "api.context.permissions.app_error"))
    await roster.load()
    server.plan("POST /users/usernames", says([account(LOUIS)]))
    caller = Caller(server="bac", id=AMINA, name="amina", roles={"loire": Role.COORDINATOR})

    assert await roster.people("rencontre hôte @louis", caller=caller, network="loire") == {}


async def test_only_the_servers_own_word_says_that_someone_left(
    roster: Roster, server: RestServer
) -> None:
    member = f"GET /channels/{LOIRE}/members/{ZOE}"
    server.plan(member, refuses(404, "app.channel.get_member.missing.app_error"))
    await roster.load()
    assert not await roster.is_in("loire", ZOE)

    server.plan(member, says({"user_id": ZOE, "channel_id": LOIRE}))
    assert await roster.is_in("loire", ZOE)

    server.plan(member, says_text("<h1>Not found</h1>", status=404))
    with pytest.raises(NotFoundError):
        await roster.is_in("loire", ZOE)
    with pytest.raises(NotFoundError):
        await roster.is_in("national", ZOE)


async def test_only_the_servers_own_word_says_that_an_account_ended(
    roster: Roster, server: RestServer
) -> None:
    assert not await roster.has_ended(ZOE)

    server.plan(f"GET /users/{ZOE}", says(account(ZOE, delete_at=1_790_000_000_000)))
    assert await roster.has_ended(ZOE)

    server.plan(f"GET /users/{ZOE}", refuses(404, "app.user.missing_account.const"))
    assert await roster.has_ended(ZOE)

    server.plan(f"GET /users/{ZOE}", says_text("<h1>Not found</h1>", status=404))
    with pytest.raises(NotFoundError):
        await roster.has_ended(ZOE)


async def test_a_coordinator_who_left_the_channel_coordinates_it_no_longer(
    roster: Roster,
) -> None:
    await roster.load()
    assert roster.coordinators_of("loire") == {AMINA}

    roster.left(AMINA, LOIRE)
    assert roster.coordinators_of("loire") == frozenset()

    await roster.joined(AMINA, LOIRE)
    assert roster.coordinators_of("loire") == {AMINA}


async def test_a_coordinator_who_was_put_out_before_our_start_does_not_coordinate(
    roster: Roster, server: RestServer
) -> None:
    server.plan(f"GET /channels/{LOIRE}/members", says([{"user_id": LOUIS}]))
    await roster.load()

    assert roster.coordinators_of("loire") == frozenset()


async def test_only_who_is_in_the_channel_may_be_told_of_a_network(
    roster: Roster, server: RestServer
) -> None:
    with pytest.raises(UnreachableError):
        await roster.may_be_told("loire", LOUIS)
    await roster.load()
    server.plan(f"GET /channels/{LOIRE}/members/{LOUIS}", says({"user_id": LOUIS}))
    assert await roster.may_be_told("loire", LOUIS)

    server.plan(f"GET /channels/{LOIRE}/members/{LOUIS}", refuses(404, "no.member"))
    assert not await roster.may_be_told("loire", LOUIS)


async def test_where_the_channel_is_closed_to_us_what_we_last_knew_says_it(
    roster: Roster, server: RestServer
) -> None:
    await roster.load()
    for user in (AMINA, ZOE):
        server.plan(f"GET /channels/{LOIRE}/members/{user}", refuses(403, "not.yours"))

    assert await roster.may_be_told("loire", AMINA)
    roster.left(AMINA, LOIRE)
    server.plan(f"GET /channels/{LOIRE}/members/{AMINA}", refuses(403, "not.yours"))
    assert not await roster.may_be_told("loire", AMINA)


@asynccontextmanager
async def entered(server: RestServer, written: list[SeenName]) -> AsyncIterator[Roster]:
    """Open the roster of a network that entered from the chat, which Louis coordinates."""

    async def settle(seen: Sequence[SeenName]) -> Sequence[Coordinator]:
        written.extend(seen)
        return ()

    everyone(server, AMINA, LOUIS)
    client = Mattermost(server.url, SecretStr("jeton"))
    pinned = (f"louis:{LOUIS}",)
    network = replace(NETWORK, team="france", home=Home.CHAT, coordinators=pinned)
    try:
        yield Roster("bac", client, lambda: [network], settle)
    finally:
        await client.close()


async def test_a_network_from_chat_has_its_coordinators_by_id_and_none_is_written_back(
    server: RestServer,
) -> None:
    """Someone may have been removed while the places were looked for."""
    written: list[SeenName] = []
    server.plan("POST /users/ids", says([account(LOUIS, username="louis.b")]))
    async with entered(server, written) as roster:
        await roster.load()

        assert roster.coordinators_of("loire") == {LOUIS}
        assert (await roles(roster, AMINA, "loire"))["loire"] is Role.MEMBER
        assert written == []

        roster.left(LOUIS, LOIRE)
        assert roster.coordinators_of("loire") == frozenset()
        assert "loire" not in await roles(roster, LOUIS, "loire")


async def test_a_coordinator_of_a_network_from_chat_whose_account_ends_coordinates_no_longer(
    server: RestServer,
) -> None:
    server.plan("POST /users/ids", says([account(LOUIS)]))
    async with entered(server, []) as roster:
        await roster.load()
        assert roster.coordinators_of("loire") == {LOUIS}

        await roster.changed(objects.User(id=LOUIS, username="louis", deleted=True))

        assert roster.coordinators_of("loire") == frozenset()
