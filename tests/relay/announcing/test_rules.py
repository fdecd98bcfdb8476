"""What may become of an announcement, and whom it is for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.errors import UserError
from bot.network.network import Scale
from bot.relay.announcing.aiming import read_aim
from bot.relay.announcing.rules import (
    EVERYONE,
    Aim,
    Announcement,
    AnnouncementCopy,
    Carried,
    CopyChange,
    CopyStatus,
    carried,
)
from tests.relay.tree_room import TREE, network

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
BELOW = (*TREE[1:], network("savoie", "Pays de Savoie", Scale.EPCI, "france", "aura"))
MADE = Announcement(
    network="national",
    number=1,
    text="La plateforme ferme samedi.",
    author="nadia",
    made_at=NOW,
    over_at=NOW + timedelta(days=3),
)
COPY = AnnouncementCopy(announcement=1, network="loire", number=1, status=CopyStatus.WAITING)


@pytest.mark.parametrize(
    ("words", "aim"),
    [
        ("Loire", Aim(networks=("loire",))),
        ("42", Aim(networks=("loire",))),
        ("la Loire et la Drôme", Aim(networks=("loire", "drome"))),
        ("loire, DROME.", Aim(networks=("loire", "drome"))),
        ("42 - Loire; 26 - Drôme", Aim(networks=("loire", "drome"))),
        ("le Pays de Savoie", Aim(networks=("savoie",))),
        ("Auvergne-Rhône-Alpes", Aim(networks=("aura",))),
        ("l'auvergne-rhone-alpes", Aim(networks=("aura",))),
    ],
)
def test_territories_are_named_as_people_name_them(words: str, aim: Aim) -> None:
    assert read_aim("les régions", words, BELOW) == aim


def test_without_names_a_form_aims_at_all_or_at_one_scale() -> None:
    assert read_aim("", " ", BELOW) == read_aim("tous", "", BELOW) == EVERYONE
    assert read_aim("les régions", "", BELOW) == Aim(scales=(Scale.REGION,))
    with pytest.raises(UserError):
        read_aim("les communes", "", BELOW)


@pytest.mark.parametrize("words", ["la Loir", "Loire-Atlantique", "Loire et Cantal", "national"])
def test_a_territory_that_is_not_known_is_never_guessed(words: str) -> None:
    with pytest.raises(UserError):
        read_aim("tous", words, BELOW)


def test_what_is_over_or_withdrawn_is_edited_no_more() -> None:
    late = MADE.over_at
    assert MADE.edit(MADE.text, "", MADE.over_at, dated=False, now=NOW) is MADE
    assert MADE.edit("Autre", "", MADE.over_at, dated=False, now=NOW).version == 2
    with pytest.raises(UserError):
        MADE.edit("Autre", "", MADE.over_at, dated=False, now=late)
    withdrawn = MADE.withdraw(NOW)
    with pytest.raises(UserError):
        withdrawn.edit("Autre", "", MADE.over_at, dated=False, now=NOW)
    with pytest.raises(UserError):
        withdrawn.withdraw(NOW)


def test_nothing_is_chosen_twice() -> None:
    published = COPY.change(CopyChange.PUBLISHED, NOW)
    with pytest.raises(UserError):
        published.change(CopyChange.PUBLISHED, NOW)
    with pytest.raises(UserError):
        published.change(CopyChange.DISCARDED, NOW)
    assert published.change(CopyChange.PUBLISHED, NOW, adapted="Nous").adapted == "Nous"
    with pytest.raises(UserError):
        replace(COPY, status=CopyStatus.UNWANTED).change(CopyChange.PUBLISHED, NOW)


def test_its_author_reads_what_came_of_it() -> None:
    over = MADE.over_at
    published = COPY.change(CopyChange.PUBLISHED, NOW)
    assert carried(published, MADE, NOW) is Carried.PUBLISHED
    assert carried(published, MADE, over) is Carried.MISSED
    assert carried(replace(published, said=True), MADE, over) is Carried.PUBLISHED
    assert carried(COPY, MADE, NOW) is Carried.WAITING
    assert carried(COPY, MADE, over) is Carried.MISSED
    assert carried(replace(COPY, told=True), MADE, over) is Carried.TOLD
    assert carried(replace(COPY, left_out=True), MADE, NOW) is Carried.DISCARDED
    assert carried(COPY.change(CopyChange.DISCARDED, NOW), MADE, over) is Carried.DISCARDED
