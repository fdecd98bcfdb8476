"""Operators' commands with networks of both homes, of one, and with none at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from pydantic import HttpUrl, SecretStr

from bot.admin.backup.by_hand import save
from bot.admin.collect import collect_by_hand
from bot.admin.failures import told
from bot.admin.served import served
from bot.admin.setup import opened_client
from bot.app import App
from bot.config.models import BotConfig, Config, ServerConfig
from bot.config.outside import OutsideConfig
from bot.core.database import Database
from bot.core.errors import UserError
from bot.core.inspection import peek
from bot.core.migrate import migrate
from bot.entry import store as entries
from bot.entry.rules import EntryState, NetworkEntry
from bot.mattermost.client import Mattermost
from bot.mattermost.wire import objects
from bot.network.network import Home, Scale
from bot.people import coordinators
from tests.admin.test_setup import but, check, installed, set_up
from tests.waiting import PATIENCE

AT = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
async def whole(tmp_path: Path) -> AsyncIterator[Config]:
    """Give the configuration of the sandboxes, with its networks."""
    async with installed(tmp_path) as found:
        yield but(found, "servers", administrators=("nadia",))


@pytest.fixture
def config(whole: Config) -> Config:
    """Give the same without any network."""
    return whole.model_copy(update={"networks": ()})


@pytest.fixture
async def amina(config: Config) -> str:
    async with opened_client(config.servers[0]) as client:
        (user,) = await client.users_by_names(["amina"])
    return user.id


def entry(amina: str, **changes: object) -> NetworkEntry:
    """Return the Loire, as it entered; or in another state."""
    live = NetworkEntry(
        slug="42-loire",
        server="france",
        team="france",
        channel="c" * 26,
        channel_name="loire",
        name="42 - Loire",
        scale=Scale.DEPARTEMENT,
        state=EntryState.LIVE,
        at=AT,
        asked_by=amina,
        organisation="Le Département",
    )
    return replace(live, **changes)  # type: ignore[arg-type]


def keep(config: Config, *found: NetworkEntry) -> None:
    database = Database(config.bot.database)
    migrate(database)
    for each in found:
        database.submit(partial(entries.add, entry=each)).result()
        name = partial(coordinators.name, network=each.slug, called="amina", user=each.asked_by)
        database.submit(partial(name, now=AT)).result()
    database.close()


def declaring(whole: Config, slug: str, channel: str) -> Config:
    """Return the configuration with one network, in this channel."""
    changes = {"slug": slug, "channel": channel, "parent": None}
    return whole.model_copy(update={"networks": (whole.networks[2].model_copy(update=changes),)})


def kept(config: Config) -> Sequence[NetworkEntry | None]:
    return (
        peek(config.bot.database, lambda db: [entries.of(db, each) for each in entries.slugs(db)])
        or []
    )


async def test_an_empty_server_is_set_up_and_has_no_fault_at_any_step(
    config: Config, tmp_path: Path
) -> None:
    first = await check(config)
    made = await set_up(config)
    second = await check(config)

    assert (first.status, first.wrong, second.wrong) == (0, [], [])
    assert made.status == 0
    assert [line.split(" : ")[0] for line in made.text.splitlines()] == [
        "✔ france, france",
        "✔ drome, drome",
    ]
    assert [line.split(" : ")[1] for line in second.later] == [
        "réseaux",
        "le robot ne tourne pas",
    ]
    with (tmp_path / "told").open("w+") as output:
        assert await collect_by_hand(config, output, everything=False) == 0
        output.seek(0)
        assert "Aucun réseau ne suit de flux" in output.read()
    save(config, tmp_path / "saved", None)
    assert list((tmp_path / "saved").iterdir())


async def test_the_bot_serves_an_empty_server_and_its_tools_wait_for_their_network(
    config: Config,
) -> None:
    grist = {"url": "https://grist.example.org", "doc": "document12", "key": "clé"}
    tools = OutsideConfig.model_validate({"grist": grist})
    config = config.model_copy(update={"outside": {"loire": tools}})
    ready = asyncio.Event()
    running = asyncio.create_task(App(config).run(ready.set))

    async with asyncio.timeout(PATIENCE):
        await ready.wait()

    assert not running.done()
    assert any("copies, réseau loire" in line for line in (await check(config)).later)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_bot_that_is_in_no_team_is_told_to_be_added(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def none(_: Mattermost) -> tuple[objects.Team, ...]:
        return ()

    monkeypatch.setattr(Mattermost, "own_teams", none)
    found, made = await check(config), await set_up(config)

    assert made.status == 1
    assert found.wrong == ["✘ équipe : le robot n'est dans aucune"] * 2
    assert made.text.count("faites-y ajouter @courroie par quelqu'un de l'équipe") == 2


def test_the_networks_of_both_homes_are_read_in_either_database(database: Database) -> None:
    address = database.url.render_as_string(hide_password=False)
    bot = BotConfig(database=address, secret=SecretStr("0" * 32))
    server = ServerConfig(url=HttpUrl("https://chat.example.org"), token=SecretStr("jeton"))
    config = Config(bot=bot, servers=(server,))
    database.submit(partial(entries.add, entry=entry("amina"))).result()

    networks = served(config)

    assert {each.slug: each.home for each in networks.values()} == {"42-loire": Home.CHAT}


async def test_a_network_that_entered_is_checked_as_one_of_the_file(
    config: Config, amina: str
) -> None:
    keep(config, entry(amina))

    found = await check(config)

    assert "arbre des réseaux (1 réseau, 1 serveur)" in found.text
    assert "42 - Loire · département · france · ~loire · @amina" in found.text
    assert "✔ réseau 42-loire, canal loire : le robot en est membre" in found.text
    assert found.wrong == []


async def test_a_network_that_entered_and_that_nobody_coordinates_is_told(
    config: Config,
) -> None:
    keep(config, entry(""))

    assert [line for line in (await check(config)).wrong if "coordination" in line] == [
        "✘ réseau 42-loire, coordination : plus personne"
    ]


@pytest.mark.parametrize(
    ("changes", "waits"),
    [
        ({"state": EntryState.INVITED}, "j'attends que @amina dise quel est ce réseau"),
        ({"state": EntryState.ASKED}, "j'attends que l'administration accepte « Le Département »"),
        (
            {"state": EntryState.ASKED, "parent": "aura"},
            (
                "j'attends que l'administration accepte « Le Département » et l'accord du "
                "réseau aura"
            ),
        ),
        (
            {"state": EntryState.ASKED, "organisation_at": AT, "parent": "aura"},
            "j'attends l'accord du réseau aura",
        ),
        ({"state": EntryState.REFUSED}, "c'est refusé, et @amina peut le demander à nouveau"),
    ],
)
async def test_what_is_entering_is_told_with_whom_it_waits_for_and_since_when(
    config: Config, amina: str, changes: dict[str, object], waits: str
) -> None:
    keep(config, entry(amina, **changes))

    found = await check(config)

    line = "✔ réseau 42-loire, canal loire : il entre ; depuis le mardi 1er décembre 2026, "
    assert [each for each in found.text.splitlines() if "il entre" in each] == [f"{line}{waits}"]
    assert found.wrong == []
    assert "arbre des réseaux (" not in found.text


async def test_a_network_that_was_taken_away_is_told_until_it_is_erased(
    config: Config, amina: str
) -> None:
    keep(config, entry(amina, state=EntryState.ENDED))

    found = await check(config)

    line = "✔ réseau 42-loire, canal loire : il est retiré depuis le mardi 1er décembre 2026 ; "
    assert f"{line}trente jours plus tard, tout en est effacé" in found.text
    assert "il entre" not in found.text


async def test_where_nobody_may_accept_an_organisation_it_is_to_do(
    config: Config, amina: str
) -> None:
    keep(config, entry(amina, state=EntryState.ASKED))

    found = await check(but(config, "servers", administrators=()))

    assert any("accepte « Le Département »" in line for line in found.later)
    assert "nommez qui administre ce serveur (servers, administrators)" in found.text


async def test_an_administrator_who_is_not_there_is_named(config: Config) -> None:
    found = await check(but(config, "servers", administrators=("sophie",)))

    assert found.wrong == ["✘ france, administration : @sophie n'existe pas"]
    assert "corrigez le nom d'utilisateur dans la configuration" in found.text


async def test_a_parent_that_has_gone_from_the_file_is_told_and_the_rest_is_drawn(
    config: Config, amina: str
) -> None:
    keep(config, entry(amina, parent="aura"))

    found = await check(config)

    assert found.wrong == [
        "✘ networks, « 42-loire », parent : « aura » n'est pas l'un de vos réseaux (42-loire)"
    ]
    assert "42 - Loire · département" in found.text


async def test_the_file_takes_over_a_network_with_its_slug_and_its_channel(
    whole: Config, config: Config, amina: str
) -> None:
    keep(config, entry(amina))

    networks = served(declaring(whole, "42-loire", "loire"))

    assert networks["42-loire"].home is Home.FILE
    assert networks.clashes == []


@pytest.mark.parametrize(("slug", "channel"), [("42-loire", "aura"), ("loire", "loire")])
async def test_two_networks_in_one_stop_the_start_and_nothing_is_changed(
    whole: Config, config: Config, amina: str, slug: str, channel: str
) -> None:
    keep(config, entry(amina))
    declared = declaring(whole, slug, channel)

    with pytest.raises(UserError, match="has the slug") as refused:
        await App(declared).run()

    sentence, status = told(refused.value)
    assert status == 1
    assert f"le canal {channel} (france) au réseau « {slug} »" in sentence
    assert "« 42-loire », entré depuis Mattermost, est dans loire (france)" in sentence
    assert any("arbre des réseaux" in line for line in (await check(declared)).wrong)
    assert kept(config) == [entry(amina)]


async def test_the_file_goes_before_a_network_that_has_not_entered_yet(
    whole: Config, config: Config, amina: str
) -> None:
    keep(config, entry(amina, state=EntryState.ASKED))

    networks = served(declaring(whole, "loire", "loire"))

    assert (list(networks), networks.entering, networks.clashes) == (["loire"], {}, [])
