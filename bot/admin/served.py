"""The networks that operators' commands look at: the bot's own, wherever they are declared."""

from __future__ import annotations

from bot.config.models import Config
from bot.core.inspection import peek
from bot.entry import store as entries
from bot.network.served import Networks


def networks_of(config: Config) -> Networks:
    """Return the networks of the file; `reread` takes up those that entered from the chat."""
    return Networks(config.served, entries.networks)


def served(config: Config) -> Networks:
    """Return the networks as they are now; the file's alone while there is no database."""
    networks = networks_of(config)
    peek(config.bot.database, networks.reread)
    return networks
