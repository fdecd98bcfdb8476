"""What a verb's button does, pressed where no post that bears it has to be looked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import aiohttp

from bot.config.models import Config
from bot.mattermost.signing import Signer, Ticket
from commands import ROUTES

_VERBS = {route.path for route in ROUTES if not route.summary}
_LONGEST = 4
"""Words of the longest verb."""


def verb_in(line: str) -> tuple[str, str] | None:
    """Return the verb that a line begins with, and its argument; None where it is a command.

    >>> verb_in("/besoin moi-aussi 12")
    ('besoin moi-aussi', '12')
    """
    words = line.lstrip("/").split(" ")
    for length in range(_LONGEST, 0, -1):
        if (path := " ".join(words[:length])) in _VERBS:
            return path, " ".join(words[length:])
    return None


async def press(  # noqa: PLR0913, PLR0917  whose bot, who, where, what
    http: aiohttp.ClientSession,
    config: Config,
    network: str,
    who: str,
    channel: str,
    verb: tuple[str, str],
) -> str:
    """Have the bot called as the server calls it when someone presses; return what they read.

    It is "" where the bot dies meanwhile. `who` and `channel` are ids.
    """
    body = {
        "type": "button",
        "user_id": who,
        "channel_id": channel,
        "post_id": channel,
        "context": {"ticket": _ticket(config, network, verb)},
    }
    url = f"http://127.0.0.1:{config.bot.port}/mattermost/action"
    try:
        async with http.post(url, json=body) as answer:
            return str((await answer.json()).get("ephemeral_text", ""))
    except aiohttp.ClientError:
        return ""


async def fill(  # noqa: PLR0913, PLR0917  whose bot, who, where, what
    http: aiohttp.ClientSession,
    config: Config,
    network: str,
    who: str,
    channel: str,
    route: str,
    entries: Mapping[str, str],
) -> None:
    """Have the bot called as the server calls it when someone sends a form that is right."""
    body = {
        "type": "dialog_submission",
        "callback_id": next(iter(entries)),
        "state": _ticket(config, network, (route, "")),
        "user_id": who,
        "channel_id": channel,
        "submission": dict(entries),
        "cancelled": False,
    }
    url = f"http://127.0.0.1:{config.bot.port}/mattermost/dialog"
    async with http.post(url, json=body) as answer:
        assert await answer.json() == {}


def _ticket(config: Config, network: str, verb: tuple[str, str]) -> str:
    now = datetime.now(UTC)
    route, argument = verb
    filed = (each.server for each in config.networks if each.slug == network)
    server = next(filed, config.servers[0].name)  # one that entered from the chat
    ticket = Ticket(
        server=server,
        network=network,
        route=route,
        argument=argument,
        made=now,
        expires=now + timedelta(days=3650),
    )
    return Signer(config.bot.secret).sign(ticket)
