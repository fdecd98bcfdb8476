"""The processes that serve one database: which of them leads, and what they tell each other.

All answer commands, buttons and pages; one leads, alone to hear posts and reactions and to do what
the clock asks for. A SQLite file has one process, which leads. A PostgreSQL database may have
several: see `bot.core.peers_postgresql`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum

from sqlalchemy import Connection

from bot.core.database_errors import DatabaseAwayError


class Topic(StrEnum):
    """What another process must look after, soon."""

    SPOKEN = "spoken"
    ASKED = "asked"
    SETTINGS = "settings"
    GENERATIONS = "generations"


class NotLeadingError(DatabaseAwayError):
    """Another process leads now: it will do what this one had begun."""


class Peers:
    """The one process that serves a database: it leads, and has nobody to tell.

    `heard` are called when another process tells of something; set it before `run()`.
    """

    alone = True

    def __init__(self) -> None:
        self.heard: Mapping[Topic, Callable[[], None]] = {}

    def leads(self) -> bool:
        """Tell whether this process leads, as far as it can know without asking."""
        return True

    def fence(self, db: Connection) -> None:
        """Raise NotLeadingError in a transaction that only the one that leads may make."""

    def tell(self, topic: Topic) -> None:
        """Have the other processes look after something."""

    async def run(self, lead: Callable[[], Awaitable[None]]) -> None:
        """Do what the one that leads does, whenever it is us, until cancelled.

        What is under way when the lead is lost is cut short. Raises what `lead` raises, and
        NewerDatabaseError once a newer program has changed the tables.
        """
        await lead()
