"""`courroie check`: line by line, what is well and how to mend what is not.

Written for the person who installs the bot: one line a fact, in French: ✔, ✘, ⚠ for what the bot
does with, ○ for what comes later in the installation. Before the bot ever ran, that it does not
answer is no fault.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

import httpx

from bot.admin.check_channels import channel_finding, find_team
from bot.admin.check_coordination import coordination_findings
from bot.admin.check_database import database_state, disk_findings, peers_findings
from bot.admin.check_entry import entering, entry_findings
from bot.admin.check_outside import outside_findings
from bot.admin.check_places import place_findings
from bot.admin.check_tree import TreeLook, tree_findings
from bot.admin.failures import system_reason, unforeseen
from bot.admin.leaving import kept_findings
from bot.admin.served import served
from bot.admin.setup import (
    Finding,
    Say,
    explained,
    no_team,
    opened_client,
    slash_commands,
    teams_of,
)
from bot.app import open_fetcher, utc_now
from bot.config.models import Config, ServerConfig
from bot.config.values import ABSENT
from bot.core.inspection import peek
from bot.letter.inbox.imap import ImapMailbox
from bot.letter.mail.settings import MailboxError
from bot.letter.mail.smtp import SmtpSender
from bot.mattermost.client import Mattermost
from bot.mattermost.errors import (
    ForbiddenError,
    MalformedError,
    MattermostError,
    NotFoundError,
    TokenRefusedError,
)
from bot.mattermost.roster import office
from bot.mattermost.wire import objects
from bot.network.network import Network
from bot.network.served import Networks
from bot.people import coordinators
from bot.privacy import moments
from bot.talk.markdown import typeset
from bot.talk.render import day, plural
from bot.veille.feeds.rules import Ailment, Collected, Failed, Feed, Gone

_TIME_LIMIT = 5.0

_ASTRAY = "ce n'est pas l'adresse d'un Mattermost ; écrivez-la sans équipe ni canal"
_RUN_IT = Finding(
    "le robot ne tourne pas",
    mend="lancez `courroie run`, puis de nouveau `courroie check` : il vérifiera que Mattermost "
    "l'appelle",
    to_do=True,
)


async def check_all(config: Config, say: Say, absent: Iterable[str] = ()) -> int:
    """Say how everything is; return 0 when nothing is wrong, 1 otherwise.

    `absent` says which secrets are not there: what needs one of them is not looked at. What breaks
    one look is told as its finding: the others are taken all the same.
    """
    found = [Finding(line) for line in absent]
    for finding in found:
        say(str(finding))
    async for finding in findings(config):
        say(str(finding))
        found.append(finding)
    say(_conclusion(found))
    return 1 if any(each.fault for each in found) else 0


def _conclusion(found: Sequence[Finding]) -> str:
    """Count what is not well, the worst first."""
    counts = Counter(each.mark for each in found)
    told = [
        f"{what} : {plural(counts[mark], 'point')} ({mark})"
        for mark, what in (("✘", "à réparer"), ("⚠", "à surveiller"), ("○", "reste à faire"))
        if counts[mark]
    ]
    if told and not counts["✘"]:
        told.insert(0, "rien à réparer")
    counted = " ; ".join(told) or "tout est en place"
    return typeset(f"{counted[0].upper()}{counted[1:]}.")


async def findings(config: Config) -> AsyncIterator[Finding]:
    """Yield what each look finds, one after the other."""
    database, has_run = await asyncio.to_thread(database_state, config)
    yield database
    for finding in await asyncio.to_thread(disk_findings, config):
        yield finding
    networks = await asyncio.to_thread(served, config)
    live = [each for each in networks.declared if each.live]
    runs = await _runs(config)
    expected = has_run or runs
    tree = TreeLook()
    looks = [
        *([("base de données", peers_findings(config))] if database.well else []),
        *(
            (
                each.name,
                _answer_findings(each)
                if each.token == ABSENT
                else _server_findings(config, each, networks, tree, expected=expected),
            )
            for each in config.servers
        ),
        ("arbre des réseaux", _tree_findings(networks, live, tree)),
        ("réseaux retirés", kept_findings(config)),
        ("horloge", _clock_findings(config)),
        ("adresse publique", _callback_findings(config, runs=runs, expected=expected)),
        ("courriel", _mail_findings(config)),
        ("flux", _feed_findings(config, live)),
        ("lieux", place_findings(config, live)),
        ("copies", outside_findings(config, networks)),
        ("liens", _link_findings(config, live)),
    ]
    for what, look in looks:
        async for finding in _guarded(what, look):
            yield finding


async def _guarded(what: str, look: AsyncIterator[Finding]) -> AsyncIterator[Finding]:
    """Yield what a look finds, and what broke it off."""
    try:
        async for finding in look:
            yield finding
    except (MattermostError, MalformedError) as error:
        yield Finding(what, mend=explained(error))
    except OSError as error:
        yield Finding(f"{what} : {system_reason(error)}")
    except Exception as error:  # noqa: BLE001  logged whole
        yield Finding(f"{what} : je n'ai pas pu le vérifier", mend=unforeseen(error))


async def _runs(config: Config) -> bool:
    """Tell whether the bot runs beside us: whether its own health is told where it listens."""
    return await _is_healthy(f"{local_address(config)}/health")


def local_address(config: Config) -> str:
    """Return where the bot beside us listens."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(config.bot.host, config.bot.host)  # noqa: S104
    return f"http://{host}:{config.bot.port}"


