"""Tools: by purpose, those made for it first."""

from __future__ import annotations

from bot.meeting.tools import Purpose, Tool, Toolbox


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


def test_a_tool_is_named_without_accents() -> None:
    assert BOX.named("PENSE BETE") == BOX.tools[2]
    assert BOX.named("pense") is None


def _names(tools: object) -> list[str]:
    assert isinstance(tools, list)
    return [each.name for each in tools]
