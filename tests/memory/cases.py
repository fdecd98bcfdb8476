"""What the templates of the memory are rendered with, in every case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.memory.rules import Memory, MemoryKind, MemoryRecord
from bot.memory.writing import SitePage
from bot.outside.content import OutsideContent
from bot.question.card import BeltNote
from bot.question.rules import Answer, Question
from bot.resource.rules import Licence, Resource

_RECORD = MemoryRecord(
    kind=MemoryKind.QUESTION,
    number=12,
    day="2026-12-01",
    theme="Vie du réseau",
    content=OutsideContent(title="Qui prête une salle\u00a0?", text="La Manufacture, le mardi."),
)
_LICENSED = replace(_RECORD, kind=MemoryKind.RESOURCE, more=(("licence", "CC BY-SA 4.0"),))
_LETTER = replace(_RECORD, kind=MemoryKind.LETTER, theme="")
_EMPTY = Memory(slug="loire", spoken="la Loire", records=())
_MEMORY = replace(
    _EMPTY, records=(_RECORD, _LICENSED, _LETTER), feeds="<opml/>", held=((_RECORD, "un prénom"),)
)
_PAGES = [
    SitePage(path="a.html", kind=each.kind, label=label, records=[each])
    for each, label in ((_RECORD, "Vie du réseau"), (_LICENSED, "E-mail"), (_LETTER, "2026"))
]
_RESOURCE = Resource(
    network="loire",
    number=3,
    line="Une fiche pour débuter",
    title="Souris et clavier",
    link="https://exemple.fr/fiche",
    licence=Licence.BY_SA,
    at=datetime(2026, 12, 1, tzinfo=UTC),
)

_NOW = datetime(2026, 12, 1, tzinfo=UTC)
_ANSWERED = Question(
    network="loire", number=12, text="Prêt de salle", author="louis", asked_at=_NOW
).resolve(Answer(text="La Manufacture, le mardi.", by="zoe", at=_NOW))

CASES: dict[str, list[object]] = {"memory": [_MEMORY, _EMPTY]}
OWN: dict[str, dict[str, list[object]]] = {
    "memoire/index.html.j2": {"pages": [_PAGES]},
    "memoire/page.html.j2": {
        "page": [*_PAGES],
        "shown": [[(each, "<p>Oui</p>") for page in _PAGES for each in page.records]],
    },
    "memoire/choosing.md.j2": {"waiting": [[], [_ANSWERED], [_ANSWERED] * 3]},
    "memoire/question.md.j2": {
        "asked": ["", "Prêt de salle, et quand"],
        "belt": [
            None,
            BeltNote(source="la région"),
            BeltNote(source="la région", original="Oui"),
            BeltNote(unnamed=True),
        ],
        "lines": [["La Manufacture", "Le mardi"]],
    },
    "memoire/resource.md.j2": {
        "resource": [_RESOURCE, replace(_RESOURCE, title="", link="", file="abc")]
    },
    "memoire/chosen.md.j2": {"numbers": [[], [12], [12, 14]], "on": [True, False, None]},
}