async def _is_healthy(address: str) -> bool:
    """Tell whether a bot tells its health at an address, well or not."""
    try:
        told = json.loads(await told_at(address))
    except ValueError:
        return False
    return isinstance(told, dict) and "servers" in told


async def told_at(address: str) -> str:
    """Return what is told at an address, "" where nothing answers."""
    try:
        async with httpx.AsyncClient(timeout=_TIME_LIMIT) as http:
            return (await http.get(address)).text
    except (httpx.HTTPError, httpx.InvalidURL, OSError):
        return ""


async def _answer_findings(server: ServerConfig) -> AsyncIterator[Finding]:
    """Tell that a server answers, all that can be told without its token."""
    async with opened_client(server) as client:
        with suppress(TokenRefusedError):
            await client.me()
        yield Finding(f"{server.name} : le serveur répond", well=True)


async def _server_findings(
    config: Config, server: ServerConfig, networks: Networks, tree: TreeLook, *, expected: bool
) -> AsyncIterator[Finding]:
    async with opened_client(server) as client:
        try:
            me = await client.me()
        except TokenRefusedError as error:
            yield Finding(f"{server.name} : le serveur répond", well=True)
            yield Finding(f"{server.name} : jeton", mend=explained(error))
            return
        except MattermostError as error:
            mend = _ASTRAY if isinstance(error, NotFoundError) else explained(error)
            yield Finding(f"{server.name} : le serveur ({server.url})", mend=mend)
            return
        tree.answered.add(server.name)
        url, here = config.bot.database, networks.on(server.name)
        coordinated = (office(server.name, server.administrators), *here)
        slugs = [each.slug for each in coordinated]
        pinned = await asyncio.to_thread(peek, url, partial(coordinators.of, networks=slugs)) or ()
        waiting = await asyncio.to_thread(peek, url, partial(entering, networks=networks)) or ()
        yield Finding(
            f"{server.name} : le serveur répond ({client.server_version})",
            well=True,
            version=client.server_version,
        )
        yield Finding(f"{server.name} : le jeton est celui de @{me.username}", well=True)
        for network in coordinated:
            odd, people = await coordination_findings(client, network, networks.channels, pinned)
            tree.coordinators[network.slug] = people
            for finding in odd:
                yield finding
        async for finding in entry_findings(client, server, waiting):
            yield finding
        for name in await teams_of(client, here):
            in_it = [each for each in here if each.team == name]
            team = await find_team(client, name, in_it, networks.channels)
            if team is None:
                yield no_team(name, me)
                continue
            renamed = "" if team.name == name else f" (renommée {team.name})"
            yield Finding(f"équipe {name}{renamed} : le robot en est membre", well=True)
            for network in in_it:
                yield await channel_finding(client, me, network, networks.channels)
            for finding in await _command_findings(config, client, team, in_it if expected else ()):
                yield finding


async def _command_findings(
    config: Config, client: Mattermost, team: objects.Team, called: Sequence[Network]
) -> Sequence[Finding]:
    """Look at the commands of a team, and have Mattermost call the bot, if in any network yet."""
    commands = await _commands_finding(config, client, team)
    if config.bot.public_url is None or not called:
        return [commands if commands.well else replace(commands, to_do=True)]
    call = await _call_finding(client, team, called[0])
    if commands.to_do:  # a right that we lack, but commands may have been made before
        return [call if call.well else commands]
    return [commands, call]


