"""`[networks.places]`: where the open list is, and what of it is the territory's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.config.models import Config, ConfigError, load_config
from bot.network.network import PlaceList
from tests.config.test_config import ENVIRONMENT, WHOLE


def load(folder: Path, places: str) -> Config:
    """Load the example with a list for the Loire."""
    path = folder / "config.toml"
    path.write_text(
        re.sub("^places = .*$", f"places = {places}", WHOLE, flags=re.MULTILINE), "utf-8"
    )
    return load_config(path, ENVIRONMENT)


def test_a_list_is_at_an_address(tmp_path: Path) -> None:
    config = load(tmp_path, '{ address = "https://a.example/lieux.csv", areas = ["42"] }')

    listed = PlaceList(source="https://a.example/lieux.csv", areas=("42",))
    assert [each.network.places for each in config.networks] == [None, listed, None, None]


def test_or_in_a_file_of_the_configurations_folder(tmp_path: Path) -> None:
    config = load(tmp_path, '{ file = "lieux.csv", areas = ["42187", "Feurs"] }')

    listed = config.networks[1].network.places
    assert listed is not None
    assert listed.source == str(tmp_path / "lieux.csv")


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ('{ areas = ["42"] }', "l'un des deux"),
        ('{ address = "https://a.fr/", file = "a.csv", areas = ["42"] }', "l'un des deux"),
        ('{ address = "https://a.fr/", areas = [] }', "areas"),
        ('{ address = "a.csv", areas = ["42"] }', "address"),
    ],
)
def test_what_is_wrong_names_its_mend(tmp_path: Path, places: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        load(tmp_path, places)
