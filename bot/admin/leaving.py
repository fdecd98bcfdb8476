"""A network that leaves, for whoever runs the bot: its subscribers' addresses, then no row of it.

None of it is a command of the chat. What is erased is erased in one transaction: killed at any
moment, it is all there, or all gone.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from bot.admin.backup.errors import told_of_file
from bot.admin.backup.restoring import refuse_root
from bot.admin.setup import Finding, Say
from bot.app import utc_now
from bot.config.models import Config
from bot.core import compacting
from bot.core.database import Database, unhurried
from bot.core.errors import Refusal
from bot.core.inspection import inspected, peek
from bot.core.locks import run_lock
from bot.core.migrate import migrate
from bot.entry import store as entries
from bot.letter.mail import subscriber_store as subscribers
from bot.letter.mail.rules import AddressStatus, Subscriber
from bot.people import coordinators
from bot.privacy import forgetting
from bot.talk.markdown import typeset
from bot.talk.render import plural
from bot.talk.spreadsheet import spreadsheet

NO_DATABASE = Refusal(
    "no database", reply="Il n'y a pas encore de base : vérifiez bot.database dans le fichier."
)
NOTHING_KEPT = Refusal(
    "nothing kept of {slug}",
    reply="La base ne garde rien d'un réseau « {slug} ». `courroie effacer`, seul, nomme ceux qui "
    "ne sont plus animés et dont elle garde quelque chose.",
)
STILL_IN_THE_FILE = Refusal(
    "{slug} is in the file",
    reply="« {slug} » est dans la configuration : le robot l'anime. Ôtez-le du fichier d'abord. "
    "Rien n'a changé.",
)
FROM_THE_CHAT = Refusal(
    "{slug} entered from the chat",
    reply="« {slug} » est entré depuis Mattermost : sa coordination, ou une personne qui "
    "administre le serveur, l'y retire par « Retirer ce réseau… », et le robot l'efface 30 jours "
    "après. Rien n'a changé.",
)
NOT_AGREED = Refusal("not agreed to", reply="Rien n'a changé.")
NO_ADDRESS = Refusal(
    "no confirmed address in {slug}",
    reply="Aucune adresse confirmée ne reçoit la lettre de « {slug} » : rien n'a été écrit. "
    "Est-ce bien son nom court, celui que dit `courroie check` ?",
)

_CALLED = {
    "questions": ("question", ""),
    "meetings": ("rencontre", ""),
    "letters": ("lettre", ""),
    "subscribers": ("adresse abonnée à la lettre", "adresses abonnées à la lettre"),
}
"""The tables whose rows operators are told of by their name."""

_STAYS = """Tout cela sera effacé, sans retour. Il en restera :
- dans la base, sans nom : les questions transmises à d'autres réseaux, les derniers numéros \
donnés, pour qu'aucun ne resserve, et les articles des flux, communs à tous ;
- dans la base, avec un compte : les réactions autour des messages du robot (un an au plus) et ses \
messages privés (30 jours) ;
- ailleurs : ce que gardent Mattermost, les outils reliés, les journaux, les dossiers de mémoire, \
les copies faites avant une mise à jour (30 jours) et vos sauvegardes. L'une d'elles, remise, \
ramène ce réseau : effacez-le de nouveau.
Pour en garder une copie, faites d'abord `courroie backup`."""

_HAND_OVER = """N'y sont ni les adresses qui n'ont pas confirmé, ni celles qui se sont \
désabonnées : n'en reprenez aucune d'une liste plus ancienne.
Chacune a été donnée pour la lettre de ce réseau, et pour rien d'autre. Remettez ce fichier à \
l'organisation qui répond de ses données, chiffré, notez quand et à qui, puis effacez-le d'ici."""


def tell_kept(config: Config, say: Say) -> None:
    """Say which networks are served no more, and how much is kept of each. Raises NO_DATABASE."""
    with _opened(config) as database:
        found = database.submit(partial(_no_longer_served, config=config)).result()
    for slug, kept in found.items():
        say(typeset(f"{slug} : {_counted(kept)}"))
    say(
        "Pour en effacer un, robot arrêté : `courroie effacer` et son nom."
        if found
        else "La base ne garde rien d'un réseau qui ne soit plus animé."
    )


def erase(config: Config, slug: str, say: Say, agree: Callable[[str], bool]) -> None:
    """Erase a network that is served no more, once whoever is there agrees to what is said.

    Raises NO_DATABASE, NOTHING_KEPT, STILL_IN_THE_FILE, FROM_THE_CHAT, NOT_AGREED,
    AlreadyRunningError, and BackupError where a bot serves the database, or where this account
    would get in its way.
    """
    with _opened(config, alone=True) as database:
        look = partial(_leaving, config=config, slug=slug, alone=database.path is None)
        say(typeset(f"Réseau « {slug} » : {_counted(database.submit(look).result())}."))
        say(typeset(_STAYS))
        if not agree(slug):
            raise NOT_AGREED()

        def gone(db: Connection) -> None:
            look(db)
            with unhurried(db):
                forgetting.erase_network(db, slug, utc_now())

        database.submit(gone).result()
        asyncio.run(_rewritten(database))
    say(typeset(f"Le réseau « {slug} » est effacé."))


