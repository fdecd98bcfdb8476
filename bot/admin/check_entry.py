"""What `courroie check` says of the networks that are entering: whom each waits for, since when."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from sqlalchemy import Connection

from bot.admin.setup import Finding
from bot.config.models import ServerConfig
from bot.entry import store as entries
from bot.entry.rules import EntryState, NetworkEntry
from bot.mattermost.client import Mattermost
from bot.network.served import Networks
from bot.talk.render import day


def entering(db: Connection, networks: Networks) -> Sequence[NetworkEntry]:
    """Return how far those have come that are entering."""
    found = (entries.of(db, slug) for slug in networks.entering)
    return [each for each in found if each is not None]


async def entry_findings(
    client: Mattermost, server: ServerConfig, waiting: Sequence[NetworkEntry]
) -> AsyncIterator[Finding]:
    """Yield what each network waits for that enters on a server; it is no fault."""
    for entry in waiting:
        if entry.server == server.name:
            asked = await client.users_by_ids([entry.asked_by]) if entry.asked_by else ()
            who = f"@{asked[0].username}" if asked else "la personne qui l'a invité"
            unnamed = entry.state is EntryState.ASKED and not server.administrators
            yield Finding(
                f"réseau {entry.slug}, canal {entry.channel_name} : {_wait(entry, who)}",
                mend="nommez qui administre ce serveur (servers, administrators), puis relancez",
                well=not unnamed,
                to_do=unnamed,
            )


def _wait(entry: NetworkEntry, who: str) -> str:
    since = f"depuis le {day(entry.at, entry.timezone)}"
    if entry.state is EntryState.ENDED:
        return f"il est retiré {since} ; trente jours plus tard, tout en est effacé"
    organisation = entry.organisation_at is None
    yeses = [
        *([f"que l'administration accepte « {entry.organisation} »"] if organisation else ()),
        *([f"l'accord du réseau {entry.parent}"] if entry.parent and not entry.place_at else ()),
    ]
    waits = {
        EntryState.INVITED: f"j'attends que {who} dise quel est ce réseau",
        EntryState.REFUSED: f"c'est refusé, et {who} peut le demander à nouveau",
    }.get(entry.state, f"j'attends {' et '.join(yeses)}")
    return f"il entre ; {since}, {waits}"
