"""What `courroie check` says of the tools that get copies: one line each, nothing sent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping

from bot.admin.setup import Finding
from bot.app import open_api
from bot.config.models import Config
from bot.core.inspection import peek
from bot.outside import store
from bot.outside.calling import ApiClient
from bot.outside.line import OutsideLine
from bot.outside.rules import OutsideError, OutsideFault, OutsideTool, ToolState
from bot.outside_lines import outside_lines

_ACCESS = (
    "vérifiez la clé et les droits qu'elle a là-bas, puis relancez le robot (« Réessayer », dans "
    "[Les autres outils], si la clé n'a pas changé)"
)
_AWAY = "vérifiez l'adresse et ce qui est nommé là ; je réessaierai de moi-même"


async def outside_findings(config: Config, networks: Collection[str]) -> AsyncIterator[Finding]:
    """Yield how each tool of each network answers; nothing where there is none."""
    lines = outside_lines(config)
    if not lines:
        return
    for slug in config.outside.keys() - {*networks}:
        yield Finding(
            f"copies, réseau {slug} : il n'est pas l'un de vos réseaux, ou n'est pas encore entré",
            mend="écrivez son slug (outside), que dit l'arbre des réseaux, ou attendez qu'il entre",
            to_do=True,
        )
    kept = await asyncio.to_thread(peek, config.bot.database, store.states) or ()
    states = {(each.network, each.tool): each for each in kept}
    async with open_api(config.bot) as api:
        looks = [asyncio.ensure_future(_finding(api, line, states)) for line in lines]
        for look in looks:
            yield await look


async def _finding(
    api: ApiClient, line: OutsideLine, states: Mapping[tuple[str, OutsideTool], ToolState]
) -> Finding:
    name = f"réseau {line.network}, copies vers {line.tool.label}"
    try:
        said = await line.sender.probe(api)
    except OutsideError as error:
        mend = _ACCESS if error.fault is OutsideFault.ACCESS else _AWAY
        return Finding(f"{name} : {error.reason}", mend=mend)
    state = states.get((line.network, line.tool))
    waiting = f" ; {state.waiting} en attente" if state and state.waiting else ""
    return Finding(f"{name} : {said}{waiting}", well=True)
