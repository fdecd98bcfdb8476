"""`courroie check` says whether several processes would hear each other through the database."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.admin.check_database import peers_findings
from bot.core.database import Database
from tests.config.test_places import load

PLACES = '{ file = "lieux.csv", areas = ["42"] }'


@pytest.mark.parametrize("heard", [True, False])
async def test_processes_that_would_not_hear_each_other_are_told_before_they_run(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, heard: bool
) -> None:
    config = load(tmp_path, PLACES)
    address = database.url.render_as_string(hide_password=False)
    bot = config.bot.model_copy(update={"database": address})
    alone = database.path is not None
    if not heard and not alone:
        lost = "bot.core.peers_postgresql._notify"
        monkeypatch.setattr(lost, lambda _db, topics: topics)
        monkeypatch.setattr("bot.core.peers_postgresql._ANSWER", 0.3)

    found = [each async for each in peers_findings(config.model_copy(update={"bot": bot}))]

    assert [each.well for each in found] == ([] if alone else [heard])
    assert all(heard == ("pgbouncer" not in str(each)) for each in found)
