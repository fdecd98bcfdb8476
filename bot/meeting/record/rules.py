"""The record of a meeting, given to the bot, and what it proposes of it for the minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.errors import Refusal
from bot.core.labels import Labelled
from bot.question.rules import Occasion

KEPT = timedelta(days=7)
"""How long a record, and what was found in it, may wait for its minutes."""


MOST_SHOWN = 3
"""Passages that a pile counts at a time, so that other things are not behind all of them."""


class ProposalKind(Labelled):
    """What a passage may be; its label stands in « Réponse à la question n° 12 ».

    A record that is not read yet is one UNREAD passage, in whose place come those found in it.
    """

    ANSWER = "answer", "Réponse"
    DECISION = "decision", "Décision"
    ACTION = "action", "Action"
    UNREAD = "unread", "Notes"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedPassage:
    """A passage of a record that may be for the minutes of a meeting, by its internal number.

    `ref` is the number of the question that it answers; `before` what was said just before it.
    `made` is None while it waits, then the number of the note that came of it, or of the question
    whose answer it joined, which was deferred `to` an occasion; 0 where it was left. `text` is then
    what was kept.
    """

    id: int = 0
    network: str
    meeting: int
    kind: ProposalKind
    ref: int = 0
    text: str
    before: str = ""
    given_at: datetime
    made: int | None = None
    to: Occasion | None = None


NOT_TO_DECIDE = Refusal(
    "no proposal {number} waits",
    reply="Ce passage n'est plus à trier : il l'a été, ou le compte rendu a paru.",
)

QUESTION_MOVED_ON = Refusal(
    "question {number} is no longer to be answered",
    reply="La question n° {number} n'attend plus de réponse ici : ce passage ne peut qu'être "
    "laissé.",
)

CHANGED_SINCE = Refusal(
    "what was kept of proposal {number} reads otherwise since",
    reply="Ce qui avait été gardé de ce passage a été corrigé depuis : je n'y touche pas. "
    "« Corriger… » le change ou l'efface.",
)

NOT_TOLD_BEFORE = Refusal(
    "a transcript without the box",
    reply="C'est une transcription : elle tient les mots de chaque personne. Donnez-la de nouveau "
    "en cochant « Les personnes présentes le savaient, personne ne s'y est opposé » ; sinon, "
    "donnez vos propres notes. Je n'ai rien gardé.",
)
