"""`courroie setup`: the slash commands of each team, or what to ask for where we may not.

Written for the person who installs the bot, in French.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import KW_ONLY, dataclass, field, replace
from functools import partial
from pathlib import Path

from bot.admin.served import networks_of
from bot.config.models import Config, ServerConfig
from bot.core import command_tokens
from bot.core.database import Database
from bot.core.migrate import migrate
from bot.mattermost.client import Mattermost
from bot.mattermost.errors import (
    ForbiddenError,
    MalformedError,
    MattermostError,
    NotFoundError,
    TokenRefusedError,
    UnreachableError,
)
from bot.mattermost.wire import objects
from bot.network.network import Network
from bot.talk.markdown import typeset
from bot.talk.routing import COMMANDS, Route
from commands import ROUTES

Say = Callable[[str], None]

_UNREACHED = {
    "ClientConnectorDNSError": "ce nom d'hôte est inconnu d'ici ; vérifiez l'adresse et le DNS",
    "ClientConnectorCertificateError": (
        "son certificat n'est pas reconnu ; donnez son autorité par SSL_CERT_FILE"
    ),
    "ClientConnectorSSLError": "il ne parle pas https à cette adresse ; vérifiez-la",
    "ClientConnectorError": "la connexion est refusée ; vérifiez l'adresse et le port",
    "TimeoutError": "il ne répond pas à temps",
}
"""What to do about each way of not being answered, by the transport's own name for it."""

_SPELT = {"reseau": "réseau"}
"""Roots that people spell otherwise too; only the first is proposed as one types."""


def _here() -> str:
    """Return where a finding is made: `check.py:120`."""
    made = sys._getframe(2)  # noqa: SLF001  beyond us and its __init__
    return f"{Path(made.f_code.co_filename).name}:{made.f_lineno}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the check: what was looked at, whether it is well, how to mend it if not.

    What is `to_do` is no fault: it comes later in the installation. Nor is a `warning`: the bot
    does with it, as with what is down at someone else's. `version` is the server's; `place` is
    where in our code it was found, which tells what without anyone's names.
    """

    text: str
    mend: str = ""
    _: KW_ONLY
    well: bool = False
    to_do: bool = False
    warning: bool = False
    version: str = ""
    place: str = field(default_factory=_here, repr=False)

    @property
    def fault(self) -> bool:
        """Whether something is wrong here."""
        return not (self.well or self.to_do or self.warning)

    @property
    def mark(self) -> str:
        """What its line begins with."""
        return "✘" if self.fault else "✔" if self.well else "○" if self.to_do else "⚠"

    def __str__(self) -> str:
        line = f"{self.mark} {'à faire : ' if self.to_do else ''}{self.text}"
        return typeset(f"{line}\n    → {self.mend}" if self.mend and not self.well else line)


async def set_up_all(config: Config, say: Say) -> int:
    """Create or update the slash commands of every team; return 0 when all could be.

    Where the bot's account may not, say what to ask an administrator; all works by mention
    meanwhile.
    """
    with closing(Database(config.bot.database)) as database:
        migrate(database)
        networks = networks_of(config)
        await database.run(networks.reread)
        done = [
            await _set_up(config, database, server, networks.on(server.name), say)
            for server in config.servers
        ]
    return 0 if all(done) else 1


def slash_commands(callback: str, team: str) -> Iterator[objects.SlashCommand]:
    """Write the slash commands of one team from the routes: a root each, and its hints.

    One that is spelt in two ways is written twice, and proposed once.
    """
    for root in dict.fromkeys(route.root for route in ROUTES):
        family = [route for route in ROUTES if route.root == root and route.path in COMMANDS]
        command = objects.SlashCommand(
            team_id=team,
            trigger=root,
            url=f"{callback}/mattermost/command",
            display_name=f"Courroie : {root}",
            description="Animation du réseau",
            auto_complete_desc=family[0].summary.capitalize(),
            auto_complete_hint=_hint(family),
        )
        yield command
        if root in _SPELT:
            yield replace(command, trigger=_SPELT[root], auto_complete=False)


def _hint(family: Sequence[Route]) -> str:
    words = [route.path.split(" ", 1)[1] for route in family if " " in route.path]
    usage = family[0].usage
    return " ".join(part for part in (usage, f"[{' | '.join(words)}]" if words else "") if part)


async def _set_up(
    config: Config, database: Database, server: ServerConfig, networks: Sequence[Network], say: Say
) -> bool:
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
    async with opened_client(server) as client:
        try:
            names = await teams_of(client, networks)
        except (MattermostError, MalformedError) as error:
            say(f"✘ {server.name} : {explained(error)}")
            return False
        for name in names:
            try:
                done = await _set_up_team(database, client, server, name, callback, say)
            except (MattermostError, MalformedError) as error:
                say(f"✘ {server.name}, {name} : {explained(error)}")
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
        say(str(no_team(name, me)))
        return False
    try:
        made = await _make_commands(database, client, server, team, callback)
    except ForbiddenError:
        say(typeset(_ask_administrator(server, name, callback, me)))
        return False
    say(f"✔ {server.name}, {name} : {', '.join(f'/{each}' for each in made)}")
    return True


async def _make_commands(
    database: Database, client: Mattermost, server: ServerConfig, team: objects.Team, callback: str
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
            command_tokens.keep, server=server.name, team=team.id, trigger=kept.trigger, token=token
        )
        if token:  # without one, anyone could come with none
            await database.run(keep)
        made.append(command.trigger)
    return made


def _ask_administrator(server: ServerConfig, team: str, callback: str, me: objects.User) -> str:
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


def no_team(name: str, me: objects.User) -> Finding:
    """Say that a team cannot be found, or that we are not in it: the server tells them alike."""
    return Finding(
        f"équipe {name} : introuvable, ou le robot n'y est pas"
        if name
        else "équipe : le robot n'est dans aucune",
        mend=("vérifiez son nom, puis " if name else "")
        + f"faites-y ajouter @{me.username} par quelqu'un de l'équipe (menu de l'équipe › Inviter "
        "des personnes)",
    )


async def teams_of(client: Mattermost, networks: Sequence[Network]) -> Collection[str]:
    """Return the names of a server's teams that networks sit in, or that we are a member of.

    Where there is none, "": nobody finds it, which is told.
    """
    own = await client.own_teams()
    return dict.fromkeys([each.team for each in networks] + [each.name for each in own]) or [""]


def explained(error: MattermostError | MalformedError) -> str:
    """Say in French what an error means to the person who installs, and what to do."""
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
        case UnreachableError() if error.error_id in _UNREACHED:
            return _UNREACHED[error.error_id]
        case _:
            return f"il ne répond pas comme un serveur Mattermost ({error}) ; vérifiez l'adresse"


@asynccontextmanager
async def opened_client(server: ServerConfig) -> AsyncIterator[Mattermost]:
    """Open a client on a server for the length of the block."""
    client = Mattermost(str(server.url), server.token)
    try:
        yield client
    finally:
        await client.close()
