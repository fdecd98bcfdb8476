"""`courroie collect`: one collection by hand, on a real site, and what is told of it."""

from __future__ import annotations

import asyncio
import io
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

import pytest
from sqlalchemy import Connection

from bot.admin.collect import collect_by_hand
from bot.config.models import load_config
from bot.core.database import Database
from bot.veille.feeds import following_store as followings
from bot.veille.feeds import store as feeds
from bot.veille.fetching.fetch import Limits
from tests.veille.fetching.site import Site, open_site, trickle
from tests.waiting import PATIENCE, eventually, until

_CONFIG = """
[bot]
database = "sqlite:///{folder}/courroie.db"
listen = "127.0.0.1:8066"
secret = "0123456789abcdef0123456789abcdef"
allowed_feed_hosts = ["127.0.0.1"]

[[servers]]
name = "national"
url = "https://mattermost.example.org"
token = "jeton"

[[networks]]
slug = "loire"
name = "42 - Loire"
scale = "département"
server = "national"
team = "conseillers"
channel = "loire"
coordinators = ["amina"]
feeds = [{feeds}]
"""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@dataclass
class House:
    """A site, a bot's folder beside it, and the clock of those who collect by hand."""

    site: Site
    folder: Path
    now: datetime = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    status: int = -1

    def follows(self, *names: str) -> Self:
        """Write a configuration whose feeds are at these paths of the site."""
        given = ", ".join(
            f'{{ url = "http://127.0.0.1:{self.site.port}/{each}", name = "{each.capitalize()}", '
            'theme = "Inclusion" }'
            for each in names
        )
        self.config.write_text(_CONFIG.format(folder=self.folder, feeds=given), encoding="utf-8")
        return self

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"

    @property
    def database(self) -> str:
        return f"sqlite:///{self.folder}/courroie.db"

    async def collect(self, *, everything: bool = False, output: io.StringIO | None = None) -> str:
        output = output or io.StringIO()
        self.status = await collect_by_hand(
            load_config(self.config),
            output,
            everything=everything,
            clock=lambda: self.now,
            limits=Limits(pause=0),
        )
        return output.getvalue().replace("\u00a0", " ")


@asynccontextmanager
async def bot(folder: Path) -> AsyncIterator[House]:
    async with open_site() as site:
        yield House(site, folder)


def command(config: Path, *more: str) -> Sequence[str]:
    return [sys.executable, "-m", "bot.cli", "collect", "--config", str(config), *more]


async def test_each_feed_is_told_as_its_network_calls_it(tmp_path: Path) -> None:
    async with bot(tmp_path) as here:
        here.site.publishes("/cnil", etag='"a"')
        here.site.says("/ville", status=403)
        here.site.says("/vieux", status=410)
        here.follows("cnil", "ville", "vieux")

        told = await here.collect()

    lines = told.splitlines()
    assert lines[0].startswith("Cnil : lu, 3 nouveaux articles (0,")
    assert lines[1].startswith("Ville : en panne : le site refuse que je le lise (403) (0,")
    assert lines[2].startswith("Vieux : arrêté : le site a arrêté ce flux (0,")
    assert lines[3] == "3 flux demandés : 3 nouveaux articles, 2 flux en panne."
    assert "\x1b" not in told
    assert here.status == 0


async def test_what_is_not_due_is_told_with_its_hour_and_read_on_demand(tmp_path: Path) -> None:
    async with bot(tmp_path) as here:
        here.site.publishes("/cnil", etag='"a"')
        here.follows("cnil")
        await here.collect()

        again = await here.collect()
        read_once = len(here.site.requests)
        here.site.says("/cnil", status=304)
        told = await here.collect(everything=True)

    assert re.search(r"^Cnil : pas à relire avant 1[01] h( \d\d)?$", again, re.MULTILINE)
    assert re.search(r"^Rien à lire avant 1[01] h( \d\d)?\.", again, re.MULTILINE)
    assert "Pour lire sans attendre : `courroie collect --all`." in again
    assert read_once == 1
    assert told.startswith("Cnil : inchangé (0,")
    assert "1 flux demandé : 0 nouvel article.\n" in told


