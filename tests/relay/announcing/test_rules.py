"""What may become of an announcement, and whom it is for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.errors import UserError
from bot.network.network import Scale
from bot.relay.announcing.aiming import read_aim, read_head
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
        ("", EVERYONE),
        ("tous", EVERYONE),
        ("Loire", Aim(networks=("loire",))),
        ("42", Aim(networks=("loire",))),
        ("la Loire et la Drôme", Aim(networks=("loire", "drome"))),
        ("loire, DROME.", Aim(networks=("loire", "drome"))),
        ("42 - Loire; 26 - Drôme", Aim(networks=("loire", "drome"))),
        ("les régions et le Pays de Savoie", Aim(scales=(Scale.REGION,), networks=("savoie",))),
        ("les départements, les EPCI", Aim(scales=(Scale.DEPARTEMENT, Scale.EPCI))),
        ("Auvergne-Rhône-Alpes", Aim(networks=("aura",))),
        ("l'auvergne-rhone-alpes", Aim(networks=("aura",))),
    ],
)
def test_territories_are_named_as_people_name_them(words: str, aim: Aim) -> None:
    assert read_aim(words, BELOW) == aim


@pytest.mark.parametrize("words", ["la Loir", "Loire-Atlantique", "Loire et Cantal", "national"])
def test_a_territory_that_is_not_known_is_never_guessed(words: str) -> None:
    with pytest.raises(UserError):
        read_aim(words, BELOW)


@pytest.mark.parametrize(
    ("text", "to", "end", "rest"),
    [
        ("Salle ouverte.", "", "", "Salle ouverte."),
        ("pour la Loire : Ouvert.", "la Loire", "", "Ouvert."),
        ("jusqu'au 3 mars : Ouvert.", "", "jusqu'au 3 mars", "Ouvert."),
        ("pour la Loire, jusqu'au 3 mars : A : B", "la Loire", "jusqu'au 3 mars", "A : B"),
        ("jusqu'au 3 mars, pour 42 : Ouvert.", "42", "jusqu'au 3 mars", "Ouvert."),
        ("Pour rappel : la salle ferme.", "", "", "Pour rappel : la salle ferme."),
        ("Pour l'instant, tout va bien.", "", "", "Pour l'instant, tout va bien."),
    ],
)
def test_what_comes_before_the_words_says_whom_they_are_for_and_until_when(
    text: str, to: str, end: str, rest: str
) -> None:
    head = read_head(text, BELOW)

    assert (head.to, head.end, head.rest) == (to, end, rest)


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
