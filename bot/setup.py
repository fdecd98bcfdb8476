"""`courroie setup` and `courroie check`: what each server lacks, and how to mend it.

Written for the person who installs the bot: one line a fact, in French, ✔ or ✘.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial

import httpx

from bot.app import utc_now
from bot.config import Config, NetworkConfig, ServerConfig
from bot.domain.feed import Failed, Feed, Gone
from bot.feeds.fetch import Fetcher
from bot.feeds.guard import Guard
from bot.feeds.worker import Worker
from bot.mattermost import wire
from bot.mattermost.client import Mattermost
from bot.mattermost.errors import (
    ForbiddenError,
    MattermostError,
    NotFoundError,
    TokenRefusedError,
)
from bot.store import tokens
from bot.store.database import Database
from bot.store.migrate import migrate
from bot.talk.markdown import typeset
from bot.talk.routing import Route
from commands import ROUTES

Say = Callable[[str], None]

_TIME_LIMIT = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the check: what was looked at, whether it is well, how to mend it if not."""

    well: bool
    text: str
    mend: str = ""

    def __str__(self) -> str:
        line = f"{'✔' if self.well else '✘'} {self.text}"
        return typeset(f"{line}\n    → {self.mend}" if self.mend and not self.well else line)


async def check_all(config: Config, say: Say) -> int:
    """Say how everything is; return 0 when all is well, 1 otherwise."""
    well = True
    async for finding in _findings(config):
        say(str(finding))
        well = well and finding.well
    return 0 if well else 1


async def set_up_all(config: Config, say: Say) -> int:
    """Create or update the slash commands of every team; return 0 when all could be.

    Where the bot's account may not, say what to ask an administrator; all works by mention
    meanwhile.
    """
    database = Database(config.bot.database)
    try:
        migrate(database)
        done = [await _set_up(config, database, server, say) for server in config.servers]
    finally:
        database.close()
    return 0 if all(done) else 1


def slash_commands(callback: str, team: str) -> Iterator[wire.SlashCommand]:
    """Write the slash commands of one team from the routes: a root each, and its hints."""
    for root in dict.fromkeys(route.root for route in ROUTES):
        family = [route for route in ROUTES if route.root == root and route.summary]
        yield wire.SlashCommand(
            team_id=team,
            trigger=root,
            url=f"{callback}/mattermost/command",
            display_name=f"Courroie : {root}",
            description="Animation du réseau",
            auto_complete_desc=family[0].summary.capitalize(),
            auto_complete_hint=_hint(family),
        )


def _hint(family: Sequence[Route]) -> str:
    words = [route.path.split(" ", 1)[1] for route in family if " " in route.path]
    usage = family[0].usage
    return " ".join(part for part in (usage, f"[{' | '.join(words)}]" if words else "") if part)


async def _set_up(config: Config, database: Database, server: ServerConfig, say: Say) -> bool:
    if config.bot.public_url is None:
        say(
            typeset(
                f"{server.name} : pas d'adresse publique (bot.public_url), donc pas de commandes à "
                "créer. Tout marche par mention, message direct et réactions."
            )
        )
        return True
    callback = str(config.bot.public_url).rstrip("/")
    well = True
    async with _client(server) as client:
        for name in dict.fromkeys(_teams_of(config, server)):
            try:
                done = await _set_up_team(database, client, server, name, callback, say)
            except MattermostError as error:
                say(f"✘ {server.name}, {name} : {_explained(error)}")
                done = False
            well = well and done
    return well


async def _set_up_team(  # noqa: PLR0913, PLR0917
    database: Database,
    client: Mattermost,
    server: ServerConfig,
    name: str,
    callback: str,
    say: Say,
) -> bool:
    me = await client.me()
    try:
        team = await client.team_by_name(name)
    except (NotFoundError, ForbiddenError):  # forbidden too: a team that we are not in
        say(str(_no_team(name, me)))
        return False
    try:
        made = await _make_commands(database, client, server, team, callback)
    except ForbiddenError:
        say(typeset(_ask_administrator(server, name, callback, me)))
        return False
    say(f"✔ {server.name}, {name} : {', '.join(f'/{each}' for each in made)}")
    return True


async def _make_commands(
    database: Database, client: Mattermost, server: ServerConfig, team: wire.Team, callback: str
) -> list[str]:
    existing = {each.trigger: each for each in await client.commands(team.id)}
    made = []
    for command in slash_commands(callback, team.id):
        old = existing.get(command.trigger)
        if old is None:
            kept = await client.create_command(command)
        else:
            kept = await client.update_command(replace(command, id=old.id))
        token = kept.token or (old.token if old else "")
        keep = partial(
            tokens.keep, server=server.name, team=team.id, trigger=kept.trigger, token=token
        )
        if token:  # without one, anyone could come with none
            await database.run(keep)
        made.append(command.trigger)
    return made


