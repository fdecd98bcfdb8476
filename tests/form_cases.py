"""What the templates of forms are rendered with, in every case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.framaforms.export import FormExport
from bot.framaforms.importing import ImportedAnswers
from bot.framaforms.rules import NeedLine, OnlineForm, QuestionCounts
from bot.network.small_numbers import GroupedCounts
from bot.question.rules import Question

_NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
_TITLE = "Vos *besoins* pour 2027"
_NEW = OnlineForm(
    network="loire", number=3, title=_TITLE, link="", made_at=_NOW, seal="sel", lines=4
)
_COUNTS = GroupedCounts((("Le temps", 12), ("Le @channel", 8)), 3)
_FULL = replace(
    _NEW,
    link="https://framaforms.org/vos-besoins-1790000000",
    answers=14,
    questions=(
        QuestionCounts("Votre note", numbers=14, total=51.5),
        *(QuestionCounts(f"Question {each}", _COUNTS) for each in range(8)),
    ),
    themes=QuestionCounts("Thèmes", GroupedCounts(tuple((each, 4) for each in "ABCDEFG"))),
    expires_at=_NOW + timedelta(days=12),
    imported_at=_NOW,
)
_OVER = replace(_FULL, expires_at=_NOW - timedelta(days=12), questions=_FULL.questions[:2])
_READ = FormExport(title=_TITLE, sendings=())
_IMPORTED = ImportedAnswers(form=_FULL, export=_READ, fresh=12, known=2, lines=3)
_LINE = NeedLine(
    form=1,
    question="Un besoin",
    text="Aider *avec* @channel et Ameli",
    theme="Santé",
    at=_NOW,
)
_QUESTION = Question(network="loire", number=12, text="Qui ?", author="", asked_at=_NOW)

FORMS = [_FULL, _NEW, _OVER]

CASES: dict[str, list[object]] = {"form": [_FULL, _NEW, _OVER]}
OWN: dict[str, dict[str, list[object]]] = {
    "reseau/form.md.j2": {"form": [_OVER, _NEW, _FULL], "most": [6], "options": [5], "themes": [5]},
    "reseau/form_told.md.j2": {
        "counts": [
            GroupedCounts((("Le temps", 12), ("La distance", 5)), 4),
            GroupedCounts((("Le temps", 12),)),
            None,
        ],
        "options": [5, 1],
    },
    "reseau/form_imported.md.j2": {
        "imported": [
            _IMPORTED,
            ImportedAnswers(form=_NEW, export=_READ, held=2, known=3),
            ImportedAnswers(form=_NEW, export=_READ, known=1),
            replace(
                _IMPORTED,
                export=replace(
                    _READ, left_out=("Votre nom",), drafts=1, unkept=1, bare=1, beyond=1
                ),
            ),
            replace(
                _IMPORTED,
                known=1,
                export=replace(
                    _READ, left_out=("Votre nom",) * 7, drafts=2, unkept=2, bare=2, beyond=2
                ),
            ),
        ]
    },
    "reseau/form_line.md.j2": {
        "line": [_LINE, None, replace(_LINE, theme="")],
        "left": [3, 1, 2],
        "accepted": [None, _QUESTION],
        "discarded": [False, True],
    },
}
