"""A meeting and the draft of its agenda, built from what is pending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.digest import Entry
from bot.domain.question import Occasion, Question

MEETING_MINUTES = 180
"""Half a day: what a département meeting takes, travel apart."""

QUESTION_MINUTES = 5
"""A set time for each question, as the founding text asks: answered on the spot, or deferred."""

NEWS_SHOWN = 8
"""Articles named under « actualité »: what twenty minutes can hold; the digest has them all."""

_SHARES = (
    ("Accueil et visite du lieu", 30),
    ("Actualité\u00a0: études, financements, appels à projets", 30),
    ("Questions et besoins", 45),
    ("Animation\u00a0: partage de pratiques, outil, intervenant", 75),
)
"""The four parts and their minutes in a half day: near the ten sample meetings' own split."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of the four parts of a meeting; `minutes` is its share of the slot."""

    title: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """The draft agenda of a network's next meeting, at `at` (UTC).

    `questions` are those that the part's minutes hold, those deferred to it first;
    `waiting` are the ones left for another moment; `more_news` counts the articles not named.
    """

    at: datetime
    welcome: Part
    news: Part
    needs: Part
    workshop: Part
    questions: tuple[Question, ...]
    waiting: tuple[Question, ...]
    entries: tuple[Entry, ...]
    more_news: int

    @property
    def minutes(self) -> int:
        """The whole length, in minutes."""
        parts = (self.welcome, self.news, self.needs, self.workshop)
        return sum(part.minutes for part in parts)


def draft_agenda(waiting: Sequence[Question], news: Sequence[Entry], *, at: datetime) -> Agenda:
    """Build the agenda from the waiting questions and the news not published yet.

    The order of questions: those deferred to this meeting, then by number of people concerned,
    then by age.
    """
    welcome, current, needs, workshop = (
        Part(title=title, minutes=minutes) for title, minutes in _SHARES
    )
    ordered = sorted(
        waiting,
        key=lambda each: (
            each.occasion is not Occasion.MEETING,
            -each.concerned,
            each.asked_at,
            each.number,
        ),
    )
    room = needs.minutes // QUESTION_MINUTES
    latest = sorted(news, key=lambda each: each.published, reverse=True)
    return Agenda(
        at=at,
        welcome=welcome,
        news=current,
        needs=needs,
        workshop=workshop,
        questions=tuple(ordered[:room]),
        waiting=tuple(ordered[room:]),
        entries=tuple(latest[:NEWS_SHOWN]),
        more_news=max(0, len(latest) - NEWS_SHOWN),
    )
