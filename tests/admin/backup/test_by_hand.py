"""At a terminal: a bar, what was done, and a question before anything is replaced."""

from __future__ import annotations

import io
import sys

import pytest

from bot.admin.backup.by_hand import put_back, save
from bot.admin.backup.errors import BackupError
from bot.config.models import Config, load_config
from tests.admin.backup.cases import House, plain
from tests.admin.test_failures import SECRETS, write


class Screen(io.StringIO):
    """What a person reads, or types."""

    def isatty(self) -> bool:
        return True


def screen_of(monkeypatch: pytest.MonkeyPatch, types: str = "") -> Screen:
    """Sit at a terminal from now on, and type this when asked."""
    opened = Screen()
    monkeypatch.setattr(sys, "stdin", Screen(types))
    monkeypatch.setattr(sys, "stdout", opened)
    monkeypatch.setattr(sys, "stderr", opened)
    return opened


def config(house: House) -> Config:
    return load_config(write(house.folder.parent, database=house.url), SECRETS)


def test_a_backup_shows_a_bar_and_says_what_it_holds(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = screen_of(monkeypatch)

    save(config(house), house.folder, 30)

    said = plain(screen.getvalue())
    (name,) = house.files()
    assert "100%" in said
    assert f"Sauvegarde faite et vérifiée : {house.folder / name} (" in said
    assert "0 question, 0 rencontre" in said


def test_the_older_ones_that_went_are_counted(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = house.saves().path
    old.rename(old.with_name(old.name.replace("20261126", "20250101")))
    screen = screen_of(monkeypatch)

    save(config(house), house.folder, 30)

    assert "1 ancienne sauvegarde ôtée." in plain(screen.getvalue())


@pytest.mark.parametrize("answer", ["oui", "« OUI »"])
def test_a_restore_waits_for_a_yes(
    house: House, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    house.writes("avant")
    backup = house.saves().path
    house.writes("après")
    screen = screen_of(monkeypatch, f"{answer}\n")

    put_back(config(house), backup, agreed=False)

    assert house.holds() == {"avant"}
    assert "Écrivez « oui »" in plain(screen.getvalue())


def test_without_a_yes_nothing_is_replaced(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    backup = house.saves().path
    house.writes("après")
    screen_of(monkeypatch, "\n")

    with pytest.raises(BackupError, match="Rien n'a changé"):
        put_back(config(house), backup, agreed=False)

    assert house.holds() == {"après"}
