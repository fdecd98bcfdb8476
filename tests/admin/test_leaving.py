"""A network that leaves: what is handed over, what is erased and what stays, on both engines."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from pydantic import HttpUrl, SecretStr
from sqlalchemy import Connection, func, select, update

from bot.admin import leaving
from bot.admin.backup.errors import BackupError
from bot.admin.failures import told
from bot.config.models import BotConfig, Config, NetworkConfig, ServerConfig
from bot.core import compacting, peers_postgresql
from bot.core.columns import metadata
from bot.core.database import Database
from bot.core.errors import UserError
from bot.core.locks import run_lock
from bot.core.message_tables import channels, cursors
from bot.entry import store as entries
from bot.entry.rules import EntryState
from bot.index.tables import postings, terms
from bot.letter.mail import subscriber_store as subscribers
from bot.letter.mail.rules import AddressStatus, Subscriber
from bot.network.network import Scale
from bot.privacy import forgetting
from bot.veille.store import members_feed
from bot.veille.tables import feeds
from tests.admin.backup.test_killed import Terminal
from tests.admin.test_networks import entry
from tests.amounts import some_or_all
from tests.databases import store
from tests.each_column import fill

NOW = datetime(2026, 12, 2, 20, 30, tzinfo=UTC)

STAYS = {
    "command_tokens",
    "counters",
    "ended_accounts",
    "entries",
    "generations",
    "leader",
    "organisations",
    "reactions",
    "seen",
}
"""The tables of which no row goes with a network; `courroie effacer` says those that matter."""


def count(db: Connection) -> Mapping[str, int]:
    return {
        each.name: db.execute(select(func.count()).select_from(each)).scalar_one()
        for each in metadata.sorted_tables
    }


def lived(db: Connection, slug: str = "loire") -> None:
    """Write three rows in each table, of which the first ones are a network's."""
    fill(db)
    for table in metadata.sorted_tables:
        if "network" in table.c:
            key = list(table.primary_key)
            first = db.execute(select(*key).order_by(*key).limit(1)).one()
            where = [column == value for column, value in zip(key, first, strict=True)]
            db.execute(update(table).where(*where).values(network=slug))
    its_term = select(terms.c.id).where(terms.c.network == slug).scalar_subquery()
    its_channel = select(channels.c.channel).where(channels.c.network == slug).scalar_subquery()
    for column, value in (
        (postings.c.term, its_term),
        (cursors.c.channel, its_channel),
        (feeds.c.subscribed, members_feed(slug)),
    ):
        lowest = select(func.min(column)).scalar_subquery()
        db.execute(update(column.table).where(column == lowest).values({column.name: value}))


def config_of(address: str, *networks: str) -> Config:
    return Config(
        bot=BotConfig(database=address, secret=SecretStr("0" * 32)),
        servers=(ServerConfig(url=HttpUrl("https://chat.example.org"), token=SecretStr("jeton")),),
        networks=tuple(
            NetworkConfig(
                slug=each, name=each, scale=Scale.NATIONAL, team="t", coordinators=("amina",)
            )
            for each in networks
        ),
    )


