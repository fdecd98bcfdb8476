"""The belt's figures: on their page, in the year's report; no territory told from another."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.relay.figures import OTHER_THEMES, make_figures
from bot.relay.rules import DescentStatus
from bot.talk.render import masked
from tests.relay.standing_cases import LIVES


def test_needs_are_counted_where_they_stand() -> None:
    figures = make_figures(LIVES)

    assert (figures.all.climbed, figures.all.waiting, figures.all.carried) == (10, 3, 1)
    assert (figures.all.answered, figures.all.returned) == (4, 1)
    assert figures.came_down == {DescentStatus.WAITING: 1, DescentStatus.PUBLISHED: 3}
    assert figures.decided == timedelta(days=9)


def test_small_numbers_are_hidden_and_small_themes_told_together() -> None:
    themes = {each.label: each.climbed for each in make_figures(LIVES).themes}

    assert themes == {"Bureautique": 4, "Intelligence artificielle (IA)": 3, OTHER_THEMES: 3}
    told = [masked(count, "besoin").replace("\u00a0", " ") for count in (0, 1, 2, 3)]
    assert told == ["0 besoin", "1 ou 2 besoins", "1 ou 2 besoins", "3 besoins"]
    assert make_figures(LIVES[:2]).decided is None


def test_a_theme_of_one_need_is_not_what_the_others_leave_of_the_sum() -> None:
    four = [each for each in LIVES if each.theme == "Bureautique"]
    lived = [*four, replace(four[0], theme="Logement")]

    [others] = make_figures(lived).themes
    assert (others.label, others.climbed) == (OTHER_THEMES, 5)