def _ask_administrator(server: ServerConfig, team: str, callback: str, me: wire.User) -> str:
    lines = [
        f"✘ {server.name}, {team} : le compte du robot n'a pas le droit de créer des commandes.",
        f"  Tout marche déjà par mention : @{me.username} besoin …",
        "  Pour avoir les commandes, demandez à un administrateur de créer celles-ci",
        f"  (Intégrations › Commandes slash), méthode POST, adresse {callback}/mattermost/command,",
        "  puis de vous donner leurs jetons, à mettre dans la configuration (servers,",
        "  command_tokens) :",
    ]
    lines += [
        f"    /{command.trigger} {command.auto_complete_hint}".rstrip()
        for command in slash_commands(callback, team)
    ]
    return "\n".join(lines)


async def _findings(config: Config) -> AsyncIterator[Finding]:
    for server in config.servers:
        async with _client(server) as client:
            async for finding in _server_findings(config, server, client):
                yield finding
    yield await _callback_finding(config)
    async for finding in _feed_findings(config):
        yield finding


async def _server_findings(
    config: Config, server: ServerConfig, client: Mattermost
) -> AsyncIterator[Finding]:
    try:
        me = await client.me()
    except TokenRefusedError as error:
        yield Finding(well=True, text=f"{server.name} : le serveur répond")
        yield Finding(well=False, text=f"{server.name} : jeton", mend=_explained(error))
        return
    except MattermostError as error:
        yield Finding(
            well=False, text=f"{server.name} : le serveur ({server.url})", mend=_explained(error)
        )
        return
    yield Finding(well=True, text=f"{server.name} : le serveur répond ({client.server_version})")
    yield Finding(well=True, text=f"{server.name} : le jeton est celui de @{me.username}")
    for name in dict.fromkeys(_teams_of(config, server)):
        networks = [
            each for each in config.networks if (each.server, each.team) == (server.name, name)
        ]
        async for finding in _team_findings(config, client, me, name, networks):
            yield finding


async def _team_findings(
    config: Config,
    client: Mattermost,
    me: wire.User,
    name: str,
    networks: Sequence[NetworkConfig],
) -> AsyncIterator[Finding]:
    try:
        team = await client.team_by_name(name)
    except (NotFoundError, ForbiddenError):
        yield _no_team(name, me)
        return
    yield Finding(well=True, text=f"équipe {name} : le robot en est membre")
    for network in networks:
        async for finding in _network_findings(client, me, team, network):
            yield finding
    yield await _commands_finding(config, client, team)
    if config.bot.public_url is not None:
        yield await _call_finding(client, team, networks[0])


def _no_team(name: str, me: wire.User) -> Finding:
    return Finding(
        well=False,
        text=f"équipe {name}",
        mend=f"vérifiez son nom, puis faites-y ajouter @{me.username} par quelqu'un de "
        "l'équipe (menu de l'équipe › Inviter des personnes)",
    )


async def _network_findings(
    client: Mattermost, me: wire.User, team: wire.Team, network: NetworkConfig
) -> AsyncIterator[Finding]:
    where = f"réseau {network.slug}, canal {network.channel}"
    try:
        channel = await client.channel_by_name(team.id, network.channel)
        member = await client.channel_member(channel.id, me.id)
    except (NotFoundError, ForbiddenError):
        member = False
    yield Finding(
        well=member,
        text=f"{where} : le robot en est membre" if member else where,
        mend=f"vérifiez son nom, puis écrivez dans ce canal : /invite @{me.username}",
    )
    found = {user.username for user in await client.users_by_names(network.coordinators)}
    for missing in sorted(set(network.coordinators) - found):
        yield Finding(
            well=False,
            text=f"réseau {network.slug}, coordination : @{missing} n'existe pas",
            mend="corrigez le nom d'utilisateur (networks, coordinators)",
        )


