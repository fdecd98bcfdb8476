"""What `courroie check` says of the open lists of places."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

from bot.admin.setup import Finding
from bot.app import open_fetcher, utc_now
from bot.config.models import Config
from bot.helping.places.reading import read_places
from bot.network.network import Network, PlaceList
from bot.veille.fetching.fetch import Fetcher
from bot.veille.fetching.turns import FailedError
from scheduler.places import TROUBLE, ask


async def place_findings(config: Config, networks: Sequence[Network]) -> AsyncIterator[Finding]:
    """Read the list of each network that has one; nothing is kept of it."""
    listed = [each for each in networks if each.places is not None]
    if not listed:
        return
    async with open_fetcher(config.bot) as web:
        for network in listed:
            if network.places is not None:
                yield await _finding(web, network, network.places)


async def _finding(web: Fetcher, network: Network, places: PlaceList) -> Finding:
    what = f"lieux, « {network.slug} »"
    try:
        got = await ask(web, places.source, utc_now())
        found = await asyncio.to_thread(read_places, got.body or b"", network.slug, places.areas)
    except TROUBLE as error:
        return Finding(
            f"{what} : la liste {places.source} ne se lit pas",
            mend="vérifiez l'adresse ou le fichier ; je réessaierai de moi-même chaque jour",
            warning=isinstance(error, FailedError) and error.outcome.trouble.passes,
        )
    if not found:
        return Finding(
            f"{what} : aucun lieu de votre territoire dans {places.source}",
            mend="vérifiez « areas » : des départements (« 42 ») ou des communes (« 42187 »)",
        )
    return Finding(f"{what} : {len(found)} dans la liste", well=True)
