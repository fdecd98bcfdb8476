"""The catalogue of tools: ours is sound, a house's own is read, what is wrong in it is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.config.models import ConfigError, load_config
from bot.config.tools import default_tools, load_tools
from bot.meeting.tools import Purpose
from tests.config.test_config import ENVIRONMENT, WHOLE

WHITEBOARD = """
[[tools]]
name = "Tableau"
url = "https://tableau.example.org"
purposes = ["dessiner", "animer", "dessiner"]
good_for = "Un tableau blanc."
libre = true
expires_days = 30
"""


def test_our_catalogue_has_tools_for_every_purpose() -> None:
    toolbox = default_tools()

    for purpose in Purpose:
        assert len(toolbox.tools_for(purpose)) >= 3, purpose
        assert toolbox.tools_for(purpose)[0].libre
    for named in ("Framaforms", "Framadate", "Trello", "Mural", "Post-it Colibris", "Wooclap"):
        assert toolbox.named(named), named


def test_our_catalogue_is_written_with_care() -> None:
    for tool in default_tools().tools:
        assert tool.url.startswith("https://"), tool.name
        assert tool.good_for.endswith("."), tool.name
        assert tool.good_for[0].isupper(), tool.name
        assert not re.search("[ «][;:!?»]|« ", tool.good_for), tool.name


def test_a_catalogue_of_ones_own_replaces_ours(tmp_path: Path) -> None:
    (tmp_path / "outils.toml").write_text(WHITEBOARD, encoding="utf-8")
    (tmp_path / "config.toml").write_text(WHOLE.replace("#tools =", "tools ="), encoding="utf-8")

    (tool,) = load_config(tmp_path / "config.toml", ENVIRONMENT).bot.tools.tools

    assert (tool.name, tool.url) == ("Tableau", "https://tableau.example.org/")
    assert tool.purposes == (Purpose.DRAW, Purpose.ANIMATE)
    assert tool.libre
    assert tool.expires_days == 30


def test_without_the_key_the_catalogue_is_ours(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(WHOLE, encoding="utf-8")

    assert load_config(tmp_path / "config.toml", ENVIRONMENT).bot.tools == default_tools()


@pytest.mark.parametrize(
    ("written", "instead", "fault"),
    [
        ('name = "Tableau"', "", "tools[1].name : cette clé manque"),
        ('name = "Tableau"', 'name = ""', "tools[1].name : cette valeur est vide ; complétez-la"),
        ("name", "nom", "tools[1].nom : clé inconnue"),
        ("[[tools]]", "[[tool]]", "tool : clé inconnue ; vouliez-vous dire « tools » ?"),
        ("[[tools]]", "[tools]", "tools : écrivez [[tools]], avec deux crochets"),
        (
            '"dessiner", "animer"',
            '"peindre"',
            "tools[1].purposes[1] : écrivez « collaborer », « pa",
        ),
        ("https://tableau", "tableau", "tools[1].url : ce n'est pas une adresse web"),
        (
            "libre = true",
            'libre = "oui"',
            "tools[1].libre : écrivez true ou false, sans guillemets",
        ),
        ("= 30", "= 0", "tools[1].expires_days : écrivez un nombre plus grand que zéro"),
        ("= 30", '= "30"', "tools[1].expires_days : écrivez un nombre entier, sans guillemets"),
        ("= 30", "=", "ce n'est pas du TOML valide, ligne 8"),
        ("blanc.", "b" * 200, "tools[1].good_for : cette valeur est trop longue : 200 caractères"),
        (WHITEBOARD, WHITEBOARD * 2, "« Tableau » est donné deux fois ; gardez-en un seul"),
    ],
)
def test_a_fault_names_its_place_and_its_mend(
    tmp_path: Path, written: str, instead: str, fault: str
) -> None:
    path = tmp_path / "outils.toml"
    path.write_text(WHITEBOARD.replace(written, instead), encoding="utf-8")

    with pytest.raises(ValueError, match=r"outils\.toml") as refused:
        load_tools(path)

    assert fault in str(refused.value)


@pytest.mark.parametrize(
    ("key", "fault"),
    [
        ('"absent.toml"', "n'existe pas ; corrigez son chemin"),
        ("12", "écrivez le nom d'un fichier entre guillemets, par exemple « outils.toml »"),
        ('""', "écrivez le nom d'un fichier entre guillemets"),
        ('"faux.toml"', "tools[1].purposes : il en faut au moins un"),
    ],
)
def test_a_catalogue_that_cannot_be_used_stops_the_start(
    tmp_path: Path, key: str, fault: str
) -> None:
    (tmp_path / "faux.toml").write_text(
        WHITEBOARD.replace('"dessiner", "animer", "dessiner"', ""), encoding="utf-8"
    )
    path = tmp_path / "config.toml"
    path.write_text(WHOLE.replace('#tools = "outils.toml"', f"tools = {key}"), encoding="utf-8")

    with pytest.raises(ConfigError) as refused:
        load_config(path, ENVIRONMENT)

    assert str(refused.value).startswith(f"{path} : bot.tools : ")
    assert fault in str(refused.value)
