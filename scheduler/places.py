"""Reads the open list of each network's places, once a day.

A list that is unchanged costs one conditional request. One that cannot be read leaves what was
there, and is asked for again the next day. A crash at the worst moment reads it once more: the
places of a network are replaced in one transaction, with when that was.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Protocol

import structlog
from sqlalchemy import Connection

from bot.core.clock import Clock
from bot.core.database import Database, DatabaseAwayError
from bot.helping.places import store as places
from bot.helping.places.reading import PlacesUnreadableError, read_places
from bot.helping.places.rules import LIST_LIMIT, ListState
from bot.network.network import Network, PlaceList
from bot.veille.fetching.ask import HttpAnswer, Request
from bot.veille.fetching.caching import validator
from bot.veille.fetching.turns import FailedError

log = structlog.get_logger(__name__)

_WEB = ("http://", "https://")


class ListReader(Protocol):
    """What asks an address of the web, through the guard."""

    async def answer(self, url: str, request: Request) -> HttpAnswer:
        """Return the last answer; raises FailedError."""


@dataclass(frozen=True, slots=True)
class ListAnswer:
    """What a source gave: its bytes, None where they are those that were read; its validators."""

    body: bytes | None
    etag: str = ""
    modified: str = ""


@dataclass(eq=False)
class PlacesJob:
    """The job: `networks` are looked at each time, some of which have a list."""

    database: Database
    networks: Mapping[str, Network]
    web: ListReader
    clock: Clock

    async def read_due(self) -> int:
        """Read the lists that are due, one after the other; return how many were new."""
        listed = [each for each in self.networks.values() if each.places is not None]
        slugs = [each.slug for each in listed]
        await self.database.run(lambda db: places.drop_others(db, slugs))
        return sum([await self._one(each) for each in listed])

    async def _one(self, network: Network) -> bool:
        source, now = network.places, self.clock()
        slug = network.slug
        before = await self.database.run(lambda db: places.state_of(db, slug))
        if source is None or (before is not None and not before.is_due(source.source, now)):
            return False
        known = before if before is not None and before.source == source.source else None
        state = ListState(network=slug, source=source.source, read_at=now, good_at=now)
        try:
            return await self._read(network, source, known, state)
        except DatabaseAwayError:
            raise
        except TROUBLE as error:
            log.warning("places_not_read", network=slug, reason=str(error)[:200])
        except Exception:  # a defect: the other lists are read
            log.exception("places_broke_us", network=slug)
        kept = replace(known or replace(state, good_at=None), read_at=now)
        await self.database.run(lambda db: places.note(db, kept))
        return False

    async def _read(
        self, network: Network, source: PlaceList, known: ListState | None, state: ListState
    ) -> bool:
        got = await ask(self.web, source.source, self.clock(), known)
        dated = replace(state, etag=got.etag, modified=got.modified)
        body = got.body
        if body is None:
            await self.database.run(lambda db: places.note(db, dated))
            return False
        # A national list takes seconds to read: not on the loop that serves people.
        found = await asyncio.to_thread(read_places, body, network.slug, source.areas)

        def kept(db: Connection) -> None:
            places.keep(db, network.slug, found)
            places.note(db, dated)

        await self.database.run(kept)
        log.info("places_read", network=network.slug, places=len(found))
        return True


async def ask(
    web: ListReader, source: str, now: datetime, known: ListState | None = None
) -> ListAnswer:
    """Ask for a list, at an address or in a file, unless it is the `known` one. Raises TROUBLE."""
    if not source.startswith(_WEB):
        return await asyncio.to_thread(_from_file, source, known)
    asked = {
        "If-None-Match": known.etag if known else "",
        "If-Modified-Since": known.modified if known else "",
    }
    headers = {"Accept": "text/csv, */*;q=0.5"} | {k: v for k, v in asked.items() if v}
    request = Request(headers=headers, limit=LIST_LIMIT, now=now)
    answer = await web.answer(source, request)
    if answer.status not in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED):
        raise PlacesUnreadableError(f"HTTP {answer.status}")
    etag = validator(answer.headers, "etag") or asked["If-None-Match"]
    modified = validator(answer.headers, "last-modified") or asked["If-Modified-Since"]
    return ListAnswer(answer.body if answer.status == HTTPStatus.OK else None, etag, modified)


TROUBLE = (FailedError, PlacesUnreadableError, OSError)
"""What may be wrong with a list, and is nobody's mistake here."""


def _from_file(path: str, known: ListState | None) -> ListAnswer:
    """Read a file, unless it is as it was. Raises OSError and PlacesUnreadableError."""
    found = Path(path).stat()
    if found.st_size > LIST_LIMIT:
        raise PlacesUnreadableError(f"over {LIST_LIMIT} bytes")
    modified = str(found.st_mtime_ns)
    if known is not None and known.modified == modified:
        return ListAnswer(None, modified=modified)
    return ListAnswer(Path(path).read_bytes(), modified=modified)