async def _tree_findings(
    networks: Networks, live: Sequence[Network], tree: TreeLook
) -> AsyncIterator[Finding]:
    for finding in tree_findings(live, tree, networks.clashes):
        yield finding


async def _commands_finding(config: Config, client: Mattermost, team: objects.Team) -> Finding:
    if config.bot.public_url is None:
        return Finding(
            f"équipe {team.name} : sans adresse publique, tout passe par mention, message "
            "direct et réactions",
            well=True,
        )
    callback = str(config.bot.public_url).rstrip("/")
    wanted = {each.trigger: each.url for each in slash_commands(callback, team.id)}
    try:
        existing = {each.trigger: each.url for each in await client.commands(team.id)}
    except ForbiddenError:
        given = any(server.command_tokens for server in config.servers)
        return Finding(
            f"équipe {team.name} : commandes créées par un administrateur"
            if given
            else f"équipe {team.name} : commandes (le compte du robot n'a pas le droit d'en créer)",
            mend="lancez `courroie setup`, qui dit quoi demander à votre administrateur ; tout "
            "marche par mention en attendant",
            well=given,
            to_do=not given,
        )
    missing = [f"/{trigger}" for trigger in wanted if trigger not in existing]
    astray = [f"/{trigger}" for trigger, url in wanted.items() if existing.get(trigger, url) != url]
    if missing or astray:
        return Finding(
            f"équipe {team.name} : commandes absentes ou d'une autre adresse : "
            f"{', '.join([*missing, *astray])}",
            mend="lancez `courroie setup`",
        )
    return Finding(f"équipe {team.name} : les commandes sont en place", well=True)


async def _call_finding(client: Mattermost, team: objects.Team, network: Network) -> Finding:
    """Have Mattermost call the bot: the bot types a command itself, and answers itself nothing."""
    text = f"équipe {team.name} : Mattermost appelle le robot"
    try:
        channel = await client.channel_by_name(team.id, network.channel)
        said = await client.run_command(channel.id, "/aide")
    except NotFoundError:
        return Finding(
            f"{text} : pas de commande /aide dans {network.channel}",
            mend="réglez d'abord ce qui précède",
        )
    except MattermostError as error:
        return Finding(
            f"{text} : il n'y arrive pas ({error.error_id})",
            mend="le robot doit tourner, et son adresse publique répondre depuis le serveur "
            "Mattermost. Si elle est interne, Mattermost refuse de l'appeler (« address "
            "forbidden » dans son journal) : son administrateur doit ajouter cet hôte à "
            "AllowedUntrustedInternalConnections (Console système › Développeur)",
        )
    return Finding(
        f"{text} : {said}" if said else text,
        mend="relancez `courroie setup` et `courroie run` avec la même configuration",
        well=not said,
    )


async def _clock_findings(config: Config) -> AsyncIterator[Finding]:
    """Tell whether a clock that was wrong recorded anything beyond the present.

    Nothing is told of a database that is not there yet, or that cannot be read.
    """
    beyond = partial(moments.beyond, now=utc_now())
    found = await asyncio.to_thread(peek, config.bot.database, beyond)
    if found is None:
        return
    put_right = await asyncio.to_thread(peek, config.bot.database, moments.last_put_right)
    past = f" ; remise en ordre le {day(put_right, 'UTC')}" if put_right else ""
    yield Finding(
        "horloge : des dates enregistrées sont encore à venir, et ne devraient pas l'être"
        if found
        else f"horloge : aucune date enregistrée n'est en avance{past}",
        mend="vérifiez l'heure de cette machine (`timedatectl`) ; `courroie run` remet ces dates "
        "en ordre de lui-même",
        well=not found,
    )


async def _callback_findings(
    config: Config, *, runs: bool, expected: bool
) -> AsyncIterator[Finding]:
    if config.bot.public_url is None:
        yield Finding("adresse publique : aucune, c'est permis", well=True)
        return
    address = str(config.bot.public_url).rstrip("/")
    well = await _leads_here(address)
    if not (well or expected):
        yield _RUN_IT
        return
    yield Finding(
        f"adresse publique : {address}" + (" répond" if well else " ne répond pas d'ici"),
        mend="le robot tourne : que votre serveur web lui transmette cette adresse"
        if runs
        else "le robot doit tourner (`courroie run`) et votre serveur web lui transmettre cette "
        "adresse",
        well=well,
    )


