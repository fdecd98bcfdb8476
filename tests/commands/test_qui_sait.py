"""`/besoin aider`, `demander`, `orienter`: who knows, who is asked in turn, where to send someone."""

from __future__ import annotations

from tests.room import Room


def test_themes_are_ticked_and_taken_back_by_the_menus_of_ones_card(room: Room) -> None:
    shown = room.says("louis", "/besoin aider")
    assert "Vous n'avez coché aucun thème" in shown.text
    [menu] = [each for each in shown.buttons if each.label == "Je peux aider sur…"]
    [option] = [each for each in menu.options if each.label == "Bureautique"]

    ticked = room.picks("louis", option.command)
    assert "Vous pouvez aider sur\u00a0: Bureautique" in ticked.text

    [menu] = [each for each in ticked.buttons if each.label == "Ne plus aider sur…"]
    assert [each.label for each in menu.options] == ["Bureautique", "Tous les thèmes"]
    back = room.picks("louis", menu.options[0].command)
    assert "Vous n'avez coché aucun thème" in back.text
