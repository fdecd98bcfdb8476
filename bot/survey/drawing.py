"""The picture of a survey's results: a bar an option, for each question that has its counts."""

from __future__ import annotations

from collections.abc import Sequence

from bot.survey.results import QuestionResult
from bot.talk.drawing import Bar, Picture, theme_bars, titled


def lay_out(title: str, period: str, results: Sequence[QuestionResult]) -> Picture:
    """Give each question its place, top to bottom."""
    picture = titled(title, period)
    for each in results:
        if each.told.counts:
            theme_bars(picture, each.question.text, _bars(each))
    return picture


def _bars(result: QuestionResult) -> list[Bar]:
    bars = [Bar(label=each.text, count=each.count) for each in result.options]
    if result.told.others:
        bars.append(Bar(label="Autres réponses", count=result.told.others, others=True))
    return bars
