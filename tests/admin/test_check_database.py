"""`courroie check` says whether several processes would hear each other through the database."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.admin.check import _conclusion
from bot.admin.check_database import LEAST_FREE, disk_findings, peers_findings
from bot.admin.setup import Finding
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


@pytest.mark.parametrize("free", [100_000_000, 100_000_000_000])
def test_a_disk_that_is_nearly_full_is_told_while_all_still_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int
) -> None:
    config = load(tmp_path, PLACES)
    address = f"sqlite:///{tmp_path}/courroie.db"
    (tmp_path / "courroie.db").touch()
    bot = config.bot.model_copy(update={"database": address})
    used = SimpleNamespace(free=free)
    monkeypatch.setattr("bot.admin.check_database.shutil.disk_usage", lambda _folder: used)

    found = disk_findings(config.model_copy(update={"bot": bot}))

    full = free < LEAST_FREE
    assert [each.mark for each in found] == ["⚠"] * full
    assert all("il reste 100 Mo" in str(each) for each in found)


def test_the_last_line_of_a_check_counts_each_mark_the_worst_first() -> None:
    well, late = Finding("une chose", well=True), Finding("une autre", warning=True)

    assert concluded(well) == "Tout est en place."
    assert concluded(well, late) == "Rien à réparer ; à surveiller : 1 point (⚠)."
    assert concluded(late, Finding("le robot ne tourne pas", to_do=True), Finding("jeton")) == (
        "À réparer : 1 point (✘) ; à surveiller : 1 point (⚠) ; reste à faire : 1 point (○)."
    )


def concluded(*found: Finding) -> str:
    return _conclusion(found).replace("\u00a0", " ")
