"""Tools: by purpose, those made for it first; by words, however they are typed."""

from __future__ import annotations

import pytest

from bot.meeting.tools import Purpose, Tool, Toolbox, purpose_of


def tool(name: str, *purposes: Purpose, libre: bool = True, good_for: str = "Rien.") -> Tool:
    return Tool(
        name=name,
        url="https://a.example.org/",
        purposes=purposes,
        good_for=good_for,
        libre=libre,
    )


BOX = Toolbox(
    (
        tool("Klaxon", Purpose.ANIMATE, Purpose.VOTE, libre=False),
        tool("Sondage'Été", Purpose.VOTE, good_for="Un sondage de dates, à plusieurs."),
        tool("Pense-bête", Purpose.ANIMATE, good_for="Voter avec des gommettes."),
        tool("Urne", Purpose.VOTE, libre=False),
    )
)


def test_tools_made_for_a_purpose_come_first_and_libre_ones_before_others() -> None:
    assert _names(BOX.tools_for(Purpose.VOTE)) == ["Sondage'Été", "Urne", "Klaxon"]
    assert _names(BOX.tools_for(Purpose.ANIMATE)) == ["Pense-bête", "Klaxon"]
    assert not BOX.tools_for(Purpose.DRAW)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("klax", ["Klaxon"]),
        ("KLAXON animer", ["Klaxon"]),
        ("ete", ["Sondage'Été"]),
        ("pense bete", ["Pense-bête"]),
        ("voter", ["Klaxon", "Sondage'Été", "Urne", "Pense-bête"]),
        ("sondage dates", ["Sondage'Été"]),
        ("peindre", []),
        ("...", ["Klaxon", "Sondage'Été", "Pense-bête", "Urne"]),
    ],
)
def test_every_word_begins_a_word_of_the_tool(typed: str, found: list[str]) -> None:
    assert _names(BOX.search(typed)) == found


def test_a_tool_is_named_without_accents() -> None:
    assert BOX.named("PENSE BETE") == BOX.tools[2]
    assert BOX.named("pense") is None


@pytest.mark.parametrize(
    ("typed", "purpose"),
    [
        ("Evaluer", Purpose.EVALUATE),
        ("s’organiser", Purpose.ORGANISE),
        ("organiser", Purpose.ORGANISE),
        ("distance", Purpose.MEET),
        ("dess", Purpose.DRAW),
        ("a", None),
        ("voter ou dessiner", None),
        ("", None),
        ("?", None),
    ],
)
def test_a_purpose_is_known_by_its_beginning(typed: str, purpose: Purpose | None) -> None:
    assert purpose_of(typed) is purpose


def _names(tools: object) -> list[str]:
    assert isinstance(tools, list)
    return [each.name for each in tools]