def write_subscribers(config: Config, slug: str, file: Path, say: Say) -> None:
    """Write the confirmed addresses of a network's letter into a new file.

    Raises NO_DATABASE, NO_ADDRESS, BackupError where the file cannot be made.
    """
    with _opened(config) as database:
        listed = database.submit(partial(subscribers.of_network, network=slug)).result()
    confirmed = [each for each in listed if each.standing is AddressStatus.CONFIRMED]
    if not confirmed:
        raise NO_ADDRESS(slug=slug)
    rows = [(each.address, *_consent(each)) for each in confirmed]
    with (
        told_of_file("Impossible d'écrire", file),
        file.open("x", encoding="utf-8", newline="") as opened,
    ):
        opened.write(spreadsheet(("adresse", "inscrite le", "accord"), rows))
    written = plural(len(confirmed), "adresse écrite", "adresses écrites")
    say(f"{written} dans {file}")
    say(typeset(_HAND_OVER))


async def kept_findings(config: Config) -> AsyncIterator[Finding]:
    """Yield the networks of which the database keeps something though they are served no more."""
    found = await asyncio.to_thread(
        peek, config.bot.database, partial(_no_longer_served, config=config)
    )
    for slug, kept in (found or {}).items():
        yield Finding(
            typeset(f"réseau {slug} : il n'est plus animé, et la base en garde {_counted(kept)}"),
            mend=f"pour l'effacer, robot arrêté : `courroie effacer {slug}`",
            warning=True,
        )


@contextmanager
def _opened(config: Config, *, alone: bool = False) -> Iterator[Database]:
    """Open the database, brought up to date; `alone` where no bot may serve a file meanwhile."""
    address = config.bot.database
    if inspected(address).empty:
        raise NO_DATABASE()
    with ExitStack() as held:
        database = held.enter_context(closing(Database(address)))
        if alone and database.path is not None:
            refuse_root(database.path)
            held.enter_context(run_lock(database))
        migrate(database)
        yield database


def _leaving(db: Connection, config: Config, slug: str, *, alone: bool) -> Mapping[str, int]:
    """Count what is kept of a network that may be erased. Raises what `erase` does."""
    if slug in _in_the_file(config):
        raise STILL_IN_THE_FILE(slug=slug)
    if entries.of(db, slug) is not None:
        raise FROM_THE_CHAT(slug=slug)
    kept = forgetting.kept_of_network(db, slug)
    if not kept:
        raise NOTHING_KEPT(slug=slug)
    if alone:
        from bot.admin.backup.postgresql_restores import (  # noqa: PLC0415  its driver is optional
            others_on,
            served_by,
        )
        from bot.core.peers_postgresql import holder  # noqa: PLC0415

        if who := ", ".join(sorted(others_on(db))) or holder(db):
            raise served_by(who)
    return kept


def _in_the_file(config: Config) -> frozenset[str]:
    """Return what rows are kept for: each network, and what stands for one beside its servers'."""
    of_servers = (coordinators.administration(each.name) for each in config.servers)
    return frozenset((*(each.slug for each in config.networks), *of_servers))


def _no_longer_served(db: Connection, config: Config) -> Mapping[str, Mapping[str, int]]:
    gone = sorted(forgetting.networks_kept(db) - _in_the_file(config) - set(entries.slugs(db)))
    return {slug: forgetting.kept_of_network(db, slug) for slug in gone}


async def _rewritten(database: Database) -> None:
    """Write the file anew; killed before the end, the bot does it its first night."""
    since = await database.run(compacting.asked_since)
    await database.compact()
    if since is not None:
        await database.run(partial(compacting.done, since=since))


def _counted(kept: Mapping[str, int]) -> str:
    named = [plural(kept[table], *words) for table, words in _CALLED.items() if table in kept]
    lines = plural(sum(kept.values()), "ligne")
    return f"{lines}, dont {', '.join(named)}" if named else lines


def _consent(subscriber: Subscriber) -> tuple[str, str]:
    """Return since when an address is written to, and what says that it may be."""
    at = subscriber.confirmed_at or subscriber.asked_at
    by_mail = at > subscriber.asked_at
    said = "confirmé par courriel" if by_mail else "domaine d'une structure du réseau"
    return f"{at:%Y-%m-%d}", said
