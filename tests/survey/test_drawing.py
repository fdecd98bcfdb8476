"""The picture of a survey: what it shows fits, and is told."""

from __future__ import annotations

from bot.network.small_numbers import tell
from bot.survey.drawing import lay_out
from bot.survey.results import results
from bot.survey.rules import SurveyQuestion
from bot.talk.shapes import MARGIN, RIGHT, width_of

LONG = (
    "Quel thème, parmi ceux que nous avons déjà abordés ensemble, voulez-vous revoir cette année ?"
)
ASKED = SurveyQuestion(text=LONG, options=("Une réponse assez longue pour deux lignes", "Non"))


def test_a_long_question_keeps_to_two_lines() -> None:
    picture = lay_out("L'enquête", "14 réponses", results([(ASKED, tell([9, 5]))]))

    titles = [each for each in picture.words if each.size == 34 and each.bold]
    assert len(titles) == 2
    for line in titles:
        assert MARGIN + width_of(line.text, 34, bold=True) <= RIGHT


def test_what_is_not_told_is_not_drawn() -> None:
    told = tell([7, 4])
    picture = lay_out("L'enquête", "11 réponses", results([(ASKED, told), (ASKED, tell([9, 2]))]))

    shown = [each.text for each in picture.words]
    assert "4" in shown
    assert "9" not in shown
    assert len([each for each in picture.words if each.size == 34 and each.bold]) == 2
