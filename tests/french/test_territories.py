"""How people say the name of a territory."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.french.territories import inside, of, to
from bot.network.network import Network, Scale
from tests.room import LOIRE, NATIONAL, Room


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("42 - Loire", "de la Loire, à la Loire, dans la Loire"),
        ("43 - Haute-Loire", "de la Haute-Loire, à la Haute-Loire, dans la Haute-Loire"),
        ("69 - Rhône", "du Rhône, au Rhône, dans le Rhône"),
        ("40 - Landes", "des Landes, aux Landes, dans les Landes"),
        ("01 - Ain", "de l'Ain, à l'Ain, dans l'Ain"),
        ("971 - Guadeloupe", "de la Guadeloupe, à la Guadeloupe, en Guadeloupe"),
        ("974 - La Réunion", "de La Réunion, à La Réunion, à La Réunion"),
        ("CC du Pays de Gex", "de la CC du Pays de Gex, à la CC du Pays de Gex"),
        ("Région Auvergne-Rhône-Alpes", "de la région Auvergne-Rhône-Alpes"),
        ("Réseau national", "du réseau national, au réseau national, dans le réseau national"),
        ("National", "du réseau national"),
        ("Métropole de Lyon", "de la métropole de Lyon"),
        ("Département de l'Isère", "du département de l'Isère"),
        ("Roannais Agglomération", "de Roannais Agglomération"),
        ("Arve et Salève", "d'Arve et Salève"),
    ],
)
def test_a_territory_is_said_with_its_article(name: str, said: str) -> None:
    spoken = replace(LOIRE, name=name).spoken
    assert ", ".join((of(spoken), to(spoken), inside(spoken))).startswith(said)


def test_a_region_is_said_to_be_one_and_a_configured_name_is_said_as_it_is() -> None:
    region: Network = replace(LOIRE, name="Bretagne", scale=Scale.REGION)
    assert of(region.spoken) == "de la région Bretagne"
    assert of(replace(region, called="le hub breton").spoken) == "du hub breton"
    assert NATIONAL.spoken == "le réseau national"


def test_the_bot_says_the_networks_name_as_people_do(room: Room) -> None:
    assert "#### L'année de la Loire" in room.says("louis", "/reseau").text
