"""`courroie check` and `courroie setup` on the sandbox: what they find, what they say to do."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import BaseModel, HttpUrl, SecretStr

from bot.admin.check import check_all
from bot.admin.setup import opened_client, set_up_all
from bot.app import utc_now
from bot.config.models import Config, FeedConfig, load_config
from bot.core import occurrences
from bot.core.database import Database
from bot.core.migrate import migrate
from bot.mattermost.client import Mattermost
from bot.mattermost.errors import ForbiddenError
from bot.mattermost.wire import objects
from sandbox.demo import write_config
from sandbox.server.sandbox import Sandbox
from sandbox.server.seed import DROME
from scheduler.clock_watch import ClockWatch
from tests.letter.mail.server import Post, smtp_server
from tests.letter.mail.server import config as mail_config
from tests.ports import held_port
from tests.whole.conftest import village
from tests.whole.test_channels import archive, noted, put_out, rename
from tests.whole.town import Village

__all__ = ["village"]


@dataclass
class Told:
    """What was printed, spaces made plain."""

    status: int
    text: str

    @property
    def wrong(self) -> list[str]:
        return [line for line in self.text.splitlines() if line.startswith("✘")]

    @property
    def later(self) -> list[str]:
        return [line for line in self.text.splitlines() if line.startswith("○")]


async def check(config: Config) -> Told:
    lines: list[str] = []
    status = await check_all(config, lines.append)
    return Told(status, plain(lines))


async def set_up(config: Config) -> Told:
    lines: list[str] = []
    status = await set_up_all(config, lines.append)
    return Told(status, plain(lines))


def plain(lines: list[str]) -> str:
    return "\n".join(lines).replace("\u00a0", " ")


def but(config: Config, part: str, **changes: object) -> Config:
    """Return the configuration with changes in `bot`, or in the first of a list."""
    kept: BaseModel | tuple[BaseModel, ...] = getattr(config, part)
    if isinstance(kept, tuple):
        first, *others = kept
        return config.model_copy(update={part: (first.model_copy(update=changes), *others)})
    return config.model_copy(update={part: kept.model_copy(update=changes)})


@asynccontextmanager
async def installed(folder: Path, *, bot_may_create_commands: bool = True) -> AsyncIterator[Config]:
    """Open both sandboxes, and give the configuration that nobody has used yet."""
    drome = Sandbox(data_dir=folder / "drome", port=0, seed=DROME)
    async with (
        Sandbox(data_dir=folder, port=0, bot_may_create_commands=bot_may_create_commands) as france,
        drome,
    ):
        yield without_feeds(load_config(write_config(folder, france, drome)))


def without_feeds(config: Config) -> Config:
    networks = tuple(each.model_copy(update={"feeds": ()}) for each in config.networks)
    return config.model_copy(update={"networks": networks})


@pytest.fixture
def config(village: Village) -> Config:
    return without_feeds(village.stage.config)


async def test_all_is_well_while_the_bot_runs(village: Village, config: Config) -> None:
    async with village.bot():
        told = await check(config)

    assert (told.status, told.wrong, told.later) == (0, [], [])
    assert "les commandes sont en place" in told.text
    assert told.text.endswith("Tout est en place.")


async def test_what_a_wrong_clock_recorded_is_named_and_later_that_it_was_put_right(
    config: Config,
) -> None:
    database = Database(config.bot.database)
    migrate(database)
    ahead = utc_now() + timedelta(days=400)
    database.submit(
        lambda db: occurrences.record(db, "loire", "digest", due=ahead, now=ahead)
    ).result()

    told = await check(config)

    assert any("des dates enregistrées sont encore à venir" in line for line in told.wrong)
    await ClockWatch(database, utc_now).look()
    database.close()
    told = await check(config)
    assert not any("horloge" in line for line in told.wrong)
    assert "aucune date enregistrée n'est en avance ; remise en ordre le" in told.text


async def test_an_address_of_a_channel_is_not_that_of_a_server(config: Config) -> None:
    canal = HttpUrl(f"{config.servers[0].url}france/channels/loire")

    told = await check(but(config, "servers", url=canal))

    assert "ce n'est pas l'adresse d'un Mattermost ; écrivez-la sans équipe ni canal" in told.text


async def test_a_bot_that_ran_and_does_not_is_noticed(village: Village, config: Config) -> None:
    async with village.bot():
        pass
    told = await check(config)

    assert told.status == 1
    assert "ne répond pas" in told.text
    assert told.text.endswith("À réparer : 3 points (✘).")


async def test_a_first_check_has_no_fault_at_any_step(tmp_path: Path) -> None:
    async with installed(tmp_path) as config:
        first = await check(config)
        assert await set_up_all(config, lambda _line: None) == 0
        second = await check(config)

    assert (first.status, first.wrong) == (0, [])
    assert [line.split(" : ")[1] for line in first.later] == [
        "base de données",
        "équipe france",
        "équipe drome",
        "le robot ne tourne pas",
    ]
    assert (second.status, second.wrong) == (0, [])
    assert second.later == ["○ à faire : le robot ne tourne pas"]


async def test_commands_made_before_the_right_was_taken_back_are_well(
    village: Village, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def forbidden(*_: object) -> None:
        raise ForbiddenError(method="GET", path="/commands", status=403)

    monkeypatch.setattr(Mattermost, "commands", forbidden)
    async with village.bot():
        told = await check(config)

    assert (told.status, told.wrong, told.later) == (0, [], [])
    assert "Mattermost appelle le robot" in told.text


async def test_a_real_fault_of_a_first_check_is_not_hidden(tmp_path: Path) -> None:
    async with installed(tmp_path) as config:
        told = await check(but(config, "networks", coordinators=("personne",)))

    assert told.status == 1
    assert told.wrong == ["✘ réseau national, coordination : @personne n'existe pas"]


async def test_the_mail_server_is_tried_without_sending(village: Village, config: Config) -> None:
    post = Post()
    async with smtp_server(post) as port, village.bot():
        well = await check(config.model_copy(update={"mail": mail_config(port)}))
    away = await check(config.model_copy(update={"mail": mail_config(port)}))

    assert f"courriel, localhost:{port} : connexion" in well.text
    assert not well.wrong
    assert "il ne répond pas (vérifiez mail.host et mail.port)" in away.text
    assert not post.kept


async def test_setting_up_twice_changes_nothing(config: Config) -> None:
    first = await set_up(config)
    second = await set_up(config)

    assert first == second
    assert first.status == 0
    assert "/besoin" in first.text


async def test_reseau_is_typed_with_its_accent_too_and_proposed_once(village: Village) -> None:
    amina = await village.person("amina")
    team = (await amina.get("/users/me/teams"))[0]["id"]
    proposed = [each["trigger"] for each in await amina.get(f"/commands?team_id={team}")]

    assert proposed.count("reseau") == 1
    assert "réseau" not in proposed
    async with village.bot():
        for spelt in ("reseau", "réseau", "Réseau"):
            assert "Le rythme de" in await village.types("louis", f"/{spelt} rythme")
        await village.says("zoe", "@courroie réseau rythme")
        assert await village.letter_with("zoe", "Le rythme de")
        louis = await village.person("louis")
        await louis.says(await village.direct("louis"), "/réseau ~loire rythme")
        assert await village.letter_with("louis", "Le rythme de")


async def test_a_missing_spelling_is_noticed(village: Village, config: Config) -> None:
    server = config.servers[0]
    async with opened_client(server) as client:
        team = await client.team_by_name(config.networks[0].team)
        for each in await client.commands(team.id):
            if each.trigger == "réseau":
                await client._http.delete(f"/commands/{each.id}")
    async with village.bot():
        told = await check(config)

    assert "/réseau" in told.text
    assert "lancez `courroie setup`" in told.text


async def test_without_a_public_address_there_is_nothing_to_create(config: Config) -> None:
    told = await set_up(but(config, "bot", public_url=None))

    assert told.status == 0
    assert "Tout marche par mention" in told.text


async def test_a_bot_without_the_right_says_what_to_ask(tmp_path: Path) -> None:
    async with installed(tmp_path, bot_may_create_commands=False) as config:
        told = await set_up(config)

    assert told.status == 1
    assert "n'a pas le droit de créer des commandes" in told.text
    assert "/besoin <votre question>" in told.text
    assert f"{str(config.bot.public_url).rstrip('/')}/mattermost/command" in told.text


async def test_a_wrong_token_is_named(config: Config) -> None:
    told = await check(but(config, "servers", token=SecretStr("faux")))

    assert told.status == 1
    assert told.wrong[0] == "✘ france : jeton"
    assert "refuse ce jeton" in told.text
    assert "faux" not in told.text


async def test_an_unreachable_server_is_named(config: Config) -> None:
    with held_port() as port:
        away = but(config, "servers", url=HttpUrl(f"http://127.0.0.1:{port}"))

        assert (await check(away)).wrong[0].startswith("✘ france : le serveur (http://127.0.0.1")
        assert (await set_up(away)).status == 1


async def test_a_wrong_team_is_named(config: Config) -> None:
    told = await check(but(config, "networks", team="ailleurs"))

    assert "✘ équipe ailleurs : introuvable, ou le robot n'y est pas" in told.wrong
    assert (await set_up(but(config, "networks", team="ailleurs"))).status == 1


@pytest.mark.parametrize(
    ("channel", "why"),
    [("inconnu", " : introuvable"), ("hors-sujet", " : le robot n'en est pas membre")],
)
async def test_a_channel_without_the_bot_is_named(config: Config, channel: str, why: str) -> None:
    told = await check(but(config, "networks", channel=channel))

    assert f"✘ réseau national, canal {channel}{why}" in told.wrong
    assert "/invite @courroie" in told.text


async def test_an_archived_channel_is_told(village: Village, config: Config) -> None:
    await archive(village)

    told = await check(config)

    assert "✘ réseau loire, canal loire : il est archivé" in told.wrong
    assert "désarchiver" in told.text


async def test_what_the_bot_was_removed_from_or_what_was_renamed_is_told(
    village: Village, config: Config
) -> None:
    async with village.bot():
        await noted(village)
    await rename(village, "loire-42")
    renamed = await check(config)
    await put_out(village)
    removed = await check(config)
    admin, bot = await village.person("admin"), await village.person("courroie")
    await admin.call("DELETE", f"/teams/{(await admin.team())['id']}/members/{bot.id}")
    nowhere = await check(config)

    where = "réseau loire, canal loire"
    assert f"✔ {where} (renommé loire-42) : le robot en est membre" in renamed.text
    assert f"✘ {where} : le robot n'en est pas membre" in removed.wrong
    assert "✘ équipe france : introuvable, ou le robot n'y est pas" in nowhere.wrong


async def test_a_missing_coordinator_is_named(config: Config) -> None:
    told = await check(but(config, "networks", coordinators=("amina", "personne")))

    assert "✘ réseau national, coordination : @personne n'existe pas" in told.wrong


@pytest.mark.feeds
async def test_a_feed_that_is_down_at_someone_elses_is_no_fault_of_ours(village: Village) -> None:
    async with village.bot():
        told = await check(village.stage.config)

    assert [line for line in told.text.splitlines() if line.startswith("⚠") and "mort.rss" in line]
    assert "✔ flux" in told.text
    assert (told.status, told.wrong) == (0, [])
    assert told.text.endswith("Rien à réparer ; à surveiller : 1 point (⚠).")


async def test_a_feed_whose_address_is_wrong_is_ours_to_mend(config: Config) -> None:
    feed = FeedConfig(url=HttpUrl("http://127.0.0.1:9/interne.rss"))
    inside = config.bot.model_copy(update={"allowed_feed_hosts": ()})
    wrong = but(config, "networks", feeds=(feed,)).model_copy(update={"bot": inside})

    told = await check(wrong)

    assert [line for line in told.wrong if "interne.rss" in line]
    assert "nommez son hôte dans allowed_feed_hosts" in told.text
    assert told.status == 1


async def test_a_video_room_that_cannot_be_reached_is_named(config: Config) -> None:
    told = await check(but(config, "networks", video="https://visio.invalid/salle"))

    assert [each for each in told.wrong if "visio : https://visio.invalid/salle" in each]


async def test_the_tree_is_drawn_with_the_servers_that_are_away(config: Config) -> None:
    """The first server answers, the second one does not: the national network sits there."""
    with held_port() as port:
        url = HttpUrl(f"http://127.0.0.1:{port}")
        second = config.servers[0].model_copy(update={"name": "ailleurs", "url": url})
        servers = (*config.servers, second)
        moved = but(config, "networks", server="ailleurs", coordinators=("nadia",))

        told = await check(moved.model_copy(update={"servers": servers}))

    assert "✘ ailleurs : le serveur (http://127.0.0.1" in told.text
    assert (
        "✔ arbre des réseaux (4 réseaux, 3 serveurs)\n"
        "    Réseau national · national · ailleurs (absent) · ~national · @nadia\n"
        "    └── Auvergne-Rhône-Alpes · région · france · ~aura · @rachid\n"
        "        ├── 42 - Loire · département · france · ~loire · @amina\n"
        "        └── 26 - Drôme · département · drome · ~drome · @bruno\n"
    ) in told.text


async def test_a_network_that_nobody_coordinates_is_marked_in_the_tree(config: Config) -> None:
    told = await check(but(config, "networks", coordinators=("personne",)))

    assert "✘ réseau national, coordination : @personne n'existe pas" in told.wrong
    assert "personne ne lirait ce qui attend" in told.text
    assert "Réseau national · national · france · ~national · sans coordination" in told.text


async def test_a_coordinator_whose_account_has_ended_is_named(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Mattermost.users_by_names

    async def with_zoe_gone(client: Mattermost, names: Iterable[str]) -> list[objects.User]:
        found = await asked(client, names)
        return [replace(each, deleted=each.username == "zoe") for each in found]

    monkeypatch.setattr(Mattermost, "users_by_names", with_zoe_gone)
    told = await check(but(config, "networks", coordinators=("amina", "zoe")))

    assert "✘ réseau national, coordination : @zoe est un compte désactivé" in told.wrong


def named(monkeypatch: pytest.MonkeyPatch, **names: str) -> None:
    """Have the server tell that some people have other names today, by their ids."""
    by_names, by_ids = Mattermost.users_by_names, Mattermost.users_by_ids

    def renamed(found: Iterable[objects.User]) -> list[objects.User]:
        return [replace(each, username=names.get(each.id, each.username)) for each in found]

    async def of_names(client: Mattermost, wanted: Iterable[str]) -> list[objects.User]:
        people = await by_names(client, ("amina", "louis", "zoe", *wanted))
        return [each for each in renamed(people) if each.username in {*wanted}]

    async def of_ids(client: Mattermost, ids: Iterable[str]) -> list[objects.User]:
        return renamed(await by_ids(client, ids))

    monkeypatch.setattr(Mattermost, "users_by_names", of_names)
    monkeypatch.setattr(Mattermost, "users_by_ids", of_ids)


async def test_a_name_that_another_account_took_is_told_with_what_to_write(
    village: Village, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with village.bot():
        await noted(village)
    amina, louis = await village.person("amina"), await village.person("louis")
    named(monkeypatch, **{amina.id: "amina.b", louis.id: "amina"})

    told = await check(config)

    assert (
        "⚠ réseau loire, coordination : @amina est désormais un autre compte, qui ne coordonne pas "
        "(@amina.b coordonne toujours)"
    ) in told.text
    assert f"écrivez « amina:{louis.id} » à la place de son nom" in told.text
    confirmed = config.model_copy(
        update={
            "networks": tuple(
                each.model_copy(update={"coordinators": (f"amina:{louis.id}",)})
                if "amina" in each.coordinators
                else each
                for each in config.networks
            )
        }
    )
    assert "coordination" not in "".join((await check(confirmed)).wrong)


async def test_a_coordinator_who_has_another_name_is_told_by_it(
    village: Village, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with village.bot():
        await noted(village)
    amina = await village.person("amina")
    named(monkeypatch, **{amina.id: "amina.b"})

    told = await check(config)

    assert (
        "⚠ réseau loire, coordination : @amina s'appelle désormais @amina.b, et coordonne toujours"
    ) in told.text
    assert "· ~loire · @amina.b" in told.text


async def test_a_network_whose_coordinators_are_not_in_its_channel_is_told(
    village: Village, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with village.bot():
        await noted(village)
    amina, members = await village.person("amina"), Mattermost.channel_members

    async def without_amina(client: Mattermost, channel: str) -> list[str]:
        return [each for each in await members(client, channel) if each != amina.id]

    monkeypatch.setattr(Mattermost, "channel_members", without_amina)
    told = await check(config)

    assert (
        "✘ réseau loire, coordination : aucune des personnes qui coordonnent n'est dans le canal"
    ) in told.wrong


async def test_an_edge_without_agreement_is_a_fault(config: Config) -> None:
    told = await check(but(config, "networks", organisation="Le hub"))

    assert told.status == 1
    assert any("n'ont pas d'accord ; rien ne passe" in line for line in told.wrong)
    assert "    └── Auvergne-Rhône-Alpes · région · sans accord · france" in told.text
