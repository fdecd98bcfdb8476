"""`courroie check` reads the lists of places as the bot does, and says what is wrong."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.admin.check_places import place_findings
from bot.admin.setup import Finding
from tests.config.test_places import load

BODY = "nom,commune,code_insee\nMédiathèque,Roanne,42187\n"


def found(folder: Path, places: str) -> list[Finding]:
    async def all_of_them() -> list[Finding]:
        config = load(folder, places)
        return [each async for each in place_findings(config, config.served)]

    return asyncio.run(all_of_them())


@pytest.mark.parametrize(
    ("body", "areas", "well", "words"),
    [
        (BODY, "42", True, "1 dans la liste"),
        (BODY, "26", False, "aucun lieu de votre territoire"),
        ("<html>", "42", False, "ne se lit pas"),
        ("", "42", False, "ne se lit pas"),
    ],
)
def test_a_list_is_read_and_its_places_counted(
    tmp_path: Path, body: str, areas: str, well: object, words: str
) -> None:
    (tmp_path / "lieux.csv").write_text(body, encoding="utf-8")

    [finding] = found(tmp_path, f'{{ file = "lieux.csv", areas = ["{areas}"] }}')

    assert finding.well is well
    assert words in finding.text


def test_a_file_that_is_not_there_and_an_address_inside_are_told(tmp_path: Path) -> None:
    [missing] = found(tmp_path, '{ file = "lieux.csv", areas = ["42"] }')
    [inside] = found(tmp_path, '{ address = "http://127.0.0.1/lieux.csv", areas = ["42"] }')

    assert missing.fault
    assert inside.fault
