"""The whole bot while its server is away, refuses, breaks off, or starts anew."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.core import database
from bot.mattermost import listener as ear
from sandbox.demo import bot_beside
from sandbox.server import triggers
from tests.waiting import eventually, until
from tests.whole.town import Village, key_of, twice


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the server forget `pending_post_id` at once, as a real one does after 30 seconds."""
    monkeypatch.setattr(triggers, "PENDING_SECONDS", 0.0)


async def test_a_server_that_comes_later_is_served_then(village: Village) -> None:
    await village.stage.sandbox.stop()
    async with bot_beside(village.stage):
        told = await eventually(village.health)
        assert told is not None
        assert told["status"] == "starting"
        await village.stage.sandbox.start()
        await eventually(village.answers)
        await village.types("louis", "/besoin Qui prête une salle à Brest ?")

        assert await village.post_with("Qui prête une salle")


async def test_what_was_said_during_a_cut_is_heard_once(village: Village) -> None:
    async with village.bot():
        for number in range(3):
            village.stage.sandbox.faults.close_sockets()
            await village.says("zoe", f"@courroie besoin Pendant la coupure {number} ?")
        for number in range(3):
            await village.post_with(f"Pendant la coupure {number}")
        await village.quietly()

        assert len(await village.by_bot("Pendant la coupure")) == 3
        assert not twice(await village.letters("zoe"))


async def test_what_was_said_while_the_bot_was_stopped_is_heard_once(village: Village) -> None:
    async with village.bot():
        await village.says("zoe", "@courroie besoin Avant l'arrêt ?")
        await village.post_with("Avant l'arrêt")
        await village.quietly()
    await village.says("zoe", "@courroie besoin Pendant l'arrêt ?")
    louis = await village.person("louis")
    await louis.says(await village.direct("louis"), "besoin ~loire Par écrit, pendant l'arrêt ?")
    async with village.bot():
        await village.post_with("Pendant l'arrêt")
        await village.post_with("Par écrit, pendant l'arrêt")
        await village.quietly()

        assert len(await village.by_bot("l'arrêt")) == 3
        assert not twice(await village.posts())


async def test_the_server_may_be_started_anew(village: Village) -> None:
    async with village.bot():
        await village.types("louis", "/besoin Avant le redémarrage ?")
        await village.post_with("Avant le redémarrage")
        await village.stage.sandbox.stop()
        await village.stage.sandbox.start()
        await village.types("louis", "/besoin Après le redémarrage ?")
        await village.post_with("Après le redémarrage")
        await village.heard()
        await village.says("zoe", "@courroie besoin Et par mention ?")
        await village.post_with("Et par mention")
        await village.quietly()

        assert not twice(await village.posts())


@pytest.mark.usefixtures("forgetful")
@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_refused_post_is_said_once_later(village: Village, status: int) -> None:
    faults = village.stage.sandbox.faults
    async with village.bot():
        if status == 429:
            faults.rate_limit("/posts$", method="POST", times=2)
        else:
            faults.error("/posts$", method="POST", times=2, status=status)
        await village.types("louis", "/besoin Qui prête une salle à Brest ?")
        await village.post_with("Qui prête une salle")
        await village.quietly()

        assert len(await village.by_bot("Qui prête")) == 1


@pytest.mark.usefixtures("forgetful")
async def test_a_post_written_without_an_answer_is_not_said_again(village: Village) -> None:
    faults = village.stage.sandbox.faults
    async with village.bot():
        faults.drop_answer("/posts$", method="POST", times=3)
        for number in range(4):
            await village.types("louis", f"/besoin Que dit le serveur muet {number} ?")
        for number in range(4):
            await village.post_with(f"Que dit le serveur muet {number}")
        await village.quietly()

        assert len(await village.by_bot("Que dit le serveur muet")) == 4
        assert not twice(await village.posts())


@pytest.mark.usefixtures("forgetful")
@pytest.mark.feeds
async def test_a_digest_written_without_an_answer_is_not_said_again(village: Village) -> None:
    async with village.bot():
        network = village.networks["loire"]
        due = network.digest.next_dates(village.stage.clock.now(), network.timezone, 1)[0]
        village.stage.sandbox.faults.drop_answer("/posts$", method="POST", times=2)
        village.stage.clock.move_to(due)
        for where in ("loire", "national"):
            await village.post_with("La veille d", where)
        await village.quietly()

        for where in ("loire", "national"):
            assert len(await village.by_bot("La veille d", where)) == 1


async def test_a_mention_heard_while_rest_is_down_is_answered_later(village: Village) -> None:
    faults = village.stage.sandbox.faults
    async with village.bot():
        await village.person("zoe")
        await village.quietly()
        faults.error("/users/[a-z0-9]{26}$", times=6, status=503)
        await village.says("zoe", "@courroie besoin Qui m'entend ?")

        assert await eventually(lambda: village.by_bot("Qui m'entend"))


async def test_a_message_that_was_deleted_meanwhile_stops_nothing(village: Village) -> None:
    async with village.bot():
        await village.types("louis", "/besoin Qui prête une salle à Brest ?")
        card = await village.post_with("Qui prête une salle")
        bot = await village.person("courroie")
        await bot.call("DELETE", f"/posts/{card['id']}")
        await village.types("zoe", "/besoin répondre 1 La Manufacture, le mardi")
        await village.letter_with("louis", "La Manufacture")
        told = await village.post_with("Zoé Lambert répond")
        await village.quietly()

    assert told["root_id"] == ""
    assert key_of(told) == "question:loire:1:answer0"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Have a locked file refuse at once and be tried again soon; return what waited for it."""
    waited: list[str] = []
    warn = ear.log.warning

    def note(event: str, **more: object) -> None:
        waited.append(event)
        warn(event, **more)

    pragmas = tuple(each.replace("timeout=5000", "timeout=20") for each in database._PRAGMAS)
    monkeypatch.setattr(database, "_PRAGMAS", pragmas)
    monkeypatch.setattr(ear, "TRY_AGAIN", 0.05)
    monkeypatch.setattr(ear.log, "warning", note, raising=False)
    return waited


async def test_what_is_said_while_the_database_is_locked_is_heard_once(
    village: Village, impatient: list[str]
) -> None:
    path = Path(village.stage.config.bot.database.removeprefix("sqlite:///"))
    async with village.bot():
        await village.says("zoe", "@courroie besoin Avant le verrou ?")
        await village.post_with("Avant le verrou")
        await village.quietly()
        direct = await village.direct("louis")
        louis = await village.person("louis")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await village.says("zoe", "@courroie besoin Pendant le verrou ?")
            await louis.says(direct, "besoin ~loire Par écrit, pendant le verrou ?")
            await until(lambda: impatient.count("event_waits") > 2)
            village.stage.sandbox.faults.close_sockets()
            await village.says("zoe", "@courroie besoin Pendant la coupure et le verrou ?")
            other.execute("ROLLBACK")
        for words in ("Pendant le verrou", "Par écrit, pendant", "Pendant la coupure"):
            await village.post_with(words)
        await village.quietly()

        assert len(await village.by_bot("e verrou")) == 4
        assert not twice(await village.posts())
