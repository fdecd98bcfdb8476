"""The tree of networks that `courroie check` draws, and what it finds odd in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.admin.check_tree import COLUMNS, TreeLook, drawn, tree_findings
from bot.network.network import Network, Scale
from tests import room

HUB, DROME = "Le hub", "Le Département de la Drôme"


def network(
    slug: str, scale: Scale, parent: str | None = None, server: str = "national"
) -> Network:
    return replace(
        room.LOIRE,
        slug=slug,
        name=slug.capitalize(),
        scale=scale,
        parent=parent,
        server=server,
        channel=slug,
        coordinators=("amina",),
    )


FRANCE = replace(network("france", Scale.NATIONAL), coordinators=("nadia",))
AURA = replace(network("aura", Scale.REGION, "france"), coordinators=("rachid",))
LOIRE = replace(network("loire", Scale.DEPARTEMENT, "aura"), coordinators=("amina", "louis"))
DROME_HERE = replace(network("drome", Scale.DEPARTEMENT, "aura", "drome"), coordinators=("bruno",))
VALENCE = replace(network("valence", Scale.EPCI, "drome", "drome"), coordinators=("ines",))
OCCITANIE = network("occitanie", Scale.REGION, "france")
TREE = (FRANCE, AURA, LOIRE, DROME_HERE, VALENCE, OCCITANIE)
ALL_WELL = TreeLook(answered={"national", "drome"})


def odd(*networks: Network) -> Sequence[str]:
    """Return what is odd in a tree, spaces made plain."""
    _, *others = tree_findings(networks, ALL_WELL)
    assert all(each.fault and each.mend for each in others)
    return [str(each).replace("\u00a0", " ") for each in others]


def test_the_tree_is_drawn_one_line_a_network() -> None:
    look = TreeLook(answered={"national", "drome"}, coordinators={"occitanie": ()})

    assert list(drawn(TREE, look)) == [
        "France · national · national · ~france · @nadia",
        "├── Aura · région · national · ~aura · @rachid",
        "│   ├── Loire · département · national · ~loire · @amina @louis",
        "│   └── Drome · département · drome · ~drome · @bruno",
        "│       └── Valence · epci · drome · ~valence · @ines",
        "└── Occitanie · région · national · ~occitanie · sans coordination",
    ]


def test_it_is_drawn_when_servers_are_away_and_they_are_marked() -> None:
    lines = list(drawn(TREE, TreeLook(answered={"national"})))

    assert len(lines) == len(TREE)
    assert [" (absent) " in line for line in lines] == [False, False, False, True, True, False]
    assert all("(absent)" in line for line in drawn(TREE, TreeLook()))


def test_networks_without_a_common_parent_stand_side_by_side() -> None:
    lone = network("lone", Scale.EPCI)

    assert [line.split(" ")[0] for line in drawn((FRANCE, lone, AURA), ALL_WELL)] == [
        "France",
        "└──",
        "Lone",
    ]
    assert odd(FRANCE, lone, AURA) == []


def test_a_line_is_no_longer_than_a_terminal_is_wide() -> None:
    long = replace(
        network("un-canal-au-nom-bien-long", Scale.REGION, "france"),
        name="Réseau " * 8,
        coordinators=tuple(f"nadia{number}" for number in range(9)),
    )
    tree = (FRANCE, long)
    heading = str(next(tree_findings(tree, ALL_WELL)))

    assert all(len(line) <= COLUMNS for line in heading.splitlines())
    assert "~un-canal-au-nom-bien-long · @nadia0" in heading
    assert heading.endswith("…")


def test_a_tree_in_order_has_nothing_odd() -> None:
    heading, *others = tree_findings(TREE, ALL_WELL)

    assert heading.well
    assert str(heading).startswith(
        "✔ arbre des réseaux (6\u00a0réseaux, 2\u00a0serveurs)\n    France"
    )
    assert others == []


def test_a_child_is_smaller_than_its_parent() -> None:
    larger = network("drome", Scale.NATIONAL, "aura")
    as_large = network("sud", Scale.REGION, "aura")

    found = odd(FRANCE, AURA, larger, as_large)

    assert len(found) == 2
    for line, slug, scale in zip(found, ("drome", "sud"), ("national", "région"), strict=True):
        assert line.startswith(
            f"✘ réseau {slug}, parent aura : son échelle ({scale}) n'est pas plus"
        )
        assert "celle de son parent (région)\n    → corrigez l'échelle" in line


def test_two_organisations_need_an_agreement() -> None:
    aura = replace(AURA, organisation=HUB)
    drome = replace(DROME_HERE, organisation=DROME)
    france = replace(FRANCE, organisation=HUB)

    (found,) = odd(france, aura, drome)
    assert found.startswith(
        f"✘ réseau drome, parent aura : « {DROME} » et « {HUB} » n'ont pas d'accord ; rien ne passe"
    )
    assert "nommez-le dans le réseau drome (networks, agreement)" in found
    assert "· sans accord ·" in list(drawn((france, aura, drome), ALL_WELL))[2]
    agreed = replace(drome, agreement="convention du 3 mars 2026")
    assert odd(france, aura, agreed) == []


def test_an_organisation_that_is_not_named_is_another_one() -> None:
    (found,) = odd(FRANCE, replace(AURA, organisation=HUB))

    assert f"« {HUB} » et une organisation sans nom n'ont pas d'accord" in found