class Operator:
    """Who types `courroie effacer`, and what they are told."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.agrees = True
        self.said: list[str] = []

    def erases(self, slug: str = "loire", *declared: str) -> None:
        leaving.erase(
            config_of(self.address, *declared), slug, self.said.append, lambda _: self.agrees
        )

    def refused(self, slug: str = "loire", *declared: str) -> str:
        with pytest.raises(Exception) as refused:  # noqa: PT011  what `told` makes a sentence of
            self.erases(slug, *declared)
        return told(refused.value)[0]

    @property
    def text(self) -> str:
        return "\n".join(self.said).replace("\u00a0", " ")


@pytest.fixture
def operator(database: Database, url: str) -> Operator:
    store(database, lived)
    return Operator(url)


def test_all_of_a_network_is_erased_and_nothing_of_another(
    operator: Operator, database: Database
) -> None:
    operator.erases()

    left = store(database, count)
    assert {name for name, rows in left.items() if rows == 3} == STAYS
    assert {rows for name, rows in left.items() if name not in STAYS} == {2}
    assert store(database, partial(forgetting.kept_of_network, slug="loire")) == {}
    assert store(database, compacting.asked_since) is None  # the file was written anew
    assert "1 question, 1 rencontre, 1 lettre, 1 adresse abonnée" in operator.text
    for stays in ("Mattermost", "sauvegardes", "réactions", "courroie backup"):
        assert stays in operator.text
    assert operator.text.endswith("Le réseau « loire » est effacé.")


def test_nothing_is_erased_without_a_yes_nor_twice(operator: Operator, database: Database) -> None:
    before = store(database, count)
    operator.agrees = False
    assert operator.refused() == "Rien n'a changé."
    assert store(database, count) == before

    operator.agrees = True
    operator.erases()

    assert "ne garde rien d'un réseau « loire »" in operator.refused()


def test_one_that_is_served_is_not_erased(operator: Operator, database: Database) -> None:
    assert "est dans la configuration" in operator.refused("loire", "loire")
    for state in EntryState:
        came = replace(entry("amina0"), slug="loire", state=state)
        store(database, partial(entries.add, entry=came))
        assert "entré depuis Mattermost" in operator.refused()
        store(database, partial(entries.erase, was=came))
    assert store(database, partial(forgetting.kept_of_network, slug="loire"))


def test_none_is_erased_while_a_bot_serves_the_database(
    operator: Operator, database: Database
) -> None:
    """It may have read a file that still declares the network."""
    if database.path is not None:
        with run_lock(database):
            assert "Arrêtez-le d'abord" in operator.refused()
    else:
        leads = {"me": "courroie pid 1 ailleurs", "valid": 60}
        with database.engine.connect() as db, db.begin():
            db.exec_driver_sql("DELETE FROM leader")
            db.exec_driver_sql(peers_postgresql._TAKE, leads)
        assert "Arrêtez d'abord tous les robots" in operator.refused()
        with database.engine.connect() as db, db.begin():
            db.exec_driver_sql("DELETE FROM leader")
    operator.erases()


def test_what_breaks_in_the_middle_leaves_all_of_it(
    operator: Operator, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store(database, count)

    def breaks(_db: Connection, _now: datetime) -> None:
        raise OSError("cut")

    monkeypatch.setattr(compacting, "ask", breaks)
    operator.refused()

    assert store(database, count) == before


@pytest.mark.long
@pytest.mark.parametrize("kills", some_or_all(1, 5))
def test_killed_at_any_moment_it_is_all_there_or_all_gone(
    database: Database, url: str, tmp_path: Path, kills: int
) -> None:
    terminal = Terminal(url, tmp_path)
    erase = "effacer", "drome", "--yes"
    store(database, partial(lived, slug="drome"))
    before = store(database, count)
    begun = time.monotonic()
    assert terminal.types("effacer")[0] == 0
    lasts = 1.5 * (time.monotonic() - begun)
    chance = random.Random(20_261_202)  # noqa: S311  a reproducible play, not a secret
    for _ in range(kills):
        terminal.types_and_kills(chance.uniform(0, lasts), *erase)
        if not store(database, partial(forgetting.kept_of_network, slug="drome")):
            break
        assert store(database, count) == before
    else:
        terminal.in_the_end(*erase)

    gone = dict(store(database, count))
    if store(database, compacting.asked_since):  # killed once all was gone, before it was noted
        gone["settings"] -= 1
    assert {name for name, rows in gone.items() if rows == before[name]} == STAYS


def test_those_that_are_served_no_more_are_named(operator: Operator) -> None:
    leaving.tell_kept(config_of(operator.address), operator.said.append)

    assert "loire : " in operator.text
    operator.said.clear()
    leaving.tell_kept(config_of(operator.address, "loire"), operator.said.append)
    assert "loire : " not in operator.text


def test_without_a_database_none_is_made(tmp_path: Path) -> None:
    operator = Operator(f"sqlite:///{tmp_path}/none.db")

    assert "Il n'y a pas encore de base" in operator.refused()
    assert list(tmp_path.iterdir()) == []


def subscribed(db: Connection) -> None:
    """Have four people receive the letter of the Loire, or not yet, and one another's."""
    asked = Subscriber(
        network="loire", address="zoe@loire.example", handle="h1", asked_at=NOW, user="zoe0"
    )
    yes = AddressStatus.CONFIRMED
    for each in (
        replace(asked, standing=yes, confirmed_at=NOW + timedelta(days=1)),
        replace(asked, address="=1+1@loire.example", handle="h2", standing=yes, confirmed_at=NOW),
        replace(asked, address="louis@loire.example", handle="h3"),
        replace(asked, network="drome", handle="h4", standing=yes, confirmed_at=NOW),
    ):
        subscribers.save(db, each)


def test_the_confirmed_addresses_are_written_once_for_their_owner_alone(
    database: Database, url: str, tmp_path: Path
) -> None:
    store(database, subscribed)
    file, said = tmp_path / "abonnes.csv", list[str]()
    umask = os.umask(0o077)
    try:
        leaving.write_subscribers(config_of(url), "loire", file, said.append)
    finally:
        os.umask(umask)

    assert file.read_text("utf-8-sig").splitlines() == [
        "adresse;inscrite le;accord",
        "'=1+1@loire.example;2026-12-02;domaine d'une structure du réseau",
        "zoe@loire.example;2026-12-03;confirmé par courriel",
    ]
    assert "2 adresses écrites" in said[0].replace("\u00a0", " ")
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(BackupError) as refused:
        leaving.write_subscribers(config_of(url), "loire", file, said.append)
    assert "il y a déjà un fichier de ce nom" in str(refused.value)
    with pytest.raises(UserError):
        leaving.write_subscribers(config_of(url), "ailleurs", tmp_path / "autre.csv", said.append)
    assert not (tmp_path / "autre.csv").exists()


async def test_the_check_warns_of_what_is_kept_of_those_that_left(operator: Operator) -> None:
    found = [each async for each in leaving.kept_findings(config_of(operator.address))]

    assert any("réseau loire" in each.text and each.warning for each in found)
    kept = [each async for each in leaving.kept_findings(config_of(operator.address, "loire"))]
    assert len(kept) == len(found) - 1


def test_at_a_terminal_alone_one_is_asked(database: Database, url: str, tmp_path: Path) -> None:
    store(database, partial(lived, slug="drome"))
    terminal = Terminal(url, tmp_path)

    status, text = terminal.types("effacer", "drome")

    assert status == 1
    assert "sans terminal, ajoutez --yes" in text
    assert store(database, partial(forgetting.kept_of_network, slug="drome"))