async def _commands_finding(config: Config, client: Mattermost, team: wire.Team) -> Finding:
    if config.bot.public_url is None:
        return Finding(
            well=True,
            text=f"équipe {team.name} : sans adresse publique, tout passe par mention, message "
            "direct et réactions",
        )
    callback = str(config.bot.public_url).rstrip("/")
    wanted = {each.trigger: each.url for each in slash_commands(callback, team.id)}
    try:
        existing = {each.trigger: each.url for each in await client.commands(team.id)}
    except ForbiddenError:
        given = any(server.command_tokens for server in config.servers)
        return Finding(
            well=given,
            text=f"équipe {team.name} : commandes créées par un administrateur"
            if given
            else f"équipe {team.name} : commandes",
            mend="lancez `courroie setup`, qui dit quoi demander à votre administrateur ; tout "
            "marche par mention en attendant",
        )
    missing = [f"/{trigger}" for trigger in wanted if trigger not in existing]
    astray = [f"/{trigger}" for trigger, url in wanted.items() if existing.get(trigger, url) != url]
    if missing or astray:
        return Finding(
            well=False,
            text=f"équipe {team.name} : commandes absentes ou d'une autre adresse : "
            f"{', '.join([*missing, *astray])}",
            mend="lancez `courroie setup`",
        )
    return Finding(well=True, text=f"équipe {team.name} : les commandes sont en place")


async def _call_finding(client: Mattermost, team: wire.Team, network: NetworkConfig) -> Finding:
    """Have Mattermost call the bot: the bot types a command itself, and answers itself nothing."""
    text = f"équipe {team.name} : Mattermost appelle le robot"
    try:
        channel = await client.channel_by_name(team.id, network.channel)
        said = await client.run_command(channel.id, "/aide")
    except NotFoundError:
        return Finding(
            well=False,
            text=f"{text} : pas de commande /aide dans {network.channel}",
            mend="réglez d'abord ce qui précède",
        )
    except MattermostError as error:
        return Finding(
            well=False,
            text=f"{text} : il n'y arrive pas ({error.error_id})",
            mend="le robot doit tourner, et son adresse publique répondre depuis le serveur "
            "Mattermost. Si elle est interne, Mattermost refuse de l'appeler (« address "
            "forbidden » dans son journal) : son administrateur doit ajouter cet hôte à "
            "AllowedUntrustedInternalConnections (Console système › Développeur)",
        )
    return Finding(
        well=not said,
        text=f"{text} : {said}" if said else text,
        mend="relancez `courroie setup` et `courroie run` avec la même configuration",
    )


async def _callback_finding(config: Config) -> Finding:
    if config.bot.public_url is None:
        return Finding(well=True, text="adresse publique : aucune, c'est permis")
    address = f"{str(config.bot.public_url).rstrip('/')}/health"
    try:
        async with httpx.AsyncClient(timeout=_TIME_LIMIT) as http:
            answer = await http.get(address)
        well = answer.status_code == httpx.codes.OK and "servers" in answer.json()
    except (httpx.HTTPError, ValueError):
        well = False
    return Finding(
        well=well,
        text=f"adresse publique : {address}" + (" répond" if well else " ne répond pas d'ici"),
        mend="le robot doit tourner (`courroie run`) et votre serveur web lui transmettre cette "
        "adresse",
    )


async def _feed_findings(config: Config) -> AsyncIterator[Finding]:
    addresses = dict.fromkeys(str(feed.url) for each in config.networks for feed in each.feeds)
    if not addresses:
        yield Finding(well=True, text="flux : aucun pour l'instant")
        return
    async with (
        Worker() as worker,
        Fetcher(
            worker, agent="Courroie (essai)", guard=Guard(config.bot.allowed_feed_hosts)
        ) as fetcher,
    ):
        for address in addresses:
            outcome = await fetcher.fetch(Feed(id=0, url=address), utc_now())
            match outcome:
                case Failed(trouble=trouble):
                    yield Finding(
                        well=False,
                        text=f"flux {address} : {trouble.sentence}",
                        mend="vérifiez l'adresse dans un navigateur ; je réessaierai de moi-même",
                    )
                case Gone():
                    yield Finding(
                        well=False,
                        text=f"flux {address} : il n'existe plus",
                        mend="retirez-le de la configuration",
                    )
                case _:
                    yield Finding(well=True, text=f"flux {address}")


def _teams_of(config: Config, server: ServerConfig) -> Sequence[str]:
    return [each.team for each in config.networks if each.server == server.name]


def _explained(error: MattermostError) -> str:
    match error:
        case TokenRefusedError():
            return (
                "le serveur refuse ce jeton ; créez-en un nouveau (Console système › Comptes "
                "robots) et mettez-le dans la configuration (servers, token)"
            )
        case ForbiddenError():
            return "le compte du robot n'a pas ce droit ; voyez avec un administrateur"
        case NotFoundError():
            return "introuvable ; vérifiez le nom dans la configuration"
        case _:
            return f"il ne répond pas comme un serveur Mattermost ({error}) ; vérifiez l'adresse"


@asynccontextmanager
async def _client(server: ServerConfig) -> AsyncIterator[Mattermost]:
    client = Mattermost(str(server.url), server.token)
    try:
        yield client
    finally:
        await client.close()
