"""The results of a survey as they are read: each question's, beside those of a year before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.french.folding import fold
from bot.network.small_numbers import AnswersTold
from bot.survey.rules import SurveyQuestion

Answers = Sequence[tuple[SurveyQuestion, AnswersTold]]
"""The questions of a survey, each with what may be told of its answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionResult:
    """An option that is told by name.

    `before` is the share of those who chose it a year before, in tenths; None where it is unknown.
    """

    text: str
    count: int
    before: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionResult:
    """A question, what may be told of its answers, and its options' shares a year `before`."""

    question: SurveyQuestion
    told: AnswersTold
    before: Mapping[str, int]

    @property
    def options(self) -> tuple[OptionResult, ...]:
        """The options that are told by name, those chosen most first."""
        ranked = [
            (self.question.options[each], self.told.counts[each]) for each in self.told.ranked
        ]
        return tuple(
            OptionResult(text=text, count=count, before=self.before.get(fold(text)))
            for text, count in ranked
        )


def results(answers: Answers, earlier: Sequence[Answers] = ()) -> tuple[QuestionResult, ...]:
    """Return the results of each question, beside the latest of the same one among `earlier`."""
    return tuple(
        QuestionResult(question=question, told=told, before=_before(question, earlier))
        for question, told in answers
    )


def _before(question: SurveyQuestion, earlier: Sequence[Answers]) -> Mapping[str, int]:
    for answers in earlier:
        for asked, told in answers:
            if fold(asked.text) == fold(question.text) and told.counts:
                shares = ((fold(each), told.tenths(at)) for at, each in enumerate(asked.options))
                return {option: share for option, share in shares if share is not None}
    return {}
