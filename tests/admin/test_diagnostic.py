"""`courroie diagnostic`: what helps is in the file, and nothing of anyone's is."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from bot.admin.diagnostic import diagnose
from bot.config.models import load_config, load_without_secrets
from bot.core.migrate import HEAD
from tests import program
from tests.admin.test_secrets import MARK, marked, put, village, whole, written
from tests.each_column import at_leisure, fill
from tests.lettered import LETTERED
from tests.mail_room import OFFICE
from tests.privacy.lived import lives, peopled
from tests.privacy.test_drill import ALL, found
from tests.room import Room, open_room
from tests.waiting import eventually
from tests.whole.town import Village

__all__ = ["village"]

_OURS = {"département", "aucune", "courroie", "postgresql+psycopg"}
"""Values of a configuration that are choices among ours, or our own name."""

JOURNAL = f"""\
{{"timestamp": "2026-12-02T10:00:00Z", "level": "error", "event": "job_failed", "job": "zoe", "exception": "Traceback (most recent call last):\\n  File \\"/home/amina/bot/core/outbox.py\\", line 12, in add\\n    galoubet()\\nLookupError: {MARK}\\nzoe: orangeade"}}
{{"timestamp": "2026-12-02T11:00:00Z", "level": "error", "event": "job_failed", "exception": "  File \\"/opt/bot/core/outbox.py\\", line 12, in add\\nLookupError: {MARK}"}}
{{"timestamp": "2026-12-02T10:00:00Z", "level": "warning", "event": "library_told", "text": "zoe"}}
{{"timestamp": "2026-12-02T10:00:00Z", "level": "warning", "event": "Zoé a dit mandoline"}}
{{"timestamp": "2026-12-02T10:00:00Z", "level": "info", "event": "ready"}}
amina: mandoline
"""  # noqa: E501  lines of a log


def _lived(room: Room) -> None:
    lives(room)


def _filled(room: Room) -> None:
    with at_leisure(room.database) as db:
        fill(db)


@pytest.mark.parametrize("of", [_lived, _filled])
def test_no_word_name_account_address_nor_secret_is_in_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, of: object
) -> None:
    peopled(monkeypatch)
    room = open_room(tmp_path, reachable=True, office=OFFICE, loire=LETTERED)
    assert callable(of)
    of(room)
    address = room.database.url.render_as_string(hide_password=False)
    raw = put(marked(whole("http://127.0.0.1:1", 1)), ("bot", "database"), address)
    config = load_config(written(tmp_path, raw), {})

    told = asyncio.run(diagnose(config, JOURNAL.splitlines()))

    assert found([told]) == []
    assert [each for each in (MARK, "texte ", "élément") if each in told] == []
    settings = {*_texts(raw)} - _OURS
    assert "amina" in settings
    assert [each for each in settings if re.search(rf"\b{re.escape(each)}\b", told)] == []
    shown = json.loads(told)
    assert shown["base"]["schéma"] == HEAD
    assert sum(shown["tables"]["questions"].values()) > 2
    assert shown["réglages"]["networks"][0]["scale"] == "département"
    assert shown["journal"] == {
        "error job_failed LookupError bot/core/outbox.py:12": (
            "2 fois, la dernière 2026-12-02T11:00:00+00:00"
        ),
        "ligne qui n'est pas de Courroie": "1 fois",
        "warning library_told": "1 fois, la dernière 2026-12-02T10:00:00+00:00",
    }
    assert [each for each in ALL if each in JOURNAL.casefold()]


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for each in value.values():
                yield from _texts(each)
        case list():
            for each in value:
                yield from _texts(each)


async def test_beside_a_bot_that_runs_it_tells_how_it_is_and_what_its_jobs_took(
    village: Village,
) -> None:
    path, log = village.stage.folder / "diagnostic.json", village.stage.folder / "log"
    log.write_text(JOURNAL, "utf-8")
    words = ("diagnostic", path, "--config", village.stage.folder / "config.toml")
    ask = partial(program.run, *words, "--journal", log, said=village.stage.folder / "said")

    async def told() -> str | None:
        assert await asyncio.to_thread(ask) == (0, "")
        written = path.read_text("utf-8")
        return written if "courroie_job_seconds people of 2" in written else None

    async with village.bot():
        written = await eventually(told)

    assert written is not None
    shown = json.loads(written)
    assert shown["santé"] == "ok"
    assert shown["chiffres"]["courroie_socket_connected server 2"] == 1
    assert path.stat().st_mode & 0o777 == 0o600
    assert any(re.fullmatch(r"✔ check\.py:\d+ [\d.]+", each) for each in shown["vérification"])
    config = village.stage.config
    names = [each.name for each in config.servers] + [each.name for each in config.networks]
    names += [each.slug for each in config.networks if each.slug != "national"]
    names += [str(each.url) for each in config.servers]
    names += [each.token.get_secret_value() for each in config.servers]
    names += [who for each in config.networks for who in each.coordinators]
    assert [each for each in names if each in written] == []


async def test_without_a_secret_there_is_a_file_that_counts_it(tmp_path: Path) -> None:
    settings = marked(whole("http://127.0.0.1:1", 1))
    settings["servers"][0]["token"] = "env:NULLE_PART"
    config, absent = load_without_secrets(written(tmp_path, settings), {})

    shown = json.loads(await diagnose(config, None, absent))

    assert shown["secrets absents"] == 1
    assert shown["vérification"]


async def test_without_a_bot_nor_a_database_there_is_a_file_all_the_same(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, marked(whole("http://127.0.0.1:1", 1))), {})

    shown = json.loads(await diagnose(config, None))

    assert (shown["santé"], shown["tables"], shown["journal"]) == (None, None, None)
    assert shown["vérification"]