async def test_nobody_goes_against_what_a_publisher_asked(tmp_path: Path) -> None:
    """What its server asked of one feed is meant for all, after a restart too."""
    async with bot(tmp_path) as here:
        here.site.says("/cnil", status=429, retry_after="7200")
        here.follows("cnil")
        first = await here.collect()
        here.follows("cnil", "autre")
        asked = len(here.site.requests)

        told = await here.collect(everything=True)

        assert len(here.site.requests) == asked
        here.site.publishes("/cnil")
        here.site.publishes("/autre")
        here.now += timedelta(hours=2)
        later = await here.collect()

    wanted = "le site demande de ne pas revenir avant 12 h"
    assert f"Cnil : en panne : le site demande d'attendre (429) ; {wanted} (0," in first
    assert f"Cnil : en panne : le site demande d'attendre (429) ; {wanted}\n" in told
    assert f"Autre : {wanted}\n" in told
    assert "2 flux attendent : leurs sites l'ont demandé, et `--all` n'y change rien." in told
    assert "2 flux demandés" in later


async def test_the_status_says_when_nothing_could_be_read(tmp_path: Path) -> None:
    async with bot(tmp_path) as here:
        here.site.says("/cnil", status=500)
        here.follows("cnil")

        await here.collect()
        all_failed = here.status
        await here.collect()

    assert all_failed == 1
    assert here.status == 0


async def test_without_feeds_it_says_what_to_do(tmp_path: Path) -> None:
    async with bot(tmp_path) as here:
        told = await here.follows().collect()

    assert told.startswith("Aucun réseau ne suit de flux pour l'instant")
    assert here.status == 0


async def test_a_terminal_gets_a_bar_then_a_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    async with bot(tmp_path) as here:
        here.site.publishes("/cnil")
        told = await here.follows("cnil").collect(output=Terminal())

    assert "1/1" in told
    assert "Nouveaux" in told
    assert "Secondes" in told


async def test_a_database_under_use_is_no_obstacle(tmp_path: Path) -> None:
    """Another process holds the file while publishers answer: it is waited for, a moment."""
    async with bot(tmp_path) as here:
        here.site.publishes("/cnil")
        await here.follows("cnil").collect()
        here.now += timedelta(hours=2)
        database = Database(here.database)
        try:
            with database.engine.connect() as other:
                other.exec_driver_sql("BEGIN IMMEDIATE")
                collecting = asyncio.create_task(here.collect())
                await asyncio.sleep(0.3)
                assert not collecting.done()
                other.exec_driver_sql("COMMIT")
            told = await collecting
        finally:
            database.close()

    assert told.startswith("Cnil : lu")
    assert here.status == 0


async def test_publishers_who_are_waited_for_lock_nothing(tmp_path: Path) -> None:
    async with bot(tmp_path) as here:
        here.site.answers["/lent"] = trickle
        here.follows("lent")
        collecting = asyncio.create_task(here.collect())
        await until(lambda: bool(here.site.requests))
        database = Database(here.database)
        try:
            found = await asyncio.wait_for(database.run(followings.followed), PATIENCE)
        finally:
            database.close()
            collecting.cancel()
            await asyncio.gather(collecting, return_exceptions=True)

    assert len(found) == 1


async def test_ctrl_c_keeps_what_was_read_and_says_so(tmp_path: Path) -> None:
    async with bot(tmp_path) as here:
        here.site.publishes("/cnil")
        here.site.answers["/lent"] = trickle
        here.follows("cnil", "lent")
        process = await asyncio.create_subprocess_exec(
            *command(here.config), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        await until(lambda: len(here.site.requests) == 2)
        database = Database(here.database)
        try:
            await eventually(lambda: database.run(_one_is_read))
            process.send_signal(signal.SIGINT)
            output, errors = (each.decode() for each in await process.communicate())
            due = await database.run(lambda db: feeds.due(db, datetime.now(UTC)))
        finally:
            database.close()

    assert process.returncode == 130
    assert "lu, 3 nouveaux articles" in output.replace("\u00a0", " ")
    assert "pas lu cette fois" in output
    assert "Arrêté à votre demande" in errors
    assert "Traceback" not in errors
    assert [each.url.rpartition("/")[2] for each in due] == ["lent"]


def _one_is_read(db: Connection) -> bool:
    """Tell whether one of two feeds was read, and what came was kept."""
    return len(feeds.due(db, datetime.now(UTC))) == 1


async def test_a_database_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    async with bot(tmp_path) as here:
        here.follows("cnil")
        (tmp_path / "courroie.db").write_text("pas une base", encoding="utf-8")
        process = await asyncio.create_subprocess_exec(
            *command(here.config), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        _, errors = await process.communicate()

    assert process.returncode == 1
    assert "La base de données ne s'ouvre pas" in errors.decode()
    assert "Traceback" not in errors.decode()