async def _leads_here(address: str) -> bool:
    """Tell whether calls below an address come to a bot, which takes commands by POST alone.

    Its health is not for the world: the web server may keep it.
    """
    try:
        async with httpx.AsyncClient() as http:
            answer = await http.get(f"{address}/mattermost/command")
    except (httpx.HTTPError, httpx.InvalidURL, OSError):
        return False
    return answer.status_code == httpx.codes.METHOD_NOT_ALLOWED


async def _mail_findings(config: Config) -> AsyncIterator[Finding]:
    """Connect and log in to the mail server and to the mailbox; nothing is sent nor taken."""
    if config.mail is None:
        text = "courriel : aucun serveur, la coordination recevra les lettres en fichiers"
        yield Finding(text, well=True)
        return
    if config.mail.password != ABSENT:
        step = await SmtpSender(config.mail.server, time_limit=_TIME_LIMIT).try_out()
        mend = "voyez [mail] avec votre hébergeur de courriel, puis relancez `courroie check`"
        yield Finding(
            f"{step.name} : {step.trouble}" if step.trouble else step.name,
            mend=mend,
            well=not step.trouble,
        )
    if config.mail.imap is None:
        text = "boîte de réception : aucune ; ce qui revient et les réponses ne sont pas lus"
        yield Finding(text, well=True)
    elif config.mail.imap.password != ABSENT:
        yield await _mailbox_finding(ImapMailbox(config.mail.imap.server, time_limit=_TIME_LIMIT))


async def _mailbox_finding(mailbox: ImapMailbox) -> Finding:
    what = f"boîte de réception, {mailbox.server.host}:{mailbox.server.port}"
    try:
        async with mailbox.opened() as box:
            count = plural(len(await box.waiting()), "message")
    except MailboxError as error:
        mend = "voyez [mail.imap] avec votre hébergeur de courriel, puis relancez `courroie check`"
        return Finding(f"{what} : {error.reason}", mend=mend)
    return Finding(typeset(f"{what} : elle s'ouvre ({count} à lire)"), well=True)


async def _link_findings(config: Config, networks: Sequence[Network]) -> AsyncIterator[Finding]:
    """Look whether the pages that networks lead to answer: their video room, their comparison."""
    links = dict.fromkeys(
        (what, each.slug, link)
        for each in networks
        for what, link in (("visio", each.video), ("fragilité", each.fragility))
        if link
    )
    if not links:
        return
    async with open_fetcher(config.bot) as fetcher:
        for what, slug, link in links:
            page = await fetcher.page(link)
            trouble = page.trouble if isinstance(page, Failed) else None
            yield Finding(
                f"réseau {slug}, {what} : {link}" + (f" ; {trouble.precise}" if trouble else ""),
                mend="vérifiez l'adresse dans un navigateur (networks, video ou fragility)",
                well=trouble is None,
                warning=trouble is not None and trouble.passes,
            )


async def _feed_findings(config: Config, networks: Sequence[Network]) -> AsyncIterator[Finding]:
    addresses = dict.fromkeys(feed.url for each in networks for feed in each.feeds)
    if not addresses:
        yield Finding("flux : aucun pour l'instant", well=True)
        return
    async with open_fetcher(config.bot) as fetcher:
        for address in addresses:
            outcome = await fetcher.fetch(Feed(id=0, url=address), utc_now())
            match outcome:
                case Failed(trouble=trouble):
                    yield Finding(
                        f"flux {address} : {trouble.precise}",
                        mend="s'il est de votre organisation, nommez son hôte dans "
                        "allowed_feed_hosts"
                        if trouble.ailment is Ailment.INTERNAL_ADDRESS
                        else "vérifiez l'adresse dans un navigateur ; je réessaierai de moi-même",
                        warning=trouble.passes,
                    )
                case Gone():
                    yield Finding(
                        f"flux {address} : il n'existe plus",
                        mend="retirez-le de la configuration",
                        warning=True,
                    )
                case Collected(events=tuple() as dates):
                    count = plural(len(dates), "date")
                    yield Finding(typeset(f"flux {address} : un agenda, {count}"), well=True)
                case _:
                    yield Finding(f"flux {address}", well=True)
